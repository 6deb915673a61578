"""National codes in a list: they say who somebody is, and are never kept, not even while the list waits."""

import base64
import io
from datetime import date

import pytest
from openpyxl import Workbook

from kurss.journal.models import Entry
from kurss.people.codes import find, keep_code, rotate
from kurss.people.importing.columns import Field
from kurss.people.importing.lists import choose_columns, confirm, plan_of, upload
from kurss.people.importing.refusals import RowsWrong
from kurss.people.models import Identity, NationalCode, PeopleList, Person
from kurss.people.permissions import Role
from kurss.people.queries import unattended
from kurss.people.tests.city import MOMENT, account, child
from kurss.people.tests.household import BORN, CODE, NEWER

pytestmark = pytest.mark.django_db

HEAD = "Vārds;Uzvārds;Dzimšanas datums;Personas kods\n"
WRITTEN = f"{CODE[:6]}-{CODE[6:]}"


def line(name: str) -> str:
    return f"{name}:{base64.b64encode(name[0].encode() * 32).decode()}"


@pytest.fixture(autouse=True)
def key(settings):
    settings.KURSS_CODE_KEYS = line("a")


@pytest.fixture
def registrar():
    return account("registrar", Role.REGISTRAR)


def uploaded(text: str | bytes, by) -> PeopleList:
    content = text if isinstance(text, bytes) else text.encode()
    return upload(name="skola.csv", content=content, source="1. vidusskola", by=by, at=MOMENT)


def imported(text: str | bytes, by) -> PeopleList:
    made = uploaded(text, by)
    return confirm(people_list=made, looked_at=plan_of(made, at=MOMENT).digest(), by=by, at=MOMENT)


def faults(made: PeopleList) -> list[tuple]:
    return [(one.row, one.column, one.value, one.remedy) for one in plan_of(made, at=MOMENT).faults]


def kept(made: PeopleList) -> bytes:
    made.refresh_from_db()
    return bytes(made.content)


def test_a_code_of_a_list_is_recognised_afterwards(registrar):
    imported(f"{HEAD}Anna;Bērziņa;{BORN:%d.%m.%Y};{WRITTEN}\n", registrar)
    (anna,) = find(CODE)
    assert anna.known.name == "Anna Bērziņa"
    assert Entry.objects.filter(act="people.keep_code", key=str(anna.pk)).exists()


@pytest.mark.parametrize("heading", ["Personas kods", "PK (no žurnāla)"])
@pytest.mark.parametrize("encoding", ["utf-8", "windows-1257"])
def test_no_code_waits_with_its_list_whatever_the_column_is_called(registrar, heading, encoding):
    text = f"Vārds;Uzvārds;{heading}\nAnna;Bērziņa;{WRITTEN}\n\nJuris;Kalns;{NEWER}\n"
    made = uploaded(text.encode(encoding), registrar)
    for digits in (CODE, WRITTEN, NEWER):
        assert digits.encode() not in kept(made)
    assert "Bērziņa".encode(encoding) in kept(made)
    assert [entry.row for entry in plan_of(made, at=MOMENT).new] == [2, 4]


def test_a_mistyped_code_does_not_wait_either(registrar):
    made = uploaded(f"{HEAD}Anna;Bērziņa;;{CODE[:-1]}9\n", registrar)
    assert CODE[:-1].encode() not in kept(made)
    ((row, column, value, remedy),) = faults(made)
    assert (row, column, value) == (2, "Personas kods", "")
    assert "wrong last digit" in remedy


def test_a_column_that_is_chosen_later_is_sealed_then(registrar):
    made = uploaded(
        f"Vārds;Uzvārds;Piezīme\nAnna;Bērziņa;{WRITTEN}\nJuris;Kalns;nav\nZane;Liepa;nav\n", registrar
    )
    choose_columns(
        people_list=made,
        fields=[Field.GIVEN_NAME, Field.FAMILY_NAME, Field.CODE],
        by=registrar,
        at=MOMENT,
    )
    assert WRITTEN.encode() not in kept(made)
    assert [(row, "no personal code" in remedy) for row, _column, _value, remedy in faults(made)] == [
        (3, True),
        (4, True),
    ]
    with pytest.raises(RowsWrong):
        confirm(people_list=made, looked_at="", by=registrar, at=MOMENT)
    assert not Person.objects.exists()


def test_a_workbook_is_sealed_as_a_text_is(registrar):
    book = Workbook()
    book.active.append(["Vārds", "Uzvārds", "Dzimšanas datums", "Personas kods"])
    book.active.append(["Anna", "Bērziņa", BORN, WRITTEN])
    stream = io.BytesIO()
    book.save(stream)
    made = uploaded(stream.getvalue(), registrar)
    assert WRITTEN.encode() not in kept(made)
    assert plan_of(made, at=MOMENT).new[0].said["birth_date"] == BORN


