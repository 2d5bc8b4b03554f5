"""The scenarios page: what is kept first, then what could be tried, then score against list size."""

import streamlit as st

from smartpick.odds.specialty_inputs import NoPublishedOutcomes
from smartpick.web.blocks import notice, terms_popover
from smartpick.web.cockpit.below import no_figures, warnings
from smartpick.web.page import page_context, safely
from smartpick.web.scenarios.keeping import comparison, keep_current, manage, open_scenarios, write_scenarios
from smartpick.web.scenarios.what_if import all_levers, score_and_size, smallest_change
from smartpick.web.sidebar import title_with_link
from smartpick.web.theme import page_style


@safely
def scenarios() -> None:
    """Draw the page."""
    page_style("scenarios")
    title_with_link(
        "Scenarios",
        "Keep what-ifs by name and compare them. See which change would help most.",
    )
    notice(open_scenarios())
    context = page_context()
    try:
        with st.spinner("Working out your chances …"):
            assessment = context.assessment
    except NoPublishedOutcomes:
        no_figures(context)
        comparison(context)
        manage()
        write_scenarios()
        return
    warnings(assessment)
    keep_current(context)
    with st.container(key="side_by_side"):
        comparison(context)
        manage()
    terms_popover("chance of matching", "range", "USCE", "LOR", "ERAS", "Step 3", "IMG", key="scenario_terms")
    all_levers(assessment, context)
    smallest_change(assessment, context.engine)
    write_scenarios()
    score_and_size()
