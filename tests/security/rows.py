"""Which row stands in an address: Åparken's, Ella's or Mette's, so that Tove next door has something to miss."""

from datetime import date, time, timedelta
from typing import Any

from django.utils import timezone

from handlekraft.access.actions import open_break_glass
from handlekraft.access.models import WhyQuestion
from handlekraft.citizens.models import Alert, Away, DoorCode, FaceChange, GoodToKnow, KnownFace, OwnActivity
from handlekraft.demo.makers import give_competence, make_citizen, make_help, make_shift, make_visit
from handlekraft.demo.world import World
from handlekraft.rosters.models import ProtectedTime, Shift
from handlekraft.visits.change import snapshot
from handlekraft.visits.models import (
    CurvePoint,
    Disruption,
    Loan,
    PlanNotice,
    PlanRun,
    Proposal,
    ProposedChange,
    ProposedVisit,
    Visit,
    VisitChange,
)

TODAY = MONDAY = date(2026, 11, 23)
WEEK = "2026-48"


def make_rows(world: World) -> dict[str, object]:
    """By the noun before the value and the value's word ("borgere/pk"), or by the name of one address that differs."""
    mette = world.mette.employee
    give_competence(mette, "Sårpleje")
    plan = _plan(world)
    return {
        "sektion/pk": world.east.pk,
        "team/pk": world.aaparken.pk,
        "team/team": world.aaparken.pk,
        "medarbejdere/pk": mette.pk,
        "rolle/membership": mette.memberships.get().pk,
        "kompetence/competence": mette.employee_competences.get(competence__name="Sårpleje").competence_id,
        "indstillinger/key": "visits.undo_minutes",
        "invitation/code": "ingen-saadan-kode",
        "noedadgang/pk": open_break_glass(world.christina, world.nora, reason="Nora er faldet i gården.").pk,
        **_citizen(world),
        **plan,
    }


def _citizen(world: World) -> dict[str, object]:
    ella, mette = world.ella, world.mette.employee
    now = timezone.now()
    ended = make_citizen("Ib Krog", world.aaparken, ends_on=TODAY - timedelta(days=3))
    face = KnownFace.objects.create(citizen=ella, employee=world.christina.employee)
    return {
        "borgere/pk": ella.pk,
        "readmit_citizen": ended.pk,
        "spoerg-hvorfor/pk": WhyQuestion.objects.create(citizen=ella, event_id=1, asked_by=ella.user).pk,
        "obs/pk": Alert.objects.create(citizen=ella, kind=Alert.Kind.DOG, text="Hund").pk,
        "doegnrytme/pk": OwnActivity.objects.create(
            citizen=ella, title="Kortklub", weekdays="1", starts=time(13), ends=time(15), by=mette
        ).pk,
        "godt-at-vide/pk": GoodToKnow.objects.create(citizen=ella, text="Nøglen hænger i skuret.", by=mette).pk,
        "ikke-hjemme/pk": Away.objects.create(citizen=ella, kind=Away.Kind.HOSPITAL, starts_at=now).pk,
        "ansigter/pk": face.pk,
        "nyt-i-gruppen/pk": FaceChange.objects.create(citizen=ella, employee=mette, kind=FaceChange.Kind.values[0]).pk,
        "hjaelp/pk": make_help(ella).pk,
    }


