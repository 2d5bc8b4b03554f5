"""Every table is there with the rows we know it has, in the words we agreed on."""

import csv
import io
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

import smartpick
from smartpick.build.schema import dictionary_text
from smartpick.build.validation import validate
from smartpick.facts import FACT_TABLES
from smartpick.profile import ApplicantProfile
from smartpick.store import Store
from smartpick.tiers import decide_tier, passing_standards

ROWS = {
    "crowd_report_worth": 16,
    "eras_statistics": 15,
    "fee_examples": 5,
    "fees": 25,
    "h1b_filings": 287,
    "img_matches_public": 158,
    "img_selection_studies": 15,
    "interview_rates": 3058,
    "licensing": 18,
    "main_match": 9440,
    "match_rates": 240,
    "only_choice_outcomes": 252,
    "outcome_counts": 24,
    "outcome_distributions": 494,
    "pacific_requirements": 59,
    "program_kind_rules": 6,
    "program_h1b_filings": 523,
    "program_kinds": 126,
    "program_match_history": 37841,
    "program_news": 17,
    "program_rate_model": 406,
    "program_rate_terms": 70,
    "program_requirements": 4736,
    "program_rosters": 5,
    "program_setting": 409,
    "program_volume": 159,
    "programs": 5576,
    "published_effects": 34,
    "reported_invitations": 1089,
    "requirement_reliability": 9,
    "resident_mix": 834,
    "score_bands": 154,
    "signals": 38,
    "specialties": 53,
    "specialty_aliases": 59,
    "state_img_share": 104,
    "state_positions": 8442,
    "states": 54,
    "us_senior_outcomes": 42,
    "usmle_means": 16,
    "usmle_pass_rates": 59,
    "usmle_percentiles": 161,
    "usmle_rules": 15,
    "visa_facts": 28,
    "director_survey": 908,
}


@pytest.mark.parametrize("table", sorted(ROWS))
def test_row_counts(store: Store, table: str) -> None:
    assert len(store.table(table)) == ROWS[table]


def test_the_model_gets_every_table_with_rows(store: Store) -> None:
    facts = store.facts()
    assert all(len(getattr(facts, name)) for name in FACT_TABLES)


def test_programs_know_their_state(store: Store) -> None:
    programs = store.facts().programs
    assert len(programs) == 5576
    assert programs["program_id"].is_unique
    assert programs["census_division"].notna().all()
    assert set(programs.loc[programs["pacific_coast"], "state"]) == {"CA", "OR", "WA"}
    assert set(programs.loc[programs["census_division"] == "Pacific", "state"]) == {
        "AK",
        "CA",
        "HI",
        "OR",
        "WA",
    }


def test_unknown_stays_unknown(store: Store) -> None:
    programs = store.facts().programs
    assert programs["city"].isna().sum() == 62
    assert programs["latitude"].isna().sum() == 85
    pooled = programs[programs["positions_scope"] == "several_sites_pooled"]
    assert len(pooled) == 22
    assert pooled[["positions_pgy1", "nrmp_quota", "nrmp_matched"]].isna().all(axis=None)
    counts = store.facts().outcome_counts.set_index("specialty")
    assert counts["applicants_all_types_count"].isna().sum() == 1
    assert counts["applicants_all_types_count"].isna()["Obstetrics and Gynecology"]


def test_every_source_is_used_and_each_names_a_publisher(store: Store, folder: Path) -> None:
    known = set(store.facts().sources["source_id"])
    used: set[str] = set()
    for name in set(store.table_names()) - {"sources"}:
        frame = store.table(name)
        for column in {"source_id", "source_ids"} & set(frame.columns):
            used |= {source for cell in frame[column].dropna() for source in cell.split("|")}
    assert used <= known
    assert known == used
    assert store.facts().sources["publisher"].notna().all()


def test_no_licensed_per_program_figure_is_shipped(store: Store) -> None:
    licensed = "aamc_residency_explorer"
    for name in set(store.table_names()) - {"sources"}:
        frame = store.table(name)
        if "program_id" in frame:
            column = "source_id" if "source_id" in frame else "source_ids"
            assert not frame[column].str.contains(licensed).any(), name
    for name, least in (("interview_rates", "programs_reporting"), ("resident_mix", "programs_count")):
        assert store.table(name)[least].min() >= 5


def test_reported_invitations_are_counts_with_what_a_zero_is_worth(store: Store) -> None:
    reports = store.facts().reported_invitations
    families = reports[reports["program_id"].str.startswith("120")]
    families = families[families["evidence"] == "invitation_log"]
    assert set(families["coverage"]) == {"all_programs_listed"}
    zero = families[["us_img_count", "non_us_img_count", "img_unspecified_count"]].sum(axis=1) == 0
    assert (zero & (families["reports_count"] > 0)).sum() > 200
    surgery = reports[reports["program_id"].str.startswith("440")]
    assert set(surgery["track"]) == {"categorical", "preliminary"}
    assert set(surgery["coverage"]) == {"programs_with_a_report"}
    assert {"handle", "comment", "program_as_printed"}.isdisjoint(reports.columns)


def tier_rule(name: str, sentence: str) -> str:
    return f'{name},liability,C,,years_since_graduation,at_least,20,years,"{sentence}",,A,,smartpick_guide\n'


