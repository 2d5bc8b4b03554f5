"""Reach, target and safer: thirds of the interviews, equal programs together."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartpick.text.application_list import (
    GROUPS,
    REACH,
    SAFER,
    TARGET,
    application_groups,
    group_sentence,
    group_summaries,
)


def test_each_group_carries_a_third() -> None:
    groups = application_groups(np.array([0.30, *[0.10] * 3, *[0.03] * 10]))
    assert groups.tolist() == [SAFER, *[TARGET] * 3, *[REACH] * 10]


def test_an_even_list_is_all_target() -> None:
    assert set(application_groups(np.full(50, 0.0071))) == {TARGET}


def test_the_order_of_the_list_does_not_matter() -> None:
    chances = np.array([0.02, 0.3, 0.02, 0.1, 0.05])
    shuffled = np.array([3, 0, 4, 2, 1])
    assert application_groups(chances)[shuffled].tolist() == application_groups(chances[shuffled]).tolist()


def test_no_program_and_no_chance_are_no_fault() -> None:
    assert application_groups(np.empty(0)).tolist() == []
    assert set(application_groups(np.zeros(3))) == {TARGET}


@given(st.lists(st.floats(0, 0.9), min_size=1, max_size=60))
def test_a_likelier_program_is_never_in_a_lower_group(chances: list[float]) -> None:
    invitation = np.array(chances)
    rank = np.array([GROUPS.index(group) for group in application_groups(invitation)])
    order = np.argsort(-invitation, kind="stable")
    assert (np.diff(rank[order]) >= 0).all()
    for shown in np.unique(invitation.round(3)):
        assert len(set(rank[invitation.round(3) == shown])) == 1


def test_the_summaries_add_up() -> None:
    invitation = np.array([0.3, 0.1, 0.1, 0.1, 0.03])
    pacific = np.array([False, True, True, False, True])
    found = group_summaries(invitation, pacific, application_groups(invitation))
    assert [one.group for one in found] == list(GROUPS)
    assert sum(one.programs for one in found) == 5
    assert sum(one.pacific for one in found) == 3
    assert sum(one.interviews_share for one in found) == pytest.approx(1)


def test_the_sentence_says_an_empty_group_and_a_single_chance() -> None:
    even = np.full(4, 0.02)
    safer, target, _ = group_summaries(even, np.zeros(4, bool), application_groups(even))
    assert group_sentence(safer) == "No program of this list."
    assert "from each program: 2.0\u202f%. On the West Coast: 0." in group_sentence(target)
