"""Skeleton of every page: frame, forms, words for dates and numbers, paper, style. Knows no citizen and no plan."""
