"""What the programme office's records say of somebody who keeps them, for that person to read.

Only what carries the key of an account is found here. Whoever is named in words (a contact, a participant, the
holder of a seat) has no link to the register of people, so that two of one name are never taken for each other.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kurss.people.disclosure.chapters import Chapter, Field, Record
from kurss.people.models import Account, Person
from kurss.people.permissions import STAFF
from kurss.people.standing import accounts_of
from kurss.programme.definition_words import in_language
from kurss.programme.models import (
    AcceptedFinding,
    Artefact,
    Baseline,
    Charter,
    Contract,
    Payment,
    ProposalDecision,
    Replan,
    RiskChange,
)

Told = tuple[str, str, datetime | None]
"""In which part, of which record, and when."""


def office_work(person: Person, *, reader: Account, at: datetime) -> Chapter:
    """Where the person's account stands by name in the records of a programme: what was written, approved,
    entered and changed, and what the person owes."""
    accounts = accounts_of(person)
    # Whoever never served the city has written nothing of it; a role that has ended stays on record.
    served = [one for one in accounts if any(grant.role in STAFF for grant in one.grants.all())]
    keys = [str(account.pk) for account in served]
    told = [*_charters(keys), *_plan(keys), *_money(keys), *_kept(keys)] if keys else []
    told += _owed(accounts) if accounts else ()
    return Chapter(
        key="office_work",
        title=_("Your name in the records of a programme"),
        why=_("To be able to say who wrote, approved, entered and changed what."),
        after_erasure=_("The name stays under the act: the city answers for who decided."),
        records=[_record(one) for one in told],
    )


def _record(told: Told) -> Record:
    part, record, at = told
    return [
        Field("part", _("Part"), part),
        Field("record", _("Record"), record),
        Field("at", _("When"), at and timezone.localtime(at)),
    ]


def _charters(keys: list[str]) -> Iterator[Told]:
    own = Q(author_key__in=keys) | Q(co_writer_keys__overlap=keys)
    approved = Q(first_approver_key__in=keys) | Q(second_approver_key__in=keys)
    for one in Charter.objects.filter(own | approved).select_related("initiative").order_by("written_at"):
        title = in_language(one.initiative.title, one.initiative.title_en)
        record = _("Charter of {initiative}, version {number}").format(initiative=title, number=one.version)
        if one.author_key in keys:
            yield _("wrote"), record, one.written_at
        elif set(one.co_writer_keys) & set(keys):
            yield _("wrote along"), record, None
        if one.first_approver_key in keys:
            yield _("approved"), record, one.first_approved_at
        if one.second_approver_key in keys:
            yield _("approved"), record, one.second_approved_at


def _plan(keys: list[str]) -> Iterator[Told]:
    for fixed in Baseline.objects.filter(by_key__in=keys).select_related("initiative").order_by("fixed_at"):
        title = in_language(fixed.initiative.title, fixed.initiative.title_en)
        yield _("fixed the plan"), title, fixed.fixed_at
    moved = Replan.objects.filter(by_key__in=keys).select_related("activity", "milestone").order_by("at")
    for one in moved:
        step = one.activity or one.milestone
        yield _("planned anew"), in_language(step.title, step.title_en) if step else "", one.at


def _money(keys: list[str]) -> Iterator[Told]:
    for contract in Contract.objects.filter(by_key__in=keys).order_by("at", "pk"):
        yield _("entered"), _("Contract {number}").format(number=contract.document), contract.at
    for paid in Payment.objects.filter(by_key__in=keys).order_by("at", "pk"):
        yield _("entered"), _("Payment {number}").format(number=paid.document), paid.at
    decided = ProposalDecision.objects.filter(by_key__in=keys).select_related("proposal").order_by("at", "pk")
    for one in decided:
        yield _("entered"), in_language(one.proposal.title, one.proposal.title_en), one.at


def _kept(keys: list[str]) -> Iterator[Told]:
    for change in RiskChange.objects.filter(by_key__in=keys).select_related("risk").order_by("at", "pk"):
        yield _("changed"), _("Risk {number}").format(number=change.risk.number), change.at
    accepted = AcceptedFinding.objects.filter(accepted_by_key__in=keys).order_by("accepted_at")
    for finding in accepted:
        yield _("accepted a finding"), in_language(finding.label, finding.label_en), finding.accepted_at


def _owed(accounts: list[Account]) -> Iterator[Told]:
    owed = Artefact.objects.filter(owner__in=accounts).select_related("template_artefact", "stage")
    for one in owed.order_by("pk"):
        yield _("owes"), in_language(one.title, one.title_en), None
