"""Many teams at once: the same question is not computed twice, what fails is named, what is left is offered."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from handlekraft.access.frame import Refused
from handlekraft.access.installation import Installation
from handlekraft.access.models import CareRelation
from handlekraft.access.permissions import Role
from handlekraft.audit.models import Event
from handlekraft.demo.makers import at_clock, make_employee, make_shift, make_visit
from handlekraft.demo.world import World
from handlekraft.people.models import User
from handlekraft.rosters.models import ProtectedTime
from handlekraft.visits import fleet
from handlekraft.visits.actions.loans import agree_loan, decline_loan, offer_loans
from handlekraft.visits.fleet import Report, plan_teams
from handlekraft.visits.models import Loan, PlanRun, Proposal, Visit
from handlekraft.visits.planning.fleet import Offer, hands_of
from handlekraft.visits.planning.rows import rows_of_week
from handlekraft_engine.fleet.cluster import Cluster
from handlekraft_engine.fleet.here import Here
from handlekraft_engine.fleet.plans import Ask, plan
from handlekraft_engine.fleet.pool import Pool
from handlekraft_engine.fleet.units import End, Ended
from handlekraft_engine.visits.plan import Plan
from tests.visits.drawing import TUESDAY, WEEK, Day, dispatched, make_day, shown

type Login = Callable[[User], Client]


@pytest.fixture
def day(world: World) -> Day:
    drawing = make_day(world)
    make_visit(world.nora, TUESDAY, None, window="08:00-12:00")
    make_shift(world.tove, TUESDAY, "07:00-23:30")
    return drawing


def planned(day: Day, hands: Any = None, tell: Callable[[str], None] = lambda words: None) -> Report:
    teams = [day.world.aaparken, day.world.havnen]
    return plan_teams(teams, WEEK, hands or Here(plan), seconds=1, iterations=60, seed=1, tell=tell)


def test_all_teams_get_a_proposal_and_the_same_question_is_not_asked_twice(day: Day) -> None:
    told: list[str] = []
    first = planned(day, tell=told.append)
    assert [one.team.name for one in first.made] == ["Team Åparken", "Team Havnen"]
    assert told == ["Team Åparken: done (1)", "Team Havnen: done (1)"]
    again = planned(day)
    assert (again.made, again.unchanged) == ([], first.made)
    Visit.objects.filter(pk=day.noon.pk).update(minutes=45)
    third = planned(day)
    assert ([one.number for one in third.made], len(third.unchanged)) == ([2], 1)


def test_a_proposal_that_somebody_changed_by_hand_is_no_answer_any_more(day: Day) -> None:
    planned(day)
    proposal = Proposal.objects.get(team=day.world.havnen)
    proposal.proposed_visits.get().changes.create(before={"starts_at": None})
    assert [one.team for one in planned(day).made] == [day.world.havnen]


class Failing(Here[Ask, Plan]):
    """Hands under which the first unit dies, again and again."""

    def __init__(self) -> None:
        super().__init__(plan)
        self.victim = ""

    def ended(self, seconds: float) -> list[Ended[Plan]]:
        """The first unit asked for always crashes."""
        self.victim = self.victim or (self.next.key if self.next else "")
        if self.next and self.next.key == self.victim:
            self.next = None
            return [Ended(self.victim, End.CRASHED, why="its process ended with -9")]
        return super().ended(seconds)


def test_a_team_whose_computation_dies_is_tried_again_named_and_hinders_nobody(day: Day) -> None:
    told: list[str] = []
    report = planned(day, Failing(), told.append)
    assert report.failed == {"Team Åparken": "its process ended with -9"}
    assert [one.team.name for one in report.made] == ["Team Havnen"]
    assert told == ["Team Åparken: crashed again (1)", "Team Havnen: done (1)", "Team Åparken: crashed (2)"]
    assert PlanRun.objects.get(team=day.world.aaparken).status == PlanRun.Status.FAILED


def test_while_others_are_worked_on_a_run_gives_signs_of_life(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fleet, "BETWEEN_SIGNS", 0)
    signs: list[int] = []
    monkeypatch.setattr(
        fleet.PlanRun.objects.none().__class__, "note_progress", lambda self, *_: signs.append(len(self))
    )
    planned(day)
    assert signs
    assert set(signs) == {2}


def test_an_answer_nobody_wants_any_more_is_not_kept(day: Day) -> None:
    def cancel(words: str) -> None:
        PlanRun.objects.filter(team=day.world.havnen).update(cancel_asked=True)

    report = planned(day, tell=cancel)
    assert report.failed == {"Team Havnen": "Beregningen er afbrudt."}


def test_a_team_without_shifts_is_named_and_one_alone_has_no_neighbour(day: Day) -> None:
    day.world.tove.employee.shifts.all().delete()
    report = planned(day)
    assert report.failed == {"Team Havnen": "Der er ingen vagter. Læg vagterne ind, og prøv igen."}
    assert fleet.neighbours_of([day.world.aaparken]) == {day.world.aaparken.pk: []}


def test_hands_are_processes_here_or_a_cluster_by_its_address() -> None:
    pool, cluster = hands_of("", 3), hands_of("tcp://10.0.0.5:8786", None)
    assert isinstance(pool, Pool)
    assert pool.size == 3
    assert isinstance(cluster, Cluster)
    assert cluster.address == "tcp://10.0.0.5:8786"


@pytest.mark.requirement("R-060")
def test_the_command_plans_all_teams_in_processes_and_offers_what_is_left(day: Day, tmp_path: Path) -> None:
    make_visit(day.world.ella, TUESDAY, None, window="08:00-08:30", minutes=30, title="Bad")
    make_visit(day.world.karl, TUESDAY, None, window="08:00-08:30", minutes=30, title="Bad")
    out, err = StringIO(), StringIO()
    words = ["--all", "--week", str(WEEK), "--iterations", "60", "--processes", "1", "--out", str(tmp_path)]
    call_command("plan", *words, stdout=out, stderr=err)
    assert len(list(tmp_path.glob("*.csv"))) == 2
    assert "Team Åparken, uge 2026-49: forslag 1" in out.getvalue()
    assert "1 besøg er tilbudt et naboteam" in out.getvalue()
    assert "Team Havnen: done (1)" in err.getvalue()
    call_command("plan", *words, stdout=out, stderr=err)
    assert "Team Åparken, uge 2026-49: uændret, forslag 1 står" in out.getvalue()
    assert Loan.objects.count() == 1, "the same offer is not made twice"
    day.world.tove.employee.shifts.all().delete()
    with pytest.raises(CommandError, match="Ikke planlagt: Team Havnen"):
        call_command("plan", *words, stdout=out, stderr=err)


def offered(day: Day) -> Loan:
    """Ella's evening, which Tove could give."""
    offer = Offer(day.evening.pk, day.world.havnen.pk, (day.world.tove.employee.pk,), at_clock(TUESDAY, "20:00"))
    teams = [day.world.aaparken, day.world.havnen]
    offer_loans(Installation(), teams, week=WEEK, offers=[offer])
    return Loan.objects.get()


