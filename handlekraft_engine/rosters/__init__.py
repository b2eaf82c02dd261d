"""Who works when: problem, plan, rules, solve, referee, explain."""
