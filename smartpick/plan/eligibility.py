"""Which programs an applicant may apply to: meets, fails or unknown, requirement by requirement.

Only a rule the program itself states excludes. A preference, a sponsor's policy or pages that conflict
lower the odds and leave the answer unknown: old pages are wrong often enough that nobody should be kept
from asking.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from smartpick.profile import ApplicantProfile
from smartpick.profile.written_answers import WEEKS_IN_A_MONTH
from smartpick.programs.pool import Answers


class Eligibility(StrEnum):
    """Whether a program's known requirements are met."""

    MEETS = "meets"
    UNKNOWN = "unknown"
    FAILS = "fails"


_STATES = np.array(
    [str(each) for each in (Eligibility.FAILS, Eligibility.UNKNOWN, Eligibility.MEETS)], object
)
UNMET, UNKNOWN, MET = -1, 0, 1
IMG_TYPES = ("non_us_img", "us_img")

Verdicts = NDArray[np.int8]


@dataclass(frozen=True)
class EligibilityTable:
    """One entry for each program.

    Attributes:
        state: Overall eligibility, one of `Eligibility`.
        answers: For each requirement that applies to the applicant: -1 not met, 0 unknown, 1 met.
        soft_misses: How many preferences, sponsor's rules or conflicting rules are not met.
    """

    state: NDArray[np.object_]
    answers: dict[str, Verdicts]
    soft_misses: NDArray[np.int64]

    def take(self, which: NDArray[np.intp]) -> EligibilityTable:
        """Return the entries at `which`."""
        return EligibilityTable(
            self.state[which], {k: v[which] for k, v in self.answers.items()}, self.soft_misses[which]
        )


def check_eligibility(
    profile: ApplicantProfile, answers: Mapping[str, Answers], barred: NDArray[np.bool_]
) -> EligibilityTable:
    """Check every program against the statements that count, `answers` by requirement.

    `barred` says which programs are not open to the applicant for what they are (military, closed ...).
    """
    verdicts: dict[str, Verdicts] = {}
    ruled_out: dict[str, NDArray[np.bool_]] = {}
    soft = np.zeros(len(barred), dtype=np.int64)
    for requirement, judge in _judges(profile).items():
        verdict = judge(answers[requirement])
        unmet, rule = verdict == UNMET, answers[requirement].rule
        ruled_out[requirement] = unmet & rule
        # A visa answer is weighed as a probability elsewhere, so it is not counted twice here.
        if not requirement.startswith("visa_"):
            soft += unmet & ~rule
        verdicts[requirement] = verdict
    either = profile.visa_need == "either"
    if either and {"visa_j1", "visa_h1b"} <= ruled_out.keys():
        # Either visa will do: only both refused rules a program out.
        ruled_out["visa"] = ruled_out.pop("visa_j1") & ruled_out.pop("visa_h1b")
    fails = np.any([barred, *ruled_out.values()], axis=0)
    visa = [v for requirement, v in verdicts.items() if requirement.startswith("visa_")]
    # Without a visa need any met requirement shows that the program looks at applicants like this one.
    welcome = np.any(np.array(visa or list(verdicts.values())) == MET, axis=0)
    clear = welcome & (soft == 0)
    if visa and not either:
        clear &= visa[0] != UNMET
    return EligibilityTable(_STATES[np.where(fails, 0, 1 + clear)], verdicts, soft)


def _judges(profile: ApplicantProfile) -> dict[str, Callable[[Answers], Verdicts]]:
    """Return, for each requirement that applies, how the statements are judged for this applicant."""
    attempts = 1 + max(profile.step1_failures, profile.step2_ck_failures)
    judges: dict[str, Callable[[Answers], Verdicts]] = {
        "min_step2": lambda a: _limit(a, profile.step2_ck_score, np.greater_equal),
        "max_attempts": lambda a: _limit(a, attempts, np.less_equal),
    }
    if profile.applicant_type in IMG_TYPES:
        months = profile.usce_hands_on_weeks / WEEKS_IN_A_MONTH
        judges |= {
            "accepts_imgs": _yes,
            "max_years_since_graduation": lambda a: _limit(a, profile.years_since_graduation, np.less_equal),
            "usce_required": lambda a: _us_experience(a, profile.usce_hands_on_weeks > 0),
            "usce_months": lambda a: _limit(a, months, np.greater_equal),
        }
    if profile.applicant_type == "non_us_img":
        if profile.visa_need in ("j1", "either"):
            judges["visa_j1"] = _yes
        if profile.visa_need in ("h1b", "either"):
            judges["visa_h1b"] = _yes
    return judges


def _yes(answers: Answers) -> Verdicts:
    return np.where(answers.yes, MET, np.where(answers.no, UNMET, UNKNOWN)).astype(np.int8)


def _limit(answers: Answers, mine: float | None, meets: Callable[..., NDArray[np.bool_]]) -> Verdicts:
    """Judge a numeric limit; `none` says there is no limit."""
    known = np.zeros(len(answers.number), dtype=bool) if mine is None else ~np.isnan(answers.number)
    verdict = np.where(known, np.where(meets(mine or 0.0, answers.number), MET, UNMET), UNKNOWN)
    return np.where(answers.unlimited, MET, verdict).astype(np.int8)


def _us_experience(answers: Answers, has_some: bool) -> Verdicts:
    required = MET if has_some else UNMET
    return np.where(answers.no, MET, np.where(answers.yes, required, UNKNOWN)).astype(np.int8)
