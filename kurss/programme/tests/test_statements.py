"""Statements of every list: entered, changed by two at once, moved and taken out."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kurss.journal.models import Entry
from kurss.people.permissions import Role
from kurss.people.refusals import NotAllowed
from kurss.programme.charters import Basis, write_charter
from kurss.programme.models import (
    AmbitionStatement,
    EcosystemNote,
    Finding,
    FutureTarget,
    Initiative,
    Justification,
    Measure,
)
from kurss.programme.refusals import ChangedMeanwhile, GoneMeanwhile, RestsOnIt
from kurss.programme.statements.keeping import (
    change_statement,
    enter_statement,
    mark,
    move_statement,
    take_out_statement,
)
from kurss.programme.statements.lists import CHAPTERS, INITIATIVES, MEASURES, REVIEW, STRATEGY
from kurss.programme.tests.office import NOW, account, another_initiative, another_programme, content
from kurss.programme.tests.test_measures import declared

HELD = {"text": "Vārdi", "text_en": "Words", "place": "Slide 7"}


def entered(office, kept, programme=None, **more):
    return enter_statement(
        kept=kept, programme=programme or office.programme, held=HELD | more, by=office.officer, at=NOW
    )


def said(kept, office):
    return [row.text_en for row in kept.entries(office.programme)]


@pytest.fixture
def indicators(office):
    return [declared(office, f"learning.{key}", f"L-0{key}") for key in range(1, 4)]


def chapters():
    every = ((chapter, kept) for chapter in CHAPTERS.values() for kept in chapter.lists.values())
    return [pytest.param(kept, id=f"{chapter.key}-{kept.key}") for chapter, kept in every]


@pytest.mark.parametrize("kept", [p for p in chapters() if not p.id.startswith("measures")])
def test_every_list_takes_an_entry_by_its_own_verb_and_knows_it_again(kept, office):
    held = dict(HELD)
    if kept.key == "three-year-target":
        held["ambition"] = entered(
            office, REVIEW.lists["three-year-ambition"], title="Joma", title_en="Field"
        )
    if kept.key == "justification":
        held["ambition"] = None
    for pair in kept.pairs:
        held |= {pair.names[0]: "Vārdi", pair.names[1]: "Words"}
    first = enter_statement(kept=kept, programme=office.programme, held=held, by=office.officer, at=NOW)
    again = enter_statement(kept=kept, programme=office.programme, held=held, by=office.officer, at=NOW)
    assert [row.pk for row in kept.entries(office.programme)][-2:] == [first.pk, again.pk]
    assert again.order == first.order + 1
    assert kept.programme_of(again) == office.programme


def test_the_key_of_an_ambition_comes_from_its_english_and_is_free(office):
    first = entered(office, STRATEGY.lists["ambition"], explanation="", explanation_en="")
    second = entered(office, STRATEGY.lists["ambition"], explanation="", explanation_en="")
    assert (first.key, second.key) == ("words", "words-2")


def test_of_two_officers_at_one_statement_the_second_is_told_and_nothing_is_lost(office):
    kept = STRATEGY.lists["higher"]
    row = entered(office, kept)
    seen = mark(kept, row)
    told = {"kept": kept, "entry": row, "by": office.officer, "at": NOW}
    change_statement(held=HELD | {"text_en": "Theirs"}, seen=seen, **told)
    with pytest.raises(ChangedMeanwhile):
        change_statement(held=HELD | {"text_en": "Mine"}, seen=seen, **told)
    assert Finding.objects.get(pk=row.pk).text_en == "Theirs"
    same = change_statement(held=HELD | {"text_en": "Theirs"}, seen="anything", **told)
    assert same.text_en == "Theirs", "the same words are no change, whoever wrote them first"
    assert Entry.objects.filter(act="programme.change_statement").count() == 1


def test_what_somebody_took_out_meanwhile_is_not_changed(office):
    kept = STRATEGY.lists["vision"]
    row = entered(office, kept)
    seen = mark(kept, row)
    take_out_statement(kept=kept, entry=row, by=office.officer, at=NOW)
    with pytest.raises(GoneMeanwhile):
        change_statement(kept=kept, entry=row, held=HELD, seen=seen, by=office.officer, at=NOW)


def test_a_statement_moves_and_the_others_close_up(office):
    kept = STRATEGY.lists["pro"]
    rows = [entered(office, kept, text_en=name) for name in ("a", "b", "c")]
    other = entered(office, STRATEGY.lists["con"], text_en="against")
    by = {"kept": kept, "by": office.officer, "at": NOW}
    move_statement(entry=rows[2], to=1, **by)
    assert said(kept, office) == ["c", "a", "b"]
    move_statement(entry=rows[2], to=0, **by)
    move_statement(entry=rows[2], to=9, **by)
    assert said(kept, office) == ["a", "b", "c"]
    take_out_statement(entry=rows[0], **by)
    assert [(row.order, row.text_en) for row in kept.entries(office.programme)] == [(1, "b"), (2, "c")]
    assert EcosystemNote.objects.get(pk=other.pk).order == 1, "the other side is numbered by itself"
    last = Entry.objects.filter(act="programme.take_out_statement").first()
    assert {detail.name: detail.value for detail in last.details.all()}["text_en"] == "a"


def test_what_something_rests_on_is_not_taken_out(office):
    linked = content(office, ambitions=((office.ambition, Basis.STATED),))
    write_charter(initiative=office.initiative, content=linked, by=office.officer, at=NOW)
    kept = STRATEGY.lists["ambition"]
    with pytest.raises(RestsOnIt):
        take_out_statement(kept=kept, entry=office.ambition, by=office.officer, at=NOW)
    assert AmbitionStatement.objects.filter(pk=office.ambition.pk).exists()


def test_targets_are_numbered_within_their_field_and_measures_within_their_initiative(office, indicators):
    fields = [
        entered(office, REVIEW.lists["three-year-ambition"], title=name, title_en=name) for name in "ab"
    ]
    kept = REVIEW.lists["three-year-target"]
    for field in (fields[0], fields[0], fields[1]):
        entered(office, kept, ambition=field)
    assert list(
        FutureTarget.objects.order_by("ambition__order", "order").values_list("order", flat=True)
    ) == [
        1,
        2,
        1,
    ]
    other = another_initiative(office.officer, office.programme, "network", 2)
    for initiative, indicator in zip((office.initiative, other, None), indicators, strict=True):
        kept = MEASURES.lists["output" if initiative else "cross-cutting"]
        more = {"initiative": initiative} if initiative else {}
        entered(office, kept, indicator=indicator, **more)
    assert set(Measure.objects.values_list("order", flat=True)) == {1}


def test_whoever_writes_one_initiative_changes_that_one_and_not_the_strategy(office):
    scoped = account("skills-officer", Role.PROGRAMME_OFFICER, initiative=office.initiative.pk)
    kept = INITIATIVES.lists["initiative"]
    held = kept.held(office.initiative) | {"title_en": "Skills for all"}
    change_statement(
        kept=kept, entry=office.initiative, held=held, seen=mark(kept, office.initiative), by=scoped, at=NOW
    )
    assert Initiative.objects.get(pk=office.initiative.pk).title_en == "Skills for all"
    vision = STRATEGY.lists["vision"]
    with pytest.raises(NotAllowed):
        move_statement(kept=vision, entry=office.vision, to=1, by=scoped, at=NOW)


@pytest.fixture
def officer(client, office):
    client.force_login(office.officer)
    return client


def at(name, **parts):
    return reverse(f"programme:{name}", kwargs=parts)


def test_an_officer_enters_changes_moves_and_takes_out_on_pages(officer, office):
    add = at("statement-add", chapter="strategy", kept="justification")
    typed = HELD | {"heading": "Virsraksts", "heading_en": "Heading", "ambition": str(office.ambition.pk)}
    refused = officer.post(add, typed | {"text_en": ""})
    assert refused.status_code == 422
    assert "Write it in English." in refused.content.decode()
    assert 'value="Heading"' in refused.content.decode(), "what was typed stays"
    again = officer.post(add, typed | {"another": "1"})
    assert again.headers["location"] == add
    assert 'value="Slide 7"' in officer.get(add).content.decode(), "the next one is likely of the same place"
    officer.post(add, typed | {"text_en": "Second"})
    first, second = Justification.objects.order_by("order")
    assert first.ambition == office.ambition
    where = {"chapter": "strategy", "kept": "justification", "entry": str(second.pk)}
    officer.post(at("statement-move", **where), {"to": "up"})
    change = at("statement-change", **where)
    seen = officer.get(change).context["form"].initial["seen"]
    officer.post(change, typed | {"text_en": "Second, changed", "ambition": "", "seen": seen})
    second.refresh_from_db()
    assert (second.order, second.text_en, second.ambition) == (1, "Second, changed", None)
    page = officer.get(at("chapter", chapter="strategy")).content.decode()
    assert page.index("Second, changed") < page.rindex("Words")
    officer.post(at("statement-take-out", **where))
    assert list(Justification.objects.all()) == [first]


def test_the_second_of_two_officers_sees_both_texts_of_a_statement_and_decides(officer, office):
    kept = STRATEGY.lists["vision"]
    change = at("statement-change", chapter="strategy", kept="vision", entry=str(office.vision.pk))
    seen = officer.get(change).context["form"].initial["seen"]
    theirs = HELD | {"text_en": "A city of science"}
    change_statement(kept=kept, entry=office.vision, held=theirs, seen=seen, by=office.officer, at=NOW)
    shown = officer.post(change, HELD | {"text_en": "A city of music", "seen": seen})
    page = shown.content.decode()
    assert shown.status_code == 409
    assert "<del>" in page
    assert "science" in page
    assert "A city of music" in page
    officer.post(change, HELD | {"text_en": "A city of music", "seen": shown.context["form"].data["seen"]})
    office.vision.refresh_from_db()
    assert office.vision.text_en == "A city of music"


def test_words_typed_for_an_entry_that_was_taken_out_can_be_entered_anew(officer, office):
    kept = STRATEGY.lists["pro"]
    row = entered(office, kept)
    change = at("statement-change", chapter="strategy", kept="pro", entry=str(row.pk))
    take_out_statement(kept=kept, entry=row, by=office.officer, at=NOW)
    shown = officer.post(change, HELD | {"text_en": "Kept", "seen": ""})
    assert shown.status_code == 409
    assert 'action="/en/programme/strategy/pro/add/"' in shown.content.decode().replace("/lv/", "/en/")
    assert "Kept" in shown.content.decode()
    assert officer.get(change).status_code == 404


def test_a_chapter_of_more_statements_takes_as_many_queries(officer, office):
    url = at("chapter", chapter="review")
    officer.get(url)
    with CaptureQueriesContext(connection) as few:
        officer.get(url)
    for kept in ("success", "obstacle", "kpi"):
        for _ in range(4):
            entered(office, REVIEW.lists[kept])
    with CaptureQueriesContext(connection) as many:
        officer.get(url)
    assert len(many) == len(few)


def test_the_pages_follow_the_programme_that_was_chosen(officer, office):
    other = another_programme(office.officer, "older")
    assert officer.get(reverse("programme:office")).context["programme"] in (office.programme, other)
    officer.post(reverse("programme:choose"), {"programme": "older"})
    officer.post(at("statement-add", chapter="strategy", kept="pro"), HELD)
    assert EcosystemNote.objects.get().programme == other
    officer.post(reverse("programme:choose"), {"programme": "nothing"})
    assert officer.get(reverse("programme:office")).context["programme"] == other


def test_the_database_itself_refuses_two_statements_of_one_number(office):
    row = entered(office, STRATEGY.lists["higher"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.create(programme=office.programme, performance="higher", order=row.order, **HELD)
