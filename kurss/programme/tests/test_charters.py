import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from kurss.journal.queries import history_of
from kurss.people.permissions import Role
from kurss.people.queries import unattended
from kurss.people.refusals import NotAllowed
from kurss.people.roles import grant_role
from kurss.programme.charters import (
    CharterText,
    FundingSource,
    RiskSeen,
    approve_charter,
    report_charter,
    return_charter,
    revise_charter,
    submit_charter,
    write_charter,
)
from kurss.programme.models import Basis, Charter, CharterPartner, Funding
from kurss.programme.money import Money
from kurss.programme.queries import charter, charter_versions
from kurss.programme.refusals import (
    AuthorCannotApprove,
    CharterAlreadyInForce,
    CharterAlreadyOpen,
    CharterNotDraft,
    CharterNotSubmitted,
    LinesDiffer,
    NotOfThisProgramme,
    SamePersonTwice,
    WordsMissing,
)
from kurss.programme.strategy import state_vision
from kurss.programme.tests.office import NOW, WORDS, account, another_programme, content
from kurss.programme.words import Box, Line


def written(office, **more):
    return write_charter(
        initiative=office.initiative, content=content(office, **more), by=office.officer, at=NOW
    )


def submitted(office):
    return submit_charter(charter=written(office), by=office.officer, at=NOW)


def approved(office):
    draft = submitted(office)
    approve_charter(charter=draft, by=office.approver, at=NOW)
    return approve_charter(charter=draft, by=office.second_approver, at=NOW)


def test_a_charter_comes_into_force_when_two_people_who_did_not_write_it_approve(office):
    draft = submitted(office)
    once = approve_charter(charter=draft, by=office.approver, at=NOW)
    assert once.state == "submitted"
    assert charter(office.initiative) is None
    twice = approve_charter(charter=draft, by=office.second_approver, at=NOW)
    assert twice.state == "approved"
    assert (twice.author_label, twice.first_approver_label, twice.second_approver_label) == (
        "officer",
        "first-approver",
        "second-approver",
    )
    assert charter(office.initiative).charter == twice
    assert [entry.act for entry in history_of(twice)] == [
        "programme.approve_charter",
        "programme.approve_charter",
        "programme.submit_charter",
        "programme.write_charter",
    ]


def test_whoever_wrote_a_charter_cannot_approve_it_even_with_the_role(office):
    both = account("both", Role.PROGRAMME_OFFICER)
    grant_role(account=both, role=Role.APPROVER, by=unattended(), at=NOW)
    draft = write_charter(initiative=office.initiative, content=content(office), by=both, at=NOW)
    submit_charter(charter=draft, by=both, at=NOW)
    with pytest.raises(AuthorCannotApprove, match="ask two other people"):
        approve_charter(charter=draft, by=both, at=NOW)


def test_one_person_cannot_give_both_approvals(office):
    draft = submitted(office)
    approve_charter(charter=draft, by=office.approver, at=NOW)
    with pytest.raises(SamePersonTwice, match="ask a second person"):
        approve_charter(charter=draft, by=office.approver, at=NOW)


def test_the_database_itself_refuses_approval_by_the_author_or_by_one_person_twice(office):
    draft = submitted(office)
    rows = Charter.objects.filter(pk=draft.pk)
    with pytest.raises(IntegrityError, match="no_author_approves_the_own_charter"), transaction.atomic():
        rows.update(first_approver_key=F("author_key"), first_approved_at=NOW)
    with pytest.raises(IntegrityError, match="two_different_people_approve"), transaction.atomic():
        rows.update(
            first_approver_key="a", first_approved_at=NOW, second_approver_key="a", second_approved_at=NOW
        )
    with pytest.raises(IntegrityError, match="approved_charter_has_two_approvals"), transaction.atomic():
        rows.update(state="approved", first_approver_key="a", first_approved_at=NOW)


def test_a_new_charter_supersedes_the_last_and_the_old_one_stays_readable(office):
    first = approved(office)
    second = approved(office)
    assert [(row.version, row.state) for row in charter_versions(office.initiative)] == [
        (2, "approved"),
        (1, "superseded"),
    ]
    assert charter(office.initiative).charter == second
    first.refresh_from_db()
    assert first.what == "Dara"


def test_only_one_charter_of_an_initiative_is_written_at_a_time(office):
    written(office)
    with pytest.raises(CharterAlreadyOpen, match="finish that version first"):
        written(office)


def test_a_submitted_charter_stands_until_it_is_returned_and_an_approval_it_had_is_void(office):
    draft = submitted(office)
    approve_charter(charter=draft, by=office.approver, at=NOW)
    with pytest.raises(CharterNotDraft, match="is no draft any more"):
        revise_charter(charter=draft, content=content(office, "Cits", "Other"), by=office.officer, at=NOW)
    back = return_charter(charter=draft, reason="No cost", by=office.second_approver, at=NOW)
    assert (back.state, back.first_approver_key, back.first_approved_at) == ("draft", "", None)
    changed = revise_charter(
        charter=draft, content=content(office, "Cits", "Other"), by=office.officer, at=NOW
    )
    assert changed.what_en == "Other"
    assert changed.partners.get().role == "lead"


