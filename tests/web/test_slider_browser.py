"""The slider in a real browser, against a server that is slow to answer."""

import shutil
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from serving import served

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
slow_server = pytest.mark.parametrize("page", [0.4], indirect=True)
WATCH = """() => {
  const slider = document.querySelector('[data-testid=stBidiComponentIsolated]').shadowRoot;
  const shown = name => slider.querySelector(`[data-text=${name}]`).textContent;
  const server = () => [...document.querySelectorAll('[data-testid=stText]')]
    .find(line => line.textContent.startsWith('server:')).textContent;
  window.seen = [];
  slider.querySelector('input').addEventListener('input', event => {
    const began = performance.now();
    const score = event.target.value;
    requestAnimationFrame(() => {
      const painted = new MessageChannel();
      painted.port1.onmessage = () => seen.push({
        score, milliseconds: performance.now() - began,
        tier: shown('tier'), chance: shown('chance'), pacific: shown('pacific'), server: server(),
      });
      painted.port2.postMessage(0);
    });
  });
}"""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served(Path(__file__).parent / "slider_page.py") as at:
        yield at


@pytest.fixture
def page(request, chromium, address):
    """The page with the slider; a test may ask for a slow server by `indirect` parameter, in seconds."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.messages = []
    page.hosts = set()
    page.on("websocket", lambda ws: ws.on("framesent", lambda _: page.messages.append(time.monotonic())))
    page.on("request", lambda request: page.hosts.add(request.url.split("/")[2]))
    page.goto(f"{address}/?delay={getattr(request, 'param', 0)}")
    expect_server(page, "231")
    sync_api.expect(page.locator(".score-slider [data-now=score]")).to_have_text("231")
    page.evaluate(WATCH)
    yield page
    context.close()
    assert page.hosts == {address.removeprefix("http://")}, "no other host is asked"


def expect_server(page, text: str) -> None:
    sync_api.expect(page.get_by_text("server:")).to_have_text(f"server: {text}")


def thumb(page) -> tuple[float, float]:
    """Where the thumb is; the first and the last score lie 22 pixels inside the input."""
    box = page.locator(".score-slider input").bounding_box()
    score = int(page.locator(".score-slider input").input_value())
    return box["x"] + 22 + (box["width"] - 44) * (score - 196) / 74, box["y"] + 22


@slow_server
def test_a_drag_is_answered_before_the_server_answers(page):
    x, y = thumb(page)
    page.mouse.move(x, y)
    page.mouse.down()
    page.messages.clear()
    for step in range(60):
        page.mouse.move(x - 4 * step, y)
        time.sleep(0.02)
    sent = len(page.messages)
    page.mouse.up()

    seen = page.evaluate("seen")
    assert len(seen) > 15
    assert len({answer["chance"] for answer in seen}) > 10
    assert len({answer["pacific"] for answer in seen}) > 3
    assert {"A", "B"} <= {answer["tier"] for answer in seen}
    ahead = [answer for answer in seen if answer["score"] not in answer["server"]]
    assert len(ahead) > len(seen) / 2, "the slow server kept up: this shows nothing"
    assert statistics.median(answer["milliseconds"] for answer in seen) < 100
    assert sent == 0, "while it is dragged nothing is sent"

    let_go = page.locator(".score-slider input").input_value()
    assert int(let_go) < 215
    expect_server(page, f"{let_go}")


@slow_server
def test_a_held_key_is_answered_at_once_and_focus_stays(page):
    page.locator(".score-slider input").focus()
    page.messages.clear()
    for _ in range(30):
        page.keyboard.down("ArrowLeft")
        time.sleep(0.03)
    sent = len(page.messages)
    page.keyboard.up("ArrowLeft")
    expect_server(page, "201")

    seen = page.evaluate("seen")
    assert [int(answer["score"]) for answer in seen][-1] == 201
    assert seen[-1]["tier"] == "C"
    assert statistics.median(answer["milliseconds"] for answer in seen) < 100
    assert sent == 0, "while the key is held nothing is sent"
    assert page.evaluate("document.activeElement.shadowRoot.activeElement.id") == "score"


def test_keys_are_spoken_a_fail_is_said_and_after_a_reset_the_thumb_moves_on_from_there(page):
    slider = page.locator(".score-slider input")
    notice = page.locator(".score-slider [data-text=notice]")
    sync_api.expect(notice).to_be_hidden()
    slider.focus()
    steps = {"ArrowRight": 232, "PageUp": 237, "PageDown": 232, "ArrowLeft": 231, "Home": 196, "End": 270}
    for key, score in steps.items():
        page.keyboard.press(key)
        expect_server(page, f"{score}")
        spoken = slider.get_attribute("aria-valuetext")
        assert spoken.startswith(f"{score}. ")
        sync_api.expect(page.locator(".score-slider [aria-live]")).to_have_text(spoken)
        if key == "Home":
            sync_api.expect(notice).to_have_text("Below 218 is a fail under the passing standard in force.")
    page.get_by_role("button", name="Reset").click()
    expect_server(page, "225")
    sync_api.expect(slider).to_have_value("225")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect_server(page, "226")


def test_the_answers_stay_in_sight_below_the_header(page):
    slider = page.locator(".score-slider")
    header = page.locator("[data-testid=stHeader]")
    for width in (390, 768, 1024, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 844})
        page.get_by_text("line 40").scroll_into_view_if_needed()
        page.mouse.move(width - 20, 700)
        page.mouse.wheel(0, 1500)
        page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollTop > 1000")
        page.wait_for_timeout(300)
        box = slider.bounding_box()
        covered = header.evaluate("header => getComputedStyle(header).backgroundColor") != "rgba(0, 0, 0, 0)"
        assert box["y"] == pytest.approx(header.bounding_box()["height"] if covered else 0, abs=1), width
        assert box["height"] < 290
        assert page.evaluate("document.documentElement.scrollWidth") <= width
