"""What a row says of itself in a log line or an error."""

from handlekraft.citizens.actions import (
    add_alert,
    add_face,
    add_good_to_know,
    agree_help,
    record_words,
    register_away,
    set_door_code,
)
from handlekraft.citizens.terms import Terms
from handlekraft.demo.makers import local
from handlekraft.demo.world import World


def test_a_row_names_itself_without_telling_anything(world: World) -> None:
    set_door_code(world.mette, world.ella, code="Hemmelig 7719")
    rows = [
        record_words(world.mette, world.ella, words="Hemmelig"),
        add_alert(world.mette, world.ella, kind="other", text="Hemmelig"),
        add_good_to_know(world.mette, world.ella, text="Hemmelig"),
        add_face(world.mette, world.ella, employee=world.christina.employee),
        world.ella.face_changes.get(),
        register_away(world.mette, world.ella, kind="hospital", starts_at=local("2026-11-23 10:00")),
        world.ella.door_code,
    ]
    for row in rows:
        assert str(row) == f"{type(row).__name__} {row.pk}"
        assert row.scope() == world.ella.scope()


def test_names_are_for_choices_in_forms(world: World) -> None:
    row = agree_help(world.mette, world.ella, terms=Terms(title="Morgenhjælp", weekdays="1", minutes=30))
    assert str(row) == "Morgenhjælp, mandag"
    assert str(world.ella) == "Ella Winther"
