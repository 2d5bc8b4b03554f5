"""The sections that every list has, what of them stands in the link, and the list in a few numbers."""

from __future__ import annotations

from datetime import date
from html import escape

from smartpick.assessment import Assessment
from smartpick.text.application_list import (
    GROUPS,
    chance_figures,
    empty_list_sentences,
    ruled_out_sentence,
    summary_figures,
)
from smartpick.text.sources import warning_sources
from smartpick.web.address import LinkedChoice, one_of, open_choices, write_choices, yes_or_no
from smartpick.web.blocks import block, estimate_sources, fine, heading, note_html
from smartpick.web.page import PageContext

# The sections that every list has, with their anchors.

SECTIONS = {
    "groups": "The list in three groups",
    "alike": "Which places are firm",
    "gain": "Where the next application stops paying",
    "mix": "Where the list goes",
    "own-list": "The list you have",
    "look-up": "What to find out next",
    "calendar": "Calendar reminders",
}


def section_heading(name: str) -> str:
    """Return the heading of a section, which its link leads to."""
    return heading(SECTIONS[name], name)


# The page's part of the link: which group is shown, and what $100 more must add.

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


# The list in a few numbers, and what to do when it is empty.


def overview(shown: Assessment, here: PageContext) -> None:
    """Draw what the list comes to."""
    figures = [*chance_figures(shown), *summary_figures(shown)]
    items = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(figure)}<small>{escape(small)}</small></dd></div>"
        for name, figure, small in figures
    )
    block(
        f'<dl class="sp-figures">{items}</dl>',
        fine(ruled_out_sentence(shown)),
        f'<p class="sp-fine sp-on-paper">{escape(_stamp(here))}</p>',
    )
    estimate_sources(
        shown,
        here.engine,
        key="sources_overview",
        remark="Chances are our estimates from these figures. Fees are as published for the newest season "
        "whose prices are known.",
        also=warning_sources(shown),
    )


def _stamp(here: PageContext) -> str:
    today = date.today()
    return (
        f"SmartPick, {today.day} {today:%B} {today.year}, data {here.engine.facts.data_hash[:12]}. "
        "Estimates, not promises."
    )


def empty_list(shown: Assessment) -> None:
    """Say why the list is empty and what would fill it."""
    block(note_html(" ".join(empty_list_sentences(shown)), strong=True))
