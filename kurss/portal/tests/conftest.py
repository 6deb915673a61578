"""What the tests of the pages share: the site with its style guide, and a programme to measure."""

from pathlib import Path

import pytest

TEMPLATES = Path(__file__).resolve().parent / "templates"


@pytest.fixture
def guided(settings):
    """The site with the style guide and a page that breaks among its addresses."""
    settings.ROOT_URLCONF = "kurss.portal.tests.addresses"
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [TEMPLATES]}]
