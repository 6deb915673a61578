"""What an administrator says of a group before it exists, read into a frame."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kurss.curriculum.timetable import Weekly
from kurss.learning.framing import Frame, Meeting
from kurss.learning.models import Audience, Group, Mode, Season
from kurss.learning.models.group import city_language, language_named
from kurss.learning.pages.season.forms import DAYS, Plain, day_field
from kurss.learning.pages.season.rule_form import FIELDS, ages_said, faults, rule_field
from kurss.learning.planned import free_key, rooms_in, teachers, versions
from kurss.learning.weekdays import WEEKDAY
from kurss.partners.models import Partner
from kurss.partners.queries import operations
from kurss.places.alphabet import by_name
from kurss.places.models import Institution

TIMES = 4
"""So many weekly times a form has room for."""
MEETING = re.compile(r"(\S+)\s+(\d{1,2}[:.]\d{2})\s*[-–]\s*(\d{1,2}[:.]\d{2})")
ABOUT = (
    "version",
    "key",
    "audience",
    "language",
    "mode",
    "place",
    "room",
    "capacity",
    "capacity_online",
    "minimum",
)
SPAN = ("starts_on", "ends_on", "without", "besides")
MONEY = ("provider", "operation")


TAUGHT_IN = ("lv", "en", "ru", "uk", "de", "fr", "es", "pl", "lt", "et")
"""Languages a form offers to teach in, besides those that groups are taught in already."""


def language_field() -> forms.ChoiceField:
    """In which language a group is taught."""
    return forms.ChoiceField(label=_("Taught in"), choices=languages, initial=city_language, required=False)


def languages() -> list[tuple[str, str]]:
    known = dict.fromkeys(
        [*TAUGHT_IN, *Group.objects.order_by("language").values_list("language", flat=True)]
    )
    return [(code, language_named(code)) for code in known]


def own_title(thing: Any, column: str = "title") -> str:
    """The thing's title in the reader's language."""
    own, english = getattr(thing, column), getattr(thing, f"{column}_en")
    return str(own or english if get_language() == settings.LANGUAGE_CODE else english or own)


class GroupForm(Plain):
    """Curriculum, place, weekly times, places, teachers, rule of ages or grades, and who pays."""

    version = forms.ChoiceField(label=_("Curriculum"))
    key = forms.SlugField(
        label=_("Key"),
        max_length=80,
        required=False,
        help_text=_("Leave it empty and the group gets the next free number."),
    )
    audience = forms.ChoiceField(label=_("For"), choices=Audience.choices)
    mode = forms.ChoiceField(label=_("Way of attending"), choices=Mode.choices)
    language = language_field()
    place = forms.ChoiceField(label=_("Place"))
    room = forms.ChoiceField(label=_("Room"), required=False)
    capacity = forms.IntegerField(
        label=_("Places"),
        min_value=1,
        max_value=1_000,
        help_text=_("On site; online where the group meets online only."),
    )
    capacity_online = forms.IntegerField(
        label=_("Places online"),
        min_value=0,
        max_value=10_000,
        required=False,
        help_text=_("For a hybrid group."),
    )
    minimum = forms.IntegerField(label=_("Fewest people with whom it meets"), min_value=1, initial=1)
    teachers = forms.MultipleChoiceField(
        label=_("Teachers"), required=False, widget=forms.CheckboxSelectMultiple
    )
    starts_on = day_field(_("First day"), required=False, help_text=_("Empty: the first day of the season."))
    ends_on = day_field(_("Last day"), required=False, help_text=_("Empty: the last day of the season."))
    without = forms.CharField(
        label=_("Not on these days"),
        required=False,
        max_length=2_000,
        help_text=_("Besides the free days of the season, for instance 2022-11-08, 2022-11-15."),
    )
    besides = forms.CharField(
        label=_("And also on"),
        required=False,
        max_length=4_000,
        help_text=_("One meeting a line, for instance 2022-12-10 10:00–11:30."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    rule = rule_field()
    first_of = forms.IntegerField(label=_("From age or grade"), min_value=0, max_value=99, required=False)
    last_of = forms.IntegerField(label=_("To age or grade"), min_value=0, max_value=99, required=False)
    age_on = day_field(
        _("Age on this day"),
        required=False,
        help_text=_("Empty: the first day of the season. Grades are counted by the year of birth."),
    )
    provider = forms.ChoiceField(label=_("Held by"))
    operation = forms.ChoiceField(label=_("Paid for by the project"), required=False)

    def __init__(self, *args: Any, season: Season, places: Sequence[Institution], **said: Any) -> None:
        super().__init__(*args, **said)
        self.season, self.places = season, {place.key: place for place in places}
        self.versions = {str(one.pk): one for one in versions()}
        self.rooms = {str(one.pk): one for one in rooms_in(places, on=season.starts_on)}
        self.staff = {str(person.pk): (person, name) for person, name in teachers().items()}
        self.providers = {
            one.key: one for one in by_name(Partner.objects.all(), lambda one: own_title(one, "name"))
        }
        self.operations = {one.key: one for one in operations()}
        self._choose()
        for n in range(1, TIMES + 1):
            self._time_row(n)

    def _choose(self) -> None:
        nothing = ("", "–")
        rooms: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for key, room in self.rooms.items():
            rooms[own_title(room.building.institution, "name")].append((key, f"{room.name} ({room.seats})"))
        choices: Mapping[str, list[Any]] = {
            "version": [
                (key, f"{own_title(one.curriculum)} · {one.number}") for key, one in self.versions.items()
            ],
            "place": [(key, own_title(one, "name")) for key, one in self.places.items()],
            "room": [nothing, *((place, options) for place, options in rooms.items())],
            "teachers": [(key, name) for key, (_person, name) in self.staff.items()],
            "provider": [(key, own_title(one, "name")) for key, one in self.providers.items()],
            "operation": [nothing, *((key, own_title(one)) for key, one in self.operations.items())],
        }
        for name, options in choices.items():
            self.fields[name].choices = options  # type: ignore[attr-defined]

    def _time_row(self, n: int) -> None:
        self.fields[f"weekday{n}"] = forms.ChoiceField(
            label=_("Weekday"),
            choices=[("", "–"), *((str(day), word) for day, word in WEEKDAY.items())],
            required=n == 1,
            widget=forms.Select(attrs={"class": "form-select"}),
        )
        for name, label in (("starts", _("From")), ("ends", _("Until"))):
            self.fields[f"{name}{n}"] = forms.TimeField(
                label=label,
                required=n == 1,
                widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "form-control"}),
            )

    def rows(self) -> Iterator[list[forms.BoundField]]:
        """The fields of the weekly times, a row each."""
        for n in range(1, TIMES + 1):
            yield [self[f"weekday{n}"], self[f"starts{n}"], self[f"ends{n}"]]

    def parts(self) -> Mapping[str, list[forms.BoundField]]:
        """The other fields by the part of the page they stand in."""
        named = {"about": ABOUT, "span": SPAN, "rule": FIELDS, "money": MONEY}
        return {part: [self[name] for name in names] for part, names in named.items()}

    def clean_without(self) -> list[date]:
        words = [word for word in re.split(r"[,;\s]+", self.cleaned_data["without"]) if word]
        return [_day(word) for word in words]

    def clean_besides(self) -> list[Meeting]:
        return [_meeting(line) for line in self.cleaned_data["besides"].splitlines() if line.strip()]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for n in range(1, TIMES + 1):
            hours = (f"starts{n}", f"ends{n}")
            said_wrong = any(name in self.errors for name in hours)
            if said.get(f"weekday{n}") and not said_wrong and not all(said.get(name) for name in hours):
                self.add_error(f"starts{n}", _("Say from when until when the group meets on that day."))
        for name, sentence in faults(said):
            self.add_error(name, sentence)
        return said

    def frame(self) -> Frame:
        """What was said, as a frame. Only for a form that is valid."""
        said = self.cleaned_data
        version = self.versions[said["version"]]
        return Frame(
            key=said["key"] or free_key(self.season, version),
            season=self.season,
            version=version,
            provider=self.providers[said["provider"]],
            operation=self.operations.get(said["operation"]),
            place=self.places[said["place"]],
            room=self.rooms.get(said["room"]),
            audience=Audience(said["audience"]),
            mode=Mode(said["mode"]),
            language=said["language"] or city_language(),
            times=self._times(),
            capacity=said["capacity"],
            capacity_online=said["capacity_online"] or 0,
            teachers=[self.staff[key][0] for key in said["teachers"]],
            ages=ages_said(said, self.season),
            minimum=said["minimum"],
            starts_on=said["starts_on"],
            ends_on=said["ends_on"],
            without=said["without"],
            besides=said["besides"],
        )

    def _times(self) -> list[Weekly]:
        said = self.cleaned_data
        return [
            Weekly(int(said[f"weekday{n}"]), said[f"starts{n}"], said[f"ends{n}"])
            for n in range(1, TIMES + 1)
            if said[f"weekday{n}"]
        ]


def _day(word: str) -> date:
    for shape in DAYS:
        try:
            return datetime.strptime(word, shape).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise ValidationError(_("“%(word)s” is no date. Write it as 2022-11-08."), params={"word": word[:40]})


def _meeting(line: str) -> Meeting:
    found = MEETING.fullmatch(line.strip())
    try:
        if found is None:
            raise ValueError(line)
        return Meeting(_day(found[1]), _clock(found[2]), _clock(found[3]))
    except ValueError:
        raise ValidationError(
            _("“%(line)s” is no day with hours. Write it as 2022-12-10 10:00–11:30."),
            params={"line": line[:60]},
        ) from None


def _clock(word: str) -> time:
    hours, _dot, minutes = word.replace(".", ":").partition(":")
    return time(int(hours), int(minutes))
