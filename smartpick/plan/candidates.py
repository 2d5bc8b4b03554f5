"""The programs one applicant could apply to, each with what is known of its interview rate.

The prior of a program is its cell's: chance of being one of the programs that invite almost nobody, and
mean and spread of the rest. What the program says about visas moves that chance.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from smartpick.arrays import Array
from smartpick.odds.rates import RateCell
from smartpick.plan.eligibility import IMG_TYPES, EligibilityTable, check_eligibility
from smartpick.plan.evidence import (
    NO_EVIDENCE,
    Evidence,
    EvidenceStrength,
    Priors,
    column,
    visa_chance,
    with_rate,
    with_resident_share,
)
from smartpick.plan.pool import ProgramPool
from smartpick.profile import ApplicantProfile

# A visa answer cannot leave less than this part of a cell's near-zero share: other reasons remain.
_LEFT_WITH_VISA = 0.1


@dataclass(frozen=True)
class Candidates:
    """Programs and their priors; every array has one entry for each program.

    Attributes:
        pool: Where the programs come from.
        rows: Which of the pool's programs these are.
        near_zero: Chance that it invites fewer than 1 in 200.
        mean_rest: Mean rate if it does not.
        relative_sd: SD over mean of that.
        log_shift: Log odds ratio of this program for this applicant, beside the profile's own.
        visa_share: Chance that it sponsors the visa needed (1 where none is needed).
        eligibility: Requirement by requirement.
        value: What a place there is worth to the applicant, 0-1.
        worth: What an interview there counts beside an average one, 0-1.
    """

    pool: ProgramPool
    rows: NDArray[np.intp]
    near_zero: Array
    mean_rest: Array
    relative_sd: Array
    log_shift: Array
    visa_share: Array
    eligibility: EligibilityTable
    value: Array
    worth: Array

    @property
    def programs(self) -> pd.DataFrame:
        """Their rows of `facts.programs`."""
        return self.pool.programs.iloc[self.rows].reset_index(drop=True)

    @property
    def program_ids(self) -> NDArray[np.str_]:
        """Their ids."""
        return self.pool.program_ids[self.rows]

    @property
    def specialty_index(self) -> NDArray[np.intp]:
        """Which of the profile's specialties each belongs to."""
        return self.pool.specialty_index[self.rows]

    @property
    def pacific(self) -> NDArray[np.bool_]:
        """Whether each lies in California, Oregon or Washington."""
        return self.pool.pacific[self.rows]

    @property
    def cells(self) -> tuple[RateCell, ...]:
        """The cell each prior comes from."""
        return tuple(self.pool.cells[i] for i in self.rows)

    def take(self, which: NDArray[np.intp]) -> Candidates:
        """Return the candidates at `which`, in that order."""
        return replace(
            self,
            rows=self.rows[which],
            near_zero=self.near_zero[which],
            mean_rest=self.mean_rest[which],
            relative_sd=self.relative_sd[which],
            log_shift=self.log_shift[which],
            visa_share=self.visa_share[which],
            eligibility=self.eligibility.take(which),
            value=self.value[which],
            worth=self.worth[which],
        )


