"""One call that gives the whole result: tier, list, chances, and how sure they are."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from smartpick.engine import Engine
from smartpick.estimate import Array, Estimate, EstimateCurve
from smartpick.odds.effects import AppliedEffect
from smartpick.odds.list_odds import ListOdds, Standing, list_odds, places_for
from smartpick.odds.score_curve import ScoreCurve
from smartpick.odds.specialty_model import SpecialtyModel
from smartpick.plan.candidates import score_multiplier, standing_of
from smartpick.plan.firmness import InterviewSpread, interview_spread
from smartpick.plan.grounds import Grounds, list_grounds
from smartpick.plan.plan import Plan, own_choice_warnings
from smartpick.plan.planning import plan_list
from smartpick.plan.season import UNDER_WAY, season_odds
from smartpick.profile import ApplicantProfile
from smartpick.programs.evidence import NO_EVIDENCE, Evidence
from smartpick.programs.kinds import pin_notes
from smartpick.tiers import (
    PassingStandard,
    Tier,
    TierDecision,
    decide_tier,
    standard_in_force,
    tiers_by_score,
)

# Scores at which everything is worked out ahead: the slider's range, wide of all published scores.
SCORE_AXIS: Array = np.arange(190.0, 291.0)
# Without a score, people of this many equally likely ones stand for all applicants.
_SCORES_FOR_SPREAD = 10


@dataclass(frozen=True, kw_only=True, eq=False)
class Assessment:
    """The result for one profile. Assessments are compared and cached by identity.

    Attributes:
        profile: The applicant.
        plan: The recommended list.
        tier: The guide's tier with reasons and the way upward.
        passing: The Step 2 CK standard in force on the exam date.
        odds: The chances of the list at every score of `SCORE_AXIS`, given what is known of the season.
        odds_before_season: The same, before anything is known of the season.
        tiers: The tier at every score of `SCORE_AXIS`; empty where the guide gives none to show.
        effects: What the profile beside the score changes.
        standing: These effects summed, as the odds need them.
        assumed: Whether effects whose size is assumed count.
        assumed_share: Share (0-1) of the profile's moves of the odds that rests on assumed effects.
        warnings: What to know about the numbers, in sentences.
        read_first: Those of the warnings without which the numbers would be read wrongly.
        grounds: What the numbers rest on.
    """

    profile: ApplicantProfile
    plan: Plan
    tier: TierDecision
    passing: PassingStandard
    odds: ListOdds
    odds_before_season: ListOdds
    tiers: tuple[Tier, ...]
    effects: tuple[AppliedEffect, ...]
    standing: Standing
    assumed: bool
    assumed_share: float
    warnings: tuple[str, ...]
    read_first: tuple[str, ...]
    grounds: Grounds

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of the sources behind the numbers."""
        return self.grounds.source_ids

    @property
    def too_few(self) -> str:
        """Why the chances have no point, in a sentence; empty where they have one."""
        return self.plan.models[0].too_few if self.plan.size else ""

    @property
    def score_curve(self) -> ScoreCurve:
        """The score curve of the preferred specialty."""
        return self.plan.models[0].score_curve

    @property
    def match_probability(self) -> Estimate:
        """Chance of matching with this list."""
        return self._at(self.odds.match)

    @property
    def match_probability_pacific(self) -> Estimate:
        """Chance of matching in a West Coast state, ranking those programs first."""
        return self._at(self.odds.match_pacific)

    @property
    def match_probability_if_interviewed(self) -> Estimate:
        """Chance of matching given at least one interview: what the published curves are about."""
        return self._at(self.odds.match_if_interviewed)

    @property
    def expected_interviews(self) -> Estimate:
        """Mean number of interviews."""
        return self._at(self.odds.interviews)

    @property
    def match_probability_before_season(self) -> Estimate:
        """Chance of matching with this list, before anything is known of the season."""
        return self._at(self.odds_before_season.match)

    @property
    def p_no_interview(self) -> Estimate:
        """Chance that no program invites."""
        return self._at(self.odds.no_interview)

    @cached_property
    def interviews_spread(self) -> InterviewSpread:
        """How many interviews people with this profile get: a spread over people, not a range of a mean."""
        score = self.profile.step2_ck_score
        if score is not None:
            return interview_spread(self.plan, np.array([float(score)]), np.ones(1), float(score))
        curve = self.score_curve
        middles = (np.arange(_SCORES_FOR_SPREAD) + 0.5) / _SCORES_FOR_SPREAD
        scores = np.array([curve.applicant_quantile(float(share)) for share in middles])
        shares = np.full(_SCORES_FOR_SPREAD, 1 / _SCORES_FOR_SPREAD)
        return interview_spread(self.plan, scores, shares, curve.median_applicant)

    @cached_property
    def _applicant_mix(self) -> Array:
        return applicant_mix(self.score_curve)

    def _at(self, curve: EstimateCurve) -> Estimate:
        score = self.profile.step2_ck_score
        if score is None:
            return over_applicants(curve, self._applicant_mix)
        return curve.at(axis_index(score))


