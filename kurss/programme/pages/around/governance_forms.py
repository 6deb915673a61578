"""The forms of bodies, seats and decisions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kurss.programme.around import decisions, governance
from kurss.programme.around.decisions import decisions_of
from kurss.programme.around.keeping import mark
from kurss.programme.around.meetings import meetings_of
from kurss.programme.around.suggestions import suggestions_of
from kurss.programme.definition_words import in_language
from kurss.programme.models import Body, Decision, Seat
from kurss.programme.pages.around import choices
from kurss.programme.pages.around.writing import RecordForm
from kurss.programme.pages.charter_forms import area, line
from kurss.programme.pages.organisations import organisations
from kurss.programme.pages.plan_forms import day
from kurss.programme.pages.questions import select, text

SHORT = 90
"""Letters of a text that name it among others to choose from."""


class BodyForm(RecordForm):
    def build(self) -> None:
        self.bodies = choices.bodies(self.programme)
        self.fields["title"] = text(_("Name in Latvian"), _("Write its name in Latvian."))
        self.fields["title_en"] = text(_("Name in English"), _("Write its name in English."))
        kinds = [("", _("choose")), *((value, str(word)) for value, word in Body.Kind.choices)]
        self.fields["kind"] = select(_("Kind"), kinds, required=_("Choose what kind of body it is."))
        above = choices.optional(_("to none that is stated"), choices.named(self.bodies, "title"))
        self.fields["parent"] = select(_("Answers to"), above)
        self.fields["mandate"] = area(
            _("Mandate in Latvian"), _("What it may decide, and what it is for."), rows=4
        )
        self.fields["mandate_en"] = area(_("Mandate in English"), rows=4)
        self.fields["place"] = line(_("Where it is written"))

    @staticmethod
    def of(row: Body) -> Mapping[str, Any]:
        names = ("title", "title_en", "kind", "mandate", "mandate_en", "place")
        parent = {"parent": str(row.parent_id or ""), "seen": mark(governance.body_told(row))}
        return {name: getattr(row, name) for name in names} | parent

    def told(self) -> governance.BodyTold:
        given = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        return governance.BodyTold(**given | {"parent": self.bodies.get(given["parent"])})


class SeatForm(RecordForm):
    def build(self) -> None:
        self.partners = organisations()
        self.fields["role"] = text(_("Role in Latvian"), _("Write the role in Latvian."))
        self.fields["role_en"] = text(_("Role in English"), _("Write the role in English."))
        who = choices.optional(_("no partner"), choices.named(self.partners, "name"))
        told = _("A partner, or somebody in words below. Neither: the seat is vacant.")
        self.fields["partner"] = select(_("Held by which partner"), who, help_text=told)
        self.fields["holder"] = line(_("Held by whom, in words"))
        self.fields["holds_from"] = day(_("From which day"))
        self.fields["holds_until"] = day(_("To which day"))
        self.fields["place"] = line(_("Where it is written"))

    @staticmethod
    def of(row: Seat) -> Mapping[str, Any]:
        names = ("role", "role_en", "holder", "holds_from", "holds_until", "place")
        partner = {"partner": str(row.partner_id or ""), "seen": mark(governance.seat_told(row))}
        return {name: getattr(row, name) for name in names} | partner

    def told(self) -> governance.SeatTold:
        given = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        return governance.SeatTold(**given | {"partner": self.partners.get(given["partner"])})


class DecisionForm(RecordForm):
    """A decision of one body; `row` is the one that is changed, which cannot replace itself."""

    row: Decision | None = None

    def build(self) -> None:
        self.rows = {
            "meeting": choices.by_key(meetings_of(self.programme)),
            "initiative": choices.initiatives(self.programme),
            "charter": choices.charters(self.programme),
            "suggestion": choices.by_key(suggestions_of(self.programme)),
            "supersedes": choices.by_key(decisions_of(self.programme)),
        }
        self.fields["number"] = text(_("Number"), _("Write the number under which the body keeps it."))
        self.fields["taken_on"] = day(_("Taken on"), required=_("Write the day on which it was taken."))
        self.fields["text"] = area(_("The decision in Latvian"), rows=4)
        self.fields["text_en"] = area(_("The decision in English"), rows=4)
        about = {
            "meeting": (_("At which meeting"), choices.named(self.rows["meeting"], "title")),
            "initiative": (_("About which initiative"), choices.named(self.rows["initiative"], "title")),
            "charter": (_("About which version of its charter"), choices.charter_names(self.rows["charter"])),
            "suggestion": (_("About which suggestion"), self._told("suggestion")),
            "supersedes": (_("Replaces which earlier decision"), self._told("supersedes")),
        }
        for name, (label, rows) in about.items():
            self.fields[name] = select(label, choices.optional("–", rows))
        self.fields["place"] = line(_("Where it is written"))

    def _told(self, name: str) -> list[tuple[str, str]]:
        return [
            (key, f"{getattr(one, 'number', '')} {in_language(one.text, one.text_en)[:SHORT]}".strip())
            for key, one in self.rows[name].items()
        ]

    @staticmethod
    def of(row: Decision) -> Mapping[str, Any]:
        names = ("number", "taken_on", "text", "text_en", "place")
        about = ("meeting", "initiative", "charter", "suggestion", "supersedes")
        keys = {name: str(getattr(row, f"{name}_id") or "") for name in about}
        return {name: getattr(row, name) for name in names} | keys | {"seen": mark(decisions.told(row))}

    def told(self) -> decisions.DecisionTold:
        given = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        return decisions.DecisionTold(
            **given | {name: rows.get(given[name]) for name, rows in self.rows.items()}
        )
