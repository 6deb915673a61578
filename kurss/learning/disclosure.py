"""What learning holds about somebody, for that person to read: applications, places, attendance, teaching."""

from datetime import datetime

from django.db.models import Count, Prefetch
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kurss.learning.models import (
    Application,
    Attendance,
    CalendarFeed,
    Care,
    Enrolment,
    EnrolmentRound,
    Group,
    Offer,
    SaidGrade,
    SessionTeacher,
    WaitingMove,
    Wish,
)
from kurss.people.disclosure.chapters import Chapter, Field, Record
from kurss.people.models import Account, Person
from kurss.people.standing import keys_of


def enrolments(person: Person, *, reader: Account, at: datetime) -> Chapter:
    """Every place in a group, with what happened to it. Who did it is not told: staff have offices, not names."""
    rows = (
        Enrolment.objects.filter(person__in=keys_of(person))
        .select_related("group__curriculum_version__curriculum")
        .prefetch_related("events")
        .order_by("enrolled_on", "pk")
    )
    return Chapter(
        key="enrolments",
        title=_("Places in groups"),
        why=_("To give and keep a place in a course."),
        after_erasure=_("They stay without a name, because the city’s figures rest on them."),
        records=[
            [
                Field("group", _("Group"), _title(row.group)),
                Field("group_key", _("Code of the group"), row.group_key),
                Field("state", _("State"), str(row.get_state_display())),
                Field("enrolled_on", _("From"), row.enrolled_on),
                Field("left_on", _("Until, not including the day"), row.left_on),
                Field("resident", _("Where it was said to live"), str(row.get_resident_display())),
                Field("events", _("What happened"), _events(row)),
            ]
            for row in rows
        ],
    )


def attendance(person: Person, *, reader: Account, at: datetime) -> Chapter:
    """Every mark, also those that a correction has superseded."""
    rows = (
        Attendance.objects.filter(person__in=keys_of(person))
        .select_related("session__group__curriculum_version__curriculum")
        .order_by("happened_on", "pk")
    )
    return Chapter(
        key="attendance",
        title=_("Attendance"),
        why=_("To know who came, and to count it."),
        after_erasure=_("It stays without a name, because the city’s figures rest on it."),
        records=[
            [
                Field("day", _("Day"), row.happened_on),
                Field("group", _("Group"), _title(row.session.group)),
                Field("mark", _("Mark"), str(row.get_status_display())),
                Field("way", _("Way of attending"), str(row.get_mode_display())),
                Field("minutes", _("Minutes"), row.minutes),
                Field("current", _("Counts"), row.is_current),
            ]
            for row in rows
        ],
    )


def care(person: Person, *, reader: Account, at: datetime) -> Chapter:
    """What the reader said to teachers of the person; that another guardian said something, and not what."""
    rows = Care.objects.filter(person__in=keys_of(person)).select_related("given_by")
    return Chapter(
        key="care",
        title=_("What teachers should know"),
        why=_("To look after a learner in class. The teachers of the group read it, and nobody else."),
        after_erasure=_("It is deleted; also at the end of the season."),
        records=[
            _sheet(row)
            if row.given_by_id == reader.pk
            else [Field("given_by", _("Given by"), _("another guardian, in confidence"))]
            for row in rows
        ],
    )


def grades(person: Person, *, reader: Account, at: datetime) -> Chapter:
    """Every school grade that was recorded beside the birth date, with its reason; also what was replaced."""
    rows = SaidGrade.objects.filter(person__in=keys_of(person))
    return Chapter(
        key="grades",
        title=_("School grades"),
        why=_("To let a child a year ahead or behind into the groups of its grade."),
        after_erasure=_("They are deleted; also some time after the school year."),
        records=[
            [
                Field("school_year", _("School year"), row.year),
                Field("grade", _("Grade"), row.grade),
                Field("reason", _("Why"), row.reason),
                Field("said_at", _("Recorded"), timezone.localtime(row.said_at)),
                Field("ended_at", _("Counted until"), row.ended_at and timezone.localtime(row.ended_at)),
            ]
            for row in rows
        ],
    )


def _sheet(row: Care) -> Record:
    return [
        Field("given_by", _("Given by"), _("you")),
        Field("given_at", _("Given"), timezone.localtime(row.given_at)),
        Field("contact", _("Whom to call"), row.contact),
        Field("phone", _("Telephone"), row.phone),
        Field("collect", _("Who may collect the child"), row.collect),
        Field("alone", _("May go home alone"), row.alone),
        Field("needs", _("What the child needs"), row.needs),
        Field("custody", _("Limits of custody"), row.custody),
    ]


