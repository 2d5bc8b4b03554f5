"""What others build on: the README's examples as printed, and the names and errors of the functions."""

import csv
import doctest
import inspect
import json
import re
import runpy
import shlex
from pathlib import Path

import numpy as np
import pytest

import smartpick
from smartpick import ApplicantProfile, assess, plan_applications, score_curve
from smartpick.cli import main
from smartpick.odds import Distribution, fit_score_curve
from smartpick.plan import best_list, order_by_marginal_gain
from smartpick.profile import ProfileFaults

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    found = re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)
    assert found
    return found


@pytest.mark.parametrize("block", blocks("python"), ids=["shipped data", "parts alone"])
def test_the_readme_s_python_gives_what_it_prints(block: str) -> None:
    test = doctest.DocTestParser().get_doctest(block, {}, "README.md", "README.md", 0)
    assert len(test.examples) >= 5
    report: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    runner.run(test, out=report.append)
    assert runner.summarize(verbose=False).failed == 0, "".join(report)


@pytest.fixture
def readme_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "profile.json").write_text(blocks("json")[0], encoding="utf-8")
    (tmp_path / "roster.csv").write_text(blocks("csv")[0], encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "line", re.findall(r"^\$ smartpick (.+)$", "".join(blocks("console")), flags=re.MULTILINE)
)
def test_the_readme_s_commands_run(line: str, readme_files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(shlex.split(line)) == 0
    printed = capsys.readouterr()
    assert printed.out.strip()
    if "--json" in line:
        assert json.loads(printed.out)["programs"]
    if line.startswith("cohort"):
        with (readme_files / "assessed.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert [row["initials"] for row in rows] == ["A", "B"]
        assert all(row["tier"] and not row["fault"] for row in rows)


def test_the_readme_s_profile_is_a_profile() -> None:
    assert ApplicantProfile.from_answers(json.loads(blocks("json")[0])).step2_ck_score == 222


def test_the_example_runs(capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(ROOT / "examples" / "advising.py"), run_name="__main__")
    printed = capsys.readouterr().out
    assert "60 applications, $" in printed
    assert re.search(r"M04: Step 2 CK score is '2o5'\. Scores run from 1 to 300", printed)
    assert len(re.findall(r"^M0[123]: .* \d+ answers not known$", printed, flags=re.MULTILINE)) == 3


def test_names_and_parameters_are_as_promised() -> None:
    assert set(smartpick.__all__) >= {
        "ApplicantProfile",
        "assess",
        "assess_cohort",
        "plan_applications",
        "score_curve",
    }
    expected = {
        score_curve: ["specialty", "applicant_type"],
        assess: ["profile"],
        plan_applications: ["profile"],
        Distribution: ["n", "min", "q1", "median", "q3", "max", "mean", "sd"],
        fit_score_curve: ["matched", "not_matched", "matched_count", "not_matched_count"],
        order_by_marginal_gain: ["success", "value", "size"],
        best_list: ["success", "value", "cost", "budget"],
    }
    for face, names in expected.items():
        assert list(inspect.signature(face).parameters)[: len(names)] == names


def test_profile_fields_are_as_promised() -> None:
    """DESIGN 8: JSON files and links use these names."""
    promised = [
        "applicant_type",
        "specialties",
        "step1",
        "step1_score",
        "step1_failures",
        "step2_ck_score",
        "step2_ck_failures",
        "step2_ck_date",
        "step3",
        "step3_score",
        "ecfmg_certified",
        "visa_need",
        "years_since_graduation",
        "usce_hands_on_weeks",
        "usce_observer_weeks",
        "us_letters",
        "pacific_letters",
        "publications",
        "presentations",
        "us_research_months",
        "english",
        "languages",
        "pacific_ties",
        "unexplained_gap",
        "pacific_weight",
        "max_applications",
        "budget_usd",
        "pacific_min",
        "pacific_max",
        "signals",
        "pinned",
        "excluded",
    ]
    added = [
        "second_choice_value",
        "season_stage",
        "season_month",
        "interviews_in_hand",
        "programs_ranked",
        "earlier_unmatched_seasons",
    ]
    fields = list(ApplicantProfile.model_fields)
    assert [field for field in fields if field not in added] == promised
    assert set(added) <= set(fields)


def test_a_specialty_may_be_given_by_its_short_name() -> None:
    by_name, short = score_curve("Internal Medicine"), score_curve("im", "non_us_img")
    scores = np.array([220.0, 240, 260])
    assert by_name.probability(scores).tolist() == short.probability(scores).tolist()


@pytest.mark.parametrize("name", ["Alchemy", "", "Internal Medecine"])
def test_an_unknown_specialty_is_named(name: str) -> None:
    with pytest.raises(LookupError, match=re.escape(f"'{name}' is not a specialty")):
        score_curve(name)


def test_a_profile_may_be_a_dict_of_answers() -> None:
    answers = {"step2_ck_score": 231, "max_applications": 20}
    assert (
        assess(answers).match_probability == assess(ApplicantProfile.from_answers(answers)).match_probability
    )
    assert plan_applications(answers).size == 20


def test_all_faults_of_a_dict_come_at_once() -> None:
    with pytest.raises(ProfileFaults) as raised:
        assess({"step2_ck_score": 999, "visa_need": "b2", "hair_colour": "red"})
    assert {fault.field for fault in raised.value.faults} == {"step2_ck_score", "visa_need", "hair_colour"}
