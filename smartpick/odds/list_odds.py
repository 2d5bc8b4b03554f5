"""What a list of applications comes to: interviews and the chance of a match, with ranges.

Given the shared applicant effect, invitations are independent, so the number of interviews is a sum of
independent yes/no outcomes and its distribution follows exactly, program by program. That is done once
for a list on a grid of log multipliers. Everything else (other scores, other shared effects, other
rank curves, hundreds of draws) is then weighting and interpolation on that grid.
"""

from __future__ import annotations

import operator
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from smartpick.estimate import Array, EstimateCurve, fixed_draws
from smartpick.odds.counts import CountSums
from smartpick.odds.frailty import LOG_NODES
from smartpick.odds.specialty_model import SpecialtyModel

_STEP = 0.25
LOG_GRID: Array = np.arange(-14.0, 8.01, _STEP)


def interview_counts(invitation: Array) -> Array:
    """Return P(K = k) for independent invitations, (points, 61); the last count takes all above.

    `invitation` is P(invitation), shape (programs, points).
    """
    counts = CountSums(len(invitation))
    return counts.distribution(counts.of_all(invitation))


@dataclass(frozen=True, kw_only=True)
class SpecialtyList:
    """The part of a list in one specialty, on `LOG_GRID`."""

    model: SpecialtyModel  # The specialty's fitted pieces
    # P(k interviews that count in full) at each log multiplier, shape (grid, 61). An interview worth 0.7 of
    # an average one counts with that chance.
    ranks: Array
    pacific_ranks: Array  # The same for its Pacific programs alone
    none: Array  # P(no interview at all) at each log multiplier, shape (grid,)
    expected: Array  # Mean number of interviews, shape (grid,)
    pacific_expected: Array  # The same for its Pacific programs alone
    spread: float  # SD over mean of the list's strength, from what its programs may turn out to be
    signal_share: float  # Share of the list's strength that comes from signalled programs
    size: int  # Number of programs


@dataclass(frozen=True)
class Standing:
    """Log odds multipliers of one applicant, apart from the score."""

    shift: float  # Sum of the log odds ratios of the profile
    shift_draws: Array  # Draws of it, shape (draws,)
    pacific_error: Array  # Draws of the Pacific-only effects less their point (which is in the list)


@dataclass(frozen=True)
class ListOdds:
    """Estimates along an axis of scores."""

    match: EstimateCurve
    match_pacific: EstimateCurve
    match_if_interviewed: EstimateCurve
    no_interview: EstimateCurve
    interviews: EstimateCurve
    interviews_pacific: EstimateCurve


# Ranges are computed at every fifth score and interpolated: they are smooth, and draws cost the most.
_RANGE_EVERY = 5


def list_odds(
    parts: Sequence[SpecialtyList], scores: Array, standing: Standing, *, all_ranges: bool = True
) -> ListOdds:
    """Return what the list comes to at each of these rising Step 2 CK scores.

    The parts, one for each specialty with the preferred first, share one applicant effect. With too few
    applicants in the preferred specialty the chances of a match have a range only, and their points are NaN.
    Without `all_ranges` only the chance of a match has a range.
    """
    if not any(part.size for part in parts):
        zero, one = np.zeros(len(scores)), np.ones(len(scores))
        nothing = EstimateCurve(zero, zero, zero)
        return ListOdds(nothing, nothing, nothing, EstimateCurve(one, one, one), nothing, nothing)
    point = point_odds(parts, scores, standing)
    coarse = coarse_places(scores)
    drawn = drawn_odds(parts, scores[coarse], standing, match_alone=not all_ranges)
    curves = with_ranges(scores, coarse, point[: len(drawn)], drawn)
    curves += [EstimateCurve.without_range(each) for each in point[len(drawn) :]]
    if parts[0].model.too_few:
        curves[:3] = [curve.without_point() for curve in curves[:3]]
    return ListOdds(*curves)


def coarse_places(scores: Array) -> NDArray[np.intp]:
    """Return the places of the scores at which ranges are computed."""
    return np.unique(np.append(np.arange(0, len(scores), _RANGE_EVERY), len(scores) - 1))


def places_for(place: int, count: int) -> NDArray[np.intp]:
    """Return the places of the fewest of `count` scores that give the same ranges at one of them."""
    before = place - place % _RANGE_EVERY
    after = min(before + _RANGE_EVERY, count - 1)
    return np.unique([before, place, after]) if place != before else np.array([place])


