"""What a person sees and does on the cockpit."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from browsing import make_sure_it_fits, open_group, settled

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SLIDER = ".score-slider input"


def wait_until_drawn(page: Any) -> None:
    page.wait_for_selector(".js-plotly-plot .main-svg", state="attached")
    wait_until_there(page)


def wait_until_there(page: Any) -> None:
    expect(page.get_by_role("heading", name="How sure is this?")).to_be_visible()
    settled(page)


def shown(page: Any, name: str) -> str:
    return page.locator(f".score-slider [data-text={name}]").inner_text()


def first_programs(page: Any) -> list[str]:
    return page.locator(".live-list li").all_inner_texts()


def alike(lines: list[str]) -> list[str]:
    """Programs without the marks of what moved."""
    return [line.replace("new", "").replace("up", "").replace("down", "").strip(" ·\n") for line in lines]


def thumb_at(page: Any, score: int) -> tuple[float, float]:
    box = page.locator(SLIDER).bounding_box()
    return box["x"] + 22 + (box["width"] - 44) * (score - 190) / 100, box["y"] + 22


def test_a_drag_changes_tier_chance_mark_and_list_before_the_server_answers(
    open_page: Callable[..., Any],
) -> None:
    page = open_page("/?v=1&step2_ck_score=212&us_letters=3")
    wait_until_drawn(page)
    before = {name: shown(page, name) for name in ("tier", "chance", "pacific")}
    listed, figures = first_programs(page), page.locator(".sp-figures").inner_text()
    page.mouse.move(*thumb_at(page, 212))
    # The lists of scores nearby come when the person reaches for the thumb.
    page.wait_for_timeout(4000)
    settled(page)
    page.mouse.down()
    page.mouse.move(*thumb_at(page, 214), steps=2)
    score = page.locator(SLIDER).input_value()
    expect(page.locator(".curve-mark .label")).to_have_text(f"you: {score}")
    assert shown(page, "chance") != before["chance"]
    expect(page.locator(".live-list")).not_to_have_class(re.compile("waiting"))
    expect(page.locator(".score-slider")).not_to_have_class(re.compile("waits"))
    followed, said = (
        first_programs(page),
        {name: shown(page, name) for name in ("chance", "pacific", "interviews")},
    )
    assert followed != listed
    # What the server drew stands back until it is drawn anew.
    expect(page.locator("html")).to_have_class(re.compile("sp-moving"))
    assert f"step2_ck_score={score}" not in page.url
    page.mouse.up()
    page.wait_for_url(f"**step2_ck_score={score}**")
    wait_until_drawn(page)
    expect(page.locator("html")).not_to_have_class(re.compile("sp-moving"))
    expect(page.locator(".sp-figures")).not_to_have_text(figures)

    assert alike(first_programs(page)) == alike(followed), "the list was the one that the server then drew"
    assert {name: shown(page, name) for name in said} == said, "and so were the answers"
    page.mouse.down()
    page.mouse.move(*thumb_at(page, 260), steps=4)
    assert shown(page, "tier") != before["tier"]
    assert shown(page, "pacific") != before["pacific"]
    page.mouse.up()
    settled(page)


def test_list_and_answers_follow_the_other_controls_as_well(open_page: Callable[..., Any]) -> None:
    page = open_page("/?v=1&step2_ck_score=222&visa_need=j1")
    wait_until_drawn(page)
    open_group(page, "Where and how many")
    ahead = "([name, value]) => document.smartpickKnown.get(name)?.byValue.has(value)"
    changed = "() => document.documentElement.classList.contains('sp-moving')"
    controls = {
        ("max_applications", 60): ("spinbutton", "Most applications you would send", "60"),
        ("pacific_weight", 0): ("slider", "Weight of the West Coast", "Home"),
    }
    for (name, value), (role, label, key) in controls.items():
        control = page.get_by_role(role, name=label)
        # The pointer may rest on another control, which is reached for too.
        control.focus()
        page.get_by_role("slider", name="Weight of the West Coast").dispatch_event("pointerover")
        page.wait_for_function(ahead, arg=[name, value])
        settled(page)
        before = shown(page, "interviews"), shown(page, "pacific")
        # The server hears of it at once or half a second later; what is known ahead is there before.
        control.fill(key) if role == "spinbutton" else page.keyboard.press(key)
        page.wait_for_function(changed)
        followed = shown(page, "interviews"), shown(page, "pacific")
        listed = alike(first_programs(page))
        assert followed != before
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(f"[?&]{name}={value}(\\.0)?(&|$)"))
        settled(page)
        assert (shown(page, "interviews"), shown(page, "pacific")) == followed
        assert alike(first_programs(page)) == listed


@pytest.mark.parametrize("query", ["?v=1&specialties=Dermatology", "?v=1&budget_usd=0"])
def test_a_drag_without_a_curve_or_a_list_and_nothing_cut_off(
    open_page: Callable[..., Any], query: str
) -> None:
    page = open_page(f"/{query}")
    wait_until_there(page)
    expect(page.locator("h2", has_text="Tier ")).to_have_count(1)
    for score in (200, 280):
        page.mouse.move(*thumb_at(page, 225 if score == 200 else 200))
        page.mouse.down()
        page.mouse.move(*thumb_at(page, score), steps=4)
        page.mouse.up()
        settled(page)
        expect(page.get_by_text("is under the passing score")).to_have_count(1 if score == 200 else 0)
    expect(page.get_by_text("did not work")).to_have_count(0)
    for width in (768, 390):
        page.set_viewport_size({"width": width, "height": 844})
        settled(page)
        make_sure_it_fits(page, width)


def test_the_first_move_of_the_thumb_gives_a_score(open_page: Callable[..., Any]) -> None:
    page = open_page("/?v=1&step2_ck_score=empty")
    wait_until_drawn(page)
    open_group(page, "Exams")
    expect(page.get_by_role("checkbox", name="I have no Step 2 CK score yet")).to_be_checked()
    page.locator(SLIDER).focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("checkbox", name="I have no Step 2 CK score yet")).not_to_be_checked()
    # The slider stays the one that it was, in its place.
    assert page.locator(SLIDER).count() == 1
    score = page.locator(SLIDER).input_value()
    expect(page.locator(".curve-mark .label")).to_have_text(f"you: {score}")
    page.wait_for_url(f"**step2_ck_score={score}**")


def test_answers_in_quick_succession_typing_and_an_open_group_all_stay(
    open_page: Callable[..., Any],
) -> None:
    page = open_page()
    wait_until_drawn(page)
    open_group(page, "US experience")
    letters = page.get_by_role("spinbutton", name="US letters of recommendation")
    for _ in range(2):
        letters.focus()
        page.keyboard.press("ArrowUp")
        page.keyboard.press("Enter")
        page.locator(SLIDER).focus()
        page.keyboard.press("ArrowRight")
    settled(page)
    assert page.locator(SLIDER).input_value() == "227"
    assert letters.input_value() == "4"
    assert "step2_ck_score=227" in page.url and "us_letters=4" in page.url

    page.get_by_role("spinbutton", name="Weeks of hands-on US work").fill("9")
    # Going to the next field gives the first answer; the page is worked out anew while one types on.
    letters.fill("3")
    page.wait_for_url("**usce_hands_on_weeks=9**")
    settled(page)
    assert letters.input_value() == "3"
    page.keyboard.press("Enter")
    page.wait_for_url("**us_letters=3**")

    # A group that is open stays open when a notice comes.
    open_group(page, "Background")
    years = page.get_by_role("spinbutton", name="Years since graduation")
    expect(years).to_be_visible()
    page.get_by_role("spinbutton", name="Of these, from the West Coast").fill("4")
    page.keyboard.press("Enter")
    expect(page.get_by_text("US letters are now 4")).to_be_visible()
    settled(page)
    expect(years).to_be_visible()


def test_a_link_going_back_and_a_reload_bring_the_answers_back(open_page: Callable[..., Any]) -> None:
    page = open_page("/")  # the start has no answer in its address
    wait_until_drawn(page)
    expect(page.locator(".curve-mark .label")).to_have_text("you: 225")
    slider = page.locator(SLIDER)
    slider.focus()
    page.keyboard.press("PageUp")
    page.wait_for_url("**step2_ck_score=230**")
    settled(page)
    for leads, score in ((page.go_back, "225"), (page.go_forward, "230")):
        leads()
        expect(page.locator(".curve-mark .label")).to_have_text(f"you: {score}")
        expect(slider).to_have_value(score)
        settled(page)
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**step2_ck_score=231**")
    settled(page)
    page.reload()
    wait_until_drawn(page)
    expect(page.locator(".curve-mark .label")).to_have_text("you: 231")
    the_list_needs_no_other_part_to_stand_there_before_it(page)


def the_list_needs_no_other_part_to_stand_there_before_it(page: Any) -> None:
    """Which part of a page comes first is chance: the list once stayed empty where it was the first."""
    page.add_init_script(
        """
        document.smartpickPrograms = new Map([[5, ["A program", "Its place", "Internal Medicine", 0]]]);
        document.smartpickNow = {
          values: {}, keys: {}, words: {}, bars: { chance: [], pacific: [] },
          list: { before: [], digits: 3, texts: ["1 %"], packed: "00500.", empty: "" },
        };
        """
    )
    page.reload()
    expect(page.locator(".live-list li")).to_have_count(10, timeout=30_000)
    expect(page.locator(".live-list li .name").first).not_to_be_empty()


def test_the_keyboard_alone_is_enough(open_page: Callable[..., Any]) -> None:
    page = open_page()
    wait_until_drawn(page)
    # By the link that skips what stands before the page's own part.
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to main content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    # The sources of the first figures stand beside the title.
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.shadowRoot?.activeElement?.id") == "score"
    focused = page.locator(".score-slider").screenshot(animations="disabled")
    page.keyboard.press("PageUp")
    expect(page.locator(".curve-mark .label")).to_have_text("you: 230")
    page.wait_for_url("**step2_ck_score=230**")

    settled(page)
    open_group(page, "US experience")
    page.get_by_role("spinbutton", name="US letters of recommendation").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**us_letters=3**")
    settled(page)
    page.get_by_role("button", name="Reset to the starting values").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".curve-mark .label")).to_have_text("you: 225")
    assert page.locator(".score-slider").screenshot(animations="disabled") != focused, "focus can be seen"


def test_all_below_follows_a_new_score_and_never_calls_back_to_a_page_that_was_left(
    open_page: Callable[..., Any],
) -> None:
    """Parts ask the server one after the other: what is asked in one moment is sent for one of them only."""
    page = open_page("/?v=1&step2_ck_score=222")
    wait_until_drawn(page)
    page.locator(SLIDER).focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_text("With 225 and the list below")).to_be_visible(timeout=20_000)
    expect(page.locator(".sp-earlier")).to_have_count(0, timeout=20_000)
    page.keyboard.press("ArrowRight")
    page.wait_for_selector(".sp-earlier", state="attached")
    page.get_by_test_id("stTopNavLink").filter(has_text="Scenarios").click()
    page.wait_for_timeout(5000)  # what the old page would ask at rest is due by now
    expect(page).to_have_url(re.compile("/scenarios"))
    expect(page.locator(SLIDER)).to_have_count(0)
    # What waits for its turn when the link is clicked stays behind too: neither page would be shown.
    page.get_by_test_id("stTopNavLink").filter(has_text="Your chances").click()
    wait_until_drawn(page)
    page.wait_for_timeout(2500)  # nothing is asked so soon after the click
    settled(page)
    page.evaluate("void (document.smartpickAsking = new Promise(go => document.inTurnNow = go))")
    page.locator(SLIDER).press("ArrowRight")
    page.wait_for_selector(".sp-earlier", state="attached")
    page.wait_for_timeout(2000)
    sent = (
        page.get_by_test_id("stTopNavLink")
        .filter(has_text="Scenarios")
        .evaluate(
            """async link => {
          const sent = [], send = WebSocket.prototype.send;
          WebSocket.prototype.send = function (bytes) { sent.push(0); send.call(this, bytes); };
          link.click();
          document.inTurnNow();
          await new Promise(later => setTimeout(later, 1000));
          return sent;
        }"""
        )
    )
    assert len(sent) == 1, "the page that the link leads to, and nothing else"
    expect(page.get_by_role("heading", level=1, name="Scenarios")).to_be_visible(timeout=20_000)
    expect(page.locator(SLIDER)).to_have_count(0)
    # Where the way to a page is lost, it is gone once more.
    page.evaluate(
        """() => {
          const { send } = WebSocket.prototype;
          WebSocket.prototype.send = () => (WebSocket.prototype.send = send);
        }"""
    )
    page.get_by_test_id("stTopNavLink").filter(has_text="Your chances").click()
    expect(page.locator(SLIDER)).to_have_count(1, timeout=20_000)
