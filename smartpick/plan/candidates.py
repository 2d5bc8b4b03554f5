"""The programs one applicant could apply to, each with what is known of its interview rate."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit, logit

from smartpick.engine import Engine
from smartpick.estimate import Z80, Array, Estimate, fixed_draws
from smartpick.odds.effects import AppliedEffect, applied_effects, total, total_draws
from smartpick.odds.frailty import LOG_NODES
from smartpick.odds.list_odds import Standing
from smartpick.odds.program_rates import chances_with_mean
from smartpick.odds.rates import POSITIVE_NODES, RateCell
from smartpick.odds.specialty_model import SpecialtyModel
from smartpick.plan.eligibility import IMG_TYPES, EligibilityTable, check_eligibility
from smartpick.profile import ApplicantProfile
from smartpick.programs.evidence import (
    HIGHEST_RATE,
    NO_EVIDENCE,
    Evidence,
    EvidenceStrength,
    Priors,
    TraceMoves,
    column,
    split_by_sponsor,
    visa_chance,
    with_rate,
    with_resident_shares,
)
from smartpick.programs.pool import ProgramPool

COAST_WORTH = "pacific_interview_worth"
# The shares of residents of so many programs of a cell, and of more than half of it, must be known for the
# cell's own level to hold.
_ENOUGH_KNOWN = 5
PASSED_STEP3 = ("pass", "fail_then_pass")

# Where a profile puts an applicant, apart from the score and the programs.


def effects_of(profile: ApplicantProfile, engine: Engine, assumed: bool = True) -> list[AppliedEffect]:
    """Return the effects of everything in the profile but the score."""
    answers = {**dict(profile), "exam_failures": profile.step1_failures + profile.step2_ck_failures}
    return applied_effects(answers, engine.factors, profile.applicant_type, assumed)


def coast_interview_worth(applicant_type: str, engine: Engine) -> Estimate | None:
    """Return what an interview on the West Coast counts beside an average one; None where as much."""
    if applicant_type != "non_us_img":
        return None
    return Estimate(*engine.parameter_range(COAST_WORTH))


def standing_of(effects: Sequence[AppliedEffect], engine: Engine, applicant_type: str) -> Standing:
    """Sum the effects of a profile into the multipliers that the odds need."""
    draws = fixed_draws()
    normal = draws.effects
    pacific_error = total_draws(effects, "pacific", normal) - total(effects, "pacific")
    worth = coast_interview_worth(applicant_type, engine)
    if worth is not None:
        up, down = np.log(worth.high / worth.point) / Z80, np.log(worth.point / worth.low) / Z80
        z = draws.parameter
        pacific_error = pacific_error + z * np.where(z > 0, up, down)
    return Standing(total(effects, "everywhere"), total_draws(effects, "everywhere", normal), pacific_error)


def score_multiplier(model: SpecialtyModel, profile: ApplicantProfile) -> float:
    """Return the log multiplier of the profile's score, or of the median applicant's if it is unknown."""
    score = profile.step2_ck_score
    return float(model.log_multiplier(model.score_curve.median_applicant if score is None else score))


# The prior of a program is its cell's, told apart by public traces: the chance that it is one of the programs
# that invite almost nobody, and mean and spread of the others. The applicant's own figures and visa need move
# it.


@dataclass(frozen=True, kw_only=True)
class Candidates:
    """Programs and their priors; every array has one entry for each program.

    Attributes:
        pool: Where the programs come from.
        rows: Which of the pool's programs these are.
        near_zero: Chance that it invites fewer than 1 in 200.
        mean_rest: Mean rate if it does not.
        relative_sd: SD over mean of that.
        odds: Odds of an invitation that these make at multiplier 1, at equally likely rates, (n, rates).
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
    odds: Array
    log_shift: Array
    visa_share: Array
    eligibility: EligibilityTable
    value: Array
    worth: Array

    @property
    def programs(self) -> pd.DataFrame:
        """Their rows of `facts.programs`."""
        return self.pool.programs.iloc[self.rows].reset_index(drop=True)

    def records(self) -> list[dict[Hashable, Any]]:
        """Return their rows of `facts.programs`, each by column; they are shared, so change none."""
        return [self.pool.record(int(row)) for row in self.rows]

    @property
    def program_ids(self) -> NDArray[np.str_]:
        """Their ids."""
        return self.pool.program_ids[self.rows]

    @property
    def specialty_index(self) -> NDArray[np.intp]:
        """Which of the profile's specialties each belongs to."""
        return self.pool.specialty_index[self.rows]

    @property
    def state_number(self) -> NDArray[np.intp]:
        """A number for the state each lies in."""
        return self.pool.state_number[self.rows]

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
            odds=self.odds[which],
            log_shift=self.log_shift[which],
            visa_share=self.visa_share[which],
            eligibility=self.eligibility.take(which),
            value=self.value[which],
            worth=self.worth[which],
        )


