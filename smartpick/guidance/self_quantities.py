"""What the rules of the self-assessment compare: numbers taken or counted from a profile."""

from __future__ import annotations

import pandas as pd

from smartpick.facts import Facts
from smartpick.profile import ApplicantProfile
from smartpick.tiers import passing_standard, score_standings
from smartpick.tiers.quantities import quantities_of
from smartpick.tiers.rules import Quantities

GROUPS_EASIEST_FIRST = ("less_competitive", "moderately_competitive", "highly_competitive")
# A pass after a failure is no liability any more, and no more of a strength than not having taken it.
_STEP3_RANK = {"fail": 0, "not_taken": 1, "fail_then_pass": 1, "pass": 2}
# Under this many applicants a published quartile says little.
_FEWEST_APPLICANTS = 20


def self_quantities(profile: ApplicantProfile, facts: Facts) -> Quantities:
    """Return every quantity that a row of `self_assessment` may name; None where it is not known."""
    score = profile.step2_ck_score
    standard = passing_standard(profile.step2_ck_date, facts.usmle_rules)
    group = guide_group(profile.specialties[0], facts.specialties)
    start = None if group is None else _low_range_start(group, facts.score_groups)
    return {
        **quantities_of(profile, score),
        "points_over_passing": _difference(score, standard.score),
        "points_over_low_range_start": _difference(score, start),
        "guide_group_rank": None if group is None else GROUPS_EASIEST_FIRST.index(group) + 1,
        # Without a score and without a failure the exam has not been sat.
        "step2_ck_failures": None
        if score is None and not profile.step2_ck_failures
        else profile.step2_ck_failures,
        "step1_failures": None if profile.step1 == "not_taken" else profile.step1_failures,
        "step3_rank": _STEP3_RANK[profile.step3],
        "needs_h1b_only": int(profile.sponsorship == "h1b"),
        "non_us_without_visa_need": int(
            profile.applicant_type == "non_us_img" and profile.visa_need == "none"
        ),
        "ecfmg_certified": None if profile.ecfmg_certified is None else int(profile.ecfmg_certified),
        "usce_observer_weeks": profile.usce_observer_weeks,
        "pacific_letters": profile.pacific_letters,
        "publications": profile.publications,
        "publications_over_upper_quartile": _over_upper_quartile(profile, facts, "publications"),
        "presentations": profile.presentations,
        "presentations_over_upper_quartile": _over_upper_quartile(profile, facts, "presentations"),
        # None named may be none or not told.
        "languages": len(profile.languages) or None,
        "pacific_ties": int(profile.pacific_ties),
    }


def guide_group(specialty: str, specialties: pd.DataFrame) -> str | None:
    """Return the guide's group of a specialty, None where the guide does not name it."""
    found = specialties.loc[specialties["specialty"] == specialty, "guide_group"].dropna()
    return None if found.empty else str(found.iloc[0])


def _low_range_start(group: str, score_groups: pd.DataFrame) -> int | None:
    """Return the score under which the guide calls a score low for the group, on the Pacific if it says."""
    standings = [s for s in score_standings(0, group, score_groups) if s.role == "low_under"]
    return standings[0].low if standings else None


def _difference(score: int | None, limit: int | None) -> int | None:
    return None if score is None or limit is None else score - limit


def _over_upper_quartile(profile: ApplicantProfile, facts: Facts, measure: str) -> float | None:
    """Return how many more an applicant has than three quarters of those who matched."""
    table = facts.outcome_distributions
    rows = table[
        (table["specialty"] == profile.specialties[0])
        & (table["applicant_type"] == profile.applicant_type)
        & (table["measure"] == measure)
        & (table["outcome"] == "matched")
        & (table["n"] >= _FEWEST_APPLICANTS)
    ].dropna(subset=["q3"])
    if rows.empty:
        return None
    newest = rows.sort_values("match_year").iloc[-1]
    return float(getattr(profile, measure)) - float(newest["q3"])
