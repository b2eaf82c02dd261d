"""Who sees whom: one filter, so that list and single row never disagree; and each look leaves its trace."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from handlekraft.access.basis import basis_of
from handlekraft.access.middleware import RefusalMiddleware, SeenMiddleware
from handlekraft.access.models import CareRelation
from handlekraft.access.permissions import Role
from handlekraft.access.sight import citizen_of, get_visible, remember, sees_citizen, show
from handlekraft.audit.models import SEEN, Event, EventCitizen
from handlekraft.citizens.models import Alert, Citizen
from handlekraft.demo.makers import local, make_citizen, make_employee, make_team, make_visit
from handlekraft.demo.world import World
from handlekraft.people.models import Membership, User
from handlekraft.visits.models import Proposal, ProposedVisit, Visit

TODAY = date(2026, 11, 23)


def relation(user: User, citizen: Citizen, kind: str = CareRelation.Kind.VISIT, hours: float = 1) -> CareRelation:
    """Open since an hour, for `hours` from now."""
    now = timezone.now()
    return CareRelation.objects.create(
        user=user, citizen=citizen, kind=kind, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=hours)
    )


def request_of(user: User | AnonymousUser) -> HttpRequest:
    request = RequestFactory().get("/")
    request.user = user
    return request


def seen_by(user: User, *, at: str = "") -> list[str]:
    return [citizen.name for citizen in Citizen.objects.visible_to(user, at=local(at) if at else None)]


def opens(user: User | AnonymousUser, model: type, pk: object) -> bool:
    """Whether the one row is there for the user."""
    try:
        get_visible(request_of(user), model, pk=pk)
    except Http404:
        return False
    return True


@pytest.fixture
def cast(world: World) -> list[User | AnonymousUser]:
    """Everybody, with every sort of sight: by team, section, relation, as citizen, and none."""
    former = make_employee("Fie Bruun", Role.TEAM_MEMBER, team=world.aaparken, ends_on=TODAY - timedelta(days=1))
    relation(former, world.ella)
    relation(world.ali, world.ella)
    relation(world.tove, world.karl, CareRelation.Kind.QUESTION)
    named = [world.mette, world.christina, world.soeren, world.lene, world.ali, world.tove, world.birgit, world.henrik]
    return [*named, former, world.ella.user, AnonymousUser()]


# --- list and single row ---


@pytest.mark.parametrize("model", [Citizen, Alert, Visit, CareRelation, ProposedVisit])
def test_list_and_single_row_never_disagree(world: World, cast: list[User], model: type) -> None:
    proposal = Proposal.objects.create(team=world.aaparken, monday=TODAY, number=1)
    for citizen in (world.ella, world.karl, world.nora):
        Alert.objects.create(citizen=citizen, kind=Alert.Kind.DOG, text="Hund")
        ProposedVisit.objects.create(proposal=proposal, visit=make_visit(citizen, TODAY))
    relation(world.henrik, world.nora)
    for user in cast:
        listed = set(model.objects.visible_to(user).values_list("pk", flat=True))
        single = {pk for pk in model.objects.values_list("pk", flat=True) if opens(user, model, pk)}
        assert listed == single, user


def test_each_sees_what_is_hers(world: World, cast: list[User]) -> None:
    assert [seen_by(user) for user in cast] == [
        ["Ella Winther", "Karl Mortensen"],  # Mette, team
        ["Ella Winther", "Karl Mortensen"],  # Christina, team
        ["Ella Winther", "Karl Mortensen", "Nora Bech"],  # Søren, section
        ["Ella Winther", "Karl Mortensen", "Nora Bech"],  # Lene, section
        ["Ella Winther"],  # Ali, visit
        ["Karl Mortensen", "Nora Bech"],  # Tove, team and a question
        [],  # Birgit, head
        [],  # Henrik, administrator
        [],  # Fie, who left yesterday, whatever her relation says
        ["Ella Winther"],  # Ella herself
        [],  # nobody
    ]


def test_nobody_is_shown_twice(world: World) -> None:
    relation(world.mette, world.ella)
    relation(world.mette, world.ella)
    assert seen_by(world.mette) == ["Ella Winther", "Karl Mortensen"]


# --- at a time ---


def test_a_former_member_sees_the_team_until_her_last_day(world: World, at: Callable[[str], None]) -> None:
    fie = make_employee("Fie Bruun", Role.TEAM_MEMBER, team=world.aaparken, ends_on=TODAY)
    assert seen_by(fie) == ["Ella Winther", "Karl Mortensen"]
    at("2026-11-23 23:59")
    assert seen_by(fie) == ["Ella Winther", "Karl Mortensen"]
    at("2026-11-24 00:01")
    assert seen_by(fie) == []
    assert seen_by(fie, at="2026-11-23 12:00") == ["Ella Winther", "Karl Mortensen"]


def test_a_new_member_sees_nothing_before_her_first_day(world: World) -> None:
    fie = make_employee("Fie Bruun", Role.TEAM_MEMBER, team=world.aaparken, starts_on=TODAY + timedelta(days=1))
    assert seen_by(fie) == []
    assert seen_by(fie, at="2026-11-24 00:01") == ["Ella Winther", "Karl Mortensen"]


def test_who_moved_sees_the_new_team_and_not_the_old(world: World) -> None:
    Membership.objects.filter(employee=world.tove.employee).update(ends_on=TODAY - timedelta(days=1))
    Membership.objects.create(employee=world.tove.employee, role=Role.TEAM_MEMBER, team=world.aaparken, starts_on=TODAY)
    assert seen_by(world.tove) == ["Ella Winther", "Karl Mortensen"]
    assert seen_by(world.tove, at="2026-11-22 12:00") == ["Nora Bech"]


def test_a_substitute_sees_the_citizen_until_the_relation_ends(world: World, at: Callable[[str], None]) -> None:
    assert seen_by(world.ali) == []
    relation(world.ali, world.ella, hours=1)
    assert seen_by(world.ali) == ["Ella Winther"]
    at("2026-11-23 15:49")
    assert seen_by(world.ali) == ["Ella Winther"]
    at("2026-11-23 15:51")
    assert seen_by(world.ali) == []
    assert seen_by(world.ali, at="2026-11-23 13:49") == []


def test_a_sign_in_that_was_closed_sees_nothing(world: World) -> None:
    world.mette.is_active = False
    assert seen_by(world.mette) == []


def test_a_section_role_follows_a_new_team(world: World) -> None:
    make_citizen("Ib Krog", make_team("Team Skoven", world.east))
    assert "Ib Krog" in seen_by(world.soeren)


# --- on what basis ---


def test_the_basis_is_known_for_each_citizen_in_one_query(world: World) -> None:
    asked = relation(world.tove, world.karl, CareRelation.Kind.QUESTION)
    later = relation(world.tove, world.karl, CareRelation.Kind.CONFERENCE)
    assert later.pk > asked.pk
    everyone = [world.ella.pk, world.karl.pk, world.nora.pk]
    now = timezone.now()
    for user in (world.mette, world.soeren, world.tove):
        user.memberships_at(now)
        user.teams_in_sight(now)
    with CaptureQueriesContext(connection) as queries:
        by_tove = basis_of(world.tove, everyone, now)
    assert len(queries) == 1
    assert by_tove == {world.karl.pk: f"relation {later.pk}", world.nora.pk: "team"}
    assert basis_of(world.mette, everyone, now) == {world.ella.pk: "team", world.karl.pk: "team"}
    assert set(basis_of(world.soeren, everyone, now).values()) == {"section"}
    assert basis_of(world.ella.user, everyone, now) == {world.ella.pk: "own"}
    assert basis_of(world.henrik, everyone, now) == {}
    assert basis_of(world.henrik, [], now) == {}


def test_a_relation_is_no_basis_for_who_left(world: World) -> None:
    fie = make_employee("Fie Bruun", Role.TEAM_MEMBER, team=world.aaparken, ends_on=TODAY - timedelta(days=1))
    relation(fie, world.ella)
    assert basis_of(fie, [world.ella.pk], timezone.now()) == {}


# --- the look is recorded ---


def look(user: User | AnonymousUser, *rows: object, status: int = 200) -> None:
    """A page that shows rows to the user and answers with `status`."""

    def view(request: HttpRequest) -> HttpResponse:
        remember(request, rows)  # type: ignore[arg-type]
        return HttpResponse(status=status)

    SeenMiddleware(view)(request_of(user))


def recorded() -> Iterator[tuple[str, str]]:
    """Citizens of the last look by name, with the basis."""
    rows = EventCitizen.objects.filter(event_id=Event.objects.get(verb=SEEN).pk)
    return ((Citizen.objects.get(pk=row.citizen_id).name, row.basis) for row in rows)


def test_one_event_a_page_names_those_it_showed(world: World) -> None:
    visit = make_visit(world.karl, TODAY)
    look(world.mette, world.ella, world.ella, visit, visit, world.aaparken)
    event = Event.objects.get()
    assert (event.verb, event.actor_id, event.role, event.profession) == (
        SEEN,
        world.mette.pk,
        "team_member",
        "care_assistant",
    )
    assert (event.team_id, event.subject_kind, event.page) == (world.aaparken.pk, "", "")
    assert list(recorded()) == [("Ella Winther", "team"), ("Karl Mortensen", "team")]


@pytest.mark.parametrize(
    ("status", "is_recorded"), [(200, True), (422, True), (302, False), (403, False), (404, False), (500, False)]
)
def test_only_what_was_shown_is_recorded(world: World, status: int, is_recorded: bool) -> None:
    look(world.mette, world.ella, status=status)
    assert Event.objects.exists() == is_recorded


def test_a_page_without_citizens_leaves_no_trace(world: World) -> None:
    look(world.mette, world.aaparken)
    look(AnonymousUser(), world.ella)
    assert not Event.objects.exists()


def test_a_list_is_recorded_as_it_is_shown(world: World) -> None:
    request = request_of(world.mette)
    shown = show(request, Citizen.objects.visible_to(world.mette))
    assert shown == [world.ella, world.karl]
    assert request.citizens_seen == {world.ella.pk, world.karl.pk}


def test_the_citizen_of_a_row_is_known_without_a_query(world: World) -> None:
    visit = make_visit(world.ella, TODAY)
    proposal = Proposal.objects.create(team=world.aaparken, monday=TODAY, number=1)
    proposed = ProposedVisit.objects.create(proposal=proposal, visit=visit)
    with CaptureQueriesContext(connection) as queries:
        assert [citizen_of(world.ella), citizen_of(visit), citizen_of(proposed)] == [world.ella.pk] * 3
        assert citizen_of(world.organisation) is None
        assert citizen_of(Event()) is None
    assert len(queries) == 0


def test_the_name_of_the_page_is_recorded(world: World, login: Callable[[User], Client]) -> None:
    login(world.mette).get(f"/borgere/{world.ella.pk}/log/")
    assert Event.objects.get(verb=SEEN).page == "citizen_log"


def test_a_row_that_is_not_there_looks_like_one_that_is_not_seen(world: World) -> None:
    assert not opens(world.tove, Citizen, world.ella.pk)
    assert not opens(world.tove, Citizen, 0)
    assert opens(world.tove, Citizen, world.nora.pk)


def test_a_narrower_query_narrows(world: World) -> None:
    nobody = Citizen.objects.filter(name="Karl Mortensen")
    with pytest.raises(Http404):
        get_visible(request_of(world.mette), Citizen, queryset=nobody, pk=world.ella.pk)


def test_a_stranger_sees_nothing_by_any_path() -> None:
    assert str(sees_citizen(AnonymousUser(), "visit__citizen")) == "(AND: ('pk__in', []))"


# --- a refusal becomes a page ---


def test_other_mistakes_are_not_taken_for_refusals() -> None:
    middleware = RefusalMiddleware(lambda _request: HttpResponse())
    assert middleware.process_exception(RequestFactory().get("/"), ValueError()) is None
    assert middleware(RequestFactory().get("/")).status_code == 200