def gather_candidates(
    models: Sequence[SpecialtyModel],
    profile: ApplicantProfile,
    engine: Engine,
    effects: Sequence[AppliedEffect],
    evidence: Evidence = NO_EVIDENCE,
) -> Candidates:
    """Put all programs of the models' specialties before one applicant, the ruled-out ones among them."""
    pool = engine.pool(tuple(model.specialty for model in models), profile.applicant_type)
    parameters = engine.parameters
    eligibility = check_eligibility(profile, pool.answers, pool.kinds.barred(profile))
    visa, priors = _priors(pool, profile, parameters, evidence)
    shift = np.where(pool.pacific, total(effects, "pacific"), 0.0)
    shift = shift + eligibility.soft_misses * np.log(parameters["unmet_preference_odds_ratio"])
    if profile.sponsorship == "h1b" and not profile.step3_passed:
        shift = shift + np.log(parameters["h1b_without_step3_odds_ratio"])
    preference = profile.second_choice_value**pool.specialty_index
    coast = coast_interview_worth(profile.applicant_type, engine)
    return Candidates(
        pool=pool,
        rows=np.arange(len(pool.program_ids)),
        near_zero=priors.near_zero,
        mean_rest=priors.mean_rest,
        relative_sd=priors.relative_sd,
        odds=odds_of(models, pool.specialty_index, priors) if evidence else pool.odds,
        log_shift=shift,
        visa_share=visa,
        eligibility=eligibility,
        value=preference * np.where(pool.pacific, 1.0, 1.0 - profile.pacific_weight),
        worth=np.where(pool.pacific, 1.0 if coast is None else coast.point, 1.0),
    )


def _priors(
    pool: ProgramPool, profile: ApplicantProfile, parameters: dict[str, float], evidence: Evidence
) -> tuple[Array, Priors]:
    """Return (chance that each program sponsors the visa needed, what is expected of it)."""
    # Without evidence few answers decide, so the pool keeps what comes of them.
    answers = profile.visa_need, profile.step3 in PASSED_STEP3
    if not evidence and answers in pool.expected:
        return pool.expected[answers]
    priors = _with_shares(pool, profile.applicant_type, parameters, evidence)
    visa, near_zero = _with_visa(pool, profile, priors.near_zero, parameters, evidence)
    priors = replace(priors, near_zero=near_zero)
    if not evidence:
        pool.expected[answers] = visa, priors
        return visa, priors
    seasons = np.nan_to_num(column(evidence, pool.program_ids, "seasons"), nan=1.0)
    rate = column(evidence, pool.program_ids, "interview_rate")
    return visa, with_rate(priors, rate, seasons, EvidenceStrength.of(parameters))


def _with_shares(
    pool: ProgramPool, applicant_type: str, parameters: dict[str, float], evidence: Evidence
) -> Priors:
    """Return the pool's priors with the shares of residents that the applicant knows.

    Where most of a published cell's shares are known, they only tell its programs apart: the cell keeps its
    mean and its share near zero.
    """
    priors = Priors(pool.near_zero, pool.mean_rest, pool.relative_sd)
    if not evidence or applicant_type not in IMG_TYPES:
        return priors
    part = 1.0 if applicant_type == "non_us_img" else parameters["trace_worth_us_img"]
    ids = pool.program_ids
    non_us, img = column(evidence, ids, "non_us_img_share"), column(evidence, ids, "img_share")
    known = ~np.isnan(non_us) | ~np.isnan(img)
    zero, rest = priors.near_zero.copy(), priors.mean_rest.copy()
    for number, worth in enumerate(pool.worth):
        rows = np.flatnonzero((pool.specialty_index == number) & known)
        if not rows.size:
            continue
        before = Priors(zero[rows], rest[rows], pool.relative_sd[rows])
        centred = pool.centred[rows]
        moves = TraceMoves(pool.slope_zero[rows] * centred, pool.slope_rest[rows] * centred)
        after = with_resident_shares(before, non_us[rows], img[rows], moves, worth, part)
        zero[rows], rest[rows] = after.near_zero, after.mean_rest
    places = [f"{s} {c.level} {c.place}" for s, c in zip(pool.specialty_index, pool.cells, strict=True)]
    cell_of = np.unique(places, return_inverse=True)[1]
    for number in np.unique(cell_of[known]):
        in_cell = cell_of == number
        rows = np.flatnonzero(in_cell & known)
        if len(rows) >= _ENOUGH_KNOWN and 2 * len(rows) > in_cell.sum():
            zero[rows], rest[rows] = _at_level(zero[rows], rest[rows], pool, rows)
    return Priors(zero, rest, pool.relative_sd)


