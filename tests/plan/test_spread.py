"""No state gets much more of a list than its share of the programs."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartpick.assessment import assess
from smartpick.engine import Engine
from smartpick.plan.planning import spread_over_states
from smartpick.profile import ApplicantProfile


def kept(states: str, gain: list[float], size: int, most: float, free: str = "") -> str:
    """Return the states of the candidates that stay, in order; one letter a candidate."""
    letters = np.array(list(states))
    stay = spread_over_states(
        np.zeros(len(letters), dtype=np.intp),
        np.unique(letters, return_inverse=True)[1],
        np.array(gain, float),
        np.isin(letters, list(free)),
        size,
        most,
    )
    return "".join(letters[stay])


def test_a_state_keeps_its_best_programs_up_to_its_share_by_hand() -> None:
    """20 programs, 10 in each state; a list of 12 with 1.25 times the share: ceil(1.25 x 0.5 x 12) = 8."""
    gain = [1.0] * 10 + [0.5] * 10
    assert kept("A" * 10 + "B" * 10, gain, 12, 1.25) == "A" * 8 + "B" * 8
    ranked = spread_over_states(
        np.zeros(20, dtype=np.intp),
        np.array([0] * 10 + [1] * 10),
        np.arange(20.0),
        np.zeros(20, dtype=bool),
        12,
        1.25,
    )
    assert ranked.tolist() == [*range(2, 10), *range(12, 20)]


def test_five_of_a_state_always_stay_and_what_is_free_is_never_held_back() -> None:
    assert kept("A" * 7 + "B" * 30, [9.0] * 7 + [1.0] * 30, 8, 1.0).count("A") == 5
    assert kept("C" * 20 + "B" * 20, [9.0] * 20 + [1.0] * 20, 10, 1.0, free="C").count("C") == 20


@settings(max_examples=200, deadline=None)
@given(
    states=st.text(alphabet="ABCD", min_size=1, max_size=60),
    size=st.integers(1, 80),
    most=st.floats(1.0, 3.0),
    seed=st.integers(0, 99),
)
def test_the_limit_never_leaves_a_list_short(states: str, size: int, most: float, seed: int) -> None:
    gain = np.random.default_rng(seed).random(len(states)).tolist()
    assert len(kept(states, gain, size, most)) >= min(size, len(states))


def test_the_list_reaches_many_states_as_their_published_rates_say(engine: Engine) -> None:
    """Internal Medicine, 222, J-1, ties to the West Coast, 138 applications: the list an adviser reads."""
    profile = ApplicantProfile(
        specialties=("Internal Medicine",),
        step2_ck_score=222,
        visa_need="j1",
        pacific_ties=True,
        max_applications=138,
    )
    listed = assess(profile, engine).plan.candidates.programs
    count = listed["state"].value_counts()
    assert (count > 5).sum() >= 6
    assert {"NJ", "PA", "MI", "FL", "IL"} <= set(count.index)
    inland = {"French Camp", "Colton", "Fresno", "Bakersfield", "Stockton"}
    assert inland <= set(listed.loc[listed["state"] == "CA", "city"])
    # A higher published rate never means fewer programs than its share: New Jersey beside Pennsylvania.
    share = engine.pool(("Internal Medicine",), "non_us_img").programs["state"].value_counts()
    assert count["NJ"] / share["NJ"] > count["PA"] / share["PA"]


def test_more_of_a_list_may_go_to_a_state_where_it_would_be_short_otherwise(engine: Engine) -> None:
    profile = ApplicantProfile(specialties=("Internal Medicine",), step2_ck_score=240, max_applications=300)
    assert assess(profile, engine).plan.size == 300


@pytest.mark.parametrize("size", [20, 100])
def test_pins_count_beyond_the_limit(engine: Engine, size: int) -> None:
    pool = engine.pool(("Internal Medicine",), "non_us_img")
    pinned = tuple(pool.program_ids[pool.programs["state"] == "TX"][:12].tolist())
    profile = ApplicantProfile(
        specialties=("Internal Medicine",),
        step2_ck_score=240,
        max_applications=size,
        pacific_min=0,
        pinned=pinned,
    )
    assert set(pinned) <= set(assess(profile, engine).plan.candidates.program_ids.tolist())
