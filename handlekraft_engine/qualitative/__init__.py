"""What people said: codes on text, agreement of coders, the framework matrix, REFI-QDA in and out."""
