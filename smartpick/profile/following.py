"""Answers that must follow a changed one, so that the last thing a person did always counts."""

from typing import Any

from smartpick.profile.applicant import ApplicantProfile

_PASSED_STEP1 = ("pass", "fail_then_pass")


def following_answers(profile: ApplicantProfile, changes: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Return what else changes with `changes`, and a sentence for each thing a person would not expect.

    `changes` are new answers by field name; they win over all others.
    """
    new = {**vars(profile), **changes}
    follow: dict[str, Any] = {}
    sentences: list[str] = []
    if "step1" in changes:
        failed = new["step1"] in ("fail", "fail_then_pass")
        follow["step1_failures"] = max(1, new["step1_failures"]) if failed else 0
        if new["step1"] not in _PASSED_STEP1:
            follow["step1_score"] = None
    if new["step3"] != "not_taken" and (new["step1"] not in _PASSED_STEP1 or new["step2_ck_score"] is None):
        follow |= {"step3": "not_taken", "step3_score": None}
        sentences.append("Step 3 is now marked as not taken: it comes only after Step 1 and Step 2 CK.")
    if "step3" in changes and new["step3"] == "not_taken":
        follow["step3_score"] = None
    if new["pacific_letters"] > new["us_letters"]:
        if "pacific_letters" in changes:
            follow["us_letters"] = new["pacific_letters"]
            sentences.append(
                f"US letters are now {new['pacific_letters']}: letters from the West Coast are US letters."
            )
        else:
            follow["pacific_letters"] = new["us_letters"]
            sentences.append(
                f"Letters from the West Coast are now {new['us_letters']}: they are among the US letters."
            )
    if new["season_stage"] == "unmatched" and new["earlier_unmatched_seasons"] == 0:
        if "season_stage" in changes:
            follow["earlier_unmatched_seasons"] = 1
        else:
            follow["season_stage"] = "before_applying"
            sentences.append(
                "Your place in the season is now before applying, as you count no season without a match."
            )
    follow |= _west_coast_limits(new, changes, sentences)
    return follow, sentences


def _west_coast_limits(new: dict[str, Any], changes: dict[str, Any], sentences: list[str]) -> dict[str, Any]:
    follow: dict[str, Any] = {}
    least, most, size = new["pacific_min"], new["pacific_max"], new["max_applications"]
    if least is not None and least > size:
        if "pacific_min" in changes:
            follow["max_applications"] = least
            sentences.append(f"The list now has {least} applications, to hold that many West Coast programs.")
        else:
            follow["pacific_min"] = least = size
            sentences.append(f"Fewest West Coast programs is now {size}, the length of the list.")
    if least is not None and most is not None and least > most:
        if "pacific_max" in changes:
            follow["pacific_min"] = most
            sentences.append(f"Fewest West Coast programs is now {most}, so that it is not above the most.")
        else:
            follow["pacific_max"] = least
            sentences.append(f"Most West Coast programs is now {least}, so that it is not below the fewest.")
    return follow
