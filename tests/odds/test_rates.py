"""Interview rates: places pulled together, and the step from a rate to an invitation."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartpick.engine import Engine
from smartpick.odds.frailty import LOG_NODES, node_weights
from smartpick.odds.rates import InvitationModel, positive_rates, rate_table, regional_factors

DIVISIONS = {"CA": "Pacific", "OR": "Pacific", "NY": "Middle Atlantic"}


def rates(*rows: tuple[str, str, int, float, float]) -> pd.DataFrame:
    """Build rows of level, place, programs, mean and near-zero share."""
    frame = pd.DataFrame(
        rows, columns=["geography_level", "geography", "programs_reporting", "mean", "near_zero_share"]
    )
    return frame.assign(sd=0.03, source_id="a source")


def published() -> pd.DataFrame:
    return rates(
        ("nation", "United States", 500, 0.022, 0.2),
        ("division", "Pacific", 70, 0.010, 0.4),
        ("division", "Middle Atlantic", 90, 0.040, 0.1),
        ("division", "Mountain", 30, 0.020, 0.2),
        ("state", "CA", 50, 0.008, 0.45),
        ("state", "NY", 60, 0.050, 0.05),
        ("state", "OR", 4, 0.000, 1.0),
    )


def test_printed_places_stand_as_printed() -> None:
    table = rate_table(published(), DIVISIONS)
    raw = published().set_index("geography")
    for cells in (table.divisions, table.states):
        for place, cell in cells.items():
            assert cell.mean == raw.loc[place, "mean"]
            assert cell.near_zero_share == raw.loc[place, "near_zero_share"]


def test_a_division_that_is_not_printed_differs_as_it_does_over_all_specialties(engine: Engine) -> None:
    factors = regional_factors(engine.facts.interview_rates.query("applicant_group == 'non_us_img'"))
    table = rate_table(published().query("geography != 'Pacific'"), DIVISIONS, factors)
    assert table.divisions["Pacific"].mean == pytest.approx(0.022 * factors["Pacific"].ratio)
    assert table.divisions["Pacific"].programs == 0


def test_a_place_with_too_few_programs_is_answered_by_the_larger_one() -> None:
    table = rate_table(published(), DIVISIONS)
    assert table.cell("CA", "Pacific").place == "CA"
    assert table.cell("OR", "Pacific").place == "Pacific"
    assert table.cell("TX", "West South Central").place == "United States"


def test_without_a_national_row_nothing_is_made_up() -> None:
    with pytest.raises(ValueError, match="national row"):
        rate_table(published().iloc[1:], DIVISIONS)


@settings(max_examples=100, deadline=None)
@given(mean=st.floats(0.002, 0.5), relative_sd=st.floats(0.05, 1.2))
def test_the_nodes_of_a_rate_have_its_mean_and_lie_between_0_and_1(mean: float, relative_sd: float) -> None:
    nodes = positive_rates(mean, mean * relative_sd)
    assert ((nodes > 0) & (nodes < 1)).all()
    assert nodes.mean() == pytest.approx(mean, rel=0.02)
    # Six equally likely nodes leave out the ends, so their spread is a little under the true one.
    assert nodes.std() <= mean * relative_sd * 1.02
    if relative_sd < 0.8:
        assert nodes.std() >= 0.8 * mean * relative_sd


def test_no_spread_means_one_rate() -> None:
    assert positive_rates(0.03, 0.0) == pytest.approx([0.03] * 6)


@pytest.mark.parametrize("variance", [0.8, 1.3])
@pytest.mark.parametrize(("mean", "zero"), [(0.02, 0.2), (0.15, 0.0), (0.05, 0.65)])
def test_averaged_over_applicants_an_invitation_has_the_published_rate(
    variance: float, mean: float, zero: float
) -> None:
    """The published rate is that of all applicants, strong and weak: the model must average back to it."""
    model = InvitationModel(0.001, variance)
    invited = model.probability(np.array([mean]), np.array([zero]), np.array([0.8]), LOG_NODES)[0]
    assert node_weights(variance) @ invited == pytest.approx((1 - zero) * mean + zero * 0.001, rel=0.02)


def test_a_better_applicant_or_program_is_never_invited_less() -> None:
    model = InvitationModel(0.001, 1.3)
    one = np.ones(1)
    by_multiplier = model.probability(0.03 * one, 0.3 * one, 0.8 * one, np.linspace(-3, 3, 25))[0]
    assert (np.diff(by_multiplier) > 0).all()
    at = np.zeros(1)
    by_mean = [model.probability(m * one, 0.3 * one, 0.8 * one, at)[0, 0] for m in (0.01, 0.03, 0.2)]
    by_zero = [model.probability(0.03 * one, z * one, 0.8 * one, at)[0, 0] for z in (0.9, 0.5, 0.1)]
    assert by_mean == sorted(by_mean)
    assert by_zero == sorted(by_zero)


def test_a_region_low_in_every_specialty_is_expected_low_in_the_next(engine: Engine) -> None:
    """The Pacific invites fewer non-US IMGs in nearly every specialty; Neurology's 16 programs there alone
    could be chance."""
    factors = regional_factors(engine.facts.interview_rates.query("applicant_group == 'non_us_img'"))
    assert 0.55 < factors["Pacific"].ratio < 0.8
    assert factors["Pacific"].near_zero_shift > 0.3
    assert factors["Middle Atlantic"].ratio > 1.0
    for specialty in ("Internal Medicine", "Neurology", "Pediatrics", "Psychiatry"):
        rates = engine.model(specialty, "non_us_img").rates
        assert rates.divisions["Pacific"].mean < 0.75 * rates.nation.mean, specialty
