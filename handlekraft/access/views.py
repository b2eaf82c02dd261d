"""Emergency access, and the page on which a citizen reads who saw her record."""

from datetime import timedelta
from typing import Any

from django.apps import apps
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handlekraft.access.actions import answer_why, ask_why, end_break_glass, note_vain_search, open_break_glass
from handlekraft.access.attempt import attempt, demand
from handlekraft.access.forms import AnswerForm, BreakGlassForm, PeriodForm
from handlekraft.access.frame import Refused
from handlekraft.access.journal_log import JournalLog, asked_about, by_day, tell
from handlekraft.access.models import CareRelation, WhyQuestion, break_glasses_for
from handlekraft.access.permissions import Permission
from handlekraft.access.scope import actor_of
from handlekraft.access.search import find_citizen, guesses_too_often
from handlekraft.access.sight import get_visible, show
from handlekraft.web.pages import page

LINES_ON_A_PAGE = 25
BREAK_GLASSES_OF = timedelta(days=90)


def break_glass(request: HttpRequest) -> HttpResponse:
    """See a citizen at once: who she is must be known already, and the reason is read by her and her team."""
    demand(actor_of(request), Permission.BREAK_GLASS)
    form = BreakGlassForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        citizen = _found(request, form)
        if citizen is not None and _opened(request, form, citizen):
            return redirect("citizen", citizen.pk)
    mine = CareRelation.objects.visible_to(actor_of(request)).break_glasses().of_user(actor_of(request))
    context = {"form": form, "open": show(request, mine.open_at(timezone.now()))}
    return page(request, "access/break_glass.html", context, status=422 if form.errors else 200)


def _found(request: HttpRequest, form: BreakGlassForm) -> Any:
    """The citizen that was named. Nobody and "not quite" get the same answer, and too many of them none at all."""
    if guesses_too_often(actor_of(request)):
        note_vain_search(actor_of(request), None)
        form.add_error(None, _("Du har søgt forgæves for mange gange. Vent et kvarter, eller ring til borgerens team."))
        return None
    citizen = find_citizen(**form.person)
    if citizen is None:
        note_vain_search(actor_of(request), None)
        form.add_error(None, _("Vi fandt ingen borger, der passer. Tjek hvert tal og bogstav."))
    return citizen


def _opened(request: HttpRequest, form: BreakGlassForm, citizen: Any) -> bool:
    if type(citizen).objects.visible_to(actor_of(request)).filter(pk=citizen.pk).exists():
        messages.info(request, _("Du har allerede adgang til borgeren. Der blev ikke åbnet en nødadgang."))
        return True
    return attempt(form, lambda: open_break_glass(actor_of(request), citizen, reason=form.cleaned_data["reason"]))


@require_POST
def break_glass_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Give one's emergency access back."""
    relation = get_visible(request, CareRelation, pk=pk, user=request.user)
    end_break_glass(actor_of(request), relation)
    messages.success(request, _("Nødadgangen er afsluttet."))
    return redirect("break_glass")


def team_break_glasses(request: HttpRequest, pk: int) -> HttpResponse:
    """Who opened an emergency access to the team's citizens."""
    if pk not in actor_of(request).teams_in_sight(timezone.now()):
        raise Http404
    team = get_object_or_404(apps.get_model("people", "Team"), pk=pk)
    now = timezone.now()
    rows = [
        (relation, relation.is_open(now)) for relation in show(request, break_glasses_for(team, now - BREAK_GLASSES_OF))
    ]
    return page(request, "access/team_break_glasses.html", {"team": team, "rows": rows})


def citizen_log(request: HttpRequest, pk: int) -> HttpResponse:
    """Who saw or wrote in a citizen's record, for those who see her. The team answers her questions here."""
    citizen = get_visible(request, apps.get_model("citizens", "Citizen"), pk=pk)
    if citizen.user_id == request.user.pk:
        return redirect("own_log")
    return _log_page(request, citizen)


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer to a citizen who asked why."""
    question = get_visible(request, WhyQuestion, pk=pk)
    demand(actor_of(request), Permission.WRITE_CITIZEN, question)
    form = AnswerForm(request.POST, prefix=f"answer{pk}")
    by = actor_of(request)
    if form.is_valid() and attempt(form, lambda: answer_why(by, question, text=form.cleaned_data["text"])):
        messages.success(request, _("Svaret er sendt til borgeren."))
        return redirect("citizen_log", question.citizen_id)
    return _log_page(request, question.citizen, answering=(pk, form))


def own_log(request: HttpRequest) -> HttpResponse:
    """Who saw or wrote in one's own record. Here the citizen asks why."""
    citizen = get_visible(request, apps.get_model("citizens", "Citizen"), user=request.user)
    if request.method == "POST":
        event = request.POST.get("event", "")
        try:
            ask_why(actor_of(request), actor_of(request), event_id=int(event) if event.isdecimal() else 0)
        except Refused as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, _("Dit team har fået dit spørgsmål. Svaret kommer her på siden."))
        return redirect(request.get_full_path())
    return _log_page(request, citizen, is_own=True)


type Answering = tuple[int, AnswerForm]


def _log_page(
    request: HttpRequest, citizen: Any, *, is_own: bool = False, answering: Answering | None = None
) -> HttpResponse:
    period = PeriodForm.of(request.GET)
    log = JournalLog(citizen, *period.period)
    sheet = Paginator(log.lines, LINES_ON_A_PAGE).get_page(request.GET.get("side"))
    may_answer = actor_of(request).may(Permission.WRITE_CITIZEN, citizen)
    context = {
        "citizen": citizen,
        "is_own": is_own,
        "period": period,
        "days": list(by_day(tell(citizen, sheet.object_list))),
        "sheet": sheet,
        "asked": [
            (question, line, _answer_form(question, answering) if may_answer else None)
            for question, line in asked_about(citizen)
        ],
    }
    return page(request, "access/journal_log.html", context, status=422 if answering or period.errors else 200)


def _answer_form(question: WhyQuestion, answering: Answering | None) -> AnswerForm | None:
    """An empty form for a question that waits; the one just sent keeps its words."""
    if answering and answering[0] == question.pk:
        return answering[1]
    return None if question.answered_at else AnswerForm(prefix=f"answer{question.pk}")
