"""Scores of a set, operations attached to initiatives, and files of indicators, in the browser's eyes."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kurss.evidence.scoring import Better, LeftOut
from kurss.journal.queries import history_of
from kurss.partners.register import open_operation
from kurss.people.permissions import Role
from kurss.programme.exchange import export
from kurss.programme.indicators import set_target
from kurss.programme.models import BenchmarkSet, OperationLink
from kurss.programme.refusals import WordsMissing
from kurss.programme.scores import TARGETS, SetExists, scored, write_benchmarks
from kurss.programme.tests.office import NOW, account
from kurss.programme.tests.test_measures import declared


@pytest.fixture
def promised(office):
    children = declared(office)
    declared(office, "learning.adults", "L-02", direction="down")
    said = {"document": "Plan", "place": "Page 3", "quote": "", "by": office.officer, "at": NOW}
    set_target(indicator=children, kind="final", comparison="at_most", value=Decimal(500), **said)
    return office


def written(office, **more):
    said = {"key": "u4ssc", "title": "Kopa", "title_en": "Set", "document": "U4SSC, 2020"}
    said |= {"values": {"learning.adults": Decimal(3)}, "by": office.officer, "at": NOW}
    return write_benchmarks(**said | more)


def test_without_a_set_each_indicator_is_measured_by_its_own_final_target_and_the_unreported_is_left_out(
    promised,
):
    sheet = scored(None)
    (line,) = sheet.lines
    assert (line.indicator.code, line.benchmark, line.better) == ("L-01", Decimal(500), Better.LESS)
    assert line.score.left_out is LeftOut.NOT_REPORTED
    assert sheet.left_out == {LeftOut.NOT_REPORTED: 1}
    assert sheet.total.percent is None


def test_a_set_measures_its_own_indicators_by_its_own_numbers(promised):
    made = written(promised)
    (line,) = scored(made).lines
    assert (line.indicator.code, line.benchmark, line.better) == ("L-02", Decimal(3), Better.LESS)
    assert [entry.act for entry in history_of(made)] == ["programme.write_benchmarks"]


def test_a_set_has_a_key_of_its_own_names_in_both_languages_and_a_number(promised):
    written(promised)
    for key in ("u4ssc", TARGETS):
        with pytest.raises(SetExists):
            written(promised, key=key)
    for lacking in ({"title": " "}, {"document": ""}, {"values": {}}):
        with pytest.raises(WordsMissing):
            written(promised, key="other", **lacking)
    assert BenchmarkSet.objects.count() == 1


def test_the_page_of_scores_says_the_same_as_its_data(promised, client):
    client.force_login(promised.officer)
    typed = {
        "key": "own",
        "title": "Kopa",
        "title_en": "Set",
        "document": "Plan",
        "value-learning.adults": "3",
    }
    assert (
        "Write a key of small"
        in client.post("/en/indicators/scores/benchmarks/", typed | {"key": "O k"}).content.decode()
    )
    made = client.post("/en/indicators/scores/benchmarks/", typed)
    assert made["location"] == "/en/indicators/scores/?set=own"
    page = client.get("/en/indicators/scores/?set=own").content.decode()
    assert "Nothing could be scored" in page
    assert "no figure, so it is left out" in page
    told = client.get("/en/indicators/scores.json?set=own").json()
    assert told["left_out"] == {"not_reported": 1}
    assert told["indicators"][0]["benchmark"] == "3"
    assert "L-02" in client.get("/en/indicators/scores.csv?set=own").content.decode()
    assert client.get("/en/indicators/scores/?set=none").status_code == 404


def test_an_officer_attaches_an_operation_to_the_initiative_it_pays_for(office, client):
    open_operation(
        key="esf-skills",
        title="Prasmes",
        title_en="Skills operation",
        funder=office.partner,
        starts_on=date(2020, 9, 1),
        by_key=str(office.officer.pk),
        at=NOW,
    )
    client.force_login(office.officer)
    assert "no initiative yet" in client.get("/en/operations/").content.decode()
    given = {"operation": "esf-skills", "initiative": office.initiative.pk, "place": "Agreement, 1"}
    assert (
        "Choose the initiative"
        in client.post("/en/operations/attach/", given | {"initiative": ""}).content.decode()
    )
    assert client.post("/en/operations/attach/", given).status_code == 302
    assert OperationLink.objects.get().operation.key == "esf-skills"
    assert "Agreement, 1" in client.get("/en/operations/").content.decode()
    assert "already entered" in client.post("/en/operations/attach/", given).content.decode()


def sent(client, name, text):
    file = SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())
    return client.post("/en/indicators/exchange/", {"file": file})


def test_a_file_is_taken_in_whole_or_every_fault_of_it_is_shown(promised, client):
    client.force_login(promised.officer)
    out = client.get("/en/indicators/exchange/indicators.toml")
    assert out.content.decode() == export("toml")
    assert sent(client, "set.toml", out.content).status_code == 302
    broken = out.content.decode().replace('level = "output"', 'level = "wish"')
    page = sent(client, "set.toml", broken)
    assert page.status_code == 422
    assert page.content.decode().count("is not one of") == 2
    assert "must end in .toml or .csv" in sent(client, "set.xlsx", "x").content.decode()
    assert "not UTF-8" in sent(client, "set.csv", b"\xff\xfe\xfa").content.decode()
    assert client.get("/en/indicators/exchange/indicators.xml").status_code == 404
    client.force_login(account("approver", Role.APPROVER))
    assert client.get("/en/indicators/exchange/").status_code == 403
    assert client.get("/en/indicators/exchange/indicators.csv").status_code == 200
