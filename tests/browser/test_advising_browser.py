"""A mentor's call from the roster to the report, as it is played on a shared screen."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browsing import beyond, download, settled

from smartpick.assessment import assess
from smartpick.engine import Engine
from smartpick.profile import ApplicantProfile
from smartpick.text.numbers import percent

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect

pytestmark = pytest.mark.browser

ROSTER = (
    b"code,full name,step 2 ck,visa,US letters\n"
    b"M01,Ann Roe,228,j1,3\n"
    b"M02,Ben Roe,banana,j1,1\n"
    b"M03,Cai Roe,221,none,2\n"
)
MENTEE = ApplicantProfile(step2_ck_score=221, visa_need="none", us_letters=2)
# Pixels of the smallest text of our own on the page, and of the question.
LETTERS = """() => [
  Math.min(...[...document.querySelectorAll('.st-key-presenter .stHtml :is(li, b, small, span, p, td, th)')]
    .filter(e => e.textContent.trim()).map(e => parseFloat(getComputedStyle(e).fontSize))),
  parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)]"""


def question(page: Any, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)
    settled(page)


def chance(page: Any) -> str:
    text: str = page.locator(".score-slider [data-text=chance]").first.inner_text()
    return text


def test_a_call_from_the_roster_to_the_report(open_page: Callable[..., Any], engine: Engine) -> None:
    page = open_page("/advising?v=1&step2_ck_score=235", width=1280, height=720)
    question(page, "1Where do you stand?")
    # Keys step through the questions, and are left to what can use them itself.
    page.keyboard.press("ArrowRight")
    question(page, "2What helps most?")
    body, head = page.evaluate(LETTERS)
    assert body >= 20 and head >= 40
    page.get_by_role("radio", name="3").click()
    question(page, "3Where to apply?")
    for key in ("PageUp", "ArrowLeft"):
        page.keyboard.press(key)
    question(page, "1Where do you stand?")
    page.locator(".score-slider input").press("ArrowRight")
    page.wait_for_url("**step2_ck_score=236**")
    question(page, "1Where do you stand?")

    # The roster: good rows are worked out, the fault is said, nobody is named.
    page.get_by_role("radio", name="Roster").click()
    page.locator("input[type=file]").set_input_files(
        {"name": "call.csv", "mimeType": "text/csv", "buffer": ROSTER}
    )
    page.get_by_role("heading", name="Everybody in one picture").wait_for()
    expect(page.get_by_text("1 row could not be used")).to_be_visible()
    assert "Roe" not in page.get_by_test_id("stMain").inner_text()
    results = Path(download(page, "Results (CSV)").path()).read_text("utf-8-sig")
    assert "M03" in results and "banana" in results and "Roe" not in results
    assert Path(download(page, "Results (Excel)").path()).read_bytes().startswith(b"PK")

    # One is opened and presented.
    code = page.get_by_role("combobox", name="Open an applicant")
    code.scroll_into_view_if_needed()
    settled(page)
    code.click()
    code.press_sequentially("M03", delay=100)
    page.get_by_role("option", name="M03").wait_for()
    code.press("Enter")
    settled(page)
    page.get_by_role("button", name="Present", exact=True).click()
    question(page, "1Where do you stand?")
    expect(page.get_by_text("You are looking at roster entry M03")).to_be_visible()
    now = assess(MENTEE, engine).match_probability.point
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
    assert chance(page) == percent(now)
    page.set_viewport_size({"width": 960, "height": 540})
    settled(page)
    curve = page.locator(".st-key-presented svg.main-svg").first
    expect(curve).to_be_in_viewport(ratio=1)
    assert curve.bounding_box()["height"] >= 130
    page.set_viewport_size({"width": 1280, "height": 720})
    settled(page)
    expect(curve).to_be_in_viewport(ratio=1)

    # Before and after in one glance.
    page.keyboard.press("2")
    question(page, "2What helps most?")
    page.get_by_role("combobox").first.click()
    page.get_by_role("option", name="Step 3 passed").click()
    then = assess(MENTEE.changed(step3="pass"), engine).match_probability.point
    expect(page.locator(".sp-pair")).to_contain_text(percent(then))
    expect(page.locator(".sp-pair")).to_contain_text(percent(now))
    settled(page)
    page.set_viewport_size({"width": 960, "height": 540})
    settled(page)
    assert beyond(page, 960) == []
    expect(page.locator(".sp-pair tbody tr").nth(1)).to_be_in_viewport(ratio=1)

    # What was agreed is in the report.
    page.locator("h1").click()
    page.keyboard.press("4")
    question(page, "4What next?")
    steps = page.get_by_role("textbox", name="Next steps, one on each line")
    steps.fill("Ask for a letter by May")
    steps.press("2")
    steps.press("Tab")
    question(page, "4What next?")
    page.get_by_role("button", name="One-page report").click()
    assert Path(download(page, "PDF for US Letter paper").path()).read_bytes().startswith(b"%PDF")
    report = Path(download(page, "HTML, to read on any screen").path()).read_text("utf-8")
    assert "Ask for a letter by May2" in report and percent(now) in report and "Roe" not in report

    # And the mentor's own profile is back.
    page.get_by_role("button", name="Back to the roster").click()
    page.get_by_role("heading", name="Advising").wait_for()
    settled(page)
    expect(page.get_by_text("You are looking at roster entry")).to_have_count(0)
    page.wait_for_url("**step2_ck_score=236**")
