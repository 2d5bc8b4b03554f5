"""The page: one program's view if one is open, else the search."""

import streamlit as st

from smartpick.text.scenarios import profile_line
from smartpick.web.address import open_choices, write_choices
from smartpick.web.blocks import block, heading, notice, terms_popover
from smartpick.web.evidence import evidence_panel
from smartpick.web.page import page_context, safely
from smartpick.web.programs.filters import (
    PAGE,
    Applicant,
    applicant_at,
    read_address,
    search_choices,
    shelf,
    write_address,
)
from smartpick.web.programs.search import follow_the_profile, search
from smartpick.web.programs.view import program_view
from smartpick.web.sidebar import title_with_link
from smartpick.web.theme import page_style


@safely
def programs() -> None:
    """Draw the page."""
    applicant = applicant_at(page_context())
    read_address(frozenset(applicant.directory.program_ids.tolist()))
    write_address()
    page_style("programs")
    follow_the_profile(applicant)
    notice(open_choices(PAGE, search_choices(applicant)))
    opened = shelf().shown
    row = None if opened is None else applicant.directory.place_of(opened)
    if row is not None:
        program_view(applicant, row)
        write_choices(PAGE, search_choices(applicant))
    else:
        _search_page(applicant)


def _search_page(applicant: Applicant) -> None:
    title_with_link(
        "Programs",
        f"{int(applicant.directory.sure.sum()):,} residency programs and what is published about each. "
        f"Chances are for {profile_line(applicant.profile)}; you can change that under Your chances.",
    )
    notice("The link names a program that is not in the directory." if shelf().not_found else None)
    search(applicant)
    block(heading("Bring your own figures"))
    with st.expander(
        "Interview rates, IMG share or visa answers that you know",
        icon=":material/upload_file:",
        key="programs_evidence",
    ):
        evidence_panel(applicant.facts.programs, applicant.profile)
    terms = ("IMG", "interview rate", "J-1", "H-1B", "categorical", "PGY-1", "USCE", "Main Match", "NRMP")
    terms_popover(*terms, key="terms_programs")
