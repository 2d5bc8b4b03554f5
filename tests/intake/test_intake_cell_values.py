"""Every way to write a value that we know of, and what is no value."""

import pytest

from smartpick.intake.cell_values import (
    FaultyCellError,
    column_unit,
    season_label,
    seasons_count,
    share,
    visa_answer,
)

UNKNOWN = [
    "-",
    "--",
    "",
    "  ",
    "n/a",
    "N/A",
    "#N/A",
    "!",
    "*",
    "NR",
    "suppressed",
    "Not reported",
    "–",
    "NaN",
]


@pytest.mark.parametrize("text", UNKNOWN)
def test_unknown_is_unknown_everywhere(text):
    assert share(text, "percent") is None
    assert share(text, "share") is None
    assert visa_answer(text, "j1", True) is None
    assert season_label(text) is None
    assert seasons_count(text) == 1


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("12%", "percent", 0.12),
        ("12 %", "percent", 0.12),
        ("12", "percent", 0.12),
        ("0.12", "share", 0.12),
        ("12%", "share", 0.12),
        (" 12.5 % ", "percent", 0.125),
        ("0,034", "share", 0.034),
        ("%60", "percent", 0.6),
        ("12,5%", "percent", 0.125),
        (".5", "share", 0.5),
        ("0", "percent", 0.0),
        ("100", "percent", 1.0),
        ("1e-05", "share", 1e-5),
        ("~3%", "percent", 0.03),
        ("3 percent", "percent", 0.03),
    ],
)
def test_share(text, unit, value):
    found = share(text, unit)
    assert found is not None and found.value == pytest.approx(value) and found.note is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("<1%", 0.005), ("< 0.5 %", 0.0025), ("≤ 2%", 0.01), ("less than 1%", 0.005), ("<1", 0.005)],
)
def test_upper_bound_is_halved_and_said(text, value):
    found = share(text, "percent")
    assert found is not None and found.value == pytest.approx(value)
    assert found.note and text in found.note


@pytest.mark.parametrize(
    ("text", "value", "said"),
    [
        ("1-10%", 0.055, "middle"),
        ("10 – 20 %", 0.15, "middle"),
        ("5 to 9", 0.07, "middle"),
        ("18 of 30", 0.6, "60%"),
        ("18/30", 0.6, "60%"),
        ("0 out of 12", 0.0, "0%"),
        ("60% (18/30)", 0.6, None),
        ("approx. 33%", 0.33, None),
    ],
)
def test_parts_and_narrow_ranges_are_taken_and_said(text, value, said):
    found = share(text, "percent")
    assert found is not None and found.value == pytest.approx(value)
    assert found.note is None if said is None else (found.note and text in found.note and said in found.note)


@pytest.mark.parametrize(
    ("text", "unit", "reason"),
    [
        ("1,234", "percent", "between"),
        ("101%", "percent", "between"),
        ("-3%", "percent", "between"),
        ("12", "share", "between"),
        (">90%", "percent", "above"),
        ("5-60%", "percent", "wide range"),
        ("10-5%", "percent", "wide range"),
        ("2026-10-01", "percent", "spreadsheets make one of '1-10'"),
        ("30 of 18", "percent", "larger than the whole"),
        ("many", "percent", "number"),
        ("12%%", "percent", "number"),
        ("=1+1", "percent", "number"),
        ("1e999", "percent", "between"),
    ],
)
def test_what_is_no_share_is_a_fault(text, unit, reason):
    with pytest.raises(FaultyCellError, match=reason):
        share(text, unit)


