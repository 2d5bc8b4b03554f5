"""What score curves say of an applicant and beside each other, and the numbers behind them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import pandas as pd

from smartpick.assessment import SCORE_AXIS, Assessment
from smartpick.estimate import Array, Estimate, EstimateCurve
from smartpick.facts import TYPE_WORDS, Facts
from smartpick.odds.score_curve import CHARTED_FROM
from smartpick.prose import read_prose
from smartpick.text.numbers import chance_text, fine_percent, percent, percent_range, spoken, whole_number
from smartpick.whatif.curves import Chance, ComparedCurve, NotDrawn, RegionCurve

NOT_A_CAUSE = "It shows who matched, not what a score causes."
# What stands for a sign where it cannot be shown, as in the line under an image.
_KEY_NAMES = {
    "line": "Line",
    "band": "Band",
    "dots": "Dotted",
    "area": "Filled below",
    "dash": "Dashed below",
}


def curve_title(assessment: Assessment) -> str:
    """Return what the picture shows: the applicant's own chance by score, or the specialty's alone."""
    name = assessment.plan.models[0].specialty
    return f"{name}: your chance by score" if assessment.score_curve.charted else f"{name}: chance by score"


def own_sentences(assessment: Assessment) -> list[str]:
    """Return the applicant's own chance with the list, and what it counts; nothing without score or list."""
    score = assessment.profile.step2_ck_score
    if score is None or not assessment.plan.size:
        return []
    if assessment.too_few:
        return [assessment.too_few]
    return [
        f"With {score} and the list below your chance is {chance_text(assessment.match_probability)}.",
        "It counts from the day you apply, so it includes the chance that no program invites you "
        f"({percent(assessment.p_no_interview.point)}).",
    ]


def place_sentences(assessment: Assessment) -> list[str]:
    """Return what the published curve says about this score, as a comparison, in short sentences."""
    curve, score = assessment.score_curve, assessment.profile.step2_ck_score
    if score is None:
        return []
    model = assessment.plan.models[0]
    if not bool(curve.supported(score)):
        return [
            f"The published {model.specialty} scores run from {curve.minimum:.0f} to {curve.maximum:.0f}. "
            "The data have nobody outside them, so no curve is drawn there."
        ]
    low, high = curve.interval(float(score))
    chance = Estimate(float(curve.probability(score)), float(low), float(high))
    below = percent(float(curve.share_of_matched_at_or_below(score)))
    return [
        f"For comparison: {chance_text(chance)}, for {TYPE_WORDS[model.applicant_type]} with {score} who "
        f"had at least one {model.specialty} program to rank.",
        f"{below.capitalize()} of those who matched scored at or below you.",
    ]


def count_text(count: float) -> str:
    """Return a published count of people; in an empty cell the model takes half a person, we say 0."""
    return "0" if count < 1 else whole_number(count)


def counts_sentence(assessment: Assessment) -> str:
    """Return the published outcome counts with their rate."""
    curve, model = assessment.score_curve, assessment.plan.models[0]
    return (
        f"{model.specialty}, {TYPE_WORDS[model.applicant_type]}: {count_text(curve.matched_count)} matched, "
        f"{count_text(curve.not_matched_count)} did not (published match rate {percent(curve.match_rate)})."
    )


def no_curve_sentence(assessment: Assessment) -> str:
    """Say why there is no curve by score, and what the chances rest on instead."""
    if not assessment.score_curve.by_score:
        return (
            f"{counts_sentence(assessment)} This counts everyone who ranked such a program, as first "
            "choice or not. Their scores are not published, so there is no curve: read the counts. The "
            "chances above rest on the scores and interview rates of other specialties and are rough."
        )
    return (
        f"{counts_sentence(assessment)} That is too few for a curve by score: it would show random "
        "variation and not a pattern. The chances above rest on the curve of a large specialty and have a "
        "wide range."
    )


def denominators(assessment: Assessment) -> tuple[int, int]:
    """Return how many applicants are behind the two distributions: matched, not matched."""
    curve = assessment.score_curve
    return round(curve.matched.n), round(curve.not_matched.n)


def curve_keys(assessment: Assessment) -> list[tuple[str, str]]:
    """Return the lines and areas by the name of their sign, with how many applicants stand behind them."""
    kind = TYPE_WORDS[assessment.plan.models[0].applicant_type]
    matched, not_matched = denominators(assessment)
    return [
        ("line", "your chance with this list, from the day you apply"),
        ("band", "its 80 % range"),
        ("dots", f"for comparison: {kind} with a program to rank"),
        ("area", f"scores of {whole_number(matched)} who matched"),
        ("dash", f"scores of {whole_number(not_matched)} who did not"),
    ]


