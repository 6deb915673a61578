"""The form by which an officer writes one statement of a list, in both languages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from kurss.programme.definition_words import in_language
from kurss.programme.models import Initiative, Programme
from kurss.programme.models.said import PLACE_LENGTH
from kurss.programme.pages.answers import Writes
from kurss.programme.pages.questions import select
from kurss.programme.statements.keeping import Pair, Reference, StatementList, mark


def words(pair: Pair, language: str, missing: str) -> forms.CharField:
    """One of a pair of columns."""
    title = str(pair.title) if pair.title else ""
    label = f"{title}, {language}" if title else language[:1].upper() + language[1:]
    widget = (
        forms.TextInput(attrs={"class": "form-control"})
        if pair.short
        else forms.Textarea(attrs={"class": "form-control", "rows": 5})
    )
    return forms.CharField(
        label=label,
        required=not pair.optional,
        max_length=pair.length,
        help_text=str(pair.help),
        error_messages={"required": missing},
        widget=widget,
    )


class StatementForm(forms.Form):
    """What an entry says, what it belongs to, and where it is written. `held` is what the verbs take."""

    use_required_attribute = False
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        kept: StatementList,
        programme: Programme,
        entry: Any = None,
        data: Any = None,
        place: str = "",
        *,
        writes: Writes,
    ) -> None:
        self.kept, self.entry, self.writes = kept, entry, writes
        super().__init__(data, auto_id="%s")
        self.rows: dict[str, dict[str, Any]] = {}
        for reference in kept.references:
            if entry is None or not reference.stays:
                self.fields[reference.name] = self._choice(reference, programme)
        for pair in kept.pairs:
            own, english = pair.names
            self.fields[own] = words(pair, _("in Latvian"), _("Write it in Latvian."))
            self.fields[english] = words(pair, _("in English"), _("Write it in English."))
        self.fields["place"] = forms.CharField(
            label=_("Where it is written"),
            help_text=_("Such as a section or a slide of the report, or the minutes of a meeting."),
            max_length=PLACE_LENGTH,
            error_messages={"required": _("Say where it is written.")},
            widget=forms.TextInput(attrs={"class": "form-control"}),
        )
        self.initial["place"] = place
        if entry is not None:
            self.initial.update(kept.held(entry) | {"seen": mark(kept, entry)})
            for name in self.rows:
                self.initial[name] = str(getattr(entry, f"{name}_id") or "")

    def _choice(self, reference: Reference, programme: Programme) -> forms.ChoiceField:
        found = reference.rows(programme)
        rows = [row for row in found if found.model is not Initiative or self.writes(row.pk)]
        self.rows[reference.name] = {str(row.pk): row for row in rows}
        choices = [
            (key, in_language(getattr(row, reference.shown), getattr(row, f"{reference.shown}_en")))
            for key, row in self.rows[reference.name].items()
        ]
        empty = str(reference.none) or _("choose one")
        missing = "" if reference.none else _("Choose one of the list.")
        return select(str(reference.title), [("", empty), *choices], required=missing)

    @property
    def pairs(self) -> list[list[forms.BoundField]]:
        """The two languages of each pair of columns, side by side."""
        return [[self[name] for name in pair.names] for pair in self.kept.pairs]

    @property
    def single(self) -> list[forms.BoundField]:
        return [self[name] for name in self.rows]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for pair in self.kept.pairs:
            own, english = pair.names
            if pair.optional and bool(given.get(own)) != bool(given.get(english)):
                self.add_error(own, _("Write it in both languages, or in neither."))
        return given

    @property
    def held(self) -> dict[str, Any]:
        given = self.cleaned_data
        chosen = {name: rows.get(given[name]) for name, rows in self.rows.items()}
        return {name: given[name] for pair in self.kept.pairs for name in pair.names} | {
            **chosen,
            "place": given["place"],
        }