def test_a_code_says_who_somebody_is_when_the_name_has_changed(registrar):
    anna = child(given_name="Anna", family_name="Bērziņa", birth_date=BORN)
    keep_code(person=anna, code=CODE, by=registrar, at=MOMENT)
    done = imported(f"{HEAD}Anna;Kalniņa;{BORN:%d.%m.%Y};{WRITTEN}\n", registrar)
    assert (done.added, done.changed) == (0, 1)
    assert Identity.objects.get(person=anna).family_name == "Kalniņa"


def test_a_namesake_of_the_same_day_with_another_code_is_somebody_else(registrar):
    anna = child(given_name="Anna", family_name="Bērziņa", birth_date=BORN)
    keep_code(person=anna, code=CODE, by=registrar, at=MOMENT)
    assert imported(f"{HEAD}Anna;Bērziņa;{BORN:%d.%m.%Y};{NEWER}\n", registrar).added == 1


def test_a_code_is_learnt_of_somebody_who_is_known_by_name_once(registrar):
    anna = child(given_name="Anna", family_name="Bērziņa", birth_date=BORN)
    text = f"{HEAD}Anna;Bērziņa;{BORN:%d.%m.%Y};{WRITTEN}\n"
    done = imported(text, registrar)
    assert (done.added, done.changed) == (0, 1)
    assert [one.pk for one in find(CODE)] == [anna.pk]
    assert imported(text, registrar).unchanged == 1


def test_a_code_that_two_people_carry_is_decided_first(registrar):
    for name in ("Anna", "Anete"):
        keep_code(person=child(given_name=name, birth_date=BORN), code=CODE, by=registrar, at=MOMENT)
    made = uploaded(f"{HEAD}Annija;Bērziņa;;{WRITTEN}\n", registrar)
    assert "entered twice" in faults(made)[0][3]


def test_one_code_in_two_rows_is_one_person_and_refused(registrar):
    anna = child(given_name="Anna", birth_date=BORN)
    keep_code(person=anna, code=CODE, by=registrar, at=MOMENT)
    made = uploaded(f"{HEAD}Anna;Bērziņa;;{WRITTEN}\nAnnija;Kalna;;{CODE}\n", registrar)
    assert [row for row, *_rest in faults(made)] == [3]
    newcomers = uploaded(f"{HEAD}Zane;Liepa;;{NEWER}\nZanda;Liepa;;{NEWER}\n", registrar)
    assert [row for row, *_rest in faults(newcomers)] == [3]


def test_a_code_and_a_birth_date_that_differ_are_refused(registrar):
    made = uploaded(f"{HEAD}Anna;Bērziņa;{date(2011, 1, 1):%d.%m.%Y};{WRITTEN}\n", registrar)
    assert "another birth date" in faults(made)[0][3]


def test_keys_that_are_rotated_while_a_list_waits_change_nothing(registrar, settings):
    made = uploaded(f"{HEAD}Anna;Bērziņa;{BORN:%d.%m.%Y};{WRITTEN}\n", registrar)
    settings.KURSS_CODE_KEYS = ",".join([line("a"), line("b")])
    rotate(by=unattended(), at=MOMENT)
    confirm(people_list=made, looked_at=plan_of(made, at=MOMENT).digest(), by=registrar, at=MOMENT)
    assert find(CODE)
    assert NationalCode.objects.get().keys == "a b"


def test_a_site_without_keys_says_so_and_keeps_nothing(registrar, settings, tmp_path):
    settings.KURSS_CODE_KEYS, settings.KURSS_CODE_KEYS_FILE = "", str(tmp_path / "none")
    made = uploaded(f"{HEAD}Anna;Bērziņa;;{WRITTEN}\n", registrar)
    assert WRITTEN.encode() not in kept(made)
    assert "keeps no national codes" in faults(made)[0][3]


def test_a_registrar_finds_somebody_by_the_code_and_the_look_is_journalled(client, registrar):
    anna = child(given_name="Anna", birth_date=BORN)
    keep_code(person=anna, code=CODE, by=registrar, at=MOMENT)
    client.force_login(registrar)
    answer = client.post("/en/people/by-code/", {"code": WRITTEN})
    assert answer["location"] == f"/en/people/{anna.pk}/"
    assert "look" in " ".join(Entry.objects.filter(key=str(anna.pk)).values_list("act", flat=True))
    for code, said in (
        (NEWER, "Nobody in the register has this personal code"),
        (CODE[:-1] + "9", "wrong last digit"),
        ("", "Write the personal code"),
    ):
        text = client.post("/en/people/by-code/", {"code": code}).content.decode()
        assert said in text
        assert "There is a problem" in text
