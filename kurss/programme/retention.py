"""Whose names the programme needs no longer. Records stay, and in place of a name stands that it is gone.

Contacts, participants, holders of seats, authors of suggestions and owners of risks are named in words, so a rule
takes the name and nothing else: what was said, decided and rated stays. What is said in minutes is not searched;
an officer takes a name out of them by hand.
"""

from datetime import datetime

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, TextField, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kurss.people.models import Account
from kurss.privacy.rules import Rule, Take
from kurss.programme.models import (
    Contract,
    Meeting,
    Payment,
    RegisteredRisk,
    RiskChange,
    Seat,
    Stakeholder,
    Suggestion,
)
from kurss.programme.names import GONE

A_YEAR = 365
FIVE_YEARS = 5 * A_YEAR + 1
ACCOUNTING = 11 * A_YEAR + 3
"""Ten years after the end of the year in which the last document of a contract stands."""


def _names(*columns: str) -> Q:
    """Rows that name somebody in one of these columns."""
    found = Q()
    for column in columns:
        found |= ~Q(**{f"{column}__in": ("", GONE)})
    return found


def _forget(*columns: str) -> Take:
    """In place of each name in these columns stands that it is gone; what was empty stays so."""

    def take(found: QuerySet, *, before: datetime, because: str, by: Account, at: datetime) -> int:
        return found.update(**{name: _gone(name) for name in columns})

    return take


def _gone(column: str) -> Case:
    return Case(
        When(**{column: ""}, then=F(column)), default=Value(GONE), output_field=TextField(),
    )  # fmt: skip


def _contacts(before: datetime) -> QuerySet[Stakeholder]:
    return Stakeholder.objects.filter(
        ~Q(contact=""), programme__ends_on__lt=timezone.localdate(before)
    ).order_by()


def _no_contact(
    found: QuerySet[Stakeholder], *, before: datetime, because: str, by: Account, at: datetime
) -> int:
    return found.update(contact="")


def _met(before: datetime, to: str = "") -> Q:
    """Of a meeting before the moment; one whose day is not stated, of a programme that had ended by then."""
    day = timezone.localdate(before)
    return Q(**{f"{to}held_on__lt": day}) | Q(
        **{f"{to}held_on__isnull": True, f"{to}programme__ends_on__lt": day}
    )


def _participants(before: datetime) -> QuerySet[Meeting]:
    return Meeting.objects.filter(_met(before), _names("people")).order_by()


def _authors(before: datetime) -> QuerySet[Suggestion]:
    return Suggestion.objects.filter(_met(before, "meeting__"), _names("by_whom", "decided_by")).order_by()


def _holders(before: datetime) -> QuerySet[Seat]:
    day = timezone.localdate(before)
    left = Q(holds_until__lt=day) | Q(holds_until__isnull=True, body__programme__ends_on__lt=day)
    return Seat.objects.filter(left, _names("holder")).order_by()


def _owners(before: datetime) -> QuerySet[RegisteredRisk]:
    """Risks that name an owner now, or did before."""
    named = Exists(RiskChange.objects.filter(_names("was", "became"), risk=OuterRef("pk"), field="owner"))
    ended = Q(programme__ends_on__lt=timezone.localdate(before))
    return RegisteredRisk.objects.filter(ended, _names("owner") | named).order_by()


def _no_owner(
    found: QuerySet[RegisteredRisk], *, before: datetime, because: str, by: Account, at: datetime
) -> int:
    keys = list(found.values_list("pk", flat=True))
    changes = RiskChange.objects.filter(risk__in=keys, field="owner")
    changes.update(was=_gone("was"), became=_gone("became"))
    RegisteredRisk.objects.filter(pk__in=keys).update(owner=_gone("owner"))
    return len(keys)


def _suppliers(before: datetime) -> QuerySet[Contract]:
    """Rows of contracts with natural persons of which every document lies before the moment."""
    day = timezone.localdate(before)
    first = OuterRef("first")
    later = Contract.objects.filter(Q(pk=first) | Q(contract=first), on__gte=day)
    paid = Payment.objects.filter(contract=first, on__gte=day)
    rows = Contract.objects.filter(_names("supplier"), supplier_is_person=True)
    rows = rows.annotate(first=Case(When(contract__isnull=True, then=F("pk")), default=F("contract")))
    return rows.filter(~Exists(later), ~Exists(paid)).order_by()


CONTACTS = Rule(
    key="programme.contacts",
    title=_("Whom to talk to at a stakeholder"),
    after=_("after the end of the programme"),
    effect=_("The contact goes; the stakeholder and its part in the programme stay."),
    days=A_YEAR,
    ships_on=False,
    found=_contacts,
    take=_no_contact,
)
PARTICIPANTS = Rule(
    key="programme.participants",
    title=_("Who took part in a meeting"),
    after=_("after the meeting"),
    effect=_("Names of people go; the meeting, the bodies and stakeholders that met and the minutes stay."),
    days=FIVE_YEARS,
    ships_on=False,
    found=_participants,
    take=_forget("people"),
)
AUTHORS = Rule(
    key="programme.authors",
    title=_("Who suggested something, and who decided about it"),
    after=_("after the meeting at which it was suggested"),
    effect=_("The names go; the suggestion and what became of it stay."),
    days=FIVE_YEARS,
    ships_on=False,
    found=_authors,
    take=_forget("by_whom", "decided_by"),
)
HOLDERS = Rule(
    key="programme.holders",
    title=_("Who sat in a body"),
    after=_("after the last day in the seat, or else after the end of the programme"),
    effect=_("The name goes; the seat and its days stay, and it is not shown as vacant."),
    days=FIVE_YEARS,
    ships_on=False,
    found=_holders,
    take=_forget("holder"),
)
OWNERS = Rule(
    key="programme.owners",
    title=_("Who answered for a risk"),
    after=_("after the end of the programme"),
    effect=_("The name goes from the risk and its history; the risk stays, and is not shown as nobody’s."),
    days=FIVE_YEARS,
    ships_on=False,
    found=_owners,
    take=_no_owner,
)
SUPPLIERS = Rule(
    key="programme.suppliers",
    title=_("Suppliers who are natural persons"),
    after=_("after the last document of the contract"),
    effect=_("The name goes; numbers, days and amounts of the ledger stay, and no sum moves."),
    days=ACCOUNTING,
    ships_on=False,
    found=_suppliers,
    take=_forget("supplier"),
    # Accounting Law of Latvia (likumi.lv/ta/id/324249), Section 28: accounting registers are kept for ten years.
    source=(
        "Grāmatvedības likuma 28. pants: reģistrus glabā 10 gadus, te skaitot no pēdējā dokumenta gada beigām",
        "Accounting Law, Section 28: registers are kept for 10 years, from the end of the last document’s year",
    ),
)
