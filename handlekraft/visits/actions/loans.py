"""Visits offered to a neighbouring team: kept, agreed to by people of both teams, or declined by either."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from handlekraft.access.frame import Refused, action
from handlekraft.access.permissions import Permission
from handlekraft.access.scope import Actor
from handlekraft.people.models import Team, User
from handlekraft.rosters.models import ProtectedTime
from handlekraft.rosters.week import Week
from handlekraft.visits.change import hold, refuse_begun, see_to_sight
from handlekraft.visits.models import Loan
from handlekraft.visits.modes import refusal_of_planner
from handlekraft.visits.planning.fleet import Offer

WAY = timedelta(minutes=15)
"""Kept free for the way to the other team's town and back."""


@action("loans offered", needs=Permission.PLAN_VISITS)
def offer_loans(by: Actor, teams: Sequence[Team], *, week: Week, offers: Sequence[Offer]) -> list[Loan]:
    """The offers of a new round take the place of those nobody has answered."""
    for team in teams:
        Loan.objects.of_team(team).in_week(week).open().filter(home_yes_at=None, host_yes_at=None).delete()
    standing = set(Loan.objects.in_week(week).filter(declined_at=None).values_list("visit_id", flat=True))
    declined = set(Loan.objects.in_week(week).exclude(declined_at=None).values_list("visit_id", "host_id"))
    fresh = [one for one in offers if one.visit not in standing and (one.visit, one.host) not in declined]
    return Loan.objects.bulk_create(_loan(offer) for offer in fresh)


def _loan(offer: Offer) -> Loan:
    first, second, *_rest = (*offer.carers, None, None)
    return Loan(
        visit_id=offer.visit, host_id=offer.host, carer_id=first, second_carer_id=second, starts_at=offer.starts_at
    )


@action("loan agreed to", needs=Permission.ADOPT_PLAN)
def agree_loan(by: User, team: Team, *, loan: int) -> Loan:
    """One of the two teams says yes. When both have, the visit is given by the neighbour, who sees it on its day."""
    held = _hold(by, team, loan)
    side = "host" if held.host_id == team.pk else "home"
    setattr(held, f"{side}_yes_at", timezone.now())
    setattr(held, f"{side}_yes_by", by)
    held.save()
    if held.is_agreed:
        _give(by, held)
    return held


@action("loan declined", needs=Permission.ADOPT_PLAN)
def decline_loan(by: User, team: Team, *, loan: int) -> Loan:
    """Either team says no, and nothing changes."""
    held = _hold(by, team, loan)
    held.declined_at, held.declined_by = timezone.now(), by
    held.save()
    return held


def _hold(by: User, team: Team, pk: int) -> Loan:
    # Both teams may answer at the same moment: the second sees the first one's yes.
    open_here = Loan.objects.of_team(team).open().select_for_update(of=("self",))
    held = open_here.select_related("visit__citizen__team__section", "host").filter(pk=pk).first()
    if held is None:
        raise Refused(_("Tilbuddet gælder ikke længere."))
    if no := refusal_of_planner(by, team, held.visit.day):
        raise Refused(no)
    return held


def _give(by: User, loan: Loan) -> None:
    visit = hold(loan.visit)
    refuse_begun(visit)
    if visit.carer_ids:
        raise Refused(_("Besøget har fået en anden imens."))
    visit.carer_id, visit.second_carer_id, visit.starts_at = loan.carer_id, loan.second_carer_id, loan.starts_at
    visit.is_locked = True
    visit.save(update_fields=["carer", "second_carer", "starts_at", "is_locked"])
    see_to_sight(by, visit, (), visit.day)
    # The neighbour's own plan knows that she is away.
    ends_at = loan.starts_at + timedelta(minutes=visit.minutes) + WAY
    ProtectedTime.objects.bulk_create(
        ProtectedTime(
            employee_id=carer,
            kind=ProtectedTime.Kind.MEETING,
            title=_("Hos %(team)s") % {"team": visit.citizen.team.name},
            starts_at=loan.starts_at - WAY,
            ends_at=ends_at,
        )
        for carer in loan.carer_ids
    )
