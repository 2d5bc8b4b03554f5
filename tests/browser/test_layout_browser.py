"""What holds on every page at every width and in every font: menu, pinned answers, names, paper."""

from collections.abc import Callable
from typing import Any

import pytest
from browsing import FONTS, answer_heights, make_sure_it_fits, set_in, settled, two_frames

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WIDTHS = (390, 768, 1024, 1280, 1920)
# Width and height of a window, and whether the answers stay in sight there.
WINDOWS = [(1280, 800, True), (390, 844, True), (640, 400, False), (844, 390, False)]
DRAWN_TEXT = """() => {
  window.drawn = [];
  const fill = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function (text, x, y, ...rest) {
    const { a, e } = this.getTransform();
    drawn.push({ text, from: e / a + x, to: e / a + x + this.measureText(text).width });
    return fill.call(this, text, x, y, ...rest);
  };
}"""


def test_answers_of_one_height_a_menu_without_more_and_nothing_cut_off(open_page: Callable[..., Any]) -> None:
    page = open_page("/?v=1&step2_ck_score=216&step2_ck_failures=1")
    settled(page)
    menu = page.get_by_test_id("stTopNav")
    for font in FONTS:
        set_in(page, font)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 844})
            if font == "own":
                settled(page)
                make_sure_it_fits(page, width)
            two_frames(page)
            heights = answer_heights(page)
            assert len(heights) == 1, (font, width, heights)
            assert heights.pop() < 290
            if width >= 1024:
                expect(menu.get_by_role("link")).to_have_count(8)
                expect(menu.get_by_role("link", name="Sources")).to_be_in_viewport()
                expect(menu.get_by_role("button")).to_have_count(0)


def test_the_first_look_what_stays_in_sight_and_what_is_printed(open_page: Callable[..., Any]) -> None:
    page = open_page("/?v=1&step2_ck_score=222&visa_need=h1b", width=1280, height=800)
    page.wait_for_selector(".js-plotly-plot .main-svg", state="attached")
    settled(page)
    slider_curve_and_ten_programs_are_in_the_first_look(page)
    answers_stay_in_sight_only_where_there_is_room(page)
    the_place_on_the_curve_is_printed(page)


def slider_curve_and_ten_programs_are_in_the_first_look(page: Any) -> None:
    """At 1280 x 800 nothing of it needs scrolling, and on a phone the list is right under the slider.

    Whoever takes only an H-1B has notes to read: they follow.
    """
    lines, curve = page.locator(".live-list li"), page.locator(".st-key-score_curve_area")
    expect(lines).to_have_count(10)
    bottoms = [part.bounding_box() for part in (lines.nth(9), curve)]
    assert all(box["y"] + box["height"] <= 800 for box in bottoms), bottoms
    page.set_viewport_size({"width": 390, "height": 844})
    settled(page)
    slider, first = page.locator(".score-slider").bounding_box(), lines.first.bounding_box()
    assert slider["y"] + slider["height"] < first["y"] < curve.bounding_box()["y"]


def answers_stay_in_sight_only_where_there_is_room(page: Any) -> None:
    main = page.locator("[data-testid=stMain]")
    for width, height, stays in WINDOWS:
        page.set_viewport_size({"width": width, "height": height})
        main.evaluate("main => main.scrollTo(0, 1500)")
        settled(page)
        box = page.locator(".score-slider").bounding_box()
        assert (box["y"] + box["height"] > 0) == stays, (width, height)
        if stays:
            assert box["y"] + box["height"] < height / 2
        main.evaluate("main => main.scrollTo(0, 0)")


def the_place_on_the_curve_is_printed(page: Any) -> None:
    """What is laid over the figure stands where the figure has that score and chance, on paper too."""
    page.set_viewport_size({"width": 1280, "height": 900})
    settled(page)
    for media in ("screen", "print"):
        page.emulate_media(media=media)
        expect(page.locator(".curve-mark")).to_be_visible()
        expect(page.locator(".curve-mark .label")).to_have_text("you: 222")
        drawn = page.locator(".st-key-score_curve_area .js-plotly-plot").evaluate(
            """node => {
              const { xaxis, yaxis } = node._fullLayout, { left, top } = node.getBoundingClientRect();
              const curve = node._fullData.find(trace => trace.name === "curve");
              const at = Array.from(curve.x).findIndex(score => score > 222), [x, y] = [curve.x, curve.y];
              const chance = y[at - 1] + (y[at] - y[at - 1]) * (222 - x[at - 1]) / (x[at] - x[at - 1]);
              return { x: left + xaxis._offset + xaxis.d2p(222), y: top + yaxis._offset + yaxis.d2p(chance) };
            }"""
        )
        line, dot = (page.locator(f".curve-mark .{part}").bounding_box() for part in ("mark line", "dot"))
        assert line["x"] + line["width"] / 2 == pytest.approx(drawn["x"], abs=1)
        assert dot["x"] + dot["width"] / 2 == pytest.approx(drawn["x"], abs=1)
        assert dot["y"] + dot["height"] / 2 == pytest.approx(drawn["y"], abs=1)
    page.emulate_media(media="screen")
    the_own_place_is_on_the_own_line(page)


def the_own_place_is_on_the_own_line(page: Any) -> None:
    away = page.locator(".curve-mark svg").evaluate(
        """svg => {
          const line = svg.querySelector(".own-line");
          const dot = svg.querySelector(".own").transform.baseVal[0].matrix;
          const along = [...Array(2000).keys()].map(
            (step) => line.getPointAtLength((line.getTotalLength() * step) / 1999));
          const near = along.reduce((a, b) => (Math.abs(a.x - dot.e) < Math.abs(b.x - dot.e) ? a : b));
          return Math.abs(near.y - dot.f);
        }"""
    )
    assert away < 1.5


def test_the_names_of_programs_are_not_cut_on_a_phone(open_page: Callable[..., Any]) -> None:
    page = open_page("/programs", width=390, height=1400, before=f"({DRAWN_TEXT})()")
    page.locator("[data-testid=stDataFrame] canvas").first.wait_for()
    settled(page)
    names = page.locator("[data-testid=stDataFrame] [role=grid] tbody tr").evaluate_all(
        "rows => rows.map(row => row.querySelector('td').textContent.trim())"
    )[:8]
    assert any(len(name) > 30 for name in names), "none of these would be cut"
    drawn = page.evaluate("drawn")
    texts = {piece["text"].strip() for piece in drawn}
    for name in names:
        lines = lines_of(name, texts)
        assert lines is not None, name
        assert len(lines) <= 4 or len(name) > 80, name
        assert max(piece["to"] for piece in drawn if piece["text"].strip() in lines) < 36 + 225, name


def lines_of(name: str, texts: set[str]) -> list[str] | None:
    """Return the drawn lines that make up a name, the fewest; None where a part of it was not drawn."""
    if name in texts:
        return [name]
    starts = sorted((text for text in texts if text and name.startswith(text)), key=len, reverse=True)
    for start in starts:
        rest = lines_of(name[len(start) :].strip(), texts)
        if rest is not None:
            return [start, *rest]
    return None