def with_ranges(
    scores: Array, coarse: NDArray[np.intp], points: Sequence[Array], draws: Sequence[Array]
) -> list[EstimateCurve]:
    """Return the first curves of `ListOdds`: points at all scores, ranges from draws at the coarse ones."""
    curves = []
    # One call for all: what a call costs beside its work is most of it.
    ranges = EstimateCurve.from_draws(np.array([p[coarse] for p in points]), np.stack(draws, axis=1))
    for point, at_coarse, low, high in zip(points, ranges.point, ranges.low, ranges.high, strict=True):
        below = np.interp(scores, scores[coarse], at_coarse - low)
        above = np.interp(scores, scores[coarse], high - at_coarse)
        curves.append(EstimateCurve(point, np.maximum(point - below, 0.0), point + above))
    for chances in curves[:4]:
        np.minimum(chances.high, 1.0, out=chances.high)
    return curves


def point_odds(parts: Sequence[SpecialtyList], scores: Array, standing: Standing) -> tuple[Array, ...]:
    """Return the points of `ListOdds` in its order, each of shape (scores,)."""
    at_scores = _evaluate(
        parts,
        [p.model.log_multiplier(scores)[None] + standing.shift for p in parts],
        np.zeros(1),
        [p.model.rank_curve.probability[None] for p in parts],
        parts[0].model.invitation_weights[None],
    )
    return tuple(value[0] for value in at_scores)


def drawn_odds(
    parts: Sequence[SpecialtyList], scores: Array, standing: Standing, *, match_alone: bool = False
) -> tuple[Array, ...]:
    """Return draws of `ListOdds` in its order (`match_alone`: of its first), each of shape (draws, scores).

    The draws are the same numbers every time, so differences between two lists or two profiles are free
    of chance.
    """
    return _evaluate(
        parts,
        [multiplier_draws(p.model, scores, standing, p.spread, p.signal_share) for p in parts],
        standing.pacific_error,
        [p.model.rank_draws for p in parts],
        parts[0].model.weight_draws,
        match_alone=match_alone,
    )


def multiplier_draws(
    model: SpecialtyModel, scores: Array, standing: Standing, spread: float, signal_share: float
) -> Array:
    """Return draws of a list's log multiplier, (draws, scores): profile, programs and signals together.

    `spread` and `signal_share` are those of `SpecialtyList`.
    """
    draws = fixed_draws()
    strength = np.log1p(np.clip(draws.list_strength * spread, -0.9, None))
    strength = strength + draws.signal_effect(signal_share, model.signal_log_sd)
    return np.asarray(model.log_multiplier_draws(scores) + (standing.shift_draws + strength)[:, None])


def _evaluate(
    parts: Sequence[SpecialtyList],
    log_multipliers: Sequence[Array],
    pacific_error: Array,
    rank_curves: Sequence[Array],
    weights: Array,
    *,
    match_alone: bool = False,
) -> tuple[Array, ...]:
    """Return match, Pacific match, match given an interview, no interview, interviews, Pacific ones."""
    # Where the tables of each part are read: P(no match), P(no match in the Pacific) and P(no interview).
    at = [GridPlaces(multiplier) for multiplier in log_multipliers]
    of_all = [1 - ranks @ part.ranks.T for part, ranks in zip(parts, rank_curves, strict=True)]
    match = 1 - _product_averaged(list(zip(at, of_all, strict=True)), weights)
    if match_alone:
        return (match,)
    at_pacific = [GridPlaces(multiplier + pacific_error[:, None]) for multiplier in log_multipliers]
    of_pacific = [1 - ranks @ part.pacific_ranks.T for part, ranks in zip(parts, rank_curves, strict=True)]
    unmatched_pacific = _product_averaged(list(zip(at_pacific, of_pacific, strict=True)), weights)
    none = _product_averaged(
        [(places, part.none[None]) for places, part in zip(at, parts, strict=True)], weights
    )
    expected, expected_pacific = np.zeros(match.shape), np.zeros(match.shape)
    for part, places, pacific_places in zip(parts, at, at_pacific, strict=True):
        expected += places.averaged(part.expected[None], weights)
        expected_pacific += pacific_places.averaged(part.pacific_expected[None], weights)
    # The Pacific is part of everywhere; its own error must not carry it beyond the whole.
    pacific = np.minimum(1 - unmatched_pacific, match)
    given = match / np.maximum(1 - none, 1e-12)
    return match, pacific, given, none, expected, expected_pacific


def _product_averaged(tables: Sequence[tuple[GridPlaces, Array]], weights: Array) -> Array:
    """Return the product of the specialties' tables, which share the nodes, averaged over them."""
    if len(tables) == 1:
        [(places, table)] = tables
        return places.averaged(table, weights)
    product = reduce(operator.imul, (places.at_nodes(table) for places, table in tables))
    return np.asarray((product @ weights[..., None])[..., 0])


