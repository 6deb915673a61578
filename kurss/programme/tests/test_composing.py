"""An officer composes an indicator: what was typed becomes a definition, a version, a promise."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from kurss.evidence.definition import Absent, Condition, Counts, Definition, Sheet
from kurss.evidence.models import Comparison, Indicator, IndicatorVersion, Reason, Target
from kurss.evidence.periods import Grain
from kurss.journal.queries import history_of
from kurss.people.permissions import Role
from kurss.people.refusals import NotAllowed
from kurss.programme import definition_words
from kurss.programme.composing import NamesMissing, NotYourDraft, begin, keep, save_version, throw_away
from kurss.programme.composition import TwoConditions, Unanswered, answers_of, definition
from kurss.programme.definition_words import ABSENT, COUNTS, DIRECTIONS, GRAINS, LEVELS, SHEET
from kurss.programme.models import IndicatorDraft
from kurss.programme.templatetags.figures import why_not
from kurss.programme.tests.office import NOW, account
from kurss.programme.tests.test_measures import declared

GIRLS = {
    "subject": ["learning.attendance"],
    "counts": ["distinct"],
    "conditions-gender-test": ["one_of"],
    "conditions-gender-values": ["female"],
    "grain": ["school_year"],
    "absent": ["between"],
    "breakdowns": ["age_band"],
    "definition_en": ["Girls who came."],
}
NAMES = {
    "key": ["learning.girls"],
    "code": ["L-09"],
    "name": ["Meitenes"],
    "name_en": ["Girls"],
    "unit": ["bērni"],
    "unit_en": ["children"],
    "level": ["output"],
    "direction": ["up"],
}


def test_what_was_typed_is_the_definition_it_says():
    assert definition(GIRLS) == Definition(
        counts=Counts.DISTINCT,
        grain=Grain.SCHOOL_YEAR,
        fact="learning.attendance",
        conditions=(Condition("gender", one_of=("female",)),),
        breakdowns=("age_band",),
        absent=Absent.BETWEEN,
        sheet=Sheet(definition_en="Girls who came."),
    )


def test_answers_that_belong_to_another_unit_of_count_are_left_out_and_kept_in_the_draft():
    typed = GIRLS | {
        "quantity": ["minutes"],
        "among-status-test": ["one_of"],
        "among-status-values": ["present"],
    }
    assert definition(typed).quantity == ""
    assert definition(typed).among == ()
    assert definition(typed | {"counts": ["sum"]}).quantity == "minutes"
    assert definition(typed | {"counts": ["share"]}).among == (Condition("status", one_of=("present",)),)


@pytest.mark.parametrize("typed", [{}, {"subject": ["learning.attendance"]}])
def test_a_question_that_has_no_answer_yet_is_named(typed):
    with pytest.raises(Unanswered, match="Choose"):
        definition(typed)


CONDITIONS = st.dictionaries(
    st.sampled_from(["gender", "resident", "place"]),
    st.tuples(
        st.sampled_from(["one_of", "none_of"]), st.lists(st.sampled_from("abc"), min_size=1, unique=True)
    ),
).map(lambda drawn: tuple(Condition(key, **{test: tuple(values)}) for key, (test, values) in drawn.items()))
COUNTED = st.builds(
    Definition,
    counts=st.sampled_from(["distinct", "rows", "cumulative"]),
    grain=st.sampled_from(["school_year", "year", "quarter", "month"]),
    fact=st.just("learning.attendance"),
    also=st.sampled_from([(), ("learning.enrolment",)]),
    conditions=CONDITIONS,
    breakdowns=st.sampled_from([(), ("gender",), ("gender", "place")]),
    absent=st.sampled_from(list(Absent)),
    percent=st.booleans(),
    sheet=st.builds(
        Sheet, definition=st.sampled_from(["", "Kas"]), owner_en=st.sampled_from(["", "The city"])
    ),
)
MADE = st.sampled_from(
    [
        Definition(counts="ratio", numerator="a", denominator="b", percent=True),
        Definition(counts="gap", numerator="a", dimension="gender", group="female", reference="male"),
        Definition(counts="cumulative", fact="learning.attendance", since=date(2020, 9, 1), once_per="group"),
        Definition(counts="mean", fact="learning.attendance", quantity="minutes"),
    ]
)


@given(st.one_of(COUNTED, MADE))
def test_a_definition_shown_in_the_form_and_saved_again_is_the_same_definition(made):
    assert definition(answers_of(made)) == made


def test_a_definition_that_says_two_things_of_one_dimension_is_not_shown_by_half():
    twice = Definition(
        fact="learning.attendance",
        conditions=(Condition("place", one_of=("a",)), Condition("place", none_of=("b",))),
    )
    with pytest.raises(TwoConditions, match="export it"):
        answers_of(twice)


def test_every_choice_an_officer_can_make_has_its_words():
    assert set(COUNTS) == set(Counts)
    assert set(ABSENT) == set(Absent)
    assert set(GRAINS) == set(Grain) - {Grain.SPAN}
    assert set(LEVELS) == set(definition_words.Level)
    assert set(DIRECTIONS) == set(definition_words.Direction)
    assert {f"{name}{ending}" for name in SHEET for ending in ("", "_en")} == set(
        definition_words.SHEET_FIELDS
    )


def test_a_draft_is_kept_and_becomes_a_version_only_when_it_is_saved(office):
    by = {"by": office.officer, "at": NOW}
    draft = begin(answers={"subject": ["learning.attendance"]}, **by)
    keep(draft=draft, answers=GIRLS, **by)
    keep(draft=draft, answers={"name": [""], "key": ["!"]}, **by)
    assert IndicatorDraft.objects.get().answers["counts"] == ["distinct"]
    assert not Indicator.objects.exists()
    with pytest.raises(NamesMissing, match="Write its name in Latvian"):
        save_version(draft=draft, **by)
    assert not Indicator.objects.exists()
    keep(draft=draft, answers=NAMES, **by)
    version, is_new = save_version(draft=draft, **by)
    assert (version.number, is_new, version.indicator.code) == (1, True, "L-09")
    assert version.as_definition() == definition(GIRLS)
    assert not IndicatorDraft.objects.exists()


def test_the_same_definition_again_is_no_new_version_and_another_one_is(office):
    by = {"by": office.officer, "at": NOW}
    draft = begin(answers=GIRLS | NAMES, **by)
    first, _ = save_version(draft=draft, **by)
    again = begin(indicator=first.indicator, **by)
    assert begin(indicator=first.indicator, **by) == again
    assert save_version(draft=again, **by) == (first, False)
    changed = begin(indicator=first.indicator, **by)
    keep(draft=changed, answers={"breakdowns": ["gender"]}, **by)
    second, is_new = save_version(draft=changed, **by)
    assert (second.number, is_new) == (2, True)
    assert IndicatorVersion.objects.get(number=1).as_definition().breakdowns == ("age_band",)


@override("en")
def test_what_a_new_version_changes_is_said_line_by_line():
    before, after = definition(GIRLS), definition(GIRLS | {"grain": ["year"], "definition": ["Meitenes."]})
    changed = {
        one.label: (one.before, one.after)
        for one in definition_words.differences(before, after, {})
        if one.changed
    }
    assert set(changed) == {"Every", "Definition (in Latvian)"}
    assert changed["Every"] == ("School year", "Calendar year")


def test_a_draft_is_its_authors_alone(office):
    other = account("other-officer", Role.PROGRAMME_OFFICER)
    draft = begin(answers=GIRLS, by=office.officer, at=NOW)
    with pytest.raises(NotYourDraft):
        keep(draft=draft, answers={}, by=other, at=NOW)
    with pytest.raises(NotYourDraft):
        throw_away(draft=draft, by=other, at=NOW)
    with pytest.raises(NotAllowed):
        begin(by=account("teacher", Role.TEACHER), at=NOW)
    throw_away(draft=draft, by=office.officer, at=NOW)
    assert not IndicatorDraft.objects.exists()


def composed(client, office, answers):
    """A draft with these answers, and a client signed in as its author."""
    client.force_login(office.officer)
    return begin(answers=answers, by=office.officer, at=NOW)


def test_a_mistake_is_said_at_the_field_and_nothing_typed_is_lost(office, client):
    draft = composed(client, office, {"subject": ["learning.attendance"], "counts": ["distinct"]})
    answer = client.post(
        f"/en/indicators/drafts/{draft.pk}/conditions/",
        {
            "conditions-gender-test": "one_of",
            "conditions-topic-test": "one_of",
            "conditions-topic-more": "robots",
        },
    )
    assert answer.status_code == 422
    assert "Tick or write at least one value" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.answers["conditions-topic-more"] == ["robots"]


def test_what_keeps_a_draft_from_being_saved_is_listed_with_the_step_that_puts_it_right(office, client):
    draft = composed(client, office, GIRLS | {"key": ["Learning Girls"]})
    page = client.get(f"/en/indicators/drafts/{draft.pk}/check/").content.decode()
    assert "It cannot be saved yet" in page
    assert "Write a key of small letters" in page
    assert f"/en/indicators/drafts/{draft.pk}/names/" in page
    assert client.post(f"/en/indicators/drafts/{draft.pk}/check/").status_code == 422
    assert not Indicator.objects.exists()


def test_values_ticked_in_vain_are_named_with_their_dimension_and_stay_ticked(office, client):
    draft = composed(client, office, {**GIRLS, "conditions-gender-test": [""]})
    address = f"/en/indicators/drafts/{draft.pk}/conditions/"
    typed = {"conditions-gender-test": "", "conditions-gender-values": ["female"]}
    answer = client.post(address, typed)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Gender: Values are ticked and “any” is chosen" in text
    assert "What you typed is kept in the draft." in text
    draft.refresh_from_db()
    assert draft.answers["conditions-gender-values"] == ["female"]
    answer = client.post(address, {"conditions-gender-test": "one_of"})
    assert "Gender: Tick or write at least one value" in answer.content.decode()


def test_a_gap_and_a_first_day_are_said_in_the_readers_words():
    gap = Definition(
        counts="gap", numerator="learning.children", dimension="gender", group="female", reference="male"
    )
    running = Definition(counts="cumulative", fact="learning.attendance", since=date(2021, 9, 1))
    for language, groups, day in (
        ("lv", "Dzimums: Sievietes ÷ Vīrieši", "2021. gada 1. septembris"),
        ("en", "Gender: Female ÷ Male", "1 September 2021"),
    ):
        with override(language):
            assert groups in [line.text for line in definition_words.says(gap, {})]
            assert day in [line.text for line in definition_words.says(running, {})]


def test_a_definition_that_could_not_be_computed_is_refused_with_its_name(office, client):
    mixed = {
        "subject": ["population.residents"],
        "counts": ["sum"],
        "quantity": ["residents"],
        "grain": ["year"],
    }
    draft = composed(client, office, mixed | NAMES | {"absent": ["missing"]})
    page = client.get(f"/en/indicators/drafts/{draft.pk}/check/").content.decode()
    assert "never mixed" in page
    assert client.post(f"/en/indicators/drafts/{draft.pk}/check/").status_code == 422


def test_somebody_elses_draft_does_not_exist_for_an_officer(office, client):
    draft = composed(client, office, GIRLS)
    client.force_login(account("other", Role.PROGRAMME_OFFICER))
    assert client.get(f"/en/indicators/drafts/{draft.pk}/what/").status_code == 404


def test_an_officer_saves_a_version_and_writes_down_its_baseline_and_target(office, client):
    draft = composed(client, office, GIRLS | NAMES)
    saved = client.post(f"/en/indicators/drafts/{draft.pk}/check/")
    assert saved["location"] == "/en/indicator/learning.girls/"
    said = {"document": "Plan", "place": "Page 3", "comparison": "exactly", "value": "100"}
    undated = client.post("/en/indicator/learning.girls/promise/", {"kind": "baseline", **said})
    assert undated.status_code == 422
    assert "A baseline needs its date" in undated.content.decode()
    dated = {"kind": "baseline", "due_on": "2020-09-01", **said}
    assert client.post("/en/indicator/learning.girls/promise/", dated).status_code == 302
    final = {"kind": "final", "period": "SY2021", **said, "comparison": "at_least", "cell": "age_band=7-9"}
    assert client.post("/en/indicator/learning.girls/promise/", final).status_code == 302
    assert {(one.kind, one.cell) for one in Target.objects.all()} == {
        ("baseline", ""),
        ("final", "age_band=7-9"),
    }
    twice = client.post("/en/indicator/learning.girls/promise/", {**dated, "value": "7"})
    assert "already says" in twice.content.decode()
    page = client.get("/en/indicator/learning.girls/").content.decode()
    assert "Baseline" in page
    assert "7-9" in page


def test_a_second_promise_in_one_place_is_refused_in_words_and_what_was_typed_stands(office, client):
    indicator = declared(office)
    client.force_login(office.officer)
    address = f"/en/indicator/{indicator.pk}/promise/"
    typed = {"kind": "final", "comparison": "at_least", "value": "500", "document": "Plan", "place": "p. 3"}
    assert client.post(address, typed).status_code == 302
    answer = client.post(address, typed | {"value": "600"})
    text = answer.content.decode()
    assert "Plan, p. 3, already says ≥ 500 of L-01: withdraw that first" in text
    assert "Nothing was changed; what you typed stands below." in text
    assert "15 means 15 per cent" not in text
    assert 'value="600"' in text


def test_a_promise_withdrawn_stays_in_the_journal_with_the_reason(office, client):
    children = declared(office)
    client.force_login(office.officer)
    said = {"kind": "final", "comparison": "at_least", "value": "12,5", "document": "Plan", "place": "Page 3"}
    assert client.post("/lv/indicator/learning.children/promise/", said).status_code == 302
    target = children.targets.get()
    assert (target.value, target.comparison) == (Decimal("12.5"), Comparison.AT_LEAST)
    address = f"/en/indicator/learning.children/promise/{target.pk}/"
    assert "Say why" in client.post(address).content.decode()
    client.post(address, {"reason": "A typing error"})
    assert not Target.objects.exists()
    (entry, _set) = history_of(target)
    assert entry.act == "programme.withdraw_target"
    assert entry.details.get(name="reason").value == "A typing error"


def test_an_officer_gives_an_indicator_its_place_in_the_programme(office, client):
    declared(office)
    client.force_login(office.officer)
    line = {"text": "Bērni", "text_en": "Children", "place": "Plan, page 3"}
    wrong = client.post("/en/indicator/learning.children/place/", {"column": "output", **line})
    assert "Choose the initiative" in wrong.content.decode()
    right = {"column": "output", "initiative": office.initiative.pk, **line}
    assert client.post("/en/indicator/learning.children/place/", right).status_code == 302
    assert office.initiative.measures.get().indicator_id == "learning.children"
    again = client.post("/en/indicator/learning.children/place/", right)
    assert "already entered" in again.content.decode()


def test_five_kinds_of_absence_are_five_words_in_both_languages():
    for language in ("lv", "en"):
        with override(language):
            assert len({why_not(reason.value) for reason in Reason}) == len(Reason) == 5
