"""Levers in words, why a higher score would hardly change the chance, and the chance over list size."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan

import numpy as np
import pandas as pd

from smartpick.assessment import Assessment
from smartpick.text.numbers import NO_ESTIMATE, dollars, percent, percent_range, plural, points_text
from smartpick.whatif.levers import Lever, Limit, ScoreReach
from smartpick.whatif.list_size import LEAST_GAIN, Contours, Exchange

# A lever in words: what it would bring, and what it takes.

MOST_SHOWN = 3

_BASIS = {
    "published": "The size of the gain is published.",
    "derived": "The size of the gain is derived from published figures.",
    "assumed": "The size of the gain is assumed; only its direction is published.",
}


def telling_levers(found: Sequence[Lever]) -> list[Lever]:
    """Return the levers that would move the chance as it is printed: none that reads "2 % → 2 %".

    Where too few people are behind the chance to print one, those are left whose gain would not be nothing.
    """
    return [lever for lever in found if lever.comes_first or (lever.gain.point > 0 and _moves(lever))]


def shown_levers(found: Sequence[Lever]) -> list[Lever]:
    """Return the levers whose gain, here or on the Pacific Coast, is not printed as nothing."""
    return [
        lever
        for lever in found
        if lever.comes_first or (points(lever.gain.point), points(lever.gain_pacific.point)) != ("0", "0")
    ]


def nothing_moves_sentence(found: Sequence[Lever], closed: str) -> str:
    """Say plainly that no lever would move the printed chance.

    Args:
        found: All levers that are open.
        closed: Why an exam that is not passed cannot be taken again; empty where that is not so.
    """
    if closed:
        return (
            f"{closed} Residency needs a passed Step 2 CK, so no other change would count. Ask the USMLE "
            "program, and a mentor, what is left to you."
        )
    if not found:
        return "None of the changes that we can put a number on is open to this profile."
    if not _known(found[0]):
        return "None of the changes that we can put a number on would move your chance."
    return "None of the changes that we can put a number on would move your chance as it is printed."


def passing_first_sentence(found: Sequence[Lever]) -> str:
    """Say from where the gains count while an exam is not passed; empty otherwise."""
    others = [lever for lever in found if not lever.comes_first]
    if len(others) == len(found) or not others:
        return ""
    start = f"the {percent(others[0].before)} that you would have with" if _known(others[0]) else "the day of"
    return (
        f"Passing comes first: without it no program can take you. The other gains count from {start} a pass."
    )


def lever_gain(lever: Lever) -> str:
    """Return the chance before and after, with the gain's range in points; for an exam what a pass opens."""
    if lever.comes_first:
        if not lever.gain.known:
            return f"no match without it; with it {NO_ESTIMATE}"
        span = percent_range(lever.gain.low, lever.gain.high)
        return f"no match without it; with it {percent(lever.gain.point)} (range {span})"
    if not _known(lever):
        return NO_ESTIMATE
    low, high = points(lever.gain.low), points(lever.gain.high)
    span = f"{low} to {high} points" if low != high else f"{high} points"
    return f"{percent(lever.before)} → {percent(_after(lever))} ({span})"


def lever_lines(found: Sequence[Lever], closed: str) -> list[str]:
    """Return the greatest helps as lines of plain text, the same as the cards of the cockpit."""
    best = telling_levers(found)[:MOST_SHOWN]
    if not best:
        return [nothing_moves_sentence(found, closed)]
    lines = [f"{lever.title}: {lever_gain(lever)}. {lever_terms(lever)}" for lever in best]
    first = passing_first_sentence(found)
    return [*([first] if first else []), *lines]


def _known(lever: Lever) -> bool:
    return not isnan(lever.before)


def _moves(lever: Lever) -> bool:
    if not _known(lever):
        return points(lever.gain.point) != "0"
    return percent(lever.before) != percent(_after(lever))


def _after(lever: Lever) -> float:
    return min(max(lever.before + lever.gain.point, 0.0), 1.0)


