"""The sample municipality stands: invented people only, everybody in place, planned within the law, log and all."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from datetime import date, timedelta
from io import StringIO
from itertools import pairwise
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from handlekraft.access.models import CareRelation, WhyQuestion
from handlekraft.audit.models import Event
from handlekraft.audit.verification import verify
from handlekraft.citizens.cpr import parse
from handlekraft.citizens.models import AgreedHelp, Away, Citizen, WhatMatters
from handlekraft.demo import sample
from handlekraft.demo.makers import at_clock, local
from handlekraft.demo.management.commands.demo import BEGIN_AGAIN
from handlekraft.demo.rosters import repeat_roster
from handlekraft.demo.weeks import planner_of
from handlekraft.demo.world import PERSONAS
from handlekraft.people.models import Employee, Team, User
from handlekraft.rosters.models import Shift
from handlekraft.rosters.rest import daily_rest, short_rests
from handlekraft.rosters.week import Week
from handlekraft.visits.models import Proposal, Visit, VisitChange, VisitNote
from handlekraft.visits.planning.judging import Standing
from handlekraft.visits.planning.rows import rows_of_week
from tests.demo.conftest import NOW, Made

TODAY = date(2026, 11, 25)
THIS_WEEK = Week.of(TODAY)


def test_nobody_is_real(small: Made) -> None:
    numbers = [parse(cpr) for cpr in Citizen.objects.values_list("cpr", flat=True)]
    assert len(numbers) == 22
    assert all(number.is_replacement for number in numbers)
    assert not User.objects.exclude(email__endswith="@example.org").exists()
    assert not any(user.has_usable_password() for user in User.objects.all())


def test_the_cast_is_in_its_places(small: Made) -> None:
    assert set(User.objects.filter(username__in=PERSONAS).values_list("username", flat=True)) == set(PERSONAS)
    places = {name: small.user(name).employee.memberships.get() for name in PERSONAS if name != "ella"}
    assert {name: place.team.name for name, place in places.items() if place.team} == {
        "mette": "Team Åparken",
        "christina": "Team Åparken",
        "ali": "Team Åparken",
        "tove": "Team Havnen",
    }
    assert {name: str(place.section) for name, place in places.items() if place.section} == {
        "soeren": "Sektion Øst",
        "lene": "Sektion Øst",
    }
    ella = small.user("ella").citizen
    born_on = ella.born_on
    assert born_on is not None
    assert TODAY.year - born_on.year - ((TODAY.month, TODAY.day) < (born_on.month, born_on.day)) == 86
    assert ella.primary_contact == small.user("mette").employee


@pytest.mark.parametrize(("name", "starts"), [("mette", "15.00"), ("tove", "07.00")])
def test_who_can_be_tried_is_at_work(small: Made, name: str, starts: str) -> None:
    employee = small.user(name).employee
    shift = Shift.objects.on_day(TODAY).get(employee=employee)
    assert timezone.localtime(shift.starts_at).strftime("%H.%M") == starts
    assert Visit.objects.by(employee).on_day(TODAY).to_give().exists()


@pytest.mark.requirement("D-03")
def test_ali_sees_four_citizens_and_no_more(untouched: Made, login: Any) -> None:
    ali = untouched.user("ali")
    seen = Citizen.objects.visible_to(ali)
    assert seen.count() == 4
    stranger = Citizen.objects.exclude(pk__in=seen).first()
    assert stranger is not None
    browser: Client = login(ali)
    assert browser.get("/i-dag/").status_code == 200
    assert browser.get(f"/borgere/{stranger.pk}/").status_code == 404
    assert not Citizen.objects.visible_to(ali, at=at_clock(TODAY + timedelta(days=1), "09:00")).exists()


def test_tove_sees_nothing_of_the_team_beside_hers(small: Made) -> None:
    tove = small.user("tove")
    assert set(Citizen.objects.visible_to(tove).values_list("team__name", flat=True)) == {"Team Havnen"}
    assert not Visit.objects.visible_to(tove).of_team(small.team("Åparken")).exists()


def test_tove_opened_ellas_record_in_an_emergency_and_was_asked_why(small: Made) -> None:
    relation = CareRelation.objects.get(kind=CareRelation.Kind.BREAK_GLASS)
    assert (relation.user, relation.citizen) == (small.user("tove"), small.user("ella").citizen)
    assert timezone.localdate(relation.starts_at) < TODAY
    question = WhyQuestion.objects.get()
    assert "Havnen" in question.answer
    assert question.answered_by == small.user("mette")


def test_every_week_until_now_is_adopted_within_the_law(small: Made) -> None:
    for team in Team.objects.all():
        for week in (THIS_WEEK.previous, THIS_WEEK):
            rows = rows_of_week(team, week, proposal=None, now=week.starts_at)
            assert Standing(rows).faults == (), (team, week)
            assert Proposal.objects.of_week(team, week).exclude(adopted_at=None).exists()


def test_next_week_is_still_to_plan_and_holds_what_nobody_in_the_evening_may(small: Made) -> None:
    team, coming = small.team("Åparken"), THIS_WEEK.following
    assert not Proposal.objects.of_week(team, coming).exists()
    assert Visit.objects.of_team(team).in_week(coming).unassigned().count() > 50
    pump = AgreedHelp.objects.get(title__startswith="Smertepumpe")
    needed = set(pump.competences.values_list("pk", flat=True))
    evening = Shift.objects.in_week(coming).of_team(team).filter(employee__memberships__role="team_member")
    late = [shift for shift in evening if timezone.localtime(shift.starts_at).hour >= 15]
    assert late
    assert not any(needed <= set(shift.employee.competences.values_list("pk", flat=True)) for shift in late)


def test_a_week_of_shifts_keeps_the_rest_of_the_law(small: Made) -> None:
    team = small.team("Åparken")
    assert list(short_rests(Shift.objects.of_team(team), daily_rest(team, TODAY))) == []
    assert Shift.objects.of_team(team).in_week(Week.of(THIS_WEEK.monday + timedelta(days=14))).exists()


def test_what_is_past_is_given_and_what_is_to_come_is_not(small: Made) -> None:
    past = Visit.objects.filter(day__lt=TODAY).exclude(starts_at=None)
    assert set(past.values_list("status", flat=True)) <= {"done", "cancelled", "missed"}
    today = Counter(Visit.objects.on_day(TODAY).values_list("status", flat=True))
    assert today["done"] > 2
    assert today["planned"] > 2
    assert set(Visit.objects.filter(day__gt=TODAY).values_list("status", flat=True)) <= {"planned", "cancelled"}


def test_there_is_something_to_read(small: Made) -> None:
    texts = VisitNote.objects.exclude(text="").values_list("text", flat=True)
    assert len(set(texts)) > 30
    assert set(VisitNote.objects.values_list("outcome", flat=True)) == set(VisitNote.Outcome.values)
    assert VisitChange.objects.exists()
    assert Away.objects.filter(ends_at=None).count() == 1
    assert Shift.objects.exclude(sick_at=None).count() == 2  # some days ago, and today's, for whom Ali comes
    assert WhatMatters.objects.exclude(words="").values("words").distinct().count() > 15


def test_faces_are_few_where_a_small_group_comes(small: Made) -> None:
    from handlekraft.visits.continuity import continuity

    figures = continuity(small.user("ella").citizen, TODAY - timedelta(days=1))
    assert figures.visits > 20
    assert 2 <= figures.different <= 12


def test_every_deed_stands_in_the_log_and_the_log_is_whole(untouched: Made) -> None:
    assert verify().faults == []
    noted = Event.objects.filter(verb="visit documented").values_list("subject_id", flat=True)
    assert set(noted) == {str(key) for key in VisitNote.objects.values_list("pk", flat=True)}
    for verb, model in {"citizen admitted": Citizen, "help agreed": AgreedHelp, "shift entered": Shift}.items():
        assert Event.objects.filter(verb=verb).count() == model._default_manager.count(), verb
    moments = Event.objects.order_by("pk").values_list("at", flat=True)
    assert sum(one > two for one, two in pairwise(moments)) < len(moments) / 20


def test_ella_reads_who_has_been_in_her_journal(untouched: Made, login: Any) -> None:
    browser: Client = login(untouched.user("ella"))
    page = browser.get("/min-side/journal-log/").content.decode()
    assert "Tove Berg" in page or "Sygeplejerske" in page


def rows() -> dict[str, list[Any]]:
    """What a person would see of it, without keys: where a database begins to count is its own affair."""
    return {
        "citizens": list(Citizen.objects.order_by("pk").values_list("name", "cpr", "address", "lat", "lon")),
        "employees": list(Employee.objects.order_by("pk").values_list("name", "phone", "user__username")),
        "words": list(WhatMatters.objects.order_by("pk").values_list("citizen__name", "words", "said_on")),
        "help": list(
            AgreedHelp.objects.order_by("pk").values_list("citizen__name", "title", "minutes", "weekdays", "starts_on")
        ),
        "shifts": list(Shift.objects.order_by("pk").values_list("employee__name", "starts_at", "sick_at")),
        "visits": list(
            Visit.objects.order_by("pk").values_list(
                "citizen__name", "day", "starts_at", "carer__name", "second_carer__name", "status"
            )
        ),
        "notes": list(
            VisitNote.objects.order_by("visit").values_list(
                "visit__citizen__name", "visit__day", "outcome", "text", "written_at"
            )
        ),
        "changes": list(VisitChange.objects.order_by("pk").values_list("visit__citizen__name", "kind", "reason", "at")),
        "events": list(Event.objects.order_by("pk").values_list("at", "verb", "role", "subject_kind", "page")),
    }


def digest(found: dict[str, list[Any]]) -> dict[str, str]:
    """Short enough to compare at a glance."""
    return {key: hashlib.sha256(json.dumps(row, default=str).encode()).hexdigest() for key, row in found.items()}


def told(**options: Any) -> str:
    """What the command prints."""
    out = StringIO()
    call_command("demo", stdout=out, **options)
    return out.getvalue()


def test_made_again_it_is_the_same(untouched: Made, settings: Any) -> None:
    settings.DEMO = True
    before = digest(rows())
    words = told(small=True, again=True)
    assert digest(rows()) == before
    assert verify().faults == []
    assert "Tømmer prøvekommunen" in words
    assert "HANDLEKRAFT_DEMO" not in words
    assert all(sentence in words for sentence in PERSONAS.values())


def test_a_second_time_on_the_same_day_changes_nothing(untouched: Made, django_assert_max_num_queries: Any) -> None:
    before = digest(rows())
    with django_assert_max_num_queries(80):  # most of them ask which migrations there are
        words = told(small=True)
    assert "allerede ført frem til i dag" in words
    assert "HANDLEKRAFT_DEMO=1" in words
    assert digest(rows()) == before


def test_brought_forward_by_the_command_it_says_how_to_begin_again(untouched: Made, at: Any) -> None:
    at("2026-11-26 07:30")
    assert BEGIN_AGAIN in told()
    assert not Visit.objects.filter(day__lt="2026-11-26", status="planned").exclude(starts_at=None).exists()


def test_a_roster_is_repeated_once(untouched: Made) -> None:
    team, ahead = untouched.team("Åparken"), Week.of(THIS_WEEK.monday + timedelta(days=14))
    before = Shift.objects.count()
    repeat_roster(planner_of(team, TODAY), team, ahead)
    assert Shift.objects.count() == before


def test_what_was_told_fits_the_bar(small: Made) -> None:
    assert len(small.told) == sample.steps(sample.SMALL, local(NOW))
    assert small.told[0] == "Teams og medarbejdere"


def test_on_a_later_day_time_has_passed(untouched: Made) -> None:
    later = local("2026-12-01 20:15")
    told: list[str] = []
    since = sample.lived_until()
    assert since == local(NOW)
    sample.go_on(sample.SMALL, since, later, told.append)
    assert len(told) == sample.steps_of_life(TODAY, later, 2)
    assert sample.lived_until() == later
    assert not Visit.objects.filter(day__lt=later.date(), status="planned").exclude(starts_at=None).exists()
    assert Proposal.objects.of_week(untouched.team("Åparken"), THIS_WEEK.following).exclude(adopted_at=None).exists()
    assert verify().faults == []


def test_a_week_that_began_without_a_plan_gets_one(untouched: Made) -> None:
    """Nobody looked on the Friday before."""
    saturday, monday = local("2026-11-28 12:00"), local("2026-11-30 00:02")
    sample.go_on(sample.SMALL, saturday, monday, lambda words: None)
    assert Visit.objects.in_week(THIS_WEEK.following).exclude(starts_at=None).exists()
