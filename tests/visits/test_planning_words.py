"""What the referee says, as sentences; what a change costs, as phrases; why a visit stands where it does."""

from datetime import timedelta

import pytest

from handlekraft.access.permissions import Role
from handlekraft.demo.makers import at_clock, make_employee, make_help, make_shift, make_visit
from handlekraft.demo.world import World
from handlekraft.people.models import Competence, EmployeeCompetence
from handlekraft.rosters.models import ProtectedTime
from handlekraft.visits.models import Visit
from handlekraft.visits.planning.judging import Standing, judge_slot
from handlekraft.visits.planning.reasons import reasons_for
from handlekraft.visits.planning.rows import Rows, Slot
from handlekraft.visits.planning.words import PHRASES, SENTENCES, in_one_line, sentence
from handlekraft_engine.visits.plan import Charge, Hard, Priced, Soft, Violation
from tests.visits.drawing import TUESDAY, Day, drawn, make_day, rows_of, slot, usual


@pytest.fixture
def day(world: World) -> Day:
    return make_day(world)


def broken(day: Day, visit: Visit, wanted: Slot, rows: Rows | None = None) -> list[str]:
    rows = rows or rows_of(usual(day))
    return judge_slot(rows, rows.visit[visit.pk], wanted).broken


def test_every_rule_has_a_sentence_and_every_charge_a_phrase() -> None:
    assert set(SENTENCES) == set(Hard)
    assert set(PHRASES) == set(Soft)


def test_a_move_that_breaks_nothing_says_what_it_costs(day: Day) -> None:
    rows = rows_of(usual(day))
    judged = judge_slot(rows, rows.visit[day.noon.pk], slot(day.samira, "12:30"))
    assert judged.broken == []
    assert judged.in_one_line == "+ 30 min ventetid"
    assert judged.points == 60


def test_a_time_outside_the_agreed_window(day: Day) -> None:
    assert broken(day, day.noon, slot(day.samira, "10:50")) == [
        "Karl har aftalt besøg 11.00–14.00. Det er 10 min uden for."
    ]


def test_a_carer_who_is_not_at_work_then(day: Day) -> None:
    assert broken(day, day.noon, slot(day.world.mette, "12:00")) == ["Mette er ikke på arbejde på det tidspunkt."]


def test_a_shift_that_is_a_little_too_short(day: Day) -> None:
    late = make_visit(day.world.karl, TUESDAY, None, window="14:00-16:00", minutes=30)
    assert broken(day, late, slot(day.samira, "14:50"))[0].startswith("Samira har ikke vagt til besøget hos Karl:")


def test_a_competence_that_is_missing_or_does_not_hold_that_day(day: Day) -> None:
    medicine = Competence.objects.get(name="Medicin")
    day.noon.competences.add(medicine)
    words = "Samira mangler Medicin til besøget hos Karl."
    assert broken(day, day.noon, slot(day.samira, "12:30"), rows_of(drawn(day))) == [words]
    EmployeeCompetence.objects.create(
        employee=day.samira.employee, competence=medicine, starts_on=TUESDAY + timedelta(days=1)
    )
    words = "Kompetencen til besøget hos Karl gælder ikke den dag for Samira."
    assert broken(day, day.noon, slot(day.samira, "12:30"), rows_of(drawn(day))) == [words]


def test_two_visits_at_once(day: Day) -> None:
    make_shift(day.world.ali, TUESDAY, "07:00-15:00", team=day.world.aaparken)
    also = make_visit(day.world.karl, TUESDAY, None, window="08:00-14:00", minutes=30)
    found = broken(day, also, slot(day.samira, "08:40"))
    assert found[0].startswith("Samira når ikke frem til Karl: der mangler ")
    assert found[0].endswith("efter Ella.")


def test_protected_time_and_breaks(day: Day) -> None:
    ProtectedTime.objects.create(
        employee=day.samira.employee,
        kind=ProtectedTime.Kind.RECHARGE,
        starts_at=at_clock(TUESDAY, "13:00"),
        ends_at=at_clock(TUESDAY, "13:20"),
    )
    assert "Samira har møde, kursus eller opladning: " in broken(day, day.noon, slot(day.samira, "12:55"))[0]


