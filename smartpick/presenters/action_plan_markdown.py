"""Self-assessment and plan as one Markdown document to take along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from smartpick.guidance.action_plan import Action
from smartpick.guidance.exam_decision import Decision
from smartpick.guidance.self_assessment import COLUMNS, Line
from smartpick.guidance.staged_pathway import Staged
from smartpick.guidance.timeline import Stretch
from smartpick.presenters.action_plan_exams import chance_text, option_figures
from smartpick.presenters.action_plan_routes import ROUTE_NAMES, route_terms, routes, staged_sentences
from smartpick.presenters.action_plan_self import COLUMN_NAMES, LABEL_NAMES
from smartpick.presenters.action_plan_time import day_text, misfit_sentences, stretch_text
from smartpick.presenters.action_plan_words import basis_text, cost_text, gain_text, mind_text, weeks_text


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
