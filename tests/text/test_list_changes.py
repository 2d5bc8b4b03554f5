"""What a change did to the list: in, out, up and down, and the answers behind it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartpick.profile import ApplicantProfile
from smartpick.text.list_changes import NEW, UP, Move, changed_answers, changes_sentence, list_changes

IDS = st.lists(st.sampled_from("abcdefghij"), unique=True, max_size=10)


def test_in_out_up_and_down() -> None:
    changes = list_changes("abcdef", "fbcxa")
    assert changes.came_in == ("x",)
    assert changes.left == ("d", "e")
    assert changes.moved_up == (Move("f", 6, 1),)
    assert changes.moved_down == (Move("a", 1, 5),)
    assert changes.marks == {"x": NEW, "f": UP}
    assert changes_sentence(changes) == "Your last change: 1 added, 2 removed, 1 moved up, 1 moved down."


def test_the_same_list_says_so() -> None:
    assert list_changes("abc", "abc").nothing
    assert changes_sentence(list_changes("abc", "abc")) == "Your last change did not affect the list."


@pytest.mark.parametrize(
    ("before", "now", "marks"),
    [
        ("abcdef", "fabcde", {"f": UP}),  # one that climbs is the only one marked
        ("abcdef", "bcdefa", {}),  # one that falls lifts nobody
        ("abcd", "bcd", {}),  # one that leaves lifts nobody
        ("abc", "xabyc", {"x": NEW, "y": NEW}),  # new ones push nobody down
    ],
)
def test_the_fewest_programs_are_marked(before: str, now: str, marks: dict[str, str]) -> None:
    changes = list_changes(before, now)
    assert changes.marks == marks
    assert changes.moved_down == ((Move("a", 1, 6),) if now == "bcdefa" else ())


@given(IDS, IDS)
def test_every_program_is_told_once(before: list[str], now: list[str]) -> None:
    changes = list_changes(before, now)
    up = {m.program_id for m in changes.moved_up}
    down = {m.program_id for m in changes.moved_down}
    assert set(changes.came_in) == set(now) - set(before)
    assert set(changes.left) == set(before) - set(now)
    assert not up & down
    assert up | down <= set(before) & set(now)
    back = list_changes(now, before)
    assert (back.came_in, back.left) == (
        tuple(p for p in before if p in set(changes.left)),
        tuple(p for p in now if p in set(changes.came_in)),
    )


@given(IDS, IDS)
def test_who_moved_up_stands_higher_among_those_on_both_lists(before: list[str], now: list[str]) -> None:
    changes = list_changes(before, now)
    old = [p for p in before if p in now]
    new = [p for p in now if p in before]
    for move in changes.moved_up:
        assert new.index(move.program_id) < old.index(move.program_id)
    for move in changes.moved_down:
        assert new.index(move.program_id) > old.index(move.program_id)
    assert (new == old) == (not changes.moved_up and not changes.moved_down)


def test_changed_answers_name_old_and_new() -> None:
    before = ApplicantProfile()
    now = before.changed(budget_usd=500, max_applications=80)
    said = changed_answers(before, now)
    assert "Number of applications: 100 → 80." in said
    assert "Budget: not set → 500." in said
    many = before.changed(us_letters=3, publications=4, presentations=5, english="adequate", step3="pass")
    assert "2 more answers changed." in changed_answers(before, many)
