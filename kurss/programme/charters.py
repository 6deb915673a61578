"""Verbs of the charter: written, submitted, approved by two people who did not write it, superseded."""

from dataclasses import dataclass, fields
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kurss.partners.models import Partner
from kurss.people.acting import note, permit
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.programme.models import (
    AmbitionLink,
    AmbitionStatement,
    Basis,
    Charter,
    CharterPartner,
    Document,
    Funding,
    Initiative,
    Risk,
    Vision,
    VisionLink,
)
from kurss.programme.models.charter import IN_FORCE, OPEN
from kurss.programme.money import Money
from kurss.programme.refusals import (
    AuthorCannotApprove,
    CharterAlreadyInForce,
    CharterAlreadyOpen,
    CharterNotDraft,
    CharterNotSubmitted,
    NotOfThisProgramme,
    ReasonMissing,
    SamePersonTwice,
)
from kurss.programme.words import Box

EMPTY = Box()
"""A box of which nothing is said."""


@dataclass(frozen=True, slots=True)
class FundingSource:
    """A source of money; `amount` is None where no split is given."""

    kind: Funding.Kind
    source: str
    source_en: str
    amount: Money | None = None
    partner: Partner | None = None


@dataclass(frozen=True, slots=True)
class RiskSeen:
    """A risk, and its mitigation where one is named."""

    text: Box
    mitigation: Box = EMPTY


@dataclass(frozen=True, slots=True, kw_only=True)
class CharterText:
    """The boxes of a charter that are plain words."""

    what: Box
    why: Box = EMPTY
    how: Box = EMPTY
    link_to_vision: Box = EMPTY
    link_to_ambition: Box = EMPTY
    impact_and_timing: Box = EMPTY
    outputs: Box = EMPTY
    outcomes: Box = EMPTY

    def as_columns(self) -> dict[str, str]:
        """Each box as its two columns of the charter."""
        columns = {}
        for entry in fields(self):
            box = getattr(self, entry.name)
            columns[entry.name], columns[f"{entry.name}_en"] = box.text, box.text_en
        return columns


@dataclass(frozen=True, slots=True, kw_only=True)
class CharterContent:
    """Everything a charter says, box by box."""

    text: CharterText
    cost: Money | None = None
    cost_quote: str = ""
    partners: tuple[tuple[CharterPartner.Role, Partner], ...] = ()
    funding: tuple[FundingSource, ...] = ()
    risks: tuple[RiskSeen, ...] = ()
    visions: tuple[tuple[Vision, Basis], ...] = ()
    ambitions: tuple[tuple[AmbitionStatement, Basis], ...] = ()


@transaction.atomic
def report_charter(
    *,
    initiative: Initiative,
    content: CharterContent,
    source: Document,
    place: str,
    by: Account,
    at: datetime,
) -> Charter:
    """Enter a charter as a document prints it: in force as reported, approved by nobody that we know of.

    Raises CharterAlreadyInForce where the initiative already has a charter that holds.
    """
    permit(by, Act.EDIT_PROGRAMME, at=at, initiative=initiative.pk)
    versions = _versions(initiative)
    if any(charter.state in IN_FORCE for charter in versions):
        raise CharterAlreadyInForce(
            _("{initiative} already has a charter in force: write a new version of it instead.").format(
                initiative=initiative
            )
        )
    charter = _new_version(initiative, versions, content, by=by, at=at)
    charter.state, charter.source, charter.place = Charter.State.AS_REPORTED, source, place
    charter.save(force_insert=True)
    _fill(charter, content)
    note(by=by, at=at, act="programme.report_charter", about=charter, label=str(charter), source=source.pk)
    return charter


@transaction.atomic
def write_charter(*, initiative: Initiative, content: CharterContent, by: Account, at: datetime) -> Charter:
    """Begin a new version as a draft of `by`. Raises CharterAlreadyOpen while another is being written."""
    permit(by, Act.EDIT_PROGRAMME, at=at, initiative=initiative.pk)
    versions = _versions(initiative)
    if any(charter.state in OPEN for charter in versions):
        raise CharterAlreadyOpen(
            _("A charter of this initiative is already being written: finish that version first.")
        )
    charter = _new_version(initiative, versions, content, by=by, at=at)
    charter.save(force_insert=True)
    _fill(charter, content)
    note(by=by, at=at, act="programme.write_charter", about=charter, label=str(charter))
    return charter


