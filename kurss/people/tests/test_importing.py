"""Lists of people: read, looked through, and imported whole or not at all."""

import io
from datetime import date, timedelta

import pytest
from django.utils.translation import override
from openpyxl import Workbook

from kurss.journal.models import Detail, Entry
from kurss.people.duplicates.deciding import merge, put_side_by_side
from kurss.people.erasure import erase_identity
from kurss.people.importing.columns import Field, guessed
from kurss.people.importing.exporting import export
from kurss.people.importing.lists import choose_columns, confirm, expire_lists, give_up, plan_of, upload
from kurss.people.importing.refusals import (
    ChangedMeanwhile,
    ColumnsUnclear,
    ListEnded,
    RowsWrong,
    SourceMissing,
)
from kurss.people.models import ExternalKey, Gender, Identity, ListState, PeopleList, Person
from kurss.people.permissions import Role
from kurss.people.queries import in_latvian_order, unattended
from kurss.people.refusals import NotAllowed
from kurss.people.tests.city import LATER, MOMENT, account, administrator, child
from kurss.sheets.refusals import SheetRefused

pytestmark = pytest.mark.django_db

HEAD = "Nr.;Vārds;Uzvārds;Dzimšanas datums;Dzimums;E-pasts\n"
LIST = HEAD + "1;Anna;Bērziņa;01.03.2012;sieviete;anna@pasts.example\n2;Juris;Kalns;2011-05-07;v;\n"


@pytest.fixture
def registrar():
    return account("registrar", Role.REGISTRAR)


def uploaded(text: str | bytes, by, source="1. vidusskola", at=MOMENT) -> PeopleList:
    content = text if isinstance(text, bytes) else text.encode()
    return upload(name="skola.csv", content=content, source=source, by=by, at=at)


def imported(text, by, **more) -> PeopleList:
    made = uploaded(text, by, **more)
    return confirm(people_list=made, looked_at=plan_of(made, at=MOMENT).digest(), by=by, at=MOMENT)


def faults(text, by) -> list[tuple]:
    return [(one.row, one.column, one.value) for one in plan_of(uploaded(text, by), at=MOMENT).faults]


def test_a_school_list_is_imported_with_its_keys(registrar):
    done = imported(LIST, registrar)
    assert (done.added, done.changed, done.unchanged) == (2, 0, 0)
    anna = Identity.objects.get(given_name="Anna")
    assert (anna.family_name, anna.birth_date, anna.gender, anna.email) == (
        "Bērziņa",
        date(2012, 3, 1),
        Gender.FEMALE,
        "anna@pasts.example",
    )
    assert ExternalKey.objects.get(source="1. vidusskola", key="1").person_id == anna.person_id


def test_the_same_list_twice_adds_nobody_and_changes_nothing(registrar):
    imported(LIST, registrar)
    again = imported(LIST, registrar)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 2)
    without_keys = "Vārds;Uzvārds;Dzimšanas datums\nAnna;Bērziņa;01.03.2012\nZane;Liepa;\n"
    assert imported(without_keys, registrar).added == 1
    assert imported(without_keys, registrar).unchanged == 2
    assert Person.objects.count() == 3


def test_a_change_is_shown_as_a_difference_before_it_is_written(registrar):
    imported(LIST, registrar)
    made = uploaded(LIST.replace("anna@", "a.berzina@").replace("Kalns", "Kalniņš"), registrar)
    now = plan_of(made, at=MOMENT)
    assert [one.differs for one in now.changed] == [
        {"email": ("anna@pasts.example", "a.berzina@pasts.example")},
        {"family_name": ("Kalns", "Kalniņš")},
    ]
    assert Identity.objects.get(given_name="Juris").family_name == "Kalns"
    confirm(people_list=made, looked_at=now.digest(), by=registrar, at=MOMENT)
    juris = Identity.objects.get(given_name="Juris")
    assert juris.family_name == "Kalniņš"
    assert [person.identity.family_name for person in in_latvian_order()] == ["Bērziņa", "Kalniņš"]


def test_an_empty_cell_says_nothing_and_takes_nothing_away(registrar):
    imported(LIST, registrar)
    imported(LIST.replace("anna@pasts.example", ""), registrar)
    assert Identity.objects.get(given_name="Anna").email == "anna@pasts.example"


