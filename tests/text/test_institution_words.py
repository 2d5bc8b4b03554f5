"""Filings and statements of an institution in words: whose they are, of when, and no more than they say."""

import pandas as pd

from smartpick.text.program_facts import FILINGS_REMARK, filings_sentences, institution_statements


def filings(*rows: tuple[int, int, str, str, str, int]) -> pd.DataFrame:
    columns = ["fiscal_year", "quarter", "city", "employer", "job_title", "filings_count"]
    return pd.DataFrame(rows, columns=columns)


def test_a_quarter_is_added_up_and_dated_by_the_calendar() -> None:
    said = filings_sentences(
        filings(
            (2025, 2, "Bronx", "ST. BARNABAS HOSPITAL", "PHYSICIAN-PGY", 2),
            (2025, 2, "Bronx", "St. Barnabas Hospital", "Resident", 5),
            (2026, 1, "Bronx", "St. Barnabas Hospital", "Resident", 1),
        )
    )
    assert said == [
        "St. Barnabas Hospital (Bronx) made 7 H-1B filings for residents or fellows from January to March "
        "2025. Titles as filed: Resident (5); PHYSICIAN-PGY (2).",
        "St. Barnabas Hospital (Bronx) made 1 H-1B filing for residents or fellows from October to December "
        "2025. Titles as filed: Resident (1).",
    ]
    assert "not this program" in FILINGS_REMARK
    assert filings_sentences(filings()) == []


def test_many_titles_are_counted() -> None:
    rows = [(2025, 2, "Durham", "Duke", f"Resident {i}", 1) for i in range(9)]
    assert "and 3 more." in filings_sentences(filings(*rows))[0]


def test_a_statement_keeps_whose_it_is_and_its_date() -> None:
    table = pd.DataFrame(
        {
            "institution": ["UCSF", "UCSF"],
            "program": ["all clinical residencies/fellowships", "Internal Medicine"],
            "topic": ["visa", "img_policy"],
            "value": ["J-1 (ECFMG) only", "case by case"],
            "as_of": ["undated", None],
        }
    )
    first, second = institution_statements(table)
    assert (first.topic, first.says, first.when) == ("Visa", "J-1 (ECFMG) only", "undated")
    assert first.whose == "UCSF, all clinical residencies/fellowships"
    assert (second.topic, second.says, second.when) == ("IMG applicants", "Case by case", "no date")
