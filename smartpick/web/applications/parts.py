"""The sections that every list has, what of them stands in the link, and the list in a few numbers."""

from __future__ import annotations

from datetime import date

from markupsafe import Markup

from smartpick.assessment import Assessment
from smartpick.text.application_list import GROUPS, empty_list_sentences, ruled_out_sentence, summary_figures
from smartpick.text.numbers import percent, percent_range
from smartpick.text.sources import warning_sources
from smartpick.web.address import LinkedChoice, one_of, open_choices, write_choices, yes_or_no
from smartpick.web.blocks import block, estimate_sources, figures, fine, heading, note
from smartpick.web.page import PageContext
from smartpick.web.templates import part

# The sections that every list has, by their anchors.
SECTIONS = {
    "groups": "The list in three groups",
    "alike": "Which places are firm",
    "gain": "Where the next application stops paying",
    "mix": "Where the list goes",
    "own-list": "The list you have",
    "look-up": "What to find out next",
    "calendar": "Calendar reminders",
}
ALL = "all"
GROUP_KEY, WHOLE_KEY, WISH_KEY = "shown_group", "show_every_program", "least_gain"
# Percentage points that $100 more may be asked to add.
WISHES = (0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0)
FIRST_WISH = 0.5
_PAGE = "applications"
_LINKED: tuple[LinkedChoice, ...] = (
    one_of("list_group", "group", GROUP_KEY, {name: name for name in (ALL, *GROUPS)}, ALL),
    yes_or_no("list_whole", "all programs", WHOLE_KEY),
    one_of("list_least_gain", "what $100 more must add", WISH_KEY, {w: f"{w:g}" for w in WISHES}, FIRST_WISH),
)


def section_heading(name: str) -> Markup:
    """Return the heading of a section, which its link leads to."""
    return heading(SECTIONS[name], name)


def open_list_choices() -> str:
    """Take the choices of a link that the person opened; return a sentence on what could not be used."""
    return open_choices(_PAGE, _LINKED)


def write_list_choices() -> None:
    """Put the choices into the address."""
    write_choices(_PAGE, _LINKED)


def overview(assessment: Assessment, context: PageContext) -> None:
    """Draw the list in a few numbers."""
    today = date.today()
    stamp = (
        f"SmartPick, {today.day} {today:%B} {today.year}, data {context.engine.facts.data_hash[:12]}. "
        "Estimates, not promises."
    )
    block(
        figures([*_chances(assessment), *summary_figures(assessment)]),
        fine(ruled_out_sentence(assessment)),
        part("applications.html", "stamp", text=stamp),
    )
    estimate_sources(
        assessment,
        context.engine,
        key="sources_overview",
        remark="Chances are our estimates from these figures. Fees are as published for the newest season "
        "whose prices are known.",
        also=warning_sources(assessment),
    )


def _chances(assessment: Assessment) -> list[tuple[str, str, str]]:
    chance, pacific = assessment.match_probability, assessment.match_probability_pacific
    if assessment.too_few:
        counts = assessment.plan.models[0].counts
        return [("Chance of matching", counts, "matched; too few for an estimate")]
    anywhere = (
        "Chance of matching",
        percent(chance.point),
        f"range {percent_range(chance.low, chance.high)}",
    )
    if not assessment.plan.pacific_count:
        return [anywhere, ("On the West Coast", "none", "no program there")]
    span = f"range {percent_range(pacific.low, pacific.high)}"
    return [anywhere, ("On the West Coast", percent(pacific.point), span)]


def empty_list(assessment: Assessment) -> None:
    """Say why the list is empty and what would fill it."""
    note(" ".join(empty_list_sentences(assessment)), strong=True)
