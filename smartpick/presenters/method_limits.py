"""What the model cannot know, said with the figures that show it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from smartpick.facts import Facts
from smartpick.presenters.method_parameters import basis_counts
from smartpick.presenters.wording import fine_percent, percent

PACIFIC_IDENTITY = "share of matches on the Pacific Coast"


@dataclass(frozen=True)
class Limit:
    """Something that the figures do not tell, and what it means for the reader."""

    title: str
    text: str


def limits(facts: Facts, checks: pd.DataFrame) -> list[Limit]:
    """Return what the model cannot know, what matters most first.

    Args:
        facts: The published tables.
        checks: The table `calibration_checks`.
    """
    return [
        Limit(
            "Association is not cause",
            "The curves tell how often people with a score matched. They do not tell what a higher score "
            "would "
            "have done for the same person: those who score high differ in other ways too.",
        ),
        Limit(
            "A passed exam cannot be taken again",
            "A passed Step 2 CK stands. For whoever has passed, the slider compares people with different "
            "scores; it is not a plan.",
        ),
        Limit(
            "Every interview is taken as a rank",
            "Some interviews end without a rank, and an applicant may decline some. So a chance shown here "
            "is "
            "at the upper end.",
        ),
        Limit(
            "Who is in the figures",
            "The published curves are about people who ranked at least one program and agreed to be counted. "
            "Those who were not invited anywhere are not in them. That is why the chance of no interview "
            "stands beside every chance.",
        ),
        Limit("The Pacific Coast", _pacific(checks)),
        Limit(
            "Interview rates of one season",
            "The rates are of a single season and printed to a hundredth: a program at zero may still invite "
            "up to 1 in 200. The next season will differ.",
        ),
        Limit(
            "Where people apply",
            "Nobody publishes who applies where. A program that invites few may be one that few apply to, or "
            "one that many apply to in vain.",
        ),
        Limit("Visa answers that are not known", _visa(facts)),
        Limit("Effects that are assumed", _assumed(facts)),
        Limit(
            "How answers act together",
            "No table crosses score with visa, graduation year or experience. The effects are taken as "
            "independent of each other.",
        ),
        Limit(
            "Other applicant types",
            "Numbers of ranks are published for non-US IMGs only. The other types borrow them, and each page "
            "says what is borrowed.",
        ),
        Limit(
            "What is not asked",
            "Essays, interviews themselves, people who know you, couples, fit. Much of a match rests on "
            "them.",
        ),
        Limit(
            "Next year",
            "Rules, fees, visa policy and programs change. The figures are of the years named at each "
            "source.",
        ),
    ]


def limit_sources(facts: Facts, checks: pd.DataFrame) -> tuple[str, ...]:
    """Return the sources of the figures that the limits name, each once."""
    pacific = checks.loc[checks["identity"] == PACIFIC_IDENTITY, "source_ids"].astype(str).str.split("|")
    visa = facts.program_requirements
    ids = [
        *pacific.explode(),
        *facts.interview_rates["source_id"].unique(),
        *visa.loc[visa["requirement"] == "visa_j1", "source_id"].unique(),
    ]
    return tuple(dict.fromkeys(str(source) for source in ids))


def limit_parameters() -> tuple[str, ...]:
    """Return the parameters that the limits speak of."""
    return ("near_zero_rate", "pacific_interview_worth")


def _pacific(checks: pd.DataFrame) -> str:
    rows = checks[checks["identity"] == PACIFIC_IDENTITY]
    if rows.empty:
        return "Whether an interview there is worth as much as one elsewhere is not known."
    first = rows.iloc[0]
    return (
        f"Of all non-US IMG matches, {fine_percent(float(first['published']))} were in California, Oregon or "
        f"Washington. The published interview rates lead one to expect "
        f"{fine_percent(float(first['model']))}. "
        "Why, nobody publishes. Interviews there therefore count for less, with a wide range."
    )


def _visa(facts: Facts) -> str:
    statements = facts.program_requirements
    said = statements.loc[statements["requirement"] == "visa_j1", "program_id"].nunique()
    return (
        f"Of {len(facts.programs):,} programs, {said:,} say on a page that we found whether they take a J-1 "
        f"({percent(said / len(facts.programs))}). Many of these pages are old. For the rest the chance "
        "comes "
        "from programs like them: ask before you rely on it."
    )


def _assumed(facts: Facts) -> str:
    counts = basis_counts(facts.effects, facts.model_parameters)
    return (
        f"{counts['assumed']} of {sum(counts.values())} parameters are assumed: among them what US "
        "experience, "
        "letters, research in the US and time since graduation are worth. Surveys or our guide give their "
        "direction, nobody their size. They have wide ranges and can be left out on the first page."
    )
