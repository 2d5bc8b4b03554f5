"""The application list page. What is quick to work out is drawn first, wherever it stands."""

from __future__ import annotations

import streamlit as st

from smartpick.web.applications.checklist import checklist
from smartpick.web.applications.downloads import calendar, changes
from smartpick.web.applications.groups import alike, program_groups
from smartpick.web.applications.own_list import own_list
from smartpick.web.applications.parts import (
    SECTIONS,
    empty_list,
    open_list_choices,
    overview,
    write_list_choices,
)
from smartpick.web.applications.signals import signals, specialties
from smartpick.web.applications.size import gain, limits, mix
from smartpick.web.blocks import contents, fine, notice, terms_popover, title
from smartpick.web.cockpit.below import no_figures, warnings
from smartpick.web.page import page_context, safely
from smartpick.web.sidebar import title_with_link
from smartpick.web.theme import page_style

_TERMS = ("ERAS", "ResidencyCAS", "signal", "J-1", "H-1B", "IMG", "SOAP", "rank order list")


@safely
def applications() -> None:
    """Draw the page."""
    page_style("applications")
    title_with_link(
        title("Your application list"),
        fine(
            "The applications that add most to your chances within your limits, and what each of them adds."
        ),
    )
    notice(open_list_choices())
    context = page_context()
    try:
        with st.spinner("Choosing the applications that add most ..."):
            assessment = context.assessment
    except LookupError:
        no_figures(context)
        return
    warnings(assessment, with_sources=False)
    overview(assessment, context)
    if assessment.plan.size:
        contents(SECTIONS)
    limits()
    changes(assessment, context)
    if not assessment.plan.size:
        empty_list(assessment)
        own_list()
        return
    program_groups(assessment, context)
    alike(assessment, context)
    terms_popover(*_TERMS, key="list_terms")
    gain_place = st.container()
    signals(assessment, context)
    mix(assessment, context)
    specialties_place = st.container()
    own_list_place = st.container()
    checklist(assessment, context)
    calendar(context)
    with gain_place:
        gain()
    with specialties_place:
        specialties(assessment, context)
    with own_list_place:
        own_list()
    write_list_choices()
