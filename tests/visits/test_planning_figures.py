"""What a plan costs and gives, in figures that anybody can count after."""

from datetime import timedelta

import pytest

from handlekraft.demo.makers import at_clock, make_help, make_shift, make_visit
from handlekraft.demo.world import World
from handlekraft.rosters.models import ProtectedTime
from handlekraft.visits.models import Visit
from handlekraft.visits.planning.figures import DayFigures, Figures, Share, day_figures, figures_of
from handlekraft.visits.planning.judging import Standing
from tests.visits.drawing import TUESDAY, Day, drawn, make_day, rows_of, usual


@pytest.fixture
def day(world: World) -> Day:
    return make_day(world)


def figures(day: Day, **slots: object) -> Figures:
    proposal = drawn(day, **slots) if slots else usual(day)  # type: ignore[arg-type]
    return figures_of(Standing(rows_of(proposal)))


def of_day(day: Day) -> DayFigures:
    return day_figures(Standing(rows_of(usual(day))), TUESDAY)


def test_the_usual_plan_in_words(day: Day) -> None:
    words = dict(figures(day).in_words())
    assert words["Borgere med højst så få ansigter på 28 dage, som de ønsker"] == "2 af 2"
    assert words["Besøg hos fast kontakt"] == "50 %"
    assert words["Besøg af et kendt ansigt"] == "33 %"
    assert words["Ønsker om hvem opfyldt"] == "–"
    assert words["Inden for ønsket tid"] == "–"
    assert words["Brudte regler"] == "0"
    assert words["Ikke dækket"] == "0 besøg"


def test_faces_are_those_met_and_those_to_come(day: Day) -> None:
    day.world.ella.faces_wanted = 2
    day.world.ella.save()
    assert figures(day).few_faces == Share(2, 2)
    make_visit(day.world.ella, TUESDAY - timedelta(days=7), carer=day.world.ali, status=Visit.Status.DONE)
    assert figures(day).few_faces == Share(1, 2)


def test_wishes_about_who_are_met_or_not(day: Day) -> None:
    help_ = make_help(day.world.ella, window="08:00-10:00")
    Visit.objects.filter(pk=day.morning.pk).update(help=help_)
    assert figures(day).wishes == Share(0, 0)
    help_.preferred.add(day.world.mette.employee)
    assert figures(day).wishes == Share(0, 1)
    help_.preferred.add(day.samira.employee)
    assert figures(day).wishes == Share(1, 1)
    help_.unwanted.add(day.samira.employee)
    assert figures(day).wishes == Share(1, 2)


@pytest.mark.parametrize(
    ("starts", "ends", "is_met"),
    [("08:30", "09:00", True), ("08:35", "09:30", False), ("08:00", "08:55", False), ("08:30", "08:45", True),
     (None, "09:00", True), ("08:00", None, True), ("08:40", None, False)],
)  # fmt: skip
def test_a_visit_in_its_wished_time(day: Day, starts: str | None, ends: str | None, is_met: bool) -> None:
    day.morning.wished_from_at = at_clock(TUESDAY, starts) if starts else None
    day.morning.wished_until_at = at_clock(TUESDAY, ends) if ends else None
    day.morning.save()
    assert figures(day).in_wished_time == Share(is_met, 1)
    assert figures(day, noon=(day.samira, "12:00")).in_wished_time == Share(0, 0), "who does not come is not late"


def test_what_is_uncovered_or_broken_is_counted(day: Day) -> None:
    found = figures(day, morning=(day.samira, "07:30"), noon=(day.samira, "12:00"))
    assert (found.uncovered, found.broken) == (1, 1)
    assert dict(found.in_words())["Ikke dækket"] == "1 besøg"


def test_time_on_the_way_is_a_share_of_the_time_at_work(day: Day) -> None:
    travel = figures(day).travel
    assert travel.whole == 8 * 60 + 8 * 60 + 30
    assert 0 < travel.part < 60


def test_the_day_weighs_needs_against_hands(day: Day) -> None:
    shift = day.samira.employee.shifts.get()
    shift.break_minutes = 30
    shift.save()
    for starts, ends in (("13:00", "14:00"), ("14:30", "16:00"), ("18:00", "19:00")):
        ProtectedTime.objects.create(
            employee=day.samira.employee,
            kind=ProtectedTime.Kind.MEETING,
            starts_at=at_clock(TUESDAY, starts),
            ends_at=at_clock(TUESDAY, ends),
        )
    make_shift(day.samira, TUESDAY + timedelta(days=1))
    found = of_day(day)
    assert (found.needed, found.at_work, found.off) == (90, 990, 30 + 60 + 30)
    assert found.slack == 990 - 120 - 90 - found.on_the_way
    assert found.new_faces == 2, "Samira at Ella's and at Karl's"
    assert (found.uncovered, found.broken) == (0, 0)
    assert found.travel.whole == 990
    assert found.in_one_line.startswith("Behov 1 t 30 min · på vej ")


def test_a_share_of_nothing_is_none() -> None:
    assert Share(0, 0).percent == Share(0, 0).counted == "–"
