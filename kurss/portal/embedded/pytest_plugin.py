"""For the tests of a machine without PostgreSQL: `-p kurss.portal.embedded.pytest_plugin`.

Where DATABASE_URL names no server, one is started for the session, before Django's settings are read, and
deleted with its data afterwards. Processes the tests start find it in DATABASE_URL.
"""

import os
from collections.abc import Generator

import pytest

from kurss.portal.embedded import address, server
from kurss.portal.embedded.refusals import EmbeddedServerError

_RUNNING = pytest.StashKey[server.Running]()


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, None, None]:
    """Start the server, unless the tests were told to use another one."""
    if address.needed(os.environ):
        try:
            running = server.throw_away()
        except EmbeddedServerError as error:
            raise pytest.UsageError(str(error)) from error
        early_config.stash[_RUNNING] = running
        os.environ["DATABASE_URL"] = address.url(running.home)
    return (yield)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Delete the server of this session."""
    running = config.stash.get(_RUNNING, None)
    if running is not None:
        del os.environ["DATABASE_URL"]
        running.release()
