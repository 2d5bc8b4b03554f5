"""The score slider: a Step 2 CK score that answers while it is moved."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from itertools import groupby
from typing import Any, TypeGuard

import streamlit as st

from smartpick.text.numbers import (
    NO_ESTIMATE,
    SENTENCE_BREAK,
    interviews,
    people,
    percent,
    percent_range,
    spoken,
)
from smartpick.web.templates import component

# What the slider knows before it is moved: one answer for every score.


@dataclass(frozen=True)
class SliderAnswers:
    """Tier, chances and expected interviews of one profile at every score, all else unchanged.

    Every list has one entry per score. Probabilities are 0 to 1; `_low` and `_high` bound an 80 % range.
    The slider is as tall as the longest words in it need, and keeps that height while it is dragged.

    Attributes:
        scores: consecutive Step 2 CK scores, ascending.
        tier: short tier label, drawn large and on the strip over the track ("B"); an empty list shows no
            tier and no strip.
        tier_note: what stands under the tier ("could also be A"), may be empty.
        chance: probability of matching with this list; `chance_low`, `chance_high` its range.
        pacific: probability of matching on the West Coast; `pacific_low`, `pacific_high` its range.
        supported: False where nobody with that score is in the published data.
        expected_interviews: mean number of invitations from the list.
        p_no_interview: probability that no program invites.
        passing_score: the passing standard in force on the exam date; lower scores are a fail.
        exam_error: the exam's standard error of measurement, in points; tiers blend over as many.
        marks: scores named on the track, with their labels.
        unsupported_note: the words shown where `supported` is False.
        counts: how many matched ("5 of 30") where they are too few for a chance; then `chance` and `pacific`
            are not shown.

    Raises:
        ValueError: if the lists differ in length, the scores have gaps, or a range does not hold its point.
    """

    scores: list[int]
    tier: list[str]
    tier_note: list[str]
    chance: list[float]
    chance_low: list[float]
    chance_high: list[float]
    pacific: list[float]
    pacific_low: list[float]
    pacific_high: list[float]
    supported: list[bool]
    expected_interviews: list[float]
    p_no_interview: list[float]
    passing_score: int
    exam_error: int
    marks: list[tuple[int, str]]
    unsupported_note: str
    counts: str = ""

    def __post_init__(self) -> None:
        if len(self.scores) < 2 or self.scores != list(range(self.scores[0], self.scores[-1] + 1)):
            raise ValueError("scores must be consecutive, ascending and at least two")
        for field in fields(self):
            column = getattr(self, field.name)
            if not self.tier and field.name in ("tier", "tier_note"):
                continue
            if isinstance(column, list) and field.name != "marks" and len(column) != len(self.scores):
                raise ValueError(f"{field.name} has {len(column)} entries for {len(self.scores)} scores")
        for name in ("chance", "pacific"):
            columns = (getattr(self, name + end) for end in ("_low", "", "_high"))
            for score, low, point, high in zip(self.scores, *columns, strict=True):
                if not 0 <= low <= point <= high <= 1:
                    raise ValueError(
                        f"{name} at {score}: {low} <= {point} <= {high} must hold within 0 and 1"
                    )


# What travels to the browser: the words of every answer and the places where they are drawn.

WORDS = {
    "score": "Step 2 CK",
    "tier": "Guide's tier",
    "chance": "Chance of matching",
    "pacific": "On the West Coast",
    "range": "80 % range",
    "keys": "Arrow keys move by 1 point, Page Up and Page Down by 5.",
}
# Whose tiers the guide's are.
TIER_SCOPE = "for non-US IMGs"


def slider_payload(answers: SliderAnswers) -> dict[str, Any]:
    """Return the slider's words and geometry as plain JSON values, one list entry per score.

    Lengths on the track are scores, chances are percentages with one decimal (bars, not text).
    """
    by_score = [bars_at(answers, index) for index in range(len(answers.scores))]
    return {
        "words": WORDS | {"range": ""} if answers.counts else WORDS,
        "first": answers.scores[0],
        "last": answers.scores[-1],
        "text": _words_by_score(answers),
        "bars": {name: [bars[name] for bars in by_score] for name in ("chance", "pacific")},
        "supported": answers.supported,
        "passing": answers.passing_score,
        "passing_label": f"fail: below {answers.passing_score}",
        "tiers": tier_runs(answers),
        "shade": tier_shades(answers),
        "marks": [list(mark) for mark in answers.marks],
    }


def tier_runs(answers: SliderAnswers) -> list[tuple[str, int, int]]:
    """Return the stretches of equal tier, each as (label, first score, last score)."""
    runs = []
    labelled = zip(answers.tier, answers.scores, strict=True) if answers.tier else ()
    for label, pairs in groupby(labelled, key=lambda pair: pair[0]):
        stretch = [score for _, score in pairs]
        runs.append((label, stretch[0], stretch[-1]))
    return runs


def tier_shades(answers: SliderAnswers) -> list[float]:
    """Return how dark the strip is at each score, 0 to 1, rising tier by tier without a step.

    Two scores closer than the exam's error are hardly different, so the strip passes from one tier to the
    next over as many points on either side of the boundary.
    """
    runs = tier_runs(answers)
    if not runs:
        return [0.0] * len(answers.scores)
    steps = [level for level, (_, first, last) in enumerate(runs) for _ in range(first, last + 1)]
    top = max(len(runs) - 1, 1)
    reach = answers.exam_error
    shades = []
    for index in range(len(steps)):
        window = steps[max(index - reach, 0) : index + reach + 1]
        shades.append(round(sum(window) / len(window) / top, 3))
    return shades


def _words_by_score(answers: SliderAnswers) -> dict[str, list[str]]:
    by_score = [words_at(answers, index) for index in range(len(answers.scores))]
    return {name: [words[name] for words in by_score] for name in by_score[0]}


def words_at(answers: SliderAnswers, index: int) -> dict[str, str]:
    """Return every text of the answer at one place of `answers.scores`."""
    words = {"tier": "", "tier_note": ""}
    if answers.tier:
        note = answers.tier_note[index]
        words = {"tier": answers.tier[index], "tier_note": f"{TIER_SCOPE}; {note}" if note else TIER_SCOPE}
    for name in ("chance", "pacific"):
        low, share, high = (getattr(answers, name + end)[index] for end in ("_low", "", "_high"))
        words |= {
            name: percent(share),
            f"{name}_range": percent_range(low, high),
            f"{name}_count": _count(share),
        }
    expected, none = answers.expected_interviews[index], answers.p_no_interview[index]
    words["interviews"] = f"Expect {interviews(expected)}; chance of none {percent(none)}"
    words["notice"] = _notice(answers, index)
    if answers.counts:
        words |= _few(answers.counts)
    return words | {"spoken": _spoken(answers.scores[index], words)}


def bars_at(answers: SliderAnswers, index: int) -> dict[str, list[float]]:
    """Return the bars of the answer at one place of `answers.scores`: low, point and high, in percent."""
    return {
        name: [round(100 * getattr(answers, name + end)[index], 1) for end in ("_low", "", "_high")]
        for name in ("chance", "pacific")
    }


def _few(counts: str) -> dict[str, str]:
    """Return what stands in place of the chances where too few people are behind them."""
    return {
        "chance": counts,
        "chance_count": "matched",
        "chance_range": "too few for an estimate",
        "pacific": NO_ESTIMATE,
        "pacific_count": "",
        "pacific_range": "",
    }


def _count(probability: float) -> str:
    """Return "9 in 20", or nothing where the percentage is in words already and says more."""
    return people(probability) if percent(probability)[0].isdigit() else ""


def _notice(answers: SliderAnswers, index: int) -> str:
    """Return what must be known before the numbers are read; a fail comes first."""
    if answers.scores[index] < answers.passing_score:
        return f"Below {answers.passing_score} is a fail under the passing standard in force."
    return "" if answers.supported[index] else answers.unsupported_note


def _spoken(score: int, words: dict[str, str]) -> str:
    """Return the whole answer at one score as sentences."""
    said = {name: text.rstrip(".") for name, text in words.items()}
    sentences = [
        str(score),
        said["notice"],
        f"{WORDS['tier']}: {said['tier']}" if said["tier"] else "",
        said["tier_note"][:1].upper() + said["tier_note"][1:],
        *(_spoken_chance(name, said) for name in ("chance", "pacific")),
    ]
    return spoken(SENTENCE_BREAK.join(sentence for sentence in sentences if sentence))


def _spoken_chance(name: str, said: dict[str, str]) -> str:
    if said["chance_count"] == "matched":
        parts = [f"{WORDS[name]} {said[name]}", said[f"{name}_count"], said[f"{name}_range"]]
    else:
        parts = [f"{WORDS[name]} {said[name]}", f"range {said[f'{name}_range']}", said[f"{name}_count"]]
    return ", ".join(part for part in parts if part)


# Mounting the slider and telling a move of the thumb from a value that the page sets.

_mount = component("score_slider", follows=True)
_mount_now = component("score_now")


@dataclass
class _Memory:
    """What the server remembers of one slider between two runs of the page."""

    message: str | None = None
    score: int | None = None
    placement: int = 0
    placed_at: int = 0
    payload: tuple[SliderAnswers, dict[str, Any]] | None = None


def score_slider(
    answers: SliderAnswers,
    *,
    value: int,
    key: str,
    on_move: Callable[[int], None],
    ahead: Mapping[str, Any] | None = None,
    now: SliderAnswers | None = None,
    disabled: bool = False,
) -> int:
    """Draw the slider with its three answers and return the score at which it was let go.

    The page owns the score: pass it as `value` and store the returned one before drawing anything else.
    A move of the thumb wins over `value` in the run that it causes; in every other run `value` wins, and a
    `value` that is not the one returned last (a link, a reset) moves the thumb. What the browser receives
    does not change while the thumb moves, so an answer of the server can never pull at it.

    Args:
        answers: the answers at every score; they stay valid while only the score changes.
        value: the score the page holds, within `answers.scores`.
        key: unique name of this slider in the session.
        on_move: called when the thumb was let go elsewhere, before anything is drawn for it.
        ahead: names what is known ahead of this profile (`smartpick.web.cockpit.ahead`); where that is there,
            the slider shows it in place of `answers`, which stand back.
        now: what holds at `value`, where `answers` are those of another score's list; they may then stay the
            same object, and are not sent again.
        disabled: whether the thumb only follows `value` and cannot be moved.

    Raises:
        ValueError: if `value` is outside `answers.scores`.
    """
    first, last = answers.scores[0], answers.scores[-1]
    if not first <= value <= last:
        raise ValueError(f"{value} is outside the slider's scores {first} to {last}")

    memory: _Memory = st.session_state.setdefault(f"{key}_memory", _Memory())
    moved = _take_move(memory, st.session_state.get(key), first, last)
    if not moved and value != memory.score:
        memory.score = value
        memory.placement, memory.placed_at = memory.placement + 1, value

    def tell() -> None:
        if _take_move(memory, st.session_state.get(key), first, last) and memory.score is not None:
            on_move(memory.score)

    if ahead is not None:
        exact = now or answers
        index = exact.scores.index(value)
        shown = {"words": words_at(exact, index), "bars": bars_at(exact, index)}
        with st.container(key="slider_now"):
            _mount_now(key=f"{key}_now", data={"score": value, **shown, **ahead})
    if memory.payload is None or memory.payload[0] is not answers:
        memory.payload = answers, slider_payload(answers)
    mounted = _mount(
        key=key,
        data=memory.payload[1]
        | {"follows": ahead is not None, "key": key, "disabled": disabled}
        | {"placement": {"number": memory.placement, "score": memory.placed_at}},
        on_move_change=tell,
    )
    # After a lost connection the browser's state is known only once the slider stands on the page.
    _take_move(memory, mounted, first, last)
    return value if memory.score is None else memory.score


def programs_there(key: str) -> list[int]:
    """Return numbers of programs whose names the browser had when the thumb was let go last."""
    state: Any = st.session_state.get(key)
    move = state.get("move") if hasattr(state, "get") else None
    programs = move.get("programs") if isinstance(move, dict) else None
    return programs if whole_numbers(programs) else []


def whole_numbers(values: Any) -> TypeGuard[list[int]]:
    """Tell whether something that the browser sent is a list of whole numbers."""
    return isinstance(values, list) and all(isinstance(value, int) for value in values)


def _take_move(memory: _Memory, component_state: Any, first: int, last: int) -> bool:
    """Note the browser's last message; False if it is old, absent or not one that the slider sends."""
    move = component_state.get("move") if hasattr(component_state, "get") else None
    if not isinstance(move, dict) or not isinstance(move.get("id"), str) or move["id"] == memory.message:
        return False
    score = move.get("score")
    if not isinstance(score, int) or isinstance(score, bool) or not first <= score <= last:
        return False
    memory.message, memory.score = move["id"], score
    return True
