"""A charter is written box by box; two officers at once lose nothing."""

import pytest
from django.test import Client
from django.urls import reverse

from kurss.people.permissions import Role
from kurss.programme.charter_boxes import BOXES, begin_next_version, content_of, mark, said, write_box
from kurss.programme.charters import CharterContent, CharterText, report_charter, throw_away_charter
from kurss.programme.differences import Piece, compared, differ
from kurss.programme.models import Charter, Funding
from kurss.programme.refusals import ChangedMeanwhile, CharterAlreadyInForce, CharterNotDraft
from kurss.programme.tests.office import NOW, account, content
from kurss.programme.words import Box


def drafted(office):
    return begin_next_version(
        initiative=office.initiative, what=Box("Dara", "Does"), by=office.officer, at=NOW
    )


def kept(office, draft, words, seen, by=None):
    said = {"box": "why", "held": {"text": Box(words, words)}, "seen": seen}
    return write_box(charter=draft, by=by or office.officer, at=NOW, **said)


def test_the_next_version_begins_with_the_words_of_the_charter_in_force(office):
    first = report_charter(
        initiative=office.initiative,
        content=content(office, visions=((office.vision, "stated"),)),
        source=office.programme.document,
        place="Section 2",
        by=office.officer,
        at=NOW,
    )
    second = begin_next_version(initiative=office.initiative, by=office.officer, at=NOW)
    assert (second.version, second.state) == (2, "draft")
    for box in BOXES:
        assert mark(content_of(first), box) == mark(content_of(second), box)
    with pytest.raises(CharterAlreadyInForce, match="begin its next version"):
        begin_next_version(initiative=office.initiative, what=Box("a", "b"), by=office.officer, at=NOW)


def test_of_two_officers_in_one_box_the_second_is_told_and_both_texts_are_there(office):
    draft = drafted(office)
    colleague = account("colleague", Role.PROGRAMME_OFFICER)
    seen = mark(content_of(draft), "why")
    kept(office, draft, "First", seen)
    with pytest.raises(ChangedMeanwhile, match="keep one"):
        kept(office, draft, "Second", seen, by=colleague)
    draft.refresh_from_db()
    assert (draft.why_en, draft.writer_labels) == ("First", ("officer",))
    kept(office, draft, "Second", mark(content_of(draft), "why"), by=colleague)
    draft.refresh_from_db()
    assert (draft.why_en, draft.writer_labels) == ("Second", ("officer", "colleague"))


def test_two_officers_in_two_boxes_do_not_meet_and_the_same_words_are_no_change(office):
    draft = drafted(office)
    seen = {box: mark(content_of(draft), box) for box in ("why", "how")}
    kept(office, draft, "Reason", seen["why"])
    write_box(
        charter=draft, box="how", held={"text": Box("Kā", "How")}, seen=seen["how"], by=office.officer, at=NOW
    )
    kept(office, draft, "Reason", "an old mark")
    draft.refresh_from_db()
    assert (draft.why_en, draft.how_en, draft.what_en) == ("Reason", "How", "Does")


def test_a_draft_that_was_thrown_away_cannot_be_written(office):
    draft = drafted(office)
    throw_away_charter(charter=draft, by=office.officer, at=NOW)
    assert not Charter.objects.exists()
    with pytest.raises(CharterNotDraft, match="thrown away"):
        kept(office, draft, "Late", "")


def test_what_changed_is_shown_word_by_word_and_a_new_line_as_a_whole():
    before, after = ("Build the centre by 2021", "Buy things"), ("Build the centre by 2022", "Teach all ages")
    assert compared(before, after) == (
        (Piece("same", "Build the centre by"), Piece("gone", "2021"), Piece("new", "2022")),
        (Piece("gone", "Buy things"),),
        (Piece("new", "Teach all ages"),),
    )
    assert not differ(compared(before, before))


@pytest.fixture
def officer(office):
    client = Client()
    client.force_login(office.officer)
    return client


def page(name, office, **more):
    return reverse(f"programme:{name}", kwargs={"initiative": office.initiative.pk, **more})


