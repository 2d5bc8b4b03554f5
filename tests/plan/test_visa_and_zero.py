"""What a visa need does to the chance that a program invites almost nobody."""

import numpy as np
import pytest

from smartpick.engine import Engine
from smartpick.plan.candidates import Candidates, gather_candidates, near_zero_by_visa
from smartpick.profile import ApplicantProfile
from smartpick.programs.evidence import Evidence, ProgramEvidence
from smartpick.programs.pool import ProgramPool

IM = ("Internal Medicine",)


def of(engine: Engine, evidence: Evidence | None = None, **answers: object) -> Candidates:
    profile = ApplicantProfile(specialties=IM, step2_ck_score=230, **answers)  # type: ignore[arg-type]
    return gather_candidates([engine.model(IM[0], "non_us_img")], profile, engine, [], evidence or {})


@pytest.fixture(scope="module")
def pool(engine: Engine) -> ProgramPool:
    return engine.pool(IM, "non_us_img")


def test_the_published_share_near_zero_is_that_of_whoever_needs_a_j1(
    engine: Engine, pool: ProgramPool
) -> None:
    """Most non-US IMGs need one, and New Jersey's published share near zero, 0.111, is theirs."""
    needing = of(engine, visa_need="j1")
    assert needing.near_zero == pytest.approx(pool.near_zero)
    jersey = (pool.programs["state"] == "NJ").to_numpy(bool)
    assert needing.near_zero[jersey].mean() == pytest.approx(0.111, abs=0.03)


def test_a_refusal_of_j1_is_nothing_to_whoever_needs_no_visa(engine: Engine, pool: ProgramPool) -> None:
    free = of(engine, visa_need="none")
    refused = pool.refusal != 0
    assert refused.any()
    assert (free.near_zero[refused] < pool.near_zero[refused]).all()
    assert free.near_zero[~refused] == pytest.approx(pool.near_zero[~refused])
    assert (free.visa_share == 1).all()


def test_non_sponsors_are_near_zero_more_often_but_by_no_means_always(pool: ProgramPool) -> None:
    """Witness: of the programs that said no J-1 in 2021, 36 % were near zero in 2024 (Internal Medicine)."""
    with_j1, without = near_zero_by_visa(pool, pool.near_zero)
    mixed = pool.j1_share * with_j1 + (1 - pool.j1_share) * without
    assert mixed == pytest.approx(pool.near_zero, abs=1e-6)
    weight = 1 - pool.j1_share
    assert float(weight @ without / weight.sum()) == pytest.approx(0.36, abs=0.08)


def test_answers_on_j1_move_the_chance_and_only_this_season_s_no_closes_the_door(
    engine: Engine, pool: ProgramPool
) -> None:
    program = str(pool.program_ids[100])

    def zero(**answer: object) -> float:
        told = {program: ProgramEvidence(program, **answer)}  # type: ignore[arg-type]
        return float(of(engine, told, visa_need="j1").near_zero[100])

    before = float(pool.near_zero[100])
    assert zero(takes_j1=True) < before < zero(takes_j1=False) < 1
    assert zero(takes_j1=False, visa_this_season=True) == pytest.approx(1)


def test_an_h1b_filing_of_the_institution_counts_like_its_yes_where_nothing_is_stated(
    engine: Engine, pool: ProgramPool
) -> None:
    filed = np.isin(pool.program_ids, engine.facts.program_h1b_filings["program_id"].to_numpy(str))
    silent = pool.answers["visa_h1b"].value == ""
    # 0.59: programs whose institution says yes that sponsor (requirement_reliability).
    assert (filed & silent).sum() >= 5
    assert pool.h1b_share[filed & silent] == pytest.approx(0.6, abs=0.011)
    assert np.median(pool.h1b_share[~filed & silent]) < 0.2
    needing = of(engine, visa_need="h1b", step3="pass")
    assert needing.visa_share[filed & silent] == pytest.approx(0.6, abs=0.011)


def test_either_visa_earns_at_least_what_a_j1_does_and_more_where_only_an_h1b_is_sponsored(
    engine: Engine, pool: ProgramPool
) -> None:
    j1, either = of(engine, visa_need="j1"), of(engine, visa_need="either", step3="pass")
    assert (either.near_zero <= j1.near_zero + 1e-12).all()
    program = str(pool.program_ids[100])
    told = {program: ProgramEvidence(program, takes_j1=False, takes_h1b=True, visa_this_season=True)}
    only_j1 = of(engine, told, visa_need="j1").near_zero[100]
    both = of(engine, told, visa_need="either", step3="pass").near_zero[100]
    waiting = of(engine, told, visa_need="either", step3="not_taken").near_zero[100]
    assert only_j1 == pytest.approx(1)
    assert both < waiting < only_j1


def test_most_of_a_cell_told_only_tells_its_programs_apart(engine: Engine, pool: ProgramPool) -> None:
    """Shares of residents for all of New Jersey, all high: the state keeps its published figures."""
    rows = np.flatnonzero((pool.programs["state"] == "NJ").to_numpy(bool))
    shares = np.linspace(0.3, 0.9, len(rows))
    told = {
        str(i): ProgramEvidence(str(i), non_us_img_share=float(s))
        for i, s in zip(pool.program_ids[rows], shares, strict=True)
    }
    after, before = of(engine, told, visa_need="j1"), of(engine, visa_need="j1")
    assert after.near_zero[rows].mean() == pytest.approx(before.near_zero[rows].mean(), abs=0.01)

    def rate(c: Candidates) -> float:
        return float(((1 - c.near_zero[rows]) * c.mean_rest[rows]).mean())

    assert rate(after) == pytest.approx(rate(before), rel=0.02)
    ranked = np.argsort(pool.centred[rows], kind="stable")
    assert after.near_zero[rows][-1] < after.near_zero[rows][0], ranked
    # One program alone moves freely.
    one = {str(pool.program_ids[rows[0]]): ProgramEvidence("x", non_us_img_share=0.9)}
    assert of(engine, one, visa_need="j1").near_zero[rows[0]] < before.near_zero[rows[0]]
