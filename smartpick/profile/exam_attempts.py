"""What the limit on exam attempts means for a profile: a caution, because the limit changed over time."""

import re

import pandas as pd

from smartpick.profile.applicant import ApplicantProfile


def attempt_warnings(profile: ApplicantProfile, usmle_rules: pd.DataFrame) -> list[str]:
    """Return a sentence for each Step whose failed attempts reach the limit, none if the limit is unknown.

    The limit (row `total attempt limit` of `usmle_rules`) holds for each Step by itself.
    """
    limit = _attempt_limit(usmle_rules)
    if limit is None:
        return []
    failures = {"Step 1": profile.step1_failures, "Step 2 CK": profile.step2_ck_failures}
    return [
        f"{count} failed attempts at {exam} are entered. USMLE allows {limit} attempts at a Step in all; "
        "check the number, and ask ECFMG what it means for you before you spend on applications."
        for exam, count in failures.items()
        if count >= limit
    ]


def _attempt_limit(usmle_rules: pd.DataFrame) -> int | None:
    values = usmle_rules.loc[usmle_rules["rule"] == "total attempt limit", "value"].dropna()
    if values.empty:
        return None
    number = re.match(r"\d+", str(values.iloc[0]))
    return int(number.group()) if number else None