def test_every_mistake_is_named_by_row_column_value_and_remedy_and_nothing_is_written(registrar):
    made = uploaded(
        HEAD
        + "1;Anna;Bērziņa;32.03.2012;sieviete;\n"
        + "2;Juris;Kalns;01/02/2011;kaķis;juris\n"
        + "3;;;01.01.2010;;\n"
        + "4;Zane;Liepa;01.01.2031;;\n"
        + "4;Zane2;Liepa;01.01.2012;;\n"
        + "5;Ilze;Osis;01.01.2012;;\n"
        + "5;Inese;Osis;01.01.2013;;\n",
        registrar,
    )
    wrong = plan_of(made, at=MOMENT).faults
    assert [(one.row, one.column, one.value) for one in wrong] == [
        (2, "Dzimšanas datums", "32.03.2012"),
        (3, "Dzimšanas datums", "01/02/2011"),
        (3, "Dzimums", "kaķis"),
        (3, "E-pasts", "juris"),
        (4, "Uzvārds", ""),
        (5, "Dzimšanas datums", "2031-01-01"),
        (6, "Vārds", "Zane2"),
        (8, "", "Inese Osis"),
    ]
    assert all(one.remedy.endswith(".") for one in wrong)
    assert "repeats row 7" in wrong[-1].remedy
    with pytest.raises(RowsWrong, match="8 things are wrong"):
        confirm(people_list=made, looked_at="", by=registrar, at=MOMENT)
    assert not Person.objects.exists()
    assert PeopleList.objects.get().state == ListState.WAITING


def test_columns_are_known_by_latvian_and_english_headings_and_remembered(registrar):
    assert guessed(("Vārds", "UZVĀRDS", "Dzim. datums", "Piezīmes")) == [
        "given_name",
        "family_name",
        "birth_date",
        "",
    ]
    assert guessed(("First name", "Surname", "Date of birth", "E-mail", "Mobile")) == [
        "given_name",
        "family_name",
        "birth_date",
        "email",
        "phone",
    ]
    odd = "Kas;Kam;Vārds\nLiepa;x;Zane\n"
    made = uploaded(odd, registrar)
    assert [column.field for column in made.columns.all()] == ["", "", "given_name"]
    choose_columns(people_list=made, fields=["family_name", "", "given_name"], by=registrar, at=MOMENT)
    confirm(people_list=made, looked_at=plan_of(made, at=MOMENT).digest(), by=registrar, at=MOMENT)
    assert [column.field for column in uploaded(odd, registrar).columns.all()] == [
        "family_name",
        "",
        "given_name",
    ]


def test_columns_that_say_nobody_or_the_same_twice_are_refused(registrar):
    made = uploaded("A;B\nAnna;Liepa\n", registrar)
    with pytest.raises(ColumnsUnclear, match="No column says who"):
        plan_of(made, at=MOMENT)
    with pytest.raises(ColumnsUnclear, match="Two columns are chosen as “Given name”"):
        choose_columns(people_list=made, fields=["given_name", "given_name"], by=registrar, at=MOMENT)


def test_the_encoding_can_be_chosen_where_the_guess_is_wrong(registrar):
    made = uploaded("Vards;Uzvards\nRenée;Gârçon\n".encode("windows-1252"), registrar)
    assert made.encoding == "windows-1257"
    made = choose_columns(
        people_list=made,
        fields=["given_name", "family_name"],
        encoding="windows-1252",
        by=registrar,
        at=MOMENT,
    )
    assert plan_of(made, at=MOMENT).new[0].names == ("Renée", "Gârçon")


def test_a_person_known_by_name_learns_the_key_and_another_of_that_name_is_added(registrar):
    imported("Vārds;Uzvārds;Dzimis\nAnna;Bērziņa;01.03.2012\n", registrar)
    first = imported("Nr;Vārds;Uzvārds;Dzimis\n7;Anna;Bērziņa;01.03.2012\n", registrar)
    assert (first.added, first.changed) == (0, 1)
    second = imported("Nr;Vārds;Uzvārds;Dzimis\n8;Anna;Bērziņa;01.03.2012\n", registrar)
    assert second.added == 1
    assert faults("Vārds;Uzvārds;Dzimis\nAnna;Bērziņa;01.03.2012\n", registrar) == [(2, "", "Anna Bērziņa")]


def test_a_key_of_one_school_means_nothing_in_another(registrar):
    imported(LIST, registrar)
    other = imported(HEAD + "1;Zane;Liepa;01.01.2012;;\n", registrar, source="2. vidusskola")
    assert other.added == 1


def test_the_keys_of_a_merged_person_lead_to_the_one_that_stands(registrar):
    imported(LIST, registrar)
    anna = Person.objects.get(identity__given_name="Anna")
    other = child(given_name="Anna M.")
    pair = put_side_by_side(one=anna, other=other, by=registrar, at=MOMENT)
    merge(pair=pair, into=other, by=registrar, at=MOMENT)
    now = plan_of(uploaded(LIST, registrar), at=MOMENT)
    assert now.new == []
    assert now.changed[0].identity.person_id == other.pk


