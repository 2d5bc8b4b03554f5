"""The table to take away: every column with its basis, fees that add up, texts on one line."""

import math

import pytest

from smartpick.assessment import assess
from smartpick.engine import Engine
from smartpick.profile import ApplicantProfile
from smartpick.text.application_list import (
    ESTIMATED_COLUMNS,
    GROUP_NAMES,
    OWN_COLUMNS,
    application_fees,
    application_table,
    one_line,
    profile_table,
)
from smartpick.text.programs import program_rows, statement_pages

# Other programs read the file by these names.
COLUMNS = (
    "place group program specialty city state pacific_coast interview_probability marginal_gain signal "
    "application_fee_usd requirements remark its_pages_say ask_about website application_service program_id "
    "your_note"
)


def test_one_row_a_program_and_fees_that_add_up(engine: Engine) -> None:
    plan = assess(ApplicantProfile(max_applications=35), engine, thorough=False).plan
    rows = program_rows(plan, statement_pages(engine.statements))
    table = application_table(plan, rows, engine.fee_schedules, engine.services)
    assert " ".join(table.columns) == COLUMNS
    assert {*ESTIMATED_COLUMNS, *OWN_COLUMNS} <= set(table.columns)
    assert len(table) == 35
    assert table["application_fee_usd"].tolist() == [11.0] * 30 + [30.0] * 5
    assert table["application_fee_usd"].sum() == plan.cost.total_usd
    assert table["program_id"].tolist() == plan.candidates.program_ids.tolist()
    assert (table["pacific_coast"] == "yes").sum() == plan.pacific_count
    assert table["interview_probability"].between(0, 1).all()


def test_every_column_holds_what_it_is_called(engine: Engine) -> None:
    profile = ApplicantProfile(max_applications=35, visa_need="h1b", step3="pass")
    plan = assess(profile, engine, thorough=False).plan
    programs = plan.candidates.programs
    third = str(programs["program_id"].iloc[2])
    rows = program_rows(plan, statement_pages(engine.statements))
    table = application_table(plan, rows, engine.fee_schedules, engine.services, {third: "ask\nthem"})
    for column in ("city", "state", "specialty"):
        assert table[column].tolist() == programs[column].tolist(), column
    assert table["program"].tolist() == [one_line(name) for name in programs["name"]]
    assert table["place"].tolist() == [*range(1, 36)]
    assert table["pacific_coast"].eq("yes").tolist() == programs["state"].isin(["CA", "OR", "WA"]).tolist()
    assert table["interview_probability"].to_numpy() == pytest.approx(plan.interview_probability, abs=1e-5)
    assert table["marginal_gain"].to_numpy() == pytest.approx(plan.marginal_gain, abs=1e-7)
    assert table["signal"].tolist() == list(plan.signal) and len({*plan.signal}) > 1
    # The groups are cut by the chance of an invitation.
    safer, target, reach = (
        table.loc[table["group"] == name, "interview_probability"] for name in GROUP_NAMES.values()
    )
    assert safer.min() >= target.max() and target.min() >= reach.max()
    rules = dict(zip(plan.candidates.eligibility.state, table["requirements"], strict=True))
    assert rules == {"meets": "no stated rule against you", "unknown": "not known"}
    stated = set(engine.statements.index.get_level_values(0).astype(str))
    said = table.loc[table["its_pages_say"] != "", "program_id"]
    assert len(said) > 10 and set(said) <= stated
    assert table["ask_about"].tolist() == [", ".join(row.unknown) for row in rows]
    assert table["ask_about"].str.contains("H-1B").any()
    sites = dict(zip(engine.facts.programs["program_id"], engine.facts.programs["website"], strict=True))
    known = table.loc[table["website"] != "", ["program_id", "website"]].values.tolist()
    assert len(known) > 10 and all(site == sites[program] for program, site in known)
    assert set(table["application_service"]) == {"ERAS"}
    noted = table.loc[table["your_note"] != "", ["program_id", "your_note"]]
    assert noted.to_numpy().tolist() == [[third, "ask them"]]


def test_fees_are_counted_in_each_specialty_and_unknown_ones_stay_unknown(engine: Engine) -> None:
    names = ["Internal Medicine", "Obstetrics and Gynecology"] * 31
    fees = application_fees(names, engine.fee_schedules)
    assert fees[0] == 11.0
    assert fees[60] == 30.0
    assert all(math.isnan(fee) for fee in fees[1::2])


@pytest.mark.parametrize(
    ("field", "value", "answer"),
    [
        ("budget_usd", None, "not set"),
        ("pacific_ties", True, "yes"),
        ("languages", ("=1+1", "Spanish\tand\nmore"), "=1+1, Spanish and more"),
        ("years_since_graduation", 3, "3"),
    ],
)
def test_answers_in_words_on_one_line(field: str, value: object, answer: str) -> None:
    table = profile_table(ApplicantProfile(**{field: value}))  # type: ignore[arg-type]
    place = list(ApplicantProfile.model_fields).index(field)
    assert table["answer"][place] == answer
    assert len(table) == len(ApplicantProfile.model_fields)