def points(gain: float) -> str:
    """Return a difference of chances in percentage points with its sign: "+3", "-0.4"."""
    if isnan(gain):
        return NO_ESTIMATE
    number = 100 * gain
    shown = f"{number:+.1f}" if abs(number) < 1 else f"{number:+.0f}"
    return "0" if float(shown) == 0 else shown


def lever_terms(lever: Lever) -> str:
    """Return time, cost, what the gain rests on, and what to mind."""
    terms = [lever.time.strip().rstrip(".").capitalize()] if lever.time.strip() else []
    if lever.cost_usd:
        terms.append(f"{dollars(lever.cost_usd)}")
    head = f"{', '.join(terms)}. " if terms else ""
    basis = "" if lever.comes_first else f"{_BASIS[lever.basis]} "
    note = f"{lever.note.rstrip('.')}." if lever.note else ""
    return f"{head}{basis}{note}".strip()


# Why a higher score would hardly change the chance, in words.

_MOST_NAMED = 3
# Up to this many printed points the score is said to hardly move the chance.
_HARDLY = 1
_VISAS = {"j1": "a J-1", "h1b": "an H-1B", "either": "a J-1 or an H-1B"}
_ANSWERS = {
    "exam_failures": "failed attempts",
    "years_since_graduation": "the years since graduation",
    "usce_hands_on_weeks": "little hands-on US experience",
    "usce_observer_weeks": "little time in US clinics",
    "us_letters": "few US letters",
    "publications": "few publications",
    "presentations": "few presentations",
    "english": "limited English",
    "unexplained_gap": "an unexplained gap",
    "ecfmg_certified": "no ECFMG certification yet",
    "step3": "a failed Step 3",
}


def score_reach_sentences(reach: ScoreReach | None) -> list[str]:
    """Return how little the score moves the chance and what limits it; nothing where the score matters."""
    if reach is None or not _hardly_moves(reach):
        return []
    ends = sorted({percent(min(reach.chances)), percent(max(reach.chances))}, key=_number)
    stays = f"stays at {ends[0]}" if len(ends) == 1 else f"goes from {ends[0]} to {ends[-1]} only"
    said = [f"From {reach.low_score} to {reach.high_score} points your chance {stays}."]
    named = [_limit(limit) for limit in reach.limits if limit.kind != "flat_curve"][:_MOST_NAMED]
    if named:
        said.append(f"What limits it more: {'; '.join(named)}.")
    flat = [limit.name for limit in reach.limits if limit.kind == "flat_curve"]
    if flat:
        said.append(
            f"In {' and '.join(flat)}, those who matched and those who did not had nearly the same scores."
        )
    return said


def _hardly_moves(reach: ScoreReach) -> bool:
    lowest, highest = _number(percent(min(reach.chances))), _number(percent(max(reach.chances)))
    return highest - lowest <= _HARDLY and highest < 95


def _number(words: str) -> int:
    """Return a printed percentage as a number; "under 1 %" is 0 and "over 99 %" is 100."""
    number = int("".join(sign for sign in words if sign.isdigit()))
    return {"u": 0, "o": 100}.get(words[0], number)


def _limit(limit: Limit) -> str:
    share = percent(limit.odds_ratio)
    if limit.kind == "visa":
        return f"about {share} of the programs sponsor {_VISAS[limit.name]}"
    if limit.kind == "no_step3":
        return f"an H-1B needs a passed Step 3, and without it the odds are {share} of what they would be"
    if limit.kind == "ruled_out":
        return f"only {share} of the programs state no rule that you do not meet"
    if limit.kind == "few_applications":
        return f"the list reaches {share} of the programs that are open to you"
    name = _ANSWERS.get(limit.name, limit.name.replace("_", " "))
    return f"{name} (odds of an invitation {share} of the usual applicant's)"


# The chance over score and list size in words, and as a table.

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
        f"{more} are worth about as much as {plural(count, 'point')} of Step 2 CK"
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
