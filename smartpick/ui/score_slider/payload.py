"""What travels to the browser: the words of every answer and the places where they are drawn."""

from itertools import groupby
from typing import Any

from smartpick.presenters.wording import (
    NO_ESTIMATE,
    SENTENCE_BREAK,
    interviews,
    people,
    percent,
    percent_range,
    spoken,
)
from smartpick.ui.score_slider.answers import SliderAnswers

WORDS = {
    "score": "Step 2 CK",
    "tier": "Guide's tier",
    "chance": "Chance of matching",
    "pacific": "On the Pacific Coast",
    "range": "80 % range",
    "keys": "Arrow keys move by 1 point, Page Up and Page Down by 5.",
}
# Whose tiers the guide's are.
TIER_SCOPE = "for non-US IMGs"


def slider_payload(answers: SliderAnswers) -> dict[str, Any]:
    """Return the slider's words and geometry as plain JSON values, one list entry per score.

    Lengths on the track are scores, chances are percentages with one decimal (bars, not text).
    """
    return {
        "words": WORDS | {"range": ""} if answers.counts else WORDS,
        "first": answers.scores[0],
        "last": answers.scores[-1],
        "text": _words_by_score(answers),
        "bars": {
            "chance": _bars(answers.chance_low, answers.chance, answers.chance_high),
            "pacific": _bars(answers.pacific_low, answers.pacific, answers.pacific_high),
        },
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
    notices = [_notice(answers, index) for index in range(len(answers.scores))]
    nothing = [""] * len(answers.scores)
    notes = [f"{TIER_SCOPE}; {note}" if note else TIER_SCOPE for note in answers.tier_note]
    columns = {
        "tier": answers.tier or nothing,
        "tier_note": notes or nothing,
        "chance": [percent(share) for share in answers.chance],
        "chance_range": [
            percent_range(*ends) for ends in zip(answers.chance_low, answers.chance_high, strict=True)
        ],
        "chance_count": [_count(share) for share in answers.chance],
        "pacific": [percent(share) for share in answers.pacific],
        "pacific_range": [
            percent_range(*ends) for ends in zip(answers.pacific_low, answers.pacific_high, strict=True)
        ],
        "pacific_count": [_count(share) for share in answers.pacific],
        "interviews": [
            f"Expect {interviews(expected)}; chance of none {percent(none)}"
            for expected, none in zip(answers.expected_interviews, answers.p_no_interview, strict=True)
        ],
        "notice": notices,
    }
    if answers.counts:
        columns |= {name: [words] * len(notices) for name, words in _few(answers.counts).items()}
    columns["spoken"] = [_spoken(answers.scores[index], columns, index) for index in range(len(notices))]
    return columns


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


def _spoken(score: int, columns: dict[str, list[str]], index: int) -> str:
    """Return the whole answer at one score as sentences."""
    said = {name: texts[index].rstrip(".") for name, texts in columns.items()}
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


def _bars(lows: list[float], points: list[float], highs: list[float]) -> list[list[float]]:
    return [[round(100 * value, 1) for value in bar] for bar in zip(lows, points, highs, strict=True)]
