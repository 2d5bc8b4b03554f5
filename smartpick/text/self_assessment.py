"""The self-assessment in words, texts to start from, and the plan as a document to take along."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from smartpick.facts import Facts
from smartpick.profile import ApplicantProfile
from smartpick.prose import day_text, joined, read_prose
from smartpick.text.action_plan import (
    ROUTE_NAMES,
    basis_text,
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
from smartpick.text.levers import cost_text
from smartpick.text.numbers import chance_text, plural
from smartpick.tiers import ScoreStanding, score_standings
from smartpick.whatif.action_plan import Action, Staged, Stretch
from smartpick.whatif.exams import Decision
from smartpick.whatif.self_assessment import COLUMNS, Column, Label, Line, WeakPoints, guide_group

TEXTS = read_prose(__file__, "self_assessment")

# Labels, what low means here, and the one-sentence summary.

COLUMN_NAMES: dict[Column, str] = TEXTS["columns"]
LABEL_NAMES: dict[Label, str] = TEXTS["labels"]
# Signs beside the words, the same as in the reasons of a tier.
LABEL_SIGNS: dict[Label, str] = {"strong_advantage": "+", "neutral": "●", "liability": "−", "not_known": "○"}


def summary_sentences(points: WeakPoints) -> list[str]:
    """Say whether the exams are the only weak point or one of several, and what that means."""
    summary = TEXTS["summary"]
    titles = {name: _in_a_sentence(getattr(points, name)) for name in ("exams", "others", "strengths")}
    sentences = [summary[points.standing].format(**titles)]
    if points.strengths:
        sentences.append(summary["strengths"].format(**titles))
    if points.unknown:
        are = "is" if len(points.unknown) == 1 else "are"
        sentences.append(f"{plural(len(points.unknown), 'line')} {are} not known yet.")
    return sentences


def low_score_sentences(profile: ApplicantProfile, facts: Facts) -> list[str]:
    """Say what a low score means for the preferred specialty, by region."""
    specialty, score = profile.specialties[0], profile.step2_ck_score
    group = guide_group(specialty, facts.specialties)
    if group is None:
        return [TEXTS["low_score"]["no_group"].format(specialty=specialty)]
    standings = score_standings(0 if score is None else score, group, facts.score_groups)
    return [
        TEXTS["low_score"]["group"].format(specialty=specialty, group=TEXTS["groups"][group]),
        *(_standing_sentence(standing, score) for standing in standings),
    ]


def _standing_sentence(standing: ScoreStanding, score: int | None) -> str:
    texts = TEXTS["low_score"]
    if standing.low is None or standing.high is None:
        return str(texts["no_number"])
    role = "workable" if standing.role == "workable_from" else "low"
    limits = f"{standing.low} to {standing.high}"
    rule = texts[role].format(where=TEXTS["regions"][standing.region], limits=limits)
    border = texts[f"{role}_border"]
    place = {"under": "below that", "within": border, "over": "above that"}[standing.position]
    return f"{rule}." if score is None else f"{rule}; your {score} is {place}."


def self_table(lines: Sequence[Line]) -> pd.DataFrame:
    """Return the table as rows to download."""
    return pd.DataFrame(
        {
            "column": COLUMN_NAMES[line.column],
            "line": line.title,
            "answer": line.answer or None,
            "label": LABEL_NAMES[line.label],
            "labelled_by": "applicant" if line.own else "rule",
            "why": line.reason,
            "clause_of_the_guide": line.clause,
            "our_reading": line.reading or None,
        }
        for line in lines
    )


def _in_a_sentence(titles: Sequence[str]) -> str:
    """Return titles as in a sentence: "Step 1, letters and visa"; only names keep a capital."""
    words = []
    for name in titles:
        first = name.split()[0].rstrip(",")
        keeps_capital = first.isupper() or first in ("Step", "English")
        words.append(name if keeps_capital else name[0].lower() + name[1:])
    return joined(words)


# Texts to start from: asking for a letter, framing a failed exam, regional interest.


@dataclass(frozen=True)
class Template:
    """A text to start from, when it fits, and what to mind."""

    title: str
    when: str
    text: str


def letter_templates(profile: ApplicantProfile) -> list[Template]:
    """Return three ways to ask for a strong letter."""
    return [_template(letter, specialty=profile.specialties[0]) for letter in TEXTS["letters"]]


def failure_templates(profile: ApplicantProfile, below_passing: bool) -> list[Template]:
    """Return two sentences for each exam that was failed, with the later result where there is one.

    `below_passing` says whether the Step 2 CK score is under the passing score of its exam date.
    """
    score = None if below_passing else profile.step2_ck_score
    failures = []
    if profile.step1_failures:
        passed = "passed" if score is None else "passed_with_step2"
        outcome = passed if profile.step1 == "fail_then_pass" else "still_ahead"
        failures.append(("Step 1", profile.step1_failures, outcome))
    step2_ck_failures = profile.step2_ck_failures + int(below_passing)
    if step2_ck_failures:
        reached = "reached_before_step3" if profile.step3_passed else "reached"
        failures.append(("Step 2 CK", step2_ck_failures, "still_ahead" if score is None else reached))
    if profile.step3 in ("fail", "fail_then_pass"):
        failures.append(("Step 3", 1, "passed" if profile.step3_passed else "still_ahead"))
    return [
        _template(
            TEXTS["failure"],
            exam=exam,
            times="" if count == 1 else f" {count} times",
            outcome=TEXTS["outcomes"][outcome].format(score=score),
        )
        for exam, count, outcome in failures
    ]


def regional_prompts(profile: ApplicantProfile) -> list[str]:
    """Return questions whose true answers make a paragraph of regional interest."""
    prompts = TEXTS["prompts"]
    languages = " or ".join(profile.languages)
    return [
        prompts["ties" if profile.pacific_ties else "no_ties"],
        prompts["letters" if profile.pacific_letters else "no_letters"],
        prompts["languages" if languages else "no_languages"].format(languages=languages),
        *prompts["always"],
    ]


def regional_template(profile: ApplicantProfile) -> Template:
    """Return a paragraph to fill in."""
    return _template(TEXTS["regional"], specialty=profile.specialties[0])


def _template(entry: dict[str, str], **values: str) -> Template:
    return Template(entry["title"].format(**values), entry["when"], entry["text"].format(**values))


# Self-assessment and plan as one Markdown document to take along.


def plan_markdown(
    *,
    intro: Sequence[str],
    lines: Sequence[Line],
    actions: Sequence[Action],
    stretches: Sequence[Stretch],
    opening: date | None,
    decision: Decision,
    staged: Staged,
    credit: str,
    today: date,
) -> str:
    """Return the document; text of the applicant's own is escaped.

    `intro` has the sentences above the table, `lines` the self-assessment with the applicant's own labels,
    `stretches` the timeline, `credit` the sources with the state of the data. `opening` is the day on which
    applications open, None if it is not known.
    """
    parts = [
        "# Self-assessment and action plan",
        f"{day_text(today)}. Chances are estimates with an 80 % range, not promises.",
        "## Where you stand",
        " ".join(intro),
        *(_column_table(column, [line for line in lines if line.column == column]) for column in COLUMNS),
        "## What to do, in order",
        *(_action(place, action) for place, action in enumerate(actions, 1)),
        "## When",
        "Weeks before applications open; the day is not known yet."
        if opening is None
        else f"Applications open on {day_text(opening)}.",
        "\n".join(f"- {s.action.title}: {stretch_text(s, opening)}" for s in stretches),
        *misfit_sentences(stretches),
        "## Wait, retake, or Step 3",
        *_options(decision),
        "## Straight to the West Coast, or in two stages",
        "\n".join(
            f"- {ROUTE_NAMES[r.name]}: {chance_text(r.chance)}. {route_terms(r)}" for r in routes(staged)
        ),
        " ".join(staged_sentences(staged)),
        "---",
        credit,
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _column_table(column: Column, lines: Sequence[Line]) -> str:
    rows = [
        f"| {_cell(line.title)} | {_cell(line.answer or 'not known')} | {LABEL_NAMES[line.label]}"
        f"{' (yours)' if line.own else ''} |"
        for line in lines
    ]
    return "\n".join([f"### {COLUMN_NAMES[column]}", "", "| Line | Answer | Label |", "|---|---|---|", *rows])


def _action(place: int, action: Action) -> str:
    terms = f"{weeks_text(action.weeks)}; cost {cost_text(action.cost_usd)}; {basis_text(action)}"
    return f"{place}. **{action.title}.** {gain_text(action.gain)} {mind_text(action)} ({terms})"


def _options(decision: Decision) -> list[str]:
    paragraphs = []
    for option in decision.options:
        figures = "; ".join(f"{name.lower()}: {text}" for name, text in option_figures(option))
        terms = (
            f"{figures}. {' '.join(option.trade_offs)}" if option.open else f"Not open: {option.why_closed}"
        )
        paragraphs.append(f"**{option.title}.** {terms}")
    return paragraphs


def _cell(text: str) -> str:
    """Keep an applicant's own words from being read as markup or as another cell."""
    plain = " ".join(text.split())
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]()#!|<>~" else sign for sign in plain)
