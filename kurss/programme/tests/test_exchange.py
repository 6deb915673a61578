"""Indicators go out to a file and come in again, to the same bytes; a file with a fault leaves nothing behind."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kurss.evidence import spreadsheet
from kurss.evidence.definition import Condition, Definition, Sheet
from kurss.evidence.exchange import Entry, from_csv, from_toml, to_csv, to_toml
from kurss.evidence.incoming import NotTaken, Taken
from kurss.evidence.models import Indicator, IndicatorVersion
from kurss.people.permissions import Role
from kurss.people.refusals import NotAllowed
from kurss.programme.exchange import export, take
from kurss.programme.indicators import define_indicator, set_target
from kurss.programme.tests.office import NOW, account
from kurss.programme.tests.test_measures import declared

KINDS = ("toml", "csv")


@pytest.fixture
def city(office):
    return built(office)


def built(office):
    """Three indicators: children, adults, and one over the other; a sheet, a baseline, a target for a part."""
    by = {"by": office.officer, "at": NOW}
    children, adults = declared(office), declared(office, "learning.adults", "L-02", name="=Pieaugušie")
    share = declared(office, "learning.share", "L-03", unit="%", unit_en="%")
    came = Condition("status", one_of=("present", "late"))
    counted = {"fact": "learning.attendance", "grain": "school_year"}
    define_indicator(
        indicator=children,
        definition=Definition(
            **counted,
            conditions=(Condition("audience", one_of=("child",)), came),
            breakdowns=("gender", "age_band"),
            sheet=Sheet(
                definition="Bērni, „kas” nāca.\nDivas rindas; =1+1", definition_en="Children, “who” came."
            ),
        ),
        **by,
    )
    define_indicator(
        indicator=adults,
        definition=Definition(**counted, conditions=(Condition("audience", none_of=("child",)), came)),
        **by,
    )
    define_indicator(
        indicator=share,
        definition=Definition(
            counts="ratio", grain="school_year", numerator=children.pk, denominator=adults.pk, percent=True
        ),
        **by,
    )
    said = {"document": "Plan", "place": "Page 3", "quote": "’500’", "indicator": children, **by}
    set_target(kind="baseline", comparison="exactly", value=Decimal("12.5"), due_on=date(2020, 9, 1), **said)
    set_target(kind="final", comparison="at_least", value=Decimal(500), period="SY2021", **said)
    set_target(kind="final", comparison="at_most", value=Decimal(-3), cell="gender=female", **said)
    return office


def written_elsewhere(office, kind):
    """The file of such a city, and its definitions; here, nothing of it is left."""
    with transaction.atomic():
        built(office)
        text = export(kind)
        definitions = {one.indicator_id: one.as_definition() for one in IndicatorVersion.objects.all()}
        transaction.set_rollback(True)
    assert not Indicator.objects.exists()
    return text, definitions


@pytest.mark.parametrize("kind", KINDS)
def test_what_goes_out_comes_into_an_empty_city_and_goes_out_again_to_the_same_bytes(office, kind):
    before, definitions = written_elsewhere(office, kind)
    assert take(before, kind, by=office.officer, at=NOW) == Taken(indicators=3, versions=3, targets=3)
    assert export(kind) == before
    assert {one.indicator_id: one.as_definition() for one in IndicatorVersion.objects.all()} == definitions


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_file_again_changes_nothing(city, kind):
    assert take(export(kind), kind, by=city.officer, at=NOW) == Taken(indicators=0, versions=0, targets=0)


def test_both_kinds_of_file_say_the_same(city):
    assert [(e.own, e.definition, e.targets) for e in from_toml(export("toml"))] == [
        (e.own, e.definition, e.targets) for e in from_csv(export("csv"))
    ]


def test_a_definition_changed_in_the_file_is_the_next_version(city):
    changed = export("toml").replace('grain = "school_year"', 'grain = "year"')
    assert take(changed, "toml", by=city.officer, at=NOW).versions == 3
    assert Indicator.objects.get(code="L-01").version.number == 2


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), min_size=1)


@given(
    st.lists(
        st.fixed_dictionaries({"key": TEXT, "code": TEXT, "name": TEXT}),
        max_size=4,
        unique_by=lambda e: e["key"],
    )
)
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_any_text_survives_both_kinds_of_file(drawn):
    told = [Entry(own=own, targets=({"quote": own["name"], "kind": "final"},)) for own in drawn]
    for write, read in ((to_toml, from_toml), (to_csv, from_csv)):
        found = read(write(told))
        assert [(e.own, e.targets) for e in found] == [(e.own, e.targets) for e in told]
        assert write(found) == write(told)


@pytest.mark.parametrize(
    ("change", "sentences"),
    [
        (("format =", "form ="), ["does not begin with format"]),
        (('key = "learning.adults"', 'key = "learning.adults" x'), ["not TOML", "line"]),
        (('key = "learning.adults"', 'key = "a"\nkey = "b"'), ["not TOML", "Cannot overwrite"]),
        (
            ('key = "learning.adults"', 'key = "learning.children"'),
            ["indicator 2 (learning.children)", "too"],
        ),
        (('code = "L-02"', 'code = "L-01"'), ["indicator 2 (learning.adults)", "code L-01"]),
        (('level = "output"', 'level = "wish"'), ["level 'wish' is not one of"]),
        (('kind = "final"', 'kind = "last"'), ["target 2", "kind 'last'"]),
        (('value = "500"', 'value = "many"'), ["target 2", "no number"]),
        (
            ('dimension = "status"', 'dimension = "mood"'),
            ["1 (learning.children), definition", "'mood'"],
        ),
        (('"gender",', '"shoe",'), ["no dimension 'shoe'"]),
        (('fact = "learning.attendance"', 'fact = "learning.nothing"'), ["no fact 'learning.nothing'"]),
        (('numerator = "learning.children"', 'numerator = "no.such"'), ["no indicator no.such"]),
        (('numerator = "learning.children"', 'numerator = "learning.share"'), ["divided by itself"]),
        (('counts = "ratio"', 'counts = "ratio"\nfacts = "x"'), ["nobody knows 'facts'"]),
        (('due_on = "2020-09-01"\n', ""), ["target 1", "baseline needs its date"]),
        (("percent = true", 'percent = "yes"'), ["percent 'yes' is neither true nor false"]),
        (('unit = "%"', "unit = 5"), ["unit 5 is not a text"]),
        (('name_en = "Children"', f'name_en = "{"x" * 301}"'), ["name_en is 301 letters long: write 300"]),
        (('    "gender",\n', "    5,\n"), ["breakdowns is a list of words"]),
        (('    "present",', '    "late",'), ["one_of says 'late' twice"]),
        (('value = "500"', 'value = "1e30"'), ["value '1e30' is no number"]),
        (('document = "Plan"', "document = 2020-01-01"), ["is not a text"]),
        (('key = "learning.adults"', 'key = "learning/adults"'), ["Write a key of small letters"]),
        (('code = "L-02"', 'code = "second"'), ["Write a code of one to three capital letters"]),
    ],
)
def test_a_fault_is_named_with_its_place_and_nothing_is_kept(office, change, sentences):
    before, _definitions = written_elsewhere(office, "toml")
    broken = before.replace(*change, 1)
    assert broken != before
    with pytest.raises(NotTaken) as refused:
        take(broken, "toml", by=office.officer, at=NOW)
    for sentence in sentences:
        assert sentence in str(refused.value)
    assert not Indicator.objects.exists()


def test_an_import_does_not_rename_what_the_city_has(city):
    renamed = export("toml").replace('name_en = "Children"', 'name_en = "Pupils"')
    with pytest.raises(NotTaken, match="an import does not rename"):
        take(renamed, "toml", by=city.officer, at=NOW)


def test_every_fault_of_a_file_is_named_at_once(city):
    broken = (
        export("toml").replace('level = "output"', 'level = "wish"').replace('value = "500"', 'value = "x"')
    )
    with pytest.raises(NotTaken) as refused:
        take(broken, "toml", by=city.officer, at=NOW)
    assert len(refused.value.faults) >= 4


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("key,code\r\n", "no column row"),
        ("row,key,shoe\r\n", "columns nobody knows: shoe"),
        ("row,key\r\nwish,a\r\n", "Row 2 is wish"),
        ("row,key,kind\r\ntarget,a,final\r\n", "no row above it declares"),
        ("row,key,conditions\r\nindicator,a,{\r\n", "row 2 (a)"),
    ],
)
def test_a_table_that_is_no_export_is_refused_in_a_sentence(office, text, sentence):
    with pytest.raises(NotTaken) as refused:
        take(text, "csv", by=office.officer, at=NOW)
    assert sentence in str(refused.value)


@pytest.mark.parametrize("apart", [";", "\t"])
def test_a_table_from_a_spreadsheet_that_parts_cells_otherwise_says_the_same(city, apart):
    columns, rows = spreadsheet.read(export("csv"))
    saved = io.StringIO()
    writer = csv.DictWriter(saved, columns, delimiter=apart)
    writer.writeheader()
    writer.writerows(rows)
    nothing_new = Taken(indicators=0, versions=0, targets=0)
    assert take(saved.getvalue(), "csv", by=city.officer, at=NOW) == nothing_new


def test_what_is_wrong_with_a_file_is_said_in_latvian_too(city):
    with override("lv"), pytest.raises(NotTaken) as refused:
        take(export("toml").replace('value = "500"', 'value = "daudz"'), "toml", by=city.officer, at=NOW)
    assert "value 'daudz' nav skaitlis" in str(refused.value)


def test_only_who_defines_indicators_may_import(city):
    with pytest.raises(NotAllowed):
        take(export("toml"), "toml", by=account("approver", Role.APPROVER), at=NOW)
