"""SQLite as Django knows it, with a LIKE that knows Danish letters."""
