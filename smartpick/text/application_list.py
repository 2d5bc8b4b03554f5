"""The application list: a few numbers, groups, a table to take away, and what to find out next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isinf

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from smartpick.assessment import Assessment
from smartpick.engine import Engine
from smartpick.estimate import Array, Estimate
from smartpick.plan.eligibility import Eligibility
from smartpick.plan.firmness import InterviewSpread
from smartpick.plan.look_up import RATE, VISA, LookUp, look_up_next
from smartpick.plan.plan import Plan
from smartpick.plan.season import UNDER_WAY
from smartpick.profile import ApplicantProfile
from smartpick.programs.season import FeeSchedule, ListCost
from smartpick.prose import first_of
from smartpick.text.list_changes import answer_words, pinned_sentence, rules_against
from smartpick.text.numbers import (
    about_people,
    dollars,
    fine_percent,
    interviews_figure,
    percent,
    plural,
    range_of,
    web_address,
    worth_text,
)
from smartpick.text.program_facts import NOT_KNOWN, program_with_place
from smartpick.text.programs import ProgramRow

# The list in a few numbers and sentences.

Figure = tuple[str, str, str]
"""One figure above a list: its name, the figure, and the small print under it."""


def fees_text(cost: ListCost) -> str:
    """Return the fees of a list: "$2,430", "not known", or what of it is known.

    Where only some fees are known: "$797 for 50 of them; the fee for the other 7 is not known".
    """
    figure, rest = fees_figure(cost)
    return f"{figure} {rest}" if rest and cost.priced_count else figure


def fees_figure(cost: ListCost) -> tuple[str, str]:
    """Return the fees of a list as a figure, and what must be said beside it (empty if nothing).

    An unknown fee is never shown as nothing to pay.
    """
    unpriced, total = cost.unpriced_count, dollars(cost.total_usd)
    if not unpriced:
        return total, ""
    if not cost.priced_count:
        return NOT_KNOWN, "for this application" if unpriced == 1 else f"for all {unpriced} of them"
    return total, f"for {cost.priced_count} of them; the fee for the other {unpriced} is not known"


def chance_figures(assessment: Assessment, in_people: bool = True) -> list[Figure]:
    """Return the chance with the list, anywhere and on the West Coast; `in_people` as a count too."""
    chance, pacific = assessment.match_probability, assessment.match_probability_pacific

    def small(estimate: Estimate) -> str:
        count = f", {about_people(estimate.point)}" if in_people else ""
        return f"range {range_of(estimate)}{count}"

    anywhere = ("Chance of matching", percent(chance.point), small(chance))
    if assessment.too_few:
        counts = assessment.plan.models[0].counts
        anywhere = ("Chance of matching", counts, "matched; too few for an estimate")
    if not assessment.plan.pacific_count:
        return [anywhere, ("On the West Coast", "none", "no program there")]
    there = small(pacific) if pacific.known else "too few matched"
    return [anywhere, ("On the West Coast", percent(pacific.point), there)]


def summary_figures(assessment: Assessment) -> list[Figure]:
    """Return the size of the list, its fees, and the interviews to expect from it."""
    plan, none = assessment.plan, assessment.p_no_interview
    fees, about_fees = fees_figure(plan.cost)
    expected = interviews_figure(assessment.expected_interviews.point)
    # The spread is that of people who have yet to hear from anybody.
    under_way = assessment.profile.season_stage in UNDER_WAY
    spread = "with what is known by now" if under_way else spread_sentence(assessment.interviews_spread)
    return [
        ("Programs", str(plan.size), f"{plan.pacific_count} on the West Coast"),
        ("Application fees", fees, about_fees or "for this list"),
        ("Expected interviews", expected, spread),
        ("Chance of no interview", percent(none.point), f"range {range_of(none)}"),
    ]


def spread_sentence(spread: InterviewSpread) -> str:
    """Say how many interviews most people get, and how many get none."""
    if spread.high == 0:
        return f"Most people like you get no interview: {_of_100(spread.none)}."
    most = f"{spread.low} to {spread.high}" if spread.low < spread.high else f"{spread.low}"
    return f"Most people like you get {most} interviews; {_of_100(spread.none)} get none."


def _of_100(share: float) -> str:
    number = round(100 * share)
    if number == 0:
        return "fewer than 1 of 100"
    return "more than 99 of 100" if number == 100 and share < 1 else f"{number} of 100"


def empty_list_sentences(assessment: Assessment) -> list[str]:
    """Say why the list is empty and what would fill it."""
    profile, plan = assessment.profile, assessment.plan
    open_to_you = (
        f"{plural(plan.eligible_count, 'program')} {'is' if plan.eligible_count == 1 else 'are'} open to you"
    )
    if plan.eligible_count == 0 and plan.ruled_out_count == 0:
        return [
            f"Our data have no {profile.specialties[0]} program, or you excluded all of them.",
            "Add a specialty, or undo exclusions.",
        ]
    if plan.eligible_count == 0:
        return [
            f"All {plan.ruled_out_count} programs state a rule that your answers do not meet.",
            "Check visa, years since graduation and exam attempts, or add a specialty.",
        ]
    if profile.budget_usd is not None and profile.budget_usd <= 0:
        return [
            "With no budget for fees, there is no application to recommend.",
            f"{open_to_you}. Raise the budget to see which come first.",
        ]
    if profile.pacific_weight >= 1 and profile.pacific_max == 0:
        return [
            "Only the West Coast counts for you, but your limits allow no program there.",
            "Lower the weight of the West Coast, or allow more West Coast programs.",
        ]
    return [
        f"{open_to_you}, but none fits the limits you set.",
        "Raise the budget or the number of applications, or undo exclusions.",
    ]


def ruled_out_sentence(assessment: Assessment) -> str:
    """Say how many programs are open and how many a stated rule excludes."""
    plan = assessment.plan
    chosen = f"Chosen from {plural(plan.eligible_count, 'program')}"
    if not plan.ruled_out_count:
        return f"{chosen}."
    return f"{chosen}; {plan.ruled_out_count} more state a rule that your answers do not meet."


def optimality_sentence(plan: Plan) -> str:
    """Say whether the list is proven best, or how far at most a better one could be."""
    if plan.optimality.proven:
        return "No other list within your limits is worth more: this is proven, given our estimates."
    gap = plan.optimality.gap(plan.value)
    if isinf(gap):
        return "A good list within your limits. A better one may exist: we stopped the search before its end."
    most = fine_percent(max(gap, 0.001))
    return f"Given our estimates, no list within your limits is worth over {most} more than this one."


# Reach, target and safer: three groups of one list, by who carries its interviews.
#
# The rule: order the list by the chance of an invitation and split the expected interviews into three equal
# parts. The programs that carry the first third are called safer, those of the second third target, those of
# the last third reach. Programs shown with the same chance stay together, in the third in which the middle of
# them falls; so an even list is all target.

SAFER, TARGET, REACH = "safer", "target", "reach"
GROUPS = (SAFER, TARGET, REACH)
GROUP_NAMES = {SAFER: "Safer", TARGET: "Target", REACH: "Reach"}
GROUP_RULE = (
    "Each group carries about a third of your expected interviews. Safer programs are the most likely on "
    "this list to invite you, reach programs the least likely. The names compare your list with itself: no "
    "single program is safe."
)
# Chances are shown to a tenth of a percent: what looks the same is treated the same.
_SHOWN_DECIMALS = 3


@dataclass(frozen=True)
class GroupSummary:
    """One group of a list: how many programs it has, and how many of them on the West Coast.

    `interviews_share` is the share (0-1) of the list's expected invitations that they carry; `lowest` and
    `highest` are the chance of an invitation (0-1) of the least and the most likely, NaN in an empty group.
    """

    group: str
    programs: int
    pacific: int
    interviews_share: float
    lowest: float
    highest: float


def application_groups(invitation: Array) -> NDArray[np.str_]:
    """Return the group of each program by its P(invitation), 0-1, (n,)."""
    if not len(invitation):
        return np.empty(0, dtype=str)
    chances, place = np.unique(-np.round(invitation, _SHOWN_DECIMALS), return_inverse=True)
    carried = np.bincount(np.ravel(place), weights=invitation, minlength=len(chances))
    whole = carried.sum()
    if whole <= 0:
        return np.full(len(invitation), TARGET)
    middle = (np.cumsum(carried) - carried / 2) / whole
    third = np.minimum(np.floor(3 * middle), 2).astype(int)
    return np.array(GROUPS)[third][np.ravel(place)]


def group_summaries(
    invitation: Array, pacific: NDArray[np.bool_], groups: NDArray[np.str_]
) -> list[GroupSummary]:
    """Return the three groups in the order safer, target, reach; empty ones too."""
    whole = max(float(invitation.sum()), 1e-12)
    summaries = []
    for name in GROUPS:
        own = groups == name
        chances = invitation[own]
        summaries.append(
            GroupSummary(
                name,
                int(own.sum()),
                int((own & pacific).sum()),
                float(chances.sum()) / whole,
                float(chances.min()) if own.any() else float("nan"),
                float(chances.max()) if own.any() else float("nan"),
            )
        )
    return summaries


def group_sentence(summary: GroupSummary) -> str:
    """Say what a group holds, in one sentence."""
    if not summary.programs:
        return "No program of this list."
    low, high = fine_percent(summary.lowest), fine_percent(summary.highest)
    chance = low if low == high else f"{low} to {high}"
    return (
        f"{percent(summary.interviews_share)} of your expected interviews. Chance of an invitation from "
        f"each program: {chance}. On the West Coast: {summary.pacific}."
    )


# The list as a table to take away: one row a program, texts safe to open anywhere.

# What a column of the table holds: our estimate, the applicant's own words, else what others published (or
# what follows from published prices).
ESTIMATED_COLUMNS = ("place", "group", "interview_probability", "marginal_gain", "signal")
OWN_COLUMNS = ("your_note",)
_REQUIREMENTS = {
    Eligibility.MEETS: "no stated rule against you",
    Eligibility.UNKNOWN: NOT_KNOWN,
    Eligibility.FAILS: "a stated rule is not met",
}


def application_table(
    plan: Plan,
    rows: Sequence[ProgramRow],
    schedules: Mapping[str, FeeSchedule],
    services: Mapping[str, str],
    notes: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Return the list with the columns of its CSV file; probabilities 0-1, unknown left empty.

    `rows` are all `program_rows(plan, pages)`. `schedules` and `services` have the fees, where published, and
    the application service of each specialty, `notes` the applicant's own words by program id.
    """
    programs = plan.candidates.programs
    groups = application_groups(plan.interview_probability)
    against = rules_against(plan)
    remarks = [
        pinned_sentence(program_with_place(program), against[row.program_id])
        if row.program_id in against
        else ""
        for program, row in zip(programs.to_dict("records"), rows, strict=True)
    ]
    return pd.DataFrame(
        {
            "place": np.arange(1, plan.size + 1),
            "group": [GROUP_NAMES[group] for group in groups],
            "program": [one_line(row.name) for row in rows],
            "specialty": [row.specialty for row in rows],
            "city": [one_line(city) for city in programs["city"]],
            "state": [one_line(state) for state in programs["state"]],
            "pacific_coast": ["yes" if row.pacific else "no" for row in rows],
            "interview_probability": plan.interview_probability.round(5),
            "marginal_gain": np.asarray(plan.marginal_gain, float).round(7),
            "signal": [row.signal for row in rows],
            "application_fee_usd": application_fees([row.specialty for row in rows], schedules),
            "requirements": [_REQUIREMENTS[Eligibility(str(s))] for s in plan.candidates.eligibility.state],
            "remark": [one_line(remark) for remark in remarks],
            "its_pages_say": ["; ".join(_statements(row)) for row in rows],
            "ask_about": [", ".join(row.unknown) for row in rows],
            "website": [one_line(row.website) for row in rows],
            "application_service": [one_line(services.get(row.specialty)) for row in rows],
            "program_id": [row.program_id for row in rows],
            "your_note": [one_line((notes or {}).get(row.program_id)) for row in rows],
        }
    )


