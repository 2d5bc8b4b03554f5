"""Answers that must follow a changed one, so that the last thing a person did always counts."""

from __future__ import annotations

from typing import Any

from smartpick.profile import ApplicantProfile

_PASSED_STEP1 = ("pass", "fail_then_pass")


def following_answers(profile: ApplicantProfile, changes: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Return what else changes with `changes`, and a sentence for each thing a person would not expect.

    Args:
        profile: The answers so far.
        changes: New answers by field name; they win over all others.
    """
    new = {**vars(profile), **changes}
    follow: dict[str, Any] = {}
    said: list[str] = []
    if "step1" in changes:
        failed = new["step1"] in ("fail", "fail_then_pass")
        follow["step1_failures"] = max(1, new["step1_failures"]) if failed else 0
        if new["step1"] not in _PASSED_STEP1:
            follow["step1_score"] = None
    if new["step3"] != "not_taken" and (new["step1"] not in _PASSED_STEP1 or new["step2_ck_score"] is None):
        follow |= {"step3": "not_taken", "step3_score": None}
        said.append("Step 3 is now marked as not taken: it is open only after Step 1 and Step 2 CK.")
    if "step3" in changes and new["step3"] == "not_taken":
        follow["step3_score"] = None
    if new["pacific_letters"] > new["us_letters"]:
        follow |= _letters(new, changes, said)
    if new["season_stage"] == "unmatched" and new["earlier_unmatched_seasons"] == 0:
        if "season_stage" in changes:
            follow["earlier_unmatched_seasons"] = 1
        else:
            follow["season_stage"] = "before_applying"
            said.append("The place in the season is now before applying, as no unmatched season is counted.")
    follow |= _pacific_limits(new, changes, said)
    return follow, said


def _letters(new: dict[str, Any], changes: dict[str, Any], said: list[str]) -> dict[str, Any]:
    if "pacific_letters" in changes:
        said.append(
            f"US letters are now {new['pacific_letters']}: letters from the Pacific Coast are US letters."
        )
        return {"us_letters": new["pacific_letters"]}
    said.append(f"Letters from the Pacific Coast are now {new['us_letters']}: they are among the US letters.")
    return {"pacific_letters": new["us_letters"]}


def _pacific_limits(new: dict[str, Any], changes: dict[str, Any], said: list[str]) -> dict[str, Any]:
    follow: dict[str, Any] = {}
    least, most, size = new["pacific_min"], new["pacific_max"], new["max_applications"]
    if least is not None and least > size:
        if "pacific_min" in changes:
            follow["max_applications"] = least
            said.append(f"The list is now {least} applications long, to hold that many Pacific programs.")
        else:
            follow["pacific_min"] = least = size
            said.append(f"Fewest Pacific programs is now {size}, the length of the list.")
    if least is not None and most is not None and least > most:
        if "pacific_max" in changes:
            follow["pacific_min"] = most
            said.append(f"Fewest Pacific programs is now {most}, to agree with the most.")
        else:
            follow["pacific_max"] = least
            said.append(f"Most Pacific programs is now {least}, to agree with the fewest.")
    return follow
