"""Which published figures stand behind one specialty and applicant type, and which are borrowed."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from smartpick.facts import TYPE_WORDS, Facts
from smartpick.odds.distribution import Distribution

_FIGURES = ("min", "q1", "median", "q3", "max", "mean", "sd")
# The shape that stands in where a specialty prints no score distribution: the largest group printed.
_STAND_IN = "Internal Medicine"
# Where a report prints no scores for a type, the nearest type that has them lends the shape.
_SHAPE_FROM = {"us_img": "non_us_img", "us_do_senior": "us_md_senior"}


class NoPublishedOutcomes(LookupError):  # noqa: N818 - an answer, not a failure of ours
    """No source publishes outcomes of an applicant type in a specialty."""


@dataclass(frozen=True, kw_only=True)
class ScoreInputs:
    """Distributions and counts for a score curve, and what was borrowed to have them.

    Without `by_score` no source publishes outcomes by score: the counts are all that is known.
    """

    matched: Distribution
    not_matched: Distribution
    matched_count: float
    not_matched_count: float
    match_year: int
    sources: tuple[str, ...]
    borrowed: tuple[str, ...]
    by_score: bool


def shape_type(applicant_type: str) -> str:
    """Return the type whose printed scores shape the type's score curve."""
    return _SHAPE_FROM.get(applicant_type, applicant_type)


def published_pair(
    facts: Facts, specialty: str, applicant_type: str, measure: str
) -> tuple[Distribution, Distribution, str] | None:
    """Return (matched, not matched, source_id) of a measure, or None where not printed."""
    rows = facts.outcome_distributions
    rows = rows[
        (rows["specialty"] == specialty)
        & (rows["applicant_type"] == applicant_type)
        & (rows["measure"] == measure)
    ]
    pair = []
    for outcome in ("matched", "not_matched"):
        row = rows[rows["outcome"] == outcome]
        if row.empty or pd.isna(row["median"].iloc[0]) or pd.isna(row["n"].iloc[0]):
            return None
        first = row.iloc[0]
        figures = {f: float(first[f]) for f in _FIGURES if pd.notna(first[f])}
        pair.append(Distribution(float(first["n"]), **figures))
    return pair[0], pair[1], str(rows["source_id"].iloc[0])


def score_inputs(facts: Facts, specialty: str, applicant_type: str) -> ScoreInputs:
    """Collect the figures behind a score curve.

    Raises:
        NoPublishedOutcomes: if no source publishes how many of this type matched in the specialty.
    """
    try:
        counts, by_score = published_counts(facts, specialty, applicant_type), True
    except NoPublishedOutcomes:
        counts, by_score = ranked_counts(facts, specialty, applicant_type), False
    shaped_by = shape_type(applicant_type)
    pair = published_pair(facts, specialty, shaped_by, "step2_ck_score")
    borrowed: tuple[str, ...] = ()
    if pair is not None:
        matched, not_matched, source = pair
        if shaped_by != applicant_type:
            borrowed = (f"shape of the score curve, from {TYPE_WORDS[shaped_by]}",)
    else:
        pair = published_pair(facts, _STAND_IN, shaped_by, "step2_ck_score")
        if pair is None:
            raise NoPublishedOutcomes(f"no score distribution for {applicant_type}")
        matched, not_matched, source = pair
        # The band must be that of the specialty's own few applicants, not of the stand-in's thousands.
        matched = replace(matched, n=max(counts.matched, 1.0))
        not_matched = replace(not_matched, n=max(counts.not_matched, 1.0))
        borrowed = (f"shape of the score curve, from {_STAND_IN}",)
    return ScoreInputs(
        matched=matched,
        not_matched=not_matched,
        matched_count=counts.matched,
        not_matched_count=counts.not_matched,
        match_year=counts.match_year,
        sources=tuple(dict.fromkeys((source, counts.source_id))),
        borrowed=borrowed,
        by_score=by_score,
    )


@dataclass(frozen=True)
class OutcomeCounts:
    """How many applicants of a type matched in their preferred specialty and how many did not."""

    matched: float
    not_matched: float
    match_year: int
    source_id: str


def published_counts(facts: Facts, specialty: str, applicant_type: str) -> OutcomeCounts:
    """Return the newest published counts: Charting Outcomes, else applicants with one choice only.

    Raises:
        NoPublishedOutcomes: if no source publishes them.
    """
    names = {
        "matched_count": "matched",
        "not_matched_count": "not_matched",
        "unmatched_count": "not_matched",
    }
    for table in (
        facts.outcome_counts,
        facts.outcome_distributions,
        facts.us_senior_outcomes,
        facts.only_choice_outcomes,
    ):
        rows = table[(table["specialty"] == specialty) & (table["applicant_type"] == applicant_type)]
        if rows.empty:
            continue
        if table is facts.outcome_distributions:
            scores = rows[rows["measure"] == "step2_ck_score"]
            rows = scores.pivot_table(index=["match_year", "source_id"], columns="outcome", values="n")
            rows = rows.reindex(columns=["matched", "not_matched"]).reset_index()
        rows = rows.rename(columns=names).dropna(subset=["matched", "not_matched"])
        rows = rows.sort_values("match_year", ascending=False)
        # The larger track first, where a specialty is printed by track (categorical before preliminary).
        rows = rows[rows["match_year"] == rows["match_year"].max()].sort_values("matched", ascending=False)
        if not rows.empty:
            row = rows.iloc[0]
            # Nobody in a cell still leaves the rate uncertain: half an applicant (Jeffreys).
            matched, not_matched = max(float(row["matched"]), 0.5), max(float(row["not_matched"]), 0.5)
            return OutcomeCounts(matched, not_matched, int(row["match_year"]), str(row["source_id"]))
    raise _not_printed(specialty, applicant_type)


def _not_printed(specialty: str, applicant_type: str) -> NoPublishedOutcomes:
    who = TYPE_WORDS[applicant_type]
    return NoPublishedOutcomes(f"no published number of {who} who matched in {specialty}")


def ranked_counts(facts: Facts, specialty: str, applicant_type: str) -> OutcomeCounts:
    """Return how many who ranked a one-year program, first or not, matched to one, and how many did not.

    A year that most take beside something else has no preferred specialty, so this is all that is printed.

    Raises:
        NoPublishedOutcomes: if the specialty is not a single year, or no source publishes the numbers.
    """
    years = facts.specialties
    rows = facts.main_match
    if (years["one_year"] & (years["specialty"] == specialty)).any():
        rows = rows[(rows["specialty"] == specialty) & (rows["applicant_type"] == applicant_type)]
        rows = rows[rows["measure"].isin(["applicants_ranking", "matched"])]
        by_year = rows.pivot_table(index=["match_year", "source_id"], columns="measure", values="count")
        if "applicants_ranking" in by_year:
            by_year = by_year.dropna().reset_index().sort_values("match_year")
            if not by_year.empty:
                newest = by_year.iloc[-1]
                matched, ranked = float(newest["matched"]), float(newest["applicants_ranking"])
                return OutcomeCounts(
                    matched, ranked - matched, int(newest["match_year"]), str(newest["source_id"])
                )
    raise _not_printed(specialty, applicant_type)
