"""Django's PostgreSQL, but that an idle connection is looked at, not asked, and marked statements are prepared."""

from __future__ import annotations

import select
from typing import Any

from django.db.backends.postgresql import base

from kurss.portal.postgres.prepared import MarkedOnce


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection of a thread, kept from page to page."""

    def get_connection_params(self) -> dict[str, Any]:
        return {**super().get_connection_params(), "cursor_factory": MarkedOnce}

    def is_usable(self) -> bool:
        """Whether the server is still there. On a line where nothing has arrived it has not hung up, and need not
        be asked before every page; where something has, it is asked."""
        if self.connection is None or self.connection.closed:
            return False
        line = select.poll()
        line.register(self.connection.fileno(), select.POLLIN | select.POLLHUP | select.POLLERR)
        return not line.poll(0) or super().is_usable()
