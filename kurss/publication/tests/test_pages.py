"""Every published page, as the public and as staff read it."""

import csv
import html
import io
import json
import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from kurss.evidence import queries
from kurss.evidence.models import Figure
from kurss.evidence.promises import promise
from kurss.people.models import Person
from kurss.people.permissions import Role
from kurss.people.queries import unattended
from kurss.people.roles import grant_role
from kurss.programme.tests.office import NOW, account
from kurss.publication.tests.city import register, release, seal

pytestmark = pytest.mark.django_db


def address(name, language="en", **kwargs):
    with translation.override(language):
        return reverse(f"publication:{name}", kwargs=kwargs)


def text(response):
    return response.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")


def current(code="N-01"):
    found = next(one for one in queries.published_accounts().values() if one.indicator.code == code)
    return found.figure


def a_cell():
    return Figure.objects.exclude(cell="").order_by("pk").first()


@pytest.fixture
def auditor(city):
    opened = account("auditor", None)
    grant_role(account=opened, role=Role.AUDITOR, holds_until=date(2099, 1, 1), by=unattended(), at=NOW)
    return opened


@pytest.fixture
def public(client):
    return client


@pytest.fixture
def staff(client, auditor):
    client.force_login(auditor)
    return client


PAGES = ("home", "figures", "roadmap", "reported", "deliverable", "how-we-count")


