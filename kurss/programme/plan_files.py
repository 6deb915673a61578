"""The roadmap as files: iCalendar, and a list (CSV, XLSX) that goes out and comes in again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from kurss.partners.models import Partner
from kurss.people.acting import permit
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.programme.critical import month_of, number
from kurss.programme.lists import ListNotTaken, RowFault, numbered
from kurss.programme.models import Activity, Call, Initiative, Milestone, Programme
from kurss.programme.refusals import Refused
from kurss.programme.replanning import month_of_milestone, months_of, set_waiting
from kurss.programme.roadmap import plan_activity, plan_milestone
from kurss.sheets.reading import Cell, Sheet

COLUMNS: Final = (
    "initiative",
    "kind",
    "number",
    "title",
    "title_en",
    "from",
    "until",
    "yearly_from",
    "yearly_until",
    "activity",
    "waits_for",
    "responsible",
    "timing",
    "timing_en",
    "place",
    "replanned_from",
    "replanned_until",
    "began",
    "ended",
)
"""Columns of the list. The last four say what became of the plan: they go out and are not taken in."""

TAKEN: Final = COLUMNS[:-4]
NEEDED: Final = ("initiative", "kind", "number", "title", "title_en")

_MONTH = re.compile(r"(\d{4})[-./](\d{1,2})(?:[-./]\d{1,2})?|(\d{1,2})[./](\d{4})")


def month_from(given: str) -> date | None:
    """A month as people write it (2022-05, 2022-05-01, 05.2022) as its first day; nothing where it is none."""
    found = _MONTH.fullmatch(given.strip())
    if not found:
        return None
    year, month = (found[1], found[2]) if found[1] else (found[4], found[3])
    return date(int(year), int(month), 1) if 1 <= int(month) <= 12 and int(year) >= 1900 else None


def rows_of(programme: Programme) -> list[dict[str, Any]]:
    """Every activity and milestone as a row, in the order of the plan (five queries)."""
    of_programme = {"initiative__programme": programme}
    activities = list(
        Activity.objects.filter(**of_programme)
        .select_related("initiative", "responsible")
        .prefetch_related("replans", "waits_for__before__initiative")
        .order_by("initiative__order", "order")
    )
    milestones = list(
        Milestone.objects.filter(**of_programme)
        .select_related("initiative", "activity")
        .prefetch_related("replans")
        .order_by("initiative__order", "order")
    )
    rows = [_activity_row(one) for one in activities] + [_milestone_row(one) for one in milestones]
    # All of an initiative together: its activities, then its milestones. The sort keeps their order.
    orders = {one.initiative_id: one.initiative.order for one in activities}
    orders |= {one.initiative_id: one.initiative.order for one in milestones}
    return sorted(rows, key=lambda row: orders[row["initiative"]])


def _activity_row(one: Activity) -> dict[str, Any]:
    replanned = list(one.replans.all())
    return {
        **_common(one, "activity"),
        "from": _month(one.planned_from),
        "until": _month(one.planned_until),
        "yearly_from": one.yearly_from_month,
        "yearly_until": one.yearly_until_month,
        "waits_for": " ".join(
            f"{pair.before.initiative_id}/{pair.before.order}" for pair in one.waits_for.all()
        ),
        "responsible": one.responsible.key if one.responsible else "",
        "replanned_from": _month(replanned[-1].planned_from) if replanned else "",
        "replanned_until": _month(replanned[-1].planned_until) if replanned else "",
        "began": one.began_on.isoformat() if one.began_on else "",
        "ended": one.ended_on.isoformat() if one.ended_on else "",
    }


def _milestone_row(one: Milestone) -> dict[str, Any]:
    replanned = list(one.replans.all())
    return {
        **_common(one, "milestone"),
        "until": _month(one.planned_month),
        "activity": one.activity.order if one.activity else "",
        "replanned_until": _month(replanned[-1].planned_until) if replanned else "",
        "ended": one.reached_on.isoformat() if one.reached_on else "",
    }


def _common(one: Activity | Milestone, kind: str) -> dict[str, Any]:
    names = ("title", "title_en", "timing", "timing_en", "place")
    return {
        "initiative": one.initiative_id,
        "kind": kind,
        "number": one.order,
        **{name: getattr(one, name) for name in names},
    }


def _month(day: date | None) -> str:
    return f"{day:%Y-%m}" if day else ""


def calendar_of(programme: Programme, *, site: str, language: str, at: datetime) -> bytes:
    """The plan that holds as iCalendar (RFC 5545): activities over their months, milestones as the last day of
    theirs, or the day they were reached; deadlines of calls. What bears no month is not in it."""
    own = (lambda one: one.title) if language == "lv" else (lambda one: one.title_en)
    calendar = Calendar()
    calendar.add("prodid", "-//Kurss//roadmap//LV")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", own(programme))
    of_programme = {"initiative__programme": programme}
    for one in (
        Activity.objects.filter(**of_programme).select_related("initiative").prefetch_related("replans")
    ):
        first, last = months_of(one)
        if first and last:
            calendar.add_component(_event(f"activity-{one.pk}@{site}", own(one), first, _end(last), at))
    for each in Milestone.objects.filter(**of_programme).prefetch_related("replans"):
        month = month_of_milestone(each)
        day = each.reached_on or (_end(month) - timedelta(days=1) if month else None)
        if day:
            calendar.add_component(
                _event(f"milestone-{each.pk}@{site}", f"★ {own(each)}", day, day + timedelta(days=1), at)
            )
    for call in Call.objects.filter(programme=programme, deadline__isnull=False):
        assert call.deadline is not None
        after = call.deadline + timedelta(days=1)
        calendar.add_component(_event(f"call-{call.pk}@{site}", f"⧖ {own(call)}", call.deadline, after, at))
    return calendar.to_ical()


def _event(uid: str, summary: str, first: date, after: date, at: datetime) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", first)
    event.add("dtend", after)
    event.add("summary", summary)
    return event


def _end(last: date) -> date:
    """The day after a month."""
    return month_of(number(last) + 1)


@transaction.atomic
def take_list(*, programme: Programme, sheet: Sheet, by: Account, at: datetime) -> int:
    """Plan every row that is not there yet, and say how many were; a row that is there already must say the same.

    Raises ListNotTaken with every fault of every row; then nothing of the list is kept.
    """
    permit(by, Act.EDIT_PROGRAMME, at=at)
    return _Taking(programme, by, at).take(numbered(sheet, needed=NEEDED, columns=COLUMNS))


class _Taking:
    """One list on its way in: rows are written one after the other, and undone together where any has a fault."""

    def __init__(self, programme: Programme, by: Account, at: datetime) -> None:
        self.said: dict[str, Any] = {"by": by, "at": at}
        self.initiatives = {one.pk: one for one in Initiative.objects.filter(programme=programme)}
        self.partners = {one.key: one for one in Partner.objects.all()}
        self.there = {_key(row): _taken(row) for row in rows_of(programme)}
        self.faults: list[RowFault] = []
        self.new = 0

    def take(self, rows: Iterable[tuple[int, Mapping[str, Cell]]]) -> int:
        given = [(row, {name: _plain(cell) for name, cell in cells.items()}) for row, cells in rows]
        kept: list[tuple[int, dict[str, str]]] = []
        # Activities first: milestones stand in them, whatever the order of the file.
        for row, values in sorted(given, key=lambda each: each[1].get("kind") == "milestone"):
            if self._in(row, lambda values=values: self._row(values)):
                kept.append((row, values))
        for row, values in kept:
            if values.get("waits_for"):
                self._in(row, lambda values=values: self._waits(values))
        if self.faults:
            raise ListNotTaken(tuple(sorted(self.faults, key=lambda fault: fault.row)))
        return self.new

    def _in(self, row: int, act: Any) -> bool:
        """Do one thing for a row; a refusal is a fault of the row and undoes that thing alone."""
        try:
            with transaction.atomic():
                act()
        except Refused as refused:
            self.faults.append(RowFault(row, str(refused)))
            return False
        return True

    def _row(self, values: dict[str, str]) -> None:
        initiative = self.initiatives.get(values["initiative"])
        if initiative is None:
            raise Refused(
                _("There is no initiative “{key}” in this programme.").format(key=values["initiative"])
            )
        if values["kind"] not in ("activity", "milestone"):
            raise Refused(
                _("A row is an “activity” or a “milestone”, not “{kind}”.").format(kind=values["kind"])
            )
        order = _whole(values["number"], "number")
        if order is None or order < 1:
            raise Refused(_("Give the row a number from 1 on."))
        if not values["title"] or not values["title_en"]:
            raise Refused(_("Write the title in both languages."))
        key = (initiative.pk, values["kind"], str(order))
        same: dict[str, str] = {name: values[name] for name in TAKEN if name in values}
        if key in self.there:
            self._must_say_the_same(key, same)
            return
        if values["kind"] == "activity":
            self._activity(initiative, order, values)
        else:
            self._milestone(initiative, order, values)
        self.there[key] = {}
        self.new += 1

    def _must_say_the_same(self, key: tuple[str, str, str], given: dict[str, str]) -> None:
        there = self.there[key]
        if not there:
            raise Refused(_("The list has this number twice: number the rows of an initiative apart."))
        other = [name for name, value in given.items() if value != there[name]]
        if other:
            raise Refused(
                _(
                    "It is in the plan already and says something else in {names}: change it on its page."
                ).format(names=", ".join(other))
            )

    def _activity(self, initiative: Initiative, order: int, values: dict[str, str]) -> None:
        first, last = (_whole(values.get(name, ""), name) for name in ("yearly_from", "yearly_until"))
        if (first is None) is not (last is None) or any(
            one not in range(1, 13) for one in (first, last) if one
        ):
            raise Refused(_("“yearly_from” and “yearly_until” are two months from 1 to 12, or both empty."))
        named = values.get("responsible", "")
        if named and named not in self.partners:
            raise Refused(_("No partner is registered as “{key}”.").format(key=named))
        planned_from, planned_until = _given(values, "from"), _given(values, "until")
        if first and (planned_from or planned_until):
            raise Refused(_("It runs once or every year: give one of the two."))
        plan_activity(
            initiative=initiative,
            order=order,
            planned_from=planned_from,
            planned_until=planned_until,
            yearly_months=(first, last) if first and last else None,
            responsible=self.partners.get(named),
            **_words(values),
            **self.said,
        )

    def _milestone(self, initiative: Initiative, order: int, values: dict[str, str]) -> None:
        activity, named = None, _whole(values.get("activity", ""), "activity")
        if named is not None:
            activity = Activity.objects.filter(initiative=initiative, order=named).first()
            if activity is None:
                raise Refused(_("Its initiative has no activity number {number}.").format(number=named))
        plan_milestone(
            initiative=initiative,
            order=order,
            planned_month=_given(values, "until"),
            activity=activity,
            **_words(values),
            **self.said,
        )

    def _waits(self, values: dict[str, str]) -> None:
        own = Activity.objects.get(initiative=values["initiative"], order=int(values["number"]))
        befores = []
        for word in values["waits_for"].split():
            initiative, _slash, order = word.rpartition("/")
            one = Activity.objects.filter(
                initiative=initiative or values["initiative"], order=_whole(order, "waits_for") or 0
            ).first()
            if one is None:
                raise Refused(_("It waits for “{word}”, which is no activity of the plan.").format(word=word))
            befores.append(one)
        set_waiting(activity=own, befores=befores, **self.said)


def _key(row: Mapping[str, Any]) -> tuple[str, str, str]:
    return row["initiative"], row["kind"], str(row["number"])


def _taken(row: Mapping[str, Any]) -> dict[str, str]:
    """A row as the columns that are taken in say it, each as text without spare white space."""
    return {name: _plain(row.get(name) if row.get(name) is not None else "") for name in TAKEN}


def _plain(cell: Any) -> str:
    return f"{cell:%Y-%m}" if isinstance(cell, date) else " ".join(str(cell).split())


def _whole(value: str, column: str) -> int | None:
    if not value:
        return None
    if not value.isdecimal():
        raise Refused(
            _("“{value}” in the column {column} is no whole number.").format(value=value, column=column)
        )
    return int(value)


def _given(values: Mapping[str, str], column: str) -> date | None:
    value = values.get(column, "")
    month = month_from(value)
    if value and month is None:
        raise Refused(
            _("“{value}” in the column {column} is no month: write 2022-05.").format(
                value=value, column=column
            )
        )
    return month


def _words(values: Mapping[str, str]) -> dict[str, Any]:
    names = ("title", "title_en", "timing", "timing_en", "place")
    return {name: values.get(name, "") for name in names}
