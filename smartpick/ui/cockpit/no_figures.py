"""What is shown where no source prints outcomes of the applicant type in a chosen specialty."""

from __future__ import annotations

import streamlit as st

from smartpick.presenters.score_place import TYPE_WORDS
from smartpick.ui.blocks import note
from smartpick.ui.page import PageContext
from smartpick.ui.state import sitting


def no_figures(here: PageContext) -> None:
    """Name the specialties without figures and offer to leave them out."""
    profile = here.profile
    without = [
        name for name in profile.specialties if not here.engine.has_figures(name, profile.applicant_type)
    ]
    kind = TYPE_WORDS[profile.applicant_type]
    note(
        f"No source prints how {kind} fared in {' or '.join(without)}, so there is nothing to work a chance "
        "out from. Your other answers are kept.",
        strong=True,
    )
    kept = tuple(name for name in profile.specialties if name not in without)
    change = kept or ("Internal Medicine",)
    st.button(
        f"Go on with {' and '.join(change)}",
        on_click=sitting().answer,
        kwargs={"specialties": change},
        key="go_on_without",
    )
