"""Every page is entered through `dashboard.py`, even the first that a new server is asked for.

Nothing heavy is imported here: `dashboard.py` says that SmartPick is starting before it loads the rest.
"""

from __future__ import annotations

import runpy
from importlib import import_module

from streamlit.runtime.pages_manager import PagesManager

from smartpick.paths import app_folder


def enter(page: str) -> None:
    """Draw the page of that name in `smartpick.web`; the last line of every file in `pages/`.

    Until `st.navigation` has been called once, Streamlit takes the folder `pages/` for a menu of its own and
    runs a page's file alone: a link to a page would open without navigation, styles and the link's answers.
    Then the dashboard is run in the page's place; it finds the page by its address and comes back here.
    """
    if PagesManager.uses_pages_directory:
        runpy.run_path(str(app_folder() / "dashboard.py"), run_name="__main__")
    else:
        getattr(import_module(f"smartpick.web.{page}"), page)()
