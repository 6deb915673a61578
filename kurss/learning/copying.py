"""Last season's groups once more: the same weekdays and hours, and a sentence for whatever is not as it was."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from kurss.curriculum.models import TEACHABLE, CurriculumVersion
from kurss.curriculum.timetable import Weekly
from kurss.learning.foreseeing import obstacles
from kurss.learning.framing import Ages, Frame
from kurss.learning.models import Audience, Group, Mode, Season
from kurss.learning.planned import free_key
from kurss.learning.planning import plan
from kurss.learning.refusals import CannotBeCopied
from kurss.partners.models import Operation
from kurss.people.acting import note
from kurss.people.models import Account, Person, RoleGrant
from kurss.people.permissions import Role
from kurss.people.queries import identities
from kurss.people.restricting import namable
from kurss.places.models import Institution, Room

WEEK = 7


@dataclass(frozen=True, slots=True)
class Copy:
    """A group as it would be in the new season; without a frame where it cannot be."""

    group: Group
    frame: Frame | None
    changed: Sequence[str]
    """What is not as it was."""
    obstacles: Sequence[str]
    """Why it cannot be copied."""


def shifted(day: date, *, old: date, new: date) -> date:
    """The day as many whole weeks later as the season begins later, so that its weekday stays."""
    return day + timedelta(days=round((new - old).days / WEEK) * WEEK)


def copies(groups: Sequence[Group], season: Season) -> list[Copy]:
    """What each of these groups would be in the season. Their keys are the next free ones, each once."""
    taken: set[str] = set()
    found = []
    for group in groups:
        copy = _copy(group, season, taken)
        if copy.frame is not None:
            taken.add(copy.frame.key)
        found.append(copy)
    return found


@transaction.atomic
def copy_groups(*, groups: Sequence[Group], season: Season, by: Account, at: datetime) -> list[Group]:
    """Plan each of these groups anew in the season, all or none; refused with the first that cannot be."""
    made = []
    for copy in copies(groups, season):
        if copy.frame is None or copy.obstacles:
            raise CannotBeCopied(
                _("Group {group} cannot be copied. {why}").format(
                    group=copy.group.key, why=" ".join(copy.obstacles)
                )
            )
        made.append(plan(copy.frame, by=by, at=at))
    note(by=by, at=at, act="learning.copy_groups", about=season, label=season.title, groups=str(len(made)))
    return made


def _copy(group: Group, season: Season, taken: Collection[str]) -> Copy:
    changed: list[str] = []
    version = _version(group, changed)
    if version is None:
        return Copy(
            group, None, (), [_("No version of its curriculum can be taught now. Have one approved first.")]
        )
    if not Institution.objects.in_use_on(season.starts_on).filter(pk=group.place_id).exists():
        return Copy(group, None, (), [_("{place} is not in use any more.").format(place=group.place.name)])
    first, last = _days(group, season, changed)
    pools = {pool.mode: pool.pool.capacity for pool in group.pools.all()}
    mode = Mode(group.mode)
    frame = Frame(
        key=free_key(season, version, but=taken),
        season=season,
        version=version,
        provider=group.provider,
        place=group.place,
        room=_room(group, season, changed),
        audience=Audience(group.audience),
        mode=mode,
        times=[Weekly(time.weekday, time.starts, time.ends) for time in group.times.all()],
        capacity=pools[Mode.ONLINE if mode == Mode.ONLINE else Mode.ON_SITE],
        capacity_online=pools.get(Mode.ONLINE, 0) if mode == Mode.HYBRID else 0,
        teachers=_teachers(group, season, changed),
        operation=_operation(group, season, changed),
        ages=_ages(group, season),
        minimum=group.minimum,
        starts_on=first,
        ends_on=last,
        synthetic=group.synthetic,
    )
    return Copy(group, frame, changed, obstacles(frame))


def _version(group: Group, changed: list[str]) -> CurriculumVersion | None:
    """The version that was taught, or the newest of its curriculum that can be."""
    own = group.curriculum_version
    if own.teachable:
        return own
    other = (
        CurriculumVersion.objects.filter(curriculum=own.curriculum_id, state__in=TEACHABLE)
        .select_related("curriculum")
        .order_by("-number")
        .first()
    )
    if other is not None:
        changed.append(
            _("Version {old} of the curriculum was retired; version {new} is taught instead.").format(
                old=own.number, new=other.number
            )
        )
    return other


def _days(group: Group, season: Season, changed: list[str]) -> tuple[date | None, date | None]:
    """The first and the last day, moved to the same weekday; nothing where the group met the whole season."""
    old = group.season
    if (group.starts_on, group.ends_on) == (old.starts_on, old.ends_on):
        return None, None
    moved = [
        shifted(day, old=old.starts_on, new=season.starts_on) for day in (group.starts_on, group.ends_on)
    ]
    inside = [min(max(day, season.starts_on), season.ends_on) for day in moved]
    if moved != inside:
        changed.append(
            _("It would meet from {first} to {last}, as far as the season goes.").format(
                first=inside[0], last=inside[1]
            )
        )
    return inside[0], inside[1]


def _room(group: Group, season: Season, changed: list[str]) -> Room | None:
    if group.room is None:
        return None
    if Room.objects.in_use_on(season.starts_on).filter(pk=group.room.pk).exists():
        return group.room
    changed.append(_("Room {room} is not in use any more; no room is named.").format(room=group.room.name))
    return None


def _teachers(group: Group, season: Season, changed: list[str]) -> list[Person]:
    """Those who teach still. Gone is whose names were erased, and whose role of a teacher ended."""
    people = [row.person for row in group.teachers.select_related("person")]
    known = identities(person.pk for person in people)
    shown = namable(known)
    grants = RoleGrant.objects.filter(role=Role.TEACHER, account__person__in=people)
    held = set(grants.values_list("account__person", flat=True))
    holds = set(
        grants.filter(account__is_active=True)
        .exclude(holds_until__lte=season.starts_on)
        .values_list("account__person", flat=True)
    )
    staying = []
    for person in people:
        if person.pk in known and (person.pk not in held or person.pk in holds):
            staying.append(person)
        elif person.pk in shown:
            changed.append(_("{teacher} teaches no longer.").format(teacher=shown[person.pk].name))
        elif person.pk in known:
            changed.append(_("A teacher whose name is restricted teaches no longer."))
        else:
            changed.append(_("A teacher whose name was erased teaches no longer."))
    return staying


def _operation(group: Group, season: Season, changed: list[str]) -> Operation | None:
    if group.operation is None or group.operation.runs_on(season.starts_on):
        return group.operation
    changed.append(
        _("Project {project} does not run then; nobody is named who pays.").format(
            project=group.operation.title
        )
    )
    return None


def _ages(group: Group, season: Season) -> Ages | None:
    """The same ages on the same day of the calendar, as many years later as the season."""
    if group.age_on is None:
        return None
    year = group.age_on.year + season.starts_on.year - group.season.starts_on.year
    leap = (group.age_on.month, group.age_on.day) == (2, 29)
    on = group.age_on.replace(year=year, day=28) if leap else group.age_on.replace(year=year)
    return Ages(group.age_from, group.age_to, on, group.by_grade)
