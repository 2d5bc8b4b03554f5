"""What compared curves are called, what is said about them, and the numbers behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from smartpick.estimate import EstimateCurve
from smartpick.facts import TYPE_WORDS, Facts
from smartpick.text.numbers import fine_percent, percent, percent_range, spoken, whole_number
from smartpick.whatif.curves import Chance, ComparedCurve, NotDrawn, RegionCurve

# What compared curves are called and what is said about them.

View = Literal["score", "region", "interviews"]

VIEW_WORDS: dict[View, str] = {
    "score": "By score",
    "region": "By score in a region",
    "interviews": "By number of interviews",
}
CHANCE_WORDS: dict[Chance, str] = {
    "season": "The whole season",
    "interviewed": "Once somebody invites",
}
# What a borrowed part of a model begins with, where it matters for a view.
_BORROWED_IN: dict[View, tuple[str, ...]] = {
    "score": ("shape of the score curve",),
    "region": ("",),
    "interviews": ("chance by number of ranks",),
}
_TITLES: dict[View, str] = {
    "score": "Chance of matching by Step 2 CK score",
    "region": "Chance of matching by Step 2 CK score, with a list sent to one region",
    "interviews": "Chance of matching by number of interviews",
}
BORROWED_SIGN = "*"


def curve_labels(curves: Sequence[ComparedCurve], view: View) -> list[str]:
    """Return a short name for each curve: only what tells it from the others, and * if a part is borrowed."""
    named = [_parts(curve) for curve in curves]
    differing = [len({parts[i] for parts in named}) > 1 for i in range(3)]
    labels = []
    for curve, parts in zip(curves, named, strict=True):
        kept = [part for part, differs in zip(parts, differing, strict=True) if part and differs]
        label = ", ".join(kept or [part for part in (parts[0], parts[2]) if part][:1])
        labels.append(f"{label} {BORROWED_SIGN}" if borrowed_parts(curve, view) else label)
    return labels


def chart_title(curves: Sequence[ComparedCurve], view: View) -> str:
    """Return what the chart shows, with what all its curves have in common."""
    named = [_parts(curve) for curve in curves]
    common = [named[0][i] for i in range(3) if named[0][i] and len({parts[i] for parts in named}) == 1]
    return _TITLES[view] + (f": {', '.join(common)}" if common else "")


def explanations(view: View, chance: Chance, applications: int) -> list[str]:
    """Return what the curves mean, in short sentences."""
    if view == "score":
        return [
            "Of those who ranked at least one program: our estimate of how many matched in their preferred "
            "specialty. The curve ends where the published scores end."
        ]
    if view == "interviews":
        return [
            "Our estimate by the number of programs ranked in the preferred specialty before any other. "
            "Every interview is taken as a ranked program, so this is at the upper end of what is likely."
        ]
    who = (
        "From applying to Match Day: a season without an interview counts as no match."
        if chance == "season"
        else "Only of those whom at least one program of the region invites."
    )
    return [
        "Nobody publishes scores by region. A region curve combines the national score curve with the "
        "published interview rates of the region's programs.",
        f"It is for an average applicant of the type who sends {whole_number(applications)} applications to "
        f"average programs there and none elsewhere. {who}",
    ]


def hover_words(curve: ComparedCurve, label: str, index: int, alone: bool) -> str:
    """Return what is said at one point of a curve; `alone` when the chart has no other."""
    estimate = curve.estimate.at(index)
    said = f"{percent(estimate.point)} ({percent_range(estimate.low, estimate.high)})"
    return f"{curve.axis[index]:.0f}: {said}" if alone else f"{label}: {said}"


def share_sentences(curves: Sequence[ComparedCurve], score: int) -> list[str]:
    """Return, for each curve by score, how many of those who matched scored at or below `score`."""
    sentences = []
    for curve in curves:
        if not bool(curve.model.score_curve.supported(score)):
            continue
        share = float(curve.model.score_curve.share_of_matched_at_or_below(score))
        sentences.append(
            f"{curve.specialty}, {TYPE_WORDS[curve.applicant_type]}: {percent(share)} of those who matched "
            f"scored at or below {score}."
        )
    return sentences


def borrowed_parts(curve: ComparedCurve, view: View) -> tuple[str, ...]:
    """Return what in this curve is taken from another specialty or applicant type."""
    return tuple(part for part in curve.model.borrowed if part.startswith(_BORROWED_IN[view]))


def borrowed_note(curves: Sequence[ComparedCurve], view: View) -> str:
    """Return what the * stands for, empty if nothing is borrowed."""
    parts = dict.fromkeys(part for curve in curves for part in borrowed_parts(curve, view))
    if not parts:
        return ""
    return f"{BORROWED_SIGN} No source prints all of it. Borrowed: {'; '.join(parts)}."


def region_notes(curves: Sequence[ComparedCurve], asked: int) -> list[str]:
    """Say what the coast is, and where a region has too few programs or has the rates of a larger place."""
    notes = [
        f"{curve.region.name}. Their published rates are combined by number of programs; the Pacific "
        "division has Alaska and Hawaii too."
        for curve in curves
        if curve.region and curve.region.level == "coast"
    ]
    for curve in curves:
        found = curve.in_region
        if found is None:
            continue
        where = f"{curve.specialty}, {found.region.short_name}"
        if found.applications < asked:
            notes.append(
                f"{where}: {found.programs} programs in the directory, so {found.applications} applications."
            )
        for name, cell in found.borrowed:
            larger = f"the {cell.place} division" if cell.level == "division" else f"the {cell.place}"
            notes.append(
                f"{curve.specialty}, {name}: too few programs report, so the rates are those of {larger}."
            )
    return list(dict.fromkeys(notes))


def shape_notes(curves: Sequence[ComparedCurve]) -> list[str]:
    """Say where no shape reproduces the published ranks."""
    return [
        f"{curve.specialty}: none of the four shapes fits the published ranks well."
        for curve in curves
        if not curve.model.rank_curve.fits
    ]


def not_drawn_words(item: NotDrawn) -> str:
    """Return why a curve is missing."""
    who = f"{item.specialty}, {TYPE_WORDS[item.applicant_type]}"
    if item.region is not None:
        return f"{who}: no program in {item.region.short_name} is in the directory."
    if item.counts is None:
        return f"{who}: no source prints how many matched."
    return f"{who}: too few applicants for a curve."


def alternative_text(curves: Sequence[ComparedCurve], labels: Sequence[str], view: View) -> str:
    """Return the chart in words, for those who do not see it."""
    unit = "interviews" if view == "interviews" else "points"
    said = []
    for curve, label in zip(curves, labels, strict=True):
        first = 1 if view == "interviews" else 0
        ends = [curve.estimate.at(first), curve.estimate.at(len(curve.axis) - 1)]
        said.append(
            f"{label}: from {percent(ends[0].point)} at {curve.axis[first]:.0f} "
            f"to {percent(ends[1].point)} at {curve.axis[-1]:.0f} {unit}."
        )
    return spoken(f"{chart_title(curves, view)}. {' '.join(said)} The table below has the numbers.")


def _parts(curve: ComparedCurve) -> tuple[str, str, str]:
    return (
        curve.specialty,
        TYPE_WORDS[curve.applicant_type],
        curve.region.short_name if curve.region else "",
    )


# The numbers behind compared curves: tables to read and tables to take away.

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
                    where: curve.axis.astype(int),
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
                *(_at(curve.estimate, curve.axis, x) for x in scores),
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
                *(_at(curve.estimate, curve.axis, x) for x in scores),
                _at(found.odds.no_interview, curve.axis, told),
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
                *(_at(curve.estimate, curve.axis, k) for k in RANKS_TO_READ),
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