def test_whoever_changes_a_draft_becomes_a_writer_and_no_writer_approves(office):
    draft = written(office)
    colleague = account("colleague", Role.PROGRAMME_OFFICER)
    grant_role(account=colleague, role=Role.APPROVER, by=unattended(), at=NOW)
    changed = revise_charter(charter=draft, content=content(office, "Cits", "Other"), by=colleague, at=NOW)
    assert changed.writer_labels == ("officer", "colleague")
    submit_charter(charter=draft, by=office.officer, at=NOW)
    with pytest.raises(AuthorCannotApprove, match="or a part of it"):
        approve_charter(charter=draft, by=colleague, at=NOW)
    with pytest.raises(IntegrityError, match="no_writer_approves"), transaction.atomic():
        Charter.objects.update(first_approver_key=str(colleague.pk), first_approved_at=NOW)


def test_a_draft_cannot_be_approved_before_it_is_submitted(office):
    with pytest.raises(CharterNotSubmitted, match="its writers have to submit it first"):
        approve_charter(charter=written(office), by=office.approver, at=NOW)


def test_a_reported_charter_is_in_force_and_names_its_document_instead_of_approvers(office):
    kept = report_charter(
        initiative=office.initiative,
        content=content(office),
        source=office.programme.document,
        place="Section 2, charter 1",
        by=office.officer,
        at=NOW,
    )
    assert (kept.version, kept.state, kept.source_id, kept.first_approver_key) == (
        1,
        "as_reported",
        "icc",
        "",
    )
    assert charter(office.initiative).charter == kept
    with pytest.raises(CharterAlreadyInForce, match="write a new version"):
        report_charter(
            initiative=office.initiative,
            content=content(office),
            source=office.programme.document,
            place="Section 2, charter 1",
            by=office.officer,
            at=NOW,
        )
    approved(office)
    kept.refresh_from_db()
    assert kept.state == "superseded"


def test_the_database_refuses_a_reported_charter_without_a_document(office):
    draft = written(office)
    with pytest.raises(IntegrityError, match="reported_charter_names_its_document"), transaction.atomic():
        Charter.objects.filter(pk=draft.pk).update(state="as_reported")


def test_a_charter_keeps_its_boxes_line_by_line_with_partners_money_risks_and_links(office):
    kept = written(
        office,
        what="Pirmais\nOtrais",
        what_en="First\nSecond",
        cost=Money(24_513_600, "EUR"),
        cost_quote="245 136 EUR",
        partners=(
            (CharterPartner.Role.LEAD, office.partner),
            (CharterPartner.Role.TEAM, office.partner),
        ),
        funding=(FundingSource(Funding.Kind.MUNICIPAL, "Pašvaldība", "City", None, office.partner),),
        risks=(RiskSeen(Box("Aizkavēšanās", "Delay")),),
        visions=((office.vision, Basis.READ),),
        ambitions=((office.ambition, Basis.STATED),),
    )
    submit_charter(charter=kept, by=office.officer, at=NOW)
    approve_charter(charter=kept, by=office.approver, at=NOW)
    approve_charter(charter=kept, by=office.second_approver, at=NOW)
    sheet = charter(office.initiative)
    assert sheet.what == (Line("Pirmais", "First"), Line("Otrais", "Second"))
    assert sheet.why == ()
    assert sheet.cost == Money(24_513_600, "EUR")
    assert (sheet.lead, sheet.team, sheet.contributors) == (office.partner, (office.partner,), ())
    assert [(row.source_en, row.amount) for row in sheet.funding] == [("City", None)]
    assert [(row.text_en, row.mitigation_en) for row in sheet.risks] == [("Delay", "")]
    assert [(row.vision, row.basis) for row in sheet.visions] == [(office.vision, "read")]
    assert [(row.ambition, row.basis) for row in sheet.ambitions] == [(office.ambition, "stated")]


def test_a_charter_links_only_to_its_own_programmes_vision(office):
    foreign = state_vision(
        programme=another_programme(office.officer), order=1, words=WORDS, by=office.officer, at=NOW
    )
    with pytest.raises(NotOfThisProgramme, match="is not of icc"):
        written(office, visions=((foreign, Basis.READ),))
    assert not Charter.objects.exists()


def test_a_box_stands_in_both_languages_line_by_line():
    with pytest.raises(WordsMissing, match="in both or in neither"):
        CharterText(what=Box("Dara", ""))
    with pytest.raises(LinesDiffer, match="2 lines in the city’s language and 1 in English"):
        CharterText(what=Box("Viens\nDivi", "One"))


def test_who_may_write_one_initiative_may_not_write_another(office):
    scoped = account("scoped", Role.PROGRAMME_OFFICER, initiative="vizium")
    with pytest.raises(NotAllowed):
        write_charter(initiative=office.initiative, content=content(office), by=scoped, at=NOW)
    with pytest.raises(NotAllowed):
        approve_charter(charter=submitted(office), by=office.officer, at=NOW)


def test_an_amount_without_a_currency_is_refused_by_the_database(office):
    draft = written(office)
    with pytest.raises(IntegrityError, match="charter_cost_has_a_currency"), transaction.atomic():
        Charter.objects.filter(pk=draft.pk).update(cost_cents=100)
