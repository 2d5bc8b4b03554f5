"""What an eye waits for, in a real Chromium: from key to paint, while dragging, and first paint."""

from __future__ import annotations

import shutil
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from serving import CHECKOUT, started

from bench.report import Row, Section
from bench.sessions import ECHO, streamlit_app
from smartpick.web.server import READY

DASH = Path(__file__).with_name("dash_page.py")
FLOOR = Path(__file__).with_name("floor.html")
KEYS, RELEASES, OPENINGS = 30, 30, 5
_REST_SECONDS = 0.25
_DRAG_SECONDS = 3.0
_DRAG_PIXELS = 250

_WATCH = Path(__file__).with_name("watch.js").read_text(encoding="utf-8")


class Site(NamedTuple):
    """A page with a slider.

    Attributes:
        slider: The element that takes keys and the pointer.
        parts: What follows it: selector of the text, by name.
        key, back: The keys that move it up and down.
        thumb: Where in the element the thumb is when the page opens, as a share of its width.
    """

    slider: str
    parts: dict[str, str]
    key: str = "ArrowRight"
    back: str = "ArrowLeft"
    thumb: float = 0.5


OURS = Site(
    ".score-slider input",
    {
        "tier and chance": ".score-slider [data-now], .score-slider [data-text=chance]",
        "mark on the curve": ".curve-mark .label",
        "list": ".live-list li",
    },
    # By five points, so that the list is another one each time.
    "PageUp",
    "PageDown",
    thumb=0.33,
)
# Streamlit's own thumb is at the left edge of its input.
ECHOED = Site("input[type=range]", {"echo": "[data-testid=stMarkdown]"}, thumb=0.0)
FLOORED = Site("#slider", {"text": ".shown"})
DASHED = Site("[role=slider]", {"list": "#list tr"}, thumb=0.5)