@transaction.atomic
def revise_charter(*, charter: Charter, content: CharterContent, by: Account, at: datetime) -> Charter:
    """Replace what a draft says. Whoever changes it becomes one of its writers. Raises CharterNotDraft."""
    permit(by, Act.EDIT_PROGRAMME, at=at, initiative=charter.initiative_id)
    draft = held_draft(charter)
    rewrite(draft, content, by=by, at=at)
    note(by=by, at=at, act="programme.revise_charter", about=draft, label=str(draft))
    return draft


@transaction.atomic
def throw_away_charter(*, charter: Charter, by: Account, at: datetime) -> None:
    """Give up a draft; the journal keeps that there was one. Raises CharterNotDraft: what was submitted is
    returned first."""
    permit(by, Act.EDIT_PROGRAMME, at=at, initiative=charter.initiative_id)
    draft = held_draft(charter)
    note(by=by, at=at, act="programme.throw_away_charter", about=draft, label=str(draft))
    draft.delete()


@transaction.atomic
def submit_charter(*, charter: Charter, by: Account, at: datetime) -> Charter:
    """Hand a draft in for approval; from now on its text stands. Raises CharterNotDraft otherwise."""
    permit(by, Act.EDIT_PROGRAMME, at=at, initiative=charter.initiative_id)
    draft = held_draft(charter)
    draft.state = Charter.State.SUBMITTED
    draft.save(update_fields=("state",))
    note(by=by, at=at, act="programme.submit_charter", about=draft, label=str(draft))
    return draft


@transaction.atomic
def return_charter(*, charter: Charter, reason: str, by: Account, at: datetime) -> Charter:
    """Send a submitted charter back to its writers with a reason; an approval it had is void."""
    permit(by, Act.APPROVE_CHARTER, at=at, initiative=charter.initiative_id)
    if not reason.strip():
        raise ReasonMissing(_("Say why it is returned, so that its writers know what to change."))
    submitted = _submitted(charter)
    submitted.state = Charter.State.DRAFT
    submitted.first_approver_key = submitted.first_approver_label = ""
    submitted.first_approved_at = None
    submitted.save()
    note(by=by, at=at, act="programme.return_charter", about=submitted, label=str(submitted), reason=reason)
    return submitted


@transaction.atomic
def approve_charter(*, charter: Charter, by: Account, at: datetime) -> Charter:
    """Approve a submitted charter. The second person's approval puts it in force and supersedes the last one.

    Raises AuthorCannotApprove, SamePersonTwice, CharterNotSubmitted.
    """
    permit(by, Act.APPROVE_CHARTER, at=at, initiative=charter.initiative_id)
    submitted = _submitted(charter)
    key, label = str(by.pk), by.name
    if key in submitted.writer_keys:
        raise AuthorCannotApprove(
            _("{name} wrote this version, or a part of it: ask two other people to approve it.").format(
                name=label
            )
        )
    if not submitted.first_approver_key:
        submitted.first_approver_key, submitted.first_approver_label = key, label
        submitted.first_approved_at = at
    elif submitted.first_approver_key == key:
        raise SamePersonTwice(
            _("{name} has approved this version already: ask a second person.").format(name=label)
        )
    else:
        # The old version steps down first: the database never lets two be in force.
        Charter.objects.filter(initiative_id=submitted.initiative_id, state__in=IN_FORCE).update(
            state=Charter.State.SUPERSEDED
        )
        submitted.second_approver_key, submitted.second_approver_label = key, label
        submitted.second_approved_at = at
        submitted.state = Charter.State.APPROVED
    submitted.save()
    note(by=by, at=at, act="programme.approve_charter", about=submitted, label=str(submitted))
    return submitted


def _versions(initiative: Initiative) -> list[Charter]:
    """The versions so far, held with their initiative so that two writers cannot both begin the next one."""
    Initiative.objects.select_for_update().get(pk=initiative.pk)
    return list(Charter.objects.filter(initiative=initiative))


