"""Pages that put several rooms on one sheet."""