def _title(group: Group) -> str:
    curriculum = group.curriculum_version.curriculum
    own, english = curriculum.title, curriculum.title_en
    return own or english if get_language() == "lv" else english or own


def _events(row: Enrolment) -> str:
    return "; ".join(
        f"{timezone.localdate(event.happened_at).isoformat()} {event.get_kind_display()}"
        + (f": {event.reason}" if event.reason else "")
        for event in row.events.all()
    )


def applications(person: Person, *, reader: Account, at: datetime) -> Chapter:
    """Every application in a round: the wishes in their order, offers and moves on waiting lists, the ticket.

    That siblings asked to be together is told, and not of whom.
    """
    rows = (
        Application.objects.filter(person__in=keys_of(person))
        .select_related("round")
        .prefetch_related(
            Prefetch("wishes", Wish.objects.select_related("pool__group")),
            Prefetch("offers", Offer.objects.select_related("pool__group")),
            Prefetch("moves", WaitingMove.objects.select_related("pool__group")),
        )
        .order_by("applied_at", "pk")
    )
    return Chapter(
        key="applications",
        title=_("Applications"),
        why=_("To give out places fairly, and to show that they were."),
        after_erasure=_("They stay without a name, because the draw rests on them."),
        records=[
            [
                Field("round", _("Round"), _in_language(row.round)),
                Field("applied_at", _("Applied"), timezone.localtime(row.applied_at)),
                Field("came_by", _("Way of applying"), str(row.get_came_by_display())),
                Field("ticket", _("Ticket"), row.ticket),
                Field("wanted", _("Places wanted"), row.wants),
                Field("resident", _("Where it was said to live"), str(row.get_resident_display())),
                Field("with_siblings", _("With siblings"), row.bundle is not None),
                Field("wishes", _("Wishes"), _wishes(row)),
                Field("offers", _("Offers"), _offers(row)),
                Field("moves", _("On waiting lists"), _moves(row)),
                Field(
                    "withdrawn_at", _("Withdrawn"), row.withdrawn_at and timezone.localtime(row.withdrawn_at)
                ),
            ]
            for row in rows
        ],
    )


def teaching(person: Person, *, reader: Account, at: datetime) -> Chapter:
    """The groups and sessions that somebody teaches or taught."""
    keys = keys_of(person)
    groups = Group.objects.filter(teachers__person__in=keys).select_related("curriculum_version__curriculum")
    taught = list(groups.distinct().order_by("starts_on", "pk"))
    held = SessionTeacher.objects.filter(person__in=keys, stands=True).values("session__group")
    sessions = dict(held.annotate(count=Count("pk")).values_list("session__group", "count")) if taught else {}
    return Chapter(
        key="teaching",
        title=_("Groups taught"),
        why=_("To know who teaches whom, and that nobody teaches in two places at once."),
        after_erasure=_("They stay without a name."),
        records=[
            [
                Field("group", _("Group"), _title(group)),
                Field("group_key", _("Code of the group"), group.key),
                Field("from", _("From"), group.starts_on),
                Field("sessions", _("Sessions"), sessions.get(group.pk, 0)),
            ]
            for group in taught
        ],
    )


def calendars(person: Person, *, reader: Account, at: datetime) -> Chapter:
    """The secret calendars of somebody that were made; their addresses stand nowhere."""
    rows = CalendarFeed.objects.filter(person__in=keys_of(person))
    return Chapter(
        key="calendars",
        title=_("Secret calendars"),
        why=_("To show the meetings in the calendar of whoever acts for the child."),
        after_erasure=_("They are revoked: their addresses open nothing."),
        records=[
            [
                Field("made_at", _("Made"), timezone.localtime(row.made_at)),
                Field("revoked_at", _("Revoked"), row.revoked_at and timezone.localtime(row.revoked_at)),
            ]
            for row in rows
        ],
    )


def _wishes(row: Application) -> str:
    return "; ".join(f"{wish.order}. {wish.pool.group.key}" for wish in row.wishes.all())


def _offers(row: Application) -> str:
    return "; ".join(
        f"{timezone.localdate(offer.offered_at).isoformat()} {offer.pool.group.key}: {offer.get_state_display()}"
        for offer in row.offers.all()
    )


def _moves(row: Application) -> str:
    return "; ".join(
        f"{timezone.localdate(move.moved_at).isoformat()} {move.pool.group.key}: {move.get_kind_display()}, "
        f"{move.reason}"
        for move in row.moves.all()
    )


def _in_language(named: EnrolmentRound) -> str:
    own, english = named.title, named.title_en
    return own or english if get_language() == "lv" else english or own