def test_what_the_model_needs_is_asked_for_when_the_data_are_built(tmp_path: Path, folder: Path) -> None:
    """A new military program is judged, a new rule brings its sentence, and no standard is missing."""
    copy = tmp_path / "data"
    shutil.copytree(folder, copy)

    def rewrite(table: str, text: Callable[[str], str]) -> None:
        file = copy / f"{table}.csv"
        file.write_text(text(file.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")

    program = (
        "1405100999,true,,Fort Belvoir Community Hospital,,Internal Medicine,140,Fort Belvoir,VA,"
        ",,,,,,0,program,,high,2026,,acgme_new_programs_2026\n"
    )
    rules = [
        tier_rule("silent", ""),
        tier_rule("other_limit", "Over {limit[us_letters]:g} letters."),
        tier_rule("no_such_quantity", "{now[hope]:g} hopes."),
        tier_rule("no_number", "{now[us_letters]} letters."),
    ]
    rewrite("programs/programs", lambda text: text + program)
    rewrite("rules/tier_rules", lambda text: text + "".join(rules))
    rewrite(
        "exams/usmle_rules", lambda text: text.replace("Step 2 CK,standard error", "Step 1,standard error")
    )
    told = {(fault.file.rpartition("/")[2], fault.reason) for fault in validate(copy).faults}
    limits = "a limit[...] in a sentence is no threshold of its rule, or a now[...] no quantity of the rules"
    assert told == {
        (
            "program_kinds.csv",
            "a rule finds the program, but program_kinds does not list it under that rule "
            "(1405100999 military_names).",
        ),
        ("tier_rules.csv", "a rule has its sentence in exactly one of its rows (silent)."),
        ("tier_rules.csv", f"{limits} ({{limit[us_letters]:g}})."),
        ("tier_rules.csv", f"{limits} ({{now[hope]:g}})."),
        ("tier_rules.csv", f"{limits} ({{now[us_letters]}} letters.)."),
        (
            "usmle_rules.csv",
            "Step 2 CK has no value of this rule, which every tier needs (standard error of measurement).",
        ),
    }


def test_a_new_tier_rule_that_passes_the_build_can_be_said(store: Store) -> None:
    """A rule without words ended in a KeyError on the page before."""
    facts = store.facts()
    names = "rule_id,role,tier,need,quantity,comparison,value,unit,sentence,missing,clause,reading,source_id"
    new = tier_rule("very_old", "{now[us_letters]:g} letters, {limit[years_since_graduation]:g} years.")
    rules = pd.concat([facts.tier_rules, pd.read_csv(io.StringIO(f"{names}\n{new}"))])
    graduate = ApplicantProfile(years_since_graduation=21, us_letters=2)
    decision = decide_tier(graduate, rules, passing_standards(facts.usmle_rules)[-1])
    assert "2 letters, 20 years." in {one.text for one in decision.reasons}


def test_the_rate_model_has_every_coefficient_that_an_index_needs(store: Store) -> None:
    model = store.facts().program_rate_model
    index = model[model["block"] == "index"].set_index("term")["coefficient"]
    assert len(index) == 20
    assert index["kaiser"] == -0.4618
    assert index["reported_non_us"] == 0.5412
    for block, parts in (("slope", 16), ("intercept", 44), ("place", 49), ("spread", 28)):
        assert (model["block"] == block).sum() == parts
    slopes = model[(model["block"] == "slope") & (model["part"] == "near_zero")].set_index("specialty")
    assert slopes["coefficient"]["Family Medicine"] == -2.649
    assert slopes["coefficient"]["Other specialties"] == -2.252
    fitted = model[~model["block"].isin(["pooling", "evidence_mean"])]
    assert fitted["standard_error"].notna().all()
    assert model["programs_count"].min() >= 5


def test_the_dictionary_is_current(folder: Path) -> None:
    written = (folder / "README.md").read_text(encoding="utf-8")
    assert written == dictionary_text(folder), "Run `smartpick build --dictionary`."


# Publishers and programs only: no copyists, code hosts, forums or notes of whoever collected the figures.
UNWANTED = (
    *("github", "gitlab", "bitbucket", "reddit", "redlib", "pypi", "npmjs", "crates.io", "docs.rs", "@"),
    *(
        "fetched",
        "excerpt",
        "snippet",
        "scraped",
        "pdftotext",
        "file-index",
        "repositor",
        "dropbox",
        "file://",
    ),
)


@pytest.mark.parametrize("word", UNWANTED)
def test_no_handles_hosts_or_notes_of_the_collector(folder: Path, word: str) -> None:
    shipped = [path for path in folder.rglob("*") if path.suffix in {".csv", ".toml", ".md"}]
    found = [
        f"{path.relative_to(folder)}: {line.strip()}"
        for path in shipped
        if word in lower_text(path)
        for line in lower_text(path).splitlines()
        if word in line
    ]
    assert shipped
    assert found == []


@cache
def lower_text(path: Path) -> str:
    return path.read_text(encoding="utf-8").lower()


def test_files_are_utf8_with_unix_lines_and_one_final_newline(folder: Path) -> None:
    for path in folder.rglob("*.csv"):
        content = path.read_bytes()
        assert b"\r" not in content, path.name
        assert content.endswith(b"\n") and not content.endswith(b"\n\n"), path.name
        assert not content.startswith(b"\xef\xbb\xbf"), path.name


def test_every_model_parameter_is_used_by_the_model(folder: Path) -> None:
    package = Path(smartpick.__file__).parent
    code = "".join(
        path.read_text(encoding="utf-8")
        for path in package.rglob("*.py")
        if path.relative_to(package).parts[0] not in ("presenters", "ui")
    )
    with (folder / "parameters" / "model_parameters.csv").open(encoding="utf-8", newline="") as file:
        names = [row["parameter"] for row in csv.DictReader(file)]
    assert names
    assert [name for name in names if f'"{name}"' not in code] == []