@contextmanager
def chromium() -> Iterator[Any]:
    """Start Chromium.

    Raises:
        LookupError: if there is none on this machine.
    """
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        raise LookupError("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


class Opened:
    """A page of a site in its own browser context."""

    def __init__(self, browser: Any, address: str, site: Site, *, asks: bool = False) -> None:
        self.site, self.received = site, 0
        self._context = browser.new_context(viewport={"width": 1280, "height": 800})
        self.page = self._context.new_page()
        self.page.set_default_timeout(60_000)
        self.page.on("websocket", lambda socket: socket.on("framereceived", self._came))
        firsts = {"slider": site.slider, **site.parts}
        self.page.add_init_script(f"window.benchFirst = {firsts!r};\n{_WATCH}")
        self.page.goto(address)
        self.page.wait_for_function("n => Object.keys(window.bench.first).length === n", arg=len(firsts))
        self.first: dict[str, float] = self.page.evaluate("window.bench.first")
        if asks:  # A page that goes on asking is never quiet.
            self.page.wait_for_timeout(4000)
        else:
            self.quiet()

    def _came(self, frame: Any) -> None:
        self.received += len(frame)

    def quiet(self, seconds: float = 1.0) -> None:
        """Wait until nothing has come for a while."""
        before, since = -1, time.monotonic()
        while time.monotonic() - since < seconds:
            if self.received != before:
                before, since = self.received, time.monotonic()
            self.page.wait_for_timeout(100)

    def reach(self) -> int:
        """Put the pointer on the slider; return how many bytes came because of it, until no more do."""
        before = self.received
        self.page.locator(self.site.slider).hover(force=True)
        self.page.locator(self.site.slider).focus()
        self.quiet(2.0)
        return self.received - before

    def key_to_paint(self, part: str) -> float:
        """Return the median milliseconds from a key press to the paint of a part."""
        times = []
        for number in range(KEYS):
            self.page.evaluate("selector => window.bench.expect(selector)", self.site.parts[part])
            self.page.keyboard.press(self.site.key if number % 6 < 3 else self.site.back)
            self.page.wait_for_timeout(1000 * _REST_SECONDS)
            try:
                self.page.wait_for_function("() => window.bench.wait.at !== null", timeout=5000)
            except Exception:
                continue  # This score shows the same.
            times.append(self.page.evaluate("window.bench.wait.at - window.bench.wait.pressed"))
        if len(times) < KEYS / 2:
            print(f"  {part}: only {len(times)} of {KEYS} keys changed it", file=sys.stderr)
        return statistics.median(times) if times else float("nan")

    def updates_a_second(self, part: str) -> float:
        """Return how often a part was painted anew in a second while the thumb was dragged."""
        box = self.page.locator(self.site.slider).bounding_box()
        start, middle = box["x"] + self.site.thumb * box["width"], box["y"] + box["height"] / 2
        self.page.mouse.move(start, middle)
        self.page.mouse.down()
        self.page.evaluate("selector => window.bench.count(selector)", self.site.parts[part])
        begin = time.monotonic()
        while (gone := time.monotonic() - begin) < _DRAG_SECONDS:
            # There and back, with every move another place.
            self.page.mouse.move(start + _DRAG_PIXELS * (1 - abs((gone % 2) - 1)), middle)
        updates = self.page.evaluate("window.bench.wait.updates")
        self.page.mouse.up()
        return updates / gone

    def close(self) -> None:
        """Close it."""
        self._context.close()


def followed(browser: Any, address: str) -> tuple[list[float], list[float]]:
    """Return the milliseconds from a mentor's release to the mentor's own page, and to that of a mentee.

    A page is there when the server has drawn slider, curve and first programs for the score.
    """
    mentor = Opened(browser, f"{address}/?v=1&step2_ck_score=222", OURS)
    mentor.page.get_by_role("button", name="Follow along").click()
    mentor.page.get_by_role("button", name="Open a room").click()
    link = mentor.page.locator(".st-key-follow_along_link_to_copy code").inner_text()
    mentor.page.keyboard.press("Escape")
    mentee, slider = Opened(browser, link, OURS, asks=True), mentor.page.locator(OURS.slider)
    times: list[tuple[float, float]] = []
    for number in range(RELEASES):
        slider.focus()
        mentor.quiet(2.0)
        key, by = (("PageUp", 5), ("ArrowRight", 1), ("PageDown", -5), ("PageUp", 5))[number % 4]
        score = int(slider.input_value()) + by
        for each in (mentor, mentee):
            each.page.evaluate("all => window.bench.arrive(...all)", [OURS.slider, str(score)])
        slider.press(key)
        for each in (mentor, mentee):
            each.page.wait_for_function("() => window.bench.wait.at !== null")
        pressed = mentor.page.evaluate("window.bench.wait.pressed")
        mine, theirs = (each.page.evaluate("window.bench.wait.at") - pressed for each in (mentor, mentee))
        times.append((mine, theirs))
    for each in (mentor, mentee):
        each.close()
    return [mine for mine, _ in times], [theirs for _, theirs in times]


def first_paints(browser: Any, echo: str, ours: str) -> tuple[dict[str, float], ...]:
    """Return medians of first paints of both apps, opened in turns on warm servers, nothing in the cache."""
    found: tuple[list[dict[str, float]], ...] = [], []
    for number in range(OPENINGS + 1):
        for firsts, address, site in zip(found, (echo, ours), (ECHOED, OURS), strict=True):
            page = Opened(browser, address, site)
            page.close()
            if number:
                firsts.append(page.first)
    return tuple({name: statistics.median(one[name] for one in each) for name in each[0]} for each in found)


def measured(dash_python: Path | None) -> Section:
    """Measure the pages in one Chromium; without `dash_python` there is no Dash page."""
    with chromium() as browser:
        page = Opened(browser, FLOOR.as_uri(), FLOORED)
        page.page.locator(FLOORED.slider).focus()
        floor = page.key_to_paint("text")
        page.close()
        with streamlit_app(ECHO) as server, streamlit_app(CHECKOUT / "dashboard.py", READY) as ours_server:
            echo_first, first = first_paints(browser, server.address, ours_server.address)
            echo = Opened(browser, server.address, ECHOED)
            echo.page.locator(ECHOED.slider).focus()
            echoed = echo.key_to_paint("echo")
            echo_updates = echo.updates_a_second("echo")
            echo.close()
        dashed = dash_updates = None
        if dash_python is not None:
            with started([str(dash_python), str(DASH), "{port}"], "/") as server:
                page = Opened(browser, server.address, DASHED)
                page.page.locator(DASHED.slider).focus()
                dashed, dash_updates = page.key_to_paint("list"), page.updates_a_second("list")
                page.close()
        with streamlit_app(CHECKOUT / "dashboard.py") as server:
            Opened(browser, server.address, OURS).close()
            ours = Opened(browser, f"{server.address}/?v=1&step2_ck_score=222", OURS)
            lists = ours.reach()
            keys = {part: ours.key_to_paint(part) for part in OURS.parts}
            ours.quiet()
            updates = {part: ours.updates_a_second(part) for part in OURS.parts}
            ours.close()
            mentor, mentee = followed(browser, server.address)
    rows = [Row("key to paint: a page with one text, the least that is measured", floor, "ms", echoed)]
    rows += [Row(f"key to paint: {part}", ms, "ms", echoed, 0.35, True) for part, ms in keys.items()]
    if dashed is not None:
        rows.append(Row("key to paint: list, beside the Dash page", keys["list"], "ms", dashed, 1.0, True))
    rows += [
        Row(
            f"painted updates while dragging: {part}",
            value,
            "a second",
            echo_updates,
            20.0,
            more_is_better=True,
        )
        for part, value in updates.items()
    ]
    if dash_updates is not None:
        rows.append(
            Row(
                "the same: list, beside the Dash page",
                updates["list"],
                "a second",
                dash_updates,
                more_is_better=True,
            )
        )
    rows += [
        Row("sent ahead for the lists of all scores", lists / 1000, "kB", target=150.0),
        Row(
            "first paint of the slider, warm server",
            first["slider"],
            "ms",
            echo_first["echo"],
            1.5,
            True,
        ),
        Row(
            "the list after the slider",
            max(first["list"] - first["slider"], 0.0),
            "ms",
            target=1000.0,
        ),
        Row("first paint of the list, warm server", first["list"], "ms", echo_first["echo"]),
        Row(
            "mentee's page after the mentor's release, beside the mentor's: median",
            statistics.median(mentee),
            "ms",
            statistics.median(mentor),
            target=1000.0,
        ),
        Row("the same: worst of them", max(mentee), "ms", max(mentor), target=1000.0),
    ]
    return Section(
        "In the browser",
        "echo app",
        f"Chromium without a window, 1280 x 800. Medians of {KEYS} key presses, to the frame on the "
        f"screen, of {OPENINGS} openings of each app in turns, and of {RELEASES} releases; a drag there and "
        "back for three seconds.",
        rows,
    )
