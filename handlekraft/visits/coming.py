"""The clock's question: in which of the coming weeks have agreements and visits grown apart?"""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from handlekraft.access.installation import Installation
from handlekraft.people.models import Team
from handlekraft.rosters.week import Week
from handlekraft.visits.actions.making import make_visits
from handlekraft.visits.making import due

WEEKS_AHEAD = 4
"""This week and three more: as far as duty plans are told."""


def make_coming_visits() -> None:
    """Make, change, pause and end visits where agreed help asks for it. Where nothing is due nothing is written."""
    today = timezone.localdate()
    weeks = [Week.of(today + timedelta(weeks=ahead)) for ahead in range(WEEKS_AHEAD)]
    for team in Team.objects.filter(closed_on=None).select_related("section"):
        for week in weeks:
            if due(team, week):
                make_visits(Installation(), team, week=week)