@pytest.mark.parametrize(
    ("cells", "header", "chosen", "expected"),
    [
        (["0.12", "0.5"], "auto", "auto", ("share", False)),
        (["0.12", "12"], "auto", "auto", ("percent", True)),
        (["12", "3%"], "auto", "auto", ("percent", True)),
        (["0", "3%"], "auto", "auto", ("percent", True)),
        (["0.12", "3%"], "auto", "auto", ("share", False)),
        (["0.12", "3%"], "percent", "auto", ("share", False)),
        (["0.12", "3%"], "percent", "share", ("share", True)),
        (["0.12", "0.5"], "percent", "auto", ("percent", False)),
        (["0.12", "12"], "share", "auto", ("share", True)),
        (["0.12", "12"], "percent", "share", ("share", True)),
        (["0", "-"], "auto", "auto", ("share", True)),
        ([], "auto", "auto", ("share", True)),
        (["nonsense 12"], "auto", "auto", ("share", True)),
    ],
)
def test_unit_of_a_column_as_a_whole(cells, header, chosen, expected):
    assert column_unit(cells, header, chosen) == expected


# (text, in a column about J-1, in one about H-1B, J-1 and H-1B in one about visas)
@pytest.mark.parametrize(
    ("text", "j1", "h1b", "either"),
    [
        ("Yes", True, True, (None, None)),
        ("y", True, True, (None, None)),
        ("TRUE", True, True, (None, None)),
        ("1", True, True, (None, None)),
        ("No", False, False, (False, False)),
        ("N", False, False, (False, False)),
        ("0", False, False, (False, False)),
        ("None", False, False, (False, False)),
        ("J-1", True, None, (True, None)),
        ("J-1 only", True, False, (True, False)),
        ("J1, H1B", True, True, (True, True)),
        ("J-1 and H-1B", True, True, (True, True)),
        ("J-1, no H-1B", True, False, (True, False)),
        ("J-1 but not H-1B", True, False, (True, False)),
        ("No J-1 or H-1B", False, False, (False, False)),
        ("H-1B only", False, True, (False, True)),
        ("No H-1B", None, False, (None, False)),
        ("case by case", None, None, (None, None)),
        ("H-1B case by case; J-1", True, None, (True, None)),
        ("J-1 and H-1B case by case", None, None, (None, None)),
        ("Both", True, True, (True, True)),
        ("None accepted", False, False, (False, False)),
        ("J", True, None, (True, None)),
        ("Sí", True, True, (None, None)),
        ("✗", False, False, (False, False)),
        ("Yes*", True, True, (None, None)),
        ("Yes (ECFMG)", True, True, (None, None)),
        ("No - since 2024", False, False, (False, False)),
        ("not stated", None, None, (None, None)),
        ("Rarely", None, None, (None, None)),
        ("No, but may consider", None, None, (None, None)),
        ("No visa information", None, None, (None, None)),
        ("Not mentioned on website", None, None, (None, None)),
        ("Visa sponsorship not available", False, False, (False, False)),
        ("Contact program", None, None, (None, None)),
    ],
)
def test_visa_answer(text, j1, h1b, either):
    assert visa_answer(text, "j1", column_names_it=True) is j1
    assert visa_answer(text, "h1b", column_names_it=True) is h1b
    found = tuple(visa_answer(text, visa, column_names_it=False) for visa in ("j1", "h1b"))
    assert found == either


def test_a_visa_that_is_neither_leaves_both_open():
    assert visa_answer("F-1 visa (OPT)", "j1", column_names_it=False) is None


@pytest.mark.parametrize("text", ["No J-1, H-1B", "perhaps", "12%", "F-1"])
def test_what_is_no_visa_answer_is_a_fault(text):
    with pytest.raises(FaultyCellError):
        visa_answer(text, "j1", column_names_it=True)


def test_ways_to_write_one_season_agree():
    assert (
        len({season_label(t) for t in ("2023-24", "2023/24", "2023-2024", "2023 – 2024", "ERAS 2023-24")})
        == 1
    )
    assert season_label("2024") != season_label("2024-25")


@pytest.mark.parametrize("text", ["0", "51", "two", "1.5", "-1"])
def test_what_is_no_number_of_seasons_is_a_fault(text):
    with pytest.raises(FaultyCellError):
        seasons_count(text)
