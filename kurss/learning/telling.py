"""Whom to write to about a group: those who learn in it, their guardians, and its teachers; each once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kurss.learning.cityday import day_of
from kurss.learning.clashes import when
from kurss.learning.models import Enrolment, EnrolmentState, Group, GroupTeacher, Session
from kurss.notices.outbox import post
from kurss.people.models import Account, Guardianship
from kurss.people.queries import identities
from kurss.people.standing import standing_keys

Words = Callable[[], tuple[str, str]]
"""Subject and body of a letter, in the language that is on when it is called."""


@dataclass(frozen=True, slots=True)
class Reader:
    """An account that is written to, and the language its person reads."""

    account: UUID
    email: str
    language: str


def readers_of(
    groups: Collection[Group], *, at: datetime, only: Collection[UUID] | None = None
) -> Mapping[int, Sequence[Reader]]:
    """Whom to tell of each of these groups; `only` narrows the learners to some people, and leaves out teachers.

    A child's guardians are told, and whoever learns or teaches under an account of their own. Who has no account,
    or no address, was enrolled by a clerk and is told by the clerk. Five queries, however many groups.
    """
    places = Enrolment.objects.filter(group__in=groups, state=EnrolmentState.ENROLLED)
    rows = list(places.values_list("group", "person"))
    if only is not None:
        rows = [row for row in rows if row[1] in only]
    keys = standing_keys(person for _group, person in rows)
    guardians: dict[UUID, set[UUID]] = defaultdict(set)
    bonds = Guardianship.objects.live_on(day_of(at)).filter(child__in=[*keys, *keys.values()])
    for child, guardian in bonds.values_list("child", "guardian"):
        guardians[child].add(guardian)
    people: dict[int, set[UUID]] = defaultdict(set)
    for group, person in rows:
        people[group] |= {keys[person]} | guardians[person] | guardians[keys[person]]
    if only is None:
        for group, person in GroupTeacher.objects.filter(group__in=groups).values_list("group", "person"):
            people[group].add(person)
    known = _accounts({person for group in people.values() for person in group})
    return {
        group: sorted(
            {one for person in them for one in known[person]}, key=lambda reader: str(reader.account)
        )
        for group, them in people.items()
    }


def _accounts(people: set[UUID]) -> Mapping[UUID, Sequence[Reader]]:
    languages = {key: identity.language for key, identity in identities(people).items()}
    found: dict[UUID, list[Reader]] = defaultdict(list)
    for account in Account.objects.filter(person__in=people, is_active=True).exclude(email=None):
        if account.person_id is not None and account.email:
            language = languages.get(account.person_id) or settings.LANGUAGE_CODE
            found[account.person_id].append(Reader(account.pk, account.email, language))
    return found


def tell(readers: Iterable[Reader], words: Words, *, about: str, once: str, at: datetime) -> int:
    """One letter to each reader, in the language they read; how many."""
    many = 0
    for reader in readers:
        with translation.override(reader.language):
            subject, body = words()
        post(
            to=reader.email,
            subject=subject,
            body=body,
            language=reader.language,
            at=at,
            about=about,
            once=f"{once} {reader.account}",
        )
        many += 1
    return many


def title_of(group: Group) -> str:
    """What a family calls the group: its curriculum, in the language that is on."""
    curriculum = group.curriculum_version.curriculum
    own = translation.get_language() == settings.LANGUAGE_CODE
    return curriculum.title if own else curriculum.title_en or curriculum.title


def tell_cancelled(sessions: Sequence[Session], *, reason: str, at: datetime) -> int:
    """One letter a reader and group, with every session of the group that is cancelled; how many letters."""
    by_group: dict[int, list[Session]] = defaultdict(list)
    for session in sorted(sessions, key=lambda one: one.starts_at):
        by_group[session.group_id].append(session)
    readers = readers_of([lost[0].group for lost in by_group.values()], at=at)
    many = 0
    for group, lost in by_group.items():

        def words(lost: Sequence[Session] = lost) -> tuple[str, str]:
            title = title_of(lost[0].group)
            lines = "\n".join(f"– {when(each.starts_at, each.ends_at)}" for each in lost)
            said = _("These meetings of “{title}” will not take place:").format(title=title)
            return (
                _("No meeting: {title}").format(title=title),
                "\n\n".join([said, lines, *_because(reason), _signed(lost[0].group)]),
            )

        many += tell(
            readers.get(group, ()),
            words,
            about=f"learning.group:{group}",
            once=f"cancelled {lost[0].pk}-{len(lost)}",
            at=at,
        )
    return many


def tell_moved(old: Session, new: Session, *, reason: str, at: datetime) -> int:
    """One letter a reader: when the meeting would have been, and when and where it is now; how many letters."""

    def words() -> tuple[str, str]:
        title = title_of(new.group)
        where = f", {new.room.name}" if new.room is not None else ""
        said = _("A meeting of “{title}” has moved.").format(title=title)
        times = _("Before: {old}\nNow: {new}").format(
            old=when(old.starts_at, old.ends_at), new=when(new.starts_at, new.ends_at) + where
        )
        return (
            _("A meeting has moved: {title}").format(title=title),
            "\n\n".join([said, times, *_because(reason), _signed(new.group)]),
        )

    readers = readers_of([new.group], at=at).get(new.group_id, ())
    return tell(readers, words, about=f"learning.group:{new.group_id}", once=f"moved {old.pk}", at=at)


def tell_room(group: Group, first: Session, *, at: datetime) -> int:
    """One letter a reader: in which room the group meets, from which meeting on; how many letters."""

    def words() -> tuple[str, str]:
        title = title_of(group)
        room = group.room.name if group.room is not None else ""
        said = _("From {first} on “{title}” meets in another room: {room}.").format(
            first=when(first.starts_at, first.ends_at), title=title, room=room
        )
        return _("Another room: {title}").format(title=title), "\n\n".join([said, _signed(group)])

    readers = readers_of([group], at=at).get(group.pk, ())
    return tell(readers, words, about=f"learning.group:{group.pk}", once=f"room {first.pk} {at}", at=at)


def tell_added(added: Session, *, reason: str, at: datetime) -> int:
    """One letter a reader: when and where the group meets once more; how many letters."""

    def words() -> tuple[str, str]:
        title = title_of(added.group)
        where = f", {added.room.name}" if added.room is not None else ""
        said = _("“{title}” meets once more: {when}.").format(
            title=title, when=when(added.starts_at, added.ends_at) + where
        )
        return (
            _("One more meeting: {title}").format(title=title),
            "\n\n".join([said, *_because(reason), _signed(added.group)]),
        )

    readers = readers_of([added.group], at=at).get(added.group_id, ())
    return tell(readers, words, about=f"learning.group:{added.group_id}", once=f"added {added.pk}", at=at)


def tell_restored(restored: Session, *, reason: str, at: datetime) -> int:
    """One letter a reader: that a meeting takes place after all; how many letters."""

    def words() -> tuple[str, str]:
        title = title_of(restored.group)
        said = _("This meeting of “{title}” takes place after all: {when}.").format(
            title=title, when=when(restored.starts_at, restored.ends_at)
        )
        return (
            _("It takes place: {title}").format(title=title),
            "\n\n".join([said, *_because(reason), _signed(restored.group)]),
        )

    readers = readers_of([restored.group], at=at).get(restored.group_id, ())
    about, once = f"learning.group:{restored.group_id}", f"restored {restored.pk} {at}"
    return tell(readers, words, about=about, once=once, at=at)


def tell_moved_to(old: Group, new: Group, people: Collection[UUID], *, at: datetime) -> int:
    """One letter to each of these learners' readers, and to the teachers of both groups: where they learn now."""
    moved = readers_of([new], at=at, only=people).get(new.pk, ())
    staff = _accounts(set(GroupTeacher.objects.filter(group__in=(old, new)).values_list("person", flat=True)))
    readers = {one.account: one for one in [*moved, *(one for them in staff.values() for one in them)]}

    def words() -> tuple[str, str]:
        title = title_of(new)
        said = ngettext(
            "{many} person of group {old} learns in group {new} from now on.",
            "{many} people of group {old} learn in group {new} from now on.",
            len(people),
        ).format(many=len(people), old=old.key, new=new.key)
        ahead = (
            new.sessions.filter(stands=True, starts_at__gt=at).select_related("room").order_by("starts_at")
        )
        lines = [
            f"– {when(each.starts_at, each.ends_at)}" + (f", {each.room.name}" if each.room else "")
            for each in ahead[:4]
        ]
        next_ones = _("The next meetings:") + "\n" + "\n".join(lines) if lines else ""
        return (
            _("Another group: {title}").format(title=title),
            "\n\n".join(part for part in (said, next_ones, _signed(new)) if part),
        )

    return tell(
        readers.values(),
        words,
        about=f"learning.group:{new.pk}",
        once=f"regrouped {old.pk} {new.pk} {at}",
        at=at,
    )


def _because(reason: str) -> list[str]:
    return [_("Why: {reason}").format(reason=reason)] if reason else []


def _signed(group: Group) -> str:
    return _("The calendar of the group shows it too. Group {group}, {place}.").format(
        group=group.key, place=group.place.name
    )
