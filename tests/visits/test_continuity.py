"""How few faces a citizen meets, counted by hand in small cases."""

from datetime import date, timedelta

import pytest

from handlekraft.demo.makers import make_visit
from handlekraft.demo.world import World
from handlekraft.people.models import User
from handlekraft.visits.continuity import Continuity, bice_boxerman, continuity, faces_seen
from handlekraft.visits.models import Visit

TODAY = date(2026, 11, 23)


def came(world: World, *carers: User, days_ago: int = 0, status: str = Visit.Status.DONE) -> None:
    """One visit to Ella by one or two carers."""
    second = carers[1] if len(carers) > 1 else None
    day = TODAY - timedelta(days=days_ago)
    make_visit(world.ella, day, "09:00", carer=carers[0], second=second, status=status)


@pytest.mark.parametrize(
    ("meetings", "index"),
    [([5], 1.0), ([1, 1, 1, 1, 1], 0.0), ([3, 2], 0.4), ([4], None), ([], None), ([2, 2, 2], 0.2)],
)
def test_the_index_of_bice_and_boxerman(meetings: list[int], index: float | None) -> None:
    assert bice_boxerman(meetings) == (None if index is None else pytest.approx(index))


def test_visits_done_in_four_weeks_are_counted(world: World) -> None:
    for _visit in range(3):
        came(world, world.mette)
    came(world, world.christina, world.mette, days_ago=27)
    came(world, world.soeren, days_ago=28)
    came(world, world.lene, days_ago=-1)
    came(world, world.lene, status=Visit.Status.PLANNED)
    came(world, world.lene, status=Visit.Status.CANCELLED)
    assert continuity(world.ella, TODAY) == Continuity(
        different=2, share_primary=1.0, coc=pytest.approx(12 / 20), visits=4
    )
    assert continuity(world.ella, TODAY, days=29).different == 3
    assert faces_seen([world.ella, world.karl], TODAY) == {world.ella.pk: 2, world.karl.pk: 0}


def test_without_visits_or_without_a_primary_contact_nothing_is_claimed(world: World) -> None:
    assert continuity(world.ella, TODAY) == Continuity(different=0, share_primary=None, coc=None, visits=0)
    make_visit(world.karl, TODAY, "09:00", carer=world.mette, status=Visit.Status.DONE)
    assert continuity(world.karl, TODAY) == Continuity(different=1, share_primary=None, coc=None, visits=1)


def test_a_visit_whose_carer_is_unknown_is_a_visit_without_a_face(world: World) -> None:
    make_visit(world.ella, TODAY, "09:00", status=Visit.Status.DONE)
    assert continuity(world.ella, TODAY) == Continuity(different=0, share_primary=0.0, coc=None, visits=1)
