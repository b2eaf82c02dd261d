"""What a person may type about people, split by noun."""
