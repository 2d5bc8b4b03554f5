"""What the place in the season makes of the chance, and the ways on after one without a match."""

from __future__ import annotations

import streamlit as st

from smartpick.assessment import Assessment
from smartpick.engine import Engine
from smartpick.guidance.next_season import next_season_choices, season_fees
from smartpick.plan.season import out_parameter
from smartpick.presenters.season_words import (
    LATER_LEVERS,
    list_is_out,
    season_choice_notes,
    season_choice_table,
    season_sentences,
)
from smartpick.ui.blocks import block, fine, heading, note_html
from smartpick.ui.memory import remembered
from smartpick.ui.page import PageContext
from smartpick.ui.sources import estimate_sources
from smartpick.ui.state import sitting

_BUSY = "Working out other ways into the next season ..."


def season_note(anchor: Assessment, engine: Engine) -> None:
    """Say what the place in the season makes of the chance; nothing before applying."""
    out_share = None
    if anchor.profile.season_stage == "waiting":
        out_share = engine.parameter_range(out_parameter(anchor.profile))
    first, *others = season_sentences(anchor, out_share) or [""]
    # Kept even before applying, so that what follows stays where it is.
    with st.container(key="season_note"):
        if first:
            block(note_html(first, strong=True), fine(*others))


def levers_note(anchor: Assessment) -> None:
    """Say above the levers that they come too late for applications that are out."""
    with st.container(key="levers_note"):
        if list_is_out(anchor.profile):
            block(fine(LATER_LEVERS))


def after_a_season(anchor: Assessment, here: PageContext) -> None:
    """Draw the ways on after a season without a match."""
    if anchor.profile.season_stage != "unmatched":
        return
    block(heading("Another season?"))
    key = (anchor.profile, here.assumed, sitting().evidence_version)
    with st.spinner(_BUSY):
        choices = remembered("next_season", key, lambda: next_season_choices(anchor, here.engine))
    st.dataframe(
        season_choice_table(choices),
        hide_index=True,
        key="next_season",
        alt="What another application would come to: as it is, changed, and in other specialties.",
    )
    block(*(fine(sentence) for sentence in season_choice_notes(choices)))
    _, fee_sources = season_fees(here.engine.facts.fees)
    estimate_sources(
        anchor,
        here.engine,
        key="sources_next_season",
        remark="Each chance is worked out as the one above, with the answers changed as the row says.",
        also=fee_sources,
        parameters=("earlier_unmatched_seasons",),
    )
