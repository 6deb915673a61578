"""Bringing a list of groups in: each row is looked at, each error said with its remedy, all or none is planned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kurss.curriculum.models import CurriculumVersion
from kurss.curriculum.timetable import Slot
from kurss.learning import clashes
from kurss.learning.framing import Ages, Frame, ages_of_grades, refusals, slots_of
from kurss.learning.lists.columns import (
    COLUMNS,
    NEEDED,
    READERS,
    Unreadable,
    headings,
    said_ages,
    said_meetings,
    said_weekly,
)
from kurss.learning.lists.exporting import groups_to_list, rows_of, teacher_names
from kurss.learning.models import Group, Season
from kurss.learning.planned import rooms_in, teachers
from kurss.learning.planning import plan
from kurss.learning.refusals import ListNotRight
from kurss.partners.models import Operation, Partner
from kurss.people.acting import note
from kurss.people.models import Account, Person
from kurss.places.models import Institution, Room
from kurss.sheets.reading import Sheet

Said = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a list: the row as the file numbers it, the column, what stands there, what to do."""

    row: int
    column: str
    value: str
    remedy: str


@dataclass(slots=True)
class Looked:
    """What a list would do: groups to plan, how many are there as they stand, and what is wrong."""

    frames: list[Frame] = field(default_factory=list)
    unchanged: int = 0
    faults: list[Fault] = field(default_factory=list)


def look_through(sheet: Sheet, season: Season, places: Sequence[Institution]) -> Looked:
    """Every row of the list against the season and against the other rows. Nothing is written."""
    found = Looked()
    columns = [headings().get(heading.casefold(), "") for heading in sheet.headings]
    for heading, name in zip(sheet.headings, columns, strict=True):
        if not name:
            found.faults.append(
                Fault(1, heading, "", _("No column is called so. Remove it, or name it anew."))
            )
    for name in NEEDED:
        if name not in columns:
            found.faults.append(Fault(1, str(COLUMNS[name]), "", _("This column is needed. Add it.")))
    if found.faults:
        return found
    desk = _Desk(season, places)
    taken: dict[tuple[str, Any], list[tuple[Slot, int]]] = {}
    keys: dict[str, int] = {}
    for line in sheet.lines:
        cells = {name: str(cell).strip() for name, cell in zip(columns, line.cells, strict=True)}
        said, faults = _read(line.number, cells)
        if not faults:
            faults = _again(line.number, said["key"], keys) or desk.judge(line.number, said, found, taken)
        found.faults += faults
    return found


@transaction.atomic
def import_groups(
    *, sheet: Sheet, season: Season, places: Sequence[Institution], by: Account, at: datetime
) -> list[Group]:
    """Plan every group of a list that is right in all its rows; a list brought in before plans nothing again."""
    looked = look_through(sheet, season, places)
    if looked.faults:
        first = looked.faults[0]
        raise ListNotRight(
            _("The list is not right in row {row}: {remedy} Nothing was written.").format(
                row=first.row, remedy=first.remedy
            )
        )
    made = [plan(frame, by=by, at=at) for frame in looked.frames]
    note(by=by, at=at, act="learning.import_groups", about=season, label=season.title, groups=str(len(made)))
    return made


def _read(row: int, cells: Mapping[str, str]) -> tuple[dict[str, Any], list[Fault]]:
    said: dict[str, Any] = dict.fromkeys(COLUMNS, "")
    faults = []
    for name in COLUMNS:
        text = cells.get(name, "")
        try:
            said[name] = READERS[name](text) if name in READERS else text
        except Unreadable as unclear:
            faults.append(Fault(row, str(COLUMNS[name]), text, str(unclear)))
        if name in NEEDED and not text:
            faults.append(Fault(row, str(COLUMNS[name]), "", _("Something must stand here.")))
    return said, faults


