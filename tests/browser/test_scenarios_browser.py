"""A person keeps what-ifs, compares them and takes one over."""

from collections.abc import Callable
from typing import Any

import pytest
from browsing import open_group, settled

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def wait_until_drawn(page: Any) -> None:
    expect(page.get_by_role("heading", name="Score against number of applications")).to_be_visible()
    expect(page.locator(".st-key-score_and_size .main-svg").first).to_be_attached()
    settled(page)


def test_keeping_comparing_and_applying(open_page: Callable[..., Any]) -> None:
    page = open_page("/scenarios?v=1&step2_ck_score=225")
    wait_until_drawn(page)
    page.get_by_role("textbox", name="Name of the scenario").fill("My secret plan")
    page.get_by_role("button", name="Keep my profile as a scenario").focus()
    page.keyboard.press("Enter")
    table = page.get_by_role("table").filter(has_text="My secret plan")
    expect(table).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Try it as a scenario").last.click()
    expect(table).to_contain_text("To Tier A")
    expect(table).to_contain_text("up from B")
    wait_until_drawn(page)
    chosen = page.get_by_role("combobox", name="One of them")
    chosen.focus()
    chosen.press("ArrowDown")
    page.get_by_role("option", name="To Tier A").click()
    settled(page)
    expect(page.get_by_role("button", name="Make it my profile")).to_be_enabled()
    page.get_by_role("button", name="Make it my profile").click()
    page.wait_for_url("**us_letters=3**")
    assert "secret" not in page.url, "names never stand in a link"
    page.get_by_test_id("stTopNav").get_by_role("link", name="Your chances").click()
    open_group(page, "US experience")
    expect(page.get_by_role("spinbutton", name="US letters of recommendation")).to_have_value("3")
