"""Reading facts out of PostgreSQL: rows go by COPY through a pipe into DuckDB, and no file lies between.

A subject's key is replaced by its number on the way, see `SubjectNumber`: numbers that begin at nought and leave
no gap are their own places in a bitmap, and a snapshot holds nobody's key.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable
from dataclasses import dataclass

import duckdb
from django.db import connection
from psycopg import sql

from kurss.evidence.facts import Fact, State

NULL = r"\N"
ROWS = "sealed"
"""The DuckDB table that holds the rows of the fact at hand."""

_BLOCK = 1 << 20
_BATCH = 5000


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a fact as it is read: its name, the path of its value in the rows, and its DuckDB type.

    It is sealed as it is read, but for `subject`, of which the number is sealed.
    """

    name: str
    path: str
    type: str


def columns(fact: Fact) -> tuple[Column, ...]:
    """The columns of a fact, in the order they are sealed."""
    time = fact.time
    days = (
        (Column("holds_from", time.holds_from, "DATE"), Column("holds_until", time.holds_until, "DATE"))
        if isinstance(time, State)
        else (Column("happened_on", time.on, "DATE"),)
    )
    return (
        Column("record", fact.record, "VARCHAR"),
        *((Column("subject", fact.subject, "VARCHAR"),) if fact.subject else ()),
        *days,
        Column("synthetic", fact.synthetic, "BOOLEAN"),
        *(
            Column(f"d_{dimension.key}", dimension.path, "BIGINT" if dimension.whole_number else "VARCHAR")
            for dimension in fact.dimensions
        ),
        *(
            Column(f"q_{quantity.key}", quantity.path, f"DECIMAL(38,{quantity.decimals})")
            for quantity in fact.quantities
        ),
    )


class Export:
    """Facts of one moment, read one after the other into the table ROWS."""

    def __init__(self, duck: duckdb.DuckDBPyConnection) -> None:
        self.duck = duck
        self.kinds: dict[str, str] = {}

    def read(self, fact: Fact) -> None:
        """Read every row of a fact. Its subjects are numbers from here on; one without a key has none."""
        self.duck.execute(f"DROP TABLE IF EXISTS {ROWS}")
        wanted = columns(fact)
        if not fact.subject:
            self._take(_rows(fact), wanted, f"CREATE TABLE {ROWS} AS SELECT * FROM {{rows}}")  # noqa: S608
            return
        known = self._numbers(fact.subject_kind)
        self._take(
            _rows(fact),
            wanted,
            f"CREATE TABLE {ROWS} AS SELECT r.* REPLACE (k.number AS subject), "  # noqa: S608
            f"CASE WHEN k.number IS NULL THEN r.subject END AS key FROM {{rows}} r "
            f"LEFT JOIN {known} k ON k.key = r.subject",
        )
        self._give_numbers(known)

    def keep(self) -> None:
        """Write the numbers that were given; call it in the transaction that keeps the snapshot."""
        for kind, table in self.kinds.items():
            found = self.duck.execute(f"SELECT key, number FROM {table} WHERE fresh ORDER BY number")  # noqa: S608
            with (
                connection.cursor() as cursor,
                cursor.cursor.copy("COPY evidence_subjectnumber (kind, key, number) FROM STDIN") as lines,
            ):
                while batch := found.fetchmany(_BATCH):
                    for key, number in batch:
                        lines.write_row((kind, key, number))

    def _numbers(self, kind: str) -> str:
        """The table of the numbers that subjects of a kind have."""
        if kind not in self.kinds:
            table = f"numbers_{len(self.kinds)}"
            statement = sql.SQL("SELECT key, number FROM evidence_subjectnumber WHERE kind = {}").format(kind)
            self._take(
                statement,
                (Column("key", "", "VARCHAR"), Column("number", "", "INTEGER")),
                f"CREATE TABLE {table} AS SELECT *, false AS fresh FROM {{rows}}",  # noqa: S608
            )
            self.kinds[kind] = table
        return self.kinds[kind]

    def _give_numbers(self, known: str) -> None:
        (lacking,) = self.duck.execute(f"SELECT count(key) FROM {ROWS}").fetchone() or (0,)  # noqa: S608
        if lacking:
            # By key, so that the same rows sealed anew get the same numbers.
            self.duck.execute(
                f"INSERT INTO {known} SELECT key, CAST(coalesce((SELECT max(number) + 1 FROM {known}), 0) "  # noqa: S608
                f"+ row_number() OVER (ORDER BY key) - 1 AS INTEGER), true "
                f"FROM (SELECT DISTINCT key FROM {ROWS} WHERE key IS NOT NULL)"
            )
            self.duck.execute(
                f"CREATE TABLE numbered AS SELECT r.* REPLACE (coalesce(r.subject, k.number) AS subject) "  # noqa: S608
                f"FROM {ROWS} r LEFT JOIN {known} k ON k.key = r.key"
            )
            self.duck.execute(f"DROP TABLE {ROWS}")
            self.duck.execute(f"ALTER TABLE numbered RENAME TO {ROWS}")
        self.duck.execute(f"ALTER TABLE {ROWS} DROP COLUMN key")

    def _take(self, rows: sql.Composable, wanted: Iterable[Column], statement: str) -> None:
        """Run a DuckDB statement over rows of PostgreSQL as they come: `{rows}` stands for them in it."""
        types = ", ".join(f"'{column.name}': '{column.type}'" for column in wanted)
        given, taken = os.pipe()
        source = (
            f"read_csv('/dev/fd/{given}', header = false, columns = {{{types}}}, nullstr = '{NULL}', "
            "allow_quoted_nulls = false, delim = ',', quote = '\"', escape = '\"', auto_detect = false, "
            "parallel = false)"
        )
        failed: list[BaseException] = []

        def take() -> None:
            try:
                self.duck.execute(statement.format(rows=source))
            except BaseException as error:
                failed.append(error)
            finally:
                os.close(given)  # from here on the sender is told that nobody reads

        reader = threading.Thread(target=take, name="export", daemon=True)
        reader.start()
        try:
            _send(rows, taken)
        except BrokenPipeError:
            reader.join()
            if not failed:
                raise
        finally:
            reader.join()
        if failed:
            raise failed[0]


def _send(rows: sql.Composable, target: int) -> None:
    copy = sql.SQL("COPY ({rows}) TO STDOUT (FORMAT csv, NULL {null})").format(rows=rows, null=NULL)
    with (
        os.fdopen(target, "wb", _BLOCK) as pipe,
        connection.cursor() as cursor,
        cursor.cursor.copy(copy) as stream,
    ):
        for block in stream:
            pipe.write(block)


def _rows(fact: Fact) -> sql.Composable:
    """The fact's rows as one SELECT. An empty text is no value, like NULL."""
    wanted = columns(fact)
    statement, parameters = (
        fact.rows().order_by().values_list(*(column.path for column in wanted)).query.sql_with_params()
    )
    with connection.cursor() as cursor:
        bound = cursor.cursor.mogrify(statement, parameters)
    names = sql.SQL(", ").join(
        sql.SQL("NULLIF({0}::text, '')").format(sql.Identifier(f"c{index}"))
        if column.type == "VARCHAR"
        else sql.Identifier(f"c{index}")
        for index, column in enumerate(wanted)
    )
    aliases = sql.SQL(", ").join(sql.Identifier(f"c{index}") for index in range(len(wanted)))
    return sql.SQL("SELECT {names} FROM ({rows}) AS r ({aliases})").format(
        names=names, rows=sql.SQL(bound), aliases=aliases
    )