def gather_candidates(
    pool: ProgramPool,
    profile: ApplicantProfile,
    parameters: dict[str, float],
    pacific_shift: float,
    evidence: Evidence = NO_EVIDENCE,
) -> Candidates:
    """Put the pool's programs before one applicant.

    Args:
        pool: The programs of the profile's specialties.
        profile: The applicant.
        parameters: Values of `data/parameters/model_parameters.csv` by name.
        pacific_shift: Log odds ratio on Pacific programs (letters, ties).
        evidence: What the applicant knows of single programs.
    """
    eligibility = check_eligibility(profile, pool.answers, pool.kinds.barred(profile))
    visa, near_zero = _with_visa(pool, profile, parameters["near_zero_without_visa"], evidence)
    priors = _with_evidence(pool, Priors(near_zero, pool.mean_rest, pool.relative_sd), parameters, evidence)
    shift = np.where(pool.pacific, pacific_shift, 0.0)
    if profile.applicant_type in IMG_TYPES:
        shift = shift + pool.img_shift
    shift = shift + eligibility.soft_misses * np.log(parameters["unmet_preference_odds_ratio"])
    if profile.visa_need == "h1b" and profile.step3 != "pass":
        shift = shift + np.log(parameters["h1b_without_step3_odds_ratio"])
    preference = parameters["second_choice_value"] ** pool.specialty_index
    value = preference * np.where(pool.pacific, 1.0, 1.0 - profile.pacific_weight)
    rows = np.arange(len(pool.program_ids))
    worth = parameters["pacific_interview_worth"] if profile.applicant_type == "non_us_img" else 1.0
    return Candidates(
        pool=pool,
        rows=rows,
        near_zero=priors.near_zero,
        mean_rest=priors.mean_rest,
        relative_sd=priors.relative_sd,
        log_shift=shift,
        visa_share=visa,
        eligibility=eligibility,
        value=value,
        worth=np.where(pool.pacific, worth, 1.0),
    )


def _with_evidence(
    pool: ProgramPool, priors: Priors, parameters: dict[str, float], evidence: Evidence
) -> Priors:
    if not evidence:
        return priors
    strength = EvidenceStrength.of(parameters)
    ids = pool.program_ids
    share, own = column(evidence, ids, "img_share"), column(evidence, ids, "non_us_img_share")
    # Only the share of all IMGs has a published spread; a share of non-US IMGs alone is at most that.
    share = np.where(np.isnan(share), own, share)
    priors = with_resident_share(priors, share, pool.img_share_mean, pool.img_share_sd, strength)
    seasons = np.nan_to_num(column(evidence, ids, "seasons"), nan=1.0)
    return with_rate(priors, column(evidence, ids, "interview_rate"), seasons, strength)


def _with_visa(
    pool: ProgramPool, profile: ApplicantProfile, near_zero_without: float, evidence: Evidence
) -> tuple[Array, Array]:
    """Return (chance of sponsoring the visa needed, chance of being near zero given what is said)."""
    zero, j = pool.near_zero, pool.j1_share
    if profile.applicant_type != "non_us_img":
        return np.ones(len(zero)), zero
    needs_visa = profile.visa_need != "none"
    with_visa, without = near_zero_by_visa(pool, near_zero_without, needs_visa)
    sponsors = np.where(np.isnan(pool.j1_stated), j, pool.j1_stated)
    sponsors = visa_chance(evidence, pool.program_ids, "takes_j1", sponsors)
    updated = sponsors * with_visa + (1 - sponsors) * without
    if not needs_visa:
        return np.ones(len(zero)), updated
    if profile.visa_need in ("j1", "either"):
        return sponsors, updated
    sponsors_h1b = np.where(np.isnan(pool.h1b_stated), pool.h1b_share, pool.h1b_stated)
    sponsors_h1b = visa_chance(evidence, pool.program_ids, "takes_h1b", sponsors_h1b)
    # Whoever needs an H-1B has no chance where it is not sponsored.
    return sponsors_h1b, 1 - sponsors_h1b * (1 - with_visa)


def near_zero_by_visa(pool: ProgramPool, near_zero_without: float, needs_visa: bool) -> tuple[Array, Array]:
    """Return the near-zero chance of a program that takes J-1, and of one that does not.

    A program without J-1 sponsorship is very likely one of the near-zero programs. With j the cell's
    share of programs taking J-1 and z its near-zero share, z = j z1 + (1 - j) z0 splits into the shares
    with (z1) and without (z0); a program's own answer then replaces j. For whoever needs the visa, a
    program without it is near zero for certain.
    """
    zero, j = pool.near_zero, pool.j1_share
    assumed_without = 1.0 if needs_visa else near_zero_without
    with_visa = np.clip((zero - assumed_without * (1 - j)) / j, _LEFT_WITH_VISA * zero, zero)
    if needs_visa:
        return with_visa, np.ones(len(zero))
    return with_visa, np.clip((zero - j * with_visa) / (1 - j), 0.0, 1.0)
