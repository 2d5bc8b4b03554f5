"""No page has a serious fault that axe-core finds, and every text can be read, in light and in dark."""

from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest
from browsing import looks

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
PATHS = (
    "/",
    "/curves",
    "/scenarios",
    "/programs",
    "/programs?programs_view=map",
    "/programs?program=1403900917",
    "/applications",
    "/plan",
    *(f"/method?method_view={view}" for view in ("model", "agreement", "limits", "parameters", "sources")),
)

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


@pytest.mark.parametrize("path", PATHS)
def test_nothing_serious_is_found(open_page: Callable[..., Any], path: str) -> None:
    page = open_page(path)
    page.locator("h1").first.wait_for()
    for _ in looks(page, 844):
        # The page's own colours follow the reader's system a moment after Streamlit's.
        found = serious(page)
        for _ in range(5 if found else 0):
            page.wait_for_timeout(1000)
            if not (found := serious(page)):
                break
        assert found == []
        assert page.evaluate(FAINT) == []


def serious(page: Any) -> list[str]:
    """Return what axe-core finds that is serious or critical, each with its elements."""
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert found["passes"], "axe looked at nothing"
    return [
        f"{fault['id']}: " + "; ".join(node["html"][:150] for node in fault["nodes"])
        for fault in found["violations"]
        if fault["impact"] in ("serious", "critical")
    ]
