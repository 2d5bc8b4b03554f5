"""Where in the season an applicant is, what that means for the chance, and the dates of the season."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from smartpick.assessment import Assessment
from smartpick.plan.season import UNDER_WAY
from smartpick.profile import ApplicantProfile
from smartpick.prose import read_prose
from smartpick.text.curves import counts_sentence
from smartpick.text.numbers import (
    chance_text,
    dollars,
    interviews,
    percent,
    percent_range,
    plural,
    range_of,
)
from smartpick.whatif.scenarios import SeasonChoice

_TEXTS = read_prose(__file__, "season")
STAGES: dict[str, str] = _TEXTS["stages"]
LATER_LEVERS: str = _TEXTS["later_levers"]


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
    texts, profile, count = _TEXTS["waiting"], assessment.profile, assessment.profile.interviews_in_hand
    figures = {
        "hand": plural(count, "interview") if count else "no interview",
        "by": "by now" if profile.season_month is None else f"in {profile.season_month.capitalize()}",
        "before": percent(assessment.match_probability_before_season.point),
        "more": interviews(max(assessment.expected_interviews.point - count, 0.0)),
        **_chance(assessment),
    }
    if out_share is not None:
        value, low, high = out_share
        figures |= {"share": percent(value), "share_range": percent_range(low, high)}
    sentences = [
        texts["chance" if assessment.match_probability.known else "too_few"],
        texts["to_come" if out_share is None else "to_come_by_now"],
        *([] if count else [texts["none_in_hand"]]),
        texts["own_list"],
    ]
    return [sentence.format(**figures) for sentence in sentences]


def _ranking(assessment: Assessment) -> list[str]:
    texts, count, specialties = (
        _TEXTS["ranking"],
        assessment.profile.programs_ranked,
        assessment.profile.specialties,
    )
    if count == 0:
        return [texts["none_ranked"]]
    chance = texts["chance" if assessment.match_probability.known else "too_few"]
    return [
        chance.format(ranked=plural(count, "program"), specialty=specialties[0], **_chance(assessment)),
        texts["order"],
        *([texts["others"]] if len(specialties) > 1 else []),
    ]


def _unmatched(assessment: Assessment) -> list[str]:
    texts, known = _TEXTS["unmatched"], assessment.match_probability.known
    return [
        texts["chance" if known else "too_few"].format(**_chance(assessment)),
        *([texts["not_alone"].format(counts=counts_sentence(assessment))] if known else []),
        texts["years"],
    ]


def _chance(assessment: Assessment) -> dict[str, str]:
    return {"chance": chance_text(assessment.match_probability), "too_few": assessment.too_few}


def list_is_out(profile: ApplicantProfile) -> bool:
    """Return whether the applications are out, so that a changed profile cannot change them."""
    return profile.season_stage in UNDER_WAY


def season_choice_table(choices: tuple[SeasonChoice, ...]) -> pd.DataFrame:
    """Return what can be done after an unmatched season, one row each."""
    return pd.DataFrame(
        {
            "What you could do": [_TEXTS["choices"][one.name] for one in choices],
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
    notes: dict[str, str] = _TEXTS["notes"]
    steps = next((one.steps for one in choices if one.steps), ())
    others = (notes["fees"], notes["earlier"], notes["stopping"])
    return [*([notes["steps"].format(steps="; ".join(steps))] if steps else []), *others]


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


OPEN_DATES = tuple(OpenDate(**event) for event in _TEXTS["calendar"])


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
