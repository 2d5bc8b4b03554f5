"""The pages of the app: which there are, and how each is entered.

Every page is entered through `dashboard.py`, even the first that a new server is asked for. Nothing heavy is
imported here: `dashboard.py` says that SmartPick is starting before it loads the rest.
"""

import ast
import runpy
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

from streamlit.runtime.pages_manager import PagesManager

from smartpick.paths import app_folder


@dataclass(frozen=True)
class PageEntry:
    """A page as its file in `pages/` enters it; the file's name is its address.

    Attributes:
        file: The file, from the folder of `dashboard.py`.
        title: Its name in the menu; short, so that the menu needs no "more".
        icon: Name of a Material icon.
        place: Its place in the menu; the cockpit stands before the first.
    """

    file: str
    title: str
    icon: str
    place: int


@cache
def pages() -> tuple[PageEntry, ...]:
    """Return every page but the cockpit, in the order of the menu, as the files of `pages/` enter them."""
    files = (app_folder() / "pages").glob("*.py")
    return tuple(sorted(map(_entry_of, files), key=lambda page: page.place))


def _entry_of(file: Path) -> PageEntry:
    # Read and not run: to run the file is to draw the page.
    last = ast.parse(file.read_text(encoding="utf-8")).body[-1]
    assert isinstance(last, ast.Expr) and isinstance(last.value, ast.Call), f"{file} must end in enter(...)"
    named = {keyword.arg: ast.literal_eval(keyword.value) for keyword in last.value.keywords}
    return PageEntry(f"pages/{file.name}", named["title"], named["icon"], named["place"])


def enter(page: str, *, title: str, icon: str, place: int) -> None:
    """Draw the page of that name in `smartpick.web`; the last line of every file in `pages/`.

    What stands in the menu is given here too, so that a page has one file that names it; see `PageEntry`.

    Until `st.navigation` has been called once, Streamlit takes the folder `pages/` for a menu of its own and
    runs a page's file alone: a link to a page would open without navigation, styles and the link's answers.
    Then the dashboard is run in the page's place; it finds the page by its address and comes back here.
    """
    if PagesManager.uses_pages_directory:
        runpy.run_path(str(app_folder() / "dashboard.py"), run_name="__main__")
    else:
        getattr(import_module(f"smartpick.web.{page}"), page)()
