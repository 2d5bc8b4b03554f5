"""A mentor compares curves: by keyboard, in a region, on a phone, and takes the numbers away."""

import csv
import io
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from typing import Any

import pytest
from browsing import copied_link, download, opened_elsewhere, settled

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect

pytestmark = pytest.mark.browser
CHART = ".st-key-compared_curves .js-plotly-plot"


def visit(open_page: Callable[..., Any], query: str = "", **settings: Any) -> Any:
    """Open the page as a link does."""
    page = open_page(f"/curves{query}", **settings)
    page.locator(CHART).first.wait_for()
    settled(page)
    return page


def test_compare_by_keyboard_and_bring_it_back_with_the_link(open_page: Callable[..., Any]) -> None:
    page = visit(open_page, "?us_letters=4&v=1")
    page.get_by_role("combobox", name="Specialties").focus()
    page.keyboard.type("Pediatrics")
    page.keyboard.press("Enter")
    page.locator(f"{CHART} .annotation-text", has_text="Pediatrics").first.wait_for()
    page.keyboard.press("Escape")
    settled(page)
    page.get_by_role("radio", name="By score in a region").click()
    page.get_by_text("Nobody publishes scores by region").wait_for()
    page.get_by_role("combobox", name="Regions").press_sequentially("Pacific div")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.wait_for_url("**Pacific**")
    link = copied_link(page)
    chosen = ("curves_view=region", "curves_places=CA|Coast|US|Pacific", "Pediatrics")
    for part in ("v=1", "us_letters=4", *chosen):
        assert part in link

    again = opened_elsewhere(link, page, open_page)
    expect(again.locator(CHART)).to_have_count(8)
    assert again.get_by_role("heading", level=1).count() == 1
    charts_and_words_follow_from_light_to_dark(again)


def charts_and_words_follow_from_light_to_dark(page: Any) -> None:
    drawn = {".js-plotly-plot .xtick text": "fill", ".sp-keys": "color"}
    light = {what: colour_of(page, what, name) for what, name in drawn.items()}
    page.emulate_media(color_scheme="dark")
    for what, name in drawn.items():
        expect(page.locator(what).first).not_to_have_css(name, light[what])
    page.emulate_media(color_scheme="light")
    for what, name in drawn.items():
        expect(page.locator(what).first).to_have_css(name, light[what])


def test_numbers_images_and_citation_can_be_taken_away(open_page: Callable[..., Any]) -> None:
    page = visit(open_page, "?curves_specialties=Internal Medicine|Pediatrics")
    page.get_by_role("button", name="Download and cite").click()
    saved = {}
    for label in ("Image (SVG)", "Image (PNG)", "Data shown (CSV)", "All figures behind it (CSV)"):
        file = download(page, label)
        saved[file.suggested_filename] = file.path().read_bytes()
    name = "smartpick-chance-of-matching-by-step-2-ck-score-non-us-imgs"
    assert list(saved) == [f"{name}.svg", f"{name}.png", f"{name}.csv", f"{name}-all.csv"]

    picture = ElementTree.fromstring(saved[f"{name}.svg"])
    texts = " ".join("".join(node.itertext()) for node in picture.iter("{http://www.w3.org/2000/svg}text"))
    for part in ("Chance of matching by Step 2 CK score", "Pediatrics", "NRMP 2026", "80 % range"):
        assert part in texts
    assert saved[f"{name}.png"].startswith(b"\x89PNG")
    assert len(saved[f"{name}.png"]) > 20_000

    shown, behind = (rows_of(saved[f"{name}{ending}.csv"]) for ending in ("", "-all"))
    assert {row["specialty"] for row in shown} == {"Internal Medicine", "Pediatrics"}
    assert all(0 < float(row["match_probability"]) < 1 for row in shown)
    assert len({row["specialty"] for row in behind}) > 10
    assert all(row["source_id"] for row in behind)
    assert page.locator("[data-testid=stCode]").inner_text().startswith("SmartPick. Chance of matching")


def rows_of(file: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"))))


def colour_of(page: Any, what: str, name: str) -> str:
    return page.locator(what).first.evaluate("(one, name) => getComputedStyle(one)[name]", name)