def test_a_register_that_moved_on_is_looked_at_again(registrar):
    made = uploaded(LIST, registrar)
    seen = plan_of(made, at=MOMENT).digest()
    imported(LIST.replace("Nr.", "Id"), registrar)
    with pytest.raises(ChangedMeanwhile, match="look again"):
        confirm(people_list=made, looked_at=seen, by=registrar, at=MOMENT)
    assert Person.objects.count() == 2


def test_a_file_is_kept_until_it_is_imported_given_up_or_a_week_old(registrar):
    done, left = imported(LIST, registrar), uploaded(LIST, registrar)
    give_up(people_list=left, by=registrar, at=MOMENT)
    old = uploaded(LIST, registrar)
    new = uploaded(LIST, registrar, at=MOMENT + timedelta(days=6))
    assert expire_lists(by=unattended(), at=MOMENT + timedelta(days=8)) == 1
    states = {one.pk: (one.state, one.content is None) for one in PeopleList.objects.all()}
    assert states == {
        done.pk: ("imported", True),
        left.pk: ("given_up", True),
        old.pk: ("expired", True),
        new.pk: ("waiting", False),
    }
    for ended in (done, left, old):
        with pytest.raises(ListEnded, match="Upload it again"):
            confirm(people_list=ended, looked_at="", by=registrar, at=MOMENT)


def test_a_list_needs_its_source_and_a_file_that_can_be_read(registrar):
    with pytest.raises(SourceMissing):
        uploaded(LIST, registrar, source="  ")
    with pytest.raises(SheetRefused):
        uploaded(b"%PDF-1.7", registrar)
    assert not PeopleList.objects.exists()


def test_only_a_registrar_imports_and_exports():
    for other in (administrator(), account("officer", Role.PROGRAMME_OFFICER)):
        with pytest.raises(NotAllowed):
            uploaded(LIST, other)
        with pytest.raises(NotAllowed):
            export([], kind="csv", by=other, at=MOMENT)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["lv", "en"])
def test_what_is_exported_comes_back_without_a_difference(registrar, kind, language):
    child(given_name="Žanete", family_name="Ķirse", email="=cmd@pasts.example", phone="+371 29 111 111")
    child(given_name="", family_name="@Liepa".strip("@"), birth_date=None, gender=Gender.NOT_RECORDED)
    with override(language):
        content = export(list(in_latvian_order()), kind=kind, by=registrar, at=MOMENT)
        now = plan_of(uploaded(content, registrar), at=MOMENT)
    assert b"=cmd@" not in content.replace(b"'=cmd@", b"")
    assert (now.faults, now.new, now.changed, now.unchanged) == ([], [], [], 2)


def test_the_journal_says_that_a_list_came_and_went_and_nobodys_name(registrar):
    imported(LIST, registrar)
    imported(LIST.replace("anna@", "a@"), registrar)
    export(list(in_latvian_order()), kind="csv", by=registrar, at=MOMENT)
    acts = set(Entry.objects.values_list("act", flat=True))
    assert {
        "people.upload_list",
        "people.import",
        "people.correct",
        "people.export",
        "people.register",
    } <= acts
    said = " ".join(Detail.objects.values_list("value", flat=True))
    assert not any(word in said for word in ("Anna", "Bērziņa", "pasts", "2012"))
    assert "email" in said


def test_external_keys_go_with_the_identity(registrar):
    imported(LIST, registrar)
    anna = Person.objects.get(identity__given_name="Anna")
    erase_identity(person=anna, because="asked", by=administrator(), at=LATER)
    assert not ExternalKey.objects.filter(person=anna).exists()
    assert ExternalKey.objects.count() == 1


def test_twenty_thousand_rows_take_a_few_statements_for_each_two_thousand(
    registrar, django_assert_max_num_queries
):
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["Nr", "Vārds", "Uzvārds", "Dzimis"])
    letters = "abcdefghij"
    for number in range(20_000):
        name = "".join(letters[int(digit)] for digit in str(number))
        sheet.append(
            [f"S-{number}", f"Anna {name}", f"Liepa {name}", date(2010, 1, 1) + timedelta(number % 900)]
        )
    stream = io.BytesIO()
    book.save(stream)
    made = uploaded(stream.getvalue(), registrar)
    with django_assert_max_num_queries(120):
        seen = plan_of(made, at=MOMENT).digest()
        done = confirm(people_list=made, looked_at=seen, by=registrar, at=MOMENT)
    assert done.added == 20_000


def test_every_field_has_headings_in_both_languages():
    from kurss.people.importing.columns import HEADINGS

    assert set(HEADINGS) == set(Field)
