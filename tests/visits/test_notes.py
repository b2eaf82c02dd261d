"""At the door: a visit begins, takes the turn the citizen wants, and is told about; or nobody is at home."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest

from handlekraft.access.frame import Refused
from handlekraft.audit.models import Event
from handlekraft.citizens.models import DoorCode
from handlekraft.demo.makers import make_shift, make_visit
from handlekraft.demo.world import World
from handlekraft.people.models import User
from handlekraft.visits.actions.notes import (
    begin_visit,
    document_visit,
    miss_visit,
    record_need,
    reopen_visit,
    show_door_code,
    write_note,
)
from handlekraft.visits.actions.visits import undo_visit_change
from handlekraft.visits.models import Visit, VisitChange, VisitNote

TODAY, TOMORROW = date(2026, 11, 23), date(2026, 11, 24)
Status = Visit.Status


@pytest.fixture
def visit(world: World) -> Visit:
    """Mette is to be at Ella's at 15.30."""
    make_shift(world.mette, TODAY, "15:00-23:30")
    return make_visit(world.ella, TODAY, "15:30", minutes=30, carer=world.mette)


def test_a_visit_is_begun_and_given_with_one_tap_each(world: World, visit: Visit) -> None:
    begin_visit(world.mette, visit)
    visit.refresh_from_db()
    assert (visit.status, visit.started_at is not None) == (Status.STARTED, True)
    with pytest.raises(Refused, match="i gang"):
        begin_visit(world.mette, visit)
    note = document_visit(world.mette, visit, outcome="as_planned")
    visit.refresh_from_db()
    assert (visit.status, note.text, note.author) == (Status.DONE, "", world.mette)
    assert visit.ended_at is not None
    with pytest.raises(Refused, match="givet"):
        document_visit(world.mette, visit, outcome="as_planned")
    assert list(Event.objects.order_by("pk").values_list("verb", flat=True)) == ["visit begun", "visit documented"]


def test_only_the_one_who_comes_says_so(world: World, visit: Visit, db: None) -> None:
    for user in (world.christina,):
        for act in (
            lambda by: begin_visit(by, visit),
            lambda by: document_visit(by, visit, outcome="as_planned"),
            lambda by: miss_visit(by, visit, steps=["Ringet på"]),
            lambda by: reopen_visit(by, visit),
        ):
            with pytest.raises(Refused, match="ikke dit"):
                act(user)
    for stranger in (world.tove, world.ali, world.ella.user, world.henrik):
        assert isinstance(stranger, User)
        with pytest.raises(Refused, match="dokumentere besøg"):
            begin_visit(stranger, visit)


def test_tomorrow_cannot_be_told_today(world: World) -> None:
    visit = make_visit(world.ella, TOMORROW, "09:00", carer=world.mette)
    for act in (
        lambda: begin_visit(world.mette, visit),
        lambda: document_visit(world.mette, visit, outcome="as_planned"),
        lambda: miss_visit(world.mette, visit, steps=["x"]),
    ):
        with pytest.raises(Refused, match="en anden dag"):
            act()


def test_a_worry_is_put_into_words(world: World, visit: Visit) -> None:
    with pytest.raises(Refused, match="bekymret"):
        document_visit(world.mette, visit, outcome="worry")
    visit.refresh_from_db()
    assert visit.status == Status.PLANNED


def test_the_same_key_twice_is_one_note(world: World, visit: Visit) -> None:
    key = uuid4()
    first = document_visit(world.mette, visit, outcome="otherwise", text="Gik en tur", key=key)
    assert document_visit(world.mette, visit, outcome="otherwise", text="Gik en tur", key=key) == first
    extra = write_note(world.mette, visit, outcome="otherwise", text="Glemte brillerne", key=uuid4())
    assert write_note(world.mette, visit, outcome="otherwise", text="Glemte brillerne", key=extra.pk) == extra
    assert VisitNote.objects.count() == 2
    other = make_visit(world.karl, TODAY, "17:00", carer=world.mette)
    with pytest.raises(Refused, match="et andet besøg"):
        write_note(world.mette, other, outcome="otherwise", text="x", key=key)
    with pytest.raises(Refused, match="et andet besøg"):
        write_note(world.christina, visit, outcome="otherwise", text="x", key=key)


