"""The form of a risk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kurss.programme.around import risks as verbs
from kurss.programme.around.keeping import mark
from kurss.programme.around.register import states
from kurss.programme.definition_words import in_language
from kurss.programme.models import Milestone, Programme, RegisteredRisk
from kurss.programme.pages.answers import Writes
from kurss.programme.pages.around import choices
from kurss.programme.pages.around.stakeholders import RATINGS
from kurss.programme.pages.around.writing import RecordForm
from kurss.programme.pages.charter_forms import area, line
from kurss.programme.pages.organisations import organisations
from kurss.programme.pages.plan_forms import day
from kurss.programme.pages.questions import select


def anything(initiative: str) -> bool:
    return True


class RiskForm(RecordForm):
    """What may go wrong, how likely and how bad, what is done, by whom and by when.

    Whoever `writes` one initiative alone chooses no other, nor the programme as a whole.
    """

    def __init__(
        self,
        programme: Programme,
        data: Any = None,
        initial: Mapping[str, Any] | None = None,
        *,
        writes: Writes = anything,
    ) -> None:
        self.writes = writes
        super().__init__(programme, data, initial)

    def build(self) -> None:
        self.partners = organisations()
        every = choices.initiatives(self.programme)
        self.initiatives = {key: one for key, one in every.items() if self.writes(key)}
        rows = Milestone.objects.filter(initiative__in=self.initiatives).select_related("initiative")
        self.milestones = choices.by_key(rows)
        self.fields["text"] = area(_("The risk in Latvian"), rows=2)
        self.fields["text_en"] = area(_("The risk in English"), rows=2)
        told = _("From 1 to 5. Both together put it on the map.")
        self.fields["likelihood"] = select(_("How likely it is"), RATINGS, help_text=told)
        self.fields["effect"] = select(_("Its effect if it happens"), RATINGS)
        self.fields["mitigation"] = area(_("What is done about it, in Latvian"), rows=3)
        self.fields["mitigation_en"] = area(_("What is done about it, in English"), rows=3)
        who = choices.optional(_("no partner"), choices.named(self.partners, "name"))
        help_text = _("A partner, or a role in words below. Neither: nobody answers for it.")
        self.fields["partner"] = select(_("Which partner answers for it"), who, help_text=help_text)
        self.fields["owner"] = line(_("Who answers for it, in words"))
        self.fields["due_on"] = day(_("To be done by"))
        of = choices.named(self.initiatives, "title")
        if self.writes(""):
            of = choices.optional(_("the programme as a whole"), of)
        self.fields["initiative"] = select(_("Which initiative it threatens"), of)
        points = [
            (key, f"{in_language(one.initiative.short, one.initiative.short_en)}: "
             f"{in_language(one.title, one.title_en)}")
            for key, one in self.milestones.items()
        ]  # fmt: skip
        self.fields["milestone"] = select(
            _("Which milestone of it"), choices.optional(_("none in particular"), points)
        )
        self.fields["state"] = select(_("Where it stands"), states())
        if self.initial:
            self.fields["why"] = line(_("Why it changes"), 500)
            self.fields["why"].help_text = _("Asked for where it is accepted, closed or has happened.")
        else:
            del self.fields["state"]

    @staticmethod
    def of(row: RegisteredRisk) -> Mapping[str, Any]:
        names = ("text", "text_en", "mitigation", "mitigation_en", "owner", "due_on", "state")
        return {name: getattr(row, name) for name in names} | {
            "likelihood": str(row.likelihood or ""),
            "effect": str(row.effect or ""),
            "partner": str(row.partner_id or ""),
            "initiative": row.initiative_id or "",
            "milestone": str(row.milestone_id or ""),
            "seen": mark(verbs.told(row)),
        }

    def told(self) -> verbs.RiskTold:
        given = {name: value for name, value in self.cleaned_data.items() if name not in ("seen", "why")}
        for name in ("likelihood", "effect"):
            given[name] = int(given[name]) if given[name] else None
        given["partner"] = self.partners.get(given["partner"])
        given["initiative"] = self.initiatives.get(given["initiative"])
        given["milestone"] = self.milestones.get(given["milestone"])
        return verbs.RiskTold(**given)
