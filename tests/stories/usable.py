"""What every page owes its reader: no fault that axe can find, light and dark, and room on a narrow phone."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe


def window(browser):
    """A page in which a colour is at once what it will be, so that none is caught half-way from light to dark."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(60_000)
    return page


def sign_in(page, site: str, role: str) -> None:
    """Come in as the demonstration's account of a role, and as nobody else."""
    page.context.clear_cookies()
    page.goto(f"{site}/en/demo/")
    with page.expect_navigation():
        page.locator(f"button[name=role][value={role}]").click()
    page.wait_for_selector(".who", state="attached")


def press(page, name: str) -> None:
    """Press the button of this name, and wait for the page that answers."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def faults(page, address: str) -> list[str]:
    """What is wrong with a page as one reader sees it, in sentences; nothing where all is well."""
    page.set_viewport_size({"width": 1280, "height": 900})
    answer = page.goto(address)
    if answer.status != 200 or "/sign-in/" in page.url:
        return [f"{address} answers {answer.status} at {page.url}"]
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for fault in Axe().run(page).response["violations"]:
            nodes = [node["target"] for node in fault["nodes"]]
            found.append(f"{address}, {scheme}: {fault['id']} at {nodes}")
    page.set_viewport_size({"width": 320, "height": 700})
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > 320:
        found.append(f"{address} is {width} px wide")
    return found