def application_fees(specialties: Sequence[str], schedules: Mapping[str, FeeSchedule]) -> list[float]:
    """Return what each application costs in its place, in US dollars; NaN where the fee is not known.

    `specialties` are those of the programs, in the order of the list.
    """
    sent: dict[str, int] = {}
    fees = []
    for specialty in specialties:
        sent[specialty] = number = sent.get(specialty, 0) + 1
        schedule = schedules.get(specialty)
        fees.append(float("nan") if schedule is None else schedule.total(number) - schedule.total(number - 1))
    return fees


def profile_table(profile: ApplicantProfile) -> pd.DataFrame:
    """Return the applicant's answers in words, one row each."""
    fields = type(profile).model_fields
    answers = [answer_words(getattr(profile, name), in_full=True) for name in fields]
    return pd.DataFrame(
        {
            "question": [field.title or name for name, field in fields.items()],
            "answer": [one_line(answer) for answer in answers],
        }
    )


def _statements(row: ProgramRow) -> list[str]:
    texts = []
    for statement in row.statements:
        page = statement.page
        about = ["sponsor's page"] if page and page.by_sponsor else []
        about += [str(page.year)] if page and page.year else []
        texts.append(one_line(statement.text + (f" ({', '.join(about)})" if about else "")))
    return texts


