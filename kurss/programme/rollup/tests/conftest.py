import pytest

from kurss.programme.tests.office import Office, found_office


@pytest.fixture
def office(db) -> Office:
    return found_office()
