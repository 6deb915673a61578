"""What the register of people itself holds about somebody."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kurss.journal.models import Entry
from kurss.people.acting import acts_for, may
from kurss.people.disclosure.chapters import Chapter, Field, Record
from kurss.people.models import (
    Account,
    Consent,
    Guardianship,
    Invitation,
    NationalCode,
    Person,
    Restriction,
)
from kurss.people.permissions import Act, Role
from kurss.people.reading import LOOKED
from kurss.people.reading import readings as looks
from kurss.people.standing import accounts_of, keys_of


def identity(person: Person, *, reader: Account, at: datetime) -> Chapter:
    """Names, birth date and contact, and whether a national code is kept."""
    known = person.known
    records: list[Record] = []
    if known is not None:
        contact = bool(known.email or known.phone) and contact_may_be_shown(person, reader, at=at)
        hidden = _("shown to the person alone")
        records.append(
            [
                Field("given_name", _("Given name"), known.given_name),
                Field("family_name", _("Family name"), known.family_name),
                Field("birth_date", _("Birth date"), known.birth_date),
                Field("gender", _("Gender"), str(known.get_gender_display())),
                Field("language", _("Language to write in"), known.language),
                Field("email", _("E-mail address"), known.email if contact or not known.email else hidden),
                Field("phone", _("Phone"), known.phone if contact or not known.phone else hidden),
                Field("since", _("In the register since"), person.since),
                Field(
                    "national_code_kept",
                    _("A fingerprint of the personal code is kept"),
                    NationalCode.objects.filter(person__in=keys_of(person)).exists(),
                ),
            ]
        )
    return Chapter(
        key="identity",
        title=_("Who it is"),
        why=_("To know for whom a place is, and to write about it."),
        after_erasure=_("It is deleted, with the fingerprint of the personal code."),
        records=records,
    )


def contact_may_be_shown(person: Person, reader: Account, *, at: datetime) -> bool:
    """A contact on a child's record may be the other guardian's: it is shown to the child alone, or to the only
    guardian the child has ever had. The office that answers a request cannot tell whose it is either, and is shown
    it of a grown-up, or of a child with one guardian."""
    if reader.person is not None and reader.person.standing_key == person.pk:
        return True
    bonds = Guardianship.objects.filter(child__in=keys_of(person))
    if reader.person is not None and acts_for(reader, person, on=timezone.localdate(at)):
        return not bonds.exclude(guardian__in=keys_of(reader.person)).exists()
    if not may(reader, Act.RESTRICT_IDENTITY, at=at):
        return False
    known = person.known
    grown_up = known is not None and not known.is_in_care_on(timezone.localdate(at))
    return grown_up or len({bond.guardian.standing_key for bond in bonds.select_related("guardian")}) <= 1


def guardianships(person: Person, *, reader: Account, at: datetime) -> Chapter:
    """For whom the person acts, and who acts for them: of another guardian only that there is one."""
    bonds = (
        Guardianship.objects.of(keys_of(person))
        .select_related("child__identity", "child__survivor__identity", "guardian")
        .order_by("holds_from", "pk")
    )
    return Chapter(
        key="guardianships",
        title=_("Who acts for whom"),
        why=_("Until the age of eighteen a guardian acts for a child."),
        after_erasure=_("It is deleted."),
        records=[
            [
                Field("relation", _("Relation"), _relation(bond, person, reader, timezone.localdate(at))),
                Field("holds_from", _("From"), bond.holds_from),
                Field("holds_until", _("Until, not including the day"), bond.holds_until),
            ]
            for bond in bonds.order_by("holds_from", "pk")
        ],
    )


def _relation(bond: Guardianship, person: Person, reader: Account, today: date) -> str:
    if bond.guardian.standing_key == person.pk:
        stands = bond.child.survivor or bond.child
        child = stands.known
        # Who acts no longer is not told what the child is called today.
        if child is None or not acts_for(reader, stands, on=today):
            return _("guardian of a child")
        return _("guardian of {name}").format(name=child.given_name or child.family_name)
    mine = reader.person is not None and bond.guardian.standing_key == reader.person.standing_key
    return _("you act for the child") if mine else _("another guardian")


def accounts(person: Person, *, reader: Account, at: datetime) -> Chapter:
    """The accounts with which the person signs in, and their roles. A child's guardians' accounts are not among
    them."""
    records: list[Record] = []
    for account in accounts_of(person):
        roles = ", ".join(str(Role(grant.role).label) for grant in account.grants.all())
        records.append(
            [
                Field("email", _("E-mail address"), account.email),
                Field("name", _("Name"), account.name),
                Field("last_login", _("Last signed in"), account.last_login),
                Field("roles", _("Roles"), roles),
            ]
        )
    return Chapter(
        key="accounts",
        title=_("Accounts"),
        why=_("To sign in."),
        after_erasure=_("They are closed; address, name and password are deleted."),
        records=records,
    )


def consents(person: Person, *, reader: Account, at: datetime) -> Chapter:
    """What was agreed to for this person, and when it was withdrawn."""
    rows = Consent.objects.filter(about__in=keys_of(person)).select_related("text")
    return Chapter(
        key="consents",
        title=_("Consents"),
        why=_("To show that what needs a consent had one."),
        after_erasure=_("That it was given stays; who gave it is deleted."),
        records=[
            [
                Field(
                    "purpose", _("Asked for"), row.text.title if get_language() == "lv" else row.text.title_en
                ),
                Field("version", _("Version of the text"), row.text.number),
                Field("by_you", _("Given by you"), row.given_by_id == reader.person_id),
                Field("given_at", _("Given"), row.given_at),
                Field("withdrawn_at", _("Withdrawn"), row.withdrawn_at),
            ]
            for row in rows
        ],
    )


def restrictions(person: Person, *, reader: Account, at: datetime) -> Chapter:
    """When what is held was kept and not used, and on which ground."""
    rows = Restriction.objects.filter(person__in=keys_of(person)).order_by("since", "pk")
    return Chapter(
        key="restrictions",
        title=_("When use was restricted"),
        why=_("To keep the data unused where that was asked for."),
        after_erasure=_("That use was restricted stays."),
        records=[
            [
                Field("ground", _("Ground"), str(row.get_ground_display())),
                Field("since", _("Since"), row.since),
                Field("lifted_on", _("Lifted"), row.lifted_on),
            ]
            for row in rows
        ],
    )


def invitations(person: Person, *, reader: Account, at: datetime) -> Chapter:
    """Invitations to act for this child, or that this person sent. The address only to who wrote it."""
    keys = keys_of(person)
    rows = Invitation.objects.filter(Q(child__in=keys) | Q(invited_by__in=keys)).order_by("sent_at")
    return Chapter(
        key="invitations",
        title=_("Invitations to another guardian"),
        why=_("To know whom a letter may let in."),
        after_erasure=_("They are deleted."),
        records=[
            [
                Field("sent_at", _("Sent"), row.sent_at),
                Field("expires_at", _("Good until"), row.expires_at),
                Field("accepted_at", _("Accepted"), row.accepted_at),
                Field("withdrawn_at", _("Withdrawn"), row.withdrawn_at),
                *([Field("email", _("Sent to"), row.email)] if row.invited_by_id == reader.person_id else []),
            ]
            for row in rows
        ],
    )


DONE: Mapping[str, Any] = {
    "people.register": gettext_lazy("Entered in the register"),
    "people.join": gettext_lazy("Signed up"),
    "people.say_who_i_am": gettext_lazy("Said who they are"),
    "people.add_child": gettext_lazy("Added by a guardian"),
    "people.add_guardian": gettext_lazy("A guardian began to act"),
    "people.end_guardianship": gettext_lazy("A guardian ceased to act"),
    "people.correct": gettext_lazy("Corrected"),
    "people.keep_code": gettext_lazy("The personal code was compared and its fingerprint kept"),
    "people.forget_code": gettext_lazy("The fingerprint of the personal code was deleted"),
    "people.invite_guardian": gettext_lazy("Another guardian was invited"),
    "people.withdraw_invitation": gettext_lazy("An invitation was withdrawn"),
    "people.accept_invitation": gettext_lazy("An invitation was accepted"),
    "people.consent": gettext_lazy("A consent was given"),
    "people.withdraw_consent": gettext_lazy("A consent was withdrawn"),
    "people.restrict": gettext_lazy("Use was restricted"),
    "people.lift_restriction": gettext_lazy("The restriction was lifted"),
    "people.export": gettext_lazy("Taken out of the register in a list"),
    "people.import": gettext_lazy("Changed by a list"),
    "people.merge": gettext_lazy("Found to be entered twice, and taken into another record"),
    "people.take_in": gettext_lazy("Found to be entered twice, and another record was taken in"),
    "people.undo_merge": gettext_lazy("Parted again from another record"),
    "people.give_back": gettext_lazy("Parted again from another record"),
}
"""What an act is called to whom it concerns. One that is not here is said by its name."""

SPOKEN = ("given_name_was", "family_name_was", "birth_date_was", "gender_was", "language_was")
"""Details of a correction that are about the person alone. Contacts and keys of others are not told."""


def acts(person: Person, *, reader: Account, at: datetime) -> Chapter:
    """What was done to the record, as the journal has it; who looked has a chapter of its own."""
    keys = [str(key) for key in keys_of(person)]
    entries = Entry.objects.filter(kind=person._meta.label_lower, key__in=keys).exclude(act=LOOKED)
    rows = entries.order_by("-id").prefetch_related("details")
    return Chapter(
        key="acts",
        title=_("What was done"),
        why=_("To be able to say who changed what, and when."),
        after_erasure=_("That something was done stays; every word said about the person is deleted."),
        records=[
            [
                Field("at", _("When"), timezone.localtime(row.at)),
                Field("act", _("Act"), str(DONE.get(row.act, row.act))),
                Field("earlier_words", _("Earlier words"), _earlier(row)),
            ]
            for row in rows
        ],
    )


def _earlier(row: Entry) -> str:
    said = {detail.name: detail.value for detail in row.details.all()}
    return ", ".join(said[name] for name in SPOKEN if name in said)


def readings(person: Person, *, reader: Account, at: datetime) -> Chapter:
    """Who looked at the record."""
    return Chapter(
        key="readings",
        title=_("Who looked at this record"),
        why=_("To be able to say who saw a child’s data."),
        after_erasure=_("That somebody looked stays; the office and the reason are deleted."),
        records=[
            [
                Field("at", _("When"), timezone.localtime(row.at)),
                Field("office", _("Office"), row.office),
                Field("page", _("Page"), row.page),
                Field("why", _("What for"), row.why),
            ]
            for row in looks(person)
        ],
    )
