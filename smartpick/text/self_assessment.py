"""The self-assessment in words, texts to start from, and the plan as a document to take along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from smartpick.facts import Facts
from smartpick.profile import ApplicantProfile
from smartpick.text.action_plan import (
    ROUTE_NAMES,
    basis_text,
    chance_text,
    cost_text,
    day_text,
    gain_text,
    mind_text,
    misfit_sentences,
    option_figures,
    route_terms,
    routes,
    staged_sentences,
    stretch_text,
    weeks_text,
)
from smartpick.tiers import ScoreStanding, score_standings
from smartpick.whatif.action_plan import Action, Staged, Stretch
from smartpick.whatif.exams import Decision
from smartpick.whatif.self_assessment import COLUMNS, Column, Label, Line, WeakPoints, guide_group

# The self-assessment in words: labels, what low means here, and the one-sentence summary.

COLUMN_NAMES: dict[Column, str] = {
    "exams": "Exams",
    "clinical": "Clinical experience",
    "research": "Research and scholarly work",
    "personal": "Personal and professional",
}
LABEL_NAMES: dict[Label, str] = {
    "strong_advantage": "Strong advantage",
    "neutral": "Neutral",
    "liability": "Liability",
    "not_known": "Not known",
}
# Signs beside the words, the same as in the reasons of a tier.
LABEL_SIGNS: dict[Label, str] = {"strong_advantage": "+", "neutral": "●", "liability": "−", "not_known": "○"}

_GROUP_NAMES = {
    "less_competitive": "less competitive, still selective",
    "moderately_competitive": "moderately competitive",
    "highly_competitive": "highly competitive",
}
_REGIONS = {
    "any": "Anywhere",
    "pacific": "On the Pacific Coast",
    "img_friendly_community": "At IMG-friendly community programs",
}


def summary_sentences(points: WeakPoints) -> list[str]:
    """Say whether the exams are the only weak point or one of several, and what that means."""
    exams, others = joined(points.exams), joined(points.others)
    said = {
        "none": "Nothing in this table counts as a liability. The list and the interviews decide from here.",
        "only_exams": f"Exams are your only weak point here ({exams}). What stands in the other columns can "
        "carry weight against it.",
        "exams_and_others": f"Exams are one of several weak points: {exams}, and beside them {others}. "
        "A plan should answer all of them, not the score alone.",
        "only_others": f"Exams are not your weak point. These count against you for now: {others}.",
    }[points.standing]
    sentences = [said]
    if points.strengths:
        sentences.append(f"Strong already: {joined(points.strengths)}.")
    if points.unknown:
        one = len(points.unknown) == 1
        sentences.append(f"{len(points.unknown)} line{' is' if one else 's are'} not known yet.")
    return sentences


def low_score_sentences(profile: ApplicantProfile, facts: Facts) -> list[str]:
    """Say what a low score means for the preferred specialty, by region."""
    specialty, score = profile.specialties[0], profile.step2_ck_score
    group = guide_group(specialty, facts.specialties)
    if group is None:
        return [
            f"The guide does not say what a low score is in {specialty}. The score curve shows what is known."
        ]
    standings = score_standings(0 if score is None else score, group, facts.score_groups)
    head = f"Low is relative. The guide counts {specialty} as {_GROUP_NAMES[group]}."
    return [head, *(_standing_sentence(standing, score) for standing in standings)]


def _standing_sentence(standing: ScoreStanding, score: int | None) -> str:
    where = _REGIONS[standing.region]
    if standing.low is None or standing.high is None:
        return "For this group it names no number: low is under the mean of US MD applicants."
    limits = f"{standing.low} to {standing.high}"
    if standing.role == "workable_from":
        told = f"{where}, from {limits} on a score can still work with strengths elsewhere"
        place = {"under": "is under it", "within": "is within it", "over": "is over it"}
    else:
        told = f"{where}, low begins under {limits}"
        place = {"under": "is under it", "within": "is at that border", "over": "is over it"}
    return f"{told}." if score is None else f"{told}; your {score} {place[standing.position]}."


def self_table(lines: Sequence[Line]) -> pd.DataFrame:
    """Return the table as rows to download."""
    return pd.DataFrame(
        {
            "column": [COLUMN_NAMES[line.column] for line in lines],
            "line": [line.title for line in lines],
            "answer": [line.answer or None for line in lines],
            "label": [LABEL_NAMES[line.label] for line in lines],
            "labelled_by": ["applicant" if line.own else "rule" for line in lines],
            "why": [line.reason for line in lines],
            "clause_of_the_guide": [line.clause for line in lines],
            "our_reading": [line.reading or None for line in lines],
        }
    )


def joined(names: Sequence[str]) -> str:
    """Return names as they stand in a sentence: "Step 1, letters and visa"; only names keep a capital."""
    kept = [name if _starts_with_a_name(name) else name[0].lower() + name[1:] for name in names]
    return " and ".join([", ".join(kept[:-1]), kept[-1]] if len(kept) > 1 else kept)


def _starts_with_a_name(text: str) -> bool:
    first = text.split()[0].rstrip(",")
    return first.isupper() or first in ("Step", "English")


# Texts to start from: asking for a letter, framing a failed exam, regional interest.
#
# They are scaffolds. What stands in [brackets] is the applicant's to fill in; facts of the profile are filled
# in where they are known. Nothing is invented about a person.

_END_OF_ROTATION = """
Dear Dr. [name],

