"""Dates of the season: those that are known here, and those to be taken from the official calendars."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from smartpick.profile import ApplicantProfile


@dataclass(frozen=True)
class SeasonDate:
    """A day of the season.

    Attributes:
        title: What is on.
        day: When.
        note: Where the date comes from.
        source_id: Its source; empty where the applicant gave it.
    """

    title: str
    day: date
    note: str
    source_id: str = ""


@dataclass(frozen=True)
class OpenDate:
    """An event of every season whose day is not known here.

    Attributes:
        key: Short name.
        title: What is on.
        publisher: Who publishes the day.
        address: Where.
    """

    key: str
    title: str
    publisher: str
    address: str


_ERAS = (
    "AAMC",
    "https://students-residents.aamc.org/applying-residencies-eras/publication-chapters/eras-timeline",
)
_NRMP = ("NRMP", "https://www.nrmp.org/")
OPEN_DATES = (
    OpenDate("eras_submit", "ERAS: applications may be submitted", *_ERAS),
    OpenDate("eras_review", "ERAS: programs may start to read applications", *_ERAS),
    OpenDate("nrmp_register", "NRMP: last day of registration at the normal fee", *_NRMP),
    OpenDate("rank_lists", "NRMP: rank order lists must be certified", *_NRMP),
    OpenDate("match_week", "NRMP: Match Week and SOAP start", *_NRMP),
    OpenDate("match_day", "NRMP: Match Day", *_NRMP),
)


def known_dates(
    profile: ApplicantProfile, usmle_rules: pd.DataFrame, own: Mapping[str, date], today: date
) -> list[SeasonDate]:
    """Return the days from today on that the data, the profile or the applicant give, the next one first.

    Args:
        profile: The applicant; a planned exam counts.
        usmle_rules: `facts.usmle_rules`.
        own: Days that the applicant took from an official calendar, by key of `OPEN_DATES`.
        today: Days before it are left out.
    """
    found = []
    if profile.step2_ck_date is not None:
        found.append(SeasonDate("Step 2 CK exam", profile.step2_ck_date, "From your profile."))
    standards = usmle_rules[(usmle_rules["rule"] == "passing score") & usmle_rules["effective_from"].notna()]
    for row in standards.to_dict("records"):
        title = f"{row['exam']}: the passing score becomes {int(row['value'])}"
        found.append(
            SeasonDate(title, pd.Timestamp(row["effective_from"]).date(), "Published.", str(row["source_id"]))
        )
    for event in OPEN_DATES:
        if event.key in own:
            note = f"Entered by you. Official calendar: {event.publisher}, {event.address}"
            found.append(SeasonDate(event.title, own[event.key], note))
    return sorted((one for one in found if one.day >= today), key=lambda one: (one.day, one.title))
