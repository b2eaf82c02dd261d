"""Whoever is to visit a citizen outside her own team sees her on that day only. Called by the actions of visits."""

from datetime import date, datetime, time, timedelta

from handlekraft.access.actions import end_visit_relation, open_visit_relation
from handlekraft.access.models import CareRelation, CareRelationQuerySet
from handlekraft.access.scope import Actor, Scoped, citizen_key
from handlekraft.audit.models import Event
from handlekraft.web.moments import moment

# Whoever gave the day's last visit may still write about it in the night.
UNTIL = time(4, 0)


def give_visit_sight(by: Actor, citizen: Scoped, *, carer: Actor, day: date) -> CareRelation | None:
    """Open a relation for the day if `carer` does not see the citizen's team anyway and has none yet.

    Call it inside the action that gives the visit. Calling it again changes nothing.
    """
    starts, ends = _period(day)
    if citizen.scope().team_id in carer.teams_in_sight(starts):
        return None
    standing = _for_visits(citizen, carer, ends).first()
    if standing is not None:
        return standing
    return open_visit_relation(by, citizen, carer=carer, starts=starts, ends=ends)


def take_visit_sight(by: Actor, citizen: Scoped, *, carer: Actor, day: date) -> CareRelation | None:
    """End the relation for the day, unless `carer` did something for the citizen in it: she may finish what she began.

    Call it inside the action that takes the last visit of the day away. Returns the relation that ended, if one did.
    """
    _starts, ends = _period(day)
    standing = _for_visits(citizen, carer, ends).first()
    if standing is None or _did_something(citizen, carer, standing.starts_at):
        return None
    return end_visit_relation(by, standing)


def _period(day: date) -> tuple[datetime, datetime]:
    return moment(day), moment(day + timedelta(days=1), UNTIL)


def _for_visits(citizen: Scoped, carer: Actor, ends: datetime) -> CareRelationQuerySet:
    relations = CareRelation.objects.of_user(carer)
    return relations.filter(citizen_id=citizen_key(citizen), kind=CareRelation.Kind.VISIT, ends_at=ends)


def _did_something(citizen: Scoped, carer: Actor, since: datetime) -> bool:
    about = Event.objects.about_citizen(citizen_key(citizen))
    return about.deeds().filter(actor_id=carer.pk, at__gte=since).exists()
