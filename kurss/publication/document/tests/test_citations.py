"""Figures that the review cites: on the public page, in the tree of the deliverable and in its paper."""

from io import BytesIO

import pytest
from django.urls import reverse
from django.utils.translation import override
from pypdf import PdfReader

from kurss.evidence.models import Figure, Indicator
from kurss.programme.models import Citation, Commitment, ReviewNote
from kurss.programme.review import aim_for, commit, note_review, promise_later, record_lesson
from kurss.programme.statements.citing import cite
from kurss.programme.tests.office import NOW
from kurss.programme.words import Words
from kurss.publication.document import tree
from kurss.publication.document.content import build
from kurss.publication.document.typeset import pdf
from kurss.publication.document.walking import parts

SITE = "https://city.example"
PERIOD = "Y2021"
STATEMENTS = ("A success.", "A lesson.", "A commitment.", "A target.")


@pytest.fixture
def citing(city):
    """A review of which one statement of each kind cites the newcomers of 2021."""
    office = city.office
    said = {"by": office.officer, "at": NOW}
    at = {"programme": office.programme, "order": 1, **said}
    words = [Words(f"LV {text}", text, "Section 3") for text in STATEMENTS]
    field = aim_for(key="skills", title="Prasmes", title_en="Skills", words=Words("LV", "EN", "S"), **at)
    statements = (
        note_review(kind=ReviewNote.Kind.SUCCESS, words=words[0], **at),
        record_lesson(title="Mācība", title_en="The lesson", words=words[1], **at),
        commit(kind=Commitment.Kind.KPI, words=words[2], **at),
        promise_later(ambition=field, order=1, words=words[3], **said),
        field,
    )
    indicator = Indicator.objects.get(key="test.newcomers")
    for statement in statements:
        cite(statement=statement, indicator=indicator, period=PERIOD, **said)
    return Figure.objects.filter(version__indicator=indicator, period_key=PERIOD, cell="").latest("pk")


@pytest.mark.parametrize("language", ["lv", "en"])
def test_a_cited_figure_stands_below_each_statement_with_its_value_and_door_and_in_the_annex(
    citing, language
):
    document = build(language=language, site=SITE)
    (review,) = (section for section in document.sections if section.title in ("Impact", "Ietekme"))
    cited = [one for one in parts(review) if isinstance(one, tree.Number) and one.address == citing.address]
    assert len(cited) >= 5
    assert {one.url for one in cited} == {f"{SITE}/figures/{citing.address}"}
    ledger = next(one for one in parts(document) if isinstance(one, tree.Ledger))
    assert citing.address in {entry.number.address for entry in ledger.entries}


def test_the_paper_prints_the_figure_that_a_statement_cites(citing):
    document = build(language="en", site=SITE)
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf(document))).pages).split())
    for statement in STATEMENTS:
        after = text.partition(statement)[2][:120]
        assert "New people, 2021" in after, statement
        assert "8 adults" in after.replace("\xa0", " "), after
        assert "N-01" in after


def test_the_public_reads_the_review_with_the_figures_it_cites_as_they_stand_released(citing, client):
    for language in ("en", "lv"):
        with override(language):
            shown = client.get(reverse("publication:review")).content.decode()
            assert reverse("publication:figure", kwargs={"address": citing.address}) in shown
        assert shown.count(">N-01<") == 5
        assert "<b>8</b>" in shown
    assert "A success." in client.get("/en/review/").content.decode()


def test_an_officer_cites_a_figure_on_a_page_and_takes_it_back(citing, city, client):
    client.force_login(city.office.officer)
    note = ReviewNote.objects.get()
    page = reverse("programme:statement-cite", kwargs={"kept": "success", "entry": note.pk})
    other = next(key for key in client.get(page).context["form"].by_key if not key.startswith("N-01"))
    client.post(page, {"figure": other})
    assert note.citations.count() == 2
    row = note.citations.exclude(indicator="test.newcomers").get()
    client.post(reverse("programme:citation-take-back", kwargs={"citation": row.pk}))
    assert Citation.objects.filter(note=note).count() == 1


def test_a_long_list_of_figures_is_searched_without_a_script_and_what_is_chosen_is_kept(citing, city, client):
    client.force_login(city.office.officer)
    page = reverse(
        "programme:statement-cite", kwargs={"kept": "lesson", "entry": city.office.programme.lessons.get().pk}
    )
    assert len({key.split()[0] for key in client.get(page).context["form"].by_key}) > 1
    found = client.get(page, {"find": "WOMEN n-02"})
    assert {key.split()[0] for key in found.context["form"].by_key} == {"N-02"}
    assert "1 indicator has it." in found.content.decode()
    assert "0 indicators have it." in client.get(page, {"find": "nothing of the kind"}).content.decode()
    chosen = next(iter(found.context["form"].by_key))
    assert client.post(f"{page}?find=N-01", {"figure": chosen}).status_code == 302
