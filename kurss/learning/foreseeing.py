"""What a group would be before it is planned: its meetings, what stands in the way, and what to think of."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from kurss.curriculum.timetable import Slot
from kurss.learning import clashes
from kurss.learning.framing import Frame, refusals, slots_of
from kurss.learning.models import GONE, Enrolment, FreeDay, Mode, Season


@dataclass(frozen=True, slots=True)
class Foreseen:
    """`obstacles` are sentences for which the group is refused; `warnings` do not stop it."""

    slots: Sequence[Slot]
    skipped: Sequence[FreeDay]
    """Free days on which the group would have met."""
    obstacles: Sequence[str]
    warnings: Sequence[str]


def foresee(frame: Frame) -> Foreseen:
    """The same rules as `planning.plan`, asked before: nothing is written. A handful of queries."""
    slots = slots_of(frame)
    if not slots:
        return Foreseen((), (), obstacles(frame), ())
    return Foreseen(slots, _skipped(frame), obstacles(frame), _warnings(frame, slots))


def obstacles(frame: Frame) -> list[str]:
    """The sentences for which `planning.plan` would refuse the group."""
    found, slots = [str(refusal) for refusal in refusals(frame)], slots_of(frame)
    if slots and frame.room is not None:
        found += [each.sentence for each in clashes.in_room(frame.room, slots)]
    if slots and frame.teachers:
        found += [each.sentence for each in clashes.of_teachers(frame.teachers, slots)]
    return found


def _skipped(frame: Frame) -> list[FreeDay]:
    weekdays = {time.weekday for time in frame.times}
    free = frame.season.free_days.filter(day__gte=frame.first, day__lte=frame.last)
    return [each for each in free if each.day.isoweekday() in weekdays]


def _warnings(frame: Frame, slots: Sequence[Slot]) -> list[str]:
    said = []
    if frame.room is not None and frame.places.get(Mode.ON_SITE, 0) > frame.room.seats:
        said.append(
            _("Room {room} has {seats} seats for {places} places.").format(
                room=frame.room.name, seats=frame.room.seats, places=frame.places[Mode.ON_SITE]
            )
        )
    if frame.room is None and frame.mode != Mode.ONLINE:
        said.append(_("No room is named: nothing keeps a room free for this group."))
    if not frame.teachers:
        said.append(_("No teacher is named: nobody could mark who came."))
    minutes = sum(int((slot.ends_at - slot.starts_at).total_seconds()) // 60 for slot in slots)
    # A teaching hour has 40 minutes in Latvian schools.
    if frame.version.hours * 40 > minutes:
        said.append(
            _(
                "The meetings make {hours} teaching hours of 40 minutes, and the curriculum needs {needed}."
            ).format(hours=minutes // 40, needed=frame.version.hours)
        )
    children = continuing(frame)
    if children:
        clash = clashes.of_children(children, slots)
        said += [
            _("Of those who learned this curriculum in the season before: {sentence}").format(
                sentence=each.sentence
            )
            for each in _once_a_group(clash)
        ]
    return said


def continuing(frame: Frame) -> list[UUID]:
    """Who learned the curriculum in the season that ended last before this one begins."""
    before = (
        Season.objects.filter(ends_on__lt=frame.season.starts_on).order_by("-ends_on", "-starts_on").first()
    )
    if before is None:
        return []
    places = Enrolment.objects.filter(
        group__season=before, group__curriculum_version__curriculum=frame.version.curriculum_id
    ).exclude(state__in=GONE)
    return list(places.values_list("person", flat=True).distinct())


def _once_a_group(found: Sequence[clashes.Clash]) -> list[clashes.Clash]:
    """The first clash with each group: the others fall on the same hours of other weeks."""
    return list({each.session.group_id: each for each in reversed(found)}.values())[::-1]
