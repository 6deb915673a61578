"""The registrar's pages, as a registrar walks them."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kurss.people.duplicates.measuring import measure
from kurss.people.models import Identity, Merge, Pair, PairState, PeopleList, Person
from kurss.people.permissions import Role
from kurss.people.tests.city import MOMENT, account, child

pytestmark = pytest.mark.django_db

PEOPLE, LISTS, DUPLICATES = "/en/people/", "/en/people/lists/", "/en/people/duplicates/"
LIST = "Nr.;Vārds;Uzvārds;Dzimšanas datums\n1;Anna;Bērziņa;01.03.2012\n2;Juris;Kalns;07.05.2011\n"


@pytest.fixture
def registrar(client):
    made = account("registrar", Role.REGISTRAR)
    client.force_login(made)
    return made


def page(client, address: str, **asked) -> str:
    answer = client.get(address, asked)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def uploaded(client, text: str = LIST, source: str = "1. vidusskola") -> str:
    file = SimpleUploadedFile("skola.csv", text.encode())
    answer = client.post(LISTS, {"source": source, "file": file})
    return answer["location"] if answer.status_code == 302 else answer.content.decode()


def test_people_are_found_with_and_without_diacritics_and_never_listed_unasked(client, registrar):
    child(given_name="Žanete", family_name="Ķirse", birth_date=date(2011, 2, 3))
    assert "Ķirse" not in page(client, PEOPLE)
    for asked in ({"name": "kirs"}, {"name": "ŽANETE ķ"}, {"born": "03.02.2011"}, {"born": "2011-02-03"}):
        assert "Ķirse, Žanete" in page(client, PEOPLE, **asked), asked
    assert "Nobody fits" in page(client, PEOPLE, name="nobody")
    assert "This is no date" in page(client, PEOPLE, born="yesterday")
    assert "Ķirse" not in page(client, PEOPLE, name="k")


def test_a_person_is_opened_with_what_the_city_holds_and_the_look_is_journalled(client, registrar):
    from kurss.journal.models import Entry
    from kurss.people.reading import LOOKED

    anna = child(email="anna@pasts.example")
    text = page(client, f"{PEOPLE}{anna.pk}/")
    assert "Anna Bērziņa" in text
    assert "Places in groups" in text
    assert Entry.objects.filter(act=LOOKED, key=str(anna.pk)).exists()


def test_a_correction_never_writes_over_another_one(client, registrar):
    anna = child()
    address = f"{PEOPLE}{anna.pk}/correct/"
    looked_at = re.search(r'name="looked_at" value="(\w+)"', page(client, address)).group(1)
    said = {"given_name": "Anna", "family_name": "Ozola", "birth_date": "2012-03-01", "gender": "female",
            "language": "", "email": "", "phone": "", "looked_at": looked_at}  # fmt: skip
    assert client.post(address, said).status_code == 302
    assert Identity.objects.get(pk=anna.pk).family_name == "Ozola"
    answer = client.post(address, said | {"family_name": "Liepa"}).content.decode()
    assert "Somebody else has corrected this person meanwhile" in answer
    assert "Anna Ozola" in answer
    assert Identity.objects.get(pk=anna.pk).family_name == "Ozola"
    fresh = re.search(r'name="looked_at" value="(\w+)"', answer).group(1)
    assert client.post(address, said | {"family_name": "Liepa", "looked_at": fresh}).status_code == 302
    wrong = client.post(
        address, said | {"given_name": "", "family_name": "", "looked_at": "x"}
    ).content.decode()
    assert "There is a problem" in wrong


def test_a_list_is_uploaded_looked_through_and_imported(client, registrar):
    address = uploaded(client)
    text = page(client, address)
    assert "Nothing is wrong" in text
    assert "Import the list" in text
    looked_at = re.search(r'name="looked_at" value="(\w+)"', text).group(1)
    assert not Person.objects.exists()
    client.post(f"{address}confirm/", {"looked_at": looked_at})
    assert Person.objects.count() == 2
    assert "The list is imported: 2 people are new" in page(client, address)


def test_a_list_with_mistakes_shows_them_all_and_gives_them_as_a_file(client, registrar):
    address = uploaded(client, LIST.replace("01.03.2012", "31.02.2012"))
    text = page(client, address)
    assert "1 thing is wrong" in text
    assert "There is no such day in the calendar" in text
    assert "Import the list" not in text
    file = client.get(f"{address}faults.csv").content.decode()
    assert "31.02.2012" in file
    client.post(f"{address}confirm/", {"looked_at": ""})
    assert not Person.objects.exists()
    client.post(f"{address}give-up/")
    assert PeopleList.objects.get().content is None
    assert "Left unimported" in page(client, address)


def test_columns_are_chosen_on_the_page(client, registrar):
    address = uploaded(client, "Kas;Kam\nAnna;Liepa\n")
    text = page(client, address)
    assert "No column says who somebody is" in text
    client.post(address, {"column_0": "given_name", "column_1": "family_name", "encoding": "utf-8"})
    assert "Nothing is wrong" in page(client, address)
    again = client.post(address, {"column_0": "given_name", "column_1": "given_name", "encoding": "utf-8"})
    assert "Two columns are chosen as" in again.content.decode()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7", "neither CSV nor XLSX"),
        (b"", "The file is empty"),
        (b"PK\x03\x04x", "damaged or locked"),
    ],
)
def test_a_file_that_is_no_list_is_refused_at_its_field(client, registrar, content, sentence):
    file = SimpleUploadedFile("skola.csv", content)
    answer = client.post(LISTS, {"source": "school", "file": file}).content.decode()
    assert sentence in answer
    assert 'href="#id_file"' in answer
    assert not PeopleList.objects.exists()


def test_a_pair_is_found_compared_merged_and_undone(client, registrar):
    one, other = child(), child(family_name="Berzina", email="anna@pasts.example")
    client.post(f"{DUPLICATES}search/")
    pair = Pair.objects.get()
    work = page(client, DUPLICATES)
    assert "1 pair" in work
    assert "same but for diacritics" in work
    address = f"{DUPLICATES}{pair.pk}/"
    text = page(client, address)
    for word in (
        "same but for diacritics",
        "only one has it",
        "Why the two were proposed",
        "stays with each",
    ):
        assert word in text
    decision = "low" if pair.low == one else "high"
    client.post(address, {"decision": decision})
    assert Pair.objects.get().state == PairState.MERGED
    assert client.get(f"{PEOPLE}{other.pk}/")["location"] == f"{PEOPLE}{one.pk}/"
    client.post(f"{DUPLICATES}undo/{Merge.objects.get().pk}/")
    assert Pair.objects.get().state == PairState.PROPOSED
    client.post(address, {"decision": "different", "because": "Twins"})
    assert "Twins" in page(client, address)
    second = client.post(address, {"decision": "low"}, follow=True).content.decode()
    assert "Another officer has decided about these two meanwhile" in second
    client.post(address, {"decision": "reopen"})
    assert "1 pair" in page(client, DUPLICATES)
    assert str(one.pk) in client.get(f"{DUPLICATES}file.csv").content.decode()


def test_two_are_put_side_by_side_by_key_and_a_wrong_key_is_said(client, registrar):
    one, other = child(), child(given_name="Zane")
    wrong = client.post(f"{DUPLICATES}beside/", {"one": one.pk, "other": "nobody"}, follow=True)
    assert "There is nobody with this key" in wrong.content.decode()
    answer = client.post(f"{DUPLICATES}beside/", {"one": one.pk, "other": other.pk})
    assert answer["location"] == f"{DUPLICATES}{Pair.objects.get().pk}/"


def test_how_well_it_works_is_shown_from_a_measurement_or_not_at_all(client, registrar, settings):
    assert "has not been measured on this site yet" in page(client, f"{DUPLICATES}how/")
    one = measure(people=2_000, by=registrar, at=MOMENT)
    text = page(client, f"{DUPLICATES}how/")
    assert f"{one.precision * 100:.1f}".rstrip("0").rstrip(".") in text
    settings.KURSS_DUPLICATE_BITS = 9
    assert "The weights have changed since the last measurement" in page(client, f"{DUPLICATES}how/")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_register_is_taken_out_as_a_file(client, registrar, kind):
    child(given_name="=Anna")
    answer = client.get(f"{PEOPLE}file/{kind}/")
    assert answer.status_code == 200
    assert f".{kind}" in answer["content-disposition"]
    assert b",=Anna" not in answer.content
    assert client.get(f"{PEOPLE}file/pdf/").status_code == 404
