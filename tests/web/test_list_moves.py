"""Which programs of a list are marked as new or moved up."""

from hypothesis import given
from hypothesis import strategies as st

from smartpick.text.list_changes import NEW, UP, list_moves, moves_sentence

LISTS = st.lists(st.sampled_from("abcdefghij"), unique=True)


def test_one_that_climbs_is_the_only_one_marked() -> None:
    assert list_moves("abcdef", "fabcde").marks == {"f": UP}


def test_one_that_falls_lifts_nobody() -> None:
    assert list_moves("abcdef", "bcdefa").marks == {}


def test_one_that_leaves_lifts_nobody() -> None:
    moves = list_moves("abcd", "bcd")
    assert moves.marks == {}
    assert moves.left == ("a",)


def test_new_ones_are_new_and_push_nobody_down() -> None:
    assert list_moves("abc", "xabyc").marks == {"x": NEW, "y": NEW}


def test_words() -> None:
    assert moves_sentence(list_moves("abc", "abc")) == ""
    assert (
        moves_sentence(list_moves("abcd", "dxab")) == "With your last change: 1 came in, 1 moved up, 1 left."
    )


@given(before=LISTS, now=LISTS)
def test_marks_agree_with_the_lists(before: list[str], now: list[str]) -> None:
    moves = list_moves(before, now)
    assert {p for p, mark in moves.marks.items() if mark == NEW} == set(now) - set(before)
    assert set(moves.left) == set(before) - set(now)
    stayed = [p for p in now if p in before]
    for program in (p for p, mark in moves.marks.items() if mark == UP):
        others = [p for p in before if p in stayed]
        assert stayed.index(program) < others.index(program)
    steady = [p for p in stayed if p not in moves.marks]
    if moves.moved_up == 0 and len(stayed) > 1 and stayed != [p for p in before if p in now]:
        assert steady, "an order that changed without one moving up has one that moved down"
