"""The page: one program's view if one is open, else the search."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from smartpick.text.scenarios import profile_line
from smartpick.web.address import open_choices, write_choices
from smartpick.web.blocks import fine, notice, terms_popover
from smartpick.web.evidence import evidence_panel
from smartpick.web.page import page_context, safely
from smartpick.web.programs.filters import Applicant, applicant_at, program_tables
from smartpick.web.programs.search import follow_the_profile, search
from smartpick.web.programs.shelf import PAGE, read_address, search_choices, shelf, write_address
from smartpick.web.programs.view import program_view
from smartpick.web.sidebar import title_with_link

_STYLE = Path(__file__).with_name("programs.css").read_text(encoding="utf-8")


@safely
def programs() -> None:
    """Draw the page."""
    here = page_context()
    tables = program_tables(here.engine)
    read_address(frozenset(tables.directory.program_ids.tolist()))
    write_address()
    st.html(f"<style>{_STYLE}</style>")
    applicant = applicant_at(here, tables)
    follow_the_profile(applicant)
    notice(open_choices(PAGE, search_choices(applicant)))
    shown = shelf().shown
    row = None if shown is None else tables.directory.place_of(shown)
    if row is not None:
        program_view(applicant, row)
        write_choices(PAGE, search_choices(applicant))
    else:
        _search_page(applicant)


def _search_page(applicant: Applicant) -> None:
    title_with_link(
        '<h1 class="sp-title">Programs</h1>',
        fine(
            f"{int(applicant.tables.directory.sure.sum()):,} residency programs and what is published about "
            f"each. Chances are for {profile_line(applicant.here.profile)}; change that under Your chances."
        ),
    )
    notice("The link names a program that is not in the directory." if shelf().not_found else None)
    search(applicant)
    st.html('<h2 class="sp-heading">Bring your own figures</h2>')
    with st.expander(
        "Interview rates, IMG share or visa answers that you know",
        icon=":material/upload_file:",
        key="programs_evidence",
    ):
        evidence_panel(applicant.here.engine.facts.programs, applicant.here.profile)
    terms_popover(
        "IMG",
        "interview rate",
        "J-1",
        "H-1B",
        "categorical",
        "PGY-1",
        "USCE",
        "Main Match",
        "NRMP",
        key="terms_programs",
    )
