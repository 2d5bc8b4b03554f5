"""The self-assessment in words: labels, what low means here, and the one-sentence summary."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from smartpick.facts import Facts
from smartpick.guidance.self_assessment import Column, Label, Line
from smartpick.guidance.self_quantities import guide_group
from smartpick.guidance.weak_points import WeakPoints
from smartpick.profile import ApplicantProfile
from smartpick.tiers import ScoreStanding, score_standings

COLUMN_NAMES: dict[Column, str] = {
    "exams": "Exams",
    "clinical": "Clinical experience",
    "research": "Research and scholarly work",
    "personal": "Personal and professional",
}
LABEL_NAMES: dict[Label, str] = {
    "strong_advantage": "Strong advantage",
    "neutral": "Neutral",
    "liability": "Liability",
    "not_known": "Not known",
}
# Signs beside the words, the same as in the reasons of a tier.
LABEL_SIGNS: dict[Label, str] = {"strong_advantage": "+", "neutral": "●", "liability": "−", "not_known": "○"}

_GROUP_NAMES = {
    "less_competitive": "less competitive, still selective",
    "moderately_competitive": "moderately competitive",
    "highly_competitive": "highly competitive",
}
_REGIONS = {
    "any": "Anywhere",
    "pacific": "On the Pacific Coast",
    "img_friendly_community": "At IMG-friendly community programs",
}


def summary_sentences(points: WeakPoints) -> list[str]:
    """Say whether the exams are the only weak point or one of several, and what that means."""
    exams, others = joined(points.exams), joined(points.others)
    said = {
        "none": "Nothing in this table counts as a liability. The list and the interviews decide from here.",
        "only_exams": f"Exams are your only weak point here ({exams}). What stands in the other columns can "
        "carry weight against it.",
        "exams_and_others": f"Exams are one of several weak points: {exams}, and beside them {others}. "
        "A plan should answer all of them, not the score alone.",
        "only_others": f"Exams are not your weak point. These count against you for now: {others}.",
    }[points.standing]
    sentences = [said]
    if points.strengths:
        sentences.append(f"Strong already: {joined(points.strengths)}.")
    if points.unknown:
        one = len(points.unknown) == 1
        sentences.append(f"{len(points.unknown)} line{' is' if one else 's are'} not known yet.")
    return sentences


def low_score_sentences(profile: ApplicantProfile, facts: Facts) -> list[str]:
    """Say what a low score means for the preferred specialty, by region."""
    specialty, score = profile.specialties[0], profile.step2_ck_score
    group = guide_group(specialty, facts.specialties)
    if group is None:
        return [
            f"The guide does not say what a low score is in {specialty}. The score curve shows what is known."
        ]
    standings = score_standings(0 if score is None else score, group, facts.score_groups)
    head = f"Low is relative. The guide counts {specialty} as {_GROUP_NAMES[group]}."
    return [head, *(_standing_sentence(standing, score) for standing in standings)]


def _standing_sentence(standing: ScoreStanding, score: int | None) -> str:
    where = _REGIONS[standing.region]
    if standing.low is None or standing.high is None:
        return "For this group it names no number: low is under the mean of US MD applicants."
    limits = f"{standing.low} to {standing.high}"
    if standing.role == "workable_from":
        told = f"{where}, from {limits} on a score can still work with strengths elsewhere"
        place = {"under": "is under it", "within": "is within it", "over": "is over it"}
    else:
        told = f"{where}, low begins under {limits}"
        place = {"under": "is under it", "within": "is at that border", "over": "is over it"}
    return f"{told}." if score is None else f"{told}; your {score} {place[standing.position]}."


def self_table(lines: Sequence[Line]) -> pd.DataFrame:
    """Return the table as rows to download."""
    return pd.DataFrame(
        {
            "column": [COLUMN_NAMES[line.column] for line in lines],
            "line": [line.title for line in lines],
            "answer": [line.answer or None for line in lines],
            "label": [LABEL_NAMES[line.label] for line in lines],
            "labelled_by": ["applicant" if line.own else "rule" for line in lines],
            "why": [line.reason for line in lines],
            "clause_of_the_guide": [line.clause for line in lines],
            "our_reading": [line.reading or None for line in lines],
        }
    )


def joined(names: Sequence[str]) -> str:
    """Return names as they stand in a sentence: "Step 1, letters and visa"; only names keep a capital."""
    kept = [name if _starts_with_a_name(name) else name[0].lower() + name[1:] for name in names]
    return " and ".join([", ".join(kept[:-1]), kept[-1]] if len(kept) > 1 else kept)


def _starts_with_a_name(text: str) -> bool:
    first = text.split()[0].rstrip(",")
    return first.isupper() or first in ("Step", "English")
