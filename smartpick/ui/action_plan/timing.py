"""Section 3: the actions on a line of weeks up to the opening day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

import streamlit as st

from smartpick.charts.action_plan_timeline import timeline_figure
from smartpick.charts.frame import CONFIG
from smartpick.guidance.action_plan import Action
from smartpick.guidance.timeline import Stretch, timeline
from smartpick.presenters.action_plan_time import (
    axis_ticks,
    day_text,
    misfit_sentences,
    stretch_text,
    timeline_alternative_text,
    timeline_table,
    weeks_until,
)
from smartpick.ui.action_plan.pictures import timeline_tracks
from smartpick.ui.blocks import block, fine, notice
from smartpick.ui.chart_tools import chart_tools
from smartpick.ui.page import PageContext
from smartpick.ui.sources import sources_popover
from smartpick.ui.theme import page_palette

_KEY = "plan_timeline"
_REMARK = "Weeks are our estimate, worked backwards from the opening day. What to do comes from these."


def timing(shown: Sequence[Action], opening: date | None, here: PageContext) -> list[Stretch]:
    """Draw the timeline and return it."""
    weeks_left = None if opening is None else weeks_until(opening, date.today())
    stretches = timeline(shown, weeks_left)
    late = misfit_sentences(stretches)
    notice(" ".join(late), strong=True)
    tracks = timeline_tracks(stretches, opening)
    if not tracks:
        block(fine("Nothing fits before that day any more."))
        return stretches
    longest = max(weeks_left or 0.0, 8.0, *(bar.start for track in tracks for bar in track.bars))
    figure = timeline_figure(
        tracks,
        page_palette(),
        axis_ticks(longest, opening),
        "Weeks before applications open" if opening is None else "Last day to begin, up to the opening",
        today=weeks_left,
    )
    st.plotly_chart(
        figure,
        theme=None,
        config=CONFIG,
        key=_KEY,
        alt=timeline_alternative_text([s for s in stretches if s.fits], opening),
    )
    if weeks_left is not None:
        block(fine("The dashed line is today. A bar that begins near it should begin now."))
    sources = tuple(dict.fromkeys(s.action.source_id for s in stretches))
    with st.container(horizontal=True):
        chart_tools(
            figure,
            key=_KEY,
            shown=lambda: timeline_table(stretches, opening),
            full=None,
            sources=sources,
            title="Timeline to the opening of applications",
        )
        sources_popover(here.engine.facts.sources, sources, key="sources_timeline", remark=_REMARK)
    opened = "" if opening is None else fine(f"Applications open on {day_text(opening)}.")
    with st.expander("The timeline as a list", key="timeline_list"):
        items = "".join(
            f"<li><b>{escape(s.action.title)}</b>: {escape(stretch_text(s, opening))}</li>" for s in stretches
        )
        st.html(f'<ul class="sp-dates">{items}</ul>')
    # On paper there is no chart and no expander.
    st.html(f'<div class="sp-on-paper-only">{opened}<ul class="sp-dates">{items}</ul></div>')
    return stretches
