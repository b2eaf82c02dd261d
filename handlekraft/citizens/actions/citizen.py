"""A citizen comes, moves to another team, and ends."""

from datetime import date
from functools import partial

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from handlekraft.access.actions import TAKEN_NUMBER, note_taken_number
from handlekraft.access.frame import Refused, action
from handlekraft.access.permissions import Permission
from handlekraft.access.scope import Actor
from handlekraft.access.search import guesses_too_often
from handlekraft.citizens.cpr import parse, written
from handlekraft.citizens.models import Citizen, FaceChange
from handlekraft.people.models import Employee, Team

type Place = tuple[float, float]


@action("citizen admitted", needs=Permission.ADMIT_CITIZEN)
def admit_citizen(
    by: Actor,
    team: Team,
    *,
    name: str,
    address: str,
    cpr: str = "",
    phone: str = "",
    is_protected: bool = False,
    place: Place | None = None,
    external_id: str = "",
    starts_on: date | None = None,
) -> Citizen:
    """A new citizen of the team. Her birthday is read from her number."""
    _refuse_closed(team)
    citizen = Citizen(team=team, external_id=external_id, starts_on=starts_on or timezone.localdate())
    _fill(by, citizen, name=name, address=address, cpr=cpr, phone=phone, is_protected=is_protected, place=place)
    citizen.save()
    return citizen


@action("citizen changed", needs=Permission.ADMIT_CITIZEN)
def change_citizen(
    by: Actor,
    citizen: Citizen,
    *,
    name: str,
    address: str,
    cpr: str = "",
    phone: str = "",
    is_protected: bool = False,
    place: Place | None = None,
) -> Citizen:
    """Correct who and where the citizen is. Without `cpr` the number stays; without `place` the map forgets her."""
    _fill(by, citizen, name=name, address=address, cpr=cpr, phone=phone, is_protected=is_protected, place=place)
    citizen.save()
    return citizen


@action("citizen moved", needs=Permission.ADMIT_CITIZEN)
def move_citizen(by: Actor, citizen: Citizen, *, to: Team) -> Citizen:
    """Another team takes over. Faces that are not of that team leave the group; the new team finds its own with her."""
    _refuse_closed(to)
    if to.pk == citizen.team_id:
        raise Refused(_("%(name)s er allerede i %(team)s.") % {"name": citizen.first_name, "team": to.name})
    today = timezone.localdate()
    stay = set(Employee.objects.in_team(to, today).values_list("pk", flat=True))
    for face in citizen.known_faces.on(today).exclude(employee__in=stay):
        face.ends_on = today
        face.save()
        FaceChange.objects.create(citizen=citizen, employee=face.employee, kind=FaceChange.Kind.LEFT)
    if citizen.primary_contact_id not in stay:
        citizen.primary_contact = None
    citizen.team = to
    citizen.save()
    return citizen


@action("citizen ended", needs=Permission.ADMIT_CITIZEN)
def end_citizen(by: Actor, citizen: Citizen, *, on: date) -> Citizen:
    """`on` is the last day with help; everything agreed ends with it."""
    if on < citizen.starts_on:
        raise Refused(_("Den sidste dag kan ikke ligge før den første. Vælg en senere dag."))
    citizen.ends_on = on
    citizen.save()
    citizen.agreed_help.filter(Q(ends_on=None) | Q(ends_on__gt=on)).update(ends_on=on)
    return citizen


@action("citizen readmitted", needs=Permission.ADMIT_CITIZEN)
def readmit_citizen(by: Actor, citizen: Citizen) -> Citizen:
    """The citizen gets help again. What had been agreed is not revived: it is agreed anew."""
    if citizen.ends_on is None:
        raise Refused(_("%(name)s er ikke afsluttet.") % {"name": citizen.first_name})
    citizen.ends_on = None
    citizen.save()
    return citizen


@action("cpr shown", needs=Permission.ADMIT_CITIZEN)
def show_cpr(by: Actor, citizen: Citizen) -> str:
    """The whole number. Nothing changes, but the look is an event of its own."""
    if not citizen.cpr:
        raise Refused(_("Der er ikke noget CPR-nummer på %(name)s.") % {"name": citizen.first_name})
    return written(citizen.cpr)


def _fill(
    by: Actor,
    citizen: Citizen,
    *,
    name: str,
    address: str,
    cpr: str,
    phone: str,
    is_protected: bool,
    place: Place | None,
) -> None:
    if cpr:
        _take_number(by, citizen, cpr)
    citizen.name, citizen.address, citizen.phone, citizen.is_protected = name, address, phone, is_protected
    citizen.lat, citizen.lon = place or (None, None)


def _take_number(by: Actor, citizen: Citizen, typed: str) -> None:
    try:
        number = parse(typed)
    except ValueError as reason:
        raise Refused(str(reason)) from None
    # The no tells that somebody gets help in this municipality: it is noted in her log, and nobody may go on trying.
    # The shell of the machine (no key) needs no guesses and may bring a long file.
    if by.pk is not None and number.digits != citizen.cpr and guesses_too_often(by, TAKEN_NUMBER):
        sentence = _("Du har prøvet for mange CPR-numre, der er i brug. Vent et kvarter, eller spørg jeres planlægger.")
        raise Refused(sentence, notes=[partial(note_taken_number, by, None)])
    taken = Citizen.objects.filter(cpr=number.digits).exclude(pk=citizen.pk).first()
    if taken is not None:
        sentence = _("Der er allerede en borger med det CPR-nummer. Spørg jeres planlægger, hvilket team det er.")
        raise Refused(sentence, notes=[partial(note_taken_number, by, taken)])
    citizen.cpr, citizen.born_on = number.digits, number.born_on


def _refuse_closed(team: Team) -> None:
    if team.closed_on and team.closed_on <= timezone.localdate():
        raise Refused(_("%(team)s er lukket. Vælg et andet team.") % {"team": team.name})
