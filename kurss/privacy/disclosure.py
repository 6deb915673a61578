"""What somebody asked of the city about their own data, for that person to read."""

from datetime import datetime

from django.utils.translation import gettext as _

from kurss.people.disclosure.chapters import Chapter, Field, Record
from kurss.people.disclosure.own import contact_may_be_shown
from kurss.people.models import Account, Person
from kurss.people.standing import keys_of
from kurss.privacy.models import Request


def requests(person: Person, *, reader: Account, at: datetime) -> Chapter:
    """Every request and what came of it. Words and contact of one guardian are not told to the other."""
    rows = list(Request.objects.filter(person__in=keys_of(person)).order_by("received_on", "pk"))
    whole = bool(rows) and contact_may_be_shown(person, reader, at=at)
    return Chapter(
        key="requests",
        title=_("Requests about these data"),
        why=_("To answer in time, and to show that it was answered."),
        after_erasure=_("What was asked and what came of it stays; the words go a while after it is closed."),
        records=[_record(row, whole) for row in rows],
    )


def _record(row: Request, whole: bool) -> Record:
    said = [
        Field("kind", _("What was asked"), str(row.get_kind_display())),
        Field("received_on", _("Received"), row.received_on),
        Field("due_on", _("To be answered by"), row.due_on),
        Field("closed_on", _("Closed"), row.closed_on),
        Field("outcome", _("What came of it"), str(row.get_outcome_display())),
    ]
    if whole:
        said += [
            Field("contact", _("Where to answer"), row.contact),
            Field("words", _("In these words"), row.words),
            Field("answer", _("Answer"), row.answer),
        ]
    return said
