"""Recurring help is agreed, changed from a day on, and ended."""

from dataclasses import replace
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from handlekraft.access.frame import Refused, action
from handlekraft.access.permissions import Permission
from handlekraft.access.scope import Actor
from handlekraft.citizens.models import AgreedHelp, Citizen
from handlekraft.citizens.terms import PEOPLE, Terms

ONE_DAY = timedelta(days=1)


@action("help agreed", needs=Permission.AGREE_HELP)
def agree_help(
    by: Actor, citizen: Citizen, *, terms: Terms, starts_on: date | None = None, external_id: str = ""
) -> AgreedHelp:
    """New recurring help, from today or another day on."""
    starts_on = starts_on or timezone.localdate()
    _refuse_impossible(citizen, terms, starts_on)
    return _store(AgreedHelp(citizen=citizen, external_id=external_id), terms, starts_on)


@action("help changed", needs=Permission.AGREE_HELP)
def change_help(by: Actor, help: AgreedHelp, *, terms: Terms, from_on: date | None = None) -> AgreedHelp:  # noqa: A002
    """New terms from a day on. Help that has begun ends the day before and goes on as a new row; the past stays."""
    today = timezone.localdate()
    from_on = max(from_on or today, help.starts_on)
    if from_on < today:
        raise Refused(_("En aftale kan kun ændres fra i dag eller senere. Det, der er sket, bliver stående."))
    _refuse_ended(help, from_on)
    _refuse_impossible(help.citizen, terms, from_on)
    _refuse_circle(help, terms)
    return _succeed(help, terms, from_on)


@action("help ended", needs=Permission.AGREE_HELP)
def end_help(by: Actor, help: AgreedHelp, *, on: date) -> AgreedHelp:  # noqa: A002
    """`on` is the last day. Help that followed it stands alone from then on."""
    if on < timezone.localdate() - ONE_DAY:
        raise Refused(_("Den sidste dag kan tidligst være i går. Det, der er sket, bliver stående."))
    _refuse_ended(help, on)
    help.ends_on = on
    help.save()
    for follower in help.followed_by.running_from(on + ONE_DAY):
        _succeed(follower, _alone(Terms.of(follower)), max(on + ONE_DAY, follower.starts_on))
    return help


def _succeed(old: AgreedHelp, terms: Terms, from_on: date) -> AgreedHelp:
    if old.starts_on >= from_on:
        return _store(old, terms, from_on)
    # The key of the other system goes to the row that holds from now on; only one may have it.
    external_id, old.external_id, old.ends_on = old.external_id, "", from_on - ONE_DAY
    old.save()
    rhythm_from = old.rhythm_from or old.starts_on
    new = AgreedHelp(citizen=old.citizen, external_id=external_id, replaces=old, rhythm_from=rhythm_from)
    _store(new, terms, from_on)
    for follower in old.followed_by.running_from(from_on).exclude(pk=new.pk):
        _succeed(follower, replace(Terms.of(follower), after=new), max(from_on, follower.starts_on))
    return new


def _store(row: AgreedHelp, terms: Terms, starts_on: date) -> AgreedHelp:
    row.starts_on = starts_on
    for name, value in terms.columns().items():
        setattr(row, name, value)
    row.save()
    for name in PEOPLE:
        getattr(row, name).set(getattr(terms, name))
    return row


def _alone(terms: Terms) -> Terms:
    return replace(terms, after=None, gap_minutes=0, gap_at_most=None)


def _refuse_impossible(citizen: Citizen, terms: Terms, starts_on: date) -> None:
    for fault in terms.faults():
        raise Refused(fault.sentence)
    if terms.after and terms.after.citizen_id != citizen.pk:
        raise Refused(_("Hjælpen kan kun følge efter en anden hjælp til den samme borger."))
    if terms.ends_on and terms.ends_on < starts_on:
        raise Refused(_("Den sidste dag kan ikke ligge før den første. Ret en af dem."))


def _refuse_ended(help: AgreedHelp, day: date) -> None:  # noqa: A002
    if help.ends_on and help.ends_on < day:
        raise Refused(_("Aftalen er allerede slut den dag. Lav en ny aftale i stedet."))


def _refuse_circle(help: AgreedHelp, terms: Terms) -> None:  # noqa: A002
    earlier = terms.after
    while earlier is not None:
        if earlier.pk == help.pk:
            raise Refused(_("De to slags hjælp kan ikke begge komme efter hinanden. Vælg en anden rækkefølge."))
        earlier = earlier.after
