"""What the whole test suite needs."""

from collections.abc import Iterator

import pytest
from django.core.management.commands import flush
from django.utils import translation


def pytest_configure(config: pytest.Config) -> None:
    """Let Django empty sealed tables between transactional tests, and only then.

    The database refuses TRUNCATE on the journal and on sealed evidence. A test that commits is cleaned up by
    Django's `flush`, which truncates every table; around that one statement the refusals of the test database
    are switched off.
    """
    plain = flush.sql_flush

    def unsealed(*args: object, **options: object) -> list[str]:
        return [_refusals("DISABLE"), *plain(*args, **options), _refusals("ENABLE")]

    flush.sql_flush = unsealed


def _refusals(word: str) -> str:
    """Every trigger that refuses TRUNCATE, switched off or on (bit 32 of `tgtype` marks them)."""
    return f"""
        DO $$ DECLARE found record; BEGIN
            FOR found IN SELECT tgrelid::regclass AS owner, tgname FROM pg_trigger
                         WHERE NOT tgisinternal AND tgtype & 32 <> 0
            LOOP EXECUTE format('ALTER TABLE %s {word} TRIGGER %I', found.owner, found.tgname); END LOOP;
        END $$"""


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Refusals speak the reader's language; tests read them in English."""
    with translation.override("en"):
        yield
