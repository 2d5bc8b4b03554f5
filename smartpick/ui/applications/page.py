"""The application list page. What is quick to work out is drawn first, wherever it stands."""

from __future__ import annotations

import streamlit as st

from smartpick.ui.applications.alike import alike
from smartpick.ui.applications.changes import changes
from smartpick.ui.applications.checklist import checklist
from smartpick.ui.applications.downloads import calendar
from smartpick.ui.applications.gain import gain
from smartpick.ui.applications.limits import limits
from smartpick.ui.applications.linked import open_list_choices, write_list_choices
from smartpick.ui.applications.mix import mix
from smartpick.ui.applications.overview import empty_list, overview
from smartpick.ui.applications.own_list import own_list
from smartpick.ui.applications.program_groups import program_groups
from smartpick.ui.applications.sections import SECTIONS
from smartpick.ui.applications.signals import signals
from smartpick.ui.applications.specialties import specialties
from smartpick.ui.applications.style import style_applications
from smartpick.ui.blocks import contents, fine, notice
from smartpick.ui.cockpit.no_figures import no_figures
from smartpick.ui.cockpit.warnings import warnings
from smartpick.ui.controls.sharing import title_with_link
from smartpick.ui.page import page_context, safely
from smartpick.ui.terms import terms_popover

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
    except LookupError:
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
