"""What the browser tests share: patience, and knowing when a page has come to rest."""

from collections.abc import Callable, Iterator
from typing import Any

# Milliseconds. Generous, since a wait ends as soon as what it waits for is there.
PATIENCE = 60_000
_QUIET = 500

# Ours, not the browser's: a script may be between two runs when a glance finds it idle.
_AT_REST = """quiet => {
  const app = document.querySelector('[data-testid=stApp]');
  const idle = app?.dataset.testScriptState === 'notRunning'
    && !document.querySelector('[data-stale=true], [data-testid=stSpinner], [data-testid=stSkeleton]');
  window.atRestSince = idle ? window.atRestSince ?? performance.now() : null;
  return idle && performance.now() - window.atRestSince >= quiet;
}"""


def open_group(page: Any, title: str) -> None:
    """Open a group of questions in the sidebar, as a person would, if it is closed."""
    group = page.get_by_test_id("stSidebar").locator("details", has=page.locator("summary", has_text=title))
    if group.get_attribute("open") is None:
        group.locator("summary").click()


def settled(page: Any) -> None:
    """Wait until the server has answered everything and the page shows it.

    A file that is asked for before then is made from what the page showed last.
    """
    page.evaluate("window.atRestSince = null")
    page.wait_for_function(_AT_REST, arg=_QUIET, timeout=PATIENCE)


# The page's own, two that come with it, and what a machine may have: the first of these stands for any other.
FONTS = {
    "own": None,
    "narrow": "Source Sans",
    "wide": "Source Code Pro",
    "DejaVu": "DejaVu Sans",
    "system": "system-ui",
}


def set_in(page: Any, font: str) -> None:
    """Set the whole page in one of `FONTS`, and make sure that it is."""
    family = FONTS[font]
    if family is None:
        return
    page.add_style_tag(
        content=f"* {{ font-family: '{family}' !important; --st-font: '{family}' !important; }}"
    )
    loaded = page.evaluate(
        """family => Promise.all([400, 600, 700].map(weight =>
          document.fonts.load(`${weight} 16px '${family}'`))).then(faces => faces.flat().length)""",
        family,
    )
    assert loaded or family in ("DejaVu Sans", "system-ui"), family
    two_frames(page)


def two_frames(page: Any) -> None:
    """Wait until the browser has laid out and painted what was changed without the server."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def answer_heights(page: Any) -> set[float]:
    """Move the score slider to every score and return how tall the block of answers was."""
    found: list[float] = page.locator(".score-slider").evaluate(
        """block => {
          const input = block.querySelector('input'), heights = new Set();
          for (let score = Number(input.min); score <= Number(input.max); score++) {
            input.value = score;
            input.dispatchEvent(new Event('input'));
            heights.add(Math.round(10 * block.getBoundingClientRect().height) / 10);
          }
          return [...heights];
        }"""
    )
    return set(found)


def looks(page: Any, height: int) -> Iterator[tuple[int, str]]:
    """Show a page on a desk and on a phone, in light and dark; give (width, scheme) each time."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": height})
            settled(page)
            yield width, scheme


def beyond(page: Any, width: int) -> list[str]:
    """Name what of our own blocks and which buttons stand past the right edge of the window.

    What is in a block that scrolls by itself, such as a wide table, can be reached; the block must fit.
    """
    found: list[str] = page.locator("[data-testid=stMain]").evaluate(
        """(main, width) => {
          const scrolls = e => e !== main && (scrolling(e) || scrolls(e.parentElement));
          const scrolling = e => ['auto', 'scroll'].includes(getComputedStyle(e).overflowX);
          return [...main.querySelectorAll('.stHtml *, button')]
            .filter(e => e.checkVisibility({visibilityProperty: true}))
            .filter(e => e.getBoundingClientRect().right > width + 1)
            .filter(e => !scrolls(e.parentElement))
            .map(e => e.className + ' ' + e.textContent.slice(0, 30));
        }""",
        width,
    )
    return found


def make_sure_it_fits(page: Any, width: int) -> None:
    """Make sure that nothing is cut off and nothing scrolls sideways."""
    wider = page.get_by_test_id("stMain").evaluate("main => main.scrollWidth - main.clientWidth")
    assert wider <= 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert beyond(page, width) == []


def download(page: Any, button: str) -> Any:
    """Press the button of that name on a page at rest and return Playwright's download."""
    settled(page)
    with page.expect_download(timeout=PATIENCE) as waiting:
        page.get_by_role("button", name=button).click()
    return waiting.value


def copied_link(page: Any) -> str:
    """Copy the page's link as a person does, by keyboard, and return what is in the clipboard."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    settled(page)
    page.get_by_role("button", name="Copy link").press("Enter")
    settled(page)
    page.get_by_role("button", name="Copy to clipboard").press("Enter")
    page.wait_for_function("() => navigator.clipboard.readText().then(text => text.startsWith('http'))")
    link = str(page.evaluate("navigator.clipboard.readText()"))
    page.keyboard.press("Escape")
    page.get_by_text("Whoever opens this link").wait_for(state="hidden")
    settled(page)
    return link


def opened_elsewhere(link: str, page: Any, open_page: Callable[..., Any]) -> Any:
    """Open a copied link in a browser that has never seen the app; it must show what the page shows."""
    again = open_page("/" + link.split("/", 3)[3], elsewhere=True)
    again.get_by_role("heading", level=1).wait_for()
    shown = []
    for each in (page, again):
        settled(each)
        shown.append(each.get_by_test_id("stMain").inner_text())
    assert shown[0] == shown[1]
    return again
