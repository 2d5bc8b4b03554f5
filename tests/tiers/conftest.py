"""The rules as shipped, a small table of exam rules, and a profile with all strengths."""

from datetime import date

import pandas as pd
import pytest

from smartpick.paths import data_folder
from smartpick.profile import ApplicantProfile, parse_profile
from smartpick.tiers import PassingStandard, passing_standard


@pytest.fixture(scope="session")
def rules() -> pd.DataFrame:
    return pd.read_csv(data_folder() / "rules" / "tier_rules.csv")


@pytest.fixture(scope="session")
def usmle_rules() -> pd.DataFrame:
    rows = [
        ("Step 2 CK", "passing score", "218", "2025-07-01", "b"),
        ("Step 2 CK", "passing score", "196", "2012 (reviewed)", "a"),
        ("Step 2 CK", "passing score", "209", date(2014, 7, 1), "a"),
        ("Step 2 CK", "passing score", "203", "2013-07-01", "a"),
        ("Step 2 CK", "passing score", "214", pd.Timestamp("2022-07-01"), "a"),
        ("Step 2 CK", "passing score", "218", "2025-07-01", "c"),
        ("Step 2 CK", "standard error of measurement", "6", None, "b"),
        ("Step 3", "passing score", "200", "2024-01-01", "b"),
        ("Step 3", "standard error of measurement", "5", None, "b"),
    ]
    return pd.DataFrame(rows, columns=["exam", "rule", "value", "effective_from", "source_id"])


@pytest.fixture(scope="session")
def standard(usmle_rules: pd.DataFrame) -> PassingStandard:
    return passing_standard(None, usmle_rules)


@pytest.fixture(scope="session")
def strong_profile() -> ApplicantProfile:
    """Return a non-US IMG at 222 with every strength and no liability, away from all thresholds."""
    return parse_profile(
        {
            "step2_ck_score": 222,
            "usce_hands_on_weeks": 8,
            "us_letters": 3,
            "years_since_graduation": 1.5,
            "publications": 2,
            "us_research_months": 0,
            "english": "strong",
        }
    )
