"""A reload loses nothing that was brought, one button clears it, and two browsers stay in step in a room."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browsing import PATIENCE, download, open_group, settled

from smartpick.programs.evidence import ProgramEvidence
from smartpick.web.session import Sitting
from smartpick.whatif.scenarios import Scenario

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SCREENSHOTS = Path(__file__).parent / "screenshots"
KEPT = "sessionStorage.getItem('smartpick:brought')"
MARK = "sessionStorage.getItem('smartpick:brought-by')"
PROGRAM, PASTED = "1400511046", "Kern Medical Center, Bakersfield, CA, invited"
LETTERS = "US letters of recommendation"


def a_file(folder: Path) -> Path:
    """What a person saved: figures of two applicant types, a look-up, a note, a scenario, a language."""
    sitting = Sitting()
    sitting.answer(us_letters=4, languages=("Urdu",))
    sitting.own_evidence.add([ProgramEvidence(PROGRAM, interview_rate=0.3, origin="rates.csv")], "us_img")
    sitting.learn(PROGRAM, "interview_rate", 0.2)
    sitting.learn(PROGRAM, "takes_j1", True)
    sitting.notes[PROGRAM] = "asked in May"
    sitting.scenarios = (Scenario("My plan", sitting.profile),)
    sitting.own_labels["gaps"] = "neutral"
    path = folder / "saved.json"
    path.write_text(sitting.saved(), encoding="utf-8")
    return path


def saved_now(page: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        Path(download(page, "Save everything to a file").path()).read_text("utf-8")
    )
    return found


def go_to(page: Any, name: str) -> None:
    page.get_by_test_id("stTopNavLink").filter(has_text=name).click()
    settled(page)


def test_a_reload_keeps_all_and_one_button_clears_it(open_page: Callable[..., Any], tmp_path: Path) -> None:
    page = open_page("/", width=1500)
    settled(page)
    assert page.evaluate(KEPT) is None
    page.get_by_role("button", name="Bring back a saved file").click()
    page.get_by_test_id("stFileUploader").locator("input").set_input_files(a_file(tmp_path))
    page.get_by_role("button", name="Replace what is here").click()
    page.wait_for_url("**us_letters=4**")
    go_to(page, "Application list")
    page.get_by_role("textbox", name="Your list, one program on each line").fill(PASTED)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("button", name="Forget what you pasted")).to_be_visible()
    settled(page)
    page.reload()
    expect(page.get_by_role("textbox", name="Your list, one program on each line")).to_have_value(PASTED)
    go_to(page, "Your chances")
    again, before = saved_now(page), json.loads((tmp_path / "saved.json").read_text("utf-8"))
    assert again["own_list"].pop("text") == PASTED and before["own_list"].pop("text") == ""
    assert again == before
    written = page.evaluate(KEPT)
    assert "asked in May" in written and "us_letters" not in json.loads(written)["profile"]
    mark = page.evaluate(MARK)
    page.locator(".score-slider input").press("ArrowRight")
    settled(page)
    assert page.evaluate(MARK) == mark, "a score changes nothing of what is kept"
    other = page.context.new_page()
    other.goto(page.url)
    settled(other)
    assert other.evaluate(KEPT) is None, "another tab is another person's"
    other.close()
    page.get_by_role("button", name="Clear everything I brought").click()
    page.get_by_role("button", name="Clear it now").click()
    page.wait_for_function(f"() => {KEPT} === null")
    page.reload()
    settled(page)
    cleared = saved_now(page)
    assert not cleared["notes"] and not cleared["scenarios"] and not cleared["own_evidence"]["known"]
    assert cleared["profile"]["us_letters"] == 4, "the answers are in the address"


def test_two_browsers_stay_in_step_and_a_third_gets_nothing(open_page: Callable[..., Any]) -> None:
    mentor = open_page("/?v=1&us_letters=3", width=1500)
    settled(mentor)
    mentor.get_by_role("button", name="Follow along").click()
    mentor.get_by_role("button", name="Open a room").click()
    link = mentor.locator(".st-key-follow_along_link_to_copy code").inner_text()
    path = link[link.index("/", len("http://")) :]
    mentor.keyboard.press("Escape")
    mentee = open_page(path, width=1500)
    mentee.get_by_text("You are following your mentor's screen.").wait_for()
    expect(mentee.get_by_text("hands-on, 3 US letters")).to_be_visible()
    open_group(mentee, "US experience")
    expect(mentee.get_by_role("spinbutton", name=LETTERS)).to_be_disabled()
    expect(mentee.get_by_role("slider", name="Step 2 CK")).to_be_disabled()
    # How soon is measured by `make bench`.
    for key in ("PageUp", "ArrowLeft"):
        release(mentor, mentee, key)
    open_group(mentor, "US experience")
    mentor.get_by_role("spinbutton", name=LETTERS).fill("4")
    mentor.keyboard.press("Tab")
    expect(mentee.get_by_text("hands-on, 4 US letters")).to_be_visible()
    mentor.reload()
    mentor.get_by_text("Your room is open.").wait_for()
    go_to(mentor, "Action plan")
    mentee.wait_for_url(lambda url: "/plan" in url, timeout=PATIENCE)
    stranger = open_page(f"{path[:-4]}aaaa")
    stranger.get_by_text("There is no room with this code").wait_for()
    expect(stranger.get_by_text("hands-on, 2 US letters")).to_be_visible()
    mentee.get_by_role("button", name="Stop following").first.click()
    expect(mentee.get_by_text("hands-on, 2 US letters")).to_be_visible()
    settled(mentee)
    assert "room=" not in mentee.url and "us_letters" not in mentee.url
    SCREENSHOTS.mkdir(exist_ok=True)
    for width in (1280, 390):
        mentor.set_viewport_size({"width": width, "height": 900})
        settled(mentor)
        mentor.screenshot(path=SCREENSHOTS / f"room-{width}.png")
        line = mentor.locator(".st-key-room_line")
        assert line.evaluate("line => line.scrollWidth - line.clientWidth") <= 0


def release(mentor: Any, mentee: Any, key: str) -> None:
    """Press a key on the mentor's slider and wait until the mentee's page shows that score's chance."""
    slider, followed = (each.locator(".score-slider input") for each in (mentor, mentee))
    slider.focus()
    settled(mentor)
    slider.press(key)
    expect(followed).to_have_value(slider.input_value())
    chances = [each.locator(".score-slider [data-text=chance]").first for each in (mentor, mentee)]
    expect(chances[1]).to_have_text(chances[0].inner_text())
