"""A citizen on one sheet. What matters to her stands first, then what is agreed, then who comes and how it went."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, time, timedelta
from typing import Any, NamedTuple, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from handlekraft.access.permissions import Permission
from handlekraft.access.sight import get_visible
from handlekraft.citizens.forms import GoodToKnowForm
from handlekraft.citizens.models import Citizen
from handlekraft.desks.daily_rhythm import own_day
from handlekraft.people.models import User
from handlekraft.rosters.week import Week
from handlekraft.visits.continuity import continuity
from handlekraft.visits.models import Visit, VisitNote
from handlekraft.web.pages import page

NOTES_OF = timedelta(days=14)
NOTES_SHOWN = 12
# The parts of a day as the team speaks of them, each with the clock time at which the next begins.
PARTS_OF_DAY: list[tuple[time, str | Promise]] = [
    (time(11), pgettext_lazy("dagens dele", "Morgen")),
    (time(16), pgettext_lazy("dagens dele", "Middag")),
    (time.max, pgettext_lazy("dagens dele", "Aften")),
]


class PartOfDay(NamedTuple):
    """One line of the week's rhythm: who comes on each of the seven days."""

    label: str | Promise
    days: list[list[Visit]]


def citizen(request: HttpRequest, pk: int) -> HttpResponse:
    """The citizen's page for those who help her. She herself has a page of her own."""
    user = cast("User", request.user)
    rows = Citizen.objects.visible_to(user).select_related("team", "primary_contact__profession")
    found = get_visible(request, Citizen, queryset=rows, pk=pk)
    if found.user_id == user.pk:
        return redirect("own_page")
    today = timezone.localdate()
    context = {
        "citizen": found,
        "map_url": f"geo:{found.lat},{found.lon}" if found.lat is not None else "",
        "may_write": user.may(Permission.WRITE_CITIZEN, found),
        "may_agree": user.may(Permission.AGREE_HELP, found),
        "may_plan": user.may(Permission.PLAN_VISITS, found),
        "may_admit": user.may(Permission.ADMIT_CITIZEN, found),
        **knowledge(found, today),
        "emergencies": found.care_relations.break_glasses().open_at(timezone.now()),
        "questions": found.why_questions.unanswered(),
        **group(found, today),
        **agreed(found, today),
        **given(user, found, today),
    }
    return page(request, "desks/citizen.html", context)


def knowledge(found: Citizen, today: date) -> dict[str, Any]:
    """Her own words, and what everyone who comes must know."""
    words = found.what_matters.select_related("asked_by").first()
    return {
        "words": words,
        "is_to_be_asked": words is None or words.ask_again_on <= today,
        "alerts": found.alerts.standing(),
        "notes": found.good_to_know.standing().select_related("by"),
        "note_form": GoodToKnowForm(),
    }


def group(found: Citizen, today: date) -> dict[str, Any]:
    """The faces she knows, what is new about them, and how many came."""
    return {
        "faces": found.known_faces.on(today).select_related("employee__profession"),
        "news": found.face_changes.untold().select_related("employee__profession"),
        "continuity": continuity(found, today),
    }


def agreed(found: Citizen, today: date) -> dict[str, Any]:
    """The help she has agreed to, and when she is away."""
    helps = list(
        found.agreed_help.running_from(today)
        .select_related("after")
        .prefetch_related("competences", "preferred", "unwanted")
    )
    return {
        "helps": helps,
        "minutes_per_week": sum(row.minutes_per_week for row in helps if row.starts_on <= today),
        "absences": found.away.during(timezone.now(), None),
        "now": timezone.now(),
        "today": today,
    }


def given(user: User, found: Citizen, today: date) -> dict[str, Any]:
    """The week's rhythm, who is there now, and how the last days went."""
    week = Week.of(today)
    visits = Visit.objects.visible_to(user).in_week(week).to_give().filter(citizen=found)
    rows = list(visits.select_related("carer", "second_carer"))
    notes = VisitNote.objects.visible_to(user).filter(citizen=found, written_at__gte=timezone.now() - NOTES_OF)
    return {
        "week": week,
        "rhythm": rhythm(rows, week),
        "own_today": own_day(found, today),
        "here_now": [row for row in rows if row.status == Visit.Status.STARTED and row.day == today],
        "entries": notes.select_related("author", "visit")[:NOTES_SHOWN],
    }


def rhythm(visits: Iterable[Visit], week: Week) -> list[PartOfDay]:
    """The visits of the week by part of the day; parts without any are left out."""
    cells: defaultdict[tuple[int, date], list[Visit]] = defaultdict(list)
    for visit in visits:
        cells[part_of_day(visit), visit.day].append(visit)
    used = sorted({number for number, day in cells})
    return [PartOfDay(PARTS_OF_DAY[number][1], [cells[number, day] for day in week.days]) for number in used]


def part_of_day(visit: Visit) -> int:
    """The number of the part in which the visit begins, or may begin as long as nobody has decided."""
    clock = timezone.localtime(visit.starts_at or visit.wished_from_at or visit.earliest_at).time()
    return next(number for number, (ends, _label) in enumerate(PARTS_OF_DAY) if clock < ends)