@pytest.mark.parametrize("language", ["lv", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_anyone_reads_every_page_in_both_languages(city, public, page, language):
    response = public.get(address(page, language))
    assert response.status_code == 200
    assert "<h1" in text(response)
    assert "style=" not in text(response)
    assert "<script>" not in text(response)


@pytest.mark.parametrize("page", PAGES)
def test_a_site_without_a_programme_and_without_records_says_so(db, public, page):
    response = public.get(address(page))
    assert response.status_code == 200


def test_the_first_page_counts_the_promises_and_shows_each_with_its_state(city, public):
    page = text(public.get(address("home")))
    assert "Three promises. One missed; two that no record can yet prove." in page
    assert "Two more lines of the report promise no number." in page
    assert "Initiative skills" in page
    assert "245 136 EUR" in page
    assert ">8</b>" in page
    assert "of at least 10" in page
    assert '<em class="syn">synthetic</em>' in page
    assert "Opening" in page
    assert "Activities were held." in page
    assert "Ventspils has" in page


TALLIED = re.compile(r'href="([^"]*promised=yes[^"]*)">[^<]*</a>.*?<b>(\d+)</b>')


def test_every_count_of_the_first_page_opens_a_list_of_exactly_the_counted(city, public):
    found = TALLIED.findall(text(public.get(address("home"))))
    assert found
    for link, count in found:
        page = text(public.get(html.unescape(link)))
        assert page.count('<th scope="row">') == int(count), link
    assert sum(int(count) for _link, count in found) == 3


def test_every_promise_stands_on_the_first_page_also_one_of_no_initiative(city, public):
    where = {"document": "report", "place": "Plan", "quote": "Fewer gaps.", "by_key": "officer", "at": NOW}
    promise(indicator=city.women, kind="later", comparison="at_least", value=Decimal(100), **where)
    page = text(public.get(address("home")))
    assert "Four promises." in page
    before, _, across = page.partition("of no single initiative")
    assert "N-02" in across
    for code in ("N-01", "N-04", "C-01"):
        assert f"Figure {code}" in before


def test_the_first_page_takes_a_fixed_number_of_queries(city, public, django_assert_max_num_queries):
    with django_assert_max_num_queries(26):
        public.get(address("home"))


def test_a_second_seal_adds_no_query_to_the_first_page(city, public, django_assert_max_num_queries):
    register(4, date(2022, 3, 1))
    seal(hours_later=1)
    with django_assert_max_num_queries(26):
        public.get(address("home"))


def test_the_code_of_an_indicator_leads_to_its_current_figure(city, public):
    response = public.get(address("figure", address="N-01"))
    assert response.status_code == 302
    assert response["location"] == address("figure", address=current().address)


def test_an_indicator_without_a_figure_has_a_page_that_says_why(city, public):
    response = public.get(address("figure", address="C-01"))
    assert response.status_code == 200
    assert "Rooms are not recorded yet." in text(response)
    assert "Their words." in text(response)


def test_a_figure_that_does_not_exist_is_not_found(city, public):
    for unknown in ("N-99", "N-01.Y2021.000000000000", "nothing"):
        assert public.get(address("figure", address=unknown)).status_code == 404
        assert public.get(address("figure-json", address=unknown)).status_code == 404
        assert public.get(address("figure-csv", address=unknown)).status_code == 404
        # Whether there are records is not said to who may not see them.
        assert public.get(address("records", address=unknown)).status_code == 302


def test_a_figure_page_shows_value_promise_method_digest_and_statement(city, public):
    figure = current()
    page = text(public.get(address("figure", address=figure.address)))
    assert "New people: 8 in 2021, 2 fewer than promised" in page
    assert "promise: at least 10 adults" in page
    assert "Missed" in page
    assert "Each once." in page
    assert figure.digest in page
    assert figure.snapshot_id in page
    assert "Section 3, KPI 1" in page
    assert "9 of 11 residents would be 81.8 %" in page
    assert "From 3 in 2020 to 8 in 2021" in page


def test_the_public_sees_totals_and_a_sentence_in_place_of_parts(city, public):
    page = text(public.get(address("figure", address=current().address)))
    assert "the public sees city totals only" in page
    assert a_cell().address not in page
    assert public.get(address("figure", address=a_cell().address)).status_code == 404
    assert public.get(address("figure-json", address=a_cell().address)).status_code == 404


def test_staff_allowed_to_open_records_see_parts(city, staff):
    page = text(staff.get(address("figure", address=current().address)))
    assert "Gender" in page
    assert "male" in page
    assert staff.get(address("figure", address=a_cell().address)).status_code == 200


def test_a_teacher_sees_no_more_than_the_public(city, client):
    client.force_login(account("teacher", Role.TEACHER))
    assert "city totals only" in text(client.get(address("figure", address=current().address)))
    assert client.get(address("records", address=current().address)).status_code == 403


def test_the_public_is_asked_to_sign_in_before_records(city, public):
    response = public.get(address("records", address=current().address))
    assert response.status_code == 302
    assert "sign-in" in response["location"]


def test_staff_open_exactly_the_records_a_figure_counted(city, staff):
    page = text(staff.get(address("records", address=current().address)))
    assert "8 rows, shown 1 to 8" in page
    assert "8 different people" in page
    assert "Bērziņa" not in page
    counted = Person.objects.filter(since__year=2021)
    for person in counted:
        assert address("figure", address=str(person.pk)) in page


def test_a_record_that_is_gone_is_said_to_be_gone(city, staff):
    person = Person.objects.filter(since__year=2021).first()
    person.identity.delete()
    Person.objects.filter(pk=person.pk).delete()
    page = text(staff.get(address("records", address=current().address)))
    assert page.count("no longer in the live tables") == 1
    assert "8 rows, shown 1 to 8" in page


def test_records_are_paged(city, staff):
    register(60, date(2022, 3, 1))
    figure = queries.current_figure("N-01", seal(hours_later=1), queries.Period.parse("Y2022"))
    first = text(staff.get(address("records", address=figure.address)))
    assert "62 rows, shown 1 to 50" in first
    assert "Page 1 of 2" in first
    second = text(staff.get(address("records", address=figure.address) + "?page=2"))
    assert "62 rows, shown 51 to 62" in second
    assert staff.get(address("records", address=figure.address) + "?page=3").status_code == 404
    assert staff.get(address("records", address=figure.address) + "?page=x").status_code == 200


def test_a_ratio_opens_to_the_rows_of_what_it_divides(city, staff):
    share = current("N-03")
    page = text(staff.get(address("records", address=share.address)))
    assert "?part=test.newcomers" in page
    whole = text(staff.get(address("records", address=share.address) + "?part=test.everybody"))
    assert "11 rows" in whole


def test_late_records_change_nothing_in_public_until_a_restatement_is_released(city, public, auditor):
    before = current()
    register(4, date(2021, 9, 1))
    seal(hours_later=1)
    sealed = queries.current_figure("N-01", queries.latest_snapshot())
    assert sealed.value == 12
    unreleased = address("figure", address=sealed.address)
    assert public.get(unreleased).status_code == 404
    assert public.get(address("figure-json", address=sealed.address)).status_code == 404
    assert "8 in 2021" in text(public.get(address("figure", address=before.address)))
    assert "another stands in its place" not in text(public.get(address("figure", address=before.address)))
    public.force_login(auditor)
    assert "is not released: staff see it" in text(public.get(unreleased))


def test_a_restated_figure_stays_at_its_address_and_points_to_the_one_that_stands(city, public):
    before = current()
    register(4, date(2021, 9, 1))
    seal(hours_later=1)
    release(1, test_newcomers_Y2021="Entered late")
    page = text(public.get(address("figure", address=before.address)))
    assert "New people: 8 in 2021" in page
    assert "another stands in its place" in page
    assert current().address in page
    assert "New people: 12 in 2021, 2 more than promised" in text(
        public.get(address("figure", address=current().address))
    )


def test_a_figure_is_the_same_as_json(city, public):
    figure = current()
    response = public.get(address("figure-json", address=figure.address))
    assert response["content-type"] == "application/json"
    document = json.loads(response.content)
    assert document["value"] == "8"
    assert document["reason"] == ""
    assert document["digest"] == figure.digest
    assert document["snapshot"] == figure.snapshot_id
    assert document["address"] == figure.address
    assert document["canonical"] == figure.as_record().text()
    assert document["promises"][0]["value"] == "10"
    assert document["declared"][0]["quote"] == "Their words."
    assert document["url"] == f"http://testserver{address('figure', address=figure.address)}"
    assert document["synthetic"] is True


def test_a_missing_figure_is_null_with_its_reason_and_never_zero(city, public):
    document = json.loads(public.get(address("figure-json", address=current("N-04").address)).content)
    assert document["value"] is None
    assert document["reason"] == "missing"


def rows_of(response):
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_csv_of_a_figure_holds_parts_for_staff_only(city, public):
    rows = rows_of(public.get(address("figure-csv", address=current().address)))
    assert [row["cell"] for row in rows] == [""]
    assert rows[0]["value"] == "8"


def test_csv_of_a_figure_holds_its_parts_for_staff(city, staff):
    rows = rows_of(staff.get(address("figure-csv", address=current().address)))
    assert [row["cell"] for row in rows] == ["", "gender=female", "gender=male"]
    assert [row["value"] for row in rows] == ["8", "5", "3"]


def test_the_list_of_figures_is_filtered_by_its_address(city, public):
    every = text(public.get(address("figures")))
    assert "8 figures of 8" in every
    declared = text(public.get(address("figures") + "?state=said"))
    assert "1 figure of 8" in declared
    assert "Rooms with Wi-Fi" in declared
    assert "New people" not in declared
    assert "No figure fits" in text(public.get(address("figures") + "?q=zzz"))
    assert "2 figures of 8" in text(public.get(address("figures") + "?level=context"))
    assert "1 figure of 8" in text(public.get(address("figures") + "?initiative=nets"))
    assert public.get(address("figures") + "?state=unheard-of").status_code == 200


def test_the_list_as_data_obeys_the_same_filter(city, public):
    rows = rows_of(public.get(address("figures-csv") + "?initiative=skills"))
    assert [row["code"] for row in rows] == ["N-01", "N-03", "N-04"]
    document = json.loads(public.get(address("figures-json")).content)
    assert document["snapshot"] == city.snapshot.digest
    by_code = {one["code"]: one for one in document["figures"]}
    assert by_code["C-01"]["value"] is None
    assert by_code["C-01"]["reason"] == "not_computed"
    assert by_code["C-01"]["standing"] == "said"
    assert by_code["N-01"]["value"] == "8"


def test_the_list_takes_a_fixed_number_of_queries(city, public, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        public.get(address("figures"))


def test_reported_against_computed_is_a_page_and_data(city, public):
    page = text(public.get(address("reported")))
    assert "The report says 9 adults in 2021; the records show 8: 1 fewer." in page
    assert "Not computed. Rooms are not recorded yet." in page
    rows = rows_of(public.get(address("reported-csv")))
    assert [row["code"] for row in rows] == ["N-01", "N-03", "N-04", "C-01", "X-01"]
    assert json.loads(public.get(address("reported-json")).content)["rows"][0]["computed"] == "8"


def test_an_initiative_shows_its_promises_and_its_charter_in_short(city, public):
    page = text(public.get(address("initiative", key="skills")))
    assert "Initiative skills" in page
    assert "Two promises. One missed; one that no record can yet prove." in page
    assert "245 136 EUR" in page
    assert public.get(address("initiative", key="none")).status_code == 404


def test_a_charter_stands_box_by_box_and_says_which_are_empty(city, public):
    page = text(public.get(address("charter", key="skills")))
    assert "<li>Teaches</li><li>Counts</li>" in page
    assert "It is needed" in page
    assert "The charter leaves this box empty." in page
    assert "No mitigation is stated." in page
    assert "share not stated" in page
    assert "no charter in force" in text(public.get(address("charter", key="nets")))


def test_the_roadmap_draws_what_is_dated_and_says_what_is_not(city, public):
    page = text(public.get(address("roadmap")))
    assert "4 steps of the plan bear a month, 1 does not." in page
    assert "September 2021 to May 2022" in page
    assert "until December 2021; no start stated" in page
    assert "no month stated" in page
    assert "2 months later than planned" in page
    assert "The month has passed; nothing is recorded of it." in page


def test_the_deliverable_is_offered_when_it_is_written(city, public, settings, tmp_path):
    settings.DOCUMENTS = tmp_path
    assert "not been written yet" in text(public.get(address("deliverable")))
    assert public.get(address("deliverable-file", code="en")).status_code == 404
    (tmp_path / "ventspils-deliverable-en.pdf").write_bytes(b"%PDF-1.7 " + b"x" * 2000)
    page = text(public.get(address("deliverable")))
    assert "In English, PDF" in page
    assert "In Latvian: not written yet" in page
    answer = public.get(address("deliverable-file", code="en"))
    assert answer["content-type"] == "application/pdf"
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert public.get(address("deliverable-file", code="de")).status_code == 404


def test_how_we_count_tells_the_thresholds_that_are_used(public, db):
    page = text(public.get(address("how-we-count")))
    assert "90 %" in page
    assert "10 %" in page
