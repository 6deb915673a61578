import pytest

from kurss.science_centre.tests.city import City, found_city


@pytest.fixture
def city(db) -> City:
    return found_city()
