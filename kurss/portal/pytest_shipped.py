"""For tests: the rows that migrations lay down are there for each, whichever test ran before.

A test that commits is followed by the emptying of every table, and files that are shared out among processes run
in any order. What was there when the database was made is put back then.
"""

from collections.abc import Generator
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model

_SHIPPED = pytest.StashKey[tuple[Any, list[tuple[type[Model], list[Model]]]]]()


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef, request: pytest.FixtureRequest
) -> Generator[None, Any, Any]:
    """Keep what a new database holds."""
    result = yield
    if fixturedef.argname == "django_db_setup":
        blocker = request.getfixturevalue("django_db_blocker")
        with blocker.unblock():
            own = [model for model in apps.get_models() if model.__module__.startswith("kurss.")]
            found = [(model, list(model._default_manager.all())) for model in own if model._meta.managed]
        request.config.stash[_SHIPPED] = blocker, [(model, rows) for model, rows in found if rows]
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None, Any, Any]:
    """Put it back after a test that committed; after the last one there is no database any more."""
    result = yield
    if nextitem is not None and _commits(item) and _SHIPPED in item.config.stash:
        blocker, shipped = item.config.stash[_SHIPPED]
        with blocker.unblock():
            for model, rows in shipped:
                model._default_manager.bulk_create(rows, ignore_conflicts=True)
    return result


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    asked = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(asked) or (marker is not None and bool(marker.kwargs.get("transaction")))
