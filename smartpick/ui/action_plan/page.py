"""The page from top to bottom."""

from __future__ import annotations

import streamlit as st

from smartpick.ui.action_plan.actions import actions
from smartpick.ui.action_plan.exams import exams
from smartpick.ui.action_plan.linked import open_plan_choices, write_plan_choices
from smartpick.ui.action_plan.opening import opening_day
from smartpick.ui.action_plan.results import worked_out
from smartpick.ui.action_plan.sections import SECTIONS
from smartpick.ui.action_plan.stages import stages
from smartpick.ui.action_plan.style import style_action_plan
from smartpick.ui.action_plan.take_along import take_along
from smartpick.ui.action_plan.timing import timing
from smartpick.ui.action_plan.where_you_stand import where_you_stand
from smartpick.ui.action_plan.wording_aids import wording_aids
from smartpick.ui.blocks import contents, notice
from smartpick.ui.cockpit.no_figures import no_figures
from smartpick.ui.cockpit.warnings import warnings
from smartpick.ui.controls import control_panel
from smartpick.ui.page import page_context, safely
from smartpick.ui.terms import terms_popover

_TERMS = ("IMG", "USCE", "LOR", "ECFMG", "ERAS", "Step 2 CK", "Step 3", "J-1", "H-1B", "range")


@safely
def action_plan() -> None:
    """Draw the page and, in the sidebar, the controls."""
    style_action_plan()
    st.html(
        '<h1 class="sp-title">Self-assessment and action plan</h1>'
        '<p class="sp-fine">Where your application stands, what would help most for the effort, and in which '
        "order. Your score is set on the first page, the other answers "
        '<span class="sp-on-desk">at the side</span>'
        '<span class="sp-on-phone">behind » at the top left</span>.</p>'
    )
    notice(open_plan_choices())
    here = page_context()
    contents(SECTIONS)
    terms_popover(*_TERMS, key="plan_terms")
    # What must be read first needs the assessment, so its place is kept while the table is drawn.
    first = st.container()
    where_you_stand(here)
    try:
        with st.spinner("Working out what each change would bring ..."):
            results = worked_out(here)
    except LookupError:
        no_figures(here)
        control_panel()
        return
    with first:
        warnings(results.assessment)
    shown = actions(results, here)
    day = opening_day()
    stretches = timing(shown, day, here)
    decision = exams(results, day, here)
    stages(results, here)
    wording_aids(results.assessment)
    write_plan_choices()
    take_along(shown, stretches, day, decision, results, here)
    control_panel()