def _plan(world: World) -> dict[str, object]:
    mette = world.mette.employee
    now = timezone.now()
    shift = make_shift(world.mette, TODAY, "15:00-23:30")
    sick = make_shift(world.mette, TODAY + timedelta(days=1), "15:00-23:30")
    Shift.objects.filter(pk=sick.pk).update(sick_at=now)
    visit = make_visit(world.ella, TODAY, "15:15", carer=world.mette)
    free = make_visit(world.ella, TODAY, "18:00")
    DoorCode.objects.create(citizen=world.ella, code="Nøgleboks 1234")
    given = {"status": Visit.Status.DONE, "started_at": now, "ended_at": now}
    done = make_visit(world.ella, TODAY - timedelta(days=1), "15:00", carer=world.mette, **given)
    tomorrow = now + timedelta(days=1)
    meeting = ProtectedTime.objects.create(
        employee=mette, kind="meeting", starts_at=tomorrow, ends_at=tomorrow + timedelta(hours=1)
    )
    # Older than the proposals, which would otherwise not know of it and could not be adopted.
    change = VisitChange.objects.create(
        visit=visit, citizen=world.ella, kind=VisitChange.Kind.NEED, by=world.mette, before=snapshot(visit)
    )
    Proposal.objects.create(team=world.aaparken, monday=MONDAY, number=1)
    proposal = Proposal.objects.create(team=world.aaparken, monday=MONDAY, number=2)
    proposed = ProposedVisit.objects.create(proposal=proposal, visit=visit, starts_at=visit.starts_at, carer=mette)
    ProposedVisit.objects.create(proposal=proposal, visit=free, starts_at=free.starts_at, carer=mette)
    before = {"starts_at": None, "carer": None, "second_carer": None, "is_locked": False}

    def run(status: str, weeks: int) -> PlanRun:
        # Of a later week, so that a proposal for this one can be asked for.
        monday = MONDAY + timedelta(weeks=weeks)
        return PlanRun.objects.create(team=world.aaparken, monday=monday, by=world.mette, status=status)

    return {
        **_changed(world, free),
        "besoeg/pk": visit.pk,
        "reopen_visit": done.pk,
        "take_visit": free.pk,
        "withdraw_absence": sick.pk,
        "aendring/pk": change.pk,
        "vagter/pk": shift.pk,
        "vagter/week": WEEK,
        "ugen/week": WEEK,
        "dagen/text": str(TODAY),
        "i-dag/text": str(TODAY),
        "udskrift/employee": mette.pk,
        "fri-for-besoeg/protected": meeting.pk,
        "beregning/pk": run(PlanRun.Status.QUEUED, 1).pk,
        "week_retry": run(PlanRun.Status.FAILED, 2).pk,
        "fortryd/change": ProposedChange.objects.create(proposed=proposed, by=world.mette, before=before).pk,
        "plan-nyt/pk": PlanNotice.objects.create(employee=mette, proposal=proposal, days={}).pk,
    }


def _changed(world: World, free: Visit) -> dict[str, object]:
    """A day that changed, help from next door, and what fewer faces cost."""
    team, mette, tove = world.aaparken, world.mette.employee, world.tove.employee
    later = MONDAY + timedelta(weeks=3)
    done = {"team": team, "by": world.mette, "status": PlanRun.Status.DONE}
    answered = PlanRun.objects.create(kind=PlanRun.Kind.REPLY, monday=later, **done)
    Proposal.objects.create(team=team, monday=later, number=1, run=answered)
    kind = Disruption.Kind.SICK
    happened = Disruption.objects.create(team=team, day=later, kind=kind, employee=mette, by=world.mette, run=answered)
    curve = PlanRun.objects.create(kind=PlanRun.Kind.CURVE, monday=MONDAY, **done)
    CurvePoint.objects.create(run=curve, face_minutes=10, travel_minutes=600, faces=5.0, new_faces=3, uncovered=0)
    loan = Loan.objects.create(visit=free, host=world.havnen, carer=tove, starts_at=free.starts_at)
    return {"aendringer/pk": happened.pk, "laan/loan": loan.pk}


# What is sent to an address that cannot answer without it; all others are sent nothing.
SENT: dict[str, Any] = {
    "week_move": lambda rows: {"besoeg": rows["besoeg/pk"]},
    "week_lock": lambda rows: {"besoeg": rows["besoeg/pk"], "laast": "1"},
    "choose_face_price": lambda _rows: {"minutter": "10"},
    "nudge_visit": lambda _rows: {"by": "5"},
    "document_visit": lambda _rows: {"outcome": "as_planned"},
    "visit_note": lambda _rows: {"extra-text": "Ella var glad i dag."},
    "visit_need": lambda _rows: {"words": "Gå en tur"},
    "answer_why": lambda rows: {f"answer{rows['spoerg-hvorfor/pk']}-text": "Mette kom for at hjælpe."},
}
