"""The logic model: its places and arrows, what is refused, and how it is told."""

from itertools import pairwise

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kurss.evidence.models import Comparison, Target
from kurss.programme.indicators import declare_indicator
from kurss.programme.logic.drawing_up import lead, lead_no_more, place, take_away
from kurss.programme.logic.picture import GAP, WIDTH, draw
from kurss.programme.logic.reading import framework_of, model_of, overview_of
from kurss.programme.logic.refusals import HasNoPlace, LeadsBackward, LeadsInACircle, StandsThereAlready
from kurss.programme.measures import measure
from kurss.programme.models import LogicArrow, LogicNode, Measure
from kurss.programme.refusals import NotOfThisProgramme, WordsMissing
from kurss.programme.roadmap import plan_activity
from kurss.programme.strategy import state_vision
from kurss.programme.tests.office import NOW, another_programme
from kurss.programme.words import Box, Words
from kurss.sheets.reading import read

HOLDS = Box("Skolotāji paliek", "Teachers stay")


@pytest.fixture
def said(office):
    return {"by": office.officer, "at": NOW}


def measured(office, key, column, said, initiative=True):
    indicator = declare_indicator(
        key=key,
        code=key,
        name=f"{key} lv",
        name_en=key,
        level="output",
        unit="skaits",
        unit_en="number",
        **said,
    )
    return measure(
        programme=office.programme, indicator=indicator, column=column, order=1,
        words=Words(f"{key} notiek", f"{key} happens", "Section 2"),
        initiative=office.initiative if initiative else None, **said,
    )  # fmt: skip


@pytest.fixture
def nodes(office, said):
    """One of each column, joined by arrows with assumptions."""
    activity = plan_activity(
        initiative=office.initiative, order=1, title="Māca", title_en="Teach", place="", **said
    )
    records = (
        activity,
        measured(office, "output", Measure.Column.OUTPUT, said),
        measured(office, "outcome", Measure.Column.OUTCOME, said),
        office.vision,
    )
    found = [place(programme=office.programme, record=one, **said) for one in records]
    for before, after in pairwise(found):
        lead(before=before, after=after, assumption=HOLDS, **said)
    return found


@pytest.fixture
def officer(office):
    client = Client()
    client.force_login(office.officer)
    return client


def test_an_arrow_never_leads_backward_nor_in_a_circle(office, nodes, said):
    activity, output, outcome, vision = nodes
    for before, after in ((output, activity), (vision, outcome)):
        with pytest.raises(LeadsBackward, match="turn it round"):
            lead(before=before, after=after, **said)
    another = place(programme=office.programme, record=state_vision(
        programme=office.programme, order=2, words=Words("Cita", "Another", "S"), **said), **said)  # fmt: skip
    lead(before=vision, after=another, **said)
    with pytest.raises(LeadsInACircle, match="Leave one arrow out"):
        lead(before=another, after=vision, **said)
    lead(before=activity, after=outcome, **said)


def test_a_record_has_one_place_in_the_column_it_belongs_to(office, nodes, said):
    with pytest.raises(StandsThereAlready):
        place(programme=office.programme, record=office.vision, **said)
    with pytest.raises(HasNoPlace):
        across = measured(office, "across", Measure.Column.CROSS_CUTTING, said, initiative=False)
        place(programme=office.programme, record=across, **said)
    with pytest.raises(NotOfThisProgramme):
        place(programme=another_programme(office.officer), record=office.ambition, **said)
    with pytest.raises(IntegrityError), transaction.atomic():
        LogicNode.objects.create(programme=office.programme, column="activity", ambition=office.ambition)
    with pytest.raises(IntegrityError), transaction.atomic():
        LogicNode.objects.create(programme=office.programme, column="vision")


def test_an_assumption_stands_in_both_languages_and_may_change(nodes, said):
    activity, output, *_ = nodes
    with pytest.raises(WordsMissing):
        Box("Tikai latviski", "")
    lead(before=activity, after=output, assumption=Box("Cits", "Other"), **said)
    assert LogicArrow.objects.get(before=activity, after=output).assumption_en == "Other"
    with pytest.raises(IntegrityError), transaction.atomic():
        LogicArrow.objects.filter(before=activity).update(assumption="")


