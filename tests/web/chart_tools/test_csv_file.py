"""CSV files: read back as they were, and harmless in a spreadsheet program."""

import csv
import io

import pandas as pd
import pytest

from smartpick.web.downloads import csv_bytes


def rows(table: pd.DataFrame) -> list[list[str]]:
    return list(csv.reader(io.StringIO(csv_bytes(table).decode("utf-8-sig"))))


def test_numbers_and_text_come_back():
    table = pd.DataFrame(
        {"specialty": ["Pediatrics", "Médecine, interne"], "chance": [-0.5, None]}, index=[7, 9]
    )
    assert rows(table) == [["specialty", "chance"], ["Pediatrics", "-0.5"], ["Médecine, interne", ""]]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "'="])
def test_no_text_is_taken_for_a_formula(start: str):
    hostile = f"{start}cmd|' /C calc'!A0"
    table = pd.DataFrame({hostile: ["plain", hostile]})
    assert rows(table) == [["'" + hostile], ["plain"], ["'" + hostile]]


def test_two_columns_of_one_name_both_stay():
    table = pd.DataFrame([["a", "=b"]], columns=["x", "x"])
    assert rows(table) == [["x", "x"], ["a", "'=b"]]


def test_unknown_is_an_empty_cell():
    table = pd.DataFrame({"name": ["a", None], "count": pd.array([1, None], dtype="Int64")})
    assert rows(table)[2] == ["", ""]


def test_it_begins_with_the_mark_that_spreadsheet_programs_look_for():
    assert csv_bytes(pd.DataFrame({"x": [1]})).startswith(b"\xef\xbb\xbf")
