"""Loads the view of a programme: one query a table, however large the programme."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple, TypeVar

from django.conf import settings
from django.db.models import Q, QuerySet, Sum, TextField, Value
from django.db.models.functions import Coalesce

from kurss.evidence.models import Indicator, IndicatorVersion, Line, Release, Statement, Target
from kurss.programme import models
from kurss.programme.lint import view, view_money
from kurss.programme.lint.loading_around import around
from kurss.programme.lint.view import ProgrammeView

Kind = TypeVar("Kind", bound=NamedTuple)

QUERIES = 44
"""How many queries a view takes: one a table."""


def load(key: str, *, on: date) -> ProgrammeView | None:
    """The programme of this key as of a day, or None where there is none."""
    found = _rows(
        view.ProgrammeRow,
        models.Programme.objects.filter(pk=key),
        key="pk",
        template="template_id",
        document="document_id",
        document_issued_on="document__issued_on",
        rules_left_out="template__rules_left_out",
    )
    if not found:
        return None
    return ProgrammeView(
        on=on,
        programme=found[0],
        **_strategy(key),
        **_initiatives(key),
        **_indicators(key),
        **_review(key),
        **_money(key),
        **_logic(key),
        **around(key),
        days_to_answer=settings.KURSS_SUGGESTION_DAYS,
    )


def _rows(shape: type[Kind], rows: QuerySet[Any], **lookups: str) -> tuple[Kind, ...]:
    """Rows as their kind; a field is read from the column of its name unless a lookup is given."""
    names = [lookups.get(name, name) for name in shape._fields]
    return tuple(map(shape._make, rows.values_list(*names)))


def _said(rows: QuerySet[Any], kind: str = "") -> tuple[view.SaidRow, ...]:
    if kind:
        return _rows(view.SaidRow, rows, kind=kind)
    return _rows(view.SaidRow, rows.annotate(no_kind=Value("")), kind="no_kind")


def _strategy(key: str) -> dict[str, Any]:
    of = {"programme": key}
    stages = models.Stage.objects.filter(**of)
    ambitions = models.AmbitionStatement.objects.filter(**of)
    stakeholders = models.Stakeholder.objects.filter(**of)
    return {
        "stages": _rows(view.StageRow, stages, key="template_stage__key"),
        "periods": _rows(
            view.PeriodRow,
            models.StatedPeriod.objects.filter(stage__programme=key).order_by("stage__order", "order"),
            stage="stage_id",
        ),
        "artefacts": _rows(
            view.ArtefactRow,
            models.Artefact.objects.filter(stage__programme=key),
            stage="stage_id",
            title="template_artefact__title",
            title_en="template_artefact__title_en",
            owner="owner_id",
        ),
        "visions": _said(models.Vision.objects.filter(**of)),
        "ambitions": _rows(view.AmbitionRow, ambitions),
        "findings": _said(models.Finding.objects.filter(**of), "performance"),
        "ecosystem": _said(models.EcosystemNote.objects.filter(**of), "side"),
        "stakeholders": _rows(view.StakeholderRow, stakeholders, partner="partner_id"),
    }


def _initiatives(key: str) -> dict[str, Any]:
    plan, of_charter = {"initiative__programme": key}, {"charter__initiative__programme": key}
    return {
        "initiatives": _rows(view.InitiativeRow, models.Initiative.objects.filter(programme=key)),
        "charters": _rows(view.CharterRow, models.Charter.objects.filter(**plan), initiative="initiative_id"),
        "roles": _rows(
            view.RoleRow,
            models.CharterPartner.objects.filter(**of_charter),
            charter="charter_id",
            partner="partner_id",
            name="partner__name",
            name_en="partner__name_en",
        ),
        "vision_links": _rows(
            view.LinkRow,
            models.VisionLink.objects.filter(**of_charter),
            charter="charter_id",
            target="vision_id",
        ),
        "ambition_links": _rows(
            view.LinkRow,
            models.AmbitionLink.objects.filter(**of_charter),
            charter="charter_id",
            target="ambition_id",
        ),
        "funding": _rows(
            view.FundingRow,
            models.Funding.objects.filter(**of_charter),
            charter="charter_id",
            partner="partner_id",
        ),
        # Rows are read by their owner: sorted by numbers within it, not by its programme's names again and again.
        "risks": _rows(
            view.RiskRow,
            models.Risk.objects.filter(**of_charter).order_by("charter_id", "order"),
            charter="charter_id",
        ),
        "activities": _rows(
            view.ActivityRow,
            models.Activity.objects.filter(**plan).order_by("order"),
            initiative="initiative_id",
        ),
        "milestones": _rows(
            view.MilestoneRow,
            models.Milestone.objects.filter(**plan).order_by("order"),
            initiative="initiative_id",
        ),
        "pictures": _rows(
            view.PictureRow, models.RoadmapPicture.objects.filter(**plan), initiative="initiative_id"
        ),
        "operations": tuple(
            models.OperationLink.objects.filter(**plan).values_list("initiative_id", "operation__key")
        ),
    }


def _indicators(key: str) -> dict[str, Any]:
    """The indicators that measure the programme, with all that was promised, said and released of them."""
    mine = models.Measure.objects.filter(programme=key).values("indicator")
    of = {"indicator__in": mine}
    return {
        "measures": _rows(
            view.MeasureRow,
            models.Measure.objects.filter(programme=key),
            initiative="initiative_id",
            indicator="indicator_id",
            started="progress__started",
            started_en="progress__started_en",
            final="progress__final",
            final_en="progress__final_en",
        ),
        "indicators": _rows(view.IndicatorRow, Indicator.objects.filter(pk__in=mine)),
        "versions": _rows(view.VersionRow, IndicatorVersion.objects.filter(**of), indicator="indicator_id"),
        "targets": _rows(view.TargetRow, Target.objects.filter(**of), indicator="indicator_id"),
        "statements": _rows(view.StatementRow, Statement.objects.filter(**of), indicator="indicator_id"),
        "released": _rows(
            view.ReleasedRow,
            Line.objects.filter(release__state=Release.State.RELEASED, **of),
            indicator="indicator_id",
        ),
    }


def _review(key: str) -> dict[str, Any]:
    of = {"programme": key}
    return {
        "review_notes": _said(models.ReviewNote.objects.filter(**of), "kind"),
        "lessons": _said(models.Lesson.objects.filter(**of)),
        "commitments": _said(models.Commitment.objects.filter(**of), "kind"),
        "citations": tuple(
            models.Citation.objects.filter(Q(note__programme=key) | Q(commitment__programme=key)).values_list(
                "note_id", "commitment_id"
            )
        ),
        "future_ambitions": _said(models.FutureAmbition.objects.filter(**of)),
        "future_targets": _rows(
            view.FutureTargetRow,
            models.FutureTarget.objects.filter(ambition__programme=key),
            ambition="ambition_id",
        ),
    }


def _money(key: str) -> dict[str, Any]:
    lines = models.BudgetLine.objects.filter(initiative__programme=key)
    contracts = models.Contract.objects.filter(line__initiative__programme=key).order_by()
    payments = models.Payment.objects.filter(contract__line__initiative__programme=key).order_by()
    committed = contracts.values_list("line").annotate(cents=Sum("amount_cents"))
    paid = payments.values_list("contract__line").annotate(cents=Sum("amount_cents"))
    return {
        "money_sources": _rows(view_money.SourceRow, models.MoneySource.objects.filter(programme=key)),
        "budget": _rows(view_money.BudgetRow, lines, initiative="initiative_id", source="source_id"),
        "committed": tuple(view_money.SumRow(line, int(cents)) for line, cents in committed),
        "calls": _rows(view_money.CallRow, models.Call.objects.filter(programme=key)),
        "proposals": _rows(
            view_money.ProposalRow,
            models.Proposal.objects.filter(programme=key).annotate(asked=Sum("costs__asked_cents")),
            call="call_id",
            source="source_id",
            asked_cents="asked",
        ),
        "paid": tuple(view_money.SumRow(line, int(cents)) for line, cents in paid),
    }


def _logic(key: str) -> dict[str, Any]:
    of_record = ("activity__title", "measure__text", "ambition__text", "vision__text")
    nodes = models.LogicNode.objects.filter(programme=key).annotate(
        own=Coalesce(*of_record, output_field=TextField()),
        english=Coalesce(*(f"{name}_en" for name in of_record), output_field=TextField()),
    )
    arrows = models.LogicArrow.objects.filter(before__programme=key)
    return {
        "nodes": _rows(view_money.NodeRow, nodes, text="own", text_en="english"),
        "arrows": _rows(view_money.ArrowRow, arrows, before="before_id", after="after_id"),
    }
