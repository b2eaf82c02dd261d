"""Visits: made from agreed help, planned by the team, given and documented; proposals for a week and their runs."""

from handlekraft.visits.models.curves import CurvePoint
from handlekraft.visits.models.disruptions import AffectedVisit, Disruption
from handlekraft.visits.models.loans import Loan
from handlekraft.visits.models.plans import PlanNotice, PlanRun, Proposal, ProposedChange, ProposedVisit
from handlekraft.visits.models.visits import Visit, VisitChange, VisitNote

__all__ = [
    "AffectedVisit",
    "CurvePoint",
    "Disruption",
    "Loan",
    "PlanNotice",
    "PlanRun",
    "Proposal",
    "ProposedChange",
    "ProposedVisit",
    "Visit",
    "VisitChange",
    "VisitNote",
]
