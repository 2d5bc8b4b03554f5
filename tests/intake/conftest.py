"""A small directory of programs that do not exist."""

import pandas as pd
import pytest

PROGRAMS = [
    (
        "1400599901",
        "Copper Canyon Medical Center",
        "Copper Canyon Med Ctr",
        "Internal Medicine",
        "Fresno",
        "CA",
    ),
    (
        "1400599902",
        "Saint Orla Hospital/Harbor Campus",
        "St Orla Hosp",
        "Internal Medicine",
        "San Diego",
        "CA",
    ),
    ("1400599903", "Saint Orla Hospital/Valley Campus", "St Orla Hosp", "Internal Medicine", "Fresno", "CA"),
    (
        "1200599904",
        "Copper Canyon Medical Center",
        "Copper Canyon Med Ctr",
        "Family Medicine",
        "Fresno",
        "CA",
    ),
    ("0404899905", "University of Lone Prairie", "U Lone Prairie", "Anesthesiology", "Amarillo", "TX"),
    ("1404899906", "University of Lone Prairie", "U Lone Prairie", "Internal Medicine", "Amarillo", "TX"),
    ("NRMP:9999140C0", "Tall Cedar Clinic", "", "Internal Medicine", "Salem", "OR"),
]


@pytest.fixture(scope="session")
def programs() -> pd.DataFrame:
    frame = pd.DataFrame(
        PROGRAMS, columns=["program_id", "name", "institution", "specialty", "city", "state"], dtype=str
    )
    names = {"CA": "California", "TX": "Texas", "OR": "Oregon"}
    return frame.assign(
        state_name=frame["state"].map(names),
        nrmp_codes=["9999140C9|9998140C0", "", "", "", "", "", "9999140C0"],
        row_confidence="high",
    )