def _at_level(zero: Array, rest: Array, pool: ProgramPool, rows: NDArray[np.intp]) -> tuple[Array, Array]:
    """Move chances and rates together so that their means are those expected before."""
    zero = chances_with_mean(logit(np.clip(zero, 1e-6, 1 - 1e-6)), float(pool.near_zero[rows].mean()))
    before = ((1 - pool.near_zero[rows]) * pool.mean_rest[rows]).sum()
    return zero, np.minimum(rest * before / max(((1 - zero) * rest).sum(), 1e-12), HIGHEST_RATE)


def _with_visa(
    pool: ProgramPool,
    profile: ApplicantProfile,
    near_zero: Array,
    parameters: dict[str, float],
    evidence: Evidence,
) -> tuple[Array, Array]:
    """Return (chance of sponsoring the visa needed, chance of being near zero for this applicant).

    The published rates are those of all non-US IMGs, most of whom need a J-1. Whether a program says that
    it takes J-1 is among the public traces already; an answer that the applicant has replaces that.
    """
    certain = np.ones(len(near_zero))
    if profile.applicant_type != "non_us_img":
        return certain, near_zero
    if profile.visa_need == "none":
        # A refusal of J-1 is nothing to somebody who needs no visa.
        freed = expit(logit(np.clip(near_zero, 1e-6, 1 - 1e-6)) - pool.slope_zero * pool.refusal)
        return certain, np.where(pool.refusal != 0, freed, near_zero)
    ids = pool.program_ids
    answer = column(evidence, ids, "takes_j1")
    fresh = column(evidence, ids, "visa_this_season") > 0
    with_j1, without = near_zero_by_visa(pool, near_zero)
    by_j1 = np.where(np.isnan(answer), near_zero, np.where(answer > 0, with_j1, without))
    by_j1 = np.where(fresh & (answer == 0), 1.0, by_j1)
    j1 = visa_chance(evidence, ids, "takes_j1", pool.j1_share, pool.j1_kept)
    if profile.visa_need == "j1":
        return j1, by_j1
    h1b = visa_chance(evidence, ids, "takes_h1b", pool.h1b_share, pool.h1b_kept)
    if profile.visa_need == "h1b":
        # Whoever needs an H-1B has no chance where it is not sponsored.
        return h1b, 1 - h1b * (1 - with_j1)
    # Either will do. Where no J-1 is taken, an H-1B opens the door, once Step 3 is passed.
    ready = 1.0 if profile.step3 in PASSED_STEP3 else parameters["h1b_without_step3_odds_ratio"]
    closed = np.where(fresh & (answer == 0), 1.0, without)
    return 1 - (1 - j1) * (1 - ready * h1b), by_j1 - (1 - j1) * ready * h1b * (closed - with_j1)


def near_zero_by_visa(pool: ProgramPool, near_zero: Array) -> tuple[Array, Array]:
    """Return the near-zero chance of programs if they take J-1, and if they do not.

    Programs that said no to J-1 in 2021 were near zero in 2024 more often, by a factor measured in each
    specialty, but by no means always: the chance over both stays what it was.
    """
    ratio = np.array([w.term("evidence_visa", "near_zero", "j1_no") for w in pool.worth])
    return split_by_sponsor(near_zero, pool.j1_share, ratio[pool.specialty_index])


def invitations(models: Sequence[SpecialtyModel], c: Candidates, log_multiplier: Array) -> Array:
    """Return P(invitation) of each candidate at each value of the shared applicant effect, (n, nodes).

    `log_multiplier` is the log odds multiplier of each, everything but the shared effect, (n,).
    """
    multiplier = np.exp(log_multiplier)[:, None] * np.exp(LOG_NODES)
    if len(models) == 1:
        return models[0].invitation.given_odds(c.odds, c.near_zero, multiplier)
    invited = np.empty_like(multiplier)
    for i, model in enumerate(models):
        rows = c.specialty_index == i
        invited[rows] = model.invitation.given_odds(c.odds[rows], c.near_zero[rows], multiplier[rows])
    return invited


def odds_of(models: Sequence[SpecialtyModel], specialty_index: NDArray[np.intp], priors: Priors) -> Array:
    """Return the odds that rates make, as `Candidates.odds` has them."""
    odds = np.empty((len(specialty_index), POSITIVE_NODES))
    for i, model in enumerate(models):
        rows = specialty_index == i
        odds[rows] = model.invitation.odds(priors.mean_rest[rows], priors.relative_sd[rows])
    return odds


def own_multiplier(
    models: Sequence[SpecialtyModel],
    profile: ApplicantProfile,
    effects: Sequence[AppliedEffect],
    c: Candidates,
) -> Array:
    """Return the log odds multiplier of the applicant at each candidate, beside its own `log_shift`."""
    by_score = np.array([score_multiplier(model, profile) for model in models])
    return np.asarray(by_score[c.specialty_index] + total(effects, "everywhere"))
