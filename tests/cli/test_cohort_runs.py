"""A cohort that is stopped goes on; the kinds of file say the same; the numbers are the page's."""

import csv
import os
import pickle
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from bench.cohort import COLUMNS, random_row, write_roster
from openpyxl import load_workbook

from smartpick import cli
from smartpick.assessment import assess
from smartpick.cohort import CohortRun, RosterFault, outcome_of, read_roster, run_cohort, template_bytes
from smartpick.cohort import running as cohort_running
from smartpick.cohort.results import Cell, table_file
from smartpick.cohort.template import explained_fields
from smartpick.engine import Engine
from smartpick.profile import ApplicantProfile


def random_profiles(count: int, seed: int) -> list[ApplicantProfile]:
    pick = random.Random(seed)
    answers = [dict(zip(COLUMNS, random_row(number, pick), strict=True)) for number in range(count)]
    return [ApplicantProfile.from_answers({k: v for k, v in each.items() if k != "code"}) for each in answers]


def test_the_numbers_are_those_of_the_page(engine: Engine) -> None:
    """Also out of the data (198, 290), without a score, in the season, and where too few are behind them."""
    profiles = random_profiles(50, seed=11)
    plain = profiles[0].changed(applicant_type="non_us_img", specialties=["Internal Medicine"])
    profiles += [
        plain.changed(step2_ck_score=None),
        plain.changed(step2_ck_score=198),
        plain.changed(step2_ck_score=290),
        plain.changed(season_stage="waiting", interviews_in_hand=3),
        plain.changed(specialties=["Plastic Surgery"]),
        plain.changed(
            specialties=["Internal Medicine", "Family Medicine", "Psychiatry"], max_applications=40
        ),
        plain.changed(signals={}, budget_usd=300, pacific_min=None),
    ]
    for profile in profiles:
        page, own = assess(profile, engine), outcome_of(profile, engine, best_lever=False)
        there = page.match_probability
        for on_page, here in (
            (there.point, own.match.point),
            (there.low, own.match.low),
            (there.high, own.match.high),
            (page.match_probability_pacific.point, own.match_pacific),
            (page.expected_interviews.point, own.interviews),
            (page.p_no_interview.point, own.no_interview),
        ):
            assert f"{here:.9f}" == f"{on_page:.9f}"
        assert (own.tier, own.tier_label) == (page.tier.tier, page.tier.label)
        assert own.warnings == page.warnings
        assert (own.applications, own.cost_usd) == (page.plan.size, page.plan.cost.known_usd)


def test_what_weighs_most_and_what_would_help_most(engine: Engine) -> None:
    none = ApplicantProfile(
        step2_ck_score=240, us_letters=3, usce_hands_on_weeks=12, years_since_graduation=1, publications=3
    )
    assert outcome_of(none, engine, best_lever=False).liability == ""
    old = none.changed(years_since_graduation=9, us_letters=0)
    found = outcome_of(old, engine)
    assert "9 years since graduation" in found.liability
    assert found.lever is not None and found.lever.gain.point > 0
    failed = outcome_of(none.changed(step2_ck_score=205), engine)
    assert "passing score" in failed.liability
    assert failed.lever is not None and failed.lever.comes_first


def run(roster: Path, target: Path, engine: Engine, jobs: int = 1) -> list[tuple[int, int]]:
    seen: list[tuple[int, int]] = []
    content = roster.read_bytes()
    what = CohortRun(roster=read_roster(content, roster.name), content=content, target=target, jobs=jobs)
    run_cohort(what, lambda: engine, lambda done, rows: seen.append((done, rows)))
    return seen


class Stopped(Exception):  # noqa: N818 - stands for a power cut
    pass


