"""The chance over score and list size in words, and as a table."""

from __future__ import annotations

import numpy as np
import pandas as pd

from smartpick.assessment import Assessment
from smartpick.explore.contours import LEAST_GAIN, Contours, Exchange
from smartpick.presenters.list_gain import points_text
from smartpick.presenters.wording import percent

# More points than this are no exchange that anybody would think of.
_MANY_POINTS = 40


def exchange_sentence(contours: Contours) -> str:
    """Say how many points of Step 2 CK more applications are worth at this place."""
    exchange = contours.exchange
    if exchange is None:
        return f"No more than {contours.size} programs are open to you, so the list cannot grow."
    more = f"{exchange.more} more applications"
    if exchange.gain < LEAST_GAIN:
        return f"{more} would add next to nothing here."
    adds = points_text(exchange.gain)
    if exchange.points is None or exchange.points > _MANY_POINTS:
        return f"Here the score hardly matters: {more} add {adds} to the chance, " + (
            "and no published score adds as much."
            if exchange.points is None
            else f"and it would take about {round(exchange.points)} points of Step 2 CK to add as much."
        )
    count = max(round(exchange.points), 1)
    return (
        f"{more} are worth about as much as {count} {'point' if count == 1 else 'points'} of Step 2 CK"
        f"{_span(exchange)}: either adds {adds} to the chance."
    )


def retake_note(assessment: Assessment) -> str:
    """Say what a score move means to this applicant: a passed exam cannot be taken again."""
    score, passing = assessment.profile.step2_ck_score, assessment.passing.score
    if score is None:
        return "Without a score yet, the mark stands at the middle of all applicants in the specialty."
    if score >= passing:
        return (
            "A passed Step 2 CK cannot be taken again. The score is shown to weigh things up; what is open "
            "to you is the length of the list."
        )
    return f"A score below {passing} is not a pass, so the exam can be taken again within the attempt limit."


def place_note(assessment: Assessment, contours: Contours) -> str:
    """Say that the mark stands at the nearest published score, where it does; empty otherwise."""
    score = assessment.profile.step2_ck_score
    if score is None or score == contours.score:
        return ""
    return (
        f"Nobody with {score} is in the published data; the mark stands at {contours.score:.0f}, the nearest."
    )


def contours_in_words(contours: Contours) -> str:
    """Return the chart in words, for those who do not see it."""
    at = int(np.flatnonzero(contours.sizes == contours.size)[0])
    here = float(np.interp(contours.score, contours.scores, contours.match[at]))
    return (
        f"Chance of matching by Step 2 CK score, {contours.scores[0]:.0f} to {contours.scores[-1]:.0f}, and "
        f"number of applications, {contours.sizes[0]} to {contours.sizes[-1]}. At {contours.score:.0f} with "
        f"{contours.size}: {percent(here)}. {exchange_sentence(contours)}"
    )


def contours_hover(contours: Contours) -> list[list[str]]:
    """Return what the chart says at each size and score."""
    return [
        [
            f"{percent(chance)} with {score:.0f} and {size} applications"
            for score, chance in zip(contours.scores, row, strict=True)
        ]
        for size, row in zip(contours.sizes, contours.match, strict=True)
    ]


def contours_table(contours: Contours) -> pd.DataFrame:
    """Return the numbers behind the chart, a row for each size and score; probabilities 0-1."""
    sizes, scores = np.meshgrid(contours.sizes, contours.scores, indexing="ij")
    return pd.DataFrame(
        {
            "applications": sizes.ravel(),
            "step2_ck_score": scores.ravel().astype(int),
            "match_probability": contours.match.ravel().round(5),
        }
    )


def _span(exchange: Exchange) -> str:
    if exchange.low is None:
        return ""
    low = max(round(exchange.low), 0)
    if exchange.high is None:
        return f" (range {low} or more)"
    high = round(exchange.high)
    return "" if low == high else f" (range {low} to {high})"
