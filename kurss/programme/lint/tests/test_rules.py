from decimal import Decimal

import pytest

from kurss.programme.lint.health import RULES_OF, Aspect, first, health
from kurss.programme.lint.running import all_rules, lint
from kurss.programme.lint.tests.built import BASE, BROKEN, FINAL, SOUND, programme, replace, targets
from kurss.programme.prose.lint import all_rules as rules_of_prose


def found(view):
    return {finding.rule.key for finding in lint(view)}


def test_a_sound_programme_is_let_alone():
    assert found(SOUND) == set()


@pytest.mark.parametrize("rule", [rule.key for rule in all_rules()])
def test_each_rule_finds_the_programme_that_breaks_it(rule):
    assert rule in found(BROKEN[rule])


def test_there_are_more_than_forty_rules_and_each_explains_itself():
    rules = all_rules()
    assert len(rules) == len(set(BROKEN)) >= 40
    assert {rule.key for rule in rules} == set(BROKEN)
    assert all(rule.title and rule.why and rule.remedy for rule in rules)
    assert all(len(rule.key) <= 60 for rule in (*rules, *rules_of_prose()))


def test_a_template_leaves_out_the_rules_that_do_not_hold_for_its_kind():
    bare = replace(SOUND, visions=())
    assert "programme-without-vision" in found(bare)
    without = replace(bare, programme=programme(rules_left_out=["programme-without-vision"]).programme)
    assert found(without) == set()


def test_the_same_value_for_two_years_is_two_promises_and_no_contradiction():
    yearly = [replace(FINAL, due_on=None, period_key=key, place=key) for key in ("Y2021", "Y2022")]
    assert found(targets(BASE, *yearly)) == set()


def test_what_is_better_when_it_falls_may_have_a_target_below_its_baseline():
    falling = replace(SOUND.indicators[0], direction="down")
    below = targets(BASE, replace(FINAL, value=Decimal(5)))
    assert found(replace(below, indicators=(falling, SOUND.indicators[1]))) == set()


def test_a_finding_whose_values_change_is_another_finding():
    (one,) = [
        f for f in lint(targets(BASE, replace(FINAL, due_on=None))) if f.rule.key == "target-without-date"
    ]
    (other,) = [
        f
        for f in lint(targets(BASE, replace(FINAL, due_on=None, value=Decimal(30))))
        if f.rule.key == "target-without-date"
    ]
    assert one.place == other.place
    assert one.fingerprint != other.fingerprint


def test_the_worst_comes_first():
    ranks = [finding.rule.severity.rank for finding in lint(BROKEN["programme-without-initiatives"])]
    assert ranks == sorted(ranks)


def test_how_a_programme_stands_is_told_by_rules_that_exist_and_each_by_one_aspect():
    named = [key for rules in RULES_OF.values() for key in rules]
    assert len(named) == len(set(named))
    assert set(named) <= {rule.key for rule in all_rules()}


def test_what_is_late_unowned_or_unproven_is_told_and_what_to_do_first():
    late = lint(BROKEN["milestone-overdue"])
    assert [finding.rule.key for finding in health(late)[Aspect.LATE]] == ["milestone-overdue"]
    assert health(late)[Aspect.UNOWNED] == ()
    assert [finding.rule.key for finding in first(late)] == ["milestone-overdue"]
    assert first(lint(SOUND)) == ()
    unproven = health(lint(BROKEN["indicator-undefined"]))[Aspect.UNPROVEN]
    assert [finding.place.key for finding in unproven] == ["children"]


def test_a_suggestion_has_its_time_and_a_closed_risk_is_let_alone():
    (meeting,) = SOUND.meetings
    open_one = replace(BROKEN["suggestion-unanswered"], meetings=(replace(meeting, held_on=SOUND.on),))
    assert found(open_one) == set()
    (risk,) = SOUND.register
    bare = replace(risk, owner="", likelihood=None, due_on=meeting.held_on)
    for state in ("closed", "happened"):
        assert found(replace(SOUND, register=(replace(bare, state=state),))) == set()


def test_a_finding_names_the_first_risks_and_counts_them_all():
    (risk,) = SOUND.register
    many = tuple(replace(risk, number=number, owner="") for number in range(1, 31))
    (finding,) = lint(replace(SOUND, register=many))
    assert finding.hit.detail_en == "30: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, …"


def test_a_success_or_a_commitment_that_cites_a_figure_needs_no_number_in_its_words():
    for rule in ("success-without-figure", "commitment-kpi-without-number"):
        bare = BROKEN[rule]
        cited = (
            *((row.pk, None) for row in bare.review_notes),
            *((None, row.pk) for row in bare.commitments),
        )
        assert rule in found(bare)
        assert rule not in found(replace(bare, citations=cited))
