"""The application list page. What is quick to work out is drawn first, wherever it stands."""

import streamlit as st

from smartpick.odds.specialty_inputs import NoPublishedOutcomes
from smartpick.text.application_list import empty_list_sentences
from smartpick.web.address import open_choices, write_choices
from smartpick.web.applications.checklist import calendar, changes, checklist
from smartpick.web.applications.groups import alike, program_groups
from smartpick.web.applications.own_choices import gain, limits, mix, signals, specialties
from smartpick.web.applications.own_list import own_list
from smartpick.web.applications.parts import (
    LINKED,
    PAGE,
    SECTIONS,
    overview,
)
from smartpick.web.blocks import contents, note, notice, terms_popover
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
        "Your application list",
        "The applications that add most to your chances within your limits, and what each of them adds.",
    )
    notice(open_choices(PAGE, LINKED))
    context = page_context()
    try:
        with st.spinner("Choosing the applications that add most ..."):
            assessment = context.assessment
    except NoPublishedOutcomes:
        no_figures(context)
        return
    warnings(assessment, with_sources=False)
    overview(assessment, context)
    if assessment.plan.size:
        contents(SECTIONS)
    limits()
    changes(assessment, context)
    if not assessment.plan.size:
        note(" ".join(empty_list_sentences(assessment)), strong=True)
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
    write_choices(PAGE, LINKED)
