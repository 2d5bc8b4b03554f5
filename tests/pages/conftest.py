"""All page tests open the database that is built once."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _shared(shared_database: Path) -> None:
    """Build it before the first page is drawn."""
