"""Ugen as pages: who sees what, and what a team does on them."""

from collections.abc import Callable

from django.test import Client

from handlekraft.demo.world import World
from handlekraft.people.models import User
from handlekraft.visits.models import Proposal
from handlekraft.visits.tasks import ask_for_plan, run_attempt
from tests.visits.weeks import WEEK, make_busy_week

type Login = Callable[[User], Client]


def proposed(world: World, **details: object) -> Proposal:
    run = ask_for_plan(world.mette, world.aaparken, week=WEEK, seconds=1, iterations=300, **details)
    proposal = run_attempt(run.pk, run.attempt + 1)
    assert proposal is not None
    return proposal


def address(world: World, query: str = "") -> str:
    return f"/team/{world.aaparken.pk}/ugen/{WEEK}/{query}"


def test_page(world: World, login: Login) -> None:
    busy = make_busy_week(world.aaparken, carers=6, visits=12, days=2)
    client = login(world.mette)
    for q in ["", "?dag=alle"]:
        assert client.get(address(world, q)).status_code == 200
    proposed(world)
    for q in ["", "?dag=alle", f"?besoeg={busy.visits[0].pk}", "?dag=2026-12-01"]:
        assert client.get(address(world, q)).status_code == 200
