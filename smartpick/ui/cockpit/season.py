"""Where the applicant is in the season: one question, and what it makes of the chance."""

from __future__ import annotations

import streamlit as st

from smartpick.assessment import Assessment
from smartpick.engine import Engine
from smartpick.guidance.next_season import next_season_choices, season_fees
from smartpick.plan.season import out_parameter
from smartpick.presenters.season_words import (
    LATER_LEVERS,
    MONTHS,
    STAGES,
    list_is_out,
    season_choice_notes,
    season_choice_table,
    season_sentences,
)
from smartpick.ui.blocks import block, fine, heading, note_html
from smartpick.ui.controls import form
from smartpick.ui.memory import remembered
from smartpick.ui.page import PageContext
from smartpick.ui.sources import estimate_sources
from smartpick.ui.state import sitting

_MOST_INTERVIEWS = 60
_BUSY = "Working out other ways into the next season ..."


def season_question() -> None:
    """Ask where in the season the applicant is, and what is known there."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="season"):
        form.choice(
            "season_stage",
            "Where are you in the season?",
            STAGES,
            "Interviews in hand or programs ranked change the chance. Before applying nothing more is asked.",
        )
        stage = sitting().profile.season_stage
        if stage == "waiting":
            form.number(
                "interviews_in_hand",
                "Interviews in hand",
                "Invitations to interview so far, all specialties together.",
                most=_MOST_INTERVIEWS,
            )
            form.choice(
                "season_month",
                "Counted in",
                MONTHS,
                "The later in the season, the fewer invitations are still to come. How many are out by a "
                "month is an assumption with a wide range.",
            )
        elif stage == "ranking":
            form.number(
                "programs_ranked",
                "Programs you rank",
                "Programs of your preferred specialty that stand before any other on your rank order list.",
                most=_MOST_INTERVIEWS,
            )
        elif stage == "unmatched":
            form.number(
                "earlier_unmatched_seasons",
                "Seasons without a match",
                "How often you took part in the Match and did not match.",
                most=20,
                least=1,
            )


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
