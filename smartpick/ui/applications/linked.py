"""The page's part of the link: which group is shown, and what $100 more must add."""

from __future__ import annotations

from smartpick.presenters.application_groups import GROUPS
from smartpick.ui.linked_choices import LinkedChoice, one_of, open_choices, write_choices, yes_or_no

ALL = "all"
GROUP_KEY, WHOLE_KEY, WISH_KEY = "shown_group", "show_every_program", "least_gain"
# Percentage points that $100 more may be asked to add.
WISHES = (0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0)
FIRST_WISH = 0.5
_PAGE = "applications"


def open_list_choices() -> str:
    """Take the choices of a link that the person opened; return a sentence on what could not be used."""
    return open_choices(_PAGE, _choices())


def write_list_choices() -> None:
    """Put the choices into the address."""
    write_choices(_PAGE, _choices())


def _choices() -> tuple[LinkedChoice, ...]:
    return (
        one_of("list_group", "group", GROUP_KEY, {name: name for name in (ALL, *GROUPS)}, ALL),
        yes_or_no("list_whole", "all programs", WHOLE_KEY),
        one_of(
            "list_least_gain", "what $100 more must add", WISH_KEY, {w: f"{w:g}" for w in WISHES}, FIRST_WISH
        ),
    )