def key_sentences(keys: Sequence[tuple[str, str]]) -> str:
    """Return what the lines and areas of `keys` mean, in sentences: "Line: your chance ..."."""
    return " ".join(f"{_KEY_NAMES[key]}: {words}." for key, words in keys)


def own_in_words(assessment: Assessment) -> str:
    """Return what the figure shows of the applicant, for those who do not see it."""
    curve = assessment.score_curve
    ends = np.clip([np.ceil(curve.minimum), np.floor(curve.maximum)], SCORE_AXIS[0], SCORE_AXIS[-1])
    first, last = (percent(float(np.interp(x, SCORE_AXIS, assessment.odds.match.point))) for x in ends)
    line = (
        f"Your chance of matching with the list below by Step 2 CK score: from {first} at {ends[0]:.0f} "
        f"to {last} at {ends[1]:.0f}."
    )
    return " ".join([line, *own_sentences(assessment), *place_sentences(assessment)])


def published_in_words(assessment: Assessment) -> str:
    """Return what the figure shows beside that, for those who do not see it."""
    curve = assessment.score_curve
    ends = np.array([np.ceil(curve.minimum), np.floor(curve.maximum)])
    first, last = (percent(float(p)) for p in curve.probability(ends))
    return (
        f"For comparison, among those with a program to rank: from {first} at {ends[0]:.0f} to {last} at "
        f"{ends[1]:.0f}. {counts_sentence(assessment)}"
    )


# Curves beside each other.

View = Literal["score", "region", "interviews"]

_TEXTS = read_prose(__file__, "curves")
VIEW_WORDS: dict[View, str] = {view: _TEXTS[view]["name"] for view in get_args(View)}
CHANCE_WORDS: dict[Chance, str] = {
    "season": "The whole season",
    "interviewed": "With at least one invitation",
}
BORROWED_SIGN = "*"
SCORES_TO_READ = (215, 230, 245, 260)
RANKS_TO_READ = (1, 3, 5, 10, 15)
_SHAPES_AT = 5
_NOT_IN_DATA = "not in the data"
_NOTHING = "–"


def curve_labels(curves: Sequence[ComparedCurve], view: View) -> list[str]:
    """Return a short name for each curve: only what tells it from the others, and * if a part is borrowed."""
    named = [_parts(curve) for curve in curves]
    differs = [len(set(values)) > 1 for values in zip(*named, strict=True)]
    labels = []
    for curve, parts in zip(curves, named, strict=True):
        label = ", ".join(part for part, tells in zip(parts, differs, strict=True) if part and tells)
        sign = f" {BORROWED_SIGN}" if borrowed_parts(curve, view) else ""
        labels.append((label or curve.specialty) + sign)
    return labels


def chart_title(curves: Sequence[ComparedCurve], view: View) -> str:
    """Return what the chart shows, with what all its curves have in common."""
    named = zip(*(_parts(curve) for curve in curves), strict=True)
    common = [values[0] for values in named if values[0] and len(set(values)) == 1]
    return str(_TEXTS[view]["title"]) + (f": {', '.join(common)}" if common else "")


def _parts(curve: ComparedCurve) -> tuple[str, str, str]:
    region = curve.region.short_name if curve.region else ""
    return curve.specialty, TYPE_WORDS[curve.applicant_type], region


def explanations(view: View, chance: Chance, applications: int) -> list[str]:
    """Return what the curves mean, in short sentences."""
    figures = {"applications": whole_number(applications), "who": _TEXTS["who"][chance]}
    return [sentence.format(**figures) for sentence in _TEXTS[view]["explanations"]]


def hover_words(curve: ComparedCurve, label: str, index: int, alone: bool) -> str:
    """Return what the chart says at one point of a curve; `alone` when it has no other curve."""
    estimate = curve.estimate.at(index)
    chance = f"{percent(estimate.point)} ({percent_range(estimate.low, estimate.high)})"
    return f"{curve.axis[index]:.0f}: {chance}" if alone else f"{label}: {chance}"


def share_sentences(curves: Sequence[ComparedCurve], score: int) -> list[str]:
    """Return, for each curve by score, how many of those who matched scored at or below `score`."""
    shares = [(curve, _share_at_or_below(curve, score)) for curve in curves]
    return [
        f"{curve.specialty}, {TYPE_WORDS[curve.applicant_type]}: {share} of those who matched scored at or "
        f"below {score}."
        for curve, share in shares
        if share != _NOTHING
    ]


def borrowed_parts(curve: ComparedCurve, view: View) -> tuple[str, ...]:
    """Return what in this curve is taken from another specialty or applicant type."""
    return tuple(part for part in curve.model.borrowed if part.startswith(_TEXTS[view]["borrowed_in"]))


