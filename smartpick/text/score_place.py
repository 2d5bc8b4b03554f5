"""What the score curve says about an applicant, in words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from smartpick.assessment import SCORE_AXIS, Assessment
from smartpick.estimate import Estimate
from smartpick.facts import TYPE_WORDS
from smartpick.text.numbers import chance_text, percent, whole_number

NOT_A_CAUSE = "It shows who matched, not what a score causes."
# What stands for a sign where it cannot be shown, as in the line under an image.
_KEY_NAMES = {
    "line": "Line",
    "band": "Band",
    "dots": "Dotted",
    "area": "Filled below",
    "dash": "Dashed below",
}


def curve_title(assessment: Assessment) -> str:
    """Return what the picture shows: the applicant's own chance by score, or the specialty's alone."""
    name = assessment.plan.models[0].specialty
    return f"{name}: your chance by score" if assessment.score_curve.charted else f"{name}: chance by score"


def own_sentences(assessment: Assessment) -> list[str]:
    """Return the applicant's own chance with the list, and what it counts; nothing without score or list."""
    score = assessment.profile.step2_ck_score
    if score is None or not assessment.plan.size:
        return []
    if assessment.too_few:
        return [assessment.too_few]
    return [
        f"With {score} and the list below your chance is {chance_text(assessment.match_probability)}.",
        "It counts from the day you apply, so it includes the chance that no program invites you "
        f"({percent(assessment.p_no_interview.point)}).",
    ]


def place_sentences(assessment: Assessment) -> list[str]:
    """Return what the published curve says about this score, as a comparison, in short sentences."""
    curve, score = assessment.score_curve, assessment.profile.step2_ck_score
    if score is None:
        return []
    model = assessment.plan.models[0]
    if not bool(curve.supported(score)):
        return [
            f"The published {model.specialty} scores run from {curve.minimum:.0f} to {curve.maximum:.0f}. "
            "The data have nobody outside them, so no curve is drawn there."
        ]
    low, high = curve.interval(float(score))
    chance = Estimate(float(curve.probability(score)), float(low), float(high))
    below = percent(float(curve.share_of_matched_at_or_below(score)))
    return [
        f"For comparison: {chance_text(chance)}, for {TYPE_WORDS[model.applicant_type]} with {score} who "
        f"had at least one {model.specialty} program to rank.",
        f"{below.capitalize()} of those who matched scored at or below you.",
    ]


def count_text(count: float) -> str:
    """Return a published count of people; in an empty cell the model takes half a person, we say 0."""
    return "0" if count < 1 else whole_number(count)


def counts_sentence(assessment: Assessment) -> str:
    """Return the published outcome counts with their rate."""
    curve, model = assessment.score_curve, assessment.plan.models[0]
    return (
        f"{model.specialty}, {TYPE_WORDS[model.applicant_type]}: {count_text(curve.matched_count)} matched, "
        f"{count_text(curve.not_matched_count)} did not (published match rate {percent(curve.match_rate)})."
    )


def no_curve_sentence(assessment: Assessment) -> str:
    """Say why there is no curve by score, and what the chances rest on instead."""
    if not assessment.score_curve.by_score:
        return (
            f"{counts_sentence(assessment)} This counts everyone who ranked such a program, as first "
            "choice or not. Their scores are not published, so there is no curve: read the counts. The "
            "chances above rest on the scores and interview rates of other specialties and are rough."
        )
    return (
        f"{counts_sentence(assessment)} That is too few for a curve by score: it would show random "
        "variation and not a pattern. The chances above rest on the curve of a large specialty and have a "
        "wide range."
    )


def denominators(assessment: Assessment) -> tuple[int, int]:
    """Return how many applicants are behind the two distributions: matched, not matched."""
    curve = assessment.score_curve
    return round(curve.matched.n), round(curve.not_matched.n)


def curve_keys(assessment: Assessment) -> list[tuple[str, str]]:
    """Return the lines and areas by the name of their sign, with how many applicants stand behind them."""
    kind = TYPE_WORDS[assessment.plan.models[0].applicant_type]
    matched, not_matched = denominators(assessment)
    return [
        ("line", "your chance with this list, from the day you apply"),
        ("band", "its 80 % range"),
        ("dots", f"for comparison: {kind} with a program to rank"),
        ("area", f"scores of {whole_number(matched)} who matched"),
        ("dash", f"scores of {whole_number(not_matched)} who did not"),
    ]


def key_sentences(keys: Sequence[tuple[str, str]]) -> str:
    """Return what the lines and areas of `keys` mean, in sentences: "Line: your chance ..."."""
    return " ".join(f"{_KEY_NAMES[key]}: {words}." for key, words in keys)


def own_in_words(assessment: Assessment) -> str:
    """Return what the figure shows of the applicant, for those who do not see it."""
    curve = assessment.score_curve
    ends = np.clip([np.ceil(curve.minimum), np.floor(curve.maximum)], SCORE_AXIS[0], SCORE_AXIS[-1])
    first, last = (percent(float(np.interp(x, SCORE_AXIS, assessment.odds.match.point))) for x in ends)
    line = (
        f"Your chance of matching with the list below by Step 2 CK score: from {first} at {ends[0]:.0f} "
        f"to {last} at {ends[1]:.0f}."
    )
    return " ".join([line, *own_sentences(assessment), *place_sentences(assessment)])


def published_in_words(assessment: Assessment) -> str:
    """Return what the figure shows beside that, for those who do not see it."""
    curve = assessment.score_curve
    ends = np.array([np.ceil(curve.minimum), np.floor(curve.maximum)])
    first, last = (percent(float(p)) for p in curve.probability(ends))
    return (
        f"For comparison, among those with a program to rank: from {first} at {ends[0]:.0f} to {last} at "
        f"{ends[1]:.0f}. {counts_sentence(assessment)}"
    )
