"""What a person may type about visits, split by noun."""
