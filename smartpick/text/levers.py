"""Changes of the chance in words: levers, a higher score, and more applications."""

from collections.abc import Sequence
from math import floor, isnan
from typing import TypeVar

import numpy as np
import pandas as pd

from smartpick.assessment import Assessment
from smartpick.estimate import Estimate
from smartpick.prose import read_prose
from smartpick.text.numbers import NO_ESTIMATE, dollars, percent, plural, points_text, range_of
from smartpick.text.program_facts import NOT_KNOWN
from smartpick.whatif.action_plan import Action
from smartpick.whatif.levers import Lever, Limit, ScoreReach
from smartpick.whatif.list_size import LEAST_GAIN, Contours, Exchange

# What all changes share: differences in points, costs, and what a size rests on.

BASIS_WORDS = {
    "published": "size published",
    "derived": "size derived from published figures",
    "assumed": "size assumed, direction published",
}
_TEXTS = read_prose(__file__, "whatif")
_Change = TypeVar("_Change", Lever, Action)


def points(gain: float) -> str:
    """Return a difference of chances in percentage points with its sign: "+3", "-0.4"."""
    if isnan(gain):
        return NO_ESTIMATE
    number = 100 * gain
    text = f"{number:+.1f}" if abs(number) < 1 else f"{number:+.0f}"
    return "0" if float(text) == 0 else text


def difference_words(gain: float, span: Estimate | None = None) -> str:
    """Return a difference of chances in points, with its range: "+3 points (+1 to +7)"."""
    if isnan(gain):
        return NO_ESTIMATE
    number = points(gain)
    unit = "point" if number in ("+1", "-1") else "points"
    words = "about the same" if number == "0" else f"{number} {unit}"
    if span is None or points(span.low) == points(span.high):
        return words
    return f"{words} ({points(span.low)} to {points(span.high)})"


def cost_text(cost_usd: float | None) -> str:
    """Return a cost, "no fee" for nothing, or that it is not known."""
    if cost_usd is None:
        return NOT_KNOWN
    return "no fee" if abs(cost_usd) < 0.5 else dollars(cost_usd)


def estimate_columns(name: str, estimate: Estimate | None, digits: int = 5) -> dict[str, float | None]:
    """Return an estimate as three cells of a table to take away, None where it is not known."""
    if estimate is None:
        return {name: None, f"{name}_low": None, f"{name}_high": None}
    return {
        name: round(estimate.point, digits) if estimate.known else None,
        f"{name}_low": round(estimate.low, digits),
        f"{name}_high": round(estimate.high, digits),
    }


def shown_changes(changes: Sequence[_Change]) -> list[_Change]:
    """Return the changes without those whose gain, anywhere and on the West Coast, is printed as nothing."""

    def printed(change: _Change) -> bool:
        gains = (change.gain, change.gain_pacific)
        return any(gain is None or points(gain.point) != "0" for gain in gains)

    return [change for change in changes if change.comes_first or printed(change)]


# A lever: what it would bring, and what it takes.

MOST_SHOWN = 3


def telling_levers(levers: Sequence[Lever]) -> list[Lever]:
    """Return the levers that would move the chance as it is shown: none that reads "2 % → 2 %".

    Where too few people are behind the chance to print one, those are left whose gain would not be nothing.
    """
    return [lever for lever in levers if lever.comes_first or (lever.gain.point > 0 and _moves(lever))]


def nothing_moves_sentence(levers: Sequence[Lever], closed: str) -> str:
    """Say plainly that none of `levers`, all that are open, would move the printed chance.

    `closed` says why an exam that is not passed cannot be taken again; empty where that is not so.
    """
    if closed:
        return (
            f"{closed} You need a passed Step 2 CK to start residency, so no other change would count. Ask "
            "USMLE, and a mentor, what you can still do."
        )
    if not levers:
        return "None of the changes that we can estimate is open to this profile."
    shown = " as it is shown here" if _known(levers[0]) else ""
    return f"None of the changes that we can estimate would move your chance{shown}."


def passing_first_sentence(levers: Sequence[Lever]) -> str:
    """Say what the other gains are added to while an exam is not passed; empty otherwise."""
    others = [lever for lever in levers if not lever.comes_first]
    if len(others) == len(levers) or not others:
        return ""
    start = f"the {percent(others[0].before)} that you would have with" if _known(others[0]) else "the day of"
    return (
        f"Passing comes first: without it no program can take you. The other gains count from {start} a pass."
    )


def lever_gain(lever: Lever) -> str:
    """Return the chance before and after, with the gain's range in points; for an exam what a pass opens."""
    if lever.comes_first:
        chance = f"{percent(lever.gain.point)} (range {range_of(lever.gain)})"
        return f"no match without it; with it {chance if lever.gain.known else NO_ESTIMATE}"
    if not _known(lever):
        return NO_ESTIMATE
    low, high = points(lever.gain.low), points(lever.gain.high)
    span = f"{low} to {high} points" if low != high else f"{high} points"
    return f"{percent(lever.before)} → {percent(_after(lever))} ({span})"


def lever_terms(lever: Lever) -> str:
    """Return time, cost, what the gain rests on, and what to mind."""
    time = lever.time.strip().rstrip(".").capitalize()
    terms = ", ".join([*([time] if time else []), *([dollars(lever.cost_usd)] if lever.cost_usd else [])])
    basis = "" if lever.comes_first else BASIS_WORDS[lever.basis].capitalize()
    return " ".join(f"{part.rstrip('.')}." for part in (terms, basis, lever.note) if part)


