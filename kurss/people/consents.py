"""Asking for consent in words that stay, giving it, and withdrawing it as easily (GDPR, Article 7)."""

from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kurss.people.acting import note, permit
from kurss.people.models import Account, Consent, ConsentText, Person
from kurss.people.permissions import Act
from kurss.people.refusals import (
    ConsentGiven,
    ConsentTextOver,
    NothingToWithdraw,
    NotKnownYet,
    TooYoungToConsent,
)
from kurss.people.standing import keys_of, standing


@transaction.atomic
def write_consent_text(
    *,
    purpose: str,
    title: str,
    title_en: str,
    text: str,
    text_en: str,
    in_force_from: date | None = None,
    by: Account,
    at: datetime,
) -> ConsentText:
    """The next version of what is asked for a purpose. Consents to earlier versions stay, to those words."""
    permit(by, Act.WRITE_CONSENT_TEXTS, at=at)
    latest = ConsentText.objects.select_for_update().filter(purpose=purpose).order_by("-number").first()
    written = ConsentText.objects.create(
        purpose=purpose,
        number=latest.number + 1 if latest else 1,
        title=title,
        title_en=title_en,
        text=text,
        text_en=text_en,
        in_force_from=in_force_from or timezone.localdate(at),
    )
    note(by=by, at=at, act=Act.WRITE_CONSENT_TEXTS, about=written, label=str(written))
    return written


@transaction.atomic
def give(*, text: ConsentText, about: Person, by: Account, at: datetime) -> Consent:
    """Agree to a text that is in force: for oneself from KURSS_AGE_OF_CONSENT on, for a child as its guardian."""
    permit(by, Act.GIVE_CONSENT, at=at, person=about)
    if by.person is None:
        raise NotKnownYet(_("Say who you are first: a consent has a giver."))
    _check_age(about, by, timezone.localdate(at))
    given = _write(text, about, by.person, on_paper=False, at=at)
    note(by=by, at=at, act=Act.GIVE_CONSENT, about=about, text=text)
    return given


@transaction.atomic
def enter_signed(*, text: ConsentText, about: Person, given_by: Person, by: Account, at: datetime) -> Consent:
    """Enter a consent that a guardian, or an adult for themself, signed on paper at the counter."""
    permit(by, Act.REGISTER_PERSON, at=at)
    given = _write(text, about, given_by, on_paper=True, at=at)
    note(by=by, at=at, act="people.enter_signed_consent", about=about, text=text)
    return given


def _write(text: ConsentText, about: Person, giver: Person, *, on_paper: bool, at: datetime) -> Consent:
    if text not in ConsentText.objects.in_force_on(timezone.localdate(at)):
        raise ConsentTextOver(_("The text has been replaced by a newer one. Read that one, then decide."))
    if stands(text.purpose, about):
        raise _given()
    try:
        with transaction.atomic():
            return Consent.objects.create(
                text=text,
                purpose=text.purpose,
                about=standing(about),
                given_by=standing(giver),
                given_at=at,
                on_paper=on_paper,
            )
    except IntegrityError as error:
        raise _given() from error


@transaction.atomic
def withdraw(*, purpose: str, about: Person, by: Account, at: datetime) -> Consent:
    """From now on it is not agreed to; what was done before stays lawful (Article 7(3)). Any guardian may."""
    permit(by, Act.GIVE_CONSENT, at=at, person=about)
    standing = (
        Consent.objects.select_for_update()
        .filter(about__in=keys_of(about), purpose=purpose, withdrawn_at__isnull=True)
        .first()
    )
    if standing is None:
        raise NothingToWithdraw(_("No consent stands for this, so there is nothing to withdraw."))
    standing.withdrawn_at = max(at, standing.given_at)
    standing.save(update_fields=["withdrawn_at"])
    note(by=by, at=at, act="people.withdraw_consent", about=about, text=standing.text)
    return standing


def _given() -> ConsentGiven:
    return ConsentGiven(_("The consent was given before and stands. There is nothing more to do."))


def stands(purpose: str, about: Person) -> bool:
    """Whether somebody agreed to this and has not withdrawn: what a module asks before it acts on a consent."""
    return Consent.objects.filter(
        about__in=keys_of(about), purpose=purpose, withdrawn_at__isnull=True
    ).exists()


def _check_age(about: Person, by: Account, today: date) -> None:
    if by.person is None or by.person.standing_key != about.standing_key:
        return
    identity = standing(about).known
    age = identity.age_on(today) if identity else None
    if age is not None and age < settings.KURSS_AGE_OF_CONSENT:
        raise TooYoungToConsent(
            _("A consent takes the age of {age}. Ask a parent or guardian to give it.").format(
                age=settings.KURSS_AGE_OF_CONSENT
            )
        )
