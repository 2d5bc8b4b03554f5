"""The panel for the applicant's own evidence; can stand on any page."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from smartpick.plan.evidence import Evidence
from smartpick.profile import ApplicantProfile
from smartpick.ui.blocks import note
from smartpick.ui.evidence.from_file import file_part
from smartpick.ui.evidence.in_use import evidence_in_use
from smartpick.ui.evidence.setting import Setting, directory_stamp, shared_directory
from smartpick.ui.evidence.single_program import single_program_form
from smartpick.ui.state import sitting

_PRIVACY = (
    "What you bring here stays in this session and is never written to the server's disk. Figures from AAMC "
    "Residency Explorer and AMA FREIDA are licensed to you: keep them for your own use."
)


def evidence_panel(programs: pd.DataFrame, profile: ApplicantProfile) -> Evidence:
    """Let a person bring evidence on programs from a file or by hand; return what counts now.

    Args:
        programs: The directory, as `facts.programs`.
        profile: The applicant; interview rates count only for the type they were reported for.
    """
    stamp = directory_stamp(programs)
    setting = Setting(programs, shared_directory(stamp, programs), stamp, profile)
    note(_PRIVACY)
    from_file, by_hand = st.tabs(["From a file", "One program by hand"], key="evidence_ways")
    with from_file:
        file_part(setting)
    with by_hand:
        single_program_form(setting)
    evidence_in_use(setting)
    return sitting().evidence_of(profile.applicant_type)
