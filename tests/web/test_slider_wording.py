import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartpick.text.numbers import interviews, people, percent, percent_range, spoken


@pytest.mark.parametrize(
    ("probability", "text"),
    [
        (0.0, "under 1 %"),
        (0.0099, "under 1 %"),
        (0.01, "1 %"),
        (0.465, "47 %"),
        (0.99, "99 %"),
        (0.9901, "over 99 %"),
        (1.0, "over 99 %"),
    ],
)
def test_percent(probability, text):
    assert percent(probability).replace("\u202f", " ") == text


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (0.35, 0.58, "35–58 %"),
        (0.004, 0.04, "up to 4 %"),
        (0.401, 0.399, "40 %"),
        (0.9, 1.0, "90 % or more"),
    ],
)
def test_percent_range(low, high, text):
    assert percent_range(low, high).replace("\u202f", " ") == text


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (0.04, "fewer than 0.1 interviews"),
        (1.0, "about 1 interview"),
        (4.25, "about 4.2 interviews"),
        (9.96, "about 10 interviews"),
    ],
)
def test_interviews(expected, text):
    assert interviews(expected) == text


def test_spoken_words_replace_signs():
    assert spoken(percent_range(0.35, 0.58)) == "35 to 58 percent"


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_higher_chance_is_never_worded_as_a_lower_one(one, other):
    low, high = sorted((one, other))
    assert _order(percent(low)) <= _order(percent(high))
    assert _share(people(low)) <= _share(people(high))


def _order(text: str) -> float:
    number = float("".join(sign for sign in text.split(" in ")[0] if sign.isdigit()))
    return number + ("over" in text or "more" in text) / 2 - ("under" in text or "fewer" in text) / 2


def _share(text: str) -> float:
    """Return the share that a count of people states, with the ends beyond all others."""
    if not text[0].isdigit():
        return float(text.startswith("over"))
    few, of = (float(number.replace(",", "")) for number in text.split(" in "))
    return few / of
