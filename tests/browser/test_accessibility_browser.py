"""On a desk and on a phone, in light and in dark, every page can be read and fits the window.

axe-core finds no serious fault, faint texts have contrast, headings are in order, and nothing is cut off.
"""

from collections.abc import Callable, Sequence
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from browsing import looks, make_sure_it_fits, settled

from smartpick.web.method.views import VIEW_NAMES

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
SCREENSHOTS = Path(__file__).parent / "screenshots"
# Pages by address, with what is shown last. Views that a press on a button shows follow in `VIEWS`.
PAGES = {
    "cockpit": ("/", ".js-plotly-plot .main-svg"),
    "curves-three": (
        "/curves?curves_specialties=Internal Medicine|Family Medicine|Psychiatry",
        ".st-key-compared_curves .main-svg",
    ),
    "curves-regions": (
        "/curves?curves_view=region&curves_places=CA|OR|WA|Pacific|US&curves_layout=one",
        ".st-key-compared_curves .main-svg",
    ),
    "curves-interviews": ("/curves?curves_view=interviews", ".st-key-compared_curves .main-svg"),
    "scenarios": ("/scenarios?v=1&step2_ck_score=225", ".st-key-score_and_size .main-svg"),
    "programs-list": ("/programs", "[data-testid=stDataFrame] canvas"),
    "programs-one": ("/programs?program=1403921352", ".st-key-fill_history .main-svg"),
    "applications": ("/applications?v=1&max_applications=60", ".js-plotly-plot .main-svg"),
    "plan": (
        "/plan?v=1&step2_ck_score=212&step1=fail_then_pass&us_letters=1&years_since_graduation=6",
        ".js-plotly-plot .main-svg",
    ),
    "advising": ("/advising?advising_question=2", ".sp-large li"),
    "method-model": ("/method?method_view=model", ".sp-colophon"),
}
# By the page on which it is pressed: each view, its button, and what it shows.
VIEWS = {
    "programs-list": {"programs-map": ("Map", ".st-key-programs_map_area .scatterlayer .point")},
    "method-model": {
        f"method-{view}": (name, f".st-key-method_{view} h2")
        for view, name in VIEW_NAMES.items()
        if view != "model"
    },
}
# What of axe's rules can differ between light and dark.
OF_COLOURS = ["color-contrast", "link-in-text-block"]

# axe gives up where one element lies over another, as in the sidebar, so captions and hints are measured too.
FAINT = """() => {
  const numbers = colour => colour.match(/[\\d.]+/g).map(Number);
  const over = ([r, g, b, a = 1], below) => [r, g, b].map((v, i) => v * a + below[i] * (1 - a));
  const linear = v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const light = colour => {
    const [r, g, b] = colour.map(v => linear(v / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = node => {
    if (!node) return [255, 255, 255];
    const own = numbers(getComputedStyle(node).backgroundColor);
    return own[3] === 0 ? ground(node.parentElement) : over(own, ground(node.parentElement));
  };
  const ratio = (node, pseudo) => {
    const style = getComputedStyle(node, pseudo), back = ground(node);
    let seen = pseudo ? Number(style.opacity) : 1;
    for (let each = node; each; each = each.parentElement) seen *= Number(getComputedStyle(each).opacity);
    const [r, g, b, a = 1] = numbers(style.color);
    const [x, y] = [light(over([r, g, b, a * seen], back)), light(back)].sort((one, other) => other - one);
    return (x + 0.05) / (y + 0.05);
  };
  const all = (selector, pseudo) => [...document.querySelectorAll(selector)].map(node => [node, pseudo]);
  return [
    ...all('[data-testid=stCaptionContainer] :is(p, li)', null),
    ...all('input[placeholder]:not([disabled])', '::placeholder'),
  ]
    .filter(([node]) => node.checkVisibility({ visibilityProperty: true }))
    .map(([node, pseudo]) => [(node.placeholder || node.textContent).slice(0, 40), ratio(node, pseudo)])
    .filter(([words, found]) => words && found < 4.5);
}"""

CUT_IN_CHARTS = """room => [...room.querySelectorAll(".js-plotly-plot .annotation-text")]
  .filter(n => n.getBoundingClientRect().right > room.getBoundingClientRect().right)
  .map(n => n.textContent)"""


@pytest.mark.parametrize("name", PAGES)
def test_a_page_can_be_read_and_fits(open_page: Callable[..., Any], name: str) -> None:
    SCREENSHOTS.mkdir(exist_ok=True)
    path, last = PAGES[name]
    page = open_page(path, height=844)
    page.locator(last).first.wait_for(state="attached")
    if name == "scenarios":
        settled(page)
        assert serious(page) == [], "before anything is kept"
        page.get_by_role("button", name="Try it as a scenario").last.click()
        expect(page.get_by_role("table").first).to_contain_text("To Tier A")
    can_be_read_and_fits(page, name)
    for view, (button, last) in VIEWS.get(name, {}).items():
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 1280, "height": 844})
        page.get_by_role("radio", name=button, exact=True).click()
        page.mouse.move(0, 0)  # as it is looked at, not as it is pressed
        page.locator(last).first.wait_for(state="attached")
        can_be_read_and_fits(page, view)


def can_be_read_and_fits(page: Any, name: str) -> None:
    for width, scheme in looks(page, 844):
        page.screenshot(path=SCREENSHOTS / f"{name}-{width}-{scheme}.png")
        # What only a phone shows is the same on every page; there axe looks at it in light once.
        if name == "cockpit" or (width, scheme) != (390, "light"):
            rules = OF_COLOURS if (width, scheme) == (1280, "dark") else []
            # The page's own colours follow the reader's system a moment after Streamlit's.
            found = serious(page, rules)
            for _ in range(5 if found else 0):
                page.wait_for_timeout(1000)
                if not (found := serious(page, rules)):
                    break
            assert found == []
        assert page.evaluate(FAINT) == []
        make_sure_it_fits(page, width)
        assert page.get_by_test_id("stMain").evaluate(CUT_IN_CHARTS) == []
    levels = page.locator("[data-testid=stMain] :is(h1, h2, h3, h4)").evaluate_all(
        "all => all.filter(one => one.offsetParent).map(one => Number(one.tagName[1]))"
    )
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def serious(page: Any, rules: Sequence[str] = ()) -> list[str]:
    """Return what axe-core finds that is serious or critical, each with its elements; all rules if none."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    only = {"runOnly": {"type": "rule", "values": list(rules)}} if rules else {}
    found = page.evaluate("asked => axe.run(document, asked)", {"resultTypes": ["violations"], **only})
    assert found["passes"], "axe looked at nothing"
    return [
        f"{fault['id']}: " + "; ".join(node["html"][:150] for node in fault["nodes"])
        for fault in found["violations"]
        if fault["impact"] in ("serious", "critical")
    ]
