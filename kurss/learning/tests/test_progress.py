"""A class so far, and the file of it."""

import csv
import io
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook

from kurss.learning.classroom.progress import class_so_far
from kurss.learning.tests.classes import a_class, handed_in
from kurss.learning.withdrawing import withdraw
from kurss.people import clock


@pytest.fixture
def september(city):
    """Four Tuesdays, three of them held: Anna came always, Bruno once, Cilda left, Dace was ill twice."""
    group, (anna, bruno, cilda, dace) = a_class(city)
    sessions = list(group.sessions.all())
    handed_in(city, sessions[0], dict.fromkeys((anna, bruno, cilda), "present") | {dace: "excused"})
    withdraw(enrolment=cilda, reason="", by=city.administrator, at=datetime(2021, 9, 8, 9, tzinfo=UTC))
    handed_in(city, sessions[1], {anna: "late", bruno: "absent", dace: "excused"})
    handed_in(city, sessions[2], {anna: "present", dace: "present"})
    return group


def test_who_comes_too_seldom_and_who_can_still_complete_is_counted_by_the_rule(september):
    whole = class_so_far(september)
    rows = {row.seat.given: row for row in whole.rows}
    assert list(rows) == ["Anna", "Bruno", "Dace", "Cilda"]
    assert (whole.held, whole.ahead, whole.low) == (3, 1, 2)
    told = {
        name: (row.attended, row.late, row.excused, row.absent, row.unmarked) for name, row in rows.items()
    }
    assert told == {
        "Anna": (3, 1, 0, 0, 0),
        "Bruno": (1, 0, 0, 1, 1),
        "Cilda": (1, 0, 0, 0, 2),
        "Dace": (1, 0, 2, 0, 0),
    }
    assert [rows[name].fulfils for name in ("Anna", "Bruno")] == [True, False]
    assert [rows[name].possible for name in ("Anna", "Bruno")] == [True, False]
    assert not rows["Cilda"].low


def test_a_class_of_twenty_takes_as_many_statements_as_one_of_four(
    city, september, django_assert_num_queries
):
    with django_assert_num_queries(6):
        class_so_far(september)


def test_the_file_of_a_class_says_what_the_page_says_and_no_cell_of_it_runs(
    city, client, monkeypatch, settings
):
    del settings.DEMO_DATE
    group, (evil, *_) = a_class(city, "=HYPERLINK(1)", "Bruno")
    session = group.sessions.first()
    handed_in(city, session, {evil: "late"})
    monkeypatch.setattr(clock, "now", lambda: session.ends_at)
    client.force_login(city.teacher)
    page = client.get(f"/en/classroom/groups/{group.key}/").content.decode()
    assert "1/1" in page
    text = client.get(f"/en/classroom/groups/{group.key}.csv").content.decode("utf-8-sig")
    second, first = csv.DictReader(io.StringIO(text))
    assert first["Who"] == "'=HYPERLINK(1) Zariņa"
    assert (first["Came"], first["of these late"], second["Not marked"]) == ("1", "1", "1")
    answer = client.get(f"/en/classroom/groups/{group.key}.xlsx")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet["A3"].value == "'=HYPERLINK(1) Zariņa"
    assert sheet["A3"].data_type == "s"
    assert sheet["C3"].value == 1
    assert client.get(f"/en/classroom/groups/{group.key}.pdf").status_code == 404