thank you for these [number] weeks. I am applying for residency in {specialty} this season. You saw me
[one thing you did with patients], and you told me [one piece of feedback].

Could you support my application with a strong letter? If you would rather not, I will understand, and a
frank word would help me too.

I can send my CV, my statement and the feedback I wrote down. The letter would be due on [date].

[your name]
"""
_MONTHS_LATER = """
Dear Dr. [name],

I worked with you from [month] to [month, year] on [service]. You may remember [one task or presentation,
nothing that identifies a patient]. Since then I have [what you did: work, exam, research].

I am applying for residency in {specialty}. Do you remember my work well enough to write a strong letter?
I attach my CV and my notes of your feedback, and could call or visit when it suits you. The letter would
be due on [date].

[your name]
"""
_FROM_THE_PACIFIC = """
Dear Dr. [name],

I am applying for residency in {specialty}. Programs in California, Oregon and Washington are among my
first choices because [your true reason]. You know my work from [rotation, clinic or research with you].

Would you be willing to write a strong letter that speaks to [judgement, work with patients, reliability],
and to how I would fit in a program in your region? I can send whatever makes it easier. The letter would
be due on [date].

[your name]
"""
# What follows a failed exam that is not passed yet.
_STILL_AHEAD = "[what follows: the day of the next sitting]"


@dataclass(frozen=True)
class Template:
    """A text to start from, when it fits, and what to mind."""

    title: str
    when: str
    text: str


def letter_templates(profile: ApplicantProfile) -> list[Template]:
    """Return three ways to ask for a strong letter."""
    specialty = profile.specialties[0]
    return [
        Template(
            "At the end of a rotation",
            "In person if you can, in the last week; this as the note that follows.",
            _paragraphs(_END_OF_ROTATION, specialty),
        ),
        Template(
            "Some months later",
            "Help the writer remember before you ask.",
            _paragraphs(_MONTHS_LATER, specialty),
        ),
        Template(
            "From a faculty member on the Pacific Coast",
            "Only to someone who knows your work. Say why the coast, truthfully.",
            _paragraphs(_FROM_THE_PACIFIC, specialty),
        ),
    ]


def failure_templates(profile: ApplicantProfile, below_passing: bool) -> list[Template]:
    """Return two sentences for each exam that was failed, with the later result where there is one.

    Args:
        profile: The applicant.
        below_passing: Whether the Step 2 CK score is under the passing score of its exam date.
    """
    found = []
    if profile.step1_failures:
        found.append(_failure("Step 1", profile.step1_failures, _after_step1(profile, below_passing)))
    step2_ck_failures = profile.step2_ck_failures + int(below_passing)
    if step2_ck_failures:
        found.append(_failure("Step 2 CK", step2_ck_failures, _after_step2(profile, below_passing)))
    if profile.step3 in ("fail", "fail_then_pass"):
        found.append(_failure("Step 3", 1, "passed it" if profile.step3_passed else _STILL_AHEAD))
    return found


def regional_prompts(profile: ApplicantProfile) -> list[str]:
    """Return questions whose true answers make a paragraph of regional interest."""
    ties = (
        "Who or what ties you to the coast: which people, which years, which town?"
        if profile.pacific_ties
        else "Have you lived, worked, studied or visited there? If not, what do you know first-hand?"
    )
    letters = (
        "What did you see at the Pacific hospital that your letter comes from?"
        if profile.pacific_letters
        else "Which patients there would you serve, and what have you done that prepares you?"
    )
    spoken = (
        f"With which patients did you use {' or '.join(profile.languages)}?"
        if profile.languages
        else "Which languages do you use with patients, and where would they be needed?"
    )
    return [
        ties,
        letters,
        spoken,
        "Which health problem of one place there do you want to work on, and why that one?",
        "Where do you want to practice in ten years? Say it only if it is so.",
    ]


def regional_template(profile: ApplicantProfile) -> Template:
    """Return a paragraph to fill in."""
    specialty = profile.specialties[0]
    return Template(
        "A paragraph on the Pacific Coast",
        "Three or four sentences, for programs there only. Leave out every blank that is not true of you.",
        f"I hope to train in {specialty} in [place], because [person, work or study that ties you to it]. In "
        "[year, place] I worked with [group of patients] and learned [what]. The need for [service or health "
        "problem] there is what I want to work on. After residency I plan to [your plan].",
    )


def _failure(exam: str, failures: int, outcome: str) -> Template:
    times = "" if failures == 1 else f" {failures} times"
    return Template(
        f"{exam}: two sentences",
        "One sentence on what happened, one on what you changed and what came of it. Then move on.",
        f"I failed {exam}{times} in [month, year], when [the cause, in a few words, without blame]. I then "
        f"[the change: how you studied, whom you asked for help], and {outcome}.",
    )


def _after_step1(profile: ApplicantProfile, below_passing: bool) -> str:
    if profile.step1 != "fail_then_pass":
        return _STILL_AHEAD
    score = profile.step2_ck_score
    return "passed it" if score is None or below_passing else f"passed it, and reached {score} in Step 2 CK"


def _after_step2(profile: ApplicantProfile, below_passing: bool) -> str:
    if profile.step2_ck_score is None or below_passing:
        return _STILL_AHEAD
    return f"reached {profile.step2_ck_score}{' before passing Step 3' if profile.step3_passed else ''}"


def _paragraphs(text: str, specialty: str) -> str:
    """Return the text with lines broken only between paragraphs."""
    paragraphs = text.strip().format(specialty=specialty).split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


# Self-assessment and plan as one Markdown document to take along.


@dataclass(frozen=True)
class PlanDocument:
    """Everything that the document holds.

    Attributes:
        intro: Sentences above the table.
        lines: The self-assessment, with the applicant's own labels.
        actions: In the order shown.
        stretches: The timeline.
        opening: The day on which applications open, None if not told.
        decision: The exam options.
        staged: The routes.
        credit: Sources with the state of the data.
        today: Day of the document.
    """

    intro: Sequence[str]
    lines: Sequence[Line]
    actions: Sequence[Action]
    stretches: Sequence[Stretch]
    opening: date | None
    decision: Decision
    staged: Staged
    credit: str
    today: date


def plan_markdown(document: PlanDocument) -> str:
    """Return the document; text of the applicant's own is escaped."""
    parts = [
        "# Self-assessment and action plan",
        f"{day_text(document.today)}. Chances are estimates with an 80 % range, not promises.",
        "## Where you stand",
        " ".join(document.intro),
        *_columns(document.lines),
        "## What to do, in order",
        *[_action(place, action) for place, action in enumerate(document.actions, 1)],
        "## When",
        _opening(document.opening),
        "\n".join(f"- {s.action.title}: {stretch_text(s, document.opening)}" for s in document.stretches),
        *misfit_sentences(document.stretches),
        "## Wait, retake, or Step 3",
        *_options(document.decision),
        "## Straight to the coast, or in two stages",
        "\n".join(
            f"- {ROUTE_NAMES[r.name]}: {chance_text(r.chance)}. {route_terms(r)}"
            for r in routes(document.staged)
        ),
        " ".join(staged_sentences(document.staged)),
        "---",
        document.credit,
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _columns(lines: Sequence[Line]) -> list[str]:
    found = []
    for column in COLUMNS:
        rows = [line for line in lines if line.column == column]
        table = [f"### {COLUMN_NAMES[column]}", "", "| Line | Answer | Label |", "|---|---|---|"]
        table += [
            f"| {_cell(x.title)} | {_cell(x.answer or 'not known')} | {LABEL_NAMES[x.label]}"
            f"{' (yours)' if x.own else ''} |"
            for x in rows
        ]
        found.append("\n".join(table))
    return found


def _action(place: int, action: Action) -> str:
    terms = f"{weeks_text(action.weeks)}; cost {cost_text(action.cost_usd)}; {basis_text(action)}"
    return f"{place}. **{action.title}.** {gain_text(action.gain)} {mind_text(action)} ({terms})"


def _opening(opening: date | None) -> str:
    if opening is None:
        return "Weeks before applications open; the day is not told yet."
    return f"Applications open on {day_text(opening)}."


def _options(decision: Decision) -> list[str]:
    found = []
    for option in decision.options:
        if not option.open:
            found.append(f"**{option.title}.** Not open: {option.why_closed}")
            continue
        figures = "; ".join(f"{name.lower()}: {text}" for name, text in option_figures(option))
        found.append(f"**{option.title}.** {figures}. {' '.join(option.trade_offs)}")
    return found


def _cell(text: str) -> str:
    """Keep an applicant's own words from being read as markup or as another cell."""
    plain = " ".join(text.split())
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]()#!|<>~" else sign for sign in plain)
