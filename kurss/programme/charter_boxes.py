"""A charter box by box: what one box says, changing it, and what became different. Two officers may write at
once: whoever keeps a box that changed meanwhile is shown both texts, and nothing is lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kurss.people.acting import note, permit
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.programme.charters import (
    CharterContent,
    CharterText,
    FundingSource,
    RiskSeen,
    held_draft,
    rewrite,
    write_charter,
)
from kurss.programme.meanwhile import sign
from kurss.programme.models import Basis, Charter, CharterPartner, Funding, Initiative
from kurss.programme.models.charter import IN_FORCE
from kurss.programme.refusals import ChangedMeanwhile, CharterAlreadyInForce
from kurss.programme.words import Box

BOXES: Final[Mapping[str, str | Promise]] = {
    "what": gettext_lazy("What"),
    "why": gettext_lazy("Why"),
    "how": gettext_lazy("How"),
    "link_to_vision": gettext_lazy("Link to the vision"),
    "link_to_ambition": gettext_lazy("Link to the ambitions"),
    "team": gettext_lazy("Lead, team and contributors"),
    "impact_and_timing": gettext_lazy("Expected impact and timing"),
    "risks": gettext_lazy("Risks and mitigation"),
    "funding": gettext_lazy("Funding and estimated cost"),
    "outputs": gettext_lazy("Outputs"),
    "outcomes": gettext_lazy("Outcomes"),
}
"""The boxes in the order in which one writes them."""


def content_of(charter: Charter) -> CharterContent:
    """All that a version says (five queries), as verbs take it."""
    texts = {
        entry.name: Box(getattr(charter, entry.name), getattr(charter, f"{entry.name}_en"))
        for entry in fields(CharterText)
    }
    role = CharterPartner.Role
    rows = list(charter.partners.select_related("partner"))
    return CharterContent(
        text=CharterText(**texts),
        cost=charter.cost,
        cost_quote=charter.cost_quote,
        partners=tuple(
            (one, row.partner)
            for one in (role.LEAD, role.TEAM, role.CONTRIBUTOR)
            for row in rows
            if row.role == one
        ),
        funding=tuple(
            FundingSource(Funding.Kind(row.kind), row.source, row.source_en, row.amount, row.partner)
            for row in charter.funding.select_related("partner")
        ),
        risks=tuple(
            RiskSeen(Box(row.text, row.text_en), Box(row.mitigation, row.mitigation_en))
            for row in charter.risks.all()
        ),
        visions=tuple(
            (link.vision, Basis(link.basis)) for link in charter.vision_links.select_related("vision")
        ),
        ambitions=tuple(
            (link.ambition, Basis(link.basis)) for link in charter.ambition_links.select_related("ambition")
        ),
    )


def part(content: CharterContent, box: str) -> dict[str, Any]:
    """What one box holds of the content, by the field it stands in."""
    match box:
        case "team":
            return {"partners": content.partners}
        case "funding":
            names = ("cost", "cost_quote", "funding")
            return {name: getattr(content, name) for name in names}
        case "risks":
            return {"risks": content.risks}
        case "link_to_vision":
            return {"text": content.text.link_to_vision, "visions": content.visions}
        case "link_to_ambition":
            return {"text": content.text.link_to_ambition, "ambitions": content.ambitions}
        case _:
            return {"text": getattr(content.text, box)}


def with_box(content: CharterContent, box: str, held: Mapping[str, Any]) -> CharterContent:
    """The content with one box holding something else."""
    rest = {name: value for name, value in held.items() if name != "text"}
    text = replace(content.text, **{box: held["text"]}) if "text" in held else content.text
    return replace(content, text=text, **rest)


def mark(content: CharterContent, box: str) -> str:
    """A short sign of what a box says: a form carries it, and it differs as soon as a word does."""
    return sign(part(content, box))


@transaction.atomic
def begin_next_version(
    *, initiative: Initiative, what: Box | None = None, by: Account, at: datetime
) -> Charter:
    """Begin a draft: the words of the charter in force, or `what` where there is none.

    Raises CharterAlreadyOpen while another is being written, CharterAlreadyInForce where `what` is given and a
    charter holds: it is changed, not written anew.
    """
    permit(by, Act.EDIT_PROGRAMME, at=at, initiative=initiative.pk)
    last = Charter.objects.filter(initiative=initiative, state__in=IN_FORCE).first()
    if last is not None and what is not None:
        raise CharterAlreadyInForce(_("This initiative has a charter: begin its next version instead."))
    content = content_of(last) if last else CharterContent(text=CharterText(what=what or Box()))
    return write_charter(initiative=initiative, content=content, by=by, at=at)


@transaction.atomic
def write_box(
    *, charter: Charter, box: str, held: Mapping[str, Any], seen: str, by: Account, at: datetime
) -> Charter:
    """Keep what one box of a draft says; the same words again are no change.

    `seen` is the `mark` of the box as the writer saw it. Raises ChangedMeanwhile where the box says something
    else by now, CharterNotDraft where the text stands.
    """
    permit(by, Act.EDIT_PROGRAMME, at=at, initiative=charter.initiative_id)
    draft = held_draft(charter)
    current = content_of(draft)
    wanted = with_box(current, box, held)
    if mark(wanted, box) == mark(current, box):
        return draft
    if mark(current, box) != seen:
        raise ChangedMeanwhile(
            _("This box was changed while you were writing. Look at both texts below, and keep one.")
        )
    rewrite(draft, wanted, by=by, at=at)
    note(by=by, at=at, act="programme.write_box", about=draft, label=str(draft), box=box)
    return draft


def said(content: CharterContent, box: str, language: str) -> tuple[str, ...]:
    """What a box says, line by line, in one language."""

    def own(thing: Any, name: str) -> str:
        return getattr(thing, name if language == "lv" else f"{name}_en")

    held = part(content, box)
    lines = own(held["text"], "text").splitlines() if "text" in held else []
    for role, partner in held.get("partners", ()):
        lines.append(f"{CharterPartner.Role(role).label}: {own(partner, 'name')}")
    if held.get("cost"):
        lines.append(f"{_('Estimated cost')}: {held['cost'].amount} {held['cost'].currency}")
    for source in held.get("funding", ()):
        amount = f": {source.amount.amount} {source.amount.currency}" if source.amount else ""
        lines.append(f"{own(source, 'source')} ({source.kind.label}){amount}")
    for risk in held.get("risks", ()):
        mitigation = own(risk.mitigation, "text")
        lines.append(own(risk.text, "text") + (f" → {mitigation}" if mitigation else ""))
    for statement, _basis in (*held.get("visions", ()), *held.get("ambitions", ())):
        lines.append(f"{_('Serves')}: {own(statement, 'text')}")
    return tuple(line.strip() for line in lines if line.strip())
