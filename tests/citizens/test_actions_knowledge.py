"""Words, alerts, the way in, what is good to know, and times away: done, refused, recorded."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone

from handlekraft.access.frame import Refused
from handlekraft.citizens.actions import (
    add_alert,
    add_good_to_know,
    end_alert,
    end_away,
    end_good_to_know,
    record_words,
    register_away,
    set_door_code,
)
from handlekraft.citizens.models import Alert, DoorCode
from handlekraft.demo.makers import local
from handlekraft.demo.world import World
from tests.citizens.log import events, last_event

WRITE = "skrive i borgerens journal"


def test_words_are_added_and_earlier_ones_stay(world: World) -> None:
    answer = record_words(world.mette, world.ella, words="At høre radioavisen i fred.")
    assert (answer.said_on, answer.ask_again_on) == (date(2026, 11, 23), date(2027, 2, 21))
    assert answer.asked_by == world.mette.employee
    assert [row.words for row in world.ella.what_matters.all()] == [
        answer.words,
        "At jeg selv kan lave min kaffe om morgenen.",
    ]
    assert last_event() == ("what matters asked", world.mette.pk, [world.ella.pk])


def test_a_reason_stands_where_there_are_no_words(world: World) -> None:
    assert record_words(world.mette, world.ella, no_words_because="Sov").no_words_because == "Sov"
    assert record_words(world.mette, world.ella, words="Kaffe", no_words_because="Sov").no_words_because == ""


def test_words_are_refused(world: World) -> None:
    seen = events()
    with pytest.raises(Refused, match="hvorfor der ingen er"):
        record_words(world.mette, world.ella)
    with pytest.raises(Refused, match="sagt i dag eller før"):
        record_words(world.mette, world.ella, words="Kaffe", said_on=date(2026, 11, 24))
    with pytest.raises(Refused, match="en senere dag"):
        record_words(world.mette, world.ella, words="Kaffe", ask_again_on=date(2026, 11, 23))
    with pytest.raises(Refused, match=WRITE):
        record_words(world.tove, world.ella, words="Kaffe")
    assert events() == seen


def test_an_alert_comes_and_goes(world: World) -> None:
    alert = add_alert(world.mette, world.ella, kind=Alert.Kind.DOG, text="Bella")
    assert last_event() == ("alert added", world.mette.pk, [world.ella.pk])
    assert alert.icon == "dog"
    with pytest.raises(Refused, match="står der allerede"):
        add_alert(world.mette, world.ella, kind=Alert.Kind.DOG, text="Bella")
    with pytest.raises(Refused, match=WRITE):
        end_alert(world.tove, alert)
    end_alert(world.mette, alert)
    assert not world.ella.alerts.standing().exists()
    assert last_event() == ("alert ended", world.mette.pk, [world.ella.pk])
    with pytest.raises(Refused, match="allerede taget af"):
        end_alert(world.mette, alert)
    with pytest.raises(Refused, match=WRITE):
        add_alert(world.tove, world.ella, kind=Alert.Kind.FALL, text="Falder")


def test_every_kind_of_alert_has_a_drawing() -> None:
    assert len({Alert(kind=kind).icon for kind in Alert.Kind}) == len(Alert.Kind)


def test_a_note_comes_and_goes(world: World) -> None:
    note = add_good_to_know(world.mette, world.ella, text="Nøglen binder")
    assert (note.by, last_event()) == (world.mette.employee, ("good to know added", world.mette.pk, [world.ella.pk]))
    with pytest.raises(Refused, match=WRITE):
        end_good_to_know(world.tove, note)
    end_good_to_know(world.mette, note)
    assert last_event() == ("good to know ended", world.mette.pk, [world.ella.pk])
    with pytest.raises(Refused, match="allerede taget af"):
        end_good_to_know(world.mette, note)
    with pytest.raises(Refused, match=WRITE):
        add_good_to_know(world.tove, world.ella, text="Nysgerrig")


def test_a_door_code_is_set_changed_and_taken_away(world: World) -> None:
    set_door_code(world.mette, world.ella, code="1234")
    set_door_code(world.mette, world.ella, code="Boks 4321")
    assert DoorCode.objects.get(citizen=world.ella).code == "Boks 4321"
    assert last_event() == ("door code set", world.mette.pk, [world.ella.pk])
    with pytest.raises(Refused, match=WRITE):
        set_door_code(world.tove, world.ella, code="")
    set_door_code(world.mette, world.ella, code="")
    assert not DoorCode.objects.exists()


def test_away_and_home_again(world: World, at: Callable[[str], None]) -> None:
    away = register_away(world.mette, world.ella, kind="hospital", starts_at=local("2026-11-23 10:00"))
    assert last_event() == ("away registered", world.mette.pk, [world.ella.pk])
    with pytest.raises(Refused, match=WRITE):
        end_away(world.tove, away)
    end_away(world.mette, away)
    away.refresh_from_db()
    assert away.ends_at is not None
    assert abs(away.ends_at - timezone.now()) < timedelta(minutes=1)
    assert last_event() == ("away ended", world.mette.pk, [world.ella.pk])
    at("2026-11-24 08:00")
    with pytest.raises(Refused, match="allerede slut"):
        end_away(world.mette, away)


def test_whoever_never_left_was_not_away(world: World) -> None:
    away = register_away(
        world.mette, world.ella, kind="holiday", starts_at=local("2026-12-01 10:00"), ends_at=local("2026-12-03 10:00")
    )
    end_away(world.mette, away)
    assert not world.ella.away.exists()
    assert last_event() == ("away ended", world.mette.pk, [world.ella.pk])


def test_away_is_refused(world: World) -> None:
    starts_at, ends_at = local("2026-12-01 10:00"), local("2026-12-03 10:00")
    with pytest.raises(Refused, match="først komme hjem efter"):
        register_away(world.mette, world.ella, kind="other", starts_at=ends_at, ends_at=starts_at)
    register_away(world.mette, world.ella, kind="other", starts_at=starts_at, ends_at=ends_at)
    with pytest.raises(Refused, match="står allerede"):
        register_away(world.mette, world.ella, kind="other", starts_at=local("2026-12-02 10:00"))
    register_away(world.mette, world.ella, kind="other", starts_at=ends_at, ends_at=local("2026-12-04 10:00"))
    first = world.ella.away.order_by("starts_at")[0]
    with pytest.raises(Refused, match="står allerede"):
        end_away(world.mette, first, ends_at=local("2026-12-03 11:00"))
    end_away(world.mette, first, ends_at=local("2026-12-02 11:00"))
    assert world.ella.away.get(pk=first.pk).ends_at == local("2026-12-02 11:00")
    with pytest.raises(Refused, match=WRITE):
        register_away(world.tove, world.ella, kind="other", starts_at=starts_at)


def test_a_sign_in_without_an_employee_leaves_no_author(world: World) -> None:
    from handlekraft.citizens.authorship import employee_of

    assert world.ella.user is not None
    assert employee_of(world.ella.user) is None
