"""Verbs of the logic model: a record gets its place, an arrow leads from one to another, and each goes again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kurss.people.acting import note, permit
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.programme.critical import circle
from kurss.programme.definition_words import in_language
from kurss.programme.entry import entered
from kurss.programme.logic.refusals import (
    HasNoPlace,
    LeadsBackward,
    LeadsInACircle,
    StandsThereAlready,
)
from kurss.programme.models import (
    Activity,
    AmbitionStatement,
    LogicArrow,
    LogicNode,
    Measure,
    Programme,
    Vision,
)
from kurss.programme.refusals import AlreadyEntered, NotOfThisProgramme
from kurss.programme.words import Box

Record = Activity | Measure | AmbitionStatement | Vision
COLUMNS = tuple(LogicNode.Column)


def column_of(record: Record) -> LogicNode.Column:
    """The column in which a record stands. Raises HasNoPlace for an indicator that cuts across."""
    if isinstance(record, Activity):
        return LogicNode.Column.ACTIVITY
    if not isinstance(record, Measure):
        return LogicNode.Column.VISION
    if record.column == Measure.Column.CROSS_CUTTING:
        raise HasNoPlace(
            _("An indicator that cuts across all initiatives has no column: choose an output or an outcome.")
        )
    return LogicNode.Column(record.column)


def place(*, programme: Programme, record: Record, by: Account, at: datetime) -> LogicNode:
    """Give a record its place in the model. Raises NotOfThisProgramme, StandsThereAlready, HasNoPlace."""
    own = record.initiative.programme_id if isinstance(record, Activity) else record.programme_id
    if own != programme.pk:
        raise NotOfThisProgramme(_("The logic model of a programme holds records of its own."))
    name = {Activity: "activity", Measure: "measure", AmbitionStatement: "ambition", Vision: "vision"}
    node = LogicNode(programme=programme, column=column_of(record), **{name[type(record)]: record})
    try:
        return entered(node, by=by, at=at, act="programme.place_in_logic_model")
    except AlreadyEntered as there:
        raise StandsThereAlready(_("It has its place in the logic model already.")) from there


@transaction.atomic
def take_away(*, node: LogicNode, by: Account, at: datetime) -> None:
    """Take a record out of the model, with the arrows that begin or end there. The record itself stays."""
    permit(by, Act.EDIT_PROGRAMME, at=at)
    held = LogicNode.objects.select_for_update().get(pk=node.pk)
    note(by=by, at=at, act="programme.take_from_logic_model", about=held, label=str(held)[:200])
    held.delete()


@transaction.atomic
def lead(
    *, before: LogicNode, after: LogicNode, assumption: Box | None = None, by: Account, at: datetime
) -> LogicArrow:
    """Say that one thing leads to another, or change the assumption under which it does.

    Raises NotOfThisProgramme, LeadsBackward, LeadsInACircle.
    """
    permit(by, Act.EDIT_PROGRAMME, at=at)
    words = assumption or Box()
    if before.programme_id != after.programme_id:
        raise NotOfThisProgramme(_("An arrow stays within one programme."))
    if COLUMNS.index(LogicNode.Column(before.column)) > COLUMNS.index(LogicNode.Column(after.column)):
        raise LeadsBackward(
            _("An arrow leads from {first} onwards, never back from {last}: turn it round.").format(
                first=LogicNode.Column(after.column).label, last=LogicNode.Column(before.column).label
            )
        )
    # Two officers could otherwise each close one half of a circle.
    Programme.objects.select_for_update().get(pk=before.programme_id)
    _refuse_circle(before, after)
    arrow = LogicArrow.objects.filter(before=before, after=after).first()
    if arrow is None:
        arrow = LogicArrow(before=before, after=after, assumption=words.text, assumption_en=words.text_en)
        return entered(arrow, by=by, at=at, act="programme.lead_to")
    was = arrow.assumption_en
    arrow.assumption, arrow.assumption_en = words.text, words.text_en
    arrow.save()
    note(by=by, at=at, act="programme.change_assumption", about=arrow, label=str(arrow)[:200], was=was)
    return arrow


@transaction.atomic
def lead_no_more(*, arrow: LogicArrow, by: Account, at: datetime) -> None:
    """Take an arrow away."""
    permit(by, Act.EDIT_PROGRAMME, at=at)
    note(by=by, at=at, act="programme.lead_no_more", about=arrow, label=str(arrow)[:200])
    arrow.delete()


def _refuse_circle(before: LogicNode, after: LogicNode) -> None:
    graph: dict[int, set[int]] = {after.pk: {before.pk}}
    for one in LogicArrow.objects.filter(before__programme=before.programme_id):
        graph.setdefault(one.after_id, set()).add(one.before_id)
    if found := circle(graph):
        nodes = LogicNode.objects.filter(pk__in=found).select_related(
            "activity", "measure", "ambition", "vision"
        )
        names = {one.pk: in_language(one.text, one.text_en) for one in nodes}
        raise LeadsInACircle(
            _("These would lead to each other: {circle}. Leave one arrow out.").format(
                circle=" → ".join(f"“{names[key]}”" for key in found)
            )
        )
