"""Who visits whom, when, in which order: problem, plan, rules, solve, referee, explain."""