@pytest.mark.requirement("R-060", "R-040")
def test_help_needs_a_yes_of_both_teams(day: Day, login: Login) -> None:
    world, loan = day.world, offered(day)
    day.evening.competences.set(rows_of_week(world.aaparken, WEEK, proposal=None).visit[day.noon.pk].competences.all())
    home, host = login(world.mette), login(world.tove)
    assert "Tove fra Team Havnen kan komme til Ella tirsdag 1. december kl. 20.00 (30 min)." in shown(home, day.url)
    other = f"/team/{world.havnen.pk}/ugen/{WEEK}/"
    theirs = shown(host, other)
    assert "Team Åparken mangler en tirsdag 1. december kl. 20.00 (30 min). Tove har plads." in theirs
    assert "Ella" not in theirs, "whose home it is stays with her team until it is agreed"
    for user in (world.christina, world.soeren):
        with pytest.raises(Refused, match="Du må ikke vedtage ugens plan"):
            agree_loan(user, world.aaparken, loan=loan.pk)
    home.post(f"{day.url}laan/{loan.pk}/ja/")
    assert "Venter på Team Havnen" in shown(home, day.url)
    assert "Team Åparken har sagt ja" in shown(host, other)
    day.evening.refresh_from_db()
    assert day.evening.carer is None
    assert "Det er aftalt." in shown(host, host.post(f"{other}laan/{loan.pk}/ja/")["Location"])
    day.evening.refresh_from_db()
    assert (day.evening.carer, day.evening.starts_at) == (world.tove.employee, at_clock(TUESDAY, "20:00"))
    assert "Tove kommer til Ella i Team Åparken" in shown(host, other)
    assert CareRelation.objects.filter(user=world.tove, citizen=world.ella).exists(), "she sees her that day"
    away = ProtectedTime.objects.get(employee=world.tove.employee)
    assert (away.title, away.ends_at) == ("Hos Team Åparken", at_clock(TUESDAY, "20:45"))
    assert day.evening.pk not in rows_of_week(world.aaparken, WEEK, proposal=None).visit, (
        "it is in the other team's day"
    )
    assert list(Event.objects.filter(verb="loan agreed to").values_list("actor_id", flat=True)) == [
        world.mette.pk,
        world.tove.pk,
    ]