def test_what_is_taken_out_takes_its_arrows_along_and_its_record_stays(office, nodes, said):
    take_away(node=nodes[1], **said)
    assert LogicArrow.objects.count() == 1
    assert Measure.objects.filter(column="output").exists()
    lead_no_more(arrow=LogicArrow.objects.get(), **said)
    assert not LogicArrow.objects.exists()


def test_the_framework_tells_indicator_verification_and_assumption_from_the_vision_down(office, nodes):
    measure_ = nodes[1].measure
    Target.objects.create(
        indicator=measure_.indicator, kind="final", comparison=Comparison.AT_LEAST, value=20, document="d",
        place="p", quote="q", written_at=NOW, written_by_key="k",
    )  # fmt: skip
    model = model_of(office.programme)
    rows = framework_of(model)
    assert len(rows) == 4
    assert rows[0].summary.startswith("4. ")
    assert rows[2].indicators.startswith("output ")
    assert rows[2].indicators.endswith(": 20")
    assert {row.assumptions for row in rows} == {"", "Teachers stay"} or "Skolotāji paliek" in rows[
        1
    ].assumptions
    (own,) = overview_of(model)
    assert [len(cell) for cell in (own.activities, own.outputs, own.outcomes)] == [1, 1, 1]


def test_a_drawing_keeps_its_columns_and_every_word():
    words = "Deep learning for every pupil of every school of the city and its neighbours"
    drawn = draw([("A", [(1, words)]), ("B", [(2, "b"), (3, "c")])], [(1, 3, 1), (1, 2, None), (2, 3, None)])
    first = drawn.blocks[0]
    assert " ".join(text for _y, text in first.lines) == words
    assert {block.x for block in drawn.blocks} == {0, WIDTH + GAP}
    assert not any(block.bare for block in drawn.blocks)
    assert len(drawn.curves) == 3
    assert draw([("A", [(1, "a")])], []).blocks[0].bare


def test_an_officer_draws_the_model_on_pages(office, officer, said):
    plan_activity(initiative=office.initiative, order=1, title="Māca", title_en="Teach", place="", **said)
    empty = officer.get(reverse("programme:logic")).content.decode()
    assert '<svg class="logic"' not in empty
    add = reverse("programme:logic-add")
    activity = f"activity-{office.initiative.activities.get().pk}"
    assert "at least one" in officer.post(add, {}).content.decode()
    officer.post(add, {"records": [activity, f"vision-{office.vision.pk}"]})
    before, after = LogicNode.objects.order_by("pk")
    arrow = reverse("programme:logic-arrow-add")
    turned = officer.post(arrow, {"before": after.pk, "after": before.pk})
    assert turned.status_code == 422
    assert "turn it round" in turned.content.decode()
    one_language = {"before": before.pk, "after": after.pk, "assumption": "Tikai latviski"}
    assert "in one language only" in officer.post(arrow, one_language).content.decode()
    officer.post(arrow, one_language | {"assumption_en": "English too"})
    page = officer.get(reverse("programme:logic")).content.decode()
    assert '<svg class="logic"' in page
    assert "A1" in page
    assert "English too" in page or "Tikai latviski" in page
    printed = officer.get(reverse("programme:logic-framework")).content.decode()
    assert "Means of verification" in printed or "Pārbaudes" in printed
    sheet = read(officer.get(reverse("programme:logic-file", kwargs={"kind": "xlsx"})).content)
    assert len(sheet.lines) == 2
    officer.post(
        reverse("programme:logic-arrow", kwargs={"arrow": LogicArrow.objects.get().pk}), {"away": ""}
    )
    assert not LogicArrow.objects.exists()
    officer.post(reverse("programme:logic-take-out", kwargs={"node": before.pk}))
    assert LogicNode.objects.count() == 1


def test_the_model_of_more_arrows_takes_as_many_queries(office, officer, nodes, said):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert officer.get(reverse("programme:logic")).status_code == 200
            assert officer.get(reverse("programme:logic-framework")).status_code == 200
        return len(asked)

    queries()  # what is read once in a process is read now
    before = queries()
    for order in range(2, 12):
        more = plan_activity(
            initiative=office.initiative, order=order, title="a", title_en="b", place="", **said
        )
        lead(before=place(programme=office.programme, record=more, **said), after=nodes[1], **said)
    assert queries() == before
