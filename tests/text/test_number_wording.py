"""How numbers are worded: never a false certainty, never two roundings of one number."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from smartpick.text.numbers import (
    NARROW_SPACE,
    PEOPLE_ERROR,
    about_people,
    dollars,
    fine_percent,
    interviews,
    people,
    percent,
    percent_range,
    spoken,
    whole_number,
)

CHANCE = st.floats(0, 1)
_ = NARROW_SPACE


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (0, f"under 1{_}%"),
        (0.0099, f"under 1{_}%"),
        (0.01, f"1{_}%"),
        (0.125, f"13{_}%"),
        (0.135, f"14{_}%"),
        (0.99, f"99{_}%"),
        (0.991, f"over 99{_}%"),
        (1, f"over 99{_}%"),
    ],
)
def test_percent(chance: float, words: str) -> None:
    assert percent(chance) == words


@given(chance=CHANCE)
def test_an_estimate_is_never_impossible_nor_certain(chance: float) -> None:
    assert percent(chance) not in (f"0{_}%", f"100{_}%")
    assert people(chance) not in ("0 in 20", "20 in 20")


@given(one=CHANCE, other=CHANCE)
def test_a_greater_chance_is_never_worded_smaller(one: float, other: float) -> None:
    low, high = sorted((one, other))

    def place(chance: float) -> float:
        words = percent(chance)
        number = float(words.removesuffix(f"{_}%").removeprefix("under ").removeprefix("over "))
        return number - 0.5 * words.startswith("under") + 0.5 * words.startswith("over")

    assert place(low) <= place(high)


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0.35, 0.58, f"35–58{_}%"),
        (0.351, 0.354, f"35{_}%"),
        (0.001, 0.1, f"up to 10{_}%"),
        (0.5, 0.999, f"50{_}% or more"),
    ],
)
def test_a_range_has_one_percent_sign(low: float, high: float, words: str) -> None:
    assert percent_range(low, high) == words


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (0, "under 1 in 1,000"),
        (0.0009, "under 1 in 1,000"),
        (0.001, "1 in 1,000"),
        (0.0031, "1 in 320"),
        (0.02, "1 in 50"),
        (0.03, "1 in 33"),
        (0.05, "1 in 20"),
        (0.08, "2 in 25"),
        (0.1, "1 in 10"),
        (0.16, "4 in 25"),
        (0.35, "7 in 20"),
        (0.47, "9 in 20"),
        (0.97, "32 in 33"),
        (0.9991, "over 999 in 1,000"),
        (1, "over 999 in 1,000"),
    ],
)
def test_people(chance: float, words: str) -> None:
    assert people(chance) == words


def told_share(words: str) -> float:
    """The share that a count of people states."""
    few, of = (int(number.replace(",", "")) for number in words.split(" in "))
    return few / of


@given(st.floats(0.001, 0.999))
@example(0.105263)
@example(0.18)
@example(0.4999)
def test_a_count_of_people_tells_the_truth(chance: float) -> None:
    words = people(chance)
    assert abs(told_share(words) - chance) <= (PEOPLE_ERROR + 1e-9) * min(chance, 1 - chance), words


@given(st.floats(0, 1))
def test_a_count_of_people_can_be_pictured(chance: float) -> None:
    words = people(chance)
    if not words[0].isdigit():
        assert not 0.001 <= chance <= 0.999
        return
    few, of = (int(number.replace(",", "")) for number in words.split(" in "))
    assert of in (20, 25, 50, 100) or min(few, of - few) == 1, words
    assert of <= 100 or of % 10 == 0, words


def test_a_count_of_people_in_a_sentence_has_one_about_at_most() -> None:
    assert about_people(0.03) == "about 1 in 33"
    assert about_people(0) == "under 1 in 1,000"


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (0.0001, f"under 0.1{_}%"),
        (0.0005, f"0.1{_}%"),
        (0.023, f"2.3{_}%"),
        (0.0994, f"9.9{_}%"),
        (0.0996, f"10{_}%"),
        (0.4, f"40{_}%"),
    ],
)
def test_small_chances_can_be_told_apart(chance: float, words: str) -> None:
    assert fine_percent(chance) == words


@pytest.mark.parametrize(
    ("expected", "words"),
    [
        (0, "fewer than 0.1 interviews"),
        (0.97, "about 1 interview"),
        (2.34, "about 2.3 interviews"),
        (9.96, "about 10 interviews"),
        (12.5, "about 13 interviews"),
    ],
)
def test_interviews(expected: float, words: str) -> None:
    assert interviews(expected) == words


def test_counts_dollars_and_speech() -> None:
    assert whole_number(3392.0) == "3,392"
    assert dollars(2429.6) == "$2,430"
    assert spoken(percent_range(0.35, 0.58)) == "35 to 58 percent"
