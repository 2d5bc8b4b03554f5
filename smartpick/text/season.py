"""Where in the season an applicant is, what that means for the chance, and the dates of the season."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from smartpick.assessment import Assessment
from smartpick.plan.season import UNDER_WAY
from smartpick.profile import ApplicantProfile
from smartpick.text.numbers import (
    chance_text,
    dollars,
    interviews,
    percent,
    percent_range,
    plural,
    range_of,
)
from smartpick.text.score_place import counts_sentence
from smartpick.whatif.next_season import SeasonChoice

STAGES = {
    "before_applying": "Before applying",
    "waiting": "Applications are out, waiting",
    "ranking": "Making the rank order list",
    "unmatched": "After a season without a match",
}
MONTHS = {
    None: "Not given",
    "october": "October or earlier",
    "november": "November",
    "december": "December",
    "january": "January or later",
}
_CHOICES = {
    "as_you_are": "The same application again",
    "changed": "The same specialty, after the changes that help most",
    "a_year_later": "One season later, after the same changes",
    "other_specialty": "Another specialty",
    "second_specialty": "A second specialty beside yours",
}
LATER_LEVERS = "These gains are for an application that you have yet to send, such as next season's."


def season_sentences(
    assessment: Assessment, out_share: tuple[float, float, float] | None = None
) -> list[str]:
    """Return what the headline says of the season; nothing before applying.

    `out_share` is, while waiting, (value, low, high) of the share of invitations that is taken to be out.
    """
    stage = assessment.profile.season_stage
    if stage == "waiting":
        return _waiting(assessment, out_share)
    if stage == "ranking":
        return _ranking(assessment)
    return _unmatched(assessment) if stage == "unmatched" else []


def _waiting(assessment: Assessment, out_share: tuple[float, float, float] | None) -> list[str]:
    profile, chance = assessment.profile, assessment.match_probability
    by = "by now" if profile.season_month is None else f"in {profile.season_month.capitalize()}"
    count = profile.interviews_in_hand
    hand = plural(count, "interview") if count else "no interview"
    sentences = [
        f"With {hand} in hand {by}, the chance of matching is {chance_text(chance)}. Before the season, the "
        f"chance with the same applications was {percent(assessment.match_probability_before_season.point)}."
        if chance.known
        else f"You have {hand} in hand {by}. {assessment.too_few}"
    ]
    to_come = max(assessment.expected_interviews.point - count, 0.0)
    more = f"On average, {interviews(to_come)} more can be expected"
    if out_share is not None:
        value, low, high = out_share
        more += (
            f" if about {percent(value)} of the season's invitations are out {by} (this share is assumed, "
            f"range {percent_range(low, high)})"
        )
    sentences.append(f"{more}.")
    if count == 0:
        sentences.append(
            "Invitations are still to come, and places open when others withdraw. You may send a short, "
            "personal message to programs where you have a tie. Read in good time how SOAP works."
        )
    sentences.append(
        "We take the recommended list of this length in place of the one you sent. To use your own, bring it "
        "under Application list."
    )
    return sentences


def _ranking(assessment: Assessment) -> list[str]:
    count, specialty = assessment.profile.programs_ranked, assessment.profile.specialties[0]
    if count == 0:
        return [
            "Without a ranked program there is no place in the Main Match. Programs with places left are "
            "filled through SOAP in Match Week: register in time.",
        ]
    ranked = plural(count, "program")
    sentences = [
        f"With {ranked} ranked in {specialty}, the chance of matching is "
        f"{chance_text(assessment.match_probability)}, by the published numbers of ranks of those who "
        "matched and those who did not."
        if assessment.match_probability.known
        else f"You ranked {ranked} in {specialty}. {assessment.too_few}",
        "Your score no longer changes it. Rank every program where you would train, in the order in which "
        "you want them.",
    ]
    if len(assessment.profile.specialties) > 1:
        sentences.append(
            "Programs of other specialties on your list add to this chance and are not counted here."
        )
    return sentences


def _unmatched(assessment: Assessment) -> list[str]:
    chance = assessment.match_probability
    next_one = f"With your answers as they are, the chance of the next application is {chance_text(chance)}."
    return [
        f"{next_one if chance.known else assessment.too_few} A season without a match says little about the "
        "doctor you will be.",
        *([f"You are not alone in this. {counts_sentence(assessment)}"] if chance.known else []),
        "Years since graduation count to the start of the season you would apply in.",
    ]


def list_is_out(profile: ApplicantProfile) -> bool:
    """Return whether the applications are out, so that a changed profile cannot change them."""
    return profile.season_stage in UNDER_WAY


def season_choice_table(choices: tuple[SeasonChoice, ...]) -> pd.DataFrame:
    """Return what can be done after an unmatched season, one row each."""
    return pd.DataFrame(
        {
            "What you could do": [_CHOICES[one.name] for one in choices],
            "Specialties": [", ".join(one.specialties) for one in choices],
            "Chance of matching": [percent(one.match.point) for one in choices],
            "Range": [range_of(one.match) if one.match.known else "" for one in choices],
            "On the West Coast": [percent(one.match_pacific.point) for one in choices],
            "Applications": [one.applications for one in choices],
            "Published fees": [
                dollars(one.cost_usd)
                + (f", and {plural(one.unpriced, 'fee')} not known" if one.unpriced else "")
                for one in choices
            ],
        }
    )


def season_choice_notes(choices: tuple[SeasonChoice, ...]) -> list[str]:
    """Return what the table's rows mean, and what it does not say."""
    steps = next((one.steps for one in choices if one.steps), ())
    return [
        *([f"The changes: {'; '.join(steps)}."] if steps else []),
        "Fees are those of the applications, the registration for the Match and the exam transcript, at the "
        "newest published prices. Travel, exams and months without income are extra.",
        "How much an earlier season without a match weighs is not published. Its size here is assumed, with "
        "a wide range.",
        "Not applying again, or not yet, is a fair answer too. Research, a teaching or clinical post at "
        "home, or training in another country keep the way open. Before the next season starts, decide with "
        "someone you trust how many seasons you will try.",
    ]


# Dates of the season: those that are known here, and those to take from the official calendars.


@dataclass(frozen=True)
class SeasonDate:
    """A day of the season; `note` says where it is from, without a source where the applicant gave it."""

    title: str
    day: date
    note: str
    source_id: str = ""


@dataclass(frozen=True)
class OpenDate:
    """An event of every season whose day is not known here; `publisher` announces it at `address`."""

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

    `own` has days that the applicant took from an official calendar, by key of `OPEN_DATES`.
    """
    dates = []
    if profile.step2_ck_date is not None:
        dates.append(SeasonDate("Step 2 CK exam", profile.step2_ck_date, "From your profile."))
    standards = usmle_rules[(usmle_rules["rule"] == "passing score") & usmle_rules["effective_from"].notna()]
    for row in standards.to_dict("records"):
        title = f"{row['exam']}: the passing score becomes {int(row['value'])}"
        day = pd.Timestamp(row["effective_from"]).date()
        dates.append(SeasonDate(title, day, "Published.", str(row["source_id"])))
    for event in OPEN_DATES:
        if event.key in own:
            note = f"Entered by you. Official calendar: {event.publisher}, {event.address}"
            dates.append(SeasonDate(event.title, own[event.key], note))
    return sorted((one for one in dates if one.day >= today), key=lambda one: (one.day, one.title))
