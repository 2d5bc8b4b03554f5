"""Copied in one browser and opened in another, a link brings the same screen."""

from collections.abc import Callable
from typing import Any

import pytest
from browsing import settled

pytestmark = pytest.mark.browser
TULSA = "1403921352"


def visit(open_page: Callable[..., Any], path: str, **settings: Any) -> Any:
    page = open_page(path, **settings)
    page.get_by_role("heading", level=1).wait_for()
    settled(page)
    return page


def copied(page: Any) -> str:
    """Copy the link as a person does, by keyboard, and return what is in the clipboard."""
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


def shown(page: Any) -> str:
    settled(page)
    return str(page.get_by_test_id("stMain").inner_text())


def opens_the_same(page: Any, open_page: Callable[..., Any]) -> str:
    link = copied(page)
    before = shown(page)
    again = visit(open_page, "/" + link.split("/", 3)[3], elsewhere=True)
    assert shown(again) == before
    return link


def test_curves_with_places_and_view(open_page: Callable[..., Any]) -> None:
    page = visit(open_page, "/curves?us_letters=4&v=1")
    page.get_by_role("radio", name="By score in a region").click()
    page.get_by_text("Nobody publishes scores by region").wait_for()
    page.get_by_role("combobox", name="Regions").press_sequentially("Pacific div")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.wait_for_url("**Pacific**")
    link = opens_the_same(page, open_page)
    for part in ("v=1", "us_letters=4", "curves_view=region", "curves_places=CA|Coast|US|Pacific"):
        assert part in link


def test_programs_with_filters_and_map(open_page: Callable[..., Any]) -> None:
    page = visit(open_page, "/programs")
    page.get_by_role("radio", name="Map").click()
    page.get_by_text("(published)").click()
    page.get_by_role("combobox", name="State or region").press_sequentially("Mountain")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.wait_for_url("**programs_regions=Mountain**")
    page.get_by_role("searchbox", name="Search").fill("secret words")
    page.get_by_text("No program matches").wait_for()
    assert "secret" not in copied(page)
    page.get_by_role("searchbox", name="Search").fill("")
    page.get_by_text("Share of non-US IMGs among those who matched").first.wait_for()
    link = opens_the_same(page, open_page)
    for part in ("programs_view=map", "programs_layer=img_share", "programs_regions=Mountain"):
        assert part in link


def test_a_program(open_page: Callable[..., Any]) -> None:
    page = visit(open_page, f"/programs?program={TULSA}")
    page.get_by_role("button", name="Pin", exact=True).click()
    page.get_by_role("button", name="Unpin").wait_for()
    assert f"program={TULSA}" in opens_the_same(page, open_page)
