"""Late attendance, from the classroom to a restated figure, and an auditor who trusts nobody.

A city of its own: what happens here changes what the public sees.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kurss.evidence import verify_figures
from tests.conftest import ROOT
from tests.stories.usable import press, sign_in

pytestmark = pytest.mark.browser

LATE = """
import os, sys
import django
django.setup()
from collections import Counter
from kurss.demo.accounts import account_of
from kurss.demo.loading import Moment
from kurss.learning.marking import correct_attendance
from kurss.learning.models import Attendance
from kurss.people.permissions import Role
marks = Attendance.objects.filter(is_current=True, audience="child", happened_on__gte="2021-09-01")
came = Counter(marks.filter(status__in=("present", "late")).values_list("person", flat=True))
person = next(m.person_id for m in marks.filter(status="absent").order_by("pk") if came)
person, times = min(came.items(), key=lambda pair: (pair[1], str(pair[0])))
for mark in marks.filter(person=person, status__in=("present", "late")):
    correct_attendance(attendance=mark, status="absent", reason="another child", at=Moment.of_demonstration().at,
                       by=account_of(Role.COURSE_ADMINISTRATOR))
"""
"""A teacher's list is put right after the year was published: one child never came."""


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    opened = context.new_page()
    opened.set_default_timeout(60_000)
    yield opened
    context.close()


def children(city):
    listed = json.loads(city.kurss("figures", "--json").stdout)["figures"]
    return next(
        f for f in listed if (f["indicator"], f["period"], f["cell"]) == ("learning.children", "SY2021", "")
    )


def main_of(page):
    return page.locator("main").inner_text().replace("\u00a0", " ")


def correct_the_list(city):
    environment = city.environment | {"DJANGO_SETTINGS_MODULE": "kurss.portal.settings.demo"}
    subprocess.run([sys.executable, "-c", LATE], cwd=ROOT, env=environment, check=True, timeout=120)
    city.kurss("snapshot")


def verify(bag, digest):
    return subprocess.run(
        [sys.executable, "-I", "-S", str(Path(verify_figures.__file__)), str(bag), "--digest", digest],
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_figure_is_restated_by_two_people_and_verified_by_a_third(page, own_city, own_site, tmp_path):
    city, site = own_city, own_site
    before = children(city)
    correct_the_list(city)
    assert children(city) == before

    sign_in(page, site, "programme_officer")
    page.goto(f"{site}/en/release/changes/?what=moved&q=L-01")
    assert "records were corrected" in main_of(page)
    page.get_by_text("Prepare a release").click()
    page.get_by_label("Name in Latvian").fill("Labots saraksts")
    page.get_by_label("Name in English").fill("A list put right")
    press(page, "Begin the release")
    # Nothing else is new: the draft is begun by the restatement that it is for.
    page.goto(f"{site}/en/release/restate/learning.children/SY2021/")
    press(page, "Restate with this reason")
    assert "Say in English why the figure changes" in main_of(page)
    page.get_by_label("Reason in Latvian").fill("Bērns bija atzīmēts cita vietā.")
    page.get_by_label("Reason in English").fill("One child was marked in place of another.")
    press(page, "Restate with this reason")
    press(page, "Propose for approval")
    assert "somebody else approves it" in main_of(page)
    assert page.get_by_role("button", name="Approve and publish").count() == 0
    assert children(city) == before

    sign_in(page, site, "approver")
    page.goto(f"{site}/en/release/")
    press(page, "Approve and publish")
    after = children(city)
    assert int(after["value"]) == int(before["value"]) - 1

    page.context.clear_cookies()
    page.goto(f"{site}/en/figures/{after['address']}/")
    assert "One child was marked in place of another." in main_of(page)
    page.goto(f"{site}/en/figures/{before['address']}/")
    assert before["value"] in page.locator("h1").inner_text()
    assert after["address"] in main_of(page)
    page.goto(f"{site}/en/releases/2/")
    assert "One child was marked in place of another." in main_of(page)
    digest = page.locator("main .aside code").first.inner_text().strip()
    assert page.goto(f"{site}/en/releases/2/audit.zip").url.count("/sign-in/") == 1

    sign_in(page, site, "auditor")
    page.goto(f"{site}/en/releases/2/")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Audit bag: the records under pseudonyms").click()
    bag = tmp_path / "audit.zip"
    waiting.value.save_as(bag)
    answer = verify(bag, digest)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "all agree" in answer.stdout
    content = bytearray(bag.read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / "flipped.zip").write_bytes(content)
    assert verify(tmp_path / "flipped.zip", digest).returncode in (
        verify_figures.UNSOUND,
        verify_figures.DISAGREES,
    )

    page.goto(f"{site}/en/figures/{after['address']}/sample/?seed=2022-10-01-ab&count=5")
    assert page.locator("table.records tbody tr").count() == 5