def test_an_officer_begins_a_charter_and_fills_its_boxes_on_pages(office, officer):
    assert "This initiative has no charter yet" in officer.get(page("charter", office)).content.decode()
    refused = officer.post(page("charter-begin", office), {"text": "Dara", "text_en": ""})
    assert refused.status_code == 422
    assert "one language only" in refused.content.decode()
    officer.post(page("charter-begin", office), {"text": "Dara", "text_en": "Does"})
    draft = Charter.objects.get()
    marks = content_of(draft)
    officer.post(
        page("charter-box", office, box="team"),
        {"seen": mark(marks, "team"), "lead": office.partner.pk, "team": [office.partner.pk]},
    )
    officer.post(
        page("charter-box", office, box="funding"),
        {
            "seen": mark(marks, "funding"),
            "rows": "1",
            "cost": "26000000",
            "cost_currency": "eur",
            "kind-0": "state",
            "source-0": "Valsts",
            "source_en-0": "State",
            "amount-0": "12.5",
        },
    )
    officer.post(
        page("charter-box", office, box="link_to_ambition"),
        {"seen": mark(marks, "link_to_ambition"), "serves": [office.ambition.pk]},
    )
    kept = content_of(Charter.objects.get())
    assert said(kept, "funding", "en") == (
        "Estimated cost: 26000000 EUR",
        f"State ({Funding.Kind.STATE.label}): 12.5 EUR",
    )
    assert [role for role, _ in kept.partners] == ["lead", "team"]
    assert kept.ambitions == ((office.ambition, "stated"),)


@pytest.mark.parametrize(
    ("box", "typed", "sentence"),
    [
        ("why", {"text": "a\nb", "text_en": "a"}, "make them pair up"),
        ("what", {"text": "", "text_en": ""}, "at least what is done"),
        ("funding", {"rows": "0", "cost": "-5", "cost_currency": "EUR"}, "never below nought"),
        ("funding", {"rows": "0", "cost": "5", "cost_currency": ""}, "Write the currency"),
        ("funding", {"rows": "1", "source-0": "Valsts", "kind-0": "state"}, "one language only"),
        ("risks", {"rows": "1", "mitigation-0": "a", "mitigation_en-0": "b"}, "say what the risk is"),
    ],
)
def test_a_box_that_makes_no_sense_is_refused_in_a_sentence_and_keeps_what_was_typed(
    office, officer, box, typed, sentence
):
    draft = drafted(office)
    answer = officer.post(
        page("charter-box", office, box=box), {"seen": mark(content_of(draft), box), **typed}
    )
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert content_of(Charter.objects.get()) == content_of(draft)


def test_the_second_of_two_officers_sees_the_difference_on_the_page_and_decides(office, officer):
    draft = drafted(office)
    seen = mark(content_of(draft), "why")
    colleague = account("Ilze", Role.PROGRAMME_OFFICER)
    kept(office, draft, "Skills for all children", seen, by=colleague)
    typed = {"seen": seen, "text": "Skills for all adults", "text_en": "Skills for all adults"}
    answer = officer.post(page("charter-box", office, box="why"), typed)
    shown = answer.content.decode()
    assert answer.status_code == 409
    for part in ("Ilze changed this box", "<del>children</del>", "<ins>adults</ins>", "Keep my words"):
        assert part in shown
    assert Charter.objects.get().why_en == "Skills for all children"
    form = answer.context["form"]
    officer.post(page("charter-box", office, box="why"), typed | {"seen": form["seen"].value()})
    assert Charter.objects.get().why_en == "Skills for all adults"


def test_a_charter_goes_from_draft_to_approved_by_pages_and_its_versions_are_compared(office, officer):
    report_charter(
        initiative=office.initiative,
        content=content(office),
        source=office.programme.document,
        place="Section 2",
        by=office.officer,
        at=NOW,
    )
    officer.post(page("charter-begin", office))
    draft = Charter.objects.get(state="draft")
    kept(office, draft, "Because", mark(content_of(draft), "why"))
    officer.post(page("charter-submit", office))
    first, second = Client(), Client()
    first.force_login(office.approver)
    second.force_login(office.second_approver)
    assert officer.post(page("charter-approve", office)).status_code == 403
    assert first.post(page("charter-return", office), {"reason": ""}).status_code == 422
    first.post(page("charter-return", office), {"reason": "Say what it costs."})
    assert "Say what it costs." in officer.get(page("charter", office)).content.decode()
    officer.post(page("charter-submit", office))
    first.post(page("charter-approve", office))
    again = first.post(page("charter-approve", office), follow=True).content.decode()
    assert "ask a second person" in again
    second.post(page("charter-approve", office))
    assert [one.state for one in Charter.objects.order_by("version")] == ["superseded", "approved"]
    shown = officer.get(page("charter-compare", office)).content.decode()
    assert "<ins>Because</ins>" in shown
    assert "Without a change:" in shown
    assert officer.get(page("charter-version", office, number=1)).status_code == 200


def test_an_empty_content_says_nothing_in_any_box():
    empty = CharterContent(text=CharterText(what=Box()))
    assert [said(empty, box, "en") for box in BOXES] == [()] * len(BOXES)
