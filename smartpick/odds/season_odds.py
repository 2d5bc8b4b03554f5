"""What interviews in hand tell: the chances of a list once a part of the season's invitations is out.

Before the season every value of the shared applicant effect has its weight. Interviews in hand weigh those
values anew by Bayes' rule: many interviews are more likely for an applicant whom programs like. Given the
shared effect, K programs of the list invite in the whole season, and each of these invitations is out by the
date with the same chance f, the share of the season's invitations that is out. So the number in hand is
binomial (K, f), and what is still to come follows with it, on the same grid of log multipliers as the whole
list (`list_odds`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from smartpick.estimate import Array, Estimate, EstimateCurve, between, fixed_draws
from smartpick.odds.counts import COUNTS, MOST_RANKS, binomial
from smartpick.odds.frailty import LOG_NODES
from smartpick.odds.list_odds import (
    LOG_GRID,
    GridPlaces,
    ListOdds,
    Standing,
    coarse_places,
    interview_counts,
    multiplier_draws,
    with_ranges,
)
from smartpick.odds.specialty_model import SpecialtyModel

# No program is so closed that an interview there, once told, could not be believed.
_LEAST_INVITATION = 1e-9
_TINY = 1e-300


@dataclass(frozen=True, kw_only=True)
class SeasonPart:
    """The part of a list in one specialty, program by program."""

    model: SpecialtyModel  # The specialty's fitted pieces
    invitation: Array  # P(invitation) on `LOG_GRID`, shape (programs, grid)
    # What an interview at each counts beside an average one, 0-1, (programs,); outside of West Coast states 1
    worth: Array
    pacific: NDArray[np.bool_]  # Whether each is in a West Coast state, (programs,)
    invited: NDArray[np.bool_]  # Whether each is known by name to have invited, (programs,)
    spread: float  # SD over mean of the list's strength, as in `SpecialtyList`
    signal_share: float  # Share of the list's strength from signalled programs, as in `SpecialtyList`


@dataclass(frozen=True)
class InHand:
    """What is known by a date."""

    unnamed: int  # Interviews in hand at programs that are not known by name, 0 or more
    out_share: Estimate  # Share (0-1) of the season's invitations that is out, with its 80 % range

    def out_draws(self, normal: Array) -> Array:
        """Return draws of the share that is out, from standard normal ones."""
        ends = (self.out_share.point, self.out_share.low, self.out_share.high)
        return np.asarray(expit(between(normal, *logit(np.clip(ends, 1e-4, 1 - 1e-4)))))


@dataclass(frozen=True)
class SeasonCounts:
    """What one specialty's programs come to in the whole season, at each point.

    K is the number of programs without a name that invite; those known by name have invited.
    """

    named: Array  # P(all the named invite) over its greatest value, shape (points,)
    ranks: Array  # P(K = k, c interviews count in full), shape (points, 61, 61); the named count among the c
    pacific_ranks: Array  # The same with the Pacific ones alone counted
    interviews: Array  # P(K = k), shape (points, 61)
    pacific_mean: Array  # E[Pacific interviews, the named among them; K = k], shape (points, 61)
    named_count: int  # Number of the named


def season_counts(
    invitation: Array, worth: Array, pacific: NDArray[np.bool_], invited: NDArray[np.bool_]
) -> SeasonCounts:
    """Work out the season's interviews, program by program; arguments are as in `SeasonPart`.

    Raises:
        ValueError: if an interview outside of the West Coast states counts less than 1.
    """
    if (worth[~pacific] != 1).any():
        raise ValueError("only an interview in a West Coast state can count less than a whole one")
    q = np.maximum(invitation, _LEAST_INVITATION)
    log_named = np.log(q[invited]).sum(axis=0)
    inland = interview_counts(q[~invited & ~pacific])
    coast = _counted(q[~invited & pacific], worth[~invited & pacific])
    size = coast.shape[1]
    ranks = np.zeros((q.shape[1], len(COUNTS) + size, len(COUNTS) + size))
    pacific_ranks = np.zeros((q.shape[1], len(COUNTS) + size, size))
    pacific_mean = np.zeros((q.shape[1], len(COUNTS) + size))
    on_coast = coast.sum(axis=2) * np.arange(size)
    for k, share in enumerate(inland.T):
        with_k_inland = share[:, None, None] * coast
        ranks[:, k : k + size, k : k + size] += with_k_inland
        pacific_ranks[:, k : k + size] += with_k_inland
        pacific_mean[:, k : k + size] += share[:, None] * on_coast
    ranks = _capped(_capped(ranks, 1), 2)
    pacific_ranks = _capped(_capped(pacific_ranks, 1), 2)
    interviews = ranks.sum(axis=2)
    near = int((invited & pacific).sum())
    # Named programs have invited, but only some interviews in West Coast states count in full.
    counted = _counted(np.ones((near, 1)), worth[invited & pacific])[0, -1]
    return SeasonCounts(
        np.exp(log_named - log_named.max()),
        _added(ranks, counted, int((invited & ~pacific).sum())),
        _added(pacific_ranks, counted, 0),
        interviews,
        _capped(pacific_mean, 1) + near * interviews,
        int(invited.sum()),
    )


def _counted(invitation: Array, worth: Array) -> Array:
    """Return P(k invite, c of them count in full), shape (points, n + 1, n + 1) with n at most 60."""
    size = min(len(invitation), MOST_RANKS) + 1
    table: Array = np.zeros((invitation.shape[1], size, size))
    table[:, 0, 0] = 1.0
    for p, w in zip(invitation, worth, strict=True):
        came = table * p[:, None, None]
        wider = np.zeros((len(table), size + 1, size + 1))
        wider[:, :-1, :-1] = table - came
        wider[:, 1:, 1:] += came * w
        wider[:, 1:, :-1] += came * (1 - w)
        # Beyond the longest rank order list one more changes nothing.
        table = _capped(_capped(wider, 1, size), 2, size)
    return table


def _capped(table: Array, axis: int, size: int = MOST_RANKS + 1) -> Array:
    """Return a table with `size` counts along an axis, the last taking all above."""
    along = np.moveaxis(table, axis, -1)
    held = np.zeros((*along.shape[:-1], size))
    kept = min(size, along.shape[-1])
    held[..., :kept] = along[..., :kept]
    held[..., -1] += along[..., size:].sum(axis=-1)
    return np.moveaxis(held, -1, axis)


def _added(ranks: Array, counted: Array, sure: int) -> Array:
    """Return P(k, c) with `sure` interviews more among the c, and as many more as `counted` says."""
    total = np.zeros((*ranks.shape[:2], ranks.shape[2] + sure + len(counted)))
    for more, share in enumerate(counted):
        first = sure + more
        total[..., first : first + ranks.shape[2]] += share * ranks
    return _capped(total, 2)


def waiting_odds(parts: Sequence[SeasonPart], scores: Array, standing: Standing, known: InHand) -> ListOdds:
    """Return the chances of a list given the interviews in hand, at each score.

    Every number is a conditional one: it holds for applicants of the profile who have these interviews.
    In each draw the shared effect is weighed by its own evidence; the draws themselves keep their weight.
    Arguments are as in `list_odds`; interviews at programs named in the parts are not among the `known`.
    """
    open_count = sum(int((~part.invited).sum()) for part in parts)
    unnamed = min(known.unnamed, open_count, MOST_RANKS)
    counts = [season_counts(p.invitation, p.worth, p.pacific, p.invited) for p in parts]
    point = _conditional(
        counts,
        unnamed,
        np.array([known.out_share.point]),
        log_multipliers=[p.model.log_multiplier(scores)[None] + standing.shift for p in parts],
        pacific_error=np.zeros(1),
        rank_curves=[p.model.rank_curve.probability[None] for p in parts],
        weights=parts[0].model.invitation_weights[None],
    )
    coarse = coarse_places(scores)
    draws = fixed_draws()
    sample = _conditional(
        counts,
        unnamed,
        # The last column of the effects is free: no profile has that many.
        known.out_draws(draws.effects[:, -1]),
        log_multipliers=[
            multiplier_draws(p.model, scores[coarse], standing, p.spread, p.signal_share) for p in parts
        ],
        pacific_error=standing.pacific_error,
        rank_curves=[p.model.rank_draws for p in parts],
        weights=parts[0].model.weight_draws,
    )
    return ListOdds(*with_ranges(scores, coarse, [curve[0] for curve in point], sample))


@dataclass(frozen=True)
class _Known:
    """What one specialty comes to on `LOG_GRID` for 0, 1, ... a in hand, each (a + 1, draws, grid)."""

    seen: Array
    matched: Array
    matched_pacific: Array
    expected: Array
    pacific_expected: Array

    @classmethod
    def of(cls, counts: SeasonCounts, unnamed: int, out: Array, rank_curves: Array) -> _Known:
        in_hand = np.arange(unnamed + 1)[:, None, None]
        # P(a in hand | k invite), (a + 1, draws, 61).
        arrived = binomial(in_hand, COUNTS, out[:, None])

        def given(table: Array) -> Array:
            """Join P(k) of shape (points, 61), or (points, 61, draws), with the share that has arrived."""
            if table.ndim == 2:
                return np.asarray(np.einsum("adk,gk->adg", arrived, table * counts.named[:, None]))
            return np.asarray(np.einsum("adk,gkd->adg", arrived, table * counts.named[:, None, None]))

        return cls(
            given(counts.interviews),
            given(counts.ranks @ rank_curves.T),
            given(counts.pacific_ranks @ rank_curves.T),
            given(counts.interviews * (COUNTS + counts.named_count)),
            given(counts.pacific_mean),
        )


def _conditional(
    counts: Sequence[SeasonCounts],
    unnamed: int,
    out: Array,
    *,
    log_multipliers: Sequence[Array],
    pacific_error: Array,
    rank_curves: Sequence[Array],
    weights: Array,
) -> tuple[Array, ...]:
    """Return match, Pacific match, match given an interview, no interview, interviews, Pacific ones."""
    known = [_Known.of(c, unnamed, out, m) for c, m in zip(counts, rank_curves, strict=True)]
    at = [GridPlaces(m[..., None] + LOG_NODES) for m in log_multipliers]
    near = [GridPlaces(m[..., None] + pacific_error[:, None, None] + LOG_NODES) for m in log_multipliers]
    if len(known) == 1:
        # Of one specialty all that are in hand are its own.
        known = [_Known(*(getattr(k, field.name)[-1:] for field in fields(k))) for k in known]
    seen = [_read(place, k.seen) for place, k in zip(at, known, strict=True)]
    evidence = np.maximum(np.einsum("dxj,dj->dx", _together(seen), weights), _TINY)

    def given(values: Sequence[Array]) -> Array:
        return np.asarray(np.einsum("dxj,dj->dx", _together(values), weights) / evidence)

    def on_the_coast(which: int, table: Array) -> Array:
        # The error of the West Coast moves the chances there, not what the interviews in hand say.
        share = _read(near[which], table) / np.maximum(_read(near[which], known[which].seen), _TINY)
        return np.asarray(seen[which] * share)

    every = range(len(known))
    match = 1 - given([seen[i] - _read(at[i], known[i].matched) for i in every])
    pacific = 1 - given([seen[i] - on_the_coast(i, known[i].matched_pacific) for i in every])
    none = np.zeros_like(match)
    if unnamed + sum(c.named_count for c in counts) == 0:
        none = given(
            [
                _read(place, np.broadcast_to(c.interviews[None, None, :, 0], (1, len(out), len(LOG_GRID))))
                for place, c in zip(at, counts, strict=True)
            ]
        )
    interviews, interviews_pacific = np.zeros_like(match), np.zeros_like(match)
    for i in every:
        others = [seen[j] for j in every if j != i]
        interviews += given([_read(at[i], known[i].expected), *others])
        interviews_pacific += given([on_the_coast(i, known[i].pacific_expected), *others])
    # The West Coast is part of everywhere; its own error must not carry it beyond the whole.
    return (
        match,
        np.minimum(pacific, match),
        match / np.maximum(1 - none, 1e-12),
        none,
        interviews,
        np.minimum(interviews_pacific, interviews),
    )


def _together(parts: Sequence[Array]) -> Array:
    """Return the product over specialties whose numbers in hand add up to a.

    Each part is by number in hand in its specialty, shape (a + 1, draws, scores, nodes).
    """
    total = parts[0]
    for part in parts[1:]:
        total = np.array([sum(total[b] * part[a - b] for b in range(a + 1)) for a in range(len(total))])
    return np.asarray(total[-1])


def _read(places: GridPlaces, tables: Array) -> Array:
    """Read each of `tables` (tables, draws, grid), each draw at its own points."""
    return np.array([places.read(table) for table in tables])


def ranking_odds(
    models: Sequence[SpecialtyModel], ranked: Sequence[int], waiting: ListOdds, scores: Array
) -> ListOdds:
    """Return the chances of a rank order list: M(k), which the score no longer moves.

    `ranked` is the number of programs ranked in each specialty; `waiting` is what the same interviews come
    to with nothing more to come, of which the West Coast part is used.
    """
    pairs = [(model, min(k, MOST_RANKS)) for model, k in zip(models, ranked, strict=True)]
    point = 1 - np.prod([1 - model.rank_curve.probability[k] for model, k in pairs])
    sample = 1 - np.prod([1 - model.rank_draws[:, k] for model, k in pairs], axis=0)
    flat = np.ones(len(scores))
    match = EstimateCurve.from_draws(point * flat, sample[:, None] * flat)
    number = float(sum(ranked)) * flat
    nobody = flat * (0.0 if sum(ranked) else 1.0)
    there = waiting.match_pacific
    pacific = EstimateCurve(
        np.minimum(there.point, match.point),
        np.minimum(there.low, match.low),
        np.minimum(there.high, match.high),
    )
    return ListOdds(
        match,
        pacific,
        match,
        EstimateCurve(nobody, nobody, nobody),
        EstimateCurve(number, number, number),
        waiting.interviews_pacific,
    )
