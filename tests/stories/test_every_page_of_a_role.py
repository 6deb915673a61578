"""The pages behind signing in: usable by all in both languages, light and dark, and on a narrow phone."""

from __future__ import annotations

import pytest

from tests.stories.usable import faults, sign_in, window

pytestmark = pytest.mark.browser

PAGES = {
    "": (
        "status/",
        "data-protection/",
        "releases/",
        "releases/1/",
        "self-audit/",
        "courses/",
        "courses/rounds/",
        "courses/rounds/rudens-2022/",
    ),
    "guardian": (
        "account/",
        "family/",
        "family/add/name/",
        "courses/mine/",
        "courses/rounds/rudens-2022/",
        "courses/rounds/rudens-2022/apply/",
    ),
    "teacher": ("account/", "courses/"),
    "registrar": ("people/lists/", "people/duplicates/", "people/duplicates/how/", "people/"),
    "administrator": ("people/", "roles/", "roles/table/", "roles/give/", "journal/"),
    "approver": ("release/", "release/changes/", "facts/", "indicators/"),
    "auditor": (
        "journal/",
        "release/changes/",
        "privacy/requests/",
    ),
    "data_protection_officer": (
        "journal/",
        "consent-texts/",
        "privacy/requests/",
        "privacy/requests/new/",
        "privacy/retention/",
        "privacy/register/",
        "privacy/consents/",
    ),
    "course_administrator": (
        "courses/rounds/",
        "courses/rounds/rudens-2022/",
        "planning/",
        "planning/seasons/new/",
        "planning/seasons/macibu-gads-2022/",
        "planning/seasons/macibu-gads-2022/free-days/",
        "planning/seasons/macibu-gads-2022/groups/new/",
        "planning/seasons/macibu-gads-2022/rounds/new/",
        "planning/seasons/macibu-gads-2022/import/",
        "planning/seasons/macibu-gads-2022/copy/?from=macibu-gads-2021",
        "planning/groups/droni-22-04/change/",
        "planning/groups/droni-22-04/meetings/new/",
        "planning/rounds/rudens-2022/invitations/",
        "planning/rounds/rudens-2022/advice/",
        "courses/rounds/rudens-2022/run/",
    ),
    "programme_officer": (
        "release/",
        "release/changes/",
        "release/restate/learning.children/SY2021/",
        "lint/",
        "programme/health/",
        "programme/money/",
        "programme/money/import/",
        "programme/money/sources/add/",
        "programme/vizium/money/",
        "programme/vizium/money/add/",
        "programme/logic/",
        "programme/logic/add/",
        "programme/logic/framework/",
        "programme/pipeline/",
        "programme/pipeline/calls/add/",
        "programme/pipeline/proposals/add/",
        "programme/roll-up/",
        "programme/carry/",
        "programme/stakeholders/add/",
        "programme/meetings/add/",
        "programme/suggestions/",
        "programme/governance/add/",
        "programme/risks/add/",
    ),
}
"""Addresses within a language, by the role that opens them; the first line is of somebody not signed in."""

FIRST_OF = {
    "guardian": (("family/", r"/family/[0-9a-f-]{36}/$"),),
    "registrar": (
        ("people/?name=an", r"/people/[0-9a-f-]{36}/$"),
        ("people/duplicates/", r"/people/duplicates/[0-9]+/$"),
    ),
    "administrator": (("roles/give/?email=demo", r"/roles/give/[0-9a-f-]{36}/$"),),
    "auditor": (("figures/L-01/", r"/figures/L-01\.[^/]+/records/$"),),
    "data_protection_officer": (
        ("privacy/retention/", r"/privacy/retention/[^/]+/$"),
        ("privacy/register/", r"/privacy/register/[^/]+/$"),
    ),
    "course_administrator": (
        ("planning/seasons/macibu-gads-2022/", r"/planning/groups/[^/]+/$"),
        ("planning/groups/droni-22-04/", r"/planning/sessions/[0-9]+/$"),
    ),
    "programme_officer": (
        ("programme/stakeholders/", r"/programme/stakeholders/[0-9]+/$"),
        ("programme/meetings/", r"/programme/meetings/[0-9]+/$"),
        ("programme/governance/", r"/programme/governance/[0-9]+/$"),
        ("programme/risks/", r"/programme/risks/[0-9]+/$"),
        ("programme/pipeline/", r"/programme/pipeline/(calls|proposals)/[0-9]+/$"),
    ),
    "": (("courses/", r"/courses/(?!rounds|mine)[^/]+/$"),),
}
"""Lists, and the first thing behind each: its address is known by the shape it has."""


def behind(page, site: str, language: str, role: str) -> list[str]:
    """The addresses a role is asked for: those named, and the first behind each of its lists."""
    named = [f"{site}/{language}/{path}" for path in PAGES[role]]
    for path, shape in FIRST_OF.get(role, ()):
        listed = f"{site}/{language}/{path}"
        page.goto(listed)
        found = page.evaluate(
            "shape => [...document.querySelectorAll('main a')].map(a => a.href).find(a => RegExp(shape).test(a))",
            shape,
        )
        assert found, f"nothing is listed at {listed}"
        named += [listed, found]
    return named


@pytest.mark.parametrize("language", ["lv", "en"])
@pytest.mark.parametrize("role", PAGES, ids=lambda role: role or "nobody")
def test_the_pages_of_a_role_have_no_fault_that_axe_can_find_and_fit_a_phone(browser, site, role, language):
    page, troubles = window(browser), []
    page.on("console", lambda message: message.type == "error" and troubles.append(message.text))
    if role:
        sign_in(page, site, role)
    for address in behind(page, site, language, role):
        troubles += faults(page, address)
    page.context.close()
    assert troubles == []
