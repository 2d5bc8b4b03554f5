"""The whole app in a real browser: started on a free port, asked by Chromium."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import PATIENCE
from serving import CHECKOUT, served


@pytest.fixture(scope="session")
def address(request: pytest.FixtureRequest, own_database_path: Path) -> Iterator[str]:
    # The database is built while the server loads its libraries.
    with served(CHECKOUT / "dashboard.py", lambda: request.getfixturevalue("shared_database")) as at:
        yield at


@pytest.fixture
def open_page(chromium: Any, address: str) -> Iterator[Callable[..., Any]]:
    """Return a function that opens a path of the app; no page may ask another host for anything.

    A script given as `before` runs in the page before the app does.
    """
    contexts, hosts = [], set()

    def _open(
        path: str = "/", width: int = 1280, height: int = 900, scheme: str = "light", before: str = ""
    ) -> Any:
        context = chromium.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
        if before:
            page.add_init_script(before)
        page.goto(f"{address}{path}")
        return page

    yield _open
    for context in contexts:
        context.close()
    assert {host for host in hosts if host} <= {address.removeprefix("http://")}
