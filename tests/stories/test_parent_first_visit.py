"""A parent comes for the first time, on a phone: an account, a child, and the second guardian's first look."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from kurss.notices.models import Notice
from kurss.people.models import Account

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "three words of our own"
PHONES = (320, 390)


@pytest.fixture
def phone(browser, live_server):
    """Opens a phone of its own, with its own cookies; what went wrong on it is noted."""
    contexts = []

    def take(width: int = 320):
        context = browser.new_context(
            viewport={"width": width, "height": 720}, base_url=live_server.url, java_script_enabled=True
        )
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("response", lambda answer: _note(page, answer))
        return page

    yield take
    for context in contexts:
        context.close()


def _note(page, answer) -> None:
    if answer.status >= 500:
        page.complaints.append(f"{answer.status} {answer.url}")


def letter_to(address: str, pattern: str) -> str:
    """The newest letter to an address: the link in it that looks like this."""
    for letter in Notice.objects.filter(to=address).order_by("-posted_at", "-key"):
        found = re.search(rf"https?://\S+{pattern}\S*", letter.body)
        if found:
            return found.group()
    raise AssertionError(f"no letter to {address} holds a link to {pattern}")


def sign_up(page, email: str, given: str, family: str) -> None:
    page.fill("[name=email]", email)
    page.fill("[name=given_name]", given)
    page.fill("[name=family_name]", family)
    for field in ("password1", "password2"):
        if page.locator(f"[name={field}]").count():
            page.fill(f"[name={field}]", PASSWORD)
    page.click("main button[type=submit]")
    page.goto(letter_to(email, "/confirm-address/"))
    page.click("main button[type=submit]")


def is_well(page) -> None:
    """It fits the phone, axe finds nothing, and nothing broke on the way."""
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= page.viewport_size["width"], f"{page.url} is {wide} wide"
    faults = [
        f"{one['id']}: {node['target']}"
        for one in Axe().run(page).response["violations"]
        for node in one["nodes"]
    ]
    assert faults == [], page.url
    assert page.complaints == []


def go_on(page) -> None:
    page.click("main form button.btn-primary")


@pytest.mark.parametrize("width", PHONES)
def test_from_a_first_visit_to_the_second_guardians_first_look(phone, width):
    # Letters to one address are limited, so each visit has addresses of its own.
    mother, father = f"ilze.{width}@home.example", f"juris.{width}@home.example"
    her = phone(width)
    her.goto("/en/family/")
    assert "/sign-in/" in her.url
    her.click("text=You have no account yet")
    is_well(her)
    sign_up(her, mother, "Ilze", "Bērziņa")
    her.goto("/en/family/")
    is_well(her)

    her.click("text=Add a child")
    her.fill("[name=given_name]", "Anna")
    her.fill("[name=family_name]", "Bērziņa")
    go_on(her)
    go_on(her)
    assert her.locator(".errors").is_visible()
    is_well(her)
    for part, value in enumerate(("1", "3", "2014")):
        her.fill(f"[name=birth_date_{part}]", value)
    go_on(her)
    her.check("[name=gender][value=female]")
    go_on(her)
    is_well(her)
    go_on(her)
    assert her.locator("h1").inner_text() == "Anna Bērziņa"
    is_well(her)

    child = her.url
    her.click("text=Invite another guardian")
    her.fill("[name=email]", father)
    her.check("[name=language][value=en]")
    is_well(her)
    go_on(her)
    assert "A letter is on its way" in her.inner_text("main")

    him = phone(width)
    him.goto(letter_to(father, "/invitation/"))
    shown = him.inner_text("main")
    assert "Ilze Bērziņa invites you to act for a child" in shown
    assert "Anna" not in shown
    is_well(him)
    him.click("text=You have no account yet")
    sign_up(him, father, "Juris", "Bērziņš")
    him.goto("/en/family/")
    him.click("text=Open the invitation")
    assert "The child is Anna" in him.inner_text("main")
    is_well(him)
    go_on(him)
    assert him.url == child
    look_around(him, child, Account.objects.get(email=mother))

    her.goto(child)
    assert "Juris Bērziņš" in her.inner_text("main")
    assert father not in her.content()


def look_around(him, child: str, mother: Account) -> None:
    """The second guardian sees the child, and nowhere where the first one can be reached."""
    assert "Ilze Bērziņa" in him.inner_text("main")
    for part in ("", "held/", "looked/", "consents/", "invite/", "correct/", "code/", "leave/", "delete/"):
        him.goto(child + part)
        is_well(him)
        for secret in (mother.email, str(mother.person_id), str(mother.pk)):
            assert secret not in him.content(), part
    answer = him.request.get(f"{child}held.json")
    assert answer.ok
    assert mother.email not in answer.text()
    assert him.request.get(child.replace(child.split("/")[-2], str(mother.person_id))).status == 404
    him.goto("/lv/family/")
    is_well(him)


def test_everything_works_without_a_script(browser, live_server):
    context = browser.new_context(
        viewport={"width": 320, "height": 720}, base_url=live_server.url, java_script_enabled=False
    )
    page = context.new_page()
    page.goto("/en/sign-up/")
    sign_up(page, "ilze.plain@home.example", "Ilze", "Bērziņa")
    page.goto("/en/family/add/name/")
    page.fill("[name=given_name]", "Anna")
    page.fill("[name=family_name]", "Bērziņa")
    go_on(page)
    for part, value in enumerate(("1", "3", "2014")):
        page.fill(f"[name=birth_date_{part}]", value)
    for _step in range(3):
        go_on(page)
        if page.locator("[name=gender]").count():
            page.check("[name=gender][value=not_recorded]")
    assert page.locator("h1").inner_text() == "Anna Bērziņa"
    context.close()
