"""What the site does by itself: each piece of work, with the sentence that says what came of it.

Each can be done at any time, twice, or by two workers at once: locks of the database or the work's own rows see to
that. So a piece that a killed worker left is simply done again.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kurss.evidence.stamping import stamp_missing
from kurss.journal import checking, sealing
from kurss.learning.rounds import letters, offering
from kurss.notices import outbox
from kurss.notices.queries import standing
from kurss.people import clock
from kurss.people.duplicates import finding
from kurss.people.importing import lists
from kurss.people.joining import forget_unconfirmed
from kurss.people.queries import unattended
from kurss.people.signin import sessions
from kurss.portal.work.doing import Outcome
from kurss.privacy import retention
from kurss.programme.proof import audit_figures
from kurss.programme.sealing import prune

LETTERS_A_ROUND = 200


def deliver_notices(at: datetime) -> Outcome:
    """Send what waits in the outbox; where the site has no mail server, say that it waits."""
    if not settings.KURSS_MAIL:
        waiting = standing().waiting
        return Outcome(lambda: _no_mail_server(waiting), well=waiting == 0)
    told = outbox.deliver(limit=LETTERS_A_ROUND, at=at)
    if told.busy:
        return Outcome(lambda: _("Another worker is sending."))
    return Outcome(lambda: _delivered(told), well=not told.trouble)


def _no_mail_server(waiting: int) -> str:
    return ngettext(
        "The site has no mail server: {count} letter waits. Set KURSS_MAIL_URL.",
        "The site has no mail server: {count} letters wait. Set KURSS_MAIL_URL.",
        waiting,
    ).format(count=waiting)


def _delivered(told: outbox.Delivered) -> str:
    sentence = _("Sent: {sent}. Put off: {put_off}. Given up: {given_up}.").format(
        sent=told.sent, put_off=told.put_off, given_up=told.given_up
    )
    return f"{sentence} {told.trouble}".strip()


def seal_journal(at: datetime) -> Outcome:
    """Chain every committed entry of the journal that waits."""
    sealed = sealing.seal(at=at)
    if sealed.busy:
        return Outcome(lambda: _("Another worker is sealing."))
    return Outcome(lambda: _("Entries sealed: {count}.").format(count=sealed.entries))


CONFIRMED_WITHIN = timedelta(days=7)
"""Letters that confirm an address hold for three days; whoever asks for another has time until then."""


def forget_visitors(at: datetime) -> Outcome:
    """Forget sign-ups whose address nobody confirmed, and the traces of sessions that are over."""
    sign_ups = forget_unconfirmed(before=clock.today() - CONFIRMED_WITHIN)
    over = sessions.forget_over()
    return Outcome(
        lambda: _("Sign-ups forgotten: {sign_ups}. Sessions forgotten: {sessions}.").format(
            sign_ups=sign_ups, sessions=over
        )
    )


def forget_lists(at: datetime) -> Outcome:
    """Erase lists that were uploaded and never confirmed, once they have waited as long as they may."""
    erased = lists.expire_lists(by=unattended(), at=clock.now())
    return Outcome(lambda: _("Uploaded lists erased: {count}.").format(count=erased))


def prune_snapshots(at: datetime) -> Outcome:
    """Remove the files of snapshots that are older than those kept and that no release needs."""
    kept = settings.KURSS_SNAPSHOTS_KEPT
    gone = len(prune(by=unattended(), keep=kept, at=at))
    return Outcome(
        lambda: _(
            "Snapshots whose files were removed: {count}; the newest {kept} and those of releases stay."
        ).format(count=gone, kept=kept)
    )


def find_duplicates(at: datetime) -> Outcome:
    """Search the register for people who were entered twice; officers decide about what is found."""
    search = finding.find_duplicates(by=unattended(), at=clock.now())
    return Outcome(
        lambda: _("People compared: {people}. New pairs: {new}.").format(people=search.people, new=search.new)
    )


def expire_offers(at: datetime) -> Outcome:
    """Let offers run out that nobody answered in time, offer their places to the next in line, and remind of those
    that run out within a day."""
    expired = offering.expire_offers(by=unattended(), at=clock.now())
    reminded = letters.remind(at=clock.now())

    def say() -> str:
        sentences = [_("Offers that ran out: {count}.").format(count=expired)]
        if reminded:
            sentences.append(_("Families reminded: {count}.").format(count=reminded))
        return " ".join(sentences)

    return Outcome(say)


def audit(at: datetime) -> Outcome:
    """Recompute what is released and the chain of the journal, and compare; stamp releases without a stamp."""
    night = audit_figures(by=unattended(), at=at)
    stamp_missing()
    compared, disagreements, broken = night.compared, night.disagreed, " ".join(night.broken)
    checked = checking.check()

    def say() -> str:
        figures = _("Figures recomputed: {compared}, of which differ: {different}.").format(
            compared=compared, different=disagreements
        )
        journal = _("Entries of the journal checked: {entries}, faults: {faults}.").format(
            entries=checked.entries, faults=checked.faults
        )
        return f"{broken or figures} {journal}"

    return Outcome(say, well=not broken and not disagreements and checked.sound)


def retain(at: datetime) -> Outcome:
    """Apply the rules of retention, by the city's day: a demonstration stands still and so do its records."""
    runs = retention.apply(by=unattended(), at=clock.now())
    removed, failed = sum(run.removed for run in runs), [run for run in runs if run.trouble]

    def say() -> str:
        sentence = _("Rules applied: {rules}. Removed: {removed}.").format(rules=len(runs), removed=removed)
        return " ".join([sentence, *(f"{run.rule}: {run.trouble}" for run in failed)])

    return Outcome(say, well=not failed)
