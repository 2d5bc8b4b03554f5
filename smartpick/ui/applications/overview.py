"""The list in a few numbers, and what to do when it is empty."""

from __future__ import annotations

from datetime import date
from html import escape

from smartpick.assessment import Assessment
from smartpick.presenters.figures_behind import warning_sources
from smartpick.presenters.list_summary import empty_list_sentences, ruled_out_sentence, summary_figures
from smartpick.presenters.wording import percent, percent_range
from smartpick.ui.blocks import block, fine, note_html
from smartpick.ui.page import PageContext
from smartpick.ui.sources import estimate_sources


def overview(shown: Assessment, here: PageContext) -> None:
    """Draw what the list comes to."""
    figures = [*_chances(shown), *summary_figures(shown)]
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


def _chances(shown: Assessment) -> list[tuple[str, str, str]]:
    chance, pacific = shown.match_probability, shown.match_probability_pacific
    if shown.too_few:
        return [("Chance of matching", shown.plan.models[0].counts, "matched; too few for an estimate")]
    found = [("Chance of matching", percent(chance.point), f"range {percent_range(chance.low, chance.high)}")]
    if not shown.plan.pacific_count:
        return [*found, ("On the Pacific Coast", "none", "no program there")]
    span = f"range {percent_range(pacific.low, pacific.high)}"
    return [*found, ("On the Pacific Coast", percent(pacific.point), span)]


def _stamp(here: PageContext) -> str:
    today = date.today()
    return (
        f"SmartPick, {today.day} {today:%B} {today.year}, data {here.engine.facts.data_hash[:12]}. "
        "Estimates, not promises."
    )


def empty_list(shown: Assessment) -> None:
    """Say why the list is empty and what would fill it."""
    block(note_html(" ".join(empty_list_sentences(shown)), strong=True))
