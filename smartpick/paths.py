"""Where the app, its data and its database file are, in a checkout and in an installed wheel."""

import os
from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parent


def app_folder() -> Path:
    """Return the folder that holds `dashboard.py`, `pages/` and `data/`.

    In a checkout this is its top folder; in a wheel they travel inside the package.
    """
    packed = _PACKAGE / "app"
    return packed if packed.is_dir() else _PACKAGE.parent


def data_folder() -> Path:
    """Return the folder of the published figures, parameters and rules."""
    return app_folder() / "data"


def database_file() -> Path:
    """Return where the DuckDB file is kept; `SMARTPICK_DATABASE` overrides it.

    A checkout keeps it in `build/`; an installed wheel, whose own folder may be read-only, in the
    user's cache.
    """
    override = os.environ.get("SMARTPICK_DATABASE")
    if override:
        return Path(override)
    if (_PACKAGE / "app").is_dir():
        return platformdirs.user_cache_path("smartpick", appauthor=False) / "smartpick.duckdb"
    return app_folder() / "build" / "smartpick.duckdb"