def test_a_note_more_has_words_and_needs_no_open_visit(world: World, visit: Visit) -> None:
    Visit.objects.filter(pk=visit.pk).update(status=Status.CANCELLED)
    assert write_note(world.christina, visit, outcome="otherwise", text="Ella ringede").pk
    with pytest.raises(Refused, match="et ord"):
        write_note(world.mette, visit, outcome="otherwise", text="")
    with pytest.raises(Refused):
        write_note(world.tove, visit, outcome="otherwise", text="Hej")


def test_a_visit_told_too_soon_is_opened_again_in_time(world: World, visit: Visit, at: Callable[[str], None]) -> None:
    with pytest.raises(Refused, match="ikke meldt udført"):
        reopen_visit(world.mette, visit)
    document_visit(world.mette, visit, outcome="as_planned")
    reopen_visit(world.mette, visit)
    visit.refresh_from_db()
    assert (visit.status, visit.ended_at, visit.notes.count()) == (Status.STARTED, None, 1)
    document_visit(world.mette, visit, outcome="as_planned")
    at("2026-11-23 17:00")
    with pytest.raises(Refused, match="for sent"):
        reopen_visit(world.mette, visit)


@pytest.mark.requirement("R-002")
def test_what_the_citizen_would_rather_changes_today_without_a_grant(world: World, visit: Visit) -> None:
    record_need(world.mette, visit, words="En gåtur")
    visit.refresh_from_db()
    assert visit.need_of_the_day == "En gåtur"
    with pytest.raises(Refused, match="hellere vil"):
        record_need(world.mette, visit, words="")
    with pytest.raises(Refused):
        record_need(world.tove, visit, words="x")
    change = VisitChange.objects.get()
    undo_visit_change(world.mette, change)
    visit.refresh_from_db()
    assert visit.need_of_the_day == ""
    document_visit(world.mette, visit, outcome="as_planned")
    with pytest.raises(Refused, match="givet"):
        record_need(world.mette, visit, words="For sent")


def test_nobody_home_keeps_what_was_tried(world: World, visit: Visit) -> None:
    with pytest.raises(Refused, match="prøvet"):
        miss_visit(world.mette, visit, steps=[])
    miss_visit(world.mette, visit, steps=["Ringet på", "Ringet til borgeren"], text="Ella er hos naboen")
    visit.refresh_from_db()
    assert visit.status == Status.MISSED
    assert visit.reason == "Ringet på; Ringet til borgeren; Ella er hos naboen"
    undo_visit_change(world.mette, VisitChange.objects.get())
    visit.refresh_from_db()
    assert (visit.status, visit.reason) == (Status.PLANNED, "")


@pytest.mark.parametrize(
    ("now", "opens"),
    [("2026-11-23 14:59", False), ("2026-11-23 15:00", True), ("2026-11-23 15:59", True), ("2026-11-23 16:00", False)],
)
@pytest.mark.requirement("D-14")
def test_the_door_code_is_shown_around_the_visit_and_each_look_is_logged(
    world: World, visit: Visit, at: Callable[[str], None], now: str, opens: bool
) -> None:
    DoorCode.objects.create(citizen=world.ella, code="4711")
    at(now)
    if opens:
        assert show_door_code(world.mette, visit) == "4711"
        assert Event.objects.about_citizen(world.ella.pk).get().verb == "door code shown"
    else:
        with pytest.raises(Refused, match="30 minutter"):
            show_door_code(world.mette, visit)
        assert not Event.objects.exists()


def test_the_door_code_is_for_the_one_who_is_to_go_in(world: World, visit: Visit, at: Callable[[str], None]) -> None:
    at("2026-11-23 15:20")
    with pytest.raises(Refused, match="ikke skrevet"):
        show_door_code(world.mette, visit)
    DoorCode.objects.create(citizen=world.ella, code="4711")
    with pytest.raises(Refused, match="ikke dit"):
        show_door_code(world.christina, visit)
    begin_visit(world.mette, visit)
    at("2026-11-23 18:00")
    visit.refresh_from_db()
    assert show_door_code(world.mette, visit) == "4711"
    document_visit(world.mette, visit, outcome="as_planned")
    visit.refresh_from_db()
    with pytest.raises(Refused, match="30 minutter"):
        show_door_code(world.mette, visit)
    untimed = make_visit(world.ella, TODAY, None, carer=world.mette)
    with pytest.raises(Refused, match="30 minutter"):
        show_door_code(world.mette, untimed)
