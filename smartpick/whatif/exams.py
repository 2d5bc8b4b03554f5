"""Which exams are still open, and whether to apply now, wait a year, or take Step 3."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pandas as pd

from smartpick.assessment import Assessment, reassess
from smartpick.engine import Engine
from smartpick.estimate import Estimate
from smartpick.profile import HIGHEST_SCORE, ApplicantProfile, attempt_limit
from smartpick.programs.season import ListCost
from smartpick.prose import day_text, plural
from smartpick.tiers import PassingStandard

# Which exams are still open to an applicant, by the rules of the USMLE program.

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
        return Access(False, "You have passed it already, and your chance includes that.")
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
    return Access(True, make_sure="It needs ECFMG certification; make sure you hold it." if unsure else "")


def _was_it_a_pass(profile: ApplicantProfile, standard: PassingStandard) -> str:
    if profile.step2_ck_date is not None or profile.step2_ck_score is None:
        return ""
    day = standard.passed_if_taken_before(profile.step2_ck_score)
    if day is None:
        return ""
    return f"If taken before {day_text(day)}, it was a pass and cannot be taken again."


# Apply now, wait a year, or take Step 3: each option with its chance, cost, time and trade-offs.

_STEP3 = "step3"
_RULES_SOURCE = "fsmb_step3_eligibility"
# Which of an application decides whom programs invite.
_DIRECTORS_SOURCE = "nrmp_program_director_survey_2020"


@dataclass(frozen=True, kw_only=True)
class Option:
    """One way to go.

    Attributes:
        name: now, wait_step2_ck, step3_first or step3_later.
        title: What it means.
        open: Whether it is possible for this applicant.
        why_closed: Why not, where it is not.
        chance: Chance of matching in the season of this application; None where it is closed.
        chance_pacific: The same in the West Coast states.
        exam_cost_usd: Published fee of the exam; None where it is not known here, 0 where there is none.
        application_cost: Fees of the recommended list; None where it is closed.
        weeks: Work until the application can go out, 0 if none.
        year_later: Whether it means the next season.
        trade_offs: What speaks for it, against it, and what to make sure of; sentences.
        changes: Answers of the profile that it changes.
    """

    name: str
    title: str
    open: bool = True
    why_closed: str = ""
    chance: Estimate | None = None
    chance_pacific: Estimate | None = None
    exam_cost_usd: float | None = None
    application_cost: ListCost | None = None
    weeks: float = 0.0
    year_later: bool = False
    trade_offs: tuple[str, ...] = ()
    changes: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Decision:
    """The options side by side; no verdict.

    Attributes:
        options: In the order: now, wait and improve Step 2 CK, Step 3 first, Step 3 during the season.
        reached_score: Step 2 CK score that waiting is taken to bring; None where the exam is closed.
        score_range: Lowest and highest score that can be asked about.
        source_ids: Sources of rules and fees.
    """

    options: tuple[Option, ...]
    reached_score: int | None
    score_range: tuple[int, int]
    source_ids: tuple[str, ...]


def exam_decision(
    assessment: Assessment,
    engine: Engine,
    *,
    reached_score: int | None = None,
    weeks_left: float | None = None,
) -> Decision:
    """Return what each option would come to.

    Args:
        assessment: The applicant now.
        engine: The fitted data.
        reached_score: Step 2 CK score the applicant thinks to reach by waiting; None takes the passing score
            after a failed exam, and the middle applicant's before the first one.
        weeks_left: Weeks until applications open; None if not known. Step 3 first means the next season
            where it takes longer.
    """
    profile, standard = assessment.profile, assessment.passing
    least = least_score_to_pass(standard)
    usual = least if step2_ck_failed(profile, standard) else round(assessment.score_curve.median_applicant)
    reached = min(max(reached_score if reached_score is not None else usual, least), HIGHEST_SCORE)
    waiting = _waiting(assessment, engine, reached)
    levers = engine.facts.levers
    step3 = levers[levers["lever"] == _STEP3].iloc[0]
    exams = (standard.source_id, _RULES_SOURCE, str(step3["source_id"]))
    return Decision(
        options=(_now(assessment), waiting, *_step3(assessment, engine, step3, weeks_left)),
        reached_score=reached if waiting.open else None,
        score_range=(least, 280),
        source_ids=tuple(dict.fromkeys([*exams, "smartpick_guide", _DIRECTORS_SOURCE])),
    )


def _now(assessment: Assessment) -> Option:
    trade_offs = ["No time is lost, and your graduation stays as recent as it is."]
    if assessment.profile.step2_ck_score is None:
        trade_offs += [
            "The application goes out without a Step 2 CK score. The chance is the average over all scores.",
            "Without a score it is lower: most program directors look at it before they invite. By how much "
            "is not published.",
        ]
    if assessment.tier.below_passing:
        trade_offs.append(
            "You need a passed Step 2 CK to start residency; the chance shown does not count that."
        )
    option = Option(name="now", title="Apply now, as you are", exam_cost_usd=0.0)
    return _with_chances(option, assessment, trade_offs)


def _waiting(assessment: Assessment, engine: Engine, reached: int) -> Option:
    profile, standard = assessment.profile, assessment.passing
    access = step2_ck_access(profile, standard, engine.facts.usmle_rules)
    title = f"Wait a year {'with' if profile.step2_ck_score is None else 'and improve'} Step 2 CK"
    option = Option(name="wait_step2_ck", title=title, open=access.open, why_closed=access.why_closed)
    if not access.open:
        return option
    changes = {"step2_ck_score": reached, "step2_ck_date": None, **one_year_later(profile)}
    if step2_ck_failed(profile, standard):
        changes["step2_ck_failures"] = min(profile.step2_ck_failures + 1, 10)
    after = reassess(assessment, profile.changed(**changes), engine)
    trade_offs = [
        f"Taken with a score of {reached} and one more year since graduation.",
        *_programs_lost(assessment, after),
        "The numbers do not include the living costs of a year and the later start of your income.",
        "Be ready to say how you used the year.",
        *_visa_and_waiting(profile),
        access.make_sure,
    ]
    return _with_chances(replace(option, weeks=52.0, year_later=True, changes=changes), after, trade_offs)


def _step3(
    assessment: Assessment, engine: Engine, step3: pd.Series, weeks_left: float | None
) -> tuple[Option, Option]:
    """Return the options to pass Step 3 first, and to apply now and sit it during the season.

    During the season invitations see no result yet.
    """
    profile, access = assessment.profile, step3_access(assessment.profile, assessment.passing)
    first = Option(
        name="step3_first",
        title="Pass Step 3 first, then apply",
        open=access.open,
        why_closed=access.why_closed,
        weeks=float(step3["weeks"]) if access.open else 0.0,
        exam_cost_usd=float(step3["cost_usd"]) if access.open else None,
    )
    during = replace(first, name="step3_later", title="Apply now, take Step 3 during the season", weeks=0.0)
    if not access.open:
        return first, during
    late = weeks_left is not None and first.weeks > weeks_left
    changes = {"step3": profile.step3_once_passed, **(one_year_later(profile) if late else {})}
    after = reassess(assessment, profile.changed(**changes), engine)
    trade_offs = [
        f"About {first.weeks:g} weeks of study do not fit before the opening: this means the next season."
        if late
        else f"About {first.weeks:g} weeks of study; no year is lost if the result arrives in time.",
        "A failed attempt would stay on the transcript.",
        *_visa_and_step3(profile),
        *(_programs_lost(assessment, after) if late else ()),
        *(_visa_and_waiting(profile) if late else ()),
        access.make_sure,
    ]
    meanwhile = [
        "Programs invite on the basis of the application, so the chance shown is that of applying now.",
        "A pass that arrives in time can still help with ranking, or with an H-1B. How much is not known.",
        "Study and interviews fall in the same months.",
    ]
    return (
        _with_chances(replace(first, year_later=late, changes=changes), after, trade_offs),
        _with_chances(during, assessment, meanwhile),
    )


def one_year_later(profile: ApplicantProfile) -> dict[str, object]:
    """Return the answer that a year of waiting changes by itself."""
    return {"years_since_graduation": min(profile.years_since_graduation + 1, 60)}


def _with_chances(option: Option, assessed: Assessment, trade_offs: list[str]) -> Option:
    return replace(
        option,
        chance=assessed.match_probability,
        chance_pacific=assessed.match_probability_pacific,
        application_cost=assessed.plan.cost,
        trade_offs=tuple(sentence for sentence in trade_offs if sentence),
    )


def _programs_lost(before: Assessment, after: Assessment) -> Iterator[str]:
    lost = after.plan.ruled_out_count - before.plan.ruled_out_count
    if lost > 0:
        yield f"{plural(lost, 'more program states', 'more programs state')} a limit that would rule you out."


def _visa_and_waiting(profile: ApplicantProfile) -> Iterator[str]:
    if profile.sponsorship != "none":
        yield "Check that your documents and your right to stay last that long. Visa times are not known."


def _visa_and_step3(profile: ApplicantProfile) -> Iterator[str]:
    if profile.sponsorship in ("h1b", "either"):
        yield "An H-1B needs a passed Step 3, so this opens those programs."
    elif profile.sponsorship == "j1":
        yield "A J-1 does not need Step 3."
