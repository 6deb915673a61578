"""Statements that PostgreSQL reads and plans once for a connection: those that begin with the mark.

Planning a statement of an opening minute costs as much as carrying it out. Django puts values into the text and
so prepares nothing; what bears the mark is prepared, and everything else stays as Django has it. To a connection
without this cursor the mark is a comment.
"""

from __future__ import annotations

from typing import Any, Self

from psycopg import ClientCursor, Cursor
from psycopg._preparing import Prepare
from psycopg._queries import PostgresClientQuery, PostgresQuery

MARK = "/* prepared */"


class MarkedOnce(ClientCursor[Any]):
    """Django's cursor, but for statements with the mark."""

    def execute(
        self, query: Any, params: Any = None, *, prepare: bool | None = None, binary: bool | None = None
    ) -> Self:
        self._marked = isinstance(query, str) and query.startswith(MARK)
        self._query_cls = PostgresQuery if self._marked else PostgresClientQuery  # type: ignore[assignment]
        return super().execute(query, params, prepare=self._marked or prepare, binary=binary)

    def _get_prepared(self, pgq: PostgresQuery, prepare: bool | None = None) -> tuple[Prepare, bytes]:
        return Cursor._get_prepared(self, pgq, prepare) if self._marked else (Prepare.NO, b"")

    def _execute_send(self, query: PostgresQuery, **said: Any) -> None:
        (Cursor if self._marked else ClientCursor)._execute_send(self, query, **said)

    _marked = False
