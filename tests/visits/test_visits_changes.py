"""A team changes its day by hand: done, refused in a sentence, recorded, and undone in time."""

from collections.abc import Callable
from datetime import date

import pytest

from handlekraft.access.frame import Refused
from handlekraft.access.permissions import Role
from handlekraft.audit.models import Event
from handlekraft.demo.makers import (
    local,
    make_employee,
    make_help,
    make_shift,
    make_visit,
)
from handlekraft.demo.world import World
from handlekraft.people.models import DatedSetting, User
from handlekraft.visits.actions.notes import begin_visit, document_visit, record_need
from handlekraft.visits.actions.visits import (
    add_visit,
    cancel_visit,
    change_carers_needed,
    change_content,
    change_length,
    hand_over_visit,
    move_visit,
    undo_visit_change,
)
from handlekraft.visits.models import Visit, VisitChange, VisitNote

TODAY, TOMORROW = date(2026, 11, 23), date(2026, 11, 24)
Status = Visit.Status


@pytest.fixture
def jonas(world: World) -> User:
    """A colleague at work tonight, who can do everything."""
    jonas = make_employee("Jonas Mark", Role.TEAM_MEMBER, team=world.aaparken, competences=["Medicin"], mode="car")
    for user in (world.mette, jonas):
        make_shift(user, TODAY, "15:00-23:30")
        make_shift(user, TOMORROW, "07:00-23:30")
    return jonas


@pytest.fixture
def visit(world: World, jonas: User) -> Visit:
    """Mette is to be at Ella's at 16.30."""
    return make_visit(world.ella, TODAY, "16:30", minutes=30, carer=world.mette, window="15:00-22:00")


def latest() -> VisitChange:
    change = VisitChange.objects.first()
    assert change is not None
    return change


def recorded() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("verb", flat=True))


def test_a_visit_is_moved_recorded_and_put_back(world: World, visit: Visit) -> None:
    changed = move_visit(world.mette, visit, starts_at=local("2026-11-23 18:00"), reason="Ella vil spise først")
    visit.refresh_from_db()
    assert visit.starts_at == local("2026-11-23 18:00")
    assert (changed.change.kind, changed.change.reason) == (VisitChange.Kind.MOVED, "Ella vil spise først")
    assert changed.change.before["starts_at"] == "2026-11-23T15:30:00+00:00"
    assert changed.warnings == []
    undo_visit_change(world.mette, latest())
    visit.refresh_from_db()
    assert visit.starts_at == local("2026-11-23 16:30")
    assert recorded() == ["visit moved", "visit change undone"]


def test_a_visit_moves_to_another_day_with_its_window(world: World, visit: Visit) -> None:
    Visit.objects.filter(pk=visit.pk).update(wished_from_at=local("2026-11-23 16:00"))
    move_visit(world.mette, visit, starts_at=local("2026-11-24 16:30"))
    visit.refresh_from_db()
    assert (visit.day, visit.earliest_at, visit.latest_at) == (
        TOMORROW,
        local("2026-11-24 15:00"),
        local("2026-11-24 22:00"),
    )
    assert (visit.wished_from_at, visit.wished_until_at) == (local("2026-11-24 16:00"), None)
    with pytest.raises(Refused, match="dag, der er gået"):
        move_visit(world.mette, visit, starts_at=local("2026-11-22 16:30"))


def test_the_same_help_is_not_given_twice_a_day(world: World, jonas: User) -> None:
    help_ = make_help(world.ella)
    visit = make_visit(world.ella, TODAY, "16:30", carer=world.mette, help=help_)
    make_visit(world.ella, TOMORROW, "09:00", carer=world.mette, help=help_)
    with pytest.raises(Refused, match="allerede et besøg med den samme hjælp"):
        move_visit(world.mette, visit, starts_at=local("2026-11-24 17:00"))


def test_outside_the_agreed_window_is_worth_a_word_and_no_more(world: World, visit: Visit) -> None:
    changed = move_visit(world.mette, visit, starts_at=local("2026-11-23 22:30"))
    assert changed.warnings == ["Ella har aftalt besøg 15.00–22.00. Det er 1 t uden for."]
    again = change_length(world.mette, visit, minutes=35)
    assert again.warnings == []


@pytest.mark.parametrize("minutes", [4, 601])
def test_a_visit_has_a_sane_length(world: World, visit: Visit, minutes: int) -> None:
    with pytest.raises(Refused, match="mellem 5 minutter og 10 timer"):
        change_length(world.mette, visit, minutes=minutes)


