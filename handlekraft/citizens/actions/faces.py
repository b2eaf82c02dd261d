"""The small group around a citizen. Each change becomes news that somebody tells her."""

from django.utils import timezone
from django.utils.translation import gettext as _

from handlekraft.access.frame import Refused, action
from handlekraft.access.permissions import Permission
from handlekraft.access.scope import Actor
from handlekraft.citizens.authorship import employee_of
from handlekraft.citizens.models import Citizen, FaceChange, KnownFace
from handlekraft.people.models import Employee


@action("face added", needs=Permission.AGREE_HELP)
def add_face(by: Actor, citizen: Citizen, *, employee: Employee) -> KnownFace:
    """An employee of the team joins the group, as long as there is room in it."""
    _refuse_stranger(citizen, employee)
    group = citizen.known_faces.on(timezone.localdate())
    names = {"name": citizen.first_name, "employee": employee.first_name, "number": citizen.faces_wanted}
    if group.filter(employee=employee).exists():
        raise Refused(_("%(employee)s er allerede i gruppen om %(name)s.") % names)
    if group.count() >= citizen.faces_wanted:
        raise Refused(
            _("Gruppen om %(name)s er på %(number)s. Tag en ud, eller aftal med %(name)s, at gruppen må være større.")
            % names
        )
    FaceChange.objects.create(citizen=citizen, employee=employee, kind=FaceChange.Kind.JOINED)
    return KnownFace.objects.create(citizen=citizen, employee=employee)


@action("face ended", needs=Permission.AGREE_HELP)
def end_face(by: Actor, face: KnownFace) -> KnownFace:
    """An employee leaves the group. If nobody had told the citizen that she joined, there is nothing to tell."""
    citizen, today = face.citizen, timezone.localdate()
    if face.ends_on is not None:
        raise Refused(_("%(employee)s er allerede ude af gruppen.") % {"employee": face.employee.first_name})
    if citizen.primary_contact_id == face.employee_id:
        names = {"employee": face.employee.first_name, "name": citizen.first_name}
        raise Refused(_("%(employee)s er fast kontaktperson for %(name)s. Vælg en ny kontaktperson først.") % names)
    joined = citizen.face_changes.untold().filter(employee=face.employee, kind=FaceChange.Kind.JOINED)
    if not joined.delete()[0]:
        FaceChange.objects.create(citizen=citizen, employee=face.employee, kind=FaceChange.Kind.LEFT)
    face.ends_on = today
    face.save()
    return face


@action("primary contact set", needs=Permission.AGREE_HELP)
def set_primary_contact(by: Actor, citizen: Citizen, *, employee: Employee) -> Citizen:
    """The one the citizen turns to first; she is of the group, whether there was room in it or not."""
    _refuse_stranger(citizen, employee)
    if citizen.primary_contact_id == employee.pk:
        names = {"employee": employee.first_name, "name": citizen.first_name}
        raise Refused(_("%(employee)s er allerede fast kontaktperson for %(name)s.") % names)
    citizen.primary_contact = employee
    citizen.save()
    KnownFace.objects.get_or_create(citizen=citizen, employee=employee, ends_on=None)
    FaceChange.objects.create(citizen=citizen, employee=employee, kind=FaceChange.Kind.PRIMARY)
    return citizen


@action("faces wanted set", needs=Permission.AGREE_HELP)
def set_faces_wanted(by: Actor, citizen: Citizen, *, number: int) -> Citizen:
    """How many faces the citizen wants at most."""
    citizen.faces_wanted = number
    citizen.save()
    return citizen


@action("change told", needs=Permission.WRITE_CITIZEN)
def tell_change(by: Actor, change: FaceChange) -> FaceChange:
    """Somebody has told the citizen."""
    if change.told_on is not None:
        raise Refused(_("Det er allerede fortalt."))
    change.told_on, change.told_by = timezone.localdate(), employee_of(by)
    change.save()
    return change


def _refuse_stranger(citizen: Citizen, employee: Employee) -> None:
    if not Employee.objects.in_team(citizen.team, timezone.localdate()).filter(pk=employee.pk).exists():
        names = {"employee": employee.name, "team": citizen.team.name}
        raise Refused(_("%(employee)s er ikke i %(team)s. Vælg en kollega fra teamet.") % names)
