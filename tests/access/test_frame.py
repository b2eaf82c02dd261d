"""The frame around every write: refused, recorded, rolled back together."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from handlekraft.access.frame import Alone, Refused, action
from handlekraft.access.installation import Installation
from handlekraft.access.permissions import Permission
from handlekraft.access.scope import Actor
from handlekraft.audit.models import Event, EventCitizen
from handlekraft.citizens.models import Alert, Citizen
from handlekraft.demo.world import World
from handlekraft.people.models import Team


@action("alert added", needs=Permission.WRITE_CITIZEN)
def add_alert(by: Actor, citizen: Citizen, *, text: str) -> Alert:
    """A write as any room has them; long texts are beyond what it accepts."""
    alert = Alert.objects.create(citizen=citizen, kind=Alert.Kind.DOG, text=text)
    if len(text) > 10:
        raise Refused("Det er for langt.")
    return alert


@action("two alerts added", needs=Permission.WRITE_CITIZEN)
def add_alerts(by: Actor, citizen: Citizen, *, texts: list[str]) -> None:
    """An action that uses another."""
    for text in texts:
        add_alert(by, citizen, text=text)


@action("team renamed", needs=Permission.BREAK_GLASS, anywhere=True)
def rename_team(by: Actor, team: Team, *, name: str) -> None:
    """A right asked anywhere, and nothing returned."""
    Team.objects.filter(pk=team.pk).update(name=name)


@action("counted", needs=Permission.WRITE_CITIZEN, anywhere=True)
def count_nothing(by: Actor, nobody: None) -> int:
    """About no row at all."""
    return 7


@action("alert followed", needs=None)
def follow(by: Actor, citizen: Citizen) -> None:
    """A consequence: it asks nothing itself."""


@action("alert with consequence", needs=Permission.WRITE_CITIZEN)
def add_and_follow(by: Actor, citizen: Citizen) -> None:
    """The action a consequence follows from."""
    follow(by, citizen)


def verbs() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("verb", flat=True))


def test_what_was_done_is_recorded(world: World) -> None:
    alert = add_alert(world.mette, world.ella, text="Hund")
    event = Event.objects.get()
    assert (event.verb, event.actor_id, event.at.date()) == ("alert added", world.mette.pk, date(2026, 11, 23))
    assert (event.role, event.profession, event.team_id) == ("team_member", "care_assistant", world.aaparken.pk)
    assert (event.subject_kind, event.subject_id) == ("citizens.alert", str(alert.pk))
    assert list(EventCitizen.objects.values_list("event_id", "citizen_id", "basis")) == [
        (event.pk, world.ella.pk, "team")
    ]


def test_who_lacks_the_right_is_refused_in_words_and_leaves_no_trace(world: World) -> None:
    with pytest.raises(Refused) as refusal:
        add_alert(world.tove, world.ella, text="Hund")
    assert refusal.value.sentence == "Du må ikke skrive i borgerens journal her."
    assert (Alert.objects.count(), verbs()) == (0, [])


def test_a_refusal_inside_takes_the_write_back(world: World) -> None:
    with pytest.raises(Refused, match="Det er for langt"):
        add_alert(world.mette, world.ella, text="En meget stor hund")
    assert (Alert.objects.count(), verbs()) == (0, [])


def test_an_event_that_cannot_be_written_takes_the_write_back(world: World) -> None:
    class Blank(type(world.mette)):  # type: ignore[misc]
        """A person whose standing breaks the log."""

        class Meta:
            proxy = True
            app_label = "people"

        def standing(self, at: datetime) -> tuple[str, str, int | None]:
            raise RuntimeError

    broken = Blank.objects.get(pk=world.mette.pk)
    with pytest.raises(RuntimeError):
        add_alert(broken, world.ella, text="Hund")
    assert (Alert.objects.count(), verbs()) == (0, [])


def test_actions_inside_an_action_are_recorded_each_and_taken_back_together(world: World) -> None:
    add_alerts(world.mette, world.ella, texts=["Hund", "Kat"])
    assert verbs() == ["alert added", "alert added", "two alerts added"]
    with pytest.raises(Refused):
        add_alerts(world.mette, world.ella, texts=["Ged", "En meget stor hund"])
    assert [alert.text for alert in Alert.objects.order_by("pk")] == ["Hund", "Kat"]
    assert len(verbs()) == 3


def test_a_right_held_anywhere_is_enough_where_the_action_says_so(world: World) -> None:
    rename_team(world.mette, world.havnen, name="Team Kajen")
    event = Event.objects.get()
    assert (event.subject_kind, event.subject_id) == ("people.team", str(world.havnen.pk))
    assert not EventCitizen.objects.exists()
    with pytest.raises(Refused):
        rename_team(world.soeren, world.havnen, name="Team Søen")


def test_an_action_about_no_row_is_recorded_too(world: World) -> None:
    assert count_nothing(world.mette, None) == 7
    event = Event.objects.get()
    assert (event.verb, event.subject_kind, event.subject_id) == ("counted", "", "")


def test_a_consequence_runs_inside_an_action_only(world: World) -> None:
    add_and_follow(world.mette, world.ella)
    assert verbs() == ["alert followed", "alert with consequence"]
    with pytest.raises(Alone, match="alert followed"):
        follow(world.mette, world.ella)
    with pytest.raises(Refused):
        add_and_follow(world.tove, world.ella)
    with pytest.raises(Alone):
        follow(world.mette, world.ella)


def test_the_installation_itself_may_act_and_is_named(world: World) -> None:
    clock = Installation()
    add_alert(clock, world.ella, text="Hund")
    event = Event.objects.get()
    assert (event.actor_id, event.role, event.team_id) == (None, "installation", None)
    assert EventCitizen.objects.get().basis == ""
    assert clock.holds(Permission.WRITE_CITIZEN)
    assert clock.teams_in_sight(timezone.now()) == frozenset()
    assert not Citizen.objects.visible_to(clock).exists()
