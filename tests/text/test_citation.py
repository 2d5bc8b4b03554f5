"""Citations: everything that leads back to a figure, once each."""

from datetime import date

import pandas as pd

from smartpick.facts import Facts
from smartpick.text.sources import citation, credit_line

DAY = date(2026, 11, 2)
SOURCES = pd.DataFrame(
    {
        "source_id": ["a", "b"],
        "title": ["Outcomes, 2026", "Rates"],
        "publisher": ["NRMP", "AAMC"],
        "edition": ["2026", "season 2024"],
        "published_year": pd.array([2026, None], dtype="Int64"),
        "location": ["Table 3", None],
        "url": ["https://www.nrmp.org/x", None],
    }
)


def test_a_citation_in_full():
    assert citation(SOURCES, ["a", "b", "a", "unknown"], "A curve", "0123456789abcdef", DAY) == (
        "SmartPick. A curve. 2 November 2026, data 0123456789ab.\n"
        "Calculated from:\n"
        "- Outcomes, 2026, NRMP. Table 3. https://www.nrmp.org/x\n"
        "- Rates, AAMC, season 2024\n"
        "SmartPick is affiliated with none of these publishers."
    )


def test_without_sources_nobody_is_named():
    assert citation(SOURCES, [], "A curve", "0123", DAY) == "SmartPick. A curve. 2 November 2026, data 0123."
    assert credit_line(SOURCES, [], "0123") == "SmartPick, data 0123"


def test_the_credit_names_each_publisher_with_its_year():
    assert credit_line(SOURCES, ["a", "b"], "0123") == "SmartPick, from figures of NRMP 2026, AAMC; data 0123"


def test_every_shipped_source_can_be_cited(facts: Facts):
    ids = list(facts.sources["source_id"])
    said = citation(facts.sources, ids, "All", facts.data_hash, DAY)
    assert said.count("\n- ") == len(ids)
    assert "nan" not in said.lower().split()
    assert "<NA>" not in said
