"""Offers between teams as a week's page tells them: to the team in need with its citizen, to the helper without."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from handlekraft.people.models import Team
from handlekraft.rosters.week import Week
from handlekraft.visits.models import Loan
from handlekraft.web.templatetags.danish import clock, long_day
from handlekraft.web.templatetags.danish import minutes as duration


@dataclass(frozen=True)
class Offered:
    """One offer as one of its two teams sees it."""

    pk: int
    words: str
    state: str
    needs: str
    is_asked: bool
    """Whether this team has not answered yet."""
    is_agreed: bool


def loans_of(team: Team, week: Week) -> list[Offered]:
    """Offers to the team and by it, those that were declined left out."""
    standing = Loan.objects.of_team(team).in_week(week).filter(declined_at=None)
    people = standing.select_related("visit__citizen__team", "host", "carer", "second_carer")
    return [_offered(loan, team) for loan in people.prefetch_related("visit__competences")]


def _offered(loan: Loan, team: Team) -> Offered:
    is_host = loan.host_id == team.pk
    mine, others = (loan.host_yes_at, loan.home_yes_at) if is_host else (loan.home_yes_at, loan.host_yes_at)
    competences = ", ".join(competence.name for competence in loan.visit.competences.all())
    return Offered(
        pk=loan.pk,
        words=_as_host(loan) if is_host else _as_home(loan),
        state=_state(loan, mine=mine is not None, others=others is not None, is_host=is_host),
        needs=_("Kræver %(competences)s.") % {"competences": competences} if competences else "",
        is_asked=mine is None,
        is_agreed=loan.is_agreed,
    )


def _words(loan: Loan) -> dict[str, str]:
    return {
        "home": loan.visit.citizen.team.name,
        "host": loan.host.name,
        "citizen": loan.visit.citizen.first_name,
        "who": _join(one.first_name for one in (loan.carer, loan.second_carer) if one),
        "day": long_day(loan.starts_at),
        "clock": clock(loan.starts_at),
        "minutes": duration(loan.visit.minutes),
    }


def _as_home(loan: Loan) -> str:
    return _("%(who)s fra %(host)s kan komme til %(citizen)s %(day)s kl. %(clock)s (%(minutes)s).") % _words(loan)


def _as_host(loan: Loan) -> str:
    """Whose home it is, the helper learns when both have said yes."""
    if loan.is_agreed:
        return _("%(who)s kommer til %(citizen)s i %(home)s %(day)s kl. %(clock)s (%(minutes)s).") % _words(loan)
    return _("%(home)s mangler en %(day)s kl. %(clock)s (%(minutes)s). %(who)s har plads.") % _words(loan)


def _state(loan: Loan, *, mine: bool, others: bool, is_host: bool) -> str:
    other = loan.visit.citizen.team.name if is_host else loan.host.name
    if mine and others:
        return _("Aftalt")
    if mine:
        return _("Venter på %(team)s") % {"team": other}
    return _("%(team)s har sagt ja") % {"team": other} if others else ""


def _join(names: Iterable[str]) -> str:
    return _(" og ").join(names)
