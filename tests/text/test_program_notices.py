"""Twins, excluded and pinned programs: one sentence each, the same on page, command and file."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from smartpick import cli
from smartpick.assessment import Assessment, assess
from smartpick.engine import Engine
from smartpick.plan.eligibility import Eligibility
from smartpick.profile import ApplicantProfile
from smartpick.text.application_list import application_table
from smartpick.text.list_changes import (
    ProgramNotice,
    excluded_sentence,
    notices_shown,
    program_notices,
    twin_sentence,
    twins_of,
)
from smartpick.text.program_facts import program_with_place
from smartpick.text.programs import program_rows

START = ApplicantProfile(
    step2_ck_score=225, max_applications=10, pacific_min=None, pacific_max=None, years_since_graduation=12
)


@pytest.fixture(scope="module")
def ids(engine: Engine) -> dict[str, str]:
    """A program to exclude, one whose own rule is not met, and one that may be another's twin."""
    programs = engine.facts.programs
    everyone = assess(START, engine, thorough=False).plan
    listed = everyone.candidates.program_ids[0]
    pool = everyone.choice.candidates.pool
    unmet = pool.answers["max_years_since_graduation"]
    against = pool.program_ids[np.flatnonzero(unmet.rule & (unmet.number < 12))[0]]
    twin = programs[programs["possible_duplicate_of"].notna()]["program_id"].iloc[0]
    return {"excluded": str(listed), "pinned": str(against), "twin": str(twin)}


@pytest.fixture(scope="module")
def shown(engine: Engine, ids: dict[str, str]) -> Assessment:
    profile = START.changed(pinned=(ids["pinned"], ids["twin"]), excluded=(ids["excluded"],))
    return assess(profile, engine, thorough=False)


@pytest.fixture(scope="module")
def notices(engine: Engine, shown: Assessment) -> dict[str, ProgramNotice]:
    found = program_notices(shown.profile, shown.plan, engine.facts.programs)
    return {notice.kind: notice for notice in found}


def named(engine: Engine, program_id: str) -> str:
    programs = engine.facts.programs
    return program_with_place(programs[programs["program_id"] == program_id].iloc[0].to_dict())


def test_each_kind_has_its_sentence(
    engine: Engine, ids: dict[str, str], notices: dict[str, ProgramNotice]
) -> None:
    assert set(notices) == {"twin", "excluded", "pinned_against_rule"}
    assert notices["excluded"].sentence == excluded_sentence(named(engine, ids["excluded"]))
    pinned = notices["pinned_against_rule"]
    assert pinned.program_id == ids["pinned"]
    assert pinned.sentence.startswith(f"You pinned {named(engine, ids['pinned'])}, so it stays on your list")
    assert "Years since graduation" in pinned.sentence
    programs = engine.facts.programs
    row = programs[programs["program_id"] == ids["twin"]].iloc[0].to_dict()
    assert notices["twin"].sentence == twin_sentence(named(engine, ids["twin"]), twins_of(row, programs))
    assert all(code in notices["twin"].sentence for code in str(row["possible_duplicate_of"]).split("|"))


def test_what_needs_no_word_has_none(engine: Engine) -> None:
    plain = assess(START, engine, thorough=False)
    assert program_notices(plain.profile, plain.plan, engine.facts.programs) == []
    # A pin that meets every rule needs none either.
    first = str(plain.plan.candidates.program_ids[0])
    pinned = assess(START.changed(pinned=(first,)), engine, thorough=False)
    assert program_notices(pinned.profile, pinned.plan, engine.facts.programs) == []


def test_the_file_says_it_in_the_programs_own_line(
    engine: Engine, ids: dict[str, str], shown: Assessment, notices: dict[str, ProgramNotice]
) -> None:
    rows = program_rows(shown.plan, {})
    table = application_table(shown.plan, rows, engine.fee_schedules, engine.services)
    remarks = table.set_index("program_id")["remark"]
    assert remarks[ids["pinned"]] == notices["pinned_against_rule"].sentence
    assert ids["excluded"] not in remarks.index
    fails = shown.plan.candidates.eligibility.state == Eligibility.FAILS
    assert (remarks != "").sum() == fails.sum()


def test_the_workbook_says_all_of_them(
    engine: Engine, shown: Assessment, notices: dict[str, ProgramNotice]
) -> None:
    from datetime import datetime

    from smartpick.web.applications.checklist import sources_table

    said = sources_table(shown, engine, datetime(2026, 1, 1))
    texts = said.loc[said["What"] == "Program that you named", "Title or note"]
    assert set(texts) == {notice.sentence for notice in notices.values()}


@pytest.mark.parametrize("command", ["assess", "plan"])
def test_the_command_says_the_same(
    command: str,
    shown: Assessment,
    notices: dict[str, ProgramNotice],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "profile.json"
    file.write_text(shown.profile.model_dump_json())
    assert cli.main([command, str(file)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert {notice.sentence for notice in notices.values()} <= set(lines)
    assert cli.main([command, str(file), "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert {n["kind"]: n["text"] for n in record["program_notices"]} == {
        kind: notice.sentence for kind, notice in notices.items()
    }


def test_many_notices_are_cut_and_counted() -> None:
    many = [ProgramNotice(str(i), "excluded", excluded_sentence(str(i))) for i in range(8)]
    shown = notices_shown(many)
    assert len(shown) == 6
    assert shown[-1].startswith("3 more programs")
    assert notices_shown([]) == []


def test_no_twin_is_claimed_where_none_is_known(engine: Engine) -> None:
    row = {"possible_duplicate_of": np.nan}
    assert twins_of(row, engine.facts.programs) == []
    assert twins_of({"possible_duplicate_of": pd.NA}, engine.facts.programs) == []
