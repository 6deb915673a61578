import pytest

from kurss.learning.tests.city import City, found_city


@pytest.fixture
def city(db) -> City:
    return found_city()
