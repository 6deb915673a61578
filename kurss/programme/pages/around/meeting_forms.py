"""The forms of meetings and suggestions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kurss.programme.around import meetings, suggestions
from kurss.programme.around.keeping import mark
from kurss.programme.models import Meeting, Suggestion
from kurss.programme.models.meeting import Way
from kurss.programme.pages.around import choices
from kurss.programme.pages.around.writing import RecordForm
from kurss.programme.pages.charter_forms import area, line
from kurss.programme.pages.plan_forms import day
from kurss.programme.pages.questions import select, text, ticks


class MeetingForm(RecordForm):
    """When and where, who came, and what was said."""

    def build(self) -> None:
        self.bodies = choices.bodies(self.programme)
        self.known = choices.stakeholders(self.programme)
        bodies = choices.named(self.bodies, "title")
        self.fields["title"] = text(_("Name in Latvian"), _("Write its name in Latvian."))
        self.fields["title_en"] = text(_("Name in English"), _("Write its name in English."))
        self.fields["held_on"] = day(_("Day"), help_text=_("Leave it empty where no day is stated."))
        self.fields["body"] = select(_("Meeting of which body"), choices.optional(_("of none"), bodies))
        ways = [("", _("not said")), *((value, str(word)) for value, word in Way.choices)]
        self.fields["way"] = select(_("How people met"), ways)
        self.fields["venue"] = line(_("Where: the place or the address online"))
        who = choices.stakeholder_names(self.known)
        if who:
            self.fields["stakeholders"] = ticks(_("Stakeholders who took part"), who)
        if bodies:
            self.fields["bodies"] = ticks(_("Bodies that took part"), bodies)
        self.fields["people"] = area(
            _("People who took part"), _("One a line, by name and for whom."), rows=4
        )
        note = _("In one language or in both.")
        self.fields["minutes"] = area(_("Minutes in Latvian"), note, rows=8)
        self.fields["minutes_en"] = area(_("Minutes in English"), rows=8)
        self.fields["place"] = line(_("Where it is written"))

    @staticmethod
    def of(row: Meeting) -> Mapping[str, Any]:
        told = meetings.told(row)
        return {name: getattr(told, name) for name in meetings.IN_ROW} | {
            "body": str(row.body_id or ""),
            "stakeholders": [str(one.pk) for one in told.stakeholders],
            "bodies": [str(one.pk) for one in told.bodies],
            "seen": mark(told),
        }

    def told(self) -> meetings.MeetingTold:
        given = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        given["body"] = self.bodies.get(given["body"])
        chosen = given.get("stakeholders", ())
        given["stakeholders"] = tuple(one for key, one in self.known.items() if key in chosen)
        chosen = given.get("bodies", ())
        given["bodies"] = tuple(one for key, one in self.bodies.items() if key in chosen)
        return meetings.MeetingTold(**given)


class SuggestionForm(RecordForm):
    """What was suggested, and by whom."""

    def build(self) -> None:
        self.known = choices.stakeholders(self.programme)
        self.fields["text"] = area(_("The suggestion in Latvian"), rows=3)
        self.fields["text_en"] = area(_("The suggestion in English"), rows=3)
        who = choices.optional(_("nobody of the list"), choices.stakeholder_names(self.known))
        self.fields["stakeholder"] = select(_("Which stakeholder suggested it"), who)
        self.fields["by_whom"] = line(_("Who, in words"))

    @staticmethod
    def of(row: Suggestion) -> Mapping[str, Any]:
        return {name: getattr(row, name) for name in ("text", "text_en", "by_whom")} | {
            "stakeholder": str(row.stakeholder_id or ""),
            "seen": mark(suggestions.told(row)),
        }

    def told(self) -> suggestions.SuggestionTold:
        given = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        given["stakeholder"] = self.known.get(given["stakeholder"])
        return suggestions.SuggestionTold(**given)


class AnswerForm(RecordForm):
    """What became of it."""

    def build(self) -> None:
        self.initiatives = choices.initiatives(self.programme)
        self.charters = choices.charters(self.programme)
        self.fields["state"] = select(_("What became of it"), list(Suggestion.State.choices))
        self.fields["initiative"] = select(
            _("Adopted in which initiative"),
            choices.optional(_("in none"), choices.named(self.initiatives, "title")),
        )
        self.fields["charter"] = select(
            _("In which version of its charter"),
            choices.optional(_("not said"), choices.charter_names(self.charters)),
            help_text=_("A version that is in force or was; a draft may still be thrown away."),
        )
        self.fields["answer"] = area(_("Why, or how, in Latvian"), rows=3)
        self.fields["answer_en"] = area(_("Why, or how, in English"), rows=3)
        self.fields["decided_by"] = line(_("Who decided it"))
        self.fields["decided_on"] = day(_("On which day"))

    @staticmethod
    def of(row: Suggestion) -> Mapping[str, Any]:
        names = ("state", "answer", "answer_en", "decided_by", "decided_on")
        return {name: getattr(row, name) for name in names} | {
            "initiative": str(row.initiative_id or ""),
            "charter": str(row.charter_id or ""),
            "seen": mark(suggestions.answered(row)),
        }

    def told(self) -> suggestions.Answer:
        given = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        given["initiative"] = self.initiatives.get(given["initiative"])
        given["charter"] = self.charters.get(given["charter"])
        return suggestions.Answer(**given)
