"""Rules about the logic model: whether what is done leads to what is wanted."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from kurss.programme.lint.rule import Hit, listed, of_logic, rule
from kurss.programme.lint.view import ProgrammeView
from kurss.programme.severity import Severity

PCM = "European Commission, Project Cycle Management Guidelines (2004), 5.2"


@rule(
    "output-leads-nowhere",
    Severity.WARNING,
    title=_("An output leads to no outcome"),
    why=_("Something is made, and nobody has said what for."),
    remedy=_("Draw the arrow to the outcome it serves, or ask whether it is needed."),
    source=PCM,
)
def output_leads_nowhere(view: ProgrammeView) -> Iterator[Hit]:
    leading = {arrow.before for arrow in view.arrows}
    bare = [node for node in view.nodes if node.column == "output" and node.pk not in leading]
    if bare:
        yield Hit(of_logic(view), **listed((node.text, node.text_en) for node in bare))


@rule(
    "outcome-from-nothing",
    Severity.WARNING,
    title=_("Nothing leads to an outcome"),
    why=_("It is hoped for, and no activity or output brings it about."),
    remedy=_("Draw the arrow from what brings it about, or plan an activity that does."),
    source=PCM,
)
def outcome_from_nothing(view: ProgrammeView) -> Iterator[Hit]:
    reached = {arrow.after for arrow in view.arrows}
    bare = [node for node in view.nodes if node.column == "outcome" and node.pk not in reached]
    if bare:
        yield Hit(of_logic(view), **listed((node.text, node.text_en) for node in bare))


@rule(
    "arrow-without-assumption",
    Severity.NOTE,
    title=_("An arrow of the logic model has no assumption"),
    why=_("Hardly anything follows by itself; what must hold is where a programme fails unseen."),
    remedy=_("Write down what must be so, and is not in the programme’s hands."),
    source=PCM,
)
def arrow_without_assumption(view: ProgrammeView) -> Iterator[Hit]:
    nodes = {node.pk: node for node in view.nodes}
    bare = [arrow for arrow in view.arrows if not arrow.assumption_en.strip()]
    if bare:
        yield Hit(
            of_logic(view),
            **listed(
                (
                    f"{nodes[arrow.before].text} → {nodes[arrow.after].text}",
                    f"{nodes[arrow.before].text_en} → {nodes[arrow.after].text_en}",
                )
                for arrow in bare
            ),
        )