def borrowed_note(curves: Sequence[ComparedCurve], view: View) -> str:
    """Return what the * means, empty if nothing is borrowed."""
    parts = dict.fromkeys(part for curve in curves for part in borrowed_parts(curve, view))
    return f"{BORROWED_SIGN} Part of this is not published. We borrowed: {'; '.join(parts)}." if parts else ""


def region_notes(curves: Sequence[ComparedCurve], asked: int) -> list[str]:
    """Say what the West Coast is, and which regions have too few programs or the rates of a larger place."""
    notes = [
        f"{curve.region.name}. The published rates of these states are weighted by their numbers of "
        "programs. The Pacific division also includes Alaska and Hawaii."
        for curve in curves
        if curve.region and curve.region.level == "coast"
    ]
    for curve in curves:
        if curve.in_region is None:
            continue
        region, programs, sent = (
            curve.in_region.region,
            curve.in_region.programs,
            curve.in_region.applications,
        )
        if sent < asked:
            notes.append(
                f"{curve.specialty}, {region.short_name}: {programs} programs in the directory, so {sent} "
                "applications."
            )
        for name, cell in curve.in_region.borrowed:
            larger = f"the {cell.place} division" if cell.level == "division" else f"the {cell.place}"
            notes.append(
                f"{curve.specialty}, {name}: too few programs report, so the rates are those of {larger}."
            )
    return list(dict.fromkeys(notes))


def shape_notes(curves: Sequence[ComparedCurve]) -> list[str]:
    """Say where no shape reproduces the published ranks."""
    return [
        f"{curve.specialty}: none of the {len(curve.model.rank_curve.by_shape)} shapes fits the published "
        "ranks well."
        for curve in curves
        if not curve.model.rank_curve.fits
    ]


def not_drawn_words(item: NotDrawn) -> str:
    """Return why a curve is missing."""
    who = f"{item.specialty}, {TYPE_WORDS[item.applicant_type]}"
    if item.region is not None:
        return f"{who}: the directory has no program in {item.region.short_name}."
    if item.counts is None:
        return f"{who}: the number who matched is not published."
    return f"{who}: too few applicants for a curve."


def curves_in_words(curves: Sequence[ComparedCurve], labels: Sequence[str], view: View) -> str:
    """Return the chart in words, for those who do not see it."""
    first, unit = (1, "interviews") if view == "interviews" else (0, "points")
    sentences = [
        f"{label}: from {percent(curve.estimate.at(first).point)} at {curve.axis[first]:.0f} "
        f"to {percent(curve.estimate.at(len(curve.axis) - 1).point)} at {curve.axis[-1]:.0f} {unit}."
        for curve, label in zip(curves, labels, strict=True)
    ]
    return spoken(f"{chart_title(curves, view)}. {' '.join(sentences)} The table below has the numbers.")


# The numbers behind the curves: tables to read and tables to take away.

Kind = Literal["plain", "published", "estimate"]


@dataclass(frozen=True)
class Column:
    """A column's heading and whether it holds published figures or our estimates."""

    heading: str
    kind: Kind = "plain"


