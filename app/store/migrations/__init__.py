"""Changes of the tables, in order; applied when a server starts."""
