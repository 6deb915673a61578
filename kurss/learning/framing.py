"""A group as it is to be planned, and every reason why it cannot be: asked before and while it is written."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import pairwise

from django.utils.translation import gettext as _

from kurss.curriculum.models import CurriculumVersion
from kurss.curriculum.timetable import Slot, Weekly, lay_out, slot
from kurss.learning.cityday import zone
from kurss.learning.models import Audience, Group, Mode, Season
from kurss.learning.models.group import SCHOOL_AGE
from kurss.learning.refusals import (
    GroupExists,
    HoursUnclear,
    LearningRefused,
    NoSessions,
    NotTeachable,
    OutsideSeason,
    PlacesUnclear,
    RoomElsewhere,
)
from kurss.partners.models import Operation, Partner
from kurss.people.models import Person
from kurss.places.models import Institution, Room

OLDEST = 120


@dataclass(frozen=True, slots=True)
class Ages:
    """From which to which age a group takes people, both included, counted on one day for everybody."""

    first: int | None
    last: int | None
    on: date
    by_grade: bool = False
    """Said as school grades: the ages are then those of `ages_of_grades`."""

    @property
    def grades(self) -> tuple[int, int] | None:
        """From which to which school grade, where it was said so."""
        if not self.by_grade or self.first is None or self.last is None:
            return None
        return self.first - SCHOOL_AGE, self.last - SCHOOL_AGE


def ages_of_grades(first: int, last: int, *, starts_on: date) -> Ages:
    """The ages of pupils of these grades in the school year that begins around `starts_on`.

    A child begins grade 1 in the calendar year in which it turns seven (Latvia, General Education Law,
    section 32), so in grade g it turns g + 6 by the last day of that year. Who repeated a year is older than that.
    """
    year = starts_on.year if starts_on.month >= 7 else starts_on.year - 1
    return Ages(first + SCHOOL_AGE, last + SCHOOL_AGE, date(year, 12, 31), by_grade=True)


def ages_now(group: Group) -> Ages | None:
    """The rule of ages a group has; None where it takes everybody."""
    if group.age_on is None:
        return None
    return Ages(group.age_from, group.age_to, group.age_on, group.by_grade)


@dataclass(frozen=True, slots=True, order=True)
class Meeting:
    """One meeting besides the weekly ones."""

    day: date
    starts: time
    ends: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """All that is said of a group before it exists.

    `capacity` is the places on site, or online where the group meets online only; a hybrid group says both.
    Without days of its own the group meets for the whole season, but on no day of `without`.
    """

    key: str
    season: Season
    version: CurriculumVersion
    provider: Partner
    place: Institution
    audience: Audience
    mode: Mode
    times: Sequence[Weekly]
    capacity: int
    capacity_online: int = 0
    room: Room | None = None
    teachers: Sequence[Person] = ()
    operation: Operation | None = None
    ages: Ages | None = None
    minimum: int = 1
    starts_on: date | None = None
    ends_on: date | None = None
    without: Collection[date] = ()
    besides: Sequence[Meeting] = ()
    language: str = ""
    """The language it is taught in; empty is the city's."""
    synthetic: bool = False

    @property
    def first(self) -> date:
        return self.starts_on or self.season.starts_on

    @property
    def last(self) -> date:
        return self.ends_on or self.season.ends_on

    @property
    def places(self) -> dict[Mode, int]:
        """How many places the group has in each way of attending."""
        if self.mode == Mode.HYBRID:
            return {Mode.ON_SITE: self.capacity, Mode.ONLINE: self.capacity_online}
        return {self.mode: self.capacity}


def slots_of(frame: Frame) -> list[Slot]:
    """Every session the group would have. One query."""
    free = set(frame.season.free_days.values_list("day", flat=True))
    weekly = lay_out(
        frame.times, first=frame.first, last=frame.last, free=free | set(frame.without), zone=zone()
    )
    besides = [slot(each.day, each.starts, each.ends, zone()) for each in frame.besides]
    return sorted({*weekly, *besides})


def check(frame: Frame) -> list[Slot]:
    """The sessions of a frame that can be planned; raises the first refusal of one that cannot."""
    for refusal in refusals(frame):
        raise refusal
    return slots_of(frame)


