"""A city's own settings: sound by Django's own checks, and every page with its headers."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "kurss.portal.settings.production",
    "KURSS_SECRET_KEY": "only for this test: 0123456789 abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLM",
    "KURSS_HOSTS": "kurss.ventspils.example",
}


def checked(tmp_path, **more: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KURSS_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=kept | ENVIRONMENT | {"KURSS_HOME": str(tmp_path)} | more,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_a_citys_own_settings_pass_every_check_for_production(tmp_path):
    done = checked(tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "no issues" in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"KURSS_ISSUERS": "/nowhere/issuers.toml"}, "KURSS_ISSUERS names /nowhere/issuers.toml"),
        ({"KURSS_TRUSTED_PROXY": "the proxy"}, "KURSS_TRUSTED_PROXY"),
        ({"KURSS_BREACHED_PASSWORDS": "/nowhere/list"}, "KURSS_BREACHED_PASSWORDS names /nowhere/list"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_in_a_sentence_before_the_site_starts(tmp_path, more, sentence):
    done = checked(tmp_path, **more)
    assert done.returncode != 0
    assert sentence in done.stderr


@pytest.mark.django_db
def test_every_page_has_the_headers_that_keep_others_out(client):
    answer = client.get("/en/sign-in/")
    assert "frame-ancestors 'none'" in answer["content-security-policy"]
    assert answer["x-frame-options"] == "DENY"
    assert answer["x-content-type-options"] == "nosniff"
    assert answer["referrer-policy"] == "same-origin"
    assert answer["cross-origin-opener-policy"] == "same-origin"
    assert answer["cross-origin-resource-policy"] == "same-origin"
    assert "microphone=()" in answer["permissions-policy"]
    assert "publickey-credentials-get=(self)" in answer["permissions-policy"]
    assert "no-store" in answer["cache-control"]


def test_a_citys_own_site_asks_for_a_safe_connection_and_a_second_factor(tmp_path):
    told = (
        "from django.conf import settings as s; print(s.SECURE_HSTS_SECONDS >= 31536000, s.SESSION_COOKIE_SECURE, "
        "s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.KURSS_SECOND_FACTOR_FOR_STAFF, s.DEBUG)"
    )
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KURSS_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-c", told],
        cwd=ROOT,
        env=kept | ENVIRONMENT | {"KURSS_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["True", "True", "True", "True", "True", "False"]
