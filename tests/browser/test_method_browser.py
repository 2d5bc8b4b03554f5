"""What a person sees and does on the page of sources and method."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browsing import looks, settled

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SCREENSHOTS = Path(__file__).parent / "screenshots"
VIEWS = ("model", "agreement", "limits", "parameters", "sources")


def wait_until_drawn(page: Any) -> None:
    expect(page.locator(".sp-colophon")).to_be_visible()
    settled(page)


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_fits(open_page: Callable[..., Any], view: str) -> None:
    SCREENSHOTS.mkdir(exist_ok=True)
    page = open_page(f"/method?method_view={view}")
    wait_until_drawn(page)
    assert page.locator("h1").count() == 1
    for width, scheme in looks(page, 900):
        assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth <= innerWidth")
        page.screenshot(path=SCREENSHOTS / f"method-{view}-{width}-{scheme}.png")


def test_formulas_are_set_without_another_host(open_page: Callable[..., Any]) -> None:
    page = open_page("/method")
    wait_until_drawn(page)
    assert page.locator(".katex").count() >= 11
    assert page.locator(".katex-error").count() == 0


def test_a_source_is_found_opened_by_link_and_closed(open_page: Callable[..., Any]) -> None:
    page = open_page("/method?source=geonames_cities&v=1&step2_ck_score=222")
    wait_until_drawn(page)
    section = page.get_by_role("region", name="The source you opened")
    expect(section).to_be_visible()
    assert "step2_ck_score=222" in page.url, "the profile stays in the address"
    page.get_by_role("button", name="Close this source").click()
    expect(section).to_have_count(0)
    page.wait_for_url(lambda url: "source=" not in url.replace("method_view=sources", ""))
    settled(page)
    page.get_by_label("Search", exact=True).fill("charting outcomes 2024")
    expect(page.locator("details.sp-source[open]").first).to_be_visible()