@pytest.mark.parametrize("kind", [".csv", ".xlsx", ".parquet"])
def test_a_run_that_was_stopped_gives_the_same_file(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(cohort_running, "CHUNK", 3)
    roster = tmp_path / "roster.csv"
    write_roster(roster, 8)
    whole, target = tmp_path / f"whole{kind}", tmp_path / f"out{kind}"
    run(roster, whole, engine)
    content = roster.read_bytes()
    what = CohortRun(roster=read_roster(content), content=content, target=target, jobs=1)

    def stop(done: int, rows: int) -> None:
        if done == 6:
            raise Stopped

    with pytest.raises(Stopped):
        run_cohort(what, lambda: engine, stop)
    part = tmp_path / f".out{kind}.unfinished"
    assert not target.exists() and part.stat().st_mode & 0o077 == 0
    # The last line is cut off, as a power cut may do: that row is done again.
    part.write_bytes(part.read_bytes()[:-10])
    assert run(roster, target, engine)[0] == (5, 8)
    assert target.read_bytes() == whole.read_bytes()
    assert not part.exists()


def test_what_another_roster_left_is_not_taken(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cohort_running, "CHUNK", 1)
    roster, target = tmp_path / "roster.csv", tmp_path / "out.csv"
    roster.write_text("code,CK\nA,230\nB,240\n", encoding="utf-8")
    content = roster.read_bytes()

    def stop(done: int, rows: int) -> None:
        if done:
            raise Stopped

    with pytest.raises(Stopped):
        run_cohort(
            CohortRun(roster=read_roster(content), content=content, target=target, jobs=1),
            lambda: engine,
            stop,
        )
    assert run(roster, tmp_path / "other.csv", engine)[0] == (0, 2), "each file has its own"
    roster.write_text("code,CK\nA,231\nB,240\n", encoding="utf-8")
    assert run(roster, target, engine)[0] == (0, 2)
    with pytest.raises(RosterFault, match="ending"):
        run(roster, tmp_path / "out.doc", engine)


@pytest.mark.skipif(
    not cohort_running._COPIES, reason="elsewhere processes start anew, without what is set here"
)
def test_processes_share_the_rows_and_the_file_is_the_same(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process of the first row is held up until the others have taken from its share."""
    roster, log = tmp_path / "roster.csv", tmp_path / "log"
    write_roster(roster, 12)
    run(roster, tmp_path / "whole.csv", engine)
    own_work = cohort_running._assess_all
    log.touch()

    def work(run: CohortRun, rows: Sequence[int], engine: Engine) -> list[list[Cell]]:
        with log.open("a", encoding="ascii") as file:
            print(os.getpid(), file=file)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            first, *others = log.read_text(encoding="ascii").split()
            if str(os.getpid()) != first or len(others) - others.count(first) >= 10:
                break
            time.sleep(0.01)
        return own_work(run, rows, engine)

    for name, instead in (("CHUNK", 1), ("_WORTH_A_PROCESS", 1), ("_assess_all", work)):
        monkeypatch.setattr(cohort_running, name, instead)
    seen = run(roster, tmp_path / "out.csv", engine, jobs=3)
    assert seen == [(done, 12) for done in range(13)]
    workers = log.read_text(encoding="ascii").split()
    # Two of the rows were handed to the first process before it was held up.
    assert len(set(workers)) == 3 and len(workers) == 12 and workers.count(workers[0]) == 2
    assert (tmp_path / "out.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()

    def fail(run: CohortRun, rows: Sequence[int], engine: Engine) -> list[list[Cell]]:
        if 5 in rows:
            raise ZeroDivisionError("row 5")
        return own_work(run, rows, engine)

    monkeypatch.setattr(cohort_running, "_assess_all", fail)
    with pytest.raises(ZeroDivisionError, match="row 5"):
        run(roster, tmp_path / "failed.csv", engine, jobs=2)
    monkeypatch.setattr(cohort_running, "_assess_all", lambda run, rows, engine: os._exit(9))
    with pytest.raises(ChildProcessError, match="--jobs 1"):
        run(roster, tmp_path / "failed.csv", engine, jobs=2)


def test_a_roster_is_the_same_in_a_process_that_starts_anew(tmp_path: Path) -> None:
    roster = read_roster(b"code,CK,step1,years_since_graduation\nA,230,Pass,3\nB,many,215,x\nC,,?,\n")
    list(roster.applicants())
    travelled = pickle.loads(pickle.dumps(roster))
    assert list(travelled.applicants()) == list(roster.applicants())
    assert [bool(each.fault) for each in travelled.applicants()] == [False, True, False]


@pytest.mark.slow
def test_a_process_that_is_killed_is_gone_on_with(
    tmp_path: Path, shared_database: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A real process with two workers, killed as the system kills; nothing of it stays behind."""
    roster = tmp_path / "roster.csv"
    scores = [(number, 200 + number % 35, number % 3) for number in range(700)]
    lines = [f"M{number},{score},{letters}" for number, score, letters in scores]
    roster.write_text("\n".join(["code,CK,us_letters", *lines]) + "\n", encoding="utf-8")
    target = tmp_path / "out.csv"
    command = [sys.executable, "-m", "smartpick.cli", "cohort", str(roster), "--jobs=2", "-o"]
    part = tmp_path / ".out.csv.unfinished"
    with subprocess.Popen([*command, str(target)], start_new_session=True) as process:
        while not (part.exists() and part.read_bytes().count(b"\n") >= 3):
            assert process.poll() is None
            time.sleep(0.02)
        process.kill()
    assert not target.exists()
    deadline = time.monotonic() + 60
    while _alive(process.pid) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert not _alive(process.pid), "workers outlived the killed process"
    assert cli.main(["cohort", str(roster), "-o", str(target), "--jobs=1"]) == 0
    assert "were done by an earlier run that was stopped" in capfd.readouterr().out
    whole = tmp_path / "whole.csv"
    assert cli.main(["cohort", str(roster), "-o", str(whole), "--jobs=1"]) == 0
    assert target.read_bytes() == whole.read_bytes()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["out.csv", "roster.csv", "whole.csv"]


def _alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_kinds_of_file_say_the_same(engine: Engine, tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text("code,CK,remark,spam\n007,230,=1+2,José\n8,,+x,\n9,999,-,Ñ\n", encoding="utf-8")
    for kind in ("csv", "xlsx", "parquet"):
        run(roster, tmp_path / f"out.{kind}", engine)
    as_parquet = pd.read_parquet(tmp_path / "out.parquet")
    as_csv = pd.read_csv(tmp_path / "out.csv", dtype={"code": str, "CK": str}, encoding="utf-8-sig")
    sheet = load_workbook(tmp_path / "out.xlsx")["Assessed"]
    header, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert header == list(as_parquet) == list(as_csv)
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    assert as_parquet["code"].tolist() == as_csv["code"].tolist() == ["007", "8", "9"]
    assert [row[0] for row in rows] == ["007", 8, 9], "a code with zeros before it is no number"
    assert as_parquet["remark"].tolist() == ["=1+2", "+x", "-"]
    assert as_csv["remark"].tolist() == [row[2] for row in rows] == ["'=1+2", "'+x", "'-"]
    for name in ("match_probability", "match_probability_low", "cost_usd", "applications"):
        place = header.index(name)
        in_sheet = pd.Series([row[place] for row in rows], dtype=float)
        assert as_parquet[name].astype(float).equals(as_csv[name].astype(float))
        assert as_parquet[name].astype(float).equals(in_sheet)
    assert as_parquet["fault"].isna().tolist() == [True, True, False]
    assert as_parquet["data_gaps"][1].startswith("applicant_type; specialties; step2_ck_score; ")


def test_the_same_table_is_the_same_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    for second in (0, 100_000):
        now = time.time() + second
        monkeypatch.setattr(time, "time", lambda now=now: now)
        for kind in (".csv", ".xlsx", ".parquet"):
            file = table_file(tmp_path / f"{second}{kind}", kind, ["a", "a"], [str, float])
            file.write([["x", 0.5], ["", None]])
            file.close()
        made.append([(tmp_path / f"{second}{kind}").read_bytes() for kind in (".csv", ".xlsx", ".parquet")])
    assert made[0] == made[1]


def test_the_template_is_a_roster(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fields = explained_fields()
    assert fields["field"].tolist() == ["code", *ApplicantProfile.model_fields]
    assert (fields["allowed"].str.len() > 3).all() and (fields["if_left_empty"].str.len() > 3).all()
    score = fields.set_index("field").loc["step2_ck_score"]
    assert (score["allowed"], score["if_left_empty"]) == ("1 to 300", "no score yet")
    assert "h1b (H-1B only)" in fields.set_index("field").loc["visa_need", "allowed"]
    assert cli.main(["cohort", "--template", str(tmp_path / "template.csv")]) == 0
    filled = (tmp_path / "template.csv").read_bytes() + ",".join(f'"{x}"' for x in fields["example"]).encode()
    [applicant] = read_roster(filled).applicants()
    assert (applicant.code, applicant.fault, applicant.gaps) == ("M01", "", ())
    book = load_workbook(BytesIO(template_bytes(".xlsx")))
    assert [cell.value for cell in book["Roster"][1]] == fields["field"].tolist()
    assert book["Fields"].max_row == len(fields) + 1
    assert cli.main(["cohort", "--template", str(tmp_path / "template.doc")]) == 2
    assert ".xlsx or .csv" in capsys.readouterr().err
    assert not (tmp_path / "template.doc").exists()


def test_names_are_left_out_unless_they_are_wanted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    roster, target = tmp_path / "roster.csv", tmp_path / "out.csv"
    roster.write_text("Full Name,E-mail,CK\nJosé Ñandú,j@example.test,230\n", encoding="utf-8")
    assert cli.main(["cohort", str(roster), "-o", str(target)]) == 0
    assert "Left out, for they say who somebody is: 'Full Name', 'E-mail'." in capsys.readouterr().out
    text = target.read_text(encoding="utf-8-sig")
    assert "Ñandú" not in text and "example.test" not in text
    [row] = csv.DictReader(text.splitlines())
    assert row["code"] == "A1"
    assert cli.main(["cohort", str(roster), "-o", str(target), "--keep-names"]) == 0
    assert "José Ñandú" in target.read_text(encoding="utf-8-sig")


def test_no_bar_is_drawn_where_nobody_sees_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text("CK\n230\n", encoding="utf-8")
    assert cli.main(["cohort", str(roster), "-o", str(tmp_path / "out.csv")]) == 0
    assert capsys.readouterr().err == ""
