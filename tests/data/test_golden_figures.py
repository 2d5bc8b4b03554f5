"""Figures looked up in the publications, so that a slip in a table does not go unseen."""

import pytest

from smartpick.store import Store


def distribution(store: Store, specialty: str, measure: str, outcome: str) -> dict[str, float]:
    table = store.facts().outcome_distributions
    rows = table[
        (table["specialty"] == specialty)
        & (table["applicant_type"] == "non_us_img")
        & (table["measure"] == measure)
        & (table["outcome"] == outcome)
    ]
    assert len(rows) == 1
    return rows.iloc[0].to_dict()


def test_internal_medicine_scores_charting_outcomes_2026(store: Store) -> None:
    matched = distribution(store, "Internal Medicine", "step2_ck_score", "matched")
    assert (matched["n"], matched["mean"], matched["min"], matched["max"]) == (2649, 249.0, 209, 284)


def test_family_medicine_is_flat(store: Store) -> None:
    matched = distribution(store, "Family Medicine", "step2_ck_score", "matched")
    not_matched = distribution(store, "Family Medicine", "step2_ck_score", "not_matched")
    assert (matched["median"], not_matched["median"]) == (230, 231)


def test_preferred_specialty_match_of_non_us_imgs_2026_is_49_percent(store: Store) -> None:
    counts = store.facts().outcome_counts
    matched, not_matched = counts["matched_count"].sum(), counts["not_matched_count"].sum()
    assert 100 * matched / (matched + not_matched) == pytest.approx(49.0, abs=0.15)


@pytest.mark.parametrize(
    ("match_year", "applicant_type", "rate"),
    [
        (2026, "non_us_img", 56.4),
        (2026, "us_img", 70.0),
        (2025, "non_us_img", 58.0),
        (2024, "us_md_senior", 93.5),
    ],
)
def test_any_pgy1_match_rates(store: Store, match_year: int, applicant_type: str, rate: float) -> None:
    table = store.facts().match_rates
    row = table[
        (table["match_year"] == match_year)
        & (table["applicant_type"] == applicant_type)
        & (table["specialty"] == "All specialties")
    ]
    assert row["pgy1_match_rate_pct"].tolist() == [rate]


@pytest.mark.parametrize(("match_year", "quota", "matched"), [(2020, 37256, 35258), (2019, 35185, 33417)])
def test_program_quotas_sum_to_the_published_totals(
    store: Store, match_year: int, quota: int, matched: int
) -> None:
    history = store.table("program_match_history")
    year = history[(history["match_year"] == match_year) & (history["coverage"] == "nation")]
    published = store.table("main_match").query(
        "match_year == @match_year and specialty == 'All specialties' and position_level == 'all'"
        " and applicant_type == 'all'"
    )
    totals = published.set_index("measure")["count"]
    assert (year["quota"].sum(), year["matched"].sum()) == (quota, matched)
    assert (totals["positions_offered"], totals["positions_filled"]) == (quota, matched)


def test_positions_of_2021_sum_over_states_to_the_published_total(store: Store) -> None:
    positions = store.table("state_positions").query("match_year == 2021")
    assert (positions["positions_offered"].sum(), positions["matched_count"].sum()) == (38106, 36179)


def test_interview_rates_near_zero_of_the_design(store: Store) -> None:
    rates = store.facts().interview_rates.query("applicant_group == 'non_us_img'")
    near_zero = rates.set_index(["specialty", "geography"])["near_zero_share"]
    assert near_zero["Internal Medicine", "United States"] == pytest.approx(0.21, abs=0.005)
    assert near_zero["Internal Medicine", "CA"] == pytest.approx(0.38, abs=0.005)
    assert near_zero["Family Medicine", "CA"] == pytest.approx(0.65, abs=0.005)


def test_pacific_family_medicine_takes_j1_in_36_percent(store: Store) -> None:
    mix = store.facts().resident_mix.query(
        "specialty == 'Family Medicine' and geography == 'Pacific' and setting == 'all'"
    )
    assert mix["j1_share"].tolist() == [pytest.approx(0.36, abs=0.005)]


def test_step2_ck_passing_standards(store: Store) -> None:
    rules = store.facts().usmle_rules.query("exam == 'Step 2 CK' and rule == 'passing score'")
    dated = rules.dropna(subset=["effective_from"]).sort_values("effective_from")
    assert dated["value"].tolist() == [203, 209, 214, 218]
    assert str(dated["effective_from"].iloc[-1].date()) == "2025-07-01"
    assert rules["value"].min() == 196


def test_fee_tiers_reproduce_the_published_examples(store: Store) -> None:
    fees = store.facts().fees
    for _, example in store.facts().fee_examples.groupby("example"):
        service = example["application_service"].iloc[0]
        item = {"ERAS": "eras_application", "ResidencyCAS": "residencycas_application"}[service]
        tiers = fees[(fees["item"] == item) & (fees["season"] == example["season"].iloc[0])]
        total = 0.0
        for count in example["applications_count"]:
            last = tiers["last_application"].fillna(count).clip(upper=count)
            inside = (last - tiers["first_application"] + 1).clip(lower=0)
            billed = inside.where(tiers["per"] == "application", (inside > 0).astype("Int64"))
            total += float((billed * tiers["amount_usd"]).sum())
        assert total == example["total_usd"].iloc[0]


def test_radiology_signals_are_one_pool(store: Store) -> None:
    signals = store.facts().signals.query("season == 2025")
    pool = signals[signals["pool"] == "diagnostic_and_interventional_radiology"]
    assert set(pool["specialty"]) == {"Diagnostic Radiology", "Interventional Radiology"}
    assert pool["total_count"].tolist() == [12, 12]


def test_application_services(store: Store) -> None:
    services = store.facts().specialties.set_index("specialty")
    assert services.loc["Internal Medicine", "application_service"] == "ERAS"
    elsewhere = services.loc[["Emergency Medicine", "Obstetrics and Gynecology"]]
    assert elsewhere["application_service"].tolist() == ["ResidencyCAS", "ResidencyCAS"]
    assert elsewhere["service_since_season"].tolist() == [2026, 2025]
