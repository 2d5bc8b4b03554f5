"""From a number to its source and back, as a person does it."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browsing import PATIENCE, settled, two_frames

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SCREENSHOTS = Path(__file__).parent / "screenshots"
PROFILE = "v=1&step2_ck_score=222&max_applications=32&pacific_min=5"


def cockpit(open_page: Callable[..., Any]) -> Any:
    page = open_page(f"/?{PROFILE}")
    expect(page.get_by_role("heading", name="How sure is this?")).to_be_visible()
    settled(page)
    return page


def open_sources(page: Any, key: str) -> Any:
    """Open the Sources button of a block and return what it shows."""
    button = page.locator(f".st-key-{key} button").first
    button.scroll_into_view_if_needed()
    button.click()
    shown = page.get_by_test_id("stPopoverBody").filter(has=page.get_by_role("link"))
    expect(shown).to_be_visible()
    return shown


def follow(page: Any, link: Any) -> Any:
    """Click a line and return the tab that it opens."""
    with page.context.expect_page() as opened:
        link.click()
    tab = opened.value
    tab.set_default_timeout(PATIENCE)
    tab.wait_for_load_state()
    return tab


def test_from_the_tier_to_its_source_and_back_and_on_to_a_row(
    open_page: Callable[..., Any],
) -> None:
    page = cockpit(open_page)
    shown = open_sources(page, "sources_tier")
    link = shown.get_by_role("link").first
    title = link.inner_text().strip()
    method = follow(page, link)
    section = method.get_by_role("region", name="The source you opened")
    expect(section).to_be_visible()
    expect(section.get_by_role("heading")).to_have_text(title)
    expect(method.get_by_role("heading", name=re.compile(r"All \d+ sources"))).to_be_visible()
    assert section.bounding_box()["y"] < 900, "on top, in sight without scrolling"
    assert "source=smartpick_guide" in method.url and "step2_ck_score=222" in method.url
    method.get_by_role("link", name="Your chances").click()
    expect(method.get_by_role("heading", name="How sure is this?")).to_be_visible()
    expect(method.locator(".score-slider input")).to_have_value("222")
    expect(page.locator(".score-slider input")).to_have_value("222")

    page.keyboard.press("Escape")
    expect(shown).to_have_count(0)
    letters = open_sources(page, "sources_certainty").get_by_role("link", name="US letters (assumed)")
    method = follow(page, letters)
    section = method.get_by_role("region", name="The parameter you opened")
    expect(section).to_be_visible()
    for said in ("US letters", "Basis", "assumed", "odds ratio 0.75 (0.5 to 0.95)"):
        expect(section).to_contain_text(said)
    method.wait_for_url("**parameter=us_letters**")
    source = follow(method, open_sources(method, "sources_opened_parameter").get_by_role("link").first)
    expect(source.get_by_role("region", name="The source you opened")).to_be_visible()


def test_the_lines_can_be_read(open_page: Callable[..., Any]) -> None:
    SCREENSHOTS.mkdir(exist_ok=True)
    page = cockpit(open_page)
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        settled(page)
        for key in ("sources_headline", "sources_tier", "sources_list"):
            shown = open_sources(page, key)
            two_frames(page)
            page.screenshot(path=SCREENSHOTS / f"{key}-{width}.png")
            expect(shown).to_contain_text(re.compile(r"NRMP, 2026\. Published|SmartPick, first edition"))
            for link in shown.get_by_role("link").all():
                box = link.bounding_box()
                assert box["x"] >= 0 and box["x"] + box["width"] <= width, "within the window"
                assert link.evaluate("a => a.scrollWidth <= a.clientWidth + 1"), "nothing is cut off"
            page.keyboard.press("Escape")
            expect(shown).to_have_count(0)
