"""Her own page: who comes today and when, what we agreed, the days ahead, her own words."""

from datetime import datetime, time, timedelta
from itertools import groupby
from typing import NamedTuple, cast

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from handlekraft.access.sight import get_visible
from handlekraft.citizens.models import Citizen
from handlekraft.desks.daily_rhythm import own_day
from handlekraft.people.models import User
from handlekraft.visits.models import Visit
from handlekraft.web.pages import page
from handlekraft.web.templatetags.danish import clock

DAYS_AHEAD = 2
NEWS_OF = timedelta(days=14)
GREETINGS: list[tuple[time, str | Promise]] = [
    (time(10), pgettext_lazy("hilsen", "Godmorgen")),
    (time(12), pgettext_lazy("hilsen", "God formiddag")),
    (time(18), pgettext_lazy("hilsen", "God eftermiddag")),
    (time.max, pgettext_lazy("hilsen", "God aften")),
]


class Coming(NamedTuple):
    """One visit as it is told: about when, and who."""

    visit: Visit
    about: datetime | None
    names: list[str]

    @property
    def who(self) -> str:
        """First names of those who come: Mette og Ali."""
        if len(self.names) < 2:
            return "".join(self.names)
        return _("%(first)s og %(second)s") % {"first": self.names[0], "second": self.names[1]}

    @property
    def clock(self) -> str:
        """About when, as one says it: 9 or 8.45; nothing as long as nobody has decided."""
        return clock(self.about).removeprefix("0").removesuffix(".00")

    @property
    def agreed(self) -> list[str]:
        """What was agreed for the visit, line by line; its title if nothing more was said."""
        lines = [self.visit.need_of_the_day, *self.visit.text.splitlines()]
        return [line.strip() for line in lines if line.strip()] or [self.visit.title]


def own_page(request: HttpRequest) -> HttpResponse:
    """The signed-in citizen's own day. Whoever is no citizen has no such page."""
    user = cast("User", request.user)
    rows = Citizen.objects.visible_to(user).select_related("team", "primary_contact__profession")
    found = get_visible(request, Citizen, queryset=rows, user=user)
    now = timezone.localtime()
    coming = visits_ahead(user, found, now)
    today = [each for each in coming if each.visit.day == now.date()]
    context = {
        "citizen": found,
        "mine": [entry for entry in own_day(found, now.date()) if entry.ends_at > now],
        "now": now,
        "greeting": next(words for ends, words in GREETINGS if now.time() < ends),
        "next": today[0] if today else None,
        "later": today[1:],
        "days": [(day, list(each)) for day, each in groupby(coming, lambda each: each.visit.day) if day > now.date()],
        "words": found.what_matters.exclude(words="").first(),
        "news": found.face_changes.since(now.date() - NEWS_OF).select_related("employee__profession"),
        "absence": found.away.during(now, now + timedelta(minutes=1)).first(),
    }
    return page(request, "desks/own_page.html", context)


def visits_ahead(user: User, found: Citizen, now: datetime) -> list[Coming]:
    """Visits of today that are not over, and those of the days ahead, in their order."""
    days = (now.date(), now.date() + timedelta(days=DAYS_AHEAD))
    open_states = [Visit.Status.PLANNED, Visit.Status.STARTED]
    visits = Visit.objects.visible_to(user).filter(citizen=found, day__range=days, status__in=open_states)
    rows = [row for row in visits.select_related("carer", "second_carer") if (row.ends_at or row.latest_at) > now]
    rows.sort(key=lambda row: (row.day, row.starts_at or row.earliest_at))
    return [Coming(row, about(row.starts_at), names_of(row)) for row in rows]


def names_of(visit: Visit) -> list[str]:
    """First names of those who come."""
    return [carer.first_name for carer in (visit.carer, visit.second_carer) if carer]


def about(moment: datetime | None) -> datetime | None:
    """The nearest quarter of an hour: nobody comes on the minute, and nothing else is promised."""
    if moment is None:
        return None
    local = timezone.localtime(moment)
    return local - timedelta(minutes=(local.minute + 7) % 15 - 7, seconds=local.second)
