"""What is known of a program's institution and not of the program: H-1B filings, statements on the coast."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from smartpick.presenters.wording import whole_number

_MOST_TITLES = 6
_MONTHS = {1: "October to December", 2: "January to March", 3: "April to June", 4: "July to September"}
_TOPICS = {
    "visa": "Visa",
    "exams_and_visa": "Exams and visa",
    "exams": "Exams",
    "attempts": "Exam attempts",
    "years_since_graduation": "Years since graduation",
    "us_clinical_experience": "US clinical experience",
    "img_residents": "IMGs among its residents",
    "img_policy": "IMG applicants",
    "ecfmg_certification": "ECFMG certification",
    "deadline_and_signals": "Deadline and signals",
    "positions": "Positions and applications",
}
FILINGS_REMARK = (
    "These are filings by the institution, not by this program. An employer files one before it asks for an "
    "H-1B, and one filing can cover several workers. It shows that residents or fellows were to be "
    "sponsored; where none is listed, nothing follows. Where the program itself says nothing of an H-1B, a "
    "filing counts like a yes of its institution."
)


@dataclass(frozen=True)
class InstitutionStatement:
    """One statement; `whose` is the institution and what of it is meant, `when` how old it is."""

    topic: str
    says: str
    whose: str
    when: str


def filings_sentences(filings: pd.DataFrame) -> list[str]:
    """Return a sentence for each quarter with filings: who filed how many, where, and under which titles.

    Args:
        filings: Rows of `h1b_filings` of one institution.
    """
    sentences = []
    for period in filings[["fiscal_year", "quarter"]].drop_duplicates().itertuples(index=False):
        year, quarter = int(period[0]), int(period[1])
        rows = filings[(filings["fiscal_year"] == year) & (filings["quarter"] == quarter)]
        count = int(rows["filings_count"].sum())
        employer = str(rows.groupby("employer")["filings_count"].sum().idxmax())
        cities = ", ".join(sorted({str(city) for city in rows["city"]}))
        calendar = year - (quarter == 1)
        sentences.append(
            f"{employer} ({cities}) made {whole_number(count)} H-1B {'filing' if count == 1 else 'filings'} "
            f"for residents or fellows from {_MONTHS[quarter]} {calendar}. "
            f"{_titles(rows)}"
        )
    return sentences


def institution_statements(statements: pd.DataFrame) -> list[InstitutionStatement]:
    """Return the statements in words, the order kept.

    Args:
        statements: Rows of `pacific_requirements`.
    """
    return [_statement(row) for row in statements.to_dict("records")]


def _statement(row: Mapping[Any, Any]) -> InstitutionStatement:
    topic, value = str(row["topic"]), str(row["value"])
    when = "no date" if pd.isna(row["as_of"]) else str(row["as_of"])
    return InstitutionStatement(
        _TOPICS.get(topic, topic.replace("_", " ").capitalize()),
        value[:1].upper() + value[1:],
        f"{row['institution']}, {row['program']}",
        when,
    )


def _titles(rows: pd.DataFrame) -> str:
    counted = rows.groupby("job_title")["filings_count"].sum().sort_values(ascending=False, kind="stable")
    named = [f"{title} ({count})" for title, count in counted.head(_MOST_TITLES).items()]
    more = len(counted) - len(named)
    return f"Titles as filed: {'; '.join(named)}{f'; and {more} more' if more else ''}."