def test_an_order_that_was_agreed(day: Day) -> None:
    first = make_help(day.world.ella, "Morgen", window="08:00-10:00")
    second = make_help(day.world.ella, "Sengetid", window="19:00-22:00", after=first, gap_minutes=600, gap_at_most=700)
    Visit.objects.filter(pk=day.morning.pk).update(help=first)
    Visit.objects.filter(pk=day.evening.pk).update(help=second)
    assert broken(day, day.evening, slot(day.world.mette, "21:00")) == [
        "Afstanden mellem besøgene hos Ella passer ikke: 50 min forkert."
    ]


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ((Hard.STRUCTURE, 0), "Besøget hos Karl er ikke sat rigtigt ind i planen."),
        ((Hard.SAME_CARER, 0), "Der skal to forskellige medarbejdere til hos Karl."),
        ((Hard.LOCK, 0), "Besøget hos Karl er låst."),
        ((Hard.FROZEN, 0), "Besøget hos Karl er begyndt eller givet og kan ikke flyttes."),
        ((Hard.PAST, 5), "Tidspunktet hos Karl er passeret."),
        ((Hard.BREAK, 10), "Samira mangler 10 min til sin pause ved besøget hos Karl."),
        ((Hard.TOGETHER, 0), "Medarbejderne ved de to besøg hos Karl passer ikke sammen."),
        ((Hard.OVERLAP, 0), "Karl har to besøg på én gang."),
        ((Hard.CAPACITY, 3), "Samira kan ikke have mere med på vagten."),
        ((Hard.SHIFT, 0), "Samira er ikke på arbejde på det tidspunkt."),
        ((Hard.TRAVEL, 5), "Samira når ikke frem til Karl: der mangler 5 min efter det forrige."),
    ],
)
def test_the_other_rules_have_their_words(day: Day, fault: tuple[Hard, int], words: str) -> None:
    rows = rows_of(usual(day))
    found = Violation(fault[0], str(day.noon.pk), str(day.samira.employee.pk), fault[1])
    assert sentence(rows, found) == words


def test_what_was_broken_before_does_not_refuse_what_mends_it(day: Day) -> None:
    crooked = drawn(day, morning=(day.samira, "08:30"), noon=(day.samira, "10:00"), evening=(day.world.mette, "20:00"))
    assert len(Standing(rows_of(crooked)).faults) == 1
    assert broken(day, day.noon, slot(day.samira, "10:50"), rows_of(crooked)) == [], "nearer than before"
    assert broken(day, day.noon, slot(day.samira, "09:50"), rows_of(crooked)) != []


def test_a_change_in_words_with_its_sign() -> None:
    def charges(**quantities: int) -> Priced:
        return Priced(
            tuple(Charge(rule, quantities.get(rule.name, 0), 10 * quantities.get(rule.name, 0)) for rule in Soft)
        )

    assert in_one_line(charges()) == "Koster ikke noget ekstra."
    assert in_one_line(charges(TRAVEL=9, NEW_FACE=1)) == "+ 9 min transport, + 1 nyt ansigt"
    assert in_one_line(charges(LATE=-12, UNCOVERED=-2)) == "− 12 min efter ønsket tid, − 2 besøg ikke dækket"
    several = charges(EARLY=5, OVERTIME=4, FACE=3, NOT_PREFERRED=2, UNWANTED=1, CHANGED_CARER=1, MOVED=1, WAITING=1)
    assert in_one_line(several) == "+ 5 min før ønsket tid, + 4 min over tid, + 3 ansigter i ugen"
    assert {phrase(2) for phrase in PHRASES.values()} == {
        "2 min transport", "2 min ventetid", "2 min før ønsket tid", "2 min efter ønsket tid", "2 min over tid",
        "2 ansigter i ugen", "2 nye ansigter", "2 besøg uden den faste", "2 fravalgte medarbejdere",
        "2 besøg ikke dækket", "2 besøg med en anden end meldt ud", "2 min væk fra den udmeldte tid",
        "2 besøg på en anden tid end meldt ud", "2 min som den største forsinkelse",
        "2 min ud over en ligelig fordeling", "2 min som den længste ledige tid", "2 pauser ikke holdt",
        "2 min forskel i faste tider", "2 ekstra ansigter på en halv dag", "2 vagter taget i brug",
    }  # fmt: skip


def reasons(day: Day, visit: Visit, rows: Rows | None = None) -> list[str]:
    rows = rows or rows_of(usual(day))
    return reasons_for(rows, rows.visit[visit.pk]).sentences


