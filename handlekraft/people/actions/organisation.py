"""Sections and teams: made, renamed, closed."""

from datetime import date, time

from django.utils.translation import gettext as _

from handlekraft.access.frame import Refused, action
from handlekraft.access.permissions import Permission
from handlekraft.access.scope import Actor
from handlekraft.people.models import Competence, Organisation, Section, Team


@action("section added", needs=Permission.MANAGE_ORGANISATION)
def add_section(by: Actor, organisation: Organisation, *, name: str, external_id: str = "") -> Section:
    """A new section."""
    _refuse_taken(Section.objects.filter(name__iexact=name), name)
    return Section.objects.create(name=name, external_id=external_id)


@action("section changed", needs=Permission.MANAGE_ORGANISATION)
def change_section(by: Actor, section: Section, *, name: str) -> Section:
    """Another name."""
    _refuse_taken(Section.objects.filter(name__iexact=name).exclude(pk=section.pk), name)
    section.name = name
    section.save()
    return section


@action("team added", needs=Permission.MANAGE_ORGANISATION)
def add_team(by: Actor, section: Section, *, name: str, external_id: str = "") -> Team:
    """A new team of the section."""
    _refuse_taken(Team.objects.filter(name__iexact=name), name)
    return Team.objects.create(section=section, name=name, external_id=external_id)


@action("team changed", needs=Permission.MANAGE_ORGANISATION)
def change_team(
    by: Actor,
    team: Team,
    *,
    name: str,
    opens: time,
    closes: time,
    phone: str = "",
    base_address: str = "",
    base_lat: float | None = None,
    base_lon: float | None = None,
) -> Team:
    """Other name, opening hours, telephone or base."""
    _refuse_taken(Team.objects.filter(name__iexact=name).exclude(pk=team.pk), name)
    team.name, team.opens, team.closes, team.phone = name, opens, closes, phone
    team.base_address, team.base_lat, team.base_lon = base_address, base_lat, base_lon
    team.save()
    return team


@action("team closed", needs=Permission.MANAGE_ORGANISATION)
def close_team(by: Actor, team: Team, *, on: date, still_here: int) -> Team:
    """The team ends. Its citizens (`still_here` of them) must have moved first."""
    if still_here:
        raise Refused(
            _("Teamet har stadig %(count)s borgere. Flyt dem til et andet team først.") % {"count": still_here}
        )
    team.closed_on = on
    team.save()
    return team


@action("competence added", needs=Permission.MANAGE_ORGANISATION)
def add_competence(by: Actor, organisation: Organisation, *, name: str, kind: str, code: str) -> Competence:
    """A new competence that employees may have and help may need."""
    _refuse_taken(Competence.objects.filter(name__iexact=name), name)
    if Competence.objects.filter(code=code).exists():
        raise Refused(_("Der er allerede en kompetence, der skrives næsten sådan. Brug et andet navn."))
    return Competence.objects.create(name=name, kind=kind, code=code)


def _refuse_taken(others: object, name: str) -> None:
    """Two things of one kind with the same name cannot be told apart."""
    if others.exists():  # type: ignore[attr-defined]
        raise Refused(_("Navnet “%(name)s” er allerede i brug.") % {"name": name})
