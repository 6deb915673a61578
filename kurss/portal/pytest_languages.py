"""For tests: the languages compiled before Django loads, since its own models translate a word on import."""

import pytest

from kurss.portal.catalogue import compile_all


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    compile_all()
