"""What the parts of the evidence panel share: directory, applicant, questions about one program, a table."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from smartpick.intake.matching import ProgramIndex
from smartpick.profile import ApplicantProfile, ApplicantType
from smartpick.programs.evidence import ProgramEvidence
from smartpick.web.blocks import note
from smartpick.web.session import sitting

GENERATION = "evidence_generation"
TABLES, MATCHES, DECIDED = "evidence_table", "evidence_match", "evidence_decided_"
UNKNOWN = "not known"
_ANSWERS: dict[str, bool | None] = {"Not known": None, "Yes": True, "No": False}
_BY_HAND = "entered by hand"


@dataclass(frozen=True)
class Panel:
    """One run of the panel.

    Attributes:
        directory: The programs, laid out for finding them.
        stamp: Identifies the directory in cache keys.
        profile: Whose evidence it is.
    """

    directory: ProgramIndex
    stamp: int
    profile: ApplicantProfile

    @property
    def applicant_type(self) -> ApplicantType:
        """The applicant type of the profile."""
        return self.profile.applicant_type

    def label(self, program_id: str) -> str:
        """Return a program's name, place and specialty."""
        place = self.directory.place_of.get(program_id)
        return program_id if place is None else str(self.directory.labels[place])

    def name(self, program_id: str) -> str:
        """Return a program's name alone."""
        place = self.directory.place_of.get(program_id)
        return program_id if place is None else str(self.directory.names[place])

    def use(self, evidence: Iterable[ProgramEvidence]) -> None:
        """Take evidence and draw the page anew with it."""
        sitting().own_evidence.add(evidence, self.applicant_type)
        st.rerun()


def forget_files() -> None:
    """Drop the uploaded file and all that was read and decided of files."""
    for key in [str(key) for key in st.session_state]:
        if key in (f"remembered_{TABLES}", f"remembered_{MATCHES}") or key.startswith(DECIDED):
            del st.session_state[key]
    # A new key gives an empty upload.
    st.session_state[GENERATION] = st.session_state.get(GENERATION, 0) + 1


def directory_stamp(programs: pd.DataFrame) -> int:
    """Return a number that identifies a directory."""
    hashed = pd.util.hash_pandas_object(programs[["program_id", "name"]], index=False)
    return int(hashed.sum()) & 0xFFFFFFFF


@st.cache_resource(show_spinner=False, max_entries=2)
def shared_directory(stamp: int, _programs: pd.DataFrame) -> ProgramIndex:
    """Return the directory laid out for finding programs, one for all sessions."""
    return ProgramIndex.of(_programs)


def evidence_fields(program_id: str, place: Any = st) -> ProgramEvidence | None:
    """Draw the questions about one program and the button of a form; return the answers once given.

    `place` is where the fields go: the form itself or a grid in it.
    """
    rate = place.number_input(
        "Interview rate, %",
        0.0,
        100.0,
        value=None,
        step=1.0,
        help="Of 100 applicants of your type, how many the program invited. Leave it empty if not known.",
    )
    seasons = place.number_input("Over how many seasons", 1, 50, value=1)
    share = place.number_input(
        "IMGs among its residents, %",
        0.0,
        100.0,
        value=None,
        step=1.0,
        help="US and non-US IMGs together, as on many programs' resident pages. Leave it empty if not known.",
    )
    j1 = _ANSWERS[place.selectbox("Takes J-1", list(_ANSWERS))]
    h1b = _ANSWERS[place.selectbox("Sponsors H-1B", list(_ANSWERS))]
    fresh = place.checkbox(
        "The program told me this season",
        help="Programs change their visa rules. An answer from this season counts fully; an older one "
        "counts as likely, not as certain.",
    )
    origin = place.text_input("Where you have it from", max_chars=80, placeholder="Optional")
    if not st.form_submit_button("Use this", type="primary"):
        return None
    if all(value is None for value in (rate, share, j1, h1b)):
        note("Enter at least one thing about the program.")
        return None
    return ProgramEvidence(
        program_id,
        interview_rate=None if rate is None else rate / 100,
        seasons=int(seasons),
        img_share=None if share is None else share / 100,
        takes_j1=j1,
        takes_h1b=h1b,
        visa_this_season=fresh and (j1 is not None or h1b is not None),
        origin=" ".join(origin.split()) or _BY_HAND,
    )


def show_evidence(
    evidence: Iterable[ProgramEvidence], panel: Panel, key: str, alt: str, **selection: Any
) -> Any:
    """Show evidence as a table, a row for each program; what no row says has no column.

    Shares are in percent. There must be at least one row. `selection` are settings of `st.dataframe`.
    """
    frame = pd.DataFrame(
        {
            "Program": panel.label(each.program_id),
            "Interview rate": _percent(each.interview_rate),
            "Seasons": each.seasons if each.interview_rate is not None else None,
            "Non-US IMG residents": _percent(each.non_us_img_share),
            "IMG residents": _percent(each.img_share),
            "J-1": _yes_no(each.takes_j1),
            "H-1B": _yes_no(each.takes_h1b),
            "Visas asked this season": _yes_no(each.visa_this_season or None),
            "From": each.origin,
        }
        for each in evidence
    )
    numbers = ("Interview rate", "Non-US IMG residents", "IMG residents")
    frame = frame.astype(dict.fromkeys(numbers, "float64") | {"Seasons": "Int64"})
    number, form = st.column_config.NumberColumn, "%.4g %%"
    meaning = "Share of applicants of your type whom the program invited to interview."
    return st.dataframe(
        frame.dropna(axis="columns", how="all"),
        hide_index=True,
        key=key,
        column_config={
            "Program": st.column_config.TextColumn(width="medium"),
            "Interview rate": number(help=meaning, format=form),
            "Non-US IMG residents": number(format=form),
            "IMG residents": number(format=form),
        },
        placeholder=UNKNOWN,
        alt=alt,
        **selection,
    )


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share


def _yes_no(answer: bool | None) -> str | None:
    return None if answer is None else "Yes" if answer else "No"