def refusals(frame: Frame) -> list[LearningRefused]:
    """Every reason, but for clashes, why the group cannot be planned so; none where it can."""
    found = [*_of_whole(frame), *_of_days(frame), *_of_places(frame)]
    if not found and not slots_of(frame):
        found.append(
            NoSessions(
                _(
                    "Group {key} has no session between {first} and {last}. Add a weekly time or choose "
                    "other days."
                ).format(key=frame.key, first=frame.first, last=frame.last)
            )
        )
    return found


def _of_whole(frame: Frame) -> list[LearningRefused]:
    found: list[LearningRefused] = []
    if Group.objects.filter(key=frame.key).exists():
        found.append(
            GroupExists(_("Group {key} is planned already. Choose another key.").format(key=frame.key))
        )
    if not frame.version.teachable:
        found.append(
            NotTeachable(
                _(
                    "Version {number} of {curriculum} is “{state}”. Plan with one that is piloted or approved."
                ).format(
                    number=frame.version.number,
                    curriculum=frame.version.curriculum.key,
                    state=frame.version.get_state_display(),
                )
            )
        )
    if frame.room is not None and frame.room.building.institution_id != frame.place.pk:
        found.append(
            RoomElsewhere(
                _("Room {room} is not in {place}. Choose one of its rooms.").format(
                    room=frame.room.name, place=frame.place.name
                )
            )
        )
    return found


def _of_days(frame: Frame) -> list[LearningRefused]:
    season, found = frame.season, list[LearningRefused]()
    if frame.first < season.starts_on or frame.last > season.ends_on or frame.last < frame.first:
        found.append(
            OutsideSeason(
                _(
                    "Group {key} would meet from {first} to {last}, but season {season} runs from {starts} to "
                    "{ends}. Choose days inside it."
                ).format(
                    key=frame.key,
                    first=frame.first,
                    last=frame.last,
                    season=season.key,
                    starts=season.starts_on,
                    ends=season.ends_on,
                )
            )
        )
    for one in frame.besides:
        if not season.starts_on <= one.day <= season.ends_on:
            found.append(
                OutsideSeason(
                    _("The meeting of {day} is outside season {season}. Choose a day inside it.").format(
                        day=one.day, season=season.key
                    )
                )
            )
    hours: list[Weekly | Meeting] = [*frame.times, *frame.besides]
    for each in hours:
        if each.ends <= each.starts:
            found.append(
                HoursUnclear(
                    _(
                        "A meeting would end at {ends}, before it starts at {starts}. Change one of the two."
                    ).format(ends=f"{each.ends:%H:%M}", starts=f"{each.starts:%H:%M}")
                )
            )
    return found or _overlapping(frame)


def _overlapping(frame: Frame) -> list[LearningRefused]:
    times = sorted(frame.times)
    for earlier, later in pairwise(times):
        if earlier.weekday == later.weekday and later.starts < earlier.ends:
            return [
                HoursUnclear(
                    _("Two weekly times of group {key} overlap. Leave one out, or change its hours.").format(
                        key=frame.key
                    )
                )
            ]
    slots = slots_of(frame)
    for one, next_one in pairwise(slots):
        if next_one.starts_at < one.ends_at:
            return [
                HoursUnclear(
                    _("Two meetings of group {key} overlap on {day}. Leave one out.").format(
                        key=frame.key, day=one.happened_on
                    )
                )
            ]
    return []


def _of_places(frame: Frame) -> list[LearningRefused]:
    found: list[LearningRefused] = []
    if frame.capacity < 1 or (frame.mode == Mode.HYBRID) != (frame.capacity_online > 0):
        found.append(
            PlacesUnclear(
                _(
                    "Group {key} is “{mode}”: a hybrid group needs places on site and online, "
                    "any other group needs places of its one kind only."
                ).format(key=frame.key, mode=frame.mode.label)
            )
        )
    elif not 1 <= frame.minimum <= sum(frame.places.values()):
        found.append(
            PlacesUnclear(
                _(
                    "Group {key} needs {minimum} people to meet and has {places} places. Lower the one or "
                    "raise the other."
                ).format(key=frame.key, minimum=frame.minimum, places=sum(frame.places.values()))
            )
        )
    ages = frame.ages
    if ages and ages.first is not None and ages.last is not None and ages.first > ages.last:
        found.append(
            PlacesUnclear(
                _("Group {key} would take ages from {first} to {last}. Turn the two round.").format(
                    key=frame.key, first=ages.first, last=ages.last
                )
            )
        )
    return found
