"""Within section 2: what leads to what, as the programme office has drawn the logic model."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kurss.publication.document.material import Material
from kurss.publication.document.tree import (
    Block,
    Column,
    Group,
    Heading,
    Paragraph,
    Phrase,
    Points,
    Table,
    plain,
)


def logic(material: Material) -> tuple[Block, ...]:
    """Every arrow with its assumption, then what no arrow touches. Nothing where there is no model."""
    model = material.logic
    if model.is_empty:
        return ()
    groups = (
        Group(
            column.title,
            tuple(
                (plain(node.text), material.words(arrow.after), material.words(arrow, "assumption"))
                for node in column.nodes
                for arrow in node.leads_to
            ),
        )
        for column in model.columns
    )
    alone: tuple[Phrase, ...] = tuple(
        plain(node.text) for node in model.nodes if not node.leads_to and not node.follows_from
    )
    return (
        Heading(_("What leads to what"), opens_page=True),
        Paragraph(
            plain(
                _("The arrows are drawn by the programme office; beside each stands what must hold for it.")
            )
        ),
        Table(
            columns=(Column(_("From"), 4), Column(_("leads to"), 4), Column(_("if this holds"), 5)),
            groups=tuple(group for group in groups if group.rows),
        ),
        *((Heading(_("What no arrow touches"), 3), Points(alone)) if alone else ()),
    )