# The nodes lie on the grid's own steps: those around any point of it are a stretch of a table, every other
# entry of it from the point below and every other from the point above.
_NODES_FROM = round(LOG_NODES[0] / _STEP)
_NODES_EVERY = round((LOG_NODES[1] - LOG_NODES[0]) / _STEP)
_STRETCH = _NODES_EVERY * len(LOG_NODES)
_WIDE = (np.arange(len(LOG_GRID) + _STRETCH - 1) + _NODES_FROM).clip(0, len(LOG_GRID) - 1)
# Which entries of a table are at the nodes around each point of the grid, (nodes, grid).
_NODES_OF_GRID = sliding_window_view(_WIDE, _STRETCH)[:, ::_NODES_EVERY].T.copy()


class GridPlaces:
    """Where points lie on `LOG_GRID`, to read several tables there by linear interpolation."""

    def __init__(self, x: Array) -> None:
        scaled = np.clip((x - LOG_GRID[0]) / _STEP, 0, len(LOG_GRID) - 1.001)
        self._index = scaled.astype(np.intp)
        self._fraction = scaled - self._index

    def read(self, table: Array) -> Array:
        """Read `table` (rows, grid), each row at its own points (or one row at all of them)."""
        # By its place in the flat table a point is read twice as fast as by row and column.
        rows = np.arange(len(table)).reshape(-1, *[1] * (self._index.ndim - 1))
        at = self._index + len(LOG_GRID) * rows
        low, high = np.take(table, at), np.take(table, at + 1)
        return np.asarray(low + (high - low) * self._fraction)

    def at_nodes(self, table: Array) -> Array:
        """Read `table` (draws or 1, grid) at all nodes from points (draws, x) on, (draws, x, nodes)."""
        there = self._stretches(table)
        low, high = there[..., ::_NODES_EVERY], there[..., 1::_NODES_EVERY]
        # In place, as these are the largest arrays of all.
        found = high - low
        found *= self._fraction[..., None]
        found += low
        return found

    def _stretches(self, table: Array) -> Array:
        """Return the entries of `table` that are around the nodes from each point, (draws, x, stretch)."""
        stretches = sliding_window_view(table[:, _WIDE], _STRETCH, axis=1)
        return stretches[np.arange(len(table))[:, None], self._index]

    def averaged(self, table: Array, weights: Array) -> Array:
        """Return what `at_nodes` does averaged over the nodes, whose `weights` are (draws, nodes)."""
        if len(table) > 1:
            # Each node's weight for the entry below it, and the same for the one above.
            both = np.zeros((len(weights), _STRETCH, 2))
            both[:, ::_NODES_EVERY, 0] = both[:, 1::_NODES_EVERY, 1] = weights
            below, above = np.moveaxis(self._stretches(table) @ both, -1, 0)
            return np.asarray(below + (above - below) * self._fraction)
        return self.read(weights @ table[0, _NODES_OF_GRID])


def specialty_list(
    model: SpecialtyModel,
    *,
    mean_rest: Array,
    near_zero: Array,
    relative_sd: Array,
    log_shift: Array,
    pacific: NDArray[np.bool_],
    signalled: NDArray[np.bool_],
    worth: Array | None = None,
    odds: Array | None = None,
) -> SpecialtyList:
    """Work out the interviews of a list's n programs in one specialty.

    Args:
        model: The specialty's fitted pieces.
        mean_rest: Mean rate of each program if it is not near zero, (n,).
        near_zero: Chance that it is near zero, (n,).
        relative_sd: SD over mean of its rate if it is not, (n,).
        log_shift: Its own log odds ratio for the applicant (signal, ties), (n,).
        pacific: Whether it is in a West Coast state, (n,).
        signalled: Whether it gets a signal, (n,).
        worth: What an interview there counts beside an average one, 0-1, (n,); None takes 1 for all.
        odds: What `InvitationModel.odds` makes of mean and spread, (n, rates); None works it out.
    """
    if odds is None:
        odds = model.invitation.odds(mean_rest, relative_sd)
    invited = model.invitation.given_odds(odds, near_zero, np.exp(log_shift)[:, None] * np.exp(LOG_GRID))
    counted = invited if worth is None else invited * worth[:, None]
    counts = CountSums(len(mean_rest))
    there, elsewhere = counts.of_all(counted[pacific]), counts.of_all(counted[~pacific])
    mean = (1 - near_zero) * mean_rest
    variance = (1 - near_zero) * mean_rest**2 * (1 + relative_sd**2) - mean**2
    strength = mean * np.exp(log_shift)
    whole = max(float(strength.sum()), 1e-12)
    return SpecialtyList(
        model=model,
        ranks=counts.distribution(there * elsewhere),
        pacific_ranks=counts.distribution(there),
        none=np.prod(1 - invited, axis=0),
        expected=invited.sum(axis=0),
        pacific_expected=invited[pacific].sum(axis=0),
        spread=float(np.sqrt((variance * np.exp(2 * log_shift)).sum())) / whole,
        signal_share=float(strength[signalled].sum()) / whole,
        size=len(mean_rest),
    )
