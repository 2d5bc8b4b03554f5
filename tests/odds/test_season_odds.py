"""Interviews in hand against every outcome written out one by one, by hand, and by what must never fall."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from smartpick.assessment import SCORE_AXIS, assess
from smartpick.engine import Engine
from smartpick.estimate import Estimate
from smartpick.odds.frailty import LOG_NODES
from smartpick.odds.list_odds import GridPlaces, list_odds, point_odds
from smartpick.odds.season_odds import (
    InHand,
    SeasonCounts,
    _conditional,
    _Known,
    _read,
    _together,
    season_counts,
    waiting_odds,
)
from smartpick.plan.candidates import effects_of, standing_of
from smartpick.plan.planning import plan_list
from smartpick.plan.season import season_parts
from smartpick.profile import ApplicantProfile

NONE_NAMED = np.zeros(4, dtype=bool)
PACIFIC = np.array([False, True, True, False])
WORTH = np.array([1.0, 0.7, 0.7, 1.0])
Q = np.array([[0.1, 0.4], [0.3, 0.5], [0.05, 0.2], [0.6, 0.8]])
M = np.append([0.0, 0.2, 0.5, 0.7, 0.8], np.full(56, 0.85))


def written_out(point: int, in_hand: int, out: float, named: np.ndarray) -> dict[str, float]:
    """Go through every outcome of four programs: never, out by the date, still to come; counted or not."""
    found = dict.fromkeys(("seen", "matched", "matched_pacific", "interviews", "pacific"), 0.0)
    for fate in product(("never", "out", "to come"), repeat=4):
        for full in product((True, False), repeat=4):
            chance = 1.0
            for i in range(4):
                q = Q[i, point]
                chance *= {"never": 1 - q, "out": out * q, "to come": (1 - out) * q}[fate[i]]
                chance *= WORTH[i] if full[i] else 1 - WORTH[i]
            invited = [f != "never" for f in fate]
            # Of the named only that they invited is known, not whether by the date.
            if not all(invited[i] for i in range(4) if named[i]):
                continue
            if sum(f == "out" and not named[i] for i, f in enumerate(fate)) != in_hand:
                continue
            counted = [a and b for a, b in zip(invited, full, strict=True)]
            found["seen"] += chance
            found["matched"] += chance * M[sum(counted)]
            found["matched_pacific"] += chance * M[sum(c and PACIFIC[i] for i, c in enumerate(counted))]
            found["interviews"] += chance * sum(invited)
            found["pacific"] += chance * sum(a and PACIFIC[i] for i, a in enumerate(invited))
    return found


@pytest.mark.parametrize("named", [(), (1,), (0, 2), (1, 3)])
@pytest.mark.parametrize("in_hand", [0, 1, 2])
@pytest.mark.parametrize("out", [0.3, 1.0])
def test_counts_are_those_of_every_outcome_written_out(
    named: tuple[int, ...], in_hand: int, out: float
) -> None:
    invited = np.isin(np.arange(4), named)
    counts = season_counts(Q, WORTH, PACIFIC, invited)
    k = np.arange(61)
    arrived = np.array([_binomial(int(n), in_hand, out) for n in k])
    for point in (0, 1):
        plain = written_out(point, in_hand, out, invited)
        # The chance of the named is kept against its greatest value only.
        scale = float(np.prod(Q[invited], axis=0).max())
        ours = counts.named[point] * scale * arrived
        assert ours @ counts.interviews[point] == pytest.approx(plain["seen"], abs=1e-12)
        assert ours @ counts.ranks[point] @ M == pytest.approx(plain["matched"], abs=1e-12)
        assert ours @ counts.pacific_ranks[point] @ M == pytest.approx(plain["matched_pacific"], abs=1e-12)
        mean = ours @ (counts.interviews[point] * (k + counts.named_count))
        assert mean == pytest.approx(plain["interviews"], abs=1e-12)
        assert ours @ counts.pacific_mean[point] == pytest.approx(plain["pacific"], abs=1e-12)


def _binomial(n: int, k: int, p: float) -> float:
    from math import comb

    return comb(n, k) * p**k * (1 - p) ** (n - k) if k <= n else 0.0


def test_one_interview_of_two_worked_out_by_hand() -> None:
    """Two programs, two kinds of applicant (q = 0.1 or 0.5), all invitations out, one interview in hand.

    Seen: 2 x 0.1 x 0.9 = 0.18 and 2 x 0.5 x 0.5 = 0.5, so kind two has 0.5 / 0.68 = 0.735 of the weight.
    With one interview M(1) = 0.2 for both. Half out: of kind one 2 x 0.05 x 0.95 = 0.095, of two
    2 x 0.25 x 0.75 = 0.375; one more still comes with 0.05 / 0.95 and with 0.25 / 0.75.
    """
    two = np.array([[0.1, 0.5], [0.1, 0.5]])
    counts = season_counts(two, np.ones(2), np.zeros(2, bool), np.zeros(2, bool))
    weights = np.array([0.5, 0.5])

    def after_one(out: float) -> tuple[float, float]:
        arrived = np.array([_binomial(n, 1, out) for n in range(61)])
        seen, matched = counts.interviews @ arrived, counts.ranks @ M @ arrived
        return float(weights @ matched / (weights @ seen)), float(seen[1] / seen.sum())

    chance, second_kind = after_one(1.0)
    assert (round(second_kind, 3), chance) == (0.735, pytest.approx(0.2))
    more = 0.095 / 0.47 * (0.05 / 0.95) + 0.375 / 0.47 * (0.25 / 0.75)
    assert after_one(0.5)[0] == pytest.approx(0.2 + more * (0.5 - 0.2))


def test_an_interview_elsewhere_cannot_count_less() -> None:
    with pytest.raises(ValueError, match="only an interview in a West Coast state"):
        season_counts(Q, np.array([0.7, 1, 1, 1]), PACIFIC, NONE_NAMED)


def test_the_longest_rank_order_list_takes_all_above() -> None:
    many = np.full((70, 1), 0.99)
    counts = season_counts(many, np.ones(70), np.arange(70) < 65, np.zeros(70, bool))
    assert counts.ranks.sum() == pytest.approx(1.0)
    assert counts.ranks[0, 60, 60] == pytest.approx(1.0, abs=1e-3)


BASE = ApplicantProfile(step2_ck_score=222, max_applications=60)
TWO = BASE.changed(specialties=["Internal Medicine", "Family Medicine"])


@pytest.mark.parametrize("profile", [BASE, TWO], ids=["one specialty", "two"])
def test_averaged_over_what_may_be_in_hand_the_chance_is_that_before_the_season(
    engine: Engine, profile: ApplicantProfile
) -> None:
    """The law of total probability, which ties this model to that of the whole list."""
    plan = plan_list(profile, engine, thorough=False)
    standing = standing_of(effects_of(profile, engine), engine, profile.applicant_type)
    before = point_odds(plan.parts, np.array([222.0]), standing)
    parts = season_parts(plan)
    counts = [season_counts(p.invitation, p.worth, p.pacific, p.invited) for p in parts]
    multipliers = [p.model.log_multiplier(np.array([222.0]))[None] + standing.shift for p in parts]
    curves = [p.model.rank_curve.probability[None] for p in parts]
    weights = parts[0].model.invitation_weights[None]
    summed, weight = np.zeros(6), 0.0
    for in_hand in range(40):
        share = _seen(counts, in_hand, 0.6, multipliers, weights)
        values = _conditional(
            counts,
            in_hand,
            np.array([0.6]),
            log_multipliers=multipliers,
            pacific_error=np.zeros(1),
            rank_curves=curves,
            weights=weights,
        )
        summed += share * np.array([float(v[0, 0]) for v in values])
        weight += share
    assert weight == pytest.approx(1.0, abs=2e-3)
    for which in (0, 1, 3, 4, 5):
        assert summed[which] == pytest.approx(float(before[which][0]), rel=0.02), which


def _seen(
    counts: list[SeasonCounts],
    in_hand: int,
    out: float,
    multipliers: list[np.ndarray],
    weights: np.ndarray,
) -> float:
    """Return the chance of so many in hand."""
    blank = np.zeros((1, 61))
    known = [_Known.of(c, in_hand, np.array([out]), blank).seen for c in counts]
    read = [_read(GridPlaces(m[..., None] + LOG_NODES), k) for m, k in zip(multipliers, known, strict=True)]
    return float(np.einsum("dxj,dj->dx", _together(read), weights)[0, 0])


@pytest.mark.parametrize("month", ["october", "november", "december", "january", None])
def test_more_interviews_in_hand_never_lower_the_chance(engine: Engine, month: str | None) -> None:
    plan = plan_list(BASE, engine, thorough=False)
    standing = standing_of(effects_of(BASE, engine), engine, BASE.applicant_type)
    value, low, high = engine.parameter_range(f"invitations_out_{month or 'unknown'}")
    scores = np.array([205.0, 222.0, 245.0, 270.0])
    parts = season_parts(plan)
    found = [waiting_odds(parts, scores, standing, InHand(k, Estimate(value, low, high))) for k in range(13)]
    for name in ("match", "match_pacific", "interviews"):
        points = np.array([getattr(odds, name).point for odds in found])
        assert (np.diff(points, axis=0) >= -1e-9).all(), name
        for curve in (getattr(odds, name) for odds in found):
            assert (curve.low <= curve.point + 1e-12).all() and (curve.point <= curve.high + 1e-12).all()


@pytest.mark.parametrize("seed", range(6))
def test_more_interviews_never_lower_the_chance_of_any_profile(engine: Engine, seed: int) -> None:
    rng = np.random.default_rng(seed)
    profile = ApplicantProfile(
        applicant_type=str(rng.choice(["non_us_img", "us_img", "us_do_senior"])),
        specialties=[
            str(s)
            for s in rng.choice(
                ["Internal Medicine", "Family Medicine", "Psychiatry", "Pediatrics"],
                rng.integers(1, 4),
                False,
            )
        ],
        step2_ck_score=int(rng.integers(205, 270)),
        max_applications=int(rng.integers(5, 90)),
        pacific_weight=float(rng.choice([0.0, 0.5, 1.0])),
        visa_need=str(rng.choice(["none", "j1", "h1b"])),
        season_stage="waiting",
        season_month=str(rng.choice(["october", "november", "january"])),
    )
    plan = plan_list(profile, engine, thorough=False)
    standing = standing_of(effects_of(profile, engine), engine, profile.applicant_type)
    value, low, high = engine.parameter_range(f"invitations_out_{profile.season_month}")
    parts = season_parts(plan)
    score = np.array([float(profile.step2_ck_score or 0)])
    chances = [
        float(waiting_odds(parts, score, standing, InHand(k, Estimate(value, low, high))).match.point[0])
        for k in range(min(5, plan.size) + 1)
    ]
    assert np.diff(chances).min() >= -1e-9, chances


def test_programs_known_by_name_say_no_less_than_their_number(engine: Engine) -> None:
    profile = BASE.changed(season_stage="waiting", season_month="january", interviews_in_hand=2)
    plan = assess(profile, engine, thorough=False).plan
    ids = plan.candidates.program_ids[~plan.candidates.pacific][-2:].tolist()
    by_name = assess(profile, engine, thorough=False, invited=ids)
    by_number = assess(profile, engine, thorough=False)
    # Two interviews off the coast: none on it is in hand, and both count in full.
    assert by_name.match_probability.point > by_number.match_probability.point
    assert by_name.match_probability_pacific.point < by_number.match_probability_pacific.point


def test_before_applying_nothing_changes(engine: Engine) -> None:
    told = BASE.changed(interviews_in_hand=5, season_month="november", programs_ranked=4)
    plain, with_answers = assess(BASE, engine, thorough=False), assess(told, engine, thorough=False)
    assert plain.match_probability == with_answers.match_probability
    assert plain.odds is plain.odds_before_season
    standing = standing_of(list(plain.effects), engine, BASE.applicant_type)
    again = list_odds(plain.plan.parts, SCORE_AXIS, standing)
    assert (again.match.point == plain.odds.match.point).all()


@pytest.mark.parametrize("k", [0, 1, 5, 10, 60])
def test_ranks_come_to_the_published_rank_curve_at_every_score(engine: Engine, k: int) -> None:
    result = assess(
        BASE.changed(season_stage="ranking", programs_ranked=k, max_applications=60), engine, thorough=False
    )
    curve = result.plan.models[0].rank_curve
    chance = float(curve.probability[k])
    assert result.odds.match.point == pytest.approx(np.full(len(SCORE_AXIS), chance), rel=1e-12)
    assert result.match_probability.low - 1e-12 <= chance <= result.match_probability.high + 1e-12
    assert result.match_probability_pacific.point <= result.match_probability.point
    assert result.p_no_interview.point == (0.0 if k else 1.0)


def test_interviews_are_ranked_unless_said_otherwise() -> None:
    profile = ApplicantProfile(season_stage="ranking", interviews_in_hand=7)
    assert profile.programs_ranked == 7
    assert ApplicantProfile(season_stage="unmatched").earlier_unmatched_seasons == 1


def test_an_earlier_unmatched_season_lowers_the_chance_and_is_assumed(engine: Engine) -> None:
    chances = []
    for seasons in (0, 1, 2, 3, 4, 9):
        result = assess(BASE.changed(earlier_unmatched_seasons=seasons), engine, thorough=False)
        chances.append(result.match_probability.point)
    assert (np.diff(chances[:5]) < 0).all() and chances[4] == chances[5]
    switched_off = assess(BASE.changed(earlier_unmatched_seasons=2), engine, assumed=False, thorough=False)
    plain = assess(BASE, engine, assumed=False, thorough=False)
    assert switched_off.match_probability == plain.match_probability


def test_the_more_is_out_the_less_still_comes(engine: Engine) -> None:
    plan = plan_list(BASE, engine, thorough=False)
    standing = standing_of(effects_of(BASE, engine), engine, BASE.applicant_type)
    parts, score = season_parts(plan), np.array([222.0])

    def with_three(out: float) -> tuple[float, float]:
        odds = waiting_odds(parts, score, standing, InHand(3, Estimate(out, out, out)))
        return float(odds.interviews.point[0]), float(odds.match.point[0])

    found = np.array([with_three(out) for out in (0.2, 0.5, 0.8, 0.99)])
    assert (np.diff(found, axis=0) < 0).all()
    # Nearly all is out, so nearly nothing comes; at a fifth the three are few of many.
    assert found[-1, 0] == pytest.approx(3.0, abs=0.05) and found[0, 0] > 4
