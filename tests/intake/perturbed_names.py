"""Program names as people would write them: our directory's own, shortened, reordered and misspelled."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import pandas as pd

_SHORT = {
    "University": "Univ",
    "Medical Center": "Med Ctr",
    "Hospital": "Hosp",
    "Saint": "St.",
    "St": "Saint",
    "Health": "Hlth",
    "System": "Sys",
    "Medical": "Med",
    "Center": "Ctr",
    "Regional": "Reg",
    "Memorial": "Mem",
    "School of Medicine": "SOM",
    "College of Medicine": "Coll of Med",
    "Community": "Comm",
    "Education": "Educ",
}


def abbreviated(row: dict[str, str], dice: random.Random) -> str:
    name = row["name"]
    for long, short in _SHORT.items():
        name = re.sub(rf"\b{long}\b", short, name)
    return name


def misspelled(row: dict[str, str], dice: random.Random) -> str:
    words = row["name"].split()
    long = [i for i, word in enumerate(words) if len(word) > 6 and word.isalpha()]
    if long:
        i = dice.choice(long)
        at = dice.randrange(1, len(words[i]) - 2)
        words[i] = words[i][:at] + words[i][at + 1] + words[i][at] + words[i][at + 2 :]
    return " ".join(words)


def reordered(row: dict[str, str], dice: random.Random) -> str:
    parts = re.split(r"\s*[/(]\s*", row["name"].rstrip(")"))
    return " - ".join(reversed(parts))


def with_program_words(row: dict[str, str], dice: random.Random) -> str:
    return f"{row['name']} {row['specialty']} Residency Program"


def sponsor(row: dict[str, str], dice: random.Random) -> str:
    return row["institution"] or row["name"]


def one_word_less(row: dict[str, str], dice: random.Random) -> str:
    words = row["name"].split()
    if len(words) > 2:
        words.pop(dice.randrange(len(words)))
    return " ".join(words)


PERTURBATIONS: tuple[Callable[[dict[str, str], random.Random], str], ...] = (
    abbreviated,
    misspelled,
    reordered,
    with_program_words,
    sponsor,
    one_word_less,
)


def perturbed(programs: pd.DataFrame, count: int, seed: int) -> pd.DataFrame:
    """Return `count` programs, each with a perturbed name in `written` and how in `how`."""
    dice = random.Random(seed)
    chosen = programs[programs["row_confidence"] != "low"].sample(count, random_state=seed)
    chosen = chosen.astype(object).where(chosen.notna(), "")
    rows = chosen.to_dict("records")
    how = [PERTURBATIONS[i % len(PERTURBATIONS)] for i in range(len(rows))]
    written = [perturb(row, dice) for perturb, row in zip(how, rows, strict=True)]
    return chosen.assign(written=written, how=[perturb.__name__ for perturb in how])
