"""What a change did to the list: in, out, up and down, and the answers behind it."""

from hypothesis import given
from hypothesis import strategies as st

from smartpick.profile import ApplicantProfile
from smartpick.text.list_changes import Move, changed_answers, changes_sentence, list_changes

IDS = st.lists(st.sampled_from("abcdefghij"), unique=True, max_size=10)


def test_in_out_up_and_down() -> None:
    found = list_changes("abcdef", "fbcxa")
    assert found.came_in == ("x",)
    assert found.left == ("d", "e")
    assert found.moved_up == (Move("f", 6, 1),)
    assert found.moved_down == (Move("a", 1, 5),)
    assert changes_sentence(found) == "Your last change: 1 came in, 2 left, 1 moved up, 1 moved down."


def test_the_same_list_says_so() -> None:
    assert list_changes("abc", "abc").nothing
    assert changes_sentence(list_changes("abc", "abc")) == "Your last change left the list as it was."


def test_one_that_leaves_moves_nobody() -> None:
    found = list_changes("abcd", "bcd")
    assert found.left == ("a",)
    assert not (found.moved_up or found.moved_down)


@given(IDS, IDS)
def test_every_program_is_told_once(before: list[str], now: list[str]) -> None:
    found = list_changes(before, now)
    up, down = {m.program_id for m in found.moved_up}, {m.program_id for m in found.moved_down}
    assert set(found.came_in) == set(now) - set(before)
    assert set(found.left) == set(before) - set(now)
    assert not up & down
    assert up | down <= set(before) & set(now)
    back = list_changes(now, before)
    assert (back.came_in, back.left) == (
        tuple(p for p in before if p in set(found.left)),
        tuple(p for p in now if p in set(found.came_in)),
    )


def test_changed_answers_name_old_and_new() -> None:
    before = ApplicantProfile()
    now = before.changed(budget_usd=500, max_applications=80)
    said = changed_answers(before, now)
    assert "Number of applications: 100 → 80." in said
    assert "Budget: not set → 500." in said
    many = before.changed(us_letters=3, publications=4, presentations=5, english="adequate", step3="pass")
    assert "2 more answers changed." in changed_answers(before, many)
