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
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats
from scipy.special import expit, logit

from smartpick.estimate import Z80, Array, Estimate, EstimateCurve, fixed_draws
from smartpick.odds.frailty import LOG_NODES
from smartpick.odds.list_odds import LOG_GRID, ListOdds, Standing, interview_counts
from smartpick.odds.rank_curve import MOST_RANKS
from smartpick.odds.specialty_model import SpecialtyModel

# No program is so closed that an interview there, once told, could not be believed.
_LEAST_INVITATION = 1e-9
_TINY = 1e-300
_RANGE_EVERY = 5
_COUNTS = np.arange(MOST_RANKS + 1)


@dataclass(frozen=True)
class SeasonPart:
    """The part of a list in one specialty, program by program.

    Attributes:
        model: The specialty's fitted pieces.
        invitation: P(invitation) on `LOG_GRID`, shape (programs, grid).
        worth: What an interview at each counts beside an average one, 0-1, (programs,); off the Pacific
            Coast 1.
        pacific: Whether each is on the Pacific Coast, (programs,).
        invited: Whether each is known by name to have invited, (programs,).
        spread: SD over mean of the list's strength, as in `SpecialtyList`.
        signal_share: Share of the list's strength from signalled programs, as in `SpecialtyList`.
    """

    model: SpecialtyModel
    invitation: Array
    worth: Array
    pacific: NDArray[np.bool_]
    invited: NDArray[np.bool_]
    spread: float
    signal_share: float


@dataclass(frozen=True)
class InHand:
    """What is known by a date.

    Attributes:
        unnamed: Interviews in hand at programs that are not known by name, 0 or more.
        out_share: Share (0-1) of the season's invitations that is out, with its 80 % range.
    """

    unnamed: int
    out_share: Estimate

    def out_draws(self, normal: Array) -> Array:
        """Return draws of the share that is out, from standard normal ones."""
        ends = (self.out_share.point, self.out_share.low, self.out_share.high)
        point, low, high = logit(np.clip(ends, 1e-4, 1 - 1e-4))
        return np.asarray(expit(point + normal * np.where(normal > 0, high - point, point - low) / Z80))


@dataclass(frozen=True)
class SeasonCounts:
    """What one specialty's programs come to in the whole season, at each point.

    K is the number of programs without a name that invite; those known by name have invited.

    Attributes:
        named: P(all the named invite) over its greatest value, shape (points,).
        ranks: P(K = k, c interviews count in full), shape (points, 61, 61); the named count among the c.
        pacific_ranks: The same with the Pacific ones alone counted.
        interviews: P(K = k), shape (points, 61).
        pacific_mean: E[Pacific interviews, the named among them; K = k], shape (points, 61).
        named_count: Number of the named.
    """

    named: Array
    ranks: Array
    pacific_ranks: Array
    interviews: Array
    pacific_mean: Array
    named_count: int