@pytest.mark.requirement("R-045")
def test_a_visit_grows_on_the_spot_but_not_into_the_next_one(world: World, visit: Visit) -> None:
    make_visit(world.karl, TODAY, "17:30", minutes=30, carer=world.mette)
    begin_visit(world.mette, visit)
    change_length(world.mette, visit, minutes=45)
    visit.refresh_from_db()
    assert visit.minutes == 45
    with pytest.raises(Refused, match="Mette når ikke frem til Karl"):
        change_length(world.mette, visit, minutes=90)
    undo_visit_change(world.mette, latest())
    visit.refresh_from_db()
    assert (visit.minutes, visit.status) == (30, Status.STARTED)


@pytest.mark.requirement("R-043", "R-045")
def test_one_visit_holds_care_and_prevention_until_a_dispatcher_rules(world: World, visit: Visit) -> None:
    change_content(world.mette, visit, title="Aftensmad og balancetræning", text="Øv trappen.")
    visit.refresh_from_db()
    assert (visit.title, visit.text) == ("Aftensmad og balancetræning", "Øv trappen.")
    DatedSetting.objects.create(
        key="visits.planned_by", value="dispatcher", section=world.east, valid_from=TODAY, source="Til sammenligning"
    )
    with pytest.raises(Refused, match="lægger en disponent planen"):
        change_content(world.mette, visit, title="Kun aftensmad")
    with pytest.raises(Refused, match="indhold fast"):
        record_need(world.mette, visit, words="En gåtur")


@pytest.mark.requirement("R-041")
def test_the_plan_belongs_to_the_dispatcher_only_where_that_is_decided(world: World, visit: Visit) -> None:
    dispatcher = make_employee("Dorthe Bak", Role.DISPATCHER, section=world.east)
    with pytest.raises(Refused, match="Team Åparken planlægger selv"):
        move_visit(dispatcher, visit, starts_at=local("2026-11-23 18:00"))
    DatedSetting.objects.create(
        key="visits.planned_by", value="dispatcher", section=world.east, valid_from=TOMORROW, source="Til sammenligning"
    )
    move_visit(world.mette, visit, starts_at=local("2026-11-23 18:00"))
    with pytest.raises(Refused, match="disponent"):
        move_visit(world.mette, visit, starts_at=local("2026-11-24 18:00"))
    tomorrow = make_visit(world.karl, TOMORROW, "09:00", carer=world.mette)
    for act in (
        lambda by: cancel_visit(by, tomorrow, reason="x"),
        lambda by: add_visit(by, world.karl, title="x", starts_at=local("2026-11-24 12:00"), minutes=20),
        lambda by: hand_over_visit(by, tomorrow, to=world.christina.employee, instead_of=world.mette.employee),
        lambda by: change_carers_needed(by, tomorrow, number=2),
    ):
        with pytest.raises(Refused, match="disponent"):
            act(world.mette)
    move_visit(dispatcher, tomorrow, starts_at=local("2026-11-24 10:00"))
    tomorrow.refresh_from_db()
    assert tomorrow.starts_at == local("2026-11-24 10:00")


@pytest.mark.requirement("R-040")
def test_any_member_of_the_team_creates_moves_and_hands_over_and_nobody_else(world: World, jonas: User) -> None:
    extra = add_visit(
        jonas,
        world.karl,
        title="Gåtur",
        starts_at=local("2026-11-23 19:00"),
        minutes=30,
        carer=world.mette.employee,
        reason="Karl vil ud",
    )
    assert (extra.day, extra.carer, extra.earliest_at, extra.latest_at) == (
        TODAY,
        world.mette.employee,
        local("2026-11-23 07:00"),
        local("2026-11-23 23:30"),
    )
    move_visit(world.mette, extra, starts_at=local("2026-11-23 20:00"))
    hand_over_visit(world.mette, extra, to=jonas.employee, instead_of=world.mette.employee)
    extra.refresh_from_db()
    assert extra.carer == jonas.employee
    for stranger in (world.christina, world.lene, world.ali, world.tove):
        with pytest.raises(Refused, match="lægge og ændre teamets besøg"):
            move_visit(stranger, extra, starts_at=local("2026-11-23 21:00"))
    assert recorded() == ["visit added", "visit moved", "visit handed over"]


