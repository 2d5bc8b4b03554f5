"""The scenarios page: what is kept first, then what could be tried, then score against list size."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from smartpick.odds.specialty_inputs import NoPublishedOutcomes
from smartpick.web.blocks import notice, terms_popover
from smartpick.web.cockpit.below import no_figures, warnings
from smartpick.web.page import page_context, safely
from smartpick.web.scenarios.keeping import comparison, keep_current, manage, open_scenarios, write_scenarios
from smartpick.web.scenarios.what_if import all_levers, score_and_size, smallest_change
from smartpick.web.sidebar import title_with_link

# Styles of this page alone: the comparison, as a table where there is room and as cards on a phone.

_RULES = Path(__file__).with_name("scenarios.css").read_text(encoding="utf-8")


def style_scenarios() -> None:
    """Add the page's styles; takes no room."""
    st.html(f"<style>{_RULES}</style>")


# The scenarios page: what is kept first, then what could be tried, then score against list size.


@safely
def scenarios() -> None:
    """Draw the page."""
    style_scenarios()
    title_with_link(
        '<h1 class="sp-title">Scenarios</h1>',
        '<p class="sp-fine">Keep what-ifs by name and compare them. See which change would bring most.</p>',
    )
    notice(open_scenarios())
    here = page_context()
    try:
        with st.spinner("Working out where you stand …"):
            shown = here.assessment
    except NoPublishedOutcomes:
        no_figures(here)
        comparison(here)
        manage()
        write_scenarios()
        return
    warnings(shown)
    keep_current(here)
    with st.container(key="side_by_side"):
        comparison(here)
        manage()
    terms_popover("match probability", "range", "USCE", "LOR", "ERAS", "Step 3", "IMG", key="scenario_terms")
    all_levers(shown, here)
    smallest_change(shown, here.engine)
    write_scenarios()
    score_and_size()
