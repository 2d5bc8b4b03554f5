"""Filings and statements reach the programs that they are about, and no other."""

import pandas as pd
import pytest

from smartpick.explore.same_names import coast_statements_of, filings_of
from smartpick.facts import Facts
from smartpick.store import open_store

UW_SURGERY, OHSU_MEDICINE, HILLSBORO_MEDICINE = "4405421348", "1404031357", "1404000359"


@pytest.fixture(scope="module")
def filings(shared_database) -> pd.DataFrame:  # type: ignore[no-untyped-def]
    with open_store(shared_database) as store:
        return store.table("h1b_filings")


@pytest.fixture(scope="module")
def statements(shared_database) -> pd.DataFrame:  # type: ignore[no-untyped-def]
    with open_store(shared_database) as store:
        return store.table("pacific_requirements")


def row_of(facts: Facts, program_id: str) -> int:
    return facts.programs.index.get_loc(facts.programs.index[facts.programs["program_id"] == program_id][0])


def programs(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["name", "institution", "city", "state"])
    return table.assign(specialty="Internal Medicine", row_confidence="high")


def filed(employer: str, city: str, state: str = "OH") -> pd.DataFrame:
    return pd.DataFrame({"state": [state], "city": [city], "employer": [employer]})


def test_filings_of_the_university_show_with_its_programs(facts: Facts, filings: pd.DataFrame) -> None:
    found = filings_of(filings, facts.programs, row_of(facts, UW_SURGERY))
    assert set(found["employer"]) == {"University of Washington"}
    assert set(found["state"]) == {"WA"}


@pytest.mark.slow
def test_the_programs_of_the_shipped_table_are_those_with_filings(
    facts: Facts, filings: pd.DataFrame
) -> None:
    found = {}
    # Without the many columns that nothing is asked of, for these are 5,576 searches.
    programs = facts.programs[["name", "institution", "city", "state"]].astype(object)
    told = filings[["state", "city", "employer", "filings_count"]].astype(object)
    for row, program in enumerate(facts.programs["program_id"]):
        same = filings_of(told, programs, row)
        if not same.empty:
            found[str(program)] = int(same["filings_count"].sum())
    table = facts.program_h1b_filings
    assert dict(zip(table["program_id"], table["filings_count"], strict=True)) == found


@pytest.mark.parametrize(
    ("name", "city", "state", "found"),
    [
        ("Mercy Med Ctr", "Canton", "OH", 1),  # abbreviated, in the city
        ("Mercy Medical Center", "Canton", "OH", 1),
        ("Mercy Medical Center", "Canton", "IL", 0),  # another state
        ("Mercy Health Medical Center", "Canton", "OH", 0),  # near, and another name
        ("Mercy", "Canton", "OH", 0),
        ("Medical Center of Mercy", "Canton", "OH", 0),  # the same words in another order
    ],
)
def test_only_the_same_name_in_the_same_state(name: str, city: str, state: str, found: int) -> None:
    one = programs((name, "", city, state))
    assert len(filings_of(filed("MERCY MEDICAL CENTER, INC.", "Canton"), one, 0)) == found


def test_a_namesake_elsewhere_needs_a_program_in_the_city() -> None:
    table = programs(("Oak Hospital", "Oak Hospital", "Lima", "OH"), ("Elm", "Oak Hospital", "Troy", "OH"))
    assert len(filings_of(filed("Oak Hospital", "Lima"), table, 1)) == 1, "the same sponsor, another site"
    assert filings_of(filed("Oak Hospital", "Kent"), table, 1).empty, "nobody of that name is where it filed"


def test_saints_have_namesakes() -> None:
    table = programs(("St Luke Hospital", "", "Lima", "OH"), ("St Luke Hospital", "", "Troy", "OH"))
    assert len(filings_of(filed("Saint Luke Hospital", "Lima"), table, 0)) == 1
    assert filings_of(filed("Saint Luke Hospital", "Lima"), table, 1).empty


def test_a_statement_on_a_specialty_is_about_one_program(facts: Facts, statements: pd.DataFrame) -> None:
    own = coast_statements_of(statements, facts.programs, row_of(facts, OHSU_MEDICINE))
    assert set(own["program"]) == {"Internal Medicine"} and len(own) == 4
    # The same sponsor and specialty, another program: its own name decides.
    assert coast_statements_of(statements, facts.programs, row_of(facts, HILLSBORO_MEDICINE)).empty


def test_a_statement_on_all_programs_is_about_each_of_that_name(
    facts: Facts, statements: pd.DataFrame
) -> None:
    found = coast_statements_of(statements, facts.programs, row_of(facts, UW_SURGERY))
    assert set(found["program"]) == {"General Surgery", "all", "all accredited residency/fellowship"}


def test_each_statement_on_a_specialty_reaches_at_most_one_program(
    facts: Facts, statements: pd.DataFrame
) -> None:
    names = ["program_id", "name", "institution", "city", "state", "specialty", "row_confidence"]
    on_the_coast = facts.programs["state"].isin(["CA", "OR", "WA"])
    programs = facts.programs.loc[on_the_coast, names].astype(object)
    reached: dict[int, list[str]] = {}
    for row, (_, program) in enumerate(programs.iterrows()):
        for statement in coast_statements_of(statements, programs, row).itertuples():
            reached.setdefault(statement.Index, []).append(str(program["program_id"]))
            if not statement.program.lower().startswith("all"):
                assert program["specialty"][:4] in (statement.program[:4], "Inte")
    for index, ids in reached.items():
        scope = statements.loc[index, "program"]
        assert len(ids) == 1 or scope.lower().startswith("all"), scope
    unreached = statements.drop(index=list(reached))
    assert set(unreached["institution"]) == {
        "UC San Diego",  # the pages of a fellowship and of a research track
        "UCLA (DGSOM)",
        "Providence St. Vincent (Portland)",
        "Los Angeles General (LAC+USC)",
        "Sutter CPMC",
        "UC Riverside",
        "Providence Eureka (St. Joseph)",
    }
