"""The words and tables of the page of sources and method."""

import re
from dataclasses import replace
from string import Formatter

import pandas as pd
import pytest

from smartpick.facts import Facts
from smartpick.store import Store, open_store
from smartpick.text.calibration import (
    EVIDENCE,
    NO_REASON,
    compared_points,
    coverage_lines,
    differing_first,
    disagreements,
    misses_by,
    verdict_counts,
)
from smartpick.text.method import (
    BASES,
    PROSE,
    SOURCE_ID,
    WEST_COAST_IDENTITY,
    basis_counts,
    by_publisher,
    effects_table,
    limit_figures,
    limits,
    matching_sources,
    model_steps,
    parameter_line,
    parameter_words,
    parameters_table,
    source_entries,
    sources_file,
    step_figures,
)


@pytest.fixture(scope="module")
def store(shared_database):  # type: ignore[no-untyped-def]
    with open_store(shared_database) as opened:
        yield opened


@pytest.fixture(scope="module")
def checks(store: Store) -> pd.DataFrame:
    return store.table("calibration_checks").fillna({"reason": "", "borrowed": ""})


def test_every_parameter_of_a_step_exists_and_every_parameter_has_a_step(facts: Facts) -> None:
    named = {name for step in model_steps(facts) for name in step.parameters}
    assert named == set(facts.model_parameters["parameter"])


def test_formulas_have_as_many_opening_as_closing_braces(facts: Facts) -> None:
    for formula in [formula for step in model_steps(facts) for formula in step.formulas]:
        plain = re.sub(r"\\[{}]", "", formula)
        assert plain.count("{") == plain.count("}"), formula
        assert plain.count(r"\left") == plain.count(r"\right")


def placeholders(entries: list[dict[str, str]]) -> set[str]:
    """Return the {names} in the texts of these entries; formulas, which are lists, have none."""
    texts = [text for entry in entries for text in entry.values() if isinstance(text, str)]
    return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}


def test_every_placeholder_of_the_prose_is_filled_and_every_figure_is_used(
    facts: Facts, checks: pd.DataFrame
) -> None:
    assert placeholders(PROSE["steps"]) == set(step_figures(facts))
    assert placeholders(PROSE["limits"]) == set(limit_figures(facts, checks))
    assert not any("{" in limit.text + limit.title for limit in limits(facts, checks))
    for step in model_steps(facts):
        assert "{" not in step.text + step.symbols + step.published + step.derived + step.assumed


def test_figures_in_the_prose_are_those_of_the_data(facts: Facts, checks: pd.DataFrame) -> None:
    def step(key: str, of: Facts) -> str:
        (found,) = [step for step in model_steps(of) if step.key == key]
        return f"{found.text} {found.published}"

    measured = replace(facts, program_rate_model=facts.program_rate_model.assign(programs_count=1234))
    assert "on 1,234 programs." in step("places", measured) != step("places", facts)
    dated = replace(facts, sources=facts.sources.assign(published_year=2031))
    assert "applicant type, 2031." in step("pacific", dated) != step("pacific", facts)
    visa = facts.program_requirements[facts.program_requirements["requirement"] == "visa_j1"]
    said = {limit.title: limit.text for limit in limits(facts, checks)}
    assert f"Of {len(facts.programs):,} programs, {visa['program_id'].nunique():,} (" in " ".join(
        said.values()
    )
    assumed = (facts.effects["basis"] == "assumed").sum() + (
        facts.model_parameters["basis"] == "assumed"
    ).sum()
    assert said["Effects that are assumed"].startswith(f"{assumed} of ")


def test_parameter_words_and_line(facts: Facts) -> None:
    assert parameter_words("h1b_without_step3_odds_ratio") == "H-1B without Step 3 odds ratio"
    line = parameter_line(facts.model_parameters, "pacific_interview_worth")
    row = facts.model_parameters.set_index("parameter").loc["pacific_interview_worth"]
    assert f"{row['value']:g}" in line and line.endswith(row["basis"])
    with pytest.raises(KeyError):
        parameter_line(facts.model_parameters, "no_such")


def test_tables_keep_to_the_basis_and_the_counts_add_up(facts: Facts) -> None:
    counts = basis_counts(facts.effects, facts.model_parameters)
    for basis in BASES:
        shown = effects_table(facts.effects, facts.sources, [basis])
        others = parameters_table(facts.model_parameters, facts.sources, [basis])
        assert len(shown) + len(others) == counts[basis]
        assert set(shown["Basis"]) | set(others["Basis"]) <= {basis}
    assert sum(counts.values()) == len(facts.effects) + len(facts.model_parameters)