def one_line(text: object) -> str:
    """Return the text without line breaks, tabs or other control characters; unknown is empty."""
    if text is None or (not isinstance(text, str) and pd.isna(text)):  # type: ignore[call-overload]
        return ""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in str(text)).split())


# The look-up checklist: questions worth asking, one for each unknown fact, with the programs to ask.

NOTHING_TO_LOOK_UP = "No single unknown fact would change this list enough to be worth looking up."
# Where there is room for the first questions only.
_MOST_PRICED, _MOST_NAMED = 12, 3


@dataclass(frozen=True, kw_only=True)
class Asked(LookUp):
    """One program to ask: its name with its place, and where to look (None where no address is known)."""

    name: str
    website: str | None


@dataclass(frozen=True)
class Question:
    """One question with the programs to ask, those worth most first.

    `fact` is `visa` or `interview_rate`, `field` the field of `ProgramEvidence` that takes the answer,
    `title` the question as a task, and `hint` how to find the answer.
    """

    fact: str
    field: str
    title: str
    hint: str
    asked: tuple[Asked, ...]

    @property
    def value(self) -> float:
        """Worth of all its answers, each priced as if it were the only one."""
        return sum(one.value for one in self.asked)


def questions(
    look_ups: Sequence[LookUp], profile: ApplicantProfile, programs: pd.DataFrame
) -> list[Question]:
    """Group what `look_up_next` found by fact, the question worth most first.

    The profile says which visa is meant; `programs` is `facts.programs`.
    """
    rows = programs[programs["program_id"].isin([one.program_id for one in look_ups])]
    by_id = {str(row["program_id"]): row for row in rows.to_dict("records")}
    grouped: dict[str, list[Asked]] = {}
    for one in look_ups:
        row = by_id[one.program_id]
        asked = Asked(**vars(one), name=program_with_place(row), website=web_address(row["website"]))
        grouped.setdefault(one.fact, []).append(asked)
    all_questions = [_question(fact, tuple(asked), profile) for fact, asked in grouped.items()]
    return sorted(all_questions, key=lambda question: -question.value)


