"""Sections, teams, employees, competences, memberships, dated settings and sign-in."""
