from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.urls import reverse

from kurss.journal.queries import history_of
from kurss.partners.register import open_operation
from kurss.people.permissions import Role
from kurss.people.refusals import NotAllowed
from kurss.programme.beginning.stages import deliver_artefact, state_period
from kurss.programme.initiatives import attach_operation
from kurss.programme.models import Finding, OperationLink, Passage, Programme, Stage
from kurss.programme.opening import open_stage, show_programme, tell
from kurss.programme.queries import current_programme, programme_overview, strategy
from kurss.programme.refusals import (
    AlreadyEntered,
    NoSuchArtefact,
    NoSuchTemplateStage,
    NotOfThisProgramme,
    PeriodAlreadyStated,
    WordsMissing,
)
from kurss.programme.strategy import justify, note_finding
from kurss.programme.tests.office import NOW, WORDS, account, another_initiative, another_programme
from kurss.programme.words import Words


def opened(office, key="first"):
    return open_stage(programme=office.programme, stage_key=key, narrative=WORDS, by=office.officer, at=NOW)


def stated(office, stage, last, place, months=None):
    return state_period(
        stage=stage,
        starts_on=date(2021, 2, 1),
        ends_on=last,
        months=months,
        place=place,
        quote="as printed",
        by=office.officer,
        at=NOW,
    )


def test_a_stage_stated_with_two_periods_keeps_both_and_is_contradictory(office):
    stage = opened(office)
    stated(office, stage, date(2021, 4, 30), "Overview", 3)
    assert not programme_overview().stages[0].contradictory
    second = stated(office, stage, date(2021, 5, 31), "Section 2")
    sheet = programme_overview().stages[0]
    assert sheet.contradictory
    assert [(row.place, row.ends_on, row.months) for row in sheet.periods] == [
        ("Overview", date(2021, 4, 30), 3),
        ("Section 2", date(2021, 5, 31), None),
    ]
    assert second.months_counted == 4


def test_one_place_states_one_period(office):
    stage = opened(office)
    stated(office, stage, date(2021, 4, 30), "Overview")
    with pytest.raises(PeriodAlreadyStated):
        stated(office, stage, date(2021, 5, 31), "Overview")


def test_a_stage_owes_what_its_template_names_until_it_is_found(office):
    stage = opened(office)
    (artefact,) = programme_overview().stages[0].artefacts
    assert (artefact.title_en, artefact.state, artefact.place) == ("Roadmap", "owed", "")
    said = {"stage": stage, "artefact_key": "map", "place": "Section 2", "by": office.officer, "at": NOW}
    assert deliver_artefact(heading_only=True, **said).state == "heading_only"
    assert deliver_artefact(**said).state == "delivered"
    with pytest.raises(NoSuchArtefact, match="owes no atlas"):
        deliver_artefact(**said | {"artefact_key": "atlas"})


def test_a_programme_goes_through_the_stages_of_its_own_template(office):
    stage = opened(office, "second")
    assert (stage.order, stage.title_en) == (2, "Second")
    with pytest.raises(NoSuchTemplateStage, match="icc has no stage third"):
        opened(office, "third")
    with pytest.raises(AlreadyEntered):
        opened(office, "second")
    assert Stage.objects.count() == 1


def test_every_entry_is_in_the_journal_under_its_verb(office):
    finding = note_finding(
        programme=office.programme,
        performance=Finding.Performance.LOWER,
        rank=1,
        words=WORDS,
        by=office.officer,
        at=NOW,
    )
    (entry,) = history_of(finding)
    assert (entry.act, entry.by_key, entry.label) == (
        "programme.note_finding",
        str(office.officer.pk),
        "Words",
    )


def test_whoever_is_no_programme_officer_changes_nothing(office):
    resident = account("resident", Role.RESIDENT)
    with pytest.raises(NotAllowed):
        tell(
            programme=office.programme,
            section=Passage.Section.SUMMARY,
            order=1,
            words=WORDS,
            by=resident,
            at=NOW,
        )
    assert not Passage.objects.exists()


def test_an_officer_of_one_initiative_cannot_add_another(office):
    scoped = account("scoped", Role.PROGRAMME_OFFICER, initiative="new")
    with pytest.raises(NotAllowed):
        another_initiative(scoped, office.programme, "new", 2)


def test_two_findings_of_one_rank_are_refused(office):
    said = {"programme": office.programme, "rank": 1, "words": WORDS, "by": office.officer, "at": NOW}
    note_finding(performance=Finding.Performance.LOWER, **said)
    note_finding(performance=Finding.Performance.HIGHER, **said)
    with pytest.raises(AlreadyEntered, match="choose the next free number"):
        note_finding(performance=Finding.Performance.LOWER, **said)


def test_words_stand_in_both_languages_and_name_their_place():
    for broken in (("", "Words", "Place"), ("Vārdi", " ", "Place"), ("Vārdi", "Words", "")):
        with pytest.raises(WordsMissing):
            Words(*broken)


def test_the_database_refuses_words_in_one_language(office):
    with pytest.raises(IntegrityError, match="vision_in_both_languages"), transaction.atomic():
        type(office.vision).objects.update(text_en="")


def test_a_justification_argues_for_an_ambition_of_its_own_programme(office):
    other = another_programme(office.officer)
    said = {"order": 1, "heading": "Kāpēc", "heading_en": "Why", "words": WORDS}
    said |= {"ambition": office.ambition, "by": office.officer, "at": NOW}
    with pytest.raises(NotOfThisProgramme, match="choose one of its own ambitions"):
        justify(programme=other, **said)
    justify(programme=office.programme, **said)
    assert [row.ambition for row in strategy(office.programme).justifications] == [office.ambition]


def test_a_programme_with_initiatives_cannot_be_deleted(office):
    with pytest.raises(ProtectedError):
        office.programme.delete()


def test_the_public_goes_on_seeing_its_programme_until_another_is_shown(office):
    later = another_programme(office.officer, "later")
    Programme.objects.filter(pk="later").update(starts_on=date(2022, 1, 1))
    assert current_programme() == office.programme
    assert current_programme("later") == later
    assert current_programme("none") is None
    assert programme_overview("none") is None
    show_programme(programme=later, by=office.officer, at=NOW)
    assert current_programme() == later
    with pytest.raises(IntegrityError), transaction.atomic():
        Programme.objects.update(is_shown=True)


def test_an_officer_shows_another_programme_on_a_page_that_asks(office, client):
    another_programme(office.officer, "later")
    client.force_login(office.officer)
    show = reverse("programme:show")
    assert client.get(show).status_code == 302, "what the public sees already is not asked about"
    client.post(reverse("programme:choose"), {"programme": "later"})
    assert "Show this one" in client.get(reverse("programme:office")).content.decode()
    assert client.get(show).status_code == 200
    assert current_programme() == office.programme
    client.post(show)
    assert current_programme().pk == "later"


def test_a_funders_operation_is_attached_to_an_initiative_once(office):
    operation = open_operation(
        key="eea",
        title="Projekts",
        title_en="Project",
        funder=office.partner,
        starts_on=date(2021, 1, 1),
        by_key="x",
        at=NOW,
    )
    said = {"initiative": office.initiative, "operation": operation, "place": "KPI 2"}
    attach_operation(**said, by=office.officer, at=NOW)
    with pytest.raises(AlreadyEntered):
        attach_operation(**said, by=office.officer, at=NOW)
    assert OperationLink.objects.get().operation == operation
