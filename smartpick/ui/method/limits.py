"""What the model cannot know."""

from __future__ import annotations

from html import escape

import pandas as pd

from smartpick.facts import Facts
from smartpick.presenters.method_limits import limit_parameters, limit_sources, limits
from smartpick.ui.blocks import block, heading
from smartpick.ui.sources import sources_popover


def limit_list(facts: Facts, checks: pd.DataFrame) -> None:
    """Draw the list, what matters most first."""
    items = "".join(
        f"<li><h3>{escape(limit.title)}</h3><p class='sp-plain'>{escape(limit.text)}</p></li>"
        for limit in limits(facts, checks)
    )
    block(heading("What it cannot know"), f'<ul class="sp-limits">{items}</ul>')
    sources_popover(
        facts.sources,
        limit_sources(facts, checks),
        key="sources_limits",
        remark="The figures named here. Which parameters are assumed stands under Parameters.",
        parameters=limit_parameters(),
    )