@dataclass(frozen=True)
class ReadableTable:
    """Cells ready to show; the first of each row names it. What comes after a line break is smaller."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


# A cell with the column that it is in.
_Cell = tuple[Column, str]


def comparison_table(
    curves: Sequence[ComparedCurve], labels: Sequence[str], view: View, score: int | None
) -> ReadableTable:
    """Return the curves, at least one, at a few places, with what is behind them.

    The applicant's `score`, where it is given, has a column of its own.
    """
    cells = {"score": _score_cells, "region": _region_cells, "interviews": _interview_cells}[view]
    rows = [
        [(Column("Curve"), label), *cells(curve, score)] for curve, label in zip(curves, labels, strict=True)
    ]
    return _table(_TEXTS[view]["caption"], rows)


def counts_table(items: Sequence[NotDrawn]) -> ReadableTable | None:
    """Return the outcome counts of those with too few applicants for a curve, None if there are none."""
    rows = [
        [
            (Column("Specialty"), item.specialty),
            (Column("Applicants"), TYPE_WORDS[item.applicant_type]),
            (Column("Matched", "published"), count_text(item.counts.matched)),
            (Column("Did not match", "published"), count_text(item.counts.not_matched)),
            (Column("Match year", "published"), str(item.counts.match_year)),
        ]
        for item in items
        if item.counts is not None
    ]
    if not rows:
        return None
    return _table(
        f"With fewer than {CHARTED_FROM} people in either group, a curve would show random variation and "
        "not a pattern. These are the published counts.",
        rows,
    )


def _table(caption: str, rows: list[list[_Cell]]) -> ReadableTable:
    columns = tuple(column for column, _ in rows[0])
    return ReadableTable(caption, columns, tuple(tuple(text for _, text in row) for row in rows))


def _score_cells(curve: ComparedCurve, score: int | None) -> list[_Cell]:
    fitted = curve.model.score_curve
    at_or_below = Column(f"Matched at or below {score}", "published")
    return [
        (Column("Matched", "published"), count_text(fitted.matched_count)),
        (Column("Did not match", "published"), count_text(fitted.not_matched_count)),
        (Column("Match rate", "published"), percent(fitted.match_rate)),
        (Column("Match year", "published"), str(curve.model.inputs.match_year)),
        *_at_scores(curve, score),
        *([] if score is None else [(at_or_below, _share_at_or_below(curve, score))]),
        (Column("Published scores", "published"), f"{fitted.minimum:.0f} to {fitted.maximum:.0f}"),
    ]


def _region_cells(curve: ComparedCurve, score: int | None) -> list[_Cell]:
    region = curve.in_region
    assert region is not None
    read_at = SCORES_TO_READ[1] if score is None else score
    return [
        (Column("Programs in the directory"), whole_number(region.programs)),
        (Column("Applications"), whole_number(region.applications)),
        *_at_scores(curve, score),
        (
            Column(f"No interview, with {read_at}", "estimate"),
            _at(region.odds.no_interview, curve.axis, read_at),
        ),
        (Column("Rates from"), _rates_from(region)),
        (Column("Programs reporting", "published"), whole_number(region.cell.programs)),
        (Column("Mean rate used", "estimate"), fine_percent(region.cell.mean)),
    ]


def _rates_from(region: RegionCurve) -> str:
    """Return whose rates they are: its own, a larger place's, or its states', some of them borrowed."""
    if not region.region.states:
        return region.borrowed[0][1].place if region.borrowed else "own"
    return "\n".join(["its states", "; ".join(f"{name}: {cell.place}" for name, cell in region.borrowed)])


def _interview_cells(curve: ComparedCurve, score: int | None) -> list[_Cell]:
    ranks = curve.model.rank_curve
    shapes = ranks.by_shape[:, _SHAPES_AT]
    return [
        *((Column(f"With {k}", "estimate"), _at(curve.estimate, curve.axis, k)) for k in RANKS_TO_READ),
        (
            Column(f"With {_SHAPES_AT}, over {len(shapes)} shapes", "estimate"),
            percent_range(float(shapes.min()), float(shapes.max())),
        ),
        (Column("A shape fits"), "yes" if ranks.fits else "none fits well"),
    ]


def _at_scores(curve: ComparedCurve, score: int | None) -> list[_Cell]:
    scores = SCORES_TO_READ if score is None else sorted({*SCORES_TO_READ, score})
    return [
        (
            Column(f"With {x}" + (" (you)" if x == score else ""), "estimate"),
            _at(curve.estimate, curve.axis, x),
        )
        for x in scores
    ]


def _at(estimate: EstimateCurve, axis: Array, x: float) -> str:
    if not axis[0] <= x <= axis[-1]:
        return _NOT_IN_DATA
    point, low, high = (float(np.interp(x, axis, v)) for v in (estimate.point, estimate.low, estimate.high))
    return f"{percent(point)}\n{percent_range(low, high)}"


def _share_at_or_below(curve: ComparedCurve, score: int) -> str:
    if not bool(curve.model.score_curve.supported(score)):
        return _NOTHING
    return percent(float(curve.model.score_curve.share_of_matched_at_or_below(score)))


def shown_points(curves: Sequence[ComparedCurve], view: View) -> pd.DataFrame:
    """Return every drawn point, a row each; chances are 0 to 1."""
    axis_name = "contiguous_ranks" if view == "interviews" else "step2_ck_score"
    frames = []
    for curve in curves:
        columns: dict[str, object] = {"specialty": curve.specialty, "applicant_type": curve.applicant_type}
        if curve.in_region:
            columns |= {
                "region": curve.in_region.region.name,
                "applications": curve.in_region.applications,
            }
        columns |= {
            axis_name: curve.axis.astype(int),
            "match_probability": curve.estimate.point.round(4),
            "match_probability_low": curve.estimate.low.round(4),
            "match_probability_high": curve.estimate.high.round(4),
            "borrowed": "; ".join(borrowed_parts(curve, view)),
        }
        frames.append(pd.DataFrame(columns))
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
        ids += figures_behind(facts, curves, "interviews")["source_id"].astype(str).unique().tolist()
    return list(dict.fromkeys(ids))
