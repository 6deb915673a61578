"""Whoever breaks a file of the case is told the file, the line, the field and the remedy."""

import os
import shutil

import pytest

from kurss.demo.case_file import CaseFault, read_case
from kurss.demo.case_toml import text_lines
from kurss.demo.loading import VENTSPILS


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(VENTSPILS, tmp_path / "case")


def faults_of(folder):
    with pytest.raises(CaseFault) as caught:
        read_case(folder)
    assert str(caught.value) == "\n".join(str(fault) for fault in caught.value.faults)
    return [str(fault) for fault in caught.value.faults]


def break_it(folder, file, old, new):
    """Replace the first `old` in a file and return the line on which it stood."""
    path = folder / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    return text[: text.index(old)].count("\n") + 1


def test_the_ventspils_case_is_read_without_a_fault():
    case = read_case(VENTSPILS)
    assert [stage.key for stage in case.programme.stages] == [
        "preparation",
        "ambition",
        "implementation",
        "review",
    ]
    assert [row.key for row in case.initiatives.initiatives] == ["vizium", "infrastructure", "digital-skills"]
    assert len(case.institutions.institutions) == 28
    assert len(case.population.counts) == 19
    assert {row.spot.file for row in case.indicators.indicators} == {"indicators.toml"}


def test_a_text_with_a_translation_has_as_many_lines_as_it():
    for initiative in read_case(VENTSPILS).initiatives.initiatives:
        charter = initiative.charter
        assert len(text_lines(charter.outcomes)) == len(text_lines(charter.outcomes_en)) > 0


