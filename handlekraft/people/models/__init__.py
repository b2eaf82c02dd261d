"""Sections, teams, employees and what they can; memberships with role and period; dated settings; sign-in."""

from handlekraft.people.models.accounts import Device, Invitation, Throttle, User
from handlekraft.people.models.employees import Competence, Employee, EmployeeCompetence, Membership, Profession
from handlekraft.people.models.places import Organisation, Section, Team
from handlekraft.people.models.settings import DatedSetting

__all__ = [
    "Competence",
    "DatedSetting",
    "Device",
    "Employee",
    "EmployeeCompetence",
    "Invitation",
    "Membership",
    "Organisation",
    "Profession",
    "Section",
    "Team",
    "Throttle",
    "User",
]