def test_either_team_may_say_no_and_is_not_asked_again(day: Day, login: Login) -> None:
    world, loan = day.world, offered(day)
    client = login(world.tove)
    url = f"/team/{world.havnen.pk}/ugen/{WEEK}/laan/{loan.pk}/"
    assert "I har sagt nej." in shown(client, client.post(f"{url}nej/")["Location"])
    assert "Hjælp mellem teams" not in shown(login(world.mette), day.url)
    assert "Tilbuddet gælder ikke længere." in shown(client, client.post(f"{url}ja/")["Location"])
    with pytest.raises(Refused, match="gælder ikke længere"):
        decline_loan(world.mette, world.aaparken, loan=loan.pk)
    offer = Offer(day.evening.pk, world.havnen.pk, (world.tove.employee.pk,), at_clock(TUESDAY, "20:00"))
    assert offer_loans(Installation(), [world.aaparken], week=WEEK, offers=[offer]) == []


def test_a_visit_that_has_got_somebody_is_not_lent(day: Day) -> None:
    world, loan = day.world, offered(day)
    agree_loan(world.tove, world.havnen, loan=loan.pk)
    Visit.objects.filter(pk=day.evening.pk).update(carer=world.mette.employee)
    with pytest.raises(Refused, match="har fået en anden imens"):
        agree_loan(world.mette, world.aaparken, loan=loan.pk)


def test_where_a_dispatcher_plans_the_team_says_neither_yes_nor_no(day: Day) -> None:
    loan = offered(day)
    dispatched(day)
    for act in (agree_loan, decline_loan):
        with pytest.raises(Refused, match="lægger en disponent planen"):
            act(day.world.mette, day.world.aaparken, loan=loan.pk)


def test_two_may_come_together_from_next_door(day: Day) -> None:
    world = day.world
    per = make_employee("Per Havn", Role.TEAM_MEMBER, team=world.havnen)
    carers = (world.tove.employee.pk, per.employee.pk)
    offer = Offer(day.evening.pk, world.havnen.pk, carers, at_clock(TUESDAY, "20:00"))
    offer_loans(Installation(), [world.aaparken], week=WEEK, offers=[offer])
    loan = Loan.objects.get()
    agree_loan(world.mette, world.aaparken, loan=loan.pk)
    agree_loan(world.tove, world.havnen, loan=loan.pk)
    day.evening.refresh_from_db()
    assert day.evening.carer_ids == carers
    assert ProtectedTime.objects.filter(employee__in=carers).count() == 2
    assert str(loan) == f"Loan {loan.pk}"
    [one, other] = ProtectedTime.objects.all()
    assert one.ends_at - one.starts_at == other.ends_at - other.starts_at == timedelta(minutes=60)