BROKEN = {
    "an unknown field": (
        ("roadmap.toml", 'title = "Aprīkojuma iegāde"', 'titel = "x"\ntitle = "Aprīkojuma iegāde"'),
        "activity[3].titel: there is no such field; remove it, or write one of initiative, title, title_en, "
        "place, planned_from, planned_until, yearly_from_month, yearly_until_month, timing, timing_en.",
    ),
    "a number where text belongs": (
        ("indicators.toml", 'code = "L-01"', "code = 1"),
        "indicator[1].code: 1 is not text; write it in quotes.",
    ),
    "a float where the promise must be exact": (
        ("indicators.toml", 'value = "500"', "value = 500.0"),
        'indicator[1].target[1].value: 500.0 is not a number in quotes; write it like "3000" or "0.461".',
    ),
    "a number that is none": (
        ("public_facts.toml", 'value = "58.0"', 'value = "58,0"'),
        'fact[1].value: \'58,0\' is not a number in quotes; write it like "3000" or "0.461".',
    ),
    "a truth where a number belongs": (
        ("population.toml", "residents = 50235", "residents = true"),
        "count[1].residents: True is not a whole number; write digits, without quotes.",
    ),
    "a day in quotes": (
        ("programme.toml", "starts_on = 2020-09-01\n", 'starts_on = "2020-09-01"\n'),
        "programme.starts_on: '2020-09-01' is not a day; write it like 2022-09-30, without quotes.",
    ),
    "a moment where a day belongs": (
        ("programme.toml", "starts_on = 2020-09-01\n", "starts_on = 2020-09-01T00:00:00\n"),
        "programme.starts_on: datetime.datetime(2020, 9, 1, 0, 0) is not a day; "
        "write it like 2022-09-30, without quotes.",
    ),
    "a word that is none of its words": (
        ("indicators.toml", 'level = "output"', 'level = "outputt"'),
        "indicator[1].level: 'outputt' is not a word it takes; "
        "write one of input, output, outcome, cross_cutting, context.",
    ),
    "a list that is a text": (
        ("initiatives.toml", 'contributors = ["municipality"]', 'contributors = "municipality"'),
        "initiative[1].charter.contributors: this is not a list; "
        "write [[initiative[1].charter.contributors]] tables, or contributors = [ … ].",
    ),
    "an empty text": (
        ("institutions.toml", 'name = "Ventspils 1. pamatskola"', 'name = " "'),
        "institution[10].name: the text is empty; write the words.",
    ),
    "a translation that is missing": (
        ("roadmap.toml", 'timing_en = "Completed by the end of 2021."', ""),
        "activity[1].timing: its English half is missing; add timing_en = ….",
    ),
    "an unknown partner": (
        ("initiatives.toml", 'lead = "digital-centre"', 'lead = "digital-center"'),
        "initiative[1].charter.lead: there is no partner 'digital-center'; write one of city-council, "
        "digital-centre, digital-transformation-centre, eea-norway-grants, european-commission, haskovo, "
        "high-technology-park, labiekartosanas-kombinats, municipality, norway-partners, university.",
    ),
    "an unknown initiative": (
        ("roadmap.toml", 'initiative = "digital-skills"', 'initiative = "skills"'),
        "picture[3].initiative: there is no initiative 'skills'; "
        "write one of digital-skills, infrastructure, vizium.",
    ),
    "an unknown ambition": (
        (
            "initiatives.toml",
            '{ key = "foundational-skills", basis = "stated" }',
            '{ key = "x", basis = "stated" }',
        ),
        "initiative[3].charter.ambitions[1].key: there is no ambition 'x'; "
        "write one of foundational-skills, infrastructure, teachers.",
    ),
    "a vision beyond the last": (
        ("initiatives.toml", "row = 1", "row = 2"),
        "initiative[1].charter.visions[1].row: programme.toml has no vision number 2; write 1 to 1.",
    ),
    "an unknown stage": (
        ("programme.toml", 'key = "preparation"\nnarrative', 'key = "prep"\nnarrative'),
        "stage[1].key: there is no stage of the template 'prep'; "
        "write one of ambition, implementation, preparation, review.",
    ),
    "an unknown denominator": (
        ("indicators.toml", 'denominator = "context.pupils"', 'denominator = "context.pupil"'),
        "indicator[4].definition.denominator: there is no indicator 'context.pupil'; "
        "write one of context.pupils, context.residents.",
    ),
    "an unknown fact": (
        ("indicators.toml", 'fact = "learning.attendance"', 'fact = "learning.attendence"'),
        "indicator[1].definition: There is no fact 'learning.attendence'. Declared facts: "
        "learning.attendance, learning.enrolment, population.residents, science_centre.group_visit, "
        "science_centre.participation, science_centre.visit; change the definition.",
    ),
    "an unknown dimension": (
        ("indicators.toml", 'breakdowns = ["gender", "age_band", "resident"]', 'breakdowns = ["sex"]'),
        "indicator[1].definition: learning.attendance has no dimension 'sex'. It has: age_band, audience, "
        "gender, group, mode, operation, place, resident, status, topic; change the definition.",
    ),
    "a key that stands twice": (
        ("institutions.toml", 'key = "eglite"', 'key = "vaverite"'),
        "institution[3].key: an earlier institution has the same 'vaverite'; give each its own.",
    ),
    "a year counted twice in one series": (
        ("population.toml", "year = 1994\nresidents", "year = 1993\nresidents"),
        "count[3].year: the series old_estimate_rounded has a count of 1993 already; "
        "keep one of them, or put it into its own series.",
    ),
    "an amount without a currency": (
        ("initiatives.toml", 'cost_currency = "EUR"', 'cost_currency = "euro"'),
        "initiative[1].charter.cost_currency: 'euro' is not a currency; "
        'write three capitals, such as "EUR".',
    ),
    "a promise without a number": (
        ("indicators.toml", 'comparison = "at_least"\nvalue = "500"', 'comparison = "at_least"'),
        "indicator[1].target[1].value: at_least and this value do not go together; "
        'write a number in quotes, or comparison = "all" without one.',
    ),
    "a period that is none": (
        ("indicators.toml", 'period = "Y2021"', 'period = "2021"'),
        "indicator[2].statement[1].period: '2021' is not a period. Write SY2021, Y2021, Q2021-3, M2021-09 or "
        "A2021-01-01/2021-12-31; write the key of a period.",
    ),
    "a month that is a day": (
        ("roadmap.toml", "planned_until = 2021-12-01", "planned_until = 2021-12-31"),
        "activity[1].planned_until: 2021-12-31 is not the first day of a month; write 2021-12-01.",
    ),
    "a span that ends before it starts": (
        ("programme.toml", "ends_on = 2021-01-31", "ends_on = 2020-01-31"),
        "stage[1].period[1].ends_on: it is before starts_on; change one of the two days.",
    ),
    "a public fact without a value": (
        ("public_facts.toml", 'value = "58.0"\n', ""),
        "fact[1].value: it has neither a value nor a text, or both; write one of the two.",
    ),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_field_is_told_with_file_line_field_and_remedy(folder, kind):
    (file, old, new), sentence = BROKEN[kind]
    break_it(folder, file, old, new)
    (fault,) = faults_of(folder)
    line = int(fault.split("line ")[1].split(",")[0])
    assert fault == f"{file}, line {line}, {sentence}"
    assert (
        (folder / file)
        .read_text()
        .split("\n")[line - 1]
        .strip()
        .startswith(SHOWN.get(kind) or field_of(sentence))
    )


def field_of(sentence):
    """How the line of a field begins: with its name, or as an item of the list it is in."""
    *_, field = sentence.split(":")[0].split(".")
    return (f"{field.split('[')[0]} =", f"{{ {field} =")


SHOWN = {
    "an unknown fact": "[indicator.definition]",
    "an unknown dimension": "[indicator.definition]",
    "a promise without a number": "[[indicator.target]]",
    "a public fact without a value": "[[fact]]",
    "a vision beyond the last": "visions = [{ row = 2",
}
"""Where the fault is told at the table, the field itself being absent or the definition as a whole."""


def test_the_line_told_is_the_very_line_of_the_field(folder):
    line = break_it(folder, "indicators.toml", 'code = "L-03"', "code = 3")
    assert faults_of(folder) == [
        f"indicators.toml, line {line}, indicator[3].code: 3 is not text; write it in quotes."
    ]


def test_a_missing_field_is_told_at_its_table(folder):
    line = break_it(folder, "institutions.toml", 'name_en = "Sports School “Spars”"\n', "")
    text = (folder / "institutions.toml").read_text().split("\n")
    (fault,) = faults_of(folder)
    told = int(fault.split("line ")[1].split(",")[0])
    assert text[told - 1] == "[[institution]]"
    assert told == line - 3
    assert fault.endswith("institution[25].name_en: the field is missing; add name_en = … to this table.")


def test_broken_syntax_is_told_with_line_and_column(folder):
    line = break_it(folder, "roadmap.toml", 'title = "Aprīkojuma iegāde"', "title = Aprīkojuma iegāde")
    (fault,) = faults_of(folder)
    assert fault == (
        f"roadmap.toml, line {line}, column 9: this is not TOML (Invalid value); "
        "correct this line or the one before it."
    )


def test_a_file_that_ends_too_early_is_told_at_its_end(folder):
    path = folder / "population.toml"
    path.write_text(path.read_text() + 'source = "never closed')
    (fault,) = faults_of(folder)
    last = path.read_text().count("\n") + 1
    assert fault.startswith(f"population.toml, line {last}, ")
    assert "this is not TOML" in fault


def test_a_file_that_is_not_utf_8_is_told_by_its_line(folder):
    path = folder / "roadmap.toml"
    path.write_bytes(b"# one\n# t\xe2\x28wo\n" + path.read_bytes())
    assert faults_of(folder) == ["roadmap.toml, line 2: this is not UTF-8; save the file as UTF-8."]


def test_a_missing_file_and_an_unknown_one_are_both_told(folder):
    (folder / "roadmap.toml").rename(folder / "roadmaps.toml")
    assert faults_of(folder) == [
        f"roadmap.toml: the file is missing; put it into {folder}.",
        "roadmaps.toml: the case has no such file; use one of programme.toml, initiatives.toml, "
        "roadmap.toml, indicators.toml, logic.toml, institutions.toml, population.toml, public_facts.toml.",
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read_is_told(folder):
    (folder / "roadmap.toml").chmod(0)
    assert faults_of(folder) == [
        "roadmap.toml: the file cannot be read (Permission denied); let this user read it."
    ]


def test_a_folder_that_is_not_there_is_told(tmp_path):
    missing = tmp_path / "nowhere"
    assert faults_of(missing) == [f"{missing}: there is no such folder; name the folder of the case."]


def test_every_fault_of_every_file_is_told_at_once(folder):
    break_it(folder, "indicators.toml", 'code = "L-01"', "code = 1")
    break_it(folder, "indicators.toml", 'code = "L-02"', "code = 2")
    break_it(folder, "population.toml", "year = 1990", 'year = "1990"')
    assert [fault.split(":")[0].split(", ")[-1] for fault in faults_of(folder)] == [
        "indicator[1].code",
        "indicator[2].code",
        "count[1].year",
    ]


def test_a_file_with_windows_line_ends_is_read_alike(folder):
    path = folder / "roadmap.toml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert read_case(folder) == read_case(VENTSPILS)
