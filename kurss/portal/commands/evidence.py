"""`kurss figures`, `kurss audit`, `kurss verify` and `kurss export evidence`: what is released, and its proof."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from kurss.portal import site
from kurss.portal.exits import Exit, Refused

if TYPE_CHECKING:
    from kurss.evidence.models import Figure, Release
    from kurss.evidence.self_audit import Night

export = typer.Typer(help="Write what the city holds into a file.", no_args_is_help=True)
out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
Check = Annotated[bool, typer.Option("--check", help="Recompute every released figure and compare.")]
Every = Annotated[bool, typer.Option("--all", help="With --check: those of every past release too.")]
Unreleased = Annotated[
    bool, typer.Option("--unreleased", help="The figures of the newest snapshot, whether released or not.")
]
Engine = Annotated[
    str,
    typer.Option(
        help="Recompute the newest snapshot on Apache Spark, spark://host:port or local[n], and compare."
    ),
]
Public = Annotated[bool, typer.Option("--public", help="City totals only, for anybody.")]
Number = Annotated[int, typer.Option("--release", help="The number of a release; the newest if left out.")]


def _tell(sentence: str) -> None:
    err.print(sentence, style="dim")


def figures(
    json_: Json = False,
    check: Check = False,
    every: Every = False,
    unreleased: Unreleased = False,
    engine: Engine = "",
) -> None:
    """List the figures that stand published, or recompute and compare them."""
    with site.ready(_tell):
        if engine:
            _recomputed_on(engine, json_)
            return
        if check:
            _checked(every, json_)
            return
        if unreleased:
            _list(_newest(), None, json_)
            return
        from kurss.evidence.published import current_figures

        release = _release(0)
        _list(current_figures().order_by("address"), release, json_)


def _recomputed_on(master: str, json_: bool) -> None:
    """Every figure of the newest snapshot by Apache Spark, compared with what is kept."""
    from kurss.evidence.bag import BagBroken
    from kurss.evidence.engine import spark
    from kurss.evidence.figures import recheck
    from kurss.evidence.queries import latest_snapshot

    newest = latest_snapshot()
    if newest is None:
        raise Refused("Nothing is sealed yet: run `kurss snapshot` first.", Exit.DATA)
    try:
        with spark.session(master) as session:
            compared, disagreements = recheck(snapshot=newest, using=spark.engine(session))
    except spark.SparkMissing as missing:
        raise Refused(str(missing), Exit.USAGE) from missing
    except BagBroken as broken:
        raise Refused(str(broken), Exit.DISAGREES) from broken
    if json_:
        named = [{"figure": d.figure, "stored": d.stored, "recomputed": d.recomputed} for d in disagreements]
        out.print_json(json.dumps({"engine": master, "compared": compared, "disagree": named}))
    else:
        out.print(f"{compared} figures recomputed by Spark at {master}; {len(disagreements)} disagree.")
        for disagreement in disagreements:
            out.print(f"  {disagreement.figure}")
    if disagreements:
        raise typer.Exit(Exit.DISAGREES)


def _newest() -> Iterable[Figure]:
    from kurss.evidence.models import Figure
    from kurss.evidence.queries import latest_snapshot

    newest = latest_snapshot()
    if newest is None:
        raise Refused("Nothing is sealed yet: run `kurss snapshot` first.", Exit.DATA)
    found = Figure.objects.filter(snapshot=newest)
    return found.select_related("version__indicator", "snapshot").order_by("address")


def _release(number: int) -> Release:
    from kurss.evidence.published import current_release, releases

    found = releases().filter(number=number).first() if number else current_release()
    if found is None:
        raise Refused(
            f"There is no release {number}: see the page Releases."
            if number
            else "Nothing is released yet: prepare a release and let a second person approve it.",
            Exit.DATA,
        )
    return found


def _list(rows: Iterable[Figure], release: Release | None, json_: bool) -> None:
    from kurss.evidence.canonical import decimal_text

    if json_:
        head: dict[str, Any] = {
            "release": release.number if release else None,
            "digest": release.digest if release else None,
            "as_of": release.snapshot.as_of.isoformat() if release else None,
        }
        out.print_json(json.dumps({**head, "figures": [_row(row) for row in rows]}))
        return
    for row in rows:
        if row.cell:
            continue
        shown = (
            row.reason
            if row.shown is None
            else f"{decimal_text(row.shown)}{' %' if row.version.percent else ''}"
        )
        out.print(f"{row.address:34} {shown:>16}  {row.version.indicator.name_en}")


def _row(row: Figure) -> dict[str, Any]:
    from kurss.evidence.canonical import decimal_text

    def text(value: Any) -> str | None:
        return None if value is None else decimal_text(value)

    return {
        "indicator": row.version.indicator_id,
        "version": row.version.number,
        "period": row.period_key,
        "cell": row.cell,
        "value": text(row.value),
        "reason": row.reason or None,
        "numerator": text(row.numerator),
        "denominator": text(row.denominator),
        "records": row.records,
        "digest": row.digest,
        "address": row.address,
        "snapshot": row.snapshot_id,
        "synthetic": row.synthetic,
    }


def audit(every: Every = False, json_: Json = False) -> None:
    """Recompute what is released, keep the result for the status page, and stamp what has no stamp yet."""
    with site.ready(_tell):
        from django.utils import timezone

        from kurss.evidence.stamping import stamp_missing
        from kurss.people.queries import unattended
        from kurss.programme.proof import audit_figures

        _release(0)
        night = audit_figures(by=unattended(), at=timezone.now(), every=every)
        _tell_night(night, json_)
        for failed in stamp_missing()[1]:
            _tell(failed)
        if not night.is_well:
            raise typer.Exit(Exit.DISAGREES)


def _checked(every: bool, json_: bool) -> None:
    from django.utils import timezone

    from kurss.evidence import self_audit

    _release(0)
    night = self_audit.looked(at=timezone.now(), every=every)
    _tell_night(night, json_)
    if not night.is_well:
        raise typer.Exit(Exit.DISAGREES)


def _tell_night(night: Night, json_: bool) -> None:
    if json_:
        named = [
            {"figure": one.figure, "stored": one.stored, "recomputed": one.recomputed}
            for one in night.findings
        ]
        told = {"compared": night.compared, "disagree": named, "broken": list(night.broken)}
        out.print_json(json.dumps(told))
        return
    out.print(
        f"{night.compared} figures recomputed from their sealed records; {len(night.findings)} disagree."
    )
    for one in night.findings:
        out.print(f"  {one.figure}")
    for sentence in night.broken:
        out.print(sentence)


@export.command("evidence")
def export_evidence(
    file: Annotated[Path, typer.Argument(help="Where to write the bag, a zip file.")],
    public: Public = False,
    number: Number = 0,
) -> None:
    """Write the audit bag of a release, or with --public the bag that anybody may have."""
    with site.ready(_tell):
        from kurss.evidence import bags
        from kurss.evidence.bag import BagBroken

        release = _release(number)
        try:
            bags.write(release, file.resolve(), public=public)
        except BagBroken as broken:
            raise Refused(str(broken), Exit.DATA) from broken
        except OSError as error:
            raise Refused(f"{file} cannot be written ({error.strerror}): choose another place.") from error
        out.print(f"{file}: the {'public' if public else 'audit'} bag of release {release.number}.")
        out.print(f"Digest: {release.digest}")


def verify(
    file: Annotated[Path, typer.Argument(help="An audit bag or a public bag.")],
    digest: Annotated[str, typer.Option(help="The release digest, as printed in the document.")],
) -> None:
    """Verify a bag without database or account: recompute every figure in it and compare."""
    from kurss.evidence import bag_tables, verify_figures

    if not re.fullmatch("[0-9a-fA-F]{64}", digest.strip()):
        raise Refused("A digest has 64 hexadecimal digits: copy all of it from the document.", Exit.USAGE)
    code = verify_figures.verify(file, digest, lambda sentence: out.print(sentence, markup=False))
    if code != verify_figures.AGREES:
        raise typer.Exit(code)
    for name in (forged := bag_tables.differing(file)):
        out.print(f"{name} does not hold the rows of rows.csv.gz beside it: it was forged.", markup=False)
    if forged:
        raise typer.Exit(Exit.DISAGREES)