def axis_index(score: float) -> int:
    """Return the place of a score in `SCORE_AXIS`, or of its nearer end."""
    return int(np.clip(score - SCORE_AXIS[0], 0, len(SCORE_AXIS) - 1))


def applicant_mix(curve: ScoreCurve) -> Array:
    """Return the share of all applicants of the type at each score of `SCORE_AXIS`."""
    scores, share = curve.applicant_mix
    edges = np.append(SCORE_AXIS - 0.5, SCORE_AXIS[-1] + 0.5)
    counts = np.histogram(scores, edges, weights=share)[0]
    return np.asarray(counts / counts.sum())


def over_applicants(curve: EstimateCurve, shares: Array) -> Estimate:
    """Return the mean of a curve over applicants, and the range of the middle four fifths of them.

    `shares` says how many have each score of the curve; they add up to 1.
    """
    point = float(shares @ curve.point)
    reached = np.cumsum(shares)
    ends = [int(np.searchsorted(reached, tail)) for tail in (0.1, 0.9)]
    bounds = np.concatenate([curve.low[ends], curve.high[ends], [point]])
    return Estimate(point, float(np.nanmin(bounds)), float(np.nanmax(bounds)))


def assess(
    profile: ApplicantProfile,
    engine: Engine,
    assumed: bool = True,
    *,
    evidence: Evidence = NO_EVIDENCE,
    thorough: bool = True,
    invited: Collection[str] = (),
) -> Assessment:
    """Work out tier, list, chances and ranges of a profile.

    Args:
        profile: The applicant.
        engine: The fitted data.
        assumed: False leaves out the effects whose size is assumed.
        evidence: What the applicant knows of single programs.
        thorough: False gives a good list without the exact search (while a slider moves).
        invited: Ids of programs of the list known to have invited, or to be ranked; counts while waiting and
            ranking.

    Raises:
        LookupError: if no source publishes outcomes of the applicant type in a specialty of the profile.
    """
    plan = plan_list(profile, engine, assumed, evidence=evidence, thorough=thorough)
    effects = plan.choice.effects
    standing = standing_of(effects, engine, profile.applicant_type)
    before = odds = list_odds(plan.parts, SCORE_AXIS, standing)
    if _is_out(plan, profile):
        odds = season_odds(plan, profile, engine, SCORE_AXIS, standing=standing, invited=invited)
    rules = engine.tier_rules
    passing = standard_in_force(profile.step2_ck_date, engine.passing_standards)
    tier = decide_tier(profile, rules, passing, engine.guide_group(profile.specialties[0]))
    given_interview = _own_point(odds, profile.step2_ck_score)
    read_first = tuple(_read_first(profile, plan, tier, engine))
    return Assessment(
        profile=profile,
        plan=plan,
        tier=tier,
        passing=passing,
        odds=odds,
        odds_before_season=before,
        tiers=() if tier.silence else tuple(tiers_by_score(profile, SCORE_AXIS, rules)),
        effects=effects,
        standing=standing,
        assumed=assumed,
        assumed_share=assumed_share(effects, score_multiplier(plan.models[0], profile)),
        warnings=(*read_first, *_explaining(profile, plan, engine, given_interview=given_interview)),
        read_first=read_first,
        grounds=list_grounds(plan, profile, effects, engine),
    )


def _own_point(odds: ListOdds, score: int | None) -> float:
    """Return the point of the chance given an interview at a score; NaN without a score."""
    return np.nan if score is None else float(odds.match_if_interviewed.point[axis_index(score)])


def _is_out(plan: Plan, profile: ApplicantProfile) -> bool:
    return profile.season_stage in UNDER_WAY and plan.size > 0


def _odds_by_now(
    plan: Plan,
    profile: ApplicantProfile,
    engine: Engine,
    scores: Array,
    *,
    standing: Standing,
    all_ranges: bool = True,
) -> ListOdds:
    """Return the chances of a list at some scores, given what is known of the season."""
    if _is_out(plan, profile):
        return season_odds(plan, profile, engine, scores, standing=standing)
    return list_odds(plan.parts, scores, standing, all_ranges=all_ranges)


@dataclass(frozen=True, kw_only=True, eq=False)
class Glance:
    """What is looked at first: the list of a profile with a score, and its chances at that score.

    Every number is that of `Assessment`, to the last digit shown.
    """

    plan: Plan
    effects: tuple[AppliedEffect, ...]
    match: Estimate
    match_pacific: Estimate
    match_if_interviewed: Estimate
    interviews: Estimate
    no_interview: Estimate


