"""Fees: the published worked examples, and the steps of the schedules."""

import numpy as np
import pandas as pd
import pytest

from smartpick.engine import Engine
from smartpick.programs.season import FeeSchedule, fee_schedules, list_cost


@pytest.fixture(scope="module")
def schedules(engine: Engine) -> dict[str, FeeSchedule]:
    return fee_schedules(engine.facts.fees, engine.services)


@pytest.mark.parametrize(
    ("counts", "total"),
    [
        # AAMC's worked examples for the 2026 season: $11 each to 30 in a specialty, $30 each from the 31st.
        ({"Internal Medicine": 43, "Diagnostic Radiology": 7}, 797),
        ({"Internal Medicine": 32, "Family Medicine": 32}, 780),
        ({"Internal Medicine": 30}, 330),
        ({"Internal Medicine": 31}, 360),
        # ResidencyCAS, 2026: $99 for the first 18, $18 each to 30, $23 each from the 31st.
        ({"Emergency Medicine": 46}, 683),
        ({"Emergency Medicine": 1}, 99),
        ({"Emergency Medicine": 18}, 99),
        ({"Emergency Medicine": 19}, 117),
        ({"Internal Medicine": 0}, 0),
        ({}, 0),
    ],
)
def test_worked_examples(schedules: dict[str, FeeSchedule], counts: dict[str, int], total: float) -> None:
    assert list_cost(counts, schedules).total_usd == total


def test_the_shipped_examples_add_up(engine: Engine, schedules: dict[str, FeeSchedule]) -> None:
    examples = engine.facts.fee_examples
    assert examples["example"].nunique() >= 3
    for name, rows in examples.groupby("example"):
        # One ERAS example was printed with a specialty that has since moved to another service.
        eras = schedules["Internal Medicine"]
        of_service = {"ERAS": eras, "ResidencyCAS": schedules["Emergency Medicine"]}
        priced = sum(
            of_service[service].total(int(n))
            for service, n in zip(rows["application_service"], rows["applications_count"], strict=True)
        )
        assert {priced} == set(rows["total_usd"]), name


def test_one_more_application_costs_the_price_of_its_step(schedules: dict[str, FeeSchedule]) -> None:
    totals = schedules["Internal Medicine"].totals(200)
    assert totals[0] == 0
    assert np.diff(totals).tolist() == [11] * 30 + [30] * 170
    assert totals[50] == schedules["Internal Medicine"].total(50)


def test_splitting_over_specialties_is_never_dearer(schedules: dict[str, FeeSchedule]) -> None:
    total = schedules["Internal Medicine"].total
    assert all(total(first) + total(100 - first) <= total(100) for first in range(0, 101, 5))


def test_a_specialty_without_a_published_price_is_counted_and_not_priced(
    schedules: dict[str, FeeSchedule],
) -> None:
    """Obstetrics and Gynecology applies elsewhere and its fee is not known."""
    cost = list_cost({"Internal Medicine": 10, "Obstetrics and Gynecology": 5}, schedules)
    assert cost.by_specialty == {"Internal Medicine": 110}
    assert cost.total_usd == 110
    assert cost.unpriced == {"Obstetrics and Gynecology": 5}


def test_the_newest_season_counts() -> None:
    rows = [
        ("eras_application", s, None, 1, None, a, "application", "a") for s, a in ((2027, 12.0), (2026, 11.0))
    ]
    columns = [
        "item",
        "season",
        "specialty",
        "first_application",
        "last_application",
        "amount_usd",
        "per",
        "source_id",
    ]
    found = fee_schedules(pd.DataFrame(rows, columns=columns), {"Internal Medicine": "ERAS"})
    assert (found["Internal Medicine"].season, found["Internal Medicine"].total(10)) == (2027, 120)


def test_without_fees_nothing_is_priced(engine: Engine) -> None:
    assert fee_schedules(engine.facts.fees.iloc[:0], engine.services) == {}