def lever_lines(levers: Sequence[Lever], closed: str) -> list[str]:
    """Return what helps most as lines of plain text, the same as the cards of the cockpit."""
    best = telling_levers(levers)[:MOST_SHOWN]
    if not best:
        return [nothing_moves_sentence(levers, closed)]
    lines = [f"{lever.title}: {lever_gain(lever)}. {lever_terms(lever)}" for lever in best]
    first = passing_first_sentence(levers)
    return [*([first] if first else []), *lines]


def _known(lever: Lever) -> bool:
    return not isnan(lever.before)


def _moves(lever: Lever) -> bool:
    if not _known(lever):
        return points(lever.gain.point) != "0"
    return percent(lever.before) != percent(_after(lever))


def _after(lever: Lever) -> float:
    return min(max(lever.before + lever.gain.point, 0.0), 1.0)


# Why a higher score would hardly change the chance.

_MOST_NAMED = 3
# Up to this many printed points the score is said to hardly move the chance, unless it is nearly certain.
_HARDLY = 1
_NEARLY_CERTAIN = 95


def score_reach_sentences(reach: ScoreReach | None) -> list[str]:
    """Return how little the score moves the chance and what limits it; nothing where the score matters."""
    if reach is None:
        return []
    low, high = min(reach.chances), max(reach.chances)
    if _printed(high) - _printed(low) > _HARDLY or _printed(high) >= _NEARLY_CERTAIN:
        return []
    same = percent(low) == percent(high)
    moves = f"stays at {percent(low)}" if same else f"only goes from {percent(low)} to {percent(high)}"
    sentences = [f"From {reach.low_score} to {reach.high_score} points your chance {moves}."]
    named = [_limit(limit) for limit in reach.limits if limit.kind != "flat_curve"][:_MOST_NAMED]
    if named:
        sentences.append(f"What limits it more: {'; '.join(named)}.")
    flat = [limit.name for limit in reach.limits if limit.kind == "flat_curve"]
    if flat:
        sentences.append(
            f"In {' and '.join(flat)}, those who matched and those who did not had nearly the same scores."
        )
    return sentences


def _printed(chance: float) -> int:
    """Return the whole percentage that is printed, 0 for "under 1 %" and 100 for "over 99 %"."""
    return 0 if chance < 0.01 else 100 if chance > 0.99 else floor(100 * chance + 0.5)


def _limit(limit: Limit) -> str:
    texts = _TEXTS["limits"]
    name = texts["names"].get(limit.name, limit.name.replace("_", " "))
    return str(texts[limit.kind].format(share=percent(limit.odds_ratio), name=name))


# The chance over score and list size.

# More points than this are no exchange that anybody would think of.
_MANY_POINTS = 40


def exchange_sentence(contours: Contours) -> str:
    """Say how many points of Step 2 CK more applications are worth at this place."""
    exchange = contours.exchange
    if exchange is None:
        return f"No more than {contours.size} programs are open to you, so the list cannot grow."
    more = f"{exchange.more} more applications"
    if exchange.gain < LEAST_GAIN:
        return f"{more} would add almost nothing here."
    adds = points_text(exchange.gain)
    if exchange.points is None:
        beside = "no published score adds as much"
    elif exchange.points > _MANY_POINTS:
        beside = f"it would take about {round(exchange.points)} points of Step 2 CK to add as much"
    else:
        worth = plural(max(round(exchange.points), 1), "point")
        return (
            f"{more} are worth about as much as {worth} of Step 2 CK{_span(exchange)}: either adds {adds} to "
            "the chance."
        )
    return f"Here the score hardly matters: {more} add {adds} to the chance, and {beside}."


def retake_note(assessment: Assessment) -> str:
    """Say what a score move means to this applicant: a passed exam cannot be taken again."""
    score, passing = assessment.profile.step2_ck_score, assessment.passing.score
    if score is None:
        return "You have no score yet, so the mark is at the middle of all applicants in the specialty."
    if score >= passing:
        return (
            "A passed Step 2 CK cannot be taken again. The score is shown for comparison; what you can still "
            "change is the length of the list."
        )
    return f"A score below {passing} is not a pass, so the exam can be taken again within the attempt limit."


def place_note(assessment: Assessment, contours: Contours) -> str:
    """Say that the mark is at the nearest published score, where it is; empty otherwise."""
    score = assessment.profile.step2_ck_score
    if score is None or score == contours.score:
        return ""
    return f"Nobody with {score} is in the published data; the mark is at {contours.score:.0f}, the nearest."


def contours_in_words(contours: Contours) -> str:
    """Return the chart in words, for those who do not see it."""
    row = int(np.flatnonzero(contours.sizes == contours.size)[0])
    chance = float(np.interp(contours.score, contours.scores, contours.match[row]))
    return (
        f"Chance of matching by Step 2 CK score, {contours.scores[0]:.0f} to {contours.scores[-1]:.0f}, and "
        f"number of applications, {contours.sizes[0]} to {contours.sizes[-1]}. At {contours.score:.0f} with "
        f"{contours.size}: {percent(chance)}. {exchange_sentence(contours)}"
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
