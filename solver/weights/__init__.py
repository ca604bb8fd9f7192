"""Case weights from an office's own records, with how far each may be wrong."""