def glance(
    profile: ApplicantProfile,
    engine: Engine,
    assumed: bool = True,
    *,
    evidence: Evidence = NO_EVIDENCE,
) -> Glance:
    """Work out the list and its chances at the profile's score, which must be given, and nothing else.

    Args:
        profile: The applicant, with a score.
        engine: The fitted data.
        assumed: As for `assess`.
        evidence: As for `assess`.

    Raises:
        LookupError: if no source publishes outcomes of the applicant type in a specialty of the profile.
    """
    if profile.step2_ck_score is None:
        raise ValueError("a glance is at one score, and this profile has none")
    # With one specialty the search is the same; only its bound, which is not shown, is left out.
    plan = plan_list(profile, engine, assumed, evidence=evidence, thorough=len(profile.specialties) > 1)
    effects = plan.choice.effects
    standing = standing_of(effects, engine, profile.applicant_type)
    place = axis_index(profile.step2_ck_score)
    places = places_for(place, len(SCORE_AXIS))
    odds = _odds_by_now(plan, profile, engine, SCORE_AXIS[places], standing=standing)
    at = int(np.searchsorted(places, place))
    return Glance(
        plan=plan,
        effects=effects,
        match=odds.match.at(at),
        match_pacific=odds.match_pacific.at(at),
        match_if_interviewed=odds.match_if_interviewed.at(at),
        interviews=odds.interviews.at(at),
        no_interview=odds.no_interview.at(at),
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class OwnAssessment:
    """The result for one profile at its own score, as in `Assessment`, without other scores.

    Attributes:
        profile: The applicant.
        plan: The recommended list, in any order and not proven.
        tier: The guide's tier with its reasons, without its neighbours and what would lead to a better one.
        effects: What the profile beside the score changes.
        match: `match_probability` of the assessment.
        match_pacific, interviews, no_interview: The points of `match_probability_pacific`,
            `expected_interviews` and `p_no_interview`.
        warnings: What to know before reading the numbers, in sentences.
    """

    profile: ApplicantProfile
    plan: Plan
    tier: TierDecision
    effects: tuple[AppliedEffect, ...]
    match: Estimate
    match_pacific: float
    interviews: float
    no_interview: float
    warnings: tuple[str, ...]

    @classmethod
    def of(cls, whole: Assessment) -> OwnAssessment:
        """Return the part of an assessment that this holds."""
        return cls(
            profile=whole.profile,
            plan=whole.plan,
            tier=whole.tier,
            effects=whole.effects,
            match=whole.match_probability,
            match_pacific=whole.match_probability_pacific.point,
            interviews=whole.expected_interviews.point,
            no_interview=whole.p_no_interview.point,
            warnings=whole.warnings,
        )


def assess_own_score(profile: ApplicantProfile, engine: Engine) -> OwnAssessment:
    """Return what `assess` gives at the profile's own score, in about half the time.

    Raises:
        LookupError: as `assess`.
    """
    plan = plan_list(profile, engine, finished=False)
    effects, score = plan.choice.effects, profile.step2_ck_score
    standing = standing_of(effects, engine, profile.applicant_type)
    if score is None:
        scores, shares = SCORE_AXIS, applicant_mix(plan.models[0].score_curve)
    else:
        scores = SCORE_AXIS[places_for(axis_index(score), len(SCORE_AXIS))]
        shares = (scores == SCORE_AXIS[axis_index(score)]).astype(float)
    odds = _odds_by_now(plan, profile, engine, scores, standing=standing, all_ranges=False)
    match = over_applicants(odds.match, shares) if score is None else odds.match.at(int(shares.argmax()))
    passing = standard_in_force(profile.step2_ck_date, engine.passing_standards)
    tier = decide_tier(
        profile, engine.tier_rules, passing, engine.guide_group(profile.specialties[0]), alone=True
    )
    given_interview = np.nan if score is None else float(odds.match_if_interviewed.point[shares.argmax()])
    return OwnAssessment(
        profile=profile,
        plan=plan,
        tier=tier,
        effects=effects,
        match=match,
        match_pacific=float(shares @ odds.match_pacific.point),
        interviews=float(shares @ odds.interviews.point),
        no_interview=float(shares @ odds.no_interview.point),
        warnings=(
            *_read_first(profile, plan, tier, engine),
            *_explaining(profile, plan, engine, given_interview=given_interview),
        ),
    )


def reassess(
    before: Assessment, profile: ApplicantProfile, engine: Engine, thorough: bool = True
) -> Assessment:
    """Assess another profile as this one was: with its evidence, and with or without assumed effects."""
    return assess(profile, engine, before.assumed, evidence=before.plan.choice.evidence, thorough=thorough)


def assumed_share(effects: Sequence[AppliedEffect], score_effect: float) -> float:
    """Return the assumed part (0-1) of all moves of the log odds, up or down, the score's among them."""
    assumed = sum(abs(e.log_value) for e in effects if e.basis == "assumed")
    everything = sum(abs(e.log_value) for e in effects) + abs(score_effect)
    return assumed / everything if everything > 0 else 0.0


# What to know about the numbers, in sentences.

# From this far a chance with the list is said to differ from the published rate, and why (DESIGN: 12 points).
_APART = 0.12


def _explaining(
    profile: ApplicantProfile, plan: Plan, engine: Engine, *, given_interview: float
) -> Iterator[str]:
    if profile.sponsorship == "h1b" and not profile.step3_passed:
        yield "An H-1B petition needs a pass in Step 3. Until you have it, few programs can offer one."
    if profile.visa_need != profile.sponsorship:
        why = "no published figure for US seniors depends on the visa"
        if profile.applicant_type == "us_img":
            why = "a US citizen needs no visa"
        yield f"The visa need is not counted: {why}."
    yield from own_choice_warnings(profile, plan, engine)
    if plan.size == 0:
        yield "No application fits these limits. Raise the budget or the list size, or undo exclusions."
    elif plan.size < profile.max_applications:
        yield f"The list has {plan.size} of the {profile.max_applications} applications you allow."
    for specialty, count in plan.cost.unpriced.items():
        yield f"{count} {specialty} applications are not in the cost: their fee is not known here."
    yield from _apart_from_published(profile, plan, given_interview)
    if profile.pinned:
        programs = engine.facts.programs
        pinned = programs[programs["program_id"].isin(profile.pinned)]
        yield from pin_notes(
            profile, engine.kinds, dict(zip(pinned["program_id"], pinned["name"], strict=True))
        )


def _read_first(profile: ApplicantProfile, plan: Plan, tier: TierDecision, engine: Engine) -> Iterator[str]:
    for name in profile.specialties:
        if name in engine.one_year:
            yield (
                f"A {name} alone does not lead to a license to practice a specialty. It lasts one year; "
                "you also need an advanced position after it or a later categorical position."
            )
    yield from (note for note in (tier.below_passing_note, tier.score_missing_note) if note)
    yield from _about_the_figures(profile, plan)


def _about_the_figures(profile: ApplicantProfile, plan: Plan) -> Iterator[str]:
    """Say what the published figures of the specialties cannot tell."""
    lead, score = plan.models[0], profile.step2_ck_score
    if score is not None and not lead.score_curve.supported(score):
        low, high = round(lead.score_curve.minimum), round(lead.score_curve.maximum)
        yield (
            f"The published {lead.specialty} scores run from {low} to {high}; nobody with {score} is among "
            "them. The numbers shown are those of the nearest score."
        )
    for model in plan.models:
        if not model.score_curve.by_score:
            yield _counts_only(model)
        elif model.too_few:
            yield model.too_few
        if model.borrowed:
            borrowed = "; ".join(model.borrowed)
            yield f"Some figures for {model.specialty} are not published and are borrowed: {borrowed}."


def _counts_only(model: SpecialtyModel) -> str:
    """Say what is known of a specialty for which nobody publishes outcomes by score."""
    counts = model.inputs
    ranked = counts.matched_count + counts.not_matched_count
    return (
        f"Nobody publishes the scores of those who wanted a {model.specialty}, so read the counts, not the "
        f"chance. In {counts.match_year}, {ranked:,.0f} applicants of your type ranked such a program, as "
        f"their first specialty or another one. Of these, {counts.matched_count:,.0f} matched to one. The "
        "list is in the order of the published interview rates of all specialties together."
    )


def _apart_from_published(profile: ApplicantProfile, plan: Plan, estimate: float) -> Iterator[str]:
    """Say why the chance given an interview, as estimated, is above or below the published one."""
    lead, score = plan.models[0], profile.step2_ck_score
    if score is None or len(plan.models) > 1 or not plan.size or lead.too_few:
        return
    published = float(lead.score_curve.probability(score))
    if abs(estimate - published) <= _APART:
        return
    why = "your list and your answers are not those of the average applicant"
    if lead.classes is not None:
        why = (
            f"many who ranked {lead.specialty} first had it as a back-up after few applications, and your "
            "list and answers are not those of the average applicant"
        )
    yield (
        f"Of those who ranked {lead.specialty} first, about {round(100 * published)} in 100 with a score "
        f"near yours matched. With at least one interview, this list gives {round(100 * estimate)} in 100. "
        f"The two differ because {why}."
    )
