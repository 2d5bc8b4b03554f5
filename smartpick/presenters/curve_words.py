"""What compared curves are called and what is said about them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from smartpick.explore.compared_curves import Chance, ComparedCurve, NotDrawn
from smartpick.presenters.score_place import TYPE_WORDS
from smartpick.presenters.wording import percent, percent_range, spoken, whole_number

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
    return f"{curve.at[index]:.0f}: {said}" if alone else f"{label}: {said}"


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
        ends = [curve.estimate.at(first), curve.estimate.at(len(curve.at) - 1)]
        said.append(
            f"{label}: from {percent(ends[0].point)} at {curve.at[first]:.0f} "
            f"to {percent(ends[1].point)} at {curve.at[-1]:.0f} {unit}."
        )
    return spoken(f"{chart_title(curves, view)}. {' '.join(said)} The table below has the numbers.")


def _parts(curve: ComparedCurve) -> tuple[str, str, str]:
    return (
        curve.specialty,
        TYPE_WORDS[curve.applicant_type],
        curve.region.short_name if curve.region else "",
    )
