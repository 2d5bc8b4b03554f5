"""What a person sees and does on the application list: change a limit, read what left, take it along."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from browsing import download, looks, settled

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SCREENSHOTS = Path(__file__).parent / "screenshots"
WINDOWS = [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]


def open_list(open_page: Callable[..., Any], **settings: Any) -> Any:
    """Open the page as a link does."""
    page = open_page("/applications?v=1&max_applications=60", **settings)
    wait_until_drawn(page)
    return page


def wait_until_drawn(page: Any) -> None:
    expect(page.get_by_role("heading", name="Calendar reminders")).to_be_visible()
    page.wait_for_selector(".js-plotly-plot .main-svg", state="attached")
    settled(page)


def test_a_budget_shortens_the_list_and_the_page_says_what_left(open_page: Callable[..., Any]) -> None:
    page = open_page("/?v=1&max_applications=60")
    settled(page)
    page.get_by_role("link", name="Application list").click()
    wait_until_drawn(page)
    expect(page.locator(".sp-list").first.locator("tbody tr")).to_have_count(60)
    budget = page.get_by_role("spinbutton", name="Budget for fees, in US dollars")
    budget.fill("220")
    budget.press("Enter")
    expect(page.get_by_role("heading", name="What your last change did")).to_be_visible()
    expect(page.get_by_text("40 left")).to_be_visible()
    wait_until_drawn(page)
    expect(page.locator(".sp-list").first.locator("tbody tr")).to_have_count(20)
    assert "budget_usd=220" in page.url


def test_headings_are_in_order(open_page: Callable[..., Any]) -> None:
    page = open_list(open_page)
    levels = page.eval_on_selector_all(
        "[data-testid=stMain] :is(h1, h2, h3)", "all => all.map(one => Number(one.tagName[1]))"
    )
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("width", [390, 1280])
def test_the_files_stand_where_the_list_starts(open_page: Callable[..., Any], width: int) -> None:
    page = open_list(open_page, width=width)
    heading = page.get_by_role("heading", name="The list in three groups").bounding_box()
    first = page.locator(".sp-list tbody tr").first.bounding_box()
    for name in ("List (CSV)", "Workbook (XLSX)"):
        expect(page.get_by_role("button", name=name)).to_have_count(1)
        top = page.get_by_role("button", name=name).bounding_box()["y"]
        assert heading["y"] < top < heading["y"] + 150
        assert top < first["y"]
    page.get_by_role("link", name="The list in three groups").click()
    expect(page.get_by_role("button", name="Workbook (XLSX)")).to_be_in_viewport()


def test_the_list_is_taken_along_from_the_first_page_too(open_page: Callable[..., Any]) -> None:
    page = open_page("/?v=1&max_applications=60")
    settled(page)
    button = page.get_by_role("button", name="List (CSV)").bounding_box()
    assert button["y"] < page.locator(".sp-list tbody tr").first.bounding_box()["y"]
    here = Path(download(page, "List (CSV)").path()).read_bytes()
    assert len(here.splitlines()) == 1 + 60
    page.get_by_role("link", name="Its groups, signals and cost").click()
    page.get_by_role("heading", name="The list in three groups").wait_for()
    assert Path(download(page, "List (CSV)").path()).read_bytes() == here


def test_the_workbook_can_be_taken_along(open_page: Callable[..., Any]) -> None:
    page = open_list(open_page)
    workbook = download(page, "Workbook (XLSX)")
    assert workbook.suggested_filename.endswith(".xlsx")
    assert Path(workbook.path()).read_bytes()[:2] == b"PK"


def test_print_shows_every_program_and_no_control(open_page: Callable[..., Any]) -> None:
    page = open_list(open_page)
    last = page.locator(".sp-list").first.locator("tbody tr").last
    expect(last).to_be_hidden()
    page.emulate_media(media="print")
    expect(last).to_be_visible()
    expect(page.get_by_role("spinbutton", name="Most applications")).to_be_hidden()
    expect(page.get_by_role("heading", name="Your limits")).to_be_hidden()


def test_it_fits_the_window(open_page: Callable[..., Any]) -> None:
    page = open_list(open_page)
    SCREENSHOTS.mkdir(exist_ok=True)
    for width, scheme in looks(page, 900):
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        tall = page.evaluate("document.querySelector('[data-testid=stMainBlockContainer]').scrollHeight")
        page.set_viewport_size({"width": width, "height": min(int(tall) + 120, 9000)})
        settled(page)
        page.screenshot(path=SCREENSHOTS / f"applications_{width}_{scheme}.png")
