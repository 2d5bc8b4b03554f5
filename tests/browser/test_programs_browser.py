"""An applicant looks for programs: by typing, on the map, by keyboard, on a phone; and marks some."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browsing import copied_link, download, opened_elsewhere, settled

pytestmark = pytest.mark.browser
SCREENSHOTS = Path(__file__).with_name("screenshots")
MAP = ".st-key-programs_map_area .js-plotly-plot"
TULSA = "1403921352"


def visit(open_page: Callable[..., Any], query: str = "", **settings: Any) -> Any:
    """Open the page as a link does."""
    page = open_page(f"/programs{query}", **settings)
    page.get_by_role("heading", level=1).wait_for()
    settled(page)
    return page


def show(page: Any, view: str) -> None:
    settled(page)
    page.get_by_role("radio", name=view).or_(page.get_by_role("button", name=view, exact=True)).first.click()


def test_typing_finds_without_enter_and_by_keyboard_alone(open_page: Callable[..., Any]) -> None:
    page = visit(open_page)
    page.get_by_text("695 programs found").wait_for()
    page.get_by_role("searchbox", name="Search").focus()
    page.keyboard.type("kern med")
    page.get_by_text("1 program found").wait_for()
    settled(page)
    page.get_by_role("combobox", name="Open one of them by name").focus()
    page.keyboard.press("ArrowDown")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="Kern Medical Center").wait_for()
    page.wait_for_url("**program=*")
    page.get_by_role("button", name="Back to the search").press("Enter")
    # What was looked for is still there.
    page.get_by_text("1 program found").wait_for()
    page.wait_for_url(lambda url: "program=" not in url)


def test_a_copied_link_brings_filters_and_map_and_not_what_was_typed(open_page: Callable[..., Any]) -> None:
    page = visit(open_page)
    show(page, "Map")
    page.get_by_text("(published)").click()
    page.get_by_role("combobox", name="State or region").press_sequentially("Mountain")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.wait_for_url("**programs_regions=Mountain**")
    page.get_by_role("searchbox", name="Search").fill("secret words")
    page.get_by_text("No program matches").wait_for()
    assert "secret" not in copied_link(page)
    page.get_by_role("searchbox", name="Search").fill("")
    page.get_by_text("Share of non-US IMGs among those who matched").first.wait_for()
    link = copied_link(page)
    opened_elsewhere(link, page, open_page)
    for part in ("programs_view=map", "programs_layer=img_share", "programs_regions=Mountain"):
        assert part in link


def test_a_dot_of_the_map_lists_its_programs_and_the_map_is_taken_away(
    open_page: Callable[..., Any],
) -> None:
    page = visit(open_page)
    show(page, "Map")
    dots = page.locator(f"{MAP} .scatterlayer .point")
    dots.first.wait_for()
    settled(page)
    dots.first.click(force=True)
    page.get_by_role("searchbox", name="Search").and_(page.locator('[value*=", "]')).wait_for()
    page.locator(MAP).wait_for(state="detached")
    # What was chosen on the map stays, and the map with it.
    show(page, "Map")
    page.get_by_text("(published)").click()
    page.get_by_text("Share of non-US IMGs among those who matched in a state").first.wait_for()
    settled(page)
    page.get_by_role("button", name="Download and cite").click()
    picture = download(page, "Image (SVG)").path().read_text(encoding="utf-8")
    assert picture.count("<path") > 50
    table = download(page, "Data shown (CSV)").path().read_text(encoding="utf-8-sig")
    assert "North Dakota" in table


def test_pin_compare_and_bring_the_program_back_with_the_link(open_page: Callable[..., Any]) -> None:
    page = visit(open_page, f"?program={TULSA}")
    page.get_by_role("button", name="Pin", exact=True).click()
    page.get_by_role("button", name="Unpin").wait_for()
    page.get_by_role("button", name="Compare", exact=True).click()
    page.get_by_role("button", name="Remove from comparison").wait_for()
    page.wait_for_url("**pinned=*")
    settled(page)
    assert f"program={TULSA}" in page.url
    page.locator(".st-key-program_similar button").first.click()
    settled(page)
    page.get_by_role("button", name="Compare", exact=True).click()
    page.get_by_role("button", name="Remove from comparison").wait_for()
    page.get_by_role("button", name="Back to the search").click()
    show(page, "Compare")
    page.get_by_role("region", name="Programs side by side").wait_for()
    settled(page)
    assert page.locator(".sp-compare thead th").count() == 2
    page.screenshot(path=SCREENSHOTS / "programs-compare-1280.png", full_page=True)
