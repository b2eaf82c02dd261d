"""A small Tuesday that anybody can check: Samira by day, Mette in the evening, and visits to Ella and Karl."""

import re
from dataclasses import dataclass
from datetime import date

from django.test import Client

from handlekraft.access.permissions import Role
from handlekraft.demo.makers import at_clock, make_employee, make_shift, make_visit
from handlekraft.demo.world import World
from handlekraft.people.models import DatedSetting, User
from handlekraft.rosters.week import Week
from handlekraft.visits.models import PlanRun, Proposal, ProposedVisit, Visit
from handlekraft.visits.planning.rows import Rows, Slot, rows_of_week
from handlekraft.visits.tasks import ask_for_plan, run_attempt
from tests.swaps import text_of

TUESDAY = date(2026, 12, 1)
WEEK = Week.of(TUESDAY)


@dataclass
class Day:
    """The people and the visits of the day."""

    world: World
    samira: User
    morning: Visit
    noon: Visit
    evening: Visit

    @property
    def url(self) -> str:
        """The page of its week."""
        return f"/team/{self.world.aaparken.pk}/ugen/{WEEK}/"


def make_day(world: World) -> Day:
    """Ella in the morning and in the evening, Karl at noon."""
    samira = make_employee("Samira Khan", Role.TEAM_MEMBER, team=world.aaparken, profession="care_assistant")
    make_shift(samira, TUESDAY, "07:00-15:00")
    make_shift(world.mette, TUESDAY, "15:00-23:30")
    return Day(
        world,
        samira,
        morning=make_visit(world.ella, TUESDAY, None, window="08:00-10:00", minutes=30, title="Morgenhjælp"),
        noon=make_visit(world.karl, TUESDAY, None, window="11:00-14:00", minutes=30, title="Frokost"),
        evening=make_visit(world.ella, TUESDAY, None, window="19:00-22:00", minutes=30, title="Sengetid"),
    )


def proposed(drawing: Day, by: User | None = None, **details: object) -> Proposal:
    """A computed proposal for the week."""
    details = {"week": WEEK, "seconds": 1, "iterations": 60, **details}
    run = ask_for_plan(by or drawing.world.mette, drawing.world.aaparken, **details)
    proposal = run_attempt(run.pk, run.attempt + 1)
    assert proposal is not None, PlanRun.objects.get(pk=run.pk).failure
    return proposal


def drawn(day: Day, **slots: tuple[User, str] | None) -> Proposal:
    """A proposal drawn by hand: morning=(samira, "08:00"), noon=None. What is not named is not covered."""
    run = PlanRun.objects.create(team=day.world.aaparken, monday=WEEK.monday, status=PlanRun.Status.DONE)
    number = Proposal.objects.count() + 1
    proposal = Proposal.objects.create(team=day.world.aaparken, monday=WEEK.monday, number=number, run=run, seconds=6)
    for visit in Visit.objects.of_team(day.world.aaparken).in_week(WEEK):
        name = next((name for name in ("morning", "noon", "evening") if getattr(day, name) == visit), "")
        slot = slots.get(name)
        ProposedVisit.objects.create(
            proposal=proposal,
            visit=visit,
            carer=slot[0].employee if slot else None,
            starts_at=at_clock(visit.day, slot[1]) if slot else None,
        )
    return proposal


def usual(day: Day) -> Proposal:
    """The plan one would draw."""
    return drawn(day, morning=(day.samira, "08:30"), noon=(day.samira, "12:00"), evening=(day.world.mette, "20:00"))


def rows_of(proposal: Proposal) -> Rows:
    """The week as the proposal plans it."""
    return rows_of_week(proposal.team, WEEK, proposal=proposal)


def slot(carer: User, clock: str, second: User | None = None) -> Slot:
    """A place in the plan of the day."""
    carers = (carer.employee.pk, second.employee.pk) if second else (carer.employee.pk,)
    return Slot(at_clock(TUESDAY, clock), carers)


def dispatched(day: Day) -> None:
    """The section is set to the old way: a dispatcher plans."""
    decided = {"key": "visits.planned_by", "value": "dispatcher", "valid_from": date(2026, 1, 1), "source": "Forsøg"}
    DatedSetting.objects.create(section=day.world.east, **decided)


def lane(html: str, name: str) -> list[str]:
    """What one hears of the blocks on a person's lane, in their order."""
    found = re.search(rf'data-hk-name="{name}".*?</section>', html, re.DOTALL)
    assert found, f"no lane of {name}"
    blocks = re.findall(r'<li class="v.*?</li>', found[0], re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", "", block).split()).replace(" ,", ",") for block in blocks]


def shown(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    return text_of(response)
