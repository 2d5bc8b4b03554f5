"""What a person sees and does on the page of sources and method."""

from collections.abc import Callable
from typing import Any

import pytest
from browsing import settled

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def wait_until_drawn(page: Any) -> None:
    expect(page.locator(".sp-colophon")).to_be_visible()
    settled(page)


def test_formulas_are_set_and_a_source_is_found_opened_by_link_and_closed(
    open_page: Callable[..., Any],
) -> None:
    page = open_page("/method?v=1&step2_ck_score=222")
    wait_until_drawn(page)
    assert page.locator(".katex").count() >= 11
    assert page.locator(".katex-error").count() == 0
    page.goto(page.url.split("?")[0] + "?source=geonames_cities&v=1&step2_ck_score=222")
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
