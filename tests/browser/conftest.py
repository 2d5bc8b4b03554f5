"""The whole app in a real browser: started on a free port, asked by Chromium."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import PATIENCE
from serving import CHECKOUT, OURS, served


@pytest.fixture(scope="session")
def address(request: pytest.FixtureRequest, own_database_path: Path) -> Iterator[str]:
    # The database is built while the server loads its libraries.
    with served(CHECKOUT / "dashboard.py", lambda: request.getfixturevalue("shared_database"), by=OURS) as at:
        yield at


@pytest.fixture(scope="session")
def browser_context(chromium: Any) -> Iterator[Any]:
    """One person's browser for all pages, which keeps the app's scripts as any browser does."""
    context = chromium.new_context()
    yield context
    context.close()


@pytest.fixture
def open_page(chromium: Any, browser_context: Any, address: str) -> Iterator[Callable[..., Any]]:
    """Return a function that opens a path of the app.

    No page may ask another host for anything, nor do what our own policy for browsers forbids.

    Each page is a sitting of its own. A script given as `before` runs in the page before the app does;
    `elsewhere` opens the page in a browser that has never seen the app.
    """
    others, hosts, refused = [], set(), []

    def _noted(request: Any) -> None:
        hosts.add(request.url.split("/")[2])

    def _said(message: Any) -> None:
        if "Content Security Policy" in message.text:
            refused.append(message.text)

    def _open(
        path: str = "/", width: int = 1280, height: int = 900, before: str = "", elsewhere: bool = False
    ) -> Any:
        context = browser_context
        if elsewhere:
            context = chromium.new_context()
            context.on("request", _noted)
            context.on("console", _said)
            others.append(context)
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.set_default_timeout(PATIENCE)
        if before:
            page.add_init_script(before)
        page.goto(f"{address}{path}")
        return page

    browser_context.on("request", _noted)
    browser_context.on("console", _said)
    yield _open
    browser_context.remove_listener("request", _noted)
    browser_context.remove_listener("console", _said)
    for page in browser_context.pages:
        page.evaluate("localStorage.clear()")
        page.close()
    browser_context.clear_permissions()
    for context in others:
        context.close()
    assert {host for host in hosts if host} <= {address.removeprefix("http://")}
    assert not refused
