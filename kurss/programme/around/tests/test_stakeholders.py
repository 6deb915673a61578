from dataclasses import replace

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kurss.journal.models import Entry
from kurss.partners.register import register_partner
from kurss.people.permissions import Role
from kurss.people.refusals import NotAllowed
from kurss.programme.around.keeping import mark
from kurss.programme.around.squares import squares
from kurss.programme.around.stakeholders import (
    StakeholderTold,
    change_stakeholder,
    record_stakeholder,
    remove_stakeholder,
    told,
)
from kurss.programme.models import Stakeholder
from kurss.programme.refusals import (
    AlreadyEntered,
    ChangedMeanwhile,
    GoneMeanwhile,
    NotOnTheScale,
    WordsMissing,
)
from kurss.programme.tests.office import NOW, account


def said(office, **more) -> StakeholderTold:
    given = {"partner": office.partner, "text": "Vada", "text_en": "Leads", "place": "Minutes of 3 March"}
    return StakeholderTold(**given | more)


@pytest.fixture
def centre(office) -> Stakeholder:
    told = said(office, interest=5, influence=4)
    return record_stakeholder(programme=office.programme, said=told, by=office.officer, at=NOW)


@pytest.fixture
def officer(office):
    client = Client()
    client.force_login(office.officer)
    return client


def test_a_partner_is_a_stakeholder_of_a_programme_once(office, centre):
    with pytest.raises(AlreadyEntered, match="already"):
        record_stakeholder(programme=office.programme, said=said(office), by=office.officer, at=NOW)
    assert Entry.objects.filter(act="programme.record_stakeholder").count() == 1


def test_who_is_rated_is_rated_twice_and_on_the_scale(office, centre):
    for wrong in ({"interest": 3}, {"interest": 0, "influence": 3}, {"interest": 6, "influence": 3}):
        with pytest.raises(NotOnTheScale):
            said(office, **wrong)
    for wrong in ({"interest": None}, {"interest": 6}, {"influence": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Stakeholder.objects.update(**wrong)
    with pytest.raises(WordsMissing, match="both languages"):
        said(office, text_en=" ")


def test_of_two_officers_at_one_stakeholder_the_second_is_told_and_nothing_is_lost(office, centre):
    seen = mark(told(centre))
    who = {"stakeholder": centre, "seen": seen, "at": NOW}
    change_stakeholder(said=replace(told(centre), influence=2), by=office.officer, **who)
    other = account("other", Role.PROGRAMME_OFFICER)
    with pytest.raises(ChangedMeanwhile):
        change_stakeholder(said=replace(told(centre), influence=1), by=other, **who)
    centre.refresh_from_db()
    assert centre.influence == 2
    change_stakeholder(said=told(centre), by=other, **who)
    assert Entry.objects.filter(act="programme.change_stakeholder").count() == 1, (
        "the same again is no change"
    )


def test_the_page_shows_both_texts_and_the_second_may_keep_its_own(office, centre, officer):
    page = reverse("programme:stakeholder-change", kwargs={"stakeholder": centre.pk})
    form = officer.get(page).context["form"]
    typed = {one.name: one.value() or "" for one in form}
    change_stakeholder(
        stakeholder=centre, said=replace(told(centre), text_en="Leads all"), seen=mark(told(centre)),
        by=office.officer, at=NOW,
    )  # fmt: skip
    answer = officer.post(page, typed | {"text_en": "Leads most"})
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "<del>all</del>" in shown
    assert "<ins>most</ins>" in shown
    assert "officer changed this" in shown
    again = {one.name: one.value() or "" for one in answer.context["form"]}
    assert officer.post(page, again).status_code == 302
    centre.refresh_from_db()
    assert centre.text_en == "Leads most"


def test_whoever_changes_what_was_removed_is_told(office, centre):
    before = told(centre)
    gone = Stakeholder.objects.get()
    remove_stakeholder(stakeholder=centre, by=office.officer, at=NOW)
    with pytest.raises(GoneMeanwhile):
        change_stakeholder(
            stakeholder=gone, said=replace(before, influence=1), seen=mark(before), by=office.officer, at=NOW
        )
    assert Entry.objects.filter(act="programme.remove_stakeholder").count() == 1


def test_an_officer_of_one_initiative_does_not_write_the_ecosystem(office, centre):
    one = account("one", Role.PROGRAMME_OFFICER, initiative="skills")
    with pytest.raises(NotAllowed):
        remove_stakeholder(stakeholder=centre, by=one, at=NOW)


def test_an_officer_records_a_stakeholder_on_the_page_and_a_mistake_keeps_what_was_typed(office, officer):
    add = reverse("programme:stakeholder-add")
    typed = {
        "partner": office.partner.pk,
        "text": "Vada",
        "text_en": "Leads",
        "interest": "5",
        "place": "Minutes",
    }
    refused = officer.post(add, typed)
    assert refused.status_code == 422
    assert "Rate both" in refused.content.decode()
    assert 'value="Minutes"' in refused.content.decode()
    assert officer.post(add, typed | {"influence": "4"}).status_code == 302
    page = officer.get(reverse("programme:stakeholders")).content.decode()
    assert "1 stakeholder has much interest and much influence" in page
    assert '<text class="no"' in page
    csv = officer.get(reverse("programme:stakeholders-csv")).content.decode()
    assert "centre,Centrs,Centre,,5,4,,Vada,Leads,Minutes" in csv


def test_many_in_one_square_are_drawn_or_counted():
    square = next(one for one in squares((n, 5, 5) for n in range(1, 13)) if one.numbers)
    assert (square.across, square.up) == (5, 5)
    assert (len(square.marks), square.more) == (8, 4)
    assert len({(mark.x, mark.y) for mark in square.marks}) == 8
    assert sum(len(one.numbers) for one in squares([(1, 1, 5), (2, 3, 3)])) == 2


def test_ten_stakeholders_take_as_many_queries_as_one(office, centre, officer, django_assert_num_queries):
    page = reverse("programme:stakeholders")
    officer.get(page)

    def queries() -> int:

        with CaptureQueriesContext(connection) as asked:
            officer.get(page)
        return len(asked)

    before = queries()
    for number in range(9):
        partner = register_partner(
            key=f"p{number}", name=f"P{number}", name_en=f"P{number}", kind="company",
            by_key=str(office.officer.pk), at=NOW,
        )  # fmt: skip
        record_stakeholder(
            programme=office.programme, said=said(office, partner=partner), by=office.officer, at=NOW
        )
    assert queries() == before
