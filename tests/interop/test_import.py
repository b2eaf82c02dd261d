"""Real input from files: all of it, or nothing and every fault by file, row and column."""

from collections.abc import Callable
from datetime import date, time
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from handlekraft.access.permissions import Permission
from handlekraft.audit.models import Event, EventCitizen
from handlekraft.citizens.models import AgreedHelp, Citizen
from handlekraft.demo.makers import local, make_help, make_shift
from handlekraft.demo.world import World
from handlekraft.interop.actions import Faulty, import_tables
from handlekraft.interop.files import Sheet, Unreadable, as_text, read_file, read_folder, write_workbook
from handlekraft.people.models import Competence, Employee, Organisation
from handlekraft.rosters.models import Shift

EMPLOYEES = """nummer;navn;faggruppe;transport;timer om ugen;telefon;mail;team;rolle;fra;kompetencer
101;Jonas Mark;Ergo;cykel;32:00;11 22 33 44;jonas@example.org;team åparken;teammedlem;1.1.2026;Medicin, Sårpleje
102;Fatima Yildiz;Social- og sundhedsassistent;bil;37:00;;;Team Åparken;;1.1.2026;
"""
CITIZENS = """nummer;navn;cpr;adresse;team;telefon;breddegrad;længdegrad;beskyttet;kontaktperson;kendte ansigter;vigtigt
B-1;Ruth Aagaard;7105380012;Møllevej 3;Team Åparken;;55,641;12,081;nej;101;101, 102;At jeg kommer ud hver dag
B-2;Kaj Holm;;Møllevej 5;Team Åparken;;;;ja;;;
"""
HELP = """nummer;borger;titel;dage;hver uge;minutter;tidligst;senest;ønsket fra;ønsket til;fast tid;to medarbejdere;\
kompetencer;helst;ikke;efter;mindste afstand;længste afstand;vigtighed;tekst;fra;til
H-1;B-1;Morgen;alle;;30;7.00;10.00;8.00;9.00;;nej;;101;102;;;;samme dag;Kaffe;1.1.2026;
H-2;B-1;Medicin;ma on fr;1;15;7.00;23.30;;;;;Medicin;;;H-1;6 t;;må aldrig udgå;;1.1.2026;
H-3;B-2;Bad;ti og to;2;45;9.00;12.00;;;10.00;ja;;;;;;;;;1.1.2026;31.12.2027
"""
SHIFTS = """nummer;medarbejder;team;dato;start;slut
V-1;101;Team Åparken;30.11.2026;7.00;15.00
;102;Team Åparken;30.11.2026;15.00;0.30
"""
FILES = {"medarbejdere.csv": EMPLOYEES, "borgere.csv": CITIZENS, "hjælp.csv": HELP, "vagter.csv": SHIFTS}


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    def write(**changed: str) -> Path:
        for name, content in FILES.items():
            (tmp_path / name).write_text(changed.get(name.split(".")[0], content), encoding="utf-8-sig")
        (tmp_path / "læsmig.txt").write_text("passes over")
        return tmp_path

    return write