def test_why_says_how_well_the_two_know_each_other(day: Day) -> None:
    assert reasons(day, day.evening) == ["Mette er fast kontakt for Ella."]
    assert reasons(day, day.noon) == ["Samira er et nyt ansigt for Karl."]
    day.world.karl.known_faces.create(employee=day.samira.employee)
    assert reasons(day, day.noon) == ["Samira hører til de kendte ansigter hos Karl."]
    for days in (3, 5):
        make_visit(day.world.karl, TUESDAY - timedelta(days=days), carer=day.samira, status=Visit.Status.DONE)
    assert reasons(day, day.noon) == ["Samira har været hos Karl 2 gange de seneste fire uger."]


def test_why_says_what_keeps_the_primary_contact_away(day: Day) -> None:
    assert reasons(day, day.morning)[1:] == [
        "Mette er fast kontakt for Ella, men: Mette er ikke på arbejde på det tidspunkt."
    ]
    day.world.mette.employee.shifts.all().delete()
    make_shift(day.world.mette, TUESDAY + timedelta(days=1))
    drawing = drawn(day, morning=(day.samira, "08:30"))
    assert reasons(day, day.morning, rows_of(drawing))[1:] == [
        "Mette er fast kontakt for Ella, men er ikke på arbejde den dag."
    ]
    make_shift(day.world.mette, TUESDAY)
    assert reasons(day, day.morning, rows_of(drawing))[1:] == [
        "Mette er fast kontakt for Ella, men så blev dagen dyrere for andre."
    ]


def test_the_primary_contact_is_found_among_several_who_cannot(day: Day) -> None:
    day.world.karl.primary_contact = day.world.ali.employee
    day.world.karl.save()
    make_shift(day.world.ali, TUESDAY, "15:00-23:30", team=day.world.aaparken)
    assert reasons(day, day.noon)[1:] == ["Ali er fast kontakt for Karl, men: Ali er ikke på arbejde på det tidspunkt."]


def test_a_lock_is_no_reason_of_its_own_but_is_said(day: Day) -> None:
    plan = usual(day)
    plan.proposed_visits.update(is_locked=True)
    assert reasons(day, day.evening, rows_of(plan))[-1] == "Teamet har låst besøget."


def test_alternatives_have_a_price_and_the_others_the_first_rule_they_break(day: Day) -> None:
    make_shift(day.world.ali, TUESDAY, "07:00-15:00", team=day.world.aaparken)
    rows = rows_of(usual(day))
    found = reasons_for(rows, rows.visit[day.noon.pk])
    assert "Ali" in {one.who for one in found.possible}
    assert all(one.price and not one.broken for one in found.possible)
    assert [one.refusal for one in found.impossible] == ["Mette er ikke på arbejde på det tidspunkt."]
    found = reasons_for(rows, rows.visit[day.morning.pk])
    day.morning.competences.add(Competence.objects.get(name="Medicin"))
    EmployeeCompetence.objects.create(
        employee=day.samira.employee, competence=Competence.objects.get(name="Medicin"), starts_on=TUESDAY
    )
    rows = rows_of(usual(day))
    refusals = {one.refusal for one in reasons_for(rows, rows.visit[day.morning.pk]).impossible}
    assert "Ali mangler Medicin til besøget hos Ella." in refusals


def test_an_uncovered_visit_shows_who_could_come_or_that_nobody_can(day: Day) -> None:
    rows = rows_of(drawn(day, morning=(day.samira, "08:30")))
    found = reasons_for(rows, rows.visit[day.noon.pk])
    assert found.sentences == ["Ingen kommer endnu, men det kan lade sig gøre."]
    assert [one.who for one in found.possible] == ["Samira"]
    early = make_visit(day.world.karl, TUESDAY, None, window="05:00-06:00", minutes=30)
    rows = rows_of(drawn(day, morning=(day.samira, "08:30")))
    found = reasons_for(rows, rows.visit[early.pk])
    assert found.sentences[0].startswith("Ingen, der er på arbejde, kan komme")
    assert found.possible == []
    assert {one.who for one in found.impossible} == {"Samira", "Mette"}


def test_somebody_who_only_works_on_another_day_needs_no_reason(day: Day) -> None:
    jonas = make_employee("Jonas Holm", Role.TEAM_MEMBER, team=day.world.aaparken)
    make_shift(jonas, TUESDAY + timedelta(days=1))
    rows = rows_of(usual(day))
    assert "Jonas" not in {one.who for one in reasons_for(rows, rows.visit[day.noon.pk]).impossible}
