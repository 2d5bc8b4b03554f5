"""Where in the season an applicant is, in words, and its dates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from smartpick.assessment import Assessment
from smartpick.estimate import Estimate
from smartpick.plan.season import UNDER_WAY
from smartpick.profile import ApplicantProfile
from smartpick.text.numbers import about_people, dollars, interviews, percent, percent_range
from smartpick.whatif.next_season import SeasonChoice

# Where in the season an applicant is, and what that makes of the chance, in words.

_BY = {
    None: "by now",
    "october": "in October",
    "november": "in November",
    "december": "in December",
    "january": "in January",
}
_CHOICES = {
    "as_you_are": "The same application again",
    "changed": "The same specialty, after the changes that help most",
    "a_year_later": "One season later, after the same changes",
    "other_specialty": "Another specialty",
    "second_specialty": "A second specialty beside yours",
}
LATER_LEVERS = "These gains are for an application that is still to be sent, such as next season's."


def season_sentences(shown: Assessment, out_share: tuple[float, float, float] | None = None) -> list[str]:
    """Return what the headline says of the season; nothing before applying.

    Args:
        shown: Where the applicant stands.
        out_share: While waiting: (value, low, high) of the share of invitations that is taken to be out.
    """
    stage = shown.profile.season_stage
    if stage == "waiting":
        return _waiting(shown, out_share)
    if stage == "ranking":
        return _ranking(shown)
    if stage == "unmatched":
        comes_to = f"The next application comes to {_chance(shown.match_probability)} as your answers stand."
        return [
            f"{comes_to if shown.match_probability.known else shown.too_few} "
            "A season without a match says little about the doctor you will be: about half of the applicants "
            "in the published figures are in this place.",
            "Years since graduation count to the start of the season you would apply in.",
        ]
    return []


def _waiting(shown: Assessment, out_share: tuple[float, float, float] | None) -> list[str]:
    profile, by = shown.profile, _BY[shown.profile.season_month]
    count = profile.interviews_in_hand
    hand = "no interview" if count == 0 else "1 interview" if count == 1 else f"{count} interviews"
    said = [
        f"With {hand} in hand {by}, the chance of matching is {_chance(shown.match_probability)}. "
        f"Before the season the same applications came to "
        f"{percent(shown.match_probability_before_season.point)}."
        if shown.match_probability.known
        else f"You have {hand} in hand {by}. {shown.too_few}"
    ]
    to_come = max(shown.expected_interviews.point - count, 0.0)
    more = f"On average {interviews(to_come).removeprefix('about ')} more can be expected"
    if out_share is not None:
        value, low, high = out_share
        more += (
            f", if about {percent(value)} of the season's invitations are out {by} (an assumption, "
            f"{percent_range(low, high)})"
        )
    said.append(f"{more}.")
    if count == 0:
        said.append(
            "Invitations still come, and places open when others withdraw. A short, personal message to "
            "programs where you have a tie is allowed; read in good time how SOAP works."
        )
    said.append(
        "The recommended list of this length stands in for the one you sent. Bring your own under "
        "Application list to count with it."
    )
    return said


def _ranking(shown: Assessment) -> list[str]:
    count, specialty = shown.profile.programs_ranked, shown.profile.specialties[0]
    if count == 0:
        return [
            "Without a ranked program there is no place in the main Match. Programs with places left are "
            "filled through SOAP in Match Week: register in time.",
        ]
    ranked = "1 program" if count == 1 else f"{count} programs"
    said = [
        f"With {ranked} ranked in {specialty}, the chance of matching is {_chance(shown.match_probability)}, "
        "by the published numbers of ranks of those who matched and those who did not."
        if shown.match_probability.known
        else f"You ranked {ranked} in {specialty}. {shown.too_few}",
        "The score no longer moves it. Rank every program where you would train, in the order in which you "
        "want them.",
    ]
    if len(shown.profile.specialties) > 1:
        said.append("Programs of other specialties on your list come on top and are not counted here.")
    return said


def _chance(chance: Estimate) -> str:
    span = percent_range(chance.low, chance.high)
    return f"{percent(chance.point)} (range {span}), {about_people(chance.point)}"


def list_is_out(profile: ApplicantProfile) -> bool:
    """Return whether the applications are out, so that a changed profile cannot change them."""
    return profile.season_stage in UNDER_WAY


def season_choice_table(choices: tuple[SeasonChoice, ...]) -> pd.DataFrame:
    """Return the ways on after an unmatched season, one row each."""
    return pd.DataFrame(
        {
            "What you could do": [_CHOICES[one.name] for one in choices],
            "Specialties": [", ".join(one.specialties) for one in choices],
            "Chance of matching": [percent(one.match.point) for one in choices],
            "Range": [
                percent_range(one.match.low, one.match.high) if one.match.known else "" for one in choices
            ],
            "On the Pacific Coast": [percent(one.match_pacific.point) for one in choices],
            "Applications": [one.applications for one in choices],
            "Published fees": [
                dollars(one.cost_usd)
                + (f", and {one.unpriced} fees that are not known" if one.unpriced else "")
                for one in choices
            ],
        }
    )


def season_choice_notes(choices: tuple[SeasonChoice, ...]) -> list[str]:
    """Return what the table's rows stand for, and what it does not say."""
    said = []
    steps = next((one.steps for one in choices if one.steps), ())
    if steps:
        said.append(f"The changes: {'; '.join(steps)}.")
    said.append(
        "Fees are those of the applications, the registration for the Match and the exam transcript, at the "
        "newest published prices; travel, exams and months without income come on top."
    )
    said.append(
        "How much an earlier season without a match weighs is not published: its size here is assumed, with "
        "a wide range."
    )
    said.append(
        "Not applying again, or not yet, is a fair answer too. Research, a teaching or clinical post at "
        "home, or training in another country keep the way open; settle with someone you trust how many "
        "seasons you will try, before the next one starts."
    )
    return said


# Dates of the season: those that are known here, and those to be taken from the official calendars.


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
