"""One journey over the action plan page: read, label, download, print."""

from collections.abc import Callable
from typing import Any

import pytest
from browsing import download, settled

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LINK = "/plan?v=1&step2_ck_score=212&step1=fail_then_pass&us_letters=1&years_since_graduation=6"


def wait_until_drawn(page: Any) -> None:
    expect(page.get_by_role("heading", name="Take it with you")).to_be_visible()
    page.wait_for_selector(".js-plotly-plot .main-svg", state="attached")
    settled(page)


def test_read_label_and_take_along(open_page: Callable[..., Any]) -> None:
    page = open_page(LINK)
    wait_until_drawn(page)
    assert page.locator("h1").count() == 1
    page.get_by_role("link", name="Words to start from").click()
    expect(page.get_by_role("heading", name="Words to start from")).to_be_in_viewport()

    page.get_by_text("Change labels, fill in").first.click()
    settled(page)
    page.get_by_role("combobox", name="Label of: OET, the English test for ECFMG").focus()
    page.keyboard.type("Strong")
    expect(page.get_by_role("option", name="Strong advantage")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".sp-self-label", has_text="(yours)")).to_have_text("Strong advantage (yours)")

    text = download(page, "Table and plan (Markdown)").path().read_text(encoding="utf-8")
    assert text.startswith("# Self-assessment and action plan")
    assert "Strong advantage (yours)" in text
    assert "212" in text

    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Where you stand")).to_be_visible()
    expect(page.get_by_role("button", name="Table and plan (Markdown)")).to_be_hidden()
    expect(page.locator("[data-testid=stSidebar]")).to_be_hidden()
