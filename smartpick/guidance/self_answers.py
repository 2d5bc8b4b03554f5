"""What a profile answers to each line of the self-assessment, in a few words."""

from __future__ import annotations

from collections.abc import Callable

from smartpick.profile import ApplicantProfile

_STEP1 = {
    "pass": "passed",
    "fail_then_pass": "failed, then passed",
    "fail": "failed, not passed yet",
    "not_taken": "not taken yet",
}
_STEP3 = {
    "pass": "passed",
    "fail_then_pass": "failed, then passed",
    "fail": "failed, not passed yet",
    "not_taken": "not taken",
}
_VISA = {
    "none": "no visa needed",
    "j1": "J-1",
    "h1b": "only an H-1B will do",
    "either": "J-1 or H-1B",
}
_CERTIFIED = {None: "", True: "certified", False: "not yet"}


def answer_of(item: str, profile: ApplicantProfile) -> str:
    """Return the answer to one line; empty where the profile does not hold it."""
    answer = _ANSWERS.get(item)
    return answer(profile) if answer else ""


def _step2_ck(profile: ApplicantProfile) -> str:
    return "not taken yet" if profile.step2_ck_score is None else str(profile.step2_ck_score)


def _step2_ck_attempts(profile: ApplicantProfile) -> str:
    if profile.step2_ck_failures:
        return f"{profile.step2_ck_failures} failed"
    return "not taken yet" if profile.step2_ck_score is None else "none failed"


def _step1(profile: ApplicantProfile) -> str:
    said = _STEP1[profile.step1]
    if profile.step1_score is not None:
        said += f", {profile.step1_score}"
    more_than_implied = profile.step1_failures > 1
    return f"{said} ({profile.step1_failures} failed attempts)" if more_than_implied else said


def _trend(profile: ApplicantProfile) -> str:
    if profile.step1_score is None or profile.step2_ck_score is None:
        return ""
    return f"Step 1 {profile.step1_score}, Step 2 CK {profile.step2_ck_score}"


def _step3(profile: ApplicantProfile) -> str:
    said = _STEP3[profile.step3]
    return said if profile.step3_score is None else f"{said}, {profile.step3_score}"


_ANSWERS: dict[str, Callable[[ApplicantProfile], str]] = {
    "step2_ck_score": _step2_ck,
    "step2_ck_attempts": _step2_ck_attempts,
    "step1": _step1,
    "exam_trend": _trend,
    "step3": _step3,
    "ecfmg": lambda p: _CERTIFIED[p.ecfmg_certified],
    "hands_on": lambda p: _count(p.usce_hands_on_weeks, "week"),
    "observing": lambda p: _count(p.usce_observer_weeks, "week"),
    "us_letters": lambda p: _count(p.us_letters, "letter"),
    "pacific_letters": lambda p: _count(p.pacific_letters, "letter"),
    "publications": lambda p: str(p.publications),
    "presentations": lambda p: str(p.presentations),
    "us_research": lambda p: _count(p.us_research_months, "month"),
    "graduation": lambda p: _count(p.years_since_graduation, "year"),
    "gap": lambda p: "one without an explanation" if p.unexplained_gap else "none unexplained",
    "english": lambda p: p.english,
    "languages": lambda p: ", ".join(p.languages),
    "pacific_ties": lambda p: "yes" if p.pacific_ties else "none told",
    "visa": lambda p: _VISA[p.sponsorship],
}


def _count(number: float, unit: str) -> str:
    return f"{number:g} {unit}{'' if number == 1 else 's'}"
