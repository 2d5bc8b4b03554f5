"""All page tests open the database that is built once."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _shared(shared_database: Path) -> None:
    """Build it before the first page is drawn."""


@pytest.fixture(autouse=True)
def _in_sight(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw every part of a page: here is no window that parts could be out of."""
    monkeypatch.setattr("smartpick.web.cockpit.seen._wanted", lambda name, key: True)
