"""Which exams are still open to an applicant, by the rules of the USMLE program."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from smartpick.profile import ApplicantProfile
from smartpick.tiers import PassingStandard

_SENIORS = ("us_do_senior", "us_md_senior")


@dataclass(frozen=True)
class Access:
    """Whether an exam can be taken, why not, and what to make sure of before relying on it."""

    open: bool
    why_closed: str = ""
    make_sure: str = ""


def step2_ck_failed(profile: ApplicantProfile, standard: PassingStandard) -> bool:
    """Tell whether the score is under the standard in force on its exam date."""
    return profile.step2_ck_score is not None and profile.step2_ck_score < standard.score


def step2_ck_passed(profile: ApplicantProfile, standard: PassingStandard) -> bool:
    """Tell whether there is a score that was a pass on its exam date."""
    return profile.step2_ck_score is not None and not step2_ck_failed(profile, standard)


def changes_to_pass(profile: ApplicantProfile, standard: PassingStandard) -> dict[str, object]:
    """Return the answers that change once every failed exam that residency needs is passed; {} if none is.

    An exam that is still ahead for the first time is not among them: it is not failed. The score is the
    least that passes from now on, and the failed attempt stays on the transcript.
    """
    changes: dict[str, object] = {}
    if profile.step1 == "fail":
        changes["step1"] = "fail_then_pass"
    failed = step2_ck_failed(profile, standard)
    if failed or (profile.step2_ck_score is None and profile.step2_ck_failures > 0):
        changes |= {"step2_ck_score": least_score_to_pass(standard), "step2_ck_date": None}
        changes["step2_ck_failures"] = min(profile.step2_ck_failures + int(failed), 10)
    return changes


def least_score_to_pass(standard: PassingStandard) -> int:
    """Return the score that passes Step 2 CK from now on: that of the newest standard."""
    return max(standard.score, standard.next.score) if standard.next else standard.score


def step2_ck_access(
    profile: ApplicantProfile, standard: PassingStandard, usmle_rules: pd.DataFrame
) -> Access:
    """Return whether Step 2 CK can be taken (again): only if it was not taken, or not passed."""
    failed = step2_ck_failed(profile, standard)
    if profile.step2_ck_score is not None and not failed:
        return Access(False, "A passed Step 2 CK cannot be taken again, so its score stays.")
    failures = profile.step2_ck_failures + int(failed)
    limit = attempt_limit(usmle_rules)
    if limit is not None and failures >= limit:
        return Access(False, f"USMLE allows {limit} attempts at a Step in all; {failures} are used.")
    return Access(True, make_sure=_was_it_a_pass(profile, standard) if failed else "")


def step3_access(profile: ApplicantProfile, standard: PassingStandard) -> Access:
    """Return whether Step 3 can be taken: both earlier Steps passed, and ECFMG certified if from abroad."""
    if profile.step3_passed:
        return Access(False, "You have passed it already; it counts in the chance as it stands.")
    if profile.applicant_type in _SENIORS:
        return Access(False, "It comes after medical school.")
    missing = []
    if profile.step1 not in ("pass", "fail_then_pass"):
        missing.append("a passed Step 1")
    if profile.step2_ck_score is None or step2_ck_failed(profile, standard):
        missing.append("a passed Step 2 CK")
    if missing:
        return Access(False, f"It needs {' and '.join(missing)} first.")
    if profile.ecfmg_certified is False:
        return Access(False, "It needs ECFMG certification first.")
    unsure = profile.ecfmg_certified is None
    return Access(
        True,
        make_sure="It needs ECFMG certification; you have not told whether you hold it." if unsure else "",
    )


def attempt_limit(usmle_rules: pd.DataFrame) -> int | None:
    """Return how many attempts at a Step there are in all, None if the table does not say."""
    values = usmle_rules.loc[usmle_rules["rule"] == "total attempt limit", "value"].dropna()
    return None if values.empty else int(float(values.iloc[0]))


def _was_it_a_pass(profile: ApplicantProfile, standard: PassingStandard) -> str:
    if profile.step2_ck_date is not None or profile.step2_ck_score is None:
        return ""
    before = standard.passed_if_taken_before(profile.step2_ck_score)
    return "" if before is None else f"Taken before {_written(before)} it was a pass and cannot be repeated."


def _written(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"
