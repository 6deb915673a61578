"""An administrator's September: a season, its groups, a clash that is warned of, a round from its plan to the
advice after the draw, and a session that is moved with the family told."""

from __future__ import annotations

import urllib.request

import pytest

from tests.stories.usable import press, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.set_default_timeout(90_000)
    opened.troubles = []
    opened.on("console", lambda message: message.type == "error" and opened.troubles.append(message.text))
    yield opened
    context.close()


ROOM_TAKEN = "Failed to load resource: the server responded with a status of 422 (Unprocessable Entity)"
"""What a browser notes of the one refusal in the story: a group planned where another one meets."""


def said(page) -> str:
    return " ".join(page.inner_text("main").split())


def fill(page, **values: str) -> None:
    for name, value in values.items():
        field = page.locator(f"#id_{name}")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def let_the_days_pass(city, round: str) -> None:
    """The demonstration's clock stands still: instead, the days of the round move into the past."""
    change = "UPDATE learning_enrolmentround SET opens_at = %s, closes_at = %s WHERE key = %s"
    with city.connect() as database:
        database.execute("ALTER TABLE learning_enrolmentround DISABLE TRIGGER round_keeps_its_policy")
        database.execute(change, ["2022-09-20 09:00+03", "2022-09-29 20:00+03", round])
        database.execute("ALTER TABLE learning_enrolmentround ENABLE TRIGGER round_keeps_its_policy")


def open_the_season(page, site: str) -> None:
    page.goto(f"{site}/en/planning/")
    page.click("main >> text=Open a season")
    fill(
        page, title="2023. gada pavasaris", title_en="Spring 2023", key="spring-2023", starts_on="2023-02-06",
        ends_on="2023-05-26", first1="2023-03-13", last1="2023-03-17", title1="Pavasara brīvlaiks",
        title_en1="Spring break",
    )  # fmt: skip
    press(page, "Show the free days")
    shown = said(page)
    assert "Good Friday" in shown
    assert "Spring break" in shown
    press(page, "Open the season")
    assert "The season is open" in said(page)


def plan_groups(page) -> None:
    """Tuesday and Wednesday for four weeks; then a second group, first in the same room at the same hour."""
    page.click("main >> text=Plan a group")
    page.locator("#id_version").select_option(label="Robotics for beginners · 1")
    fill(
        page, key="spring-robots", capacity="1",
        weekday1="2", starts1="18:30", ends1="20:00", weekday2="3", starts2="18:30", ends2="20:00",
        starts_on="2023-02-07", ends_on="2023-03-05",
    )  # fmt: skip
    page.locator("#id_room").select_option(index=1)
    page.check("#id_teachers_0")
    press(page, "Look at the meetings")
    looked = said(page)
    assert "It would meet 8 times" in looked
    assert "Nothing is in the way" in looked
    press(page, "Plan the group")
    assert "8 sessions" in said(page)
    page.click(".crumb >> text=Spring 2023")
    page.click("main >> text=Plan a group")
    page.locator("#id_version").select_option(label="Robotics for beginners · 1")
    fill(
        page, key="spring-robots-2", capacity="12",
        weekday1="3", starts1="19:00", ends1="20:30", weekday2="5", starts2="18:30", ends2="20:00",
    )  # fmt: skip
    page.locator("#id_room").select_option(index=1)
    press(page, "Plan the group")
    assert "is taken by group spring-robots. Choose another hour or another room." in said(page)
    fill(page, weekday1="4")
    press(page, "Plan the group")
    assert "The group is planned" in said(page)


def plan_and_open_the_round(page, site: str) -> None:
    page.goto(f"{site}/en/planning/seasons/spring-2023/rounds/new/")
    fill(
        page, title="Pavasara kārta", title_en="Spring round", key="spring-round", policy="draw",
        opens_at="2022-09-30T08:00", closes_at="2022-10-07T20:00", public_value_name="A lottery of 8 October 2022",
        priority1="resident",
    )  # fmt: skip
    page.click("label:has-text('spring-robots') >> nth=0")
    press(page, "Plan the round")
    assert "This is what families will read once the round opens" in said(page)
    assert "Lives in the city" in said(page)
    page.click("text=Open it, change it or throw it away")
    press(page, "Open the round")


def apply_by_telephone(page, site: str, who: str, many: int) -> None:
    """A clerk finds people by name at the desk and applies for them; they live elsewhere."""
    for _nth in range(many):
        page.goto(f"{site}/en/courses/rounds/spring-round/desk/?who={who}")
        page.locator("[name=person]").first.check()
        fill(page, groups="1")
        page.locator("[name=resident][value=no]").check()
        press(page, "Send the application")
        assert "Print the slip" in said(page)


def apply_as_a_parent(page, site: str) -> None:
    sign_in(page, site, "guardian")
    page.goto(f"{site}/en/courses/rounds/spring-round/apply/")
    for each in page.locator("[name=person]:checked").all():
        each.uncheck()
    page.locator("[name=person]").last.check()
    fill(page, wish1="spring-robots/on_site")
    page.locator("[name=resident][value=yes]").check()
    press(page, "Send the application")
    assert "The application is in" in said(page)


def test_an_administrators_september(page, own_city, own_site):
    sign_in(page, own_site, "course_administrator")
    open_the_season(page, own_site)
    plan_groups(page)
    plan_and_open_the_round(page, own_site)
    apply_by_telephone(page, own_site, "Anna", 2)
    apply_as_a_parent(page, own_site)

    let_the_days_pass(own_city, "spring-round")
    sign_in(page, own_site, "course_administrator")
    page.goto(f"{own_site}/en/courses/rounds/spring-round/run/")
    press(page, "Close the round")
    page.fill("#public_value", "7 11 20 31 42 48")
    press(page, "Draw the places")
    drawn = said(page)
    assert "By the way they came" in drawn
    assert "1 offer waits for an answer" in drawn
    page.click("text=What would place the most of those who wait")
    advice = said(page)
    assert "would place 1 of 2 who wait" in advice
    assert "Room and teacher are free then" in advice
    assert "made up for the demonstration" in advice

    sign_in(page, own_site, "guardian")
    page.goto(f"{own_site}/en/courses/mine/")
    page.click("main >> text=Spring round")
    press(page, "Confirm the place")
    assert "The place is yours" in said(page)

    sign_in(page, own_site, "course_administrator")
    page.goto(f"{own_site}/en/planning/groups/spring-robots/")
    page.click("text=Move or cancel >> nth=0")
    fill(page, day="2023-02-13", reason="Apkure nedarbojas")
    press(page, "Move the session")
    assert "The session has moved, and its group is told" in said(page)
    with own_city.connect() as database:
        letters = database.execute(
            "SELECT \"to\", body FROM notices_notice WHERE body LIKE '%Apkure nedarbojas%'"
        ).fetchall()
    assert [to for to, _body in letters] == ["guardian@demo.example"]
    assert "18:30–20:00" in letters[0][1]
    feed = urllib.request.urlopen(f"{own_site}/en/courses/spring-robots.ics").read().decode()
    assert feed.count("STATUS:CANCELLED") == 1
    assert feed.count("STATUS:CONFIRMED") == 8
    assert page.troubles == [ROOM_TAKEN]
