"""The sections that every list has, what of them stands in the link, and the list in a few numbers."""

from datetime import date

from markupsafe import Markup

from smartpick.assessment import Assessment
from smartpick.prose import day_text
from smartpick.text.application_list import GROUPS, chance_figures, ruled_out_sentence, summary_figures
from smartpick.text.sources import warning_sources
from smartpick.web.address import LinkedChoice, one_of, yes_or_no
from smartpick.web.blocks import block, estimate_sources, figures, fine, heading
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
PAGE = "applications"
LINKED: tuple[LinkedChoice, ...] = (
    one_of("list_group", "group", GROUP_KEY, {name: name for name in (ALL, *GROUPS)}, ALL),
    yes_or_no("list_whole", "all programs", WHOLE_KEY),
    one_of("list_least_gain", "what $100 more must add", WISH_KEY, {w: f"{w:g}" for w in WISHES}, FIRST_WISH),
)


def section_heading(name: str) -> Markup:
    """Return the heading of a section, which its link leads to."""
    return heading(SECTIONS[name], name)


def overview(assessment: Assessment, context: PageContext) -> None:
    """Draw the list in a few numbers."""
    chances = chance_figures(assessment, in_people=False)[: 1 if assessment.too_few else 2]
    stamp = (
        f"SmartPick, {day_text(date.today())}, data {context.engine.facts.data_hash[:12]}. "
        "Estimates, not promises."
    )
    block(
        figures([*chances, *summary_figures(assessment)]),
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
