"""Which PostgreSQL a site uses: the one `DATABASE_URL` names, otherwise the embedded server of its home."""

import os
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from kurss.portal.embedded.address import conninfo as embedded_conninfo


def database_from_environment(home: Path) -> dict[str, Any]:
    """Django's description of the site's database; nothing is started or connected to here.

    Raises ImproperlyConfigured, naming the variable, where `DATABASE_URL` cannot be read.
    """
    url = os.environ.get("DATABASE_URL", "")
    try:
        parts = conninfo_to_dict(url or embedded_conninfo(home))
    except ProgrammingError as error:
        raise ImproperlyConfigured(
            f"DATABASE_URL cannot be read as a PostgreSQL address: {error}. "
            "Write it as postgresql://user:password@host:5432/name, or unset it to use the embedded server."
        ) from error
    if not parts.get("dbname"):
        raise ImproperlyConfigured(
            "DATABASE_URL names no database. Write it as postgresql://user:password@host:5432/name."
        )
    known = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    database: dict[str, Any] = {"ENGINE": "kurss.portal.postgres", "CONN_HEALTH_CHECKS": True}
    database |= {known[name]: str(value) for name, value in parts.items() if name in known}
    options: dict[str, Any] = {name: value for name, value in parts.items() if name not in known}
    database["CONN_MAX_AGE"] = 600
    # Zero behind a pooler that gives every transaction another connection: then nothing is prepared.
    options["prepare_threshold"] = None if os.environ.get("KURSS_PREPARED") == "0" else 5
    database["OPTIONS"] = options
    return database
