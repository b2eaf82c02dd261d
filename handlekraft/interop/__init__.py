"""Files in and out: mapping only."""