def test_sources_carry_the_rows_that_rest_on_them(facts: Facts, store: Store) -> None:
    counted = store.rows_by_source()
    entries = source_entries(facts.sources, counted)
    assert {entry.source_id for entry in entries} == set(facts.sources["source_id"])
    assert all(entry.rows > 0 for entry in entries)
    assert all(SOURCE_ID.fullmatch(entry.source_id) for entry in entries)
    effects = facts.effects[facts.effects["source_id"] == "smartpick_guide"]
    guide = counted[counted["source_id"] == "smartpick_guide"].set_index("table_name")["rows_count"]
    assert guide["effects"] == len(effects)
    file = sources_file(facts.sources, counted)
    assert file["rows_count"].sum() == counted["rows_count"].sum()


def test_the_search_needs_every_word_and_the_largest_publisher_is_first(facts: Facts, store: Store) -> None:
    entries = source_entries(facts.sources, store.rows_by_source())
    found = matching_sources(entries, "NRMP 2026")
    assert found and all(
        "nrmp" in e.publisher.lower() + e.title.lower() + str(e.lines).lower() for e in found
    )
    assert matching_sources(entries, "nrmp xyzzy") == []
    derived = matching_sources(entries, "", ["derived"])
    assert len(derived) == int((facts.sources["trust"] == "derived").sum())
    groups = by_publisher(entries)
    assert groups[0][0] == "NRMP"
    assert sum(len(members) for _, members in groups) == len(entries)


def test_limits_take_their_figures_from_the_tables(facts: Facts, checks: pd.DataFrame) -> None:
    said = {limit.title: limit.text for limit in limits(facts, checks)}
    west_coast = checks[checks["identity"] == WEST_COAST_IDENTITY].iloc[0]
    assert f"{100 * west_coast['published']:.1f}" in said["The West Coast"]
    assert f"{100 * west_coast['model']:.1f}" in said["The West Coast"]
    without = {limit.title: limit.text for limit in limits(facts, checks.iloc[:0])}
    assert "not known" in without["The West Coast"]


def test_what_differs_is_told_once_with_its_reason(checks: pd.DataFrame) -> None:
    found = disagreements(checks)
    differing = checks[checks["verdict"] == "differs"]
    assert sum(len(one.lines) for one in found) == len(differing)
    unexplained = sum(reason == NO_REASON for one in found for _, _, reason in one.lines)
    assert unexplained == int((differing["reason"] == "").sum())
    order = [list(EVIDENCE).index(one.evidence) for one in found]
    assert order == sorted(order)
    assert list(differing_first(checks)["Verdict"][: len(differing)].unique()) == ["differs"]


def test_counts_are_those_of_the_table(checks: pd.DataFrame) -> None:
    counts = verdict_counts(checks)
    assert counts["differs"].sum() == (checks["verdict"] == "differs").sum()
    assert counts["agrees"].sum() == (checks["verdict"] == "agrees").sum()


def test_the_most_missed_specialty_and_place_come_first(checks: pd.DataFrame) -> None:
    judged = checks[checks["verdict"] != "for information"]
    by_specialty, by_place = misses_by(checks, "specialty"), misses_by(checks, "place")
    assert by_specialty["Compared"].sum() == len(judged)
    assert by_specialty["Differ"].sum() == (judged["verdict"] == "differs").sum()
    assert (by_specialty["Of these differ"] <= by_specialty["Not seen by the fit"]).all()
    for table in (by_specialty, by_place):
        shares = table["Differ"] / table["Compared"]
        assert shares.is_monotonic_decreasing and shares.iloc[0] > 0
    of_places = judged["identity"].str.contains("published place")
    assert by_place["Compared"].sum() == of_places.sum() > 1000


def test_points_are_shares_of_people_only(checks: pd.DataFrame) -> None:
    points = compared_points(checks)
    assert len(points) > 50
    assert points[["published", "model"]].max().max() <= 1
    assert not points["what"].str.contains("coverage|difference").any()


def test_coverage_is_the_mean_over_the_truths(store: Store) -> None:
    recovery = store.table("calibration_recovery")
    lines = coverage_lines(recovery)
    assert list(lines.index) == sorted(recovery["applicants_count"].unique())
    part = lines.columns[0]
    first = recovery[(recovery["part"] == part) & (recovery["applicants_count"] == lines.index[0])]
    assert lines.loc[lines.index[0], part] == pytest.approx(first["coverage"].mean())
