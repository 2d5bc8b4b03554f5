"""The numbers behind compared curves: tables to read and tables to take away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from smartpick.explore.compared_curves import ComparedCurve, NotDrawn
from smartpick.explore.region_curves import RegionCurve
from smartpick.facts import Facts
from smartpick.odds.estimate import EstimateCurve
from smartpick.presenters.curve_words import View, borrowed_parts
from smartpick.presenters.score_place import TYPE_WORDS
from smartpick.presenters.wording import fine_percent, percent, percent_range, whole_number

SCORES_TO_READ = (215, 230, 245, 260)
RANKS_TO_READ = (1, 3, 5, 10, 15)
_SHAPES_AT = 5
_NOT_IN_DATA = "not in the data"
_NOTHING = "–"

Kind = Literal["plain", "published", "estimate"]


@dataclass(frozen=True)
class Column:
    """A column's heading and whether it holds published figures or our estimates."""

    heading: str
    kind: Kind = "plain"


@dataclass(frozen=True)
class ReadableTable:
    """Cells ready to show; the first of each row names it. What stands after a line break is smaller."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


def comparison_table(
    curves: Sequence[ComparedCurve], labels: Sequence[str], view: View, score: int | None
) -> ReadableTable:
    """Return the curves at a few places, with what stands behind them.

    Args:
        curves: The curves.
        labels: Their names.
        view: What kind they are.
        score: The applicant's score, for a column of its own; None for none.
    """
    make = {"score": _by_score, "region": _by_region, "interviews": _by_interviews}[view]
    return make(curves, labels, score)


def counts_table(items: Sequence[NotDrawn]) -> ReadableTable | None:
    """Return the outcome counts of those with too few applicants for a curve, None if there are none."""
    few = [(item, item.counts) for item in items if item.counts is not None]
    if not few:
        return None
    return ReadableTable(
        "Under 20 in either group a curve would draw chance, not a pattern. These are the published counts.",
        (
            Column("Specialty"),
            Column("Applicants"),
            Column("Matched", "published"),
            Column("Did not match", "published"),
            Column("Match year", "published"),
        ),
        tuple(
            (
                item.specialty,
                TYPE_WORDS[item.applicant_type],
                _count(counts.matched),
                _count(counts.not_matched),
                str(counts.match_year),
            )
            for item, counts in few
        ),
    )


def shown_points(curves: Sequence[ComparedCurve], view: View) -> pd.DataFrame:
    """Return every drawn point, a row each; chances are 0 to 1."""
    where = "contiguous_ranks" if view == "interviews" else "step2_ck_score"
    frames = []
    for curve in curves:
        found = curve.in_region
        frames.append(
            pd.DataFrame(
                {
                    "specialty": curve.specialty,
                    "applicant_type": curve.applicant_type,
                    **({"region": found.region.name, "applications": found.applications} if found else {}),
                    where: curve.at.astype(int),
                    "match_probability": curve.estimate.point.round(4),
                    "match_probability_low": curve.estimate.low.round(4),
                    "match_probability_high": curve.estimate.high.round(4),
                    "borrowed": "; ".join(borrowed_parts(curve, view)),
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


def figures_behind(facts: Facts, curves: Sequence[ComparedCurve], view: View) -> pd.DataFrame:
    """Return the published figures of a view, of all specialties; each row names its source.

    By score and by interviews these are the distributions of matched and not matched applicants, in a region
    the interview rates of the applicant types shown.
    """
    if view == "region":
        types = {curve.applicant_type for curve in curves}
        return facts.interview_rates[facts.interview_rates["applicant_group"].isin(types)]
    measure = "contiguous_ranks" if view == "interviews" else "step2_ck_score"
    return facts.outcome_distributions[facts.outcome_distributions["measure"] == measure]


def sources_behind(facts: Facts, curves: Sequence[ComparedCurve], view: View) -> list[str]:
    """Return the ids of the sources behind these curves, each once."""
    ids: list[str] = []
    for curve in curves:
        ids += curve.model.inputs.sources
        if curve.in_region:
            ids += curve.in_region.cell.source_id.split("|")
    if view != "score":
        ranks = facts.outcome_distributions
        ids += list(ranks.loc[ranks["measure"] == "contiguous_ranks", "source_id"].astype(str).unique())
    return list(dict.fromkeys(ids))


def _by_score(curves: Sequence[ComparedCurve], labels: Sequence[str], score: int | None) -> ReadableTable:
    scores = _scores(score)
    rows = []
    for curve, label in zip(curves, labels, strict=True):
        score_curve = curve.model.score_curve
        share = [_share_at_or_below(curve, score)] if score is not None else []
        rows.append(
            (
                label,
                _count(score_curve.matched_count),
                _count(score_curve.not_matched_count),
                percent(score_curve.match_rate),
                str(curve.model.inputs.match_year),
                *(_at(curve.estimate, curve.at, x) for x in scores),
                *share,
                f"{score_curve.minimum:.0f} to {score_curve.maximum:.0f}",
            )
        )
    return ReadableTable(
        "Our estimates with their 80 % ranges, beside the published outcomes.",
        (
            Column("Curve"),
            Column("Matched", "published"),
            Column("Did not match", "published"),
            Column("Match rate", "published"),
            Column("Match year", "published"),
            *_score_columns(scores, score),
            *([Column(f"Matched at or below {score}", "published")] if score is not None else []),
            Column("Published scores", "published"),
        ),
        tuple(rows),
    )


def _by_region(curves: Sequence[ComparedCurve], labels: Sequence[str], score: int | None) -> ReadableTable:
    scores = _scores(score)
    told = score if score is not None else SCORES_TO_READ[1]
    rows = []
    for curve, label in zip(curves, labels, strict=True):
        found = curve.in_region
        assert found is not None
        rows.append(
            (
                label,
                whole_number(found.programs),
                whole_number(found.applications),
                *(_at(curve.estimate, curve.at, x) for x in scores),
                _at(found.odds.no_interview, curve.at, told),
                _rates_from(found),
                whole_number(found.cell.programs),
                fine_percent(found.cell.mean),
            )
        )
    return ReadableTable(
        "Our estimates with their 80 % ranges.",
        (
            Column("Curve"),
            Column("Programs in the directory"),
            Column("Applications"),
            *_score_columns(scores, score),
            Column(f"No interview, with {told}", "estimate"),
            Column("Rates from"),
            Column("Programs reporting", "published"),
            Column("Mean rate used", "estimate"),
        ),
        tuple(rows),
    )


def _rates_from(found: RegionCurve) -> str:
    """Return whose rates they are: its own, a larger place's, or its states', some of them borrowed."""
    if not found.region.states:
        return found.borrowed[0][1].place if found.borrowed else "own"
    return "\n".join(["its states", "; ".join(f"{name}: {cell.place}" for name, cell in found.borrowed)])


def _by_interviews(
    curves: Sequence[ComparedCurve], labels: Sequence[str], score: int | None
) -> ReadableTable:
    rows = []
    for curve, label in zip(curves, labels, strict=True):
        ranks = curve.model.rank_curve
        shapes = ranks.by_shape[:, _SHAPES_AT]
        rows.append(
            (
                label,
                *(_at(curve.estimate, curve.at, k) for k in RANKS_TO_READ),
                percent_range(float(shapes.min()), float(shapes.max())),
                "yes" if ranks.fits else "none does well",
            )
        )
    return ReadableTable(
        "Our estimates with their 80 % ranges, by number of programs ranked.",
        (
            Column("Curve"),
            *(Column(f"With {k}", "estimate") for k in RANKS_TO_READ),
            Column(f"With {_SHAPES_AT}, over four shapes", "estimate"),
            Column("A shape fits"),
        ),
        tuple(rows),
    )


def _scores(score: int | None) -> tuple[int, ...]:
    return SCORES_TO_READ if score is None else tuple(sorted({*SCORES_TO_READ, score}))


def _score_columns(scores: Sequence[int], score: int | None) -> list[Column]:
    return [Column(f"With {x}" + (" (you)" if x == score else ""), "estimate") for x in scores]


def _at(estimate: EstimateCurve, at: np.ndarray, x: float) -> str:
    if not at[0] <= x <= at[-1]:
        return _NOT_IN_DATA
    point, low, high = (float(np.interp(x, at, v)) for v in (estimate.point, estimate.low, estimate.high))
    return f"{percent(point)}\n{percent_range(low, high)}"


def _share_at_or_below(curve: ComparedCurve, score: int) -> str:
    if not bool(curve.model.score_curve.supported(score)):
        return _NOTHING
    return percent(float(curve.model.score_curve.share_of_matched_at_or_below(score)))


def _count(count: float) -> str:
    # Where nobody is in a cell the model takes half an applicant; the published count is 0.
    return "0" if count < 1 else whole_number(count)