def test_a_visit_is_added_outside_the_opening_hours_but_not_in_the_past(world: World, jonas: User) -> None:
    early = add_visit(world.mette, world.ella, title="Tidligt", starts_at=local("2026-11-24 06:30"), minutes=20)
    assert early.earliest_at == local("2026-11-24 06:30")
    with pytest.raises(Refused, match="tidligst ligge i dag"):
        add_visit(world.mette, world.ella, title="x", starts_at=local("2026-11-22 12:00"), minutes=20)
    with pytest.raises(Refused, match="mellem 5 minutter"):
        add_visit(world.mette, world.ella, title="x", starts_at=local("2026-11-24 12:00"), minutes=2)
    world.ella.ends_on = TODAY
    world.ella.save()
    with pytest.raises(Refused, match="får ikke hjælp den dag"):
        add_visit(world.mette, world.ella, title="x", starts_at=local("2026-11-24 12:00"), minutes=20)
    assert Visit.objects.count() == 1


def test_an_added_visit_goes_away_again_unless_somebody_wrote_on_it(world: World, jonas: User) -> None:
    extra = add_visit(world.mette, world.ella, title="x", starts_at=local("2026-11-23 20:00"), minutes=20)
    undo_visit_change(world.mette, latest())
    assert not Visit.objects.exists()
    extra = add_visit(world.mette, world.ella, title="x", starts_at=local("2026-11-23 20:00"), minutes=20)
    VisitNote.objects.create(visit=extra, citizen=world.ella, author=world.mette, outcome="otherwise", text="Hov")
    with pytest.raises(Refused, match="skrevet en note"):
        undo_visit_change(world.mette, latest())


def test_a_visit_is_cancelled_for_a_reason_and_put_back(world: World, visit: Visit) -> None:
    with pytest.raises(Refused, match="hvorfor"):
        cancel_visit(world.mette, visit, reason="")
    cancel_visit(world.mette, visit, reason="Ella er på tur")
    for act in (
        lambda: move_visit(world.mette, visit, starts_at=local("2026-11-23 18:00")),
        lambda: change_length(world.mette, visit, minutes=20),
    ):
        with pytest.raises(Refused, match="aflyst"):
            act()
    undo_visit_change(world.mette, latest())
    visit.refresh_from_db()
    assert visit.status == Status.PLANNED


@pytest.mark.parametrize(
    ("status", "words"), [(Status.STARTED, "i gang"), (Status.DONE, "givet"), (Status.MISSED, "ingen hjemme")]
)
def test_what_has_begun_is_not_moved(world: World, visit: Visit, status: str, words: str) -> None:
    Visit.objects.filter(pk=visit.pk).update(status=status)
    with pytest.raises(Refused, match=words):
        move_visit(world.mette, visit, starts_at=local("2026-11-23 18:00"))


def test_only_the_last_change_is_undone_once_by_the_team_and_in_time(
    world: World, visit: Visit, at: Callable[[str], None]
) -> None:
    first = move_visit(world.mette, visit, starts_at=local("2026-11-23 18:00")).change
    second = move_visit(world.mette, visit, starts_at=local("2026-11-23 19:00")).change
    with pytest.raises(Refused, match="ændret igen"):
        undo_visit_change(world.mette, first)
    with pytest.raises(Refused, match="dokumentere besøg"):
        undo_visit_change(world.tove, second)
    with pytest.raises(Refused, match="Kun den, der lavede"):
        undo_visit_change(world.christina, second)
    at("2026-11-23 16:51")
    with pytest.raises(Refused, match="for sent"):
        undo_visit_change(world.mette, second)
    DatedSetting.objects.create(key="visits.undo_minutes", value=180, valid_from=TODAY, source="Teamet")
    undo_visit_change(world.mette, second)
    with pytest.raises(Refused, match="allerede fortrudt"):
        undo_visit_change(world.mette, second)


def test_what_has_begun_since_is_not_undone(world: World, visit: Visit) -> None:
    change = move_visit(world.mette, visit, starts_at=local("2026-11-23 15:00")).change
    begin_visit(world.mette, visit)
    with pytest.raises(Refused, match="begyndt siden"):
        undo_visit_change(world.mette, change)


def test_an_undo_that_breaks_the_law_by_now_is_refused(world: World, visit: Visit, jonas: User) -> None:
    change = move_visit(world.mette, visit, starts_at=local("2026-11-23 20:00")).change
    make_visit(world.karl, TODAY, "16:45", carer=world.mette)
    with pytest.raises(Refused, match="Det kan ikke fortrydes nu"):
        undo_visit_change(world.mette, change)
    visit.refresh_from_db()
    assert visit.starts_at == local("2026-11-23 20:00")
    assert VisitChange.objects.standing().count() == 1


def test_a_done_visit_keeps_its_past(world: World, visit: Visit) -> None:
    document_visit(world.mette, visit, outcome="as_planned")
    with pytest.raises(Refused, match="givet"):
        change_content(world.mette, visit, title="Andet")
