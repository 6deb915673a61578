"""A figure as files: what a spreadsheet, a drawing programme and a reader of W3C PROV find in them."""

import io
import xml.etree.ElementTree as ElementTree

import pytest
from openpyxl import load_workbook
from prov.model import (
    ProvAgent,
    ProvAssociation,
    ProvAttribution,
    ProvDerivation,
    ProvDocument,
    ProvGeneration,
    ProvUsage,
)

from kurss.evidence import queries
from kurss.evidence.models import Figure
from kurss.publication import exports
from kurss.publication.figure_parts import BreakdownTable
from kurss.publication.tests.city import register, release, seal
from kurss.publication.tests.test_pages import a_cell, address, auditor, current, public, rows_of, staff

__all__ = ["auditor", "public", "staff"]

pytestmark = pytest.mark.django_db

SVG = "{http://www.w3.org/2000/svg}"


def prov_of(client, figure):
    response = client.get(address("figure-prov-json", address=figure.address))
    assert response.status_code == 200
    return ProvDocument.deserialize(content=response.content.decode(), format="json")


def pairs(document, kind):
    """What a relation leads from and to, by the local part of the names."""
    return {
        tuple(value.localpart for _name, value in record.formal_attributes[:2] if value is not None)
        for record in document.get_records(kind)
    }


def test_prov_says_what_generated_a_figure_from_what_and_who_answers_for_it(city, public):
    figure = current()
    document = prov_of(public, figure)
    computation = f"{figure.snapshot_id}.computation.{figure.computation_id}"
    plan = "test.newcomers.version.1"
    assert (figure.address, computation) in pairs(document, ProvGeneration)
    assert {(computation, figure.snapshot_id), (computation, plan)} <= pairs(document, ProvUsage)
    assert (figure.address, figure.snapshot_id) in pairs(document, ProvDerivation)
    assert (figure.address, "of.test.newcomers") in pairs(document, ProvAttribution)
    (association,) = document.get_records(ProvAssociation)
    assert dict(association.formal_attributes)[association.FORMAL_ATTRIBUTES[2]].localpart == plan
    (own,) = document.get_record(f"figure:{figure.address}")
    assert {str(value) for value in own.value} == {"8"}
    assert f"urn:kurss:snapshot:{figure.snapshot_id}" in {
        record.identifier.uri for record in document.get_records() if record.identifier
    }


def test_prov_names_offices_and_the_engine_and_no_person(city, public):
    document = prov_of(public, current())
    agents = document.get_records(ProvAgent)
    labels = {str(label) for agent in agents for label in agent.get_attribute("prov:label")}
    assert labels == {"Ventspils", current().computation.engine}
    assert "officer" not in document.get_provn()


def test_prov_of_a_ratio_leads_to_the_figures_it_divides(city, public):
    share = current("N-03")
    above, below = (queries.current_figure(code, share.snapshot, share.period) for code in ("N-01", "P-01"))
    derived = pairs(prov_of(public, share), ProvDerivation)
    assert {(share.address, above.address), (share.address, below.address)} <= derived


def test_prov_of_a_restated_figure_says_what_it_revises(city, public):
    before = current()
    register(4, before.period.starts_on)
    seal(hours_later=1)
    release(1, test_newcomers_Y2021="Entered late")
    assert (current().address, before.address) in pairs(prov_of(public, current()), ProvDerivation)


def test_prov_n_says_the_same_as_prov_json(city, public):
    figure = current()
    response = public.get(address("figure-provn", address=figure.address))
    assert response["content-type"].startswith("text/provenance-notation")
    # The order of statements means nothing in PROV.
    said, read_back = response.content.decode(), prov_of(public, figure).get_provn()
    assert sorted(said.split()) == sorted(read_back.split())


def test_a_workbook_holds_the_row_as_numbers_and_says_what_it_means(city, public):
    figure = current()
    response = public.get(address("figure-xlsx", address=figure.address))
    book = load_workbook(io.BytesIO(response.content))
    head, row = ([cell.value for cell in line] for line in book.worksheets[0].iter_rows())
    found = dict(zip(head, row, strict=True))
    assert (found["value"], found["records"], found["digest"]) == (8, 8, figure.digest)
    explained = dict(book.worksheets[1].iter_rows(values_only=True))
    assert explained["What it means"] == "Each once."
    assert explained["Made up"] == "Rests on made-up records."


def test_a_workbook_holds_parts_for_staff_only(city, staff, client):
    path = address("figure-xlsx", address=current().address)
    assert load_workbook(io.BytesIO(staff.get(path).content)).worksheets[0].max_row == 4
    client.logout()
    assert load_workbook(io.BytesIO(client.get(path).content)).worksheets[0].max_row == 2


def test_a_chart_is_a_picture_of_its_own_that_names_its_figure(city, public):
    figure = current()
    response = public.get(address("figure-svg", address=figure.address))
    assert response["content-type"] == "image/svg+xml"
    drawn = ElementTree.fromstring(response.content)
    texts = [node.text for node in drawn.iter(f"{SVG}text")]
    assert any(figure.address in (text or "") for text in texts)
    assert {"3", "8"} <= set(texts)
    assert "class=" not in response.content.decode()
    single = Figure.objects.filter(version__indicator="test.of_pupils").first()
    assert public.get(address("figure-svg", address=single.address)).status_code == 404


@pytest.mark.parametrize("kind", ["xlsx", "svg", "prov-json", "provn"])
def test_a_part_of_a_figure_has_no_file_for_the_public(city, public, kind):
    assert public.get(address(f"figure-{kind}", address=a_cell().address)).status_code == 404


def test_the_table_says_why_its_parts_do_not_add_up(city, staff):
    rows = rows_of(staff.get(address("figure-csv", address=current().address)))
    assert [row["note"] for row in rows] == ["", "", ""]
    doubled = BreakdownTable("Subject", (), "Rows add to 612, unique total 540: 72 repeat memberships.")
    assert exports.notes([doubled, BreakdownTable("Gender", (), "")]) == (
        "Subject: Rows add to 612, unique total 540: 72 repeat memberships."
    )
