"""The application list page. What is quick to work out is drawn first, wherever it stands."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from smartpick.odds.specialty_inputs import NoPublishedOutcomes
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
from smartpick.web.blocks import contents, fine, notice, terms_popover
from smartpick.web.cockpit.below import no_figures, warnings
from smartpick.web.page import page_context, safely
from smartpick.web.sidebar import title_with_link

# Styles of this page alone: the groups, the small lists, and how the page is printed.

_RULES = Path(__file__).with_name("applications.css").read_text(encoding="utf-8")


def style_applications() -> None:
    """Add the page's styles; takes no room."""
    st.html(f"<style>{_RULES}</style>")


# The application list page. What is quick to work out is drawn first, wherever it stands.

_TERMS = ("ERAS", "ResidencyCAS", "signal", "J-1", "H-1B", "IMG", "SOAP", "rank order list")


@safely
def applications() -> None:
    """Draw the page."""
    style_applications()
    title_with_link(
        '<h1 class="sp-title">Your application list</h1>',
        fine(
            "The applications that add most to your chances within your limits, and what each of them brings."
        ),
    )
    notice(open_list_choices())
    here = page_context()
    try:
        with st.spinner("Choosing the applications that add most ..."):
            shown = here.assessment
    except NoPublishedOutcomes:
        no_figures(here)
        return
    warnings(shown, with_sources=False)
    overview(shown, here)
    if shown.plan.size:
        contents(SECTIONS)
    limits()
    changes(shown, here)
    if not shown.plan.size:
        empty_list(shown)
        own_list()
        return
    program_groups(shown, here)
    alike(shown, here)
    terms_popover(*_TERMS, key="list_terms")
    gain_place = st.container()
    signals(shown, here)
    mix(shown, here)
    specialties_place = st.container()
    own_list_place = st.container()
    checklist(shown, here)
    calendar(here)
    with gain_place:
        gain()
    with specialties_place:
        specialties(shown, here)
    with own_list_place:
        own_list()
    write_list_choices()
