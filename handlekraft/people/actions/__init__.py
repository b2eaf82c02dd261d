"""What is changed among people: sections, teams, employees and their sign-ins, split by noun."""
