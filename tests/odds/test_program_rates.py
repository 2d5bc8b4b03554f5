"""What is expected of each program: published cells are identities, traces only tell programs apart."""

import numpy as np
import pandas as pd
import pytest

from smartpick.engine import Engine
from smartpick.odds.program_rates import NO_TRACES, TraceSlopes, chances_with_mean, program_rates
from smartpick.odds.rates import rate_table

DIVISIONS = {"CA": "Pacific", "HI": "Pacific", "NY": "Middle Atlantic"}


def cells(*rows: tuple[str, str, int, float, float]) -> pd.DataFrame:
    frame = pd.DataFrame(
        rows, columns=["geography_level", "geography", "programs_reporting", "mean", "near_zero_share"]
    )
    return frame.assign(sd=0.03, source_id="a source")


def rate(found: object, rows: object = slice(None)) -> float:
    """Return the mean rate over programs: near-zero ones invite 1 in 1,000."""
    zero, rest = found.near_zero[rows], found.mean_rest[rows]  # type: ignore[attr-defined]
    return float((zero * 0.001 + (1 - zero) * rest).mean())


def test_a_cell_keeps_its_mean_and_near_zero_share_whatever_the_traces_say() -> None:
    table = rate_table(cells(("nation", "United States", 40, 0.03, 0.3)), DIVISIONS)
    index = np.linspace(-1, 2, 40)
    found = program_rates(table, ["CA"] * 40, ["Pacific"] * 40, index, TraceSlopes(-2.5, 0.5, 0.7), 0.001)
    assert rate(found) == pytest.approx(0.03, rel=1e-6)
    assert found.near_zero.mean() == pytest.approx(0.3, abs=1e-9)
    assert (np.diff(found.near_zero) < 0).all()
    assert (np.diff(found.mean_rest) > 0).all()
    # Log odds and log rates differ by the slopes, and by nothing else.
    logit = np.log(found.near_zero / (1 - found.near_zero))
    assert np.diff(logit) == pytest.approx(-2.5 * np.diff(index))
    assert np.diff(np.log(found.mean_rest)) == pytest.approx(0.5 * np.diff(index))


def test_without_traces_all_programs_of_a_cell_are_alike() -> None:
    table = rate_table(cells(("nation", "United States", 40, 0.03, 0.3)), DIVISIONS)
    found = program_rates(table, ["CA"] * 5, ["Pacific"] * 5, np.arange(5.0), NO_TRACES, 0.001)
    assert np.ptp(found.near_zero) == 0
    assert found.mean_rest == pytest.approx(np.full(5, (0.03 - 0.3 * 0.001) / 0.7))


def test_what_the_printed_states_leave_of_a_division_is_that_of_its_other_programs() -> None:
    """By hand: 10 programs at 0.02, of them 6 in CA at 0.03; the other four are left with 0.005."""
    table = rate_table(
        cells(
            ("nation", "United States", 10, 0.02, 0.2),
            ("division", "Pacific", 10, 0.02, 0.2),
            ("state", "CA", 6, 0.03, 0.0),
        ),
        DIVISIONS,
    )
    assert table.remainders["Pacific"].mean == pytest.approx((10 * 0.02 - 6 * 0.03) / 4)
    assert table.remainders["Pacific"].near_zero_share == pytest.approx(0.5)
    states = ["CA"] * 6 + ["HI"] * 4
    found = program_rates(table, states, ["Pacific"] * 10, np.zeros(10), NO_TRACES, 0.0)
    assert rate(found, slice(0, 6)) == pytest.approx(0.03, rel=0.02)
    assert rate(found, slice(6, 10)) == pytest.approx(0.005, rel=0.1)


def test_chances_with_a_mean_have_it() -> None:
    chances = chances_with_mean(np.array([-3.0, 0.0, 1.0, 2.0]), 0.4)
    assert chances.mean() == pytest.approx(0.4)
    assert np.diff(np.log(chances / (1 - chances))) == pytest.approx([3.0, 1.0, 1.0])


SHOWN = ("Internal Medicine", "Family Medicine", "Pediatrics", "Psychiatry", "Neurology", "General Surgery")


@pytest.mark.parametrize("specialty", [*SHOWN, "Pathology", "Anesthesiology", "Diagnostic Radiology"])
@pytest.mark.parametrize("applicant_type", ["non_us_img", "us_img", "us_md_senior"])
def test_every_published_cell_is_an_identity(engine: Engine, specialty: str, applicant_type: str) -> None:
    """Witness: the printed means and near-zero shares by state, division and nation (5 or more programs)."""
    pool = engine.pool((specialty,), applicant_type)
    printed = engine.facts.interview_rates
    printed = printed[(printed["specialty"] == specialty) & (printed["applicant_group"] == applicant_type)]
    programs, seen = pool.programs, 0
    near_zero_rate = engine.parameters["near_zero_rate"]
    rates = pool.near_zero * near_zero_rate + (1 - pool.near_zero) * pool.mean_rest
    columns = {"nation": None, "division": "census_division", "state": "state"}
    for row in printed.to_dict("records"):
        column = columns[str(row["geography_level"])]
        here = (
            np.ones(len(programs), bool)
            if column is None
            else (programs[column] == row["geography"]).to_numpy()
        )
        if row["programs_reporting"] < 5 or not here.any():
            continue
        seen += 1
        place = f"{row['geography']}, {here.sum()} programs"
        # A place where every program shows as zero still holds the rate of a near-zero program.
        assert rates[here].mean() == pytest.approx(row["mean"], rel=0.05, abs=1.2 * near_zero_rate), place
        assert pool.near_zero[here].mean() == pytest.approx(row["near_zero_share"], abs=0.03), place
    assert seen >= 10
