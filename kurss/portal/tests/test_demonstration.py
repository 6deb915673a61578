"""One-click sign-in exists on a demonstration of one machine, and cannot be had on a city's own site."""

import os
import subprocess
import sys

import pytest

from kurss.portal.checks import demonstration_stays_on_this_machine

CITY = {
    "DJANGO_SETTINGS_MODULE": "kurss.portal.settings.production",
    "KURSS_SECRET_KEY": "a key for this test",
    "KURSS_HOSTS": "kurss.ventspils.example",
}


LOOK = """
from django.apps import apps
from django.conf import settings
from django.urls import Resolver404, resolve

def there(address):
    try:
        return bool(resolve(address))
    except Resolver404:
        return False

print("a demonstration:", settings.KURSS_DEMO or apps.is_installed("kurss.demo"))
for address in ("/lv/sign-in/", "/lv/demo/"):
    print(f"{address}:", there(address))
"""


def run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A process of its own: settings are chosen once, when Python starts."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KURSS_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-c", f"import django\ndjango.setup()\n{code}"],
        env=kept | CITY | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize("value", ["1", "true", "0"])
def test_a_citys_own_site_refuses_to_start_as_a_demonstration(value):
    refused = run("", KURSS_DEMO=value)
    assert refused.returncode != 0
    assert "one-click sign-in cannot be switched on in production settings" in refused.stderr


@pytest.mark.slow
def test_a_citys_own_site_has_no_address_that_signs_in_without_a_password():
    found = run(LOOK)
    assert found.stdout.splitlines() == ["a demonstration: False", "/lv/sign-in/: True", "/lv/demo/: False"]


def test_a_demonstration_that_others_could_reach_is_refused(settings):
    assert demonstration_stays_on_this_machine() == []
    settings.ALLOWED_HOSTS = ["127.0.0.1", "kurss.ventspils.lv"]
    assert [(one.id, one.msg) for one in demonstration_stays_on_this_machine()] == [
        ("kurss.E002", "A demonstration with one-click sign-in would answer to kurss.ventspils.lv.")
    ]
    settings.ALLOWED_HOSTS = ["*"]
    assert [one.id for one in demonstration_stays_on_this_machine()] == ["kurss.E002"]


def test_the_demonstrations_module_in_a_citys_own_site_is_refused(settings):
    settings.KURSS_DEMO = False
    assert [one.id for one in demonstration_stays_on_this_machine()] == ["kurss.E001"]
