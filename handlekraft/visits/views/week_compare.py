"""Two proposals side by side: what each costs and gives, and which visits differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from handlekraft.access.sight import show
from handlekraft.rosters.week import Week
from handlekraft.visits.forms.week import CompareForm
from handlekraft.visits.models import Proposal, Visit
from handlekraft.visits.planning.figures import figures_of
from handlekraft.visits.planning.judging import Standing
from handlekraft.visits.planning.rows import Rows, rows_of_week
from handlekraft.visits.planning.words import as_minutes
from handlekraft.visits.views.week import team_in_sight
from handlekraft.web.pages import page
from handlekraft.web.templatetags.danish import clock
from handlekraft.web.templatetags.danish import minutes as duration


@dataclass(frozen=True)
class Changed:
    """One visit that the two proposals see differently."""

    visit: Visit
    a: str
    b: str
    only_time: bool


@require_GET
def compare(request: HttpRequest, team: int, week: str) -> HttpResponse:
    """The newest two proposals, or the two asked for."""
    found = team_in_sight(request, team)
    try:
        of = Week.parse(week)
    except ValueError:
        raise Http404 from None
    proposals = Proposal.objects.of_week(found, of)
    newest = [str(one.number) for one in proposals[:2]]
    if len(newest) < 2:
        raise Http404
    form = CompareForm(request.GET if "a" in request.GET else {"a": newest[1], "b": newest[0]}, proposals)
    context = {"team": found, "week": of, "form": form, "figures": []}
    if form.is_valid():
        a, b = form.cleaned_data["a"], form.cleaned_data["b"]
        now = timezone.now()
        rows, other = (rows_of_week(found, of, proposal=one, now=now) for one in (a, b))
        changed = list(differing(rows, other))
        show(request, (one.visit.citizen for one in changed))
        context |= {"a": a, "b": b, "figures": side_by_side(rows, other)}
        context |= {
            "changed": [one for one in changed if not one.only_time],
            "moved": [one for one in changed if one.only_time],
        }
    return page(request, "visits/week_compare.html", context, status=200 if form.is_valid() else 422)


def side_by_side(one: Rows, other: Rows) -> list[tuple[str, str, str]]:
    """Label and both figures."""
    standings = [Standing(rows) for rows in (one, other)]
    pairs = zip(*(figures_of(standing).in_words() for standing in standings), strict=True)
    totals = [duration(as_minutes(standing.priced.total)) for standing in standings]
    return [(a[0], a[1], b[1]) for a, b in pairs] + [(_("Samlet pris, talt som vej"), totals[0], totals[1])]


def differing(one: Rows, other: Rows) -> Iterator[Changed]:
    """Visits with other carers or another start, in the order of the week."""
    for visit in sorted(one.visits, key=lambda visit: (visit.day, visit.earliest_at, visit.pk)):
        a, b = one.slot(visit), other.slot(visit)
        if (a.starts_at, a.carers) != (b.starts_at, b.carers):
            yield Changed(
                visit, _in_words(one, visit), _in_words(other, visit), only_time=set(a.carers) == set(b.carers)
            )


def _in_words(rows: Rows, visit: Visit) -> str:
    slot = rows.slot(visit)
    if slot.starts_at is None:
        return _("ikke dækket")
    names = _(" og ").join(rows.employees[carer].first_name for carer in slot.carers)
    return _("%(who)s kl. %(clock)s") % {"who": names, "clock": clock(slot.starts_at)}
