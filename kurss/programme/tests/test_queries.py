"""The number of queries does not grow with the programme."""

import pytest

from kurss.programme import plan_queries, queries
from kurss.programme.charters import report_charter
from kurss.programme.tests.office import NOW, another_initiative, content


@pytest.fixture
def three_charters(office):
    initiatives = [
        office.initiative,
        another_initiative(office.officer, office.programme, "vizium", 2),
        another_initiative(office.officer, office.programme, "networks", 3),
    ]
    for initiative in initiatives:
        report_charter(
            initiative=initiative,
            content=content(office),
            source=office.programme.document,
            place="Section 2",
            by=office.officer,
            at=NOW,
        )
    return initiatives


def test_three_charters_take_as_many_queries_as_one(office, three_charters, django_assert_num_queries):
    with django_assert_num_queries(6):
        one = queries.charter(three_charters[1])
        assert (one.initiative.key, one.lead.name_en) == ("vizium", "Centre")
    with django_assert_num_queries(6):
        sheets = queries.charters(office.programme)
        assert [(sheet.initiative.key, sheet.lead.name_en) for sheet in sheets] == [
            ("skills", "Centre"),
            ("vizium", "Centre"),
            ("networks", "Centre"),
        ]


@pytest.mark.parametrize(
    ("read", "number"),
    [
        (queries.strategy, 9),
        (queries.review, 5),
        (queries.initiatives, 1),
        (plan_queries.roadmap, 9),
        (queries.cross_cutting, 1),
        (queries.measure_columns, 3),
    ],
)
def test_a_section_is_read_in_a_fixed_number_of_queries(
    office, three_charters, django_assert_max_num_queries, read, number
):
    with django_assert_max_num_queries(number):
        read(office.programme)


def test_the_overview_is_read_in_eight_queries(office, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        overview = queries.programme_overview()
        assert overview.document.title_en == "Report"
    with django_assert_max_num_queries(1):
        assert queries.initiative("skills").programme == office.programme