def _locked(charter: Charter) -> Charter:
    return Charter.objects.select_for_update().get(pk=charter.pk)


def held_draft(charter: Charter) -> Charter:
    """The charter held against other writers; raises CharterNotDraft where its text stands."""
    draft = Charter.objects.select_for_update().filter(pk=charter.pk).first()
    if draft is None:
        raise CharterNotDraft(_("This draft was thrown away: begin a new version."))
    if draft.state != Charter.State.DRAFT:
        raise CharterNotDraft(
            _("Version {number} is no draft any more ({state}): its text stands.").format(
                number=draft.version, state=draft.get_state_display()
            )
        )
    return draft


def rewrite(draft: Charter, content: CharterContent, *, by: Account, at: datetime) -> None:
    """Put other words into a draft that is held, under the name of whoever does."""
    _set_content(draft, content)
    draft.written_at = at
    if str(by.pk) not in draft.writer_keys:
        draft.co_writer_keys = [*draft.co_writer_keys, str(by.pk)]
        draft.co_writer_labels = [*draft.co_writer_labels, by.name]
    draft.save()
    for part in (draft.partners, draft.funding, draft.risks, draft.vision_links, draft.ambition_links):
        part.all().delete()
    _fill(draft, content)


def _submitted(charter: Charter) -> Charter:
    locked = _locked(charter)
    if locked.state != Charter.State.SUBMITTED:
        raise CharterNotSubmitted(
            _("Version {number} is not submitted ({state}): its writers have to submit it first.").format(
                number=locked.version, state=locked.get_state_display()
            )
        )
    return locked


def _new_version(
    initiative: Initiative, versions: list[Charter], content: CharterContent, *, by: Account, at: datetime
) -> Charter:
    number = max((charter.version for charter in versions), default=0) + 1
    charter = Charter(initiative=initiative, version=number, state=Charter.State.DRAFT)
    _set_content(charter, content)
    charter.author_key, charter.author_label, charter.written_at = str(by.pk), by.name, at
    return charter


def _set_content(charter: Charter, content: CharterContent) -> None:
    for column, text in content.text.as_columns().items():
        setattr(charter, column, text)
    charter.cost_cents = content.cost.cents if content.cost else None
    charter.cost_currency = content.cost.currency if content.cost else ""
    charter.cost_quote = content.cost_quote


def _fill(charter: Charter, content: CharterContent) -> None:
    """Keep the rows that belong to a version. Raises NotOfThisProgramme for another programme's ambitions."""
    programme = charter.initiative.programme_id
    statements: tuple[Vision | AmbitionStatement, ...] = (
        *(vision for vision, _ in content.visions),
        *(ambition for ambition, _ in content.ambitions),
    )
    for linked in statements:
        if linked.programme_id != programme:
            raise NotOfThisProgramme(
                _("“{linked}” is not of {programme}: link the programme's own statements.").format(
                    linked=linked, programme=programme
                )
            )
    CharterPartner.objects.bulk_create(
        CharterPartner(charter=charter, partner=partner, role=role, order=order)
        for order, (role, partner) in enumerate(content.partners, start=1)
    )
    Funding.objects.bulk_create(
        Funding(
            charter=charter,
            order=order,
            kind=funded.kind,
            source=funded.source,
            source_en=funded.source_en,
            partner=funded.partner,
            amount_cents=funded.amount.cents if funded.amount else None,
            currency=funded.amount.currency if funded.amount else "",
        )
        for order, funded in enumerate(content.funding, start=1)
    )
    Risk.objects.bulk_create(
        Risk(
            charter=charter,
            order=order,
            text=risk.text.text,
            text_en=risk.text.text_en,
            mitigation=risk.mitigation.text,
            mitigation_en=risk.mitigation.text_en,
        )
        for order, risk in enumerate(content.risks, start=1)
    )
    VisionLink.objects.bulk_create(
        VisionLink(charter=charter, vision=vision, basis=basis) for vision, basis in content.visions
    )
    AmbitionLink.objects.bulk_create(
        AmbitionLink(charter=charter, ambition=ambition, basis=basis) for ambition, basis in content.ambitions
    )