def test_a_folder_becomes_a_team_with_citizens_help_and_shifts(
    world: World, folder: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("import", str(folder()))
    jonas, fatima = Employee.objects.get(external_id="101"), Employee.objects.get(external_id="102")
    ruth = Citizen.objects.get(external_id="B-1")
    assert (jonas.profession, jonas.travel_mode, jonas.weekly_minutes) == (None, "bicycle", 1920) or jonas.profession
    assert sorted(c.name for c in jonas.competences.all()) == ["Medicin", "Sårpleje"]
    assert fatima.memberships.get().team == world.aaparken
    assert (ruth.born_on, ruth.lat, ruth.primary_contact) == (date(1938, 5, 11), 55.641, jonas)
    assert [face.employee for face in ruth.known_faces.all()] == [jonas, fatima]
    assert ruth.what_matters.get().words == "At jeg kommer ud hver dag"
    morning, medicine, bath = AgreedHelp.objects.filter(external_id__startswith="H-").order_by("external_id")
    assert (morning.weekdays, morning.wished_from, list(morning.preferred.all())) == ("1234567", time(8), [jonas])
    assert (medicine.weekdays, medicine.after, medicine.gap_minutes, medicine.priority) == ("135", morning, 360, 3)
    assert (bath.weekdays, bath.every_weeks, bath.carers_needed, bath.fixed_start) == ("24", 2, 2, time(10))
    late = Shift.objects.get(employee=fatima)
    assert (late.starts_at, late.ends_at) == (local("2026-11-30 15:00"), local("2026-12-01 00:30"))
    assert "borgere: 2 nye, 0 rettede, 0 uændrede" in capsys.readouterr().out
    assert Event.objects.filter(verb="files imported").count() == 1


def test_the_same_files_again_change_nothing_and_changed_rows_are_brought_up_to_date(
    world: World, folder: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("import", str(folder()))
    capsys.readouterr()
    call_command("import", str(folder()))
    assert (
        "medarbejdere: 0 nye, 0 rettede, 2 uændrede\nborgere: 0 nye, 0 rettede, 2 uændrede" in capsys.readouterr().out
    )
    call_command(
        "import",
        str(
            folder(
                medarbejdere=EMPLOYEES.replace("32:00", "30:00").replace(";1.1.2026;\n", ";1.1.2026;Sårpleje\n"),
                borgere=CITIZENS.replace("Møllevej 5;Team Åparken", "Havnegade 1;Team Havnen").replace(
                    "hver dag", "i haven"
                ),
                hjælp=HELP.replace("Morgen;alle;;30", "Morgen;alle;;40"),
                vagter=SHIFTS.replace("7.00;15.00", "8.00;15.00"),
            )
        ),
    )
    out = capsys.readouterr().out
    assert "medarbejdere: 0 nye, 2 rettede, 0 uændrede" in out
    assert "borgere: 0 nye, 2 rettede, 0 uændrede" in out
    assert "hjælp: 0 nye, 1 rettede, 2 uændrede" in out
    assert "vagter: 0 nye, 1 rettede, 1 uændrede" in out
    kaj = Citizen.objects.get(external_id="B-2")
    assert (kaj.team, kaj.address) == (world.havnen, "Havnegade 1")
    assert AgreedHelp.objects.get(external_id="H-1").minutes == 40
    assert AgreedHelp.objects.filter(citizen__external_id="B-1", title="Morgen").count() == 2


def test_every_fault_is_named_and_nothing_is_kept(world: World, folder: Callable[..., Path]) -> None:
    employees = EMPLOYEES + "103;;;hest;meget;;;Team Ukendt;konge;i går;\n101;Jonas Mark;Troldmand;;;;;;;;\n"
    citizens = CITIZENS + "B-3;Ib;123;Vej 1;Team Havnen;;100;x;måske;999;;\nB-4;Eva;;Vej 2;Team Havnen;;;;;101;;\n"
    helps = HELP + "H-9;B-9;X;man;9;30;7;8\nH-8;B-1;X;søn xx;1;5 t;7;8\n"
    helps += "H-7;B-1;X;ma;1;300;7.00;8.00\nH-6;B-9;X;ma;1;30;7;8"
    helps += f"\nH-5;B-1;{'X' * 81};ma;1;30;7;8"
    with pytest.raises(CommandError) as refused:
        call_command("import", str(folder(medarbejdere=employees, borgere=citizens, hjælp=helps)))
    told = str(refused.value)
    for sentence in (
        "medarbejdere.csv, række 4, kolonne “navn”: Feltet skal udfyldes.",
        "medarbejdere.csv, række 4, kolonne “transport”: “hest”: skal være en af:",
        "medarbejdere.csv, række 4, kolonne “rolle”",
        "medarbejdere.csv, række 5, kolonne “faggruppe”: “Troldmand” findes ikke.",
        "borgere.csv, række 4, kolonne “cpr”",
        "borgere.csv, række 4, kolonne “breddegrad”: “100”: ligger ikke i Danmark",
        "borgere.csv, række 4, kolonne “længdegrad”: “x”: skal være et tal",
        "borgere.csv, række 4, kolonne “beskyttet”: “måske”: skal være ja eller nej",
        "borgere.csv, række 5: Jonas Mark er ikke i Team Havnen.",
        "hjælp.csv, række 5, kolonne “hver uge”: “9”: skal være et helt tal fra 1 til 4",
        "hjælp.csv, række 6, kolonne “dage”: “søn xx”: “xx” er ikke en ugedag.",
        "hjælp.csv, række 7: Et besøg på 5 t kan ikke være i tidsrummet 07.00–08.00.",
        "hjælp.csv, række 8, kolonne “borger”: “B-9” findes ikke.",
        "er længere end 80 tegn",
        "Intet er gemt.",
    ):
        assert sentence in told
    assert not Employee.objects.filter(external_id="101").exists()
    assert not Event.objects.filter(verb="files imported").exists()


def test_unknown_and_missing_columns_and_tables_are_named(world: World, folder: Callable[..., Path]) -> None:
    place = folder(borgere="nummer;navn;hund\nB-1;Ruth;Fido\n", hjælp="", vagter="")
    (place / "katte.csv").write_text("navn\nMis\n")
    with pytest.raises(CommandError) as refused:
        call_command("import", str(place))
    told = str(refused.value)
    assert "borgere.csv, række 1, kolonne “hund”: Kolonnen kendes ikke." in told
    assert "borgere.csv, række 1, kolonne “adresse”: Kolonnen mangler." in told
    assert "katte.csv: Tabellen kendes ikke." in told


def test_numbers_that_belong_to_others_are_refused(world: World, folder: Callable[..., Path]) -> None:
    call_command("import", str(folder()))
    helps = HELP.replace("H-3;B-2", "H-3;B-1")
    shifts = SHIFTS.replace("V-1;101", "V-1;102")
    with pytest.raises(CommandError, match=r"(?s)anden borger.*anden medarbejder"):
        call_command("import", str(folder(hjælp=helps, vagter=shifts)))


def test_a_competence_needs_a_name_that_can_be_one(world: World, folder: Callable[..., Path]) -> None:
    with pytest.raises(CommandError, match="kan ikke være navnet på en kompetence"):
        call_command("import", str(folder(medarbejdere=EMPLOYEES.replace("Sårpleje", "x" * 81))))


def test_a_folder_that_is_not_there_or_holds_nothing(world: World, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="findes ikke"):
        call_command("import", str(tmp_path / "væk"))
    with pytest.raises(CommandError, match="ingen tabeller"):
        call_command("import", str(tmp_path))


@pytest.mark.django_db
def test_an_installation_must_be_set_up_first(folder: Callable[..., Path]) -> None:
    with pytest.raises(CommandError, match="handlekraft setup"):
        call_command("import", str(folder()))


def upload(name: str, content: str | bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def test_a_planner_takes_a_workbook_in_by_the_page(world: World, login) -> None:  # type: ignore[no-untyped-def]
    browser: Client = login(world.soeren)
    assert "Vælg" in browser.get("/indlaes/").text or browser.get("/indlaes/").status_code == 200
    rows = [line.split(";") for line in CITIZENS.replace(";101;101, 102;", ";;;").strip().splitlines()]
    book = write_workbook([("Borgere", rows), ("Tom", [])])
    answer = browser.post("/indlaes/", {"files": [upload("team.xlsx", book)]})
    assert (answer.status_code, "Filerne er indlæst" in answer.text) == (200, True)
    assert Citizen.objects.get(external_id="B-1").address == "Møllevej 3"
    wrong = browser.post("/indlaes/", {"files": [upload("borgere.csv", CITIZENS.replace("Kaj Holm", ""))]})
    assert wrong.status_code == 422
    assert "Det skal rettes i filerne" in wrong.text
    assert "Feltet skal udfyldes." in wrong.text


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("borgere.pdf", b"%PDF", "hverken CSV eller XLSX"),
        ("team.xlsx", b"PK nonsense", "ikke et regneark"),
        ("borgere.csv", b'nummer;navn\n"B-1;Ruth', "kan ikke læses som CSV"),
    ],
)
def test_files_that_are_no_tables_are_named(world: World, login, name: str, content: bytes, sentence: str) -> None:  # type: ignore[no-untyped-def]
    answer = login(world.soeren).post("/indlaes/", {"files": [upload(name, content)]})
    assert (answer.status_code, sentence in answer.text) == (422, True)


def test_no_file_is_a_fault_too(world: World, login) -> None:  # type: ignore[no-untyped-def]
    assert login(world.soeren).post("/indlaes/", {}).status_code == 422


def test_who_may_not_import_is_told(world: World, login) -> None:  # type: ignore[no-untyped-def]
    for person in (world.christina, world.ali, world.birgit):
        assert not person.holds(Permission.IMPORT_DATA)
        assert login(person).get("/indlaes/").status_code == 403
        assert login(person).post("/indlaes/", {}).status_code == 403


def test_the_template_can_be_read_back_and_holds_every_table(world: World, login) -> None:  # type: ignore[no-untyped-def]
    content = login(world.soeren).get("/indlaes/skabelon/").content
    sheets = read_file("skabelon.xlsx", BytesIO(content))
    assert [sheet.name for sheet in sheets] == ["medarbejdere", "borgere", "hjælp", "vagter"]
    assert sheets[1].rows[0][1][1] == "Ella Winther"


def test_a_row_without_permission_says_so(world: World, login) -> None:  # type: ignore[no-untyped-def]
    answer = login(world.henrik).post("/indlaes/", {"files": [upload("borgere.csv", CITIZENS)]})
    assert "Du må ikke oprette eller flytte borgere her." in answer.text


def test_old_files_and_other_delimiters_are_read() -> None:
    (sheet,) = read_file("borgere.csv", BytesIO("nummer,navn\nB-1,Åse\n\n".encode("cp1252")))
    assert sheet == Sheet("borgere", "borgere.csv", ("nummer", "navn"), ((2, ("B-1", "Åse")),))


def test_cells_of_spreadsheets_are_read_as_typed() -> None:
    from datetime import datetime

    assert as_text(datetime(2026, 11, 23)) == "23.11.2026"  # noqa: DTZ001 - spreadsheets know no zone
    assert as_text(datetime(2026, 11, 23, 7, 30)) == "23.11.2026 07:30"  # noqa: DTZ001
    assert as_text(date(2026, 11, 23)) == "23.11.2026"
    assert [as_text(value) for value in (time(7, 30), 30.0, 1.5, None, " x ")] == ["07:30", "30", "1.5", "", "x"]


def test_a_file_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handlekraft.interop.files.LARGEST", 3)
    with pytest.raises(Unreadable, match="for stor"):
        read_file("borgere.csv", BytesIO(b"nummer"))


def test_one_file_is_enough(tmp_path: Path) -> None:
    (tmp_path / "borgere.csv").write_text("nummer\nB-1\n")
    assert [sheet.name for sheet in read_folder(tmp_path / "borgere.csv")] == ["borgere"]


def test_the_organisation_is_the_house_the_import_belongs_to(world: World) -> None:
    assert Organisation.objects.get() == world.organisation
    assert Competence.objects.filter(name="Medicin").exists()


class TestGuesses:
    """A row about another team's citizen, help or shift says no, whether it guesses right or wrong."""

    @pytest.mark.parametrize("address", [None, "Anden vej 1"])
    def test_about_a_citizen(self, world: World, address: str | None) -> None:
        Citizen.objects.filter(pk=world.nora.pk).update(external_id="B-9")
        nora = Citizen.objects.get(pk=world.nora.pk)
        values = ("B-9", nora.name, address or nora.address, nora.phone, nora.team.name)
        assert refusal(world, "borgere", ("nummer", "navn", "adresse", "telefon", "team"), values) == [
            "x.csv, række 2: Du må ikke oprette eller flytte borgere her."
        ]

    @pytest.mark.parametrize("phone", ["12 34 56 78", "11 11 11 11"])
    def test_about_an_employee(self, world: World, phone: str) -> None:
        Employee.objects.filter(user=world.tove).update(external_id="900", email="", weekly_minutes=37 * 60)
        values = ("900", world.tove.employee.name, phone, "Sygeplejerske")
        assert refusal(world, "medarbejdere", ("nummer", "navn", "telefon", "faggruppe"), values) == [
            "x.csv, række 2: Du må ikke oprette og ændre medarbejdere her."
        ]

    @pytest.mark.parametrize(("minutes", "of"), [("30", "nora"), ("45", "nora"), ("30", "ella")])
    def test_about_help(self, world: World, minutes: str, of: str) -> None:
        make_help(world.nora, title="Bad", weekdays="1", minutes=30, window="07:00-11:00", external_id="H-9")
        Citizen.objects.filter(pk=getattr(world, of).pk).update(external_id="B-9")
        values = ("H-9", "B-9", "Bad", "ma", minutes, "7.00", "11.00")
        headings = ("nummer", "borger", "titel", "dage", "minutter", "tidligst", "senest")
        assert refusal(world, "hjælp", headings, values) == [
            "x.csv, række 2: Du må ikke aftale hjælp med borgeren her."
        ]

    @pytest.mark.parametrize(("number", "end"), [("V-9", "15.00"), ("V-9", "16.00"), ("", "15.00"), ("", "16.00")])
    def test_about_a_shift(self, world: World, number: str, end: str) -> None:
        make_shift(world.tove, date(2026, 11, 30), "07:00-15:00", team=world.havnen)
        Shift.objects.update(external_id=number)
        Employee.objects.filter(user=world.tove).update(external_id="900")
        values = (number, "900", world.havnen.name, "30.11.2026", "7.00", end)
        headings = ("nummer", "medarbejder", "team", "dato", "start", "slut")
        assert refusal(world, "vagter", headings, values) == ["x.csv, række 2: Du må ikke lægge vagter ind her."]

    def test_with_numbers(self, world: World) -> None:
        row = ("Ida", world.ella.cpr, "Åvej 3", world.aaparken.name)
        rows = tuple((2 + n, (f"B-{n}", *row)) for n in range(7))
        sheet = Sheet("borgere", "x.csv", ("nummer", "navn", "cpr", "adresse", "team"), rows)
        with pytest.raises(Faulty) as refused:
            import_tables(world.mette, world.organisation, sheets=[sheet])
        said = [fault.sentence for fault in refused.value.faults]
        assert ["for mange CPR-numre" in sentence for sentence in said] == [False] * 5 + [True] * 2
        tried = Event.objects.filter(verb="taken number tried")
        assert tried.count() == 7
        assert EventCitizen.objects.filter(event_id__in=tried.values("pk"), citizen_id=world.ella.pk).count() == 5


def refusal(world: World, table: str, headings: tuple[str, ...], values: tuple[str, ...]) -> list[str]:
    """What Mette of Åparken reads about one row."""
    with pytest.raises(Faulty) as refused:
        import_tables(world.mette, world.organisation, sheets=[Sheet(table, "x.csv", headings, ((2, values),))])
    return [str(fault) for fault in refused.value.faults]
