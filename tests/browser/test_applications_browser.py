"""What a person sees and does on the application list: change a limit, read what left, take it along."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browsing import download, settled

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def wait_until_drawn(page: Any) -> None:
    expect(page.get_by_role("heading", name="Calendar reminders")).to_be_visible()
    page.wait_for_selector(".js-plotly-plot .main-svg", state="attached")
    settled(page)


def test_the_list_is_taken_along_from_both_pages_on_paper_too_and_a_budget_shortens_it(
    open_page: Callable[..., Any],
) -> None:
    page = open_page("/?v=1&max_applications=60")
    settled(page)
    button = page.get_by_role("button", name="List (CSV)").bounding_box()
    assert button["y"] < page.locator(".sp-list tbody tr").first.bounding_box()["y"]
    here = Path(download(page, "List (CSV)").path()).read_bytes()
    assert len(here.splitlines()) == 1 + 60
    page.get_by_role("link", name="Its groups, signals and cost").click()
    wait_until_drawn(page)
    assert Path(download(page, "List (CSV)").path()).read_bytes() == here
    expect(page.locator(".sp-list").first.locator("tbody tr")).to_have_count(60)
    the_files_stand_where_the_list_starts(page)
    paper_shows_every_program(page)

    budget = page.get_by_role("spinbutton", name="Budget for fees, in US dollars")
    budget.fill("220")
    budget.press("Enter")
    expect(page.get_by_role("heading", name="What your last change did")).to_be_visible()
    expect(page.get_by_text("40 removed")).to_be_visible()
    wait_until_drawn(page)
    expect(page.locator(".sp-list").first.locator("tbody tr")).to_have_count(20)
    assert "budget_usd=220" in page.url


def the_files_stand_where_the_list_starts(page: Any) -> None:
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        settled(page)
        heading = page.get_by_role("heading", name="The list in three groups").bounding_box()
        first = page.locator(".sp-list tbody tr").first.bounding_box()
        for name in ("List (CSV)", "Workbook (XLSX)"):
            expect(page.get_by_role("button", name=name)).to_have_count(1)
            top = page.get_by_role("button", name=name).bounding_box()["y"]
            assert heading["y"] < top < heading["y"] + 150
            assert top < first["y"]
        page.get_by_role("link", name="The list in three groups").click()
        expect(page.get_by_role("button", name="Workbook (XLSX)")).to_be_in_viewport()
    workbook = download(page, "Workbook (XLSX)")
    assert workbook.suggested_filename.endswith(".xlsx")
    assert Path(workbook.path()).read_bytes()[:2] == b"PK"


def paper_shows_every_program(page: Any) -> None:
    last = page.locator(".sp-list").first.locator("tbody tr").last
    expect(last).to_be_hidden()
    page.emulate_media(media="print")
    expect(last).to_be_visible()
    expect(page.get_by_role("spinbutton", name="Most applications")).to_be_hidden()
    expect(page.get_by_role("heading", name="Your limits")).to_be_hidden()
    page.emulate_media(media="screen")