def _again(row: int, key: str, keys: dict[str, int]) -> list[Fault]:
    if key in keys:
        remedy = _("Row {row} has the same key. Give each group its own.").format(row=keys[key])
        return [Fault(row, str(COLUMNS["key"]), key, remedy)]
    keys[key] = row
    return []


class _Desk:
    """What the rows are judged by, read once for all of them."""

    def __init__(self, season: Season, places: Sequence[Institution]) -> None:
        self.season = season
        self.places = {place.key: place for place in places}
        self.rooms = {
            (room.building.institution_id, room.name): room for room in rooms_in(places, on=season.starts_on)
        }
        self.versions = {
            (one.curriculum.key, one.number): one
            for one in CurriculumVersion.objects.select_related("curriculum").order_by("number")
        }
        self.providers = {one.key: one for one in Partner.objects.all()}
        self.operations = {one.key: one for one in Operation.objects.all()}
        self.staff: dict[str, list[Person]] = {}
        for person, name in teachers().items():
            self.staff.setdefault(name, []).append(person)
            self.staff[str(person.pk)] = [person]
        groups = groups_to_list(season, places)
        self.known = dict(zip((group.key for group in groups), rows_of(groups), strict=True))

    def judge(
        self,
        row: int,
        said: Said,
        found: Looked,
        taken: dict[tuple[str, Any], list[tuple[Slot, int]]],
    ) -> list[Fault]:
        """The faults of a row; where there are none, what it would do is added to what was found."""
        frame, faults = self._frame(row, said)
        if frame is None:
            return faults
        if said["key"] in self.known:
            return self._as_known(row, frame, found)
        faults = [Fault(row, "", "", str(refusal)) for refusal in refusals(frame)]
        if faults:
            return faults
        faults = self._in_the_way(row, frame, taken)
        if not faults:
            found.frames.append(frame)
        return faults

    def _frame(self, row: int, said: Said) -> tuple[Frame | None, list[Fault]]:
        faults: list[Fault] = []

        def look(name: str, among: Mapping[Any, Any], key: Any, remedy: str) -> Any:
            if key not in among:
                faults.append(Fault(row, str(COLUMNS[name]), str(said[name]), remedy))
            return among.get(key)

        place: Institution | None = look(
            "place", self.places, said["place"], _("You plan at no such place. Write its key.")
        )
        room: Room | None = None
        if said["room"] and place is not None:
            room = look("room", self.rooms, (place.pk, said["room"]), _("The place has no such room in use."))
        version = self._version(row, said, faults)
        provider: Partner | None = look(
            "provider", self.providers, said["provider"], _("No partner has this key. Write the key of one.")
        )
        operation: Operation | None = None
        if said["operation"]:
            operation = look(
                "operation",
                self.operations,
                said["operation"],
                _("No project has this key. Write the key of one."),
            )
        people = []
        for name in said["teachers"]:
            if len(self.staff.get(name, ())) == 1:
                people.append(self.staff[name][0])
            else:
                remedy = _("Nobody, or more than one, who teaches is called so. Choose teachers on the page.")
                faults.append(Fault(row, str(COLUMNS["teachers"]), name, remedy))
        if faults or place is None or version is None or provider is None:
            return None, faults
        return (
            Frame(
                key=said["key"],
                season=self.season,
                version=version,
                provider=provider,
                place=place,
                audience=said["audience"],
                mode=said["mode"],
                times=said["times"],
                capacity=said["capacity"],
                capacity_online=said["capacity_online"] or 0,
                room=room,
                teachers=people,
                operation=operation,
                ages=self._ages(said),
                minimum=said["minimum"] or 1,
                starts_on=said["starts_on"],
                ends_on=said["ends_on"],
                without=said["without"],
                besides=said["besides"],
            ),
            [],
        )

    def _version(self, row: int, said: Said, faults: list[Fault]) -> CurriculumVersion | None:
        """The version named, or the newest of its curriculum that can be taught."""
        own = [one for (key, _number), one in self.versions.items() if key == said["curriculum"]]
        if not own:
            remedy = _("No curriculum has this key. Write the key of one.")
            faults.append(Fault(row, str(COLUMNS["curriculum"]), said["curriculum"], remedy))
            return None
        if said["version"] is None:
            return next((one for one in reversed(own) if one.teachable), own[-1])
        named = self.versions.get((said["curriculum"], said["version"]))
        if named is None:
            remedy = _("The curriculum has no such version.")
            faults.append(Fault(row, str(COLUMNS["version"]), str(said["version"]), remedy))
        return named

    def _ages(self, said: Said) -> Ages | None:
        first, last = said["grade_from"], said["grade_to"]
        if first is not None or last is not None:
            return ages_of_grades(
                last if first is None else first,
                first if last is None else last,
                starts_on=self.season.starts_on,
            )
        if said["age_from"] is None and said["age_to"] is None:
            return None
        return Ages(said["age_from"], said["age_to"], said["age_on"] or self.season.starts_on)

    def _as_known(self, row: int, frame: Frame, found: Looked) -> list[Fault]:
        """A group that is planned already: as it stands, or a fault that names what differs."""
        own = self.known[frame.key]
        other = _as_row(frame, own)
        different = [name for name in COLUMNS if str(own[name]) != str(other[name])]
        if not different:
            found.unchanged += 1
            return []
        named = ", ".join(str(COLUMNS[name]) for name in different)
        remedy = _(
            "Group {key} is planned already, and differs in: {columns}. Change it on its page, or choose "
            "another key."
        ).format(key=frame.key, columns=named)
        return [Fault(row, str(COLUMNS[different[0]]), str(other[different[0]]), remedy)]

    def _in_the_way(
        self, row: int, frame: Frame, taken: dict[tuple[str, Any], list[tuple[Slot, int]]]
    ) -> list[Fault]:
        """Clashes with what is planned, and with the rows above."""
        slots = slots_of(frame)
        said = [each.sentence for each in clashes.in_room(frame.room, slots)] if frame.room else []
        said += (
            [each.sentence for each in clashes.of_teachers(frame.teachers, slots)] if frame.teachers else []
        )
        wanted: list[tuple[str, Any]] = [("room", frame.room.pk)] if frame.room else []
        wanted += [("teacher", person.pk) for person in frame.teachers]
        for each in wanted:
            above = taken.setdefault(each, [])
            hit = next(
                (
                    other
                    for slot in slots
                    for earlier, other in above
                    if slot.starts_at < earlier.ends_at and earlier.starts_at < slot.ends_at
                ),
                None,
            )
            if hit is not None:
                words = (
                    _("Row {row} takes the room at that hour.")
                    if each[0] == "room"
                    else _("Row {row} takes the teacher at that hour.")
                )
                said.append(words.format(row=hit))
            above += [(slot, row) for slot in slots]
        return [Fault(row, "", "", sentence) for sentence in said[:1]]


def _as_row(frame: Frame, own: Said) -> dict[str, Any]:
    """What a frame says, as `rows_of` writes it of a group."""
    return {
        **own,
        "curriculum": frame.version.curriculum.key,
        "version": frame.version.number,
        "audience": str(frame.audience.label),
        "mode": str(frame.mode.label),
        "place": frame.place.key,
        "room": frame.room.name if frame.room else "",
        "capacity": frame.capacity,
        "capacity_online": frame.capacity_online or "",
        "minimum": frame.minimum,
        "times": said_weekly(list(frame.times)),
        "starts_on": frame.first.isoformat(),
        "ends_on": frame.last.isoformat(),
        "without": "; ".join(each.isoformat() for each in sorted(frame.without)),
        "besides": said_meetings(list(frame.besides)),
        "teachers": "; ".join(sorted(teacher_names({person.pk for person in frame.teachers}).values())),
        **said_ages(frame.ages),
        "provider": frame.provider.key,
        "operation": frame.operation.key if frame.operation else "",
    }
