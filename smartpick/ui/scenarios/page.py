"""The scenarios page: what is kept first, then what could be tried, then score against list size."""

from __future__ import annotations

import streamlit as st

from smartpick.ui.blocks import notice
from smartpick.ui.cockpit.no_figures import no_figures
from smartpick.ui.cockpit.warnings import warnings
from smartpick.ui.controls.sharing import title_with_link
from smartpick.ui.page import page_context, safely
from smartpick.ui.scenarios.comparison import comparison
from smartpick.ui.scenarios.contours import score_and_size
from smartpick.ui.scenarios.keeping import keep_current, manage
from smartpick.ui.scenarios.levers import all_levers
from smartpick.ui.scenarios.linked import open_scenarios, write_scenarios
from smartpick.ui.scenarios.next_tier import smallest_change
from smartpick.ui.scenarios.style import style_scenarios
from smartpick.ui.terms import terms_popover


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
    except LookupError:
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
