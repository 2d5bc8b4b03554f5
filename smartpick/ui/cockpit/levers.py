"""The three changes that would help most."""

from __future__ import annotations

from html import escape

from smartpick.assessment import Assessment
from smartpick.engine import Engine
from smartpick.guidance.levers import Lever, exam_is_closed, levers
from smartpick.presenters.lever_words import (
    MOST_SHOWN,
    lever_gain,
    lever_terms,
    nothing_moves_sentence,
    passing_first_sentence,
    telling_levers,
)
from smartpick.ui.blocks import block, fine, heading
from smartpick.ui.memory import remembered
from smartpick.ui.sources import estimate_sources
from smartpick.ui.state import sitting


def best_levers(assessment: Assessment, engine: Engine, assumed: bool) -> None:
    """Draw the levers with the greatest gain. While the score is dragged they stay as they were."""
    key = (assessment.profile, assumed, sitting().evidence_version)
    found = remembered("levers", key, lambda: levers(assessment, engine))
    best = telling_levers(found)[:MOST_SHOWN]
    if not best:
        said = nothing_moves_sentence(found, exam_is_closed(assessment, engine))
        block(heading("What would help most"), fine(said))
        return
    items = "".join(_item(lever) for lever in best)
    block(
        heading("What would help most"),
        fine(passing_first_sentence(found)),
        f'<ul class="sp-levers">{items}</ul>',
    )
    estimate_sources(
        assessment,
        engine,
        key="sources_levers",
        remark="Each gain is the chance with this one change less the chance without it. Changes that would "
        "not move the printed chance are left out. Costs and times come from the first sources.",
        also=[lever.source_id for lever in best],
        parameters=[field for lever in best for field in lever.changes],
    )


def _item(lever: Lever) -> str:
    gain = lever_gain(lever)
    return (
        f'<li><b>{escape(lever.title)}</b><span class="sp-gain">{escape(gain)}</span>'
        f'<p class="sp-fine">{escape(lever_terms(lever))}</p></li>'
    )