def first_questions(assessment: Assessment, engine: Engine) -> list[Question]:
    """Return the questions about the few facts that are worth most."""
    found = look_up_next(assessment.plan.choice, assessment.profile, engine.parameters, most=_MOST_PRICED)
    return questions(found, assessment.profile, engine.facts.programs)


def worth_sentence(question: Question, most_named: int = _MOST_NAMED) -> str:
    """Say what the answers to a question are worth, and name the first programs to ask."""
    names = first_of([asked.name for asked in question.asked], most_named)
    return (
        f"The answers could add up to {worth_text(question.value)} to the worth of your list, out of 100. "
        f"{names}."
    )


def _question(fact: str, asked: tuple[Asked, ...], profile: ApplicantProfile) -> Question:
    programs = "this program" if len(asked) == 1 else f"these {len(asked)} programs"
    if fact == VISA:
        visa, field = ("H-1B", "takes_h1b") if profile.visa_need == "h1b" else ("J-1", "takes_j1")
        verb = "it sponsors" if len(asked) == 1 else "they sponsor"
        title = f"Ask {programs} whether {verb} {visa}"
        hint = (
            "Look at the program's page on visas or write to its coordinator. A yes or no from the program "
            "itself counts as nearly certain."
        )
    elif fact == RATE:
        field = "interview_rate"
        title = f"Find out how often {programs} invited your applicant type last season"
        hint = (
            "Applicant directories show how many people a program invited, out of those who applied. One "
            "season counts about two thirds, because rates change from year to year."
        )
    else:
        raise ValueError(f"There is no question for {fact!r}.")
    return Question(fact, field, title, hint, asked)