def season_counts(
    invitation: Array, worth: Array, pacific: NDArray[np.bool_], invited: NDArray[np.bool_]
) -> SeasonCounts:
    """Work out the season's interviews, program by program.

    Args:
        invitation: P(invitation), shape (programs, points).
        worth: What an interview counts, 0-1, (programs,); 1 off the Pacific Coast.
        pacific: Which programs are on the Pacific Coast, (programs,).
        invited: Which are known by name to have invited, (programs,).

    Raises:
        ValueError: if an interview off the Pacific Coast counts less than 1.
    """
    if (worth[~pacific] != 1).any():
        raise ValueError("only an interview on the Pacific Coast can count less than a whole one")
    q = np.maximum(invitation, _LEAST_INVITATION)
    log_named = np.log(q[invited]).sum(axis=0)
    inland = interview_counts(q[~invited & ~pacific])
    coast = _counted(q[~invited & pacific], worth[~invited & pacific])
    size = coast.shape[1]
    ranks = np.zeros((q.shape[1], len(_COUNTS) + size, len(_COUNTS) + size))
    pacific_ranks = np.zeros((q.shape[1], len(_COUNTS) + size, size))
    pacific_mean = np.zeros((q.shape[1], len(_COUNTS) + size))
    on_coast = coast.sum(axis=2) * np.arange(size)
    for k, share in enumerate(inland.T):
        here = share[:, None, None] * coast
        ranks[:, k : k + size, k : k + size] += here
        pacific_ranks[:, k : k + size] += here
        pacific_mean[:, k : k + size] += share[:, None] * on_coast
    ranks = _capped(_capped(ranks, 1), 2)
    pacific_ranks = _capped(_capped(pacific_ranks, 1), 2)
    interviews = ranks.sum(axis=2)
    near = int((invited & pacific).sum())
    # Named programs have invited, but only some interviews on the coast count in full.
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

    Args:
        parts: The list, a part for each specialty, the preferred first.
        scores: Rising Step 2 CK scores, (scores,).
        standing: The rest of the profile.
        known: Interviews in hand at programs not named in the parts, and the share that is out.
    """
    open_count = sum(int((~part.invited).sum()) for part in parts)
    unnamed = min(known.unnamed, open_count, MOST_RANKS)
    counts = [season_counts(p.invitation, p.worth, p.pacific, p.invited) for p in parts]
    point = _conditional(
        counts,
        unnamed,
        np.array([known.out_share.point]),
        [p.model.log_multiplier(scores)[None] + standing.shift for p in parts],
        np.zeros(1),
        [p.model.rank_curve.probability[None] for p in parts],
        parts[0].model.invitation_weights[None],
    )
    coarse = np.unique(np.append(np.arange(0, len(scores), _RANGE_EVERY), len(scores) - 1))
    draws = fixed_draws()
    strength = [
        np.log1p(np.clip(draws.list_strength * p.spread, -0.9, None))
        + draws.signal_effect(p.signal_share, p.model.signal_log_sd)
        for p in parts
    ]
    sample = _conditional(
        counts,
        unnamed,
        # The last column of the effects is free: no profile has that many.
        known.out_draws(draws.effects[:, -1]),
        [
            p.model.log_multiplier_draws(scores[coarse]) + (standing.shift_draws + s)[:, None]
            for p, s in zip(parts, strength, strict=True)
        ],
        standing.pacific_error,
        [p.model.rank_draws(draws) for p in parts],
        parts[0].model.weight_draws(draws),
    )
    curves = [_with_range(scores, fine[0], coarse, drawn) for fine, drawn in zip(point, sample, strict=True)]
    for curve in curves[:4]:
        np.minimum(curve.high, 1.0, out=curve.high)
    return ListOdds(*curves)


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
        arrived = stats.binom.pmf(in_hand, _COUNTS, out[:, None])

        def given(table: Array) -> Array:
            """Join P(k) of shape (points, 61), or (points, 61, draws), with the share that has arrived."""
            if table.ndim == 2:
                return np.asarray(np.einsum("adk,gk->adg", arrived, table * counts.named[:, None]))
            return np.asarray(np.einsum("adk,gkd->adg", arrived, table * counts.named[:, None, None]))

        return cls(
            given(counts.interviews),
            given(counts.ranks @ rank_curves.T),
            given(counts.pacific_ranks @ rank_curves.T),
            given(counts.interviews * (_COUNTS + counts.named_count)),
            given(counts.pacific_mean),
        )


def _conditional(
    counts: Sequence[SeasonCounts],
    unnamed: int,
    out: Array,
    log_multipliers: Sequence[Array],
    pacific_error: Array,
    rank_curves: Sequence[Array],
    weights: Array,
) -> tuple[Array, ...]:
    """Return match, Pacific match, match given an interview, no interview, interviews, Pacific ones."""
    known = [_Known.of(c, unnamed, out, m) for c, m in zip(counts, rank_curves, strict=True)]
    at = [_Place(m[..., None] + LOG_NODES) for m in log_multipliers]
    near = [_Place(m[..., None] + pacific_error[:, None, None] + LOG_NODES) for m in log_multipliers]
    if len(known) == 1:
        # Of one specialty all that are in hand are its own.
        known = [
            _Known(
                k.seen[-1:], k.matched[-1:], k.matched_pacific[-1:], k.expected[-1:], k.pacific_expected[-1:]
            )
            for k in known
        ]
    seen = [place.read(k.seen) for place, k in zip(at, known, strict=True)]
    evidence = np.maximum(np.einsum("dxj,dj->dx", _together(seen), weights), _TINY)

    def given(values: Sequence[Array]) -> Array:
        return np.asarray(np.einsum("dxj,dj->dx", _together(values), weights) / evidence)

    def on_the_coast(which: int, table: Array) -> Array:
        # The Pacific's own error moves the chances there, not what the interviews in hand say.
        share = near[which].read(table) / np.maximum(near[which].read(known[which].seen), _TINY)
        return np.asarray(seen[which] * share)

    every = range(len(known))
    match = 1 - given([seen[i] - at[i].read(known[i].matched) for i in every])
    pacific = 1 - given([seen[i] - on_the_coast(i, known[i].matched_pacific) for i in every])
    none = np.zeros_like(match)
    if unnamed + sum(c.named_count for c in counts) == 0:
        none = given(
            [
                place.read(np.broadcast_to(c.interviews[None, None, :, 0], (1, len(out), len(LOG_GRID))))
                for place, c in zip(at, counts, strict=True)
            ]
        )
    interviews, interviews_pacific = np.zeros_like(match), np.zeros_like(match)
    for i in every:
        others = [seen[j] for j in every if j != i]
        interviews += given([at[i].read(known[i].expected), *others])
        interviews_pacific += given([on_the_coast(i, known[i].pacific_expected), *others])
    # The Pacific is part of everywhere; its own error must not carry it beyond the whole.
    return (
        match,
        np.minimum(pacific, match),
        match / np.maximum(1 - none, 1e-12),
        none,
        interviews,
        np.minimum(interviews_pacific, interviews),
    )


def _together(parts: Sequence[Array]) -> Array:
    """Return the product over specialties at the whole number in hand.

    Args:
        parts: By number in hand in each specialty, shape (a + 1, draws, scores, nodes) each; they
            add up to a.
    """
    total = parts[0]
    for part in parts[1:]:
        total = np.array([sum(total[b] * part[a - b] for b in range(a + 1)) for a in range(len(total))])
    return np.asarray(total[-1])


class _Place:
    """Where points lie on `LOG_GRID`, to read tables there by linear interpolation."""

    def __init__(self, x: Array) -> None:
        scaled = np.clip((x - LOG_GRID[0]) / (LOG_GRID[1] - LOG_GRID[0]), 0, len(LOG_GRID) - 1.001)
        self._index = scaled.astype(np.intp)
        self._fraction = scaled - self._index

    def read(self, tables: Array) -> Array:
        """Read `tables` (tables, draws, grid), each draw at its own points."""
        rows = np.arange(tables.shape[1])[:, None, None]
        low, high = tables[:, rows, self._index], tables[:, rows, self._index + 1]
        return np.asarray(low + (high - low) * self._fraction)


def ranking_odds(
    models: Sequence[SpecialtyModel], ranked: Sequence[int], waiting: ListOdds, scores: Array
) -> ListOdds:
    """Return the chances of a rank order list: M(k), which the score no longer moves.

    Args:
        models: The specialties' models, the preferred first.
        ranked: Programs ranked in each, 0 or more.
        waiting: What the same interviews come to with nothing more to come; its Pacific part is used.
        scores: Step 2 CK scores, (scores,).
    """
    draws = fixed_draws()
    pairs = [(model, min(k, MOST_RANKS)) for model, k in zip(models, ranked, strict=True)]
    point = 1 - np.prod([1 - model.rank_curve.probability[k] for model, k in pairs])
    sample = 1 - np.prod([1 - model.rank_draws(draws)[:, k] for model, k in pairs], axis=0)
    flat = np.ones(len(scores))
    match = EstimateCurve.from_draws(point * flat, sample[:, None] * flat)
    number = float(sum(ranked)) * flat
    nobody = flat * (0.0 if sum(ranked) else 1.0)
    there = waiting.match_pacific
    pacific = EstimateCurve(*(np.minimum(a, b) for a, b in zip(_ends(there), _ends(match), strict=True)))
    return ListOdds(
        match,
        pacific,
        match,
        EstimateCurve(nobody, nobody, nobody),
        EstimateCurve(number, number, number),
        waiting.interviews_pacific,
    )


def _ends(curve: EstimateCurve) -> tuple[Array, Array, Array]:
    return curve.point, curve.low, curve.high


def _with_range(scores: Array, fine: Array, coarse: NDArray[np.intp], sample: Array) -> EstimateCurve:
    found = EstimateCurve.from_draws(fine[coarse], sample)
    below = np.interp(scores, scores[coarse], found.point - found.low)
    above = np.interp(scores, scores[coarse], found.high - found.point)
    return EstimateCurve(fine, np.maximum(fine - below, 0.0), fine + above)
