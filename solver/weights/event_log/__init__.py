"""What a case-management system recorded, as entries of a time study."""
