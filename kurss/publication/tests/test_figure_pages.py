"""The page of one figure: how it was counted in words, and the same records under the rules of funders."""

from datetime import date

import pytest
from django.db import connection

from kurss.evidence import facts, lens_figures
from kurss.evidence.lenses import declared
from kurss.evidence.models import LensFigure
from kurss.programme.tests.office import NOW
from kurss.publication.tests.city import register, release, seal
from kurss.publication.tests.test_pages import address, auditor, current, public, staff, text

__all__ = ["auditor", "public", "staff"]

pytestmark = pytest.mark.django_db

QUERIES_OF_A_FIGURE = 24
"""Of any figure's page, whatever its history, its lenses and the number of releases."""


def test_a_figure_page_says_how_it_was_counted_in_words_and_what_it_leaves_out(city, public):
    page = text(public.get(address("figure", address=current("N-02").address)))
    assert "<dt>Counts</dt><dd>people, not occasions</dd>" in page
    assert "<dt>Counted once per</dt><dd>calendar year</dd>" in page
    assert "<dt>Not counted</dt><dd>Gender: male</dd>" in page
    assert "Newcomers: 5 records" in page
    latvian = text(public.get(address("figure", "lv", address=current("N-02").address)))
    assert "<dt>Neskaita</dt><dd>Dzimums: vīrietis</dd>" in latvian


def test_counts_about_nobody_open_to_anybody_with_their_sources(city, public):
    residents = current("P-01")
    page = text(public.get(address("figure", address=residents.address)))
    sources = address("sources", address=residents.address)
    assert sources in page
    listed = text(public.get(sources))
    assert listed.count('<th scope="row">') == residents.records
    assert public.get(address("sources", address=current().address)).status_code == 404
    assert public.get(address("sources", address="nothing")).status_code == 404


def test_what_all_rows_say_alike_is_said_once_and_keys_bear_their_titles(city, staff):
    dimension = facts.fact("test.newcomers").dimension("gender")
    names = {"female": ("Sieviešu kārta", "Of the female sex")}
    object.__setattr__(dimension, "names", lambda keys: {key: names[key] for key in keys if key in names})
    try:
        women = text(staff.get(address("records", address=current("N-02").address)))
        assert "All rows say alike: Gender: Of the female sex." in women
        assert 'data-label="Gender"' not in women
        everyone = text(staff.get(address("records", address=current().address)))
        assert "All rows say alike" not in everyone
        assert everyone.count('data-label="Gender">Of the female sex') == 5
        assert everyone.count('data-label="Gender">male') == 3
    finally:
        object.__setattr__(dimension, "names", None)


@pytest.fixture
def lenses(settings):
    """Two rules under which newcomers count once for each gender, and once in all."""
    settings.KURSS_LENSES = ("kurss.publication.tests.city.EACH", "kurss.publication.tests.city.IN_ALL")
    declared.cache_clear()
    yield
    declared.cache_clear()


def test_a_figure_page_tells_every_release_that_spoke_of_it(city, public):
    register(4, date(2021, 9, 1))
    seal(hours_later=1)
    release(1, test_newcomers_Y2021="Entered late")
    page = text(public.get(address("figure", address=current().address)))
    told = page.partition("Releases and restatements")[2]
    assert "<strong>Restated.</strong> 12, was 8 (4 more). Entered late" in told
    assert "<strong>Released.</strong> 8." in told
    assert told.index("Restated.") < told.index("Released.")
    assert "Approver" not in page


def test_the_same_records_stand_under_other_rules_with_the_difference_in_words(lenses, city, public):
    figure = current()
    each, in_all = lens_figures.beside(figure)
    assert [row.value for _lens, row in (each, in_all)] == [8, 8]
    page = text(public.get(address("figure", address=figure.address)))
    assert "The same records under other rules" in page
    assert "The same: nobody was in two projects, and nobody had entered before." in page
    assert "This is our reading of it" in page
    assert each[1].address in page
    told = public.get(address("figure-json", address=figure.address)).json()["other_rules"]
    assert [(one["lens"], one["value"], one["base"]) for one in told] == [("each", 8, 8), ("all", 8, 8)]


def test_a_reading_is_found_again_and_a_forged_one_is_named(lenses, city):
    assert lens_figures.recheck(snapshot=city.snapshot)[1] == []
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE evidence_lensfigure DISABLE TRIGGER evidence_lensfigure_is_sealed")
        cursor.execute(
            "UPDATE evidence_lensfigure SET value = value + 1, again = again + 1 "
            "WHERE period_key = 'Y2021' AND lens = 'each'"
        )
    compared, disagree = lens_figures.recheck(snapshot=city.snapshot)
    assert compared > len(disagree) == 2
    assert all(one.figure.startswith("N-0") and ".each." in one.figure for one in disagree)


def test_a_second_reading_of_one_seal_adds_nothing(lenses, city):
    before = LensFigure.objects.count()
    assert before
    assert lens_figures.compute(snapshot=city.snapshot, by_key="officer", at=NOW) == 0
    assert LensFigure.objects.count() == before


def test_a_figure_page_takes_a_fixed_number_of_queries(lenses, city, public, django_assert_max_num_queries):
    public.get(address("figure", address=current().address))
    with django_assert_max_num_queries(QUERIES_OF_A_FIGURE):
        public.get(address("figure", address=current().address))
    register(4, date(2021, 9, 1))
    seal(hours_later=1)
    release(1, test_newcomers_Y2021="Entered late")
    newest = current()
    with django_assert_max_num_queries(QUERIES_OF_A_FIGURE):
        public.get(address("figure", address=newest.address))
