import pytest

from kurss.evidence import facts
from kurss.publication.tests.city import FACTS, City, found_city


@pytest.fixture
def city(db, settings, tmp_path) -> City:
    settings.KURSS_FACTS = FACTS
    settings.SNAPSHOTS = tmp_path / "snapshots"
    facts.declared.cache_clear()
    yield found_city()
    facts.declared.cache_clear()
