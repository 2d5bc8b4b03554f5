"""The application list as a table to take away: one row a program, texts safe to open anywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from smartpick.plan.eligibility import Eligibility
from smartpick.plan.fees import FeeSchedule
from smartpick.plan.plan import Plan
from smartpick.presenters.application_groups import GROUP_NAMES, application_groups
from smartpick.presenters.look_up_questions import program_with_place
from smartpick.presenters.program_notices import pinned_sentence, rules_against
from smartpick.presenters.programs import ProgramRow
from smartpick.profile import ApplicantProfile

# What each column holds: estimated by us, published by others (or worked out from published prices), or the
# applicant's own.
COLUMN_BASIS: dict[str, str] = {
    "place": "estimated",
    "group": "estimated",
    "program": "published",
    "specialty": "published",
    "city": "published",
    "state": "published",
    "pacific_coast": "published",
    "interview_probability": "estimated",
    "marginal_gain": "estimated",
    "signal": "estimated",
    "application_fee_usd": "published",
    "requirements": "published",
    "remark": "published",
    "its_pages_say": "published",
    "ask_about": "published",
    "website": "published",
    "application_service": "published",
    "program_id": "published",
    "your_note": "own",
}
_REQUIREMENTS = {
    Eligibility.MEETS: "no stated rule against you",
    Eligibility.UNKNOWN: "not known",
    Eligibility.FAILS: "a stated rule is not met",
}


def application_table(
    plan: Plan,
    rows: Sequence[ProgramRow],
    schedules: Mapping[str, FeeSchedule],
    services: Mapping[str, str],
    notes: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Return the list with the columns of `COLUMN_BASIS`; probabilities 0-1, unknown left empty.

    Args:
        plan: The list.
        rows: `program_rows(plan, pages)`, all of them.
        schedules: Fee schedule of each specialty whose price is published.
        services: Application service of each specialty.
        notes: What the applicant wrote about single programs, by program id.
    """
    programs = plan.candidates.programs
    groups = application_groups(plan.interview_probability)
    return pd.DataFrame(
        {
            "place": np.arange(1, plan.size + 1),
            "group": [GROUP_NAMES[group] for group in groups],
            "program": [_one_line(row.name) for row in rows],
            "specialty": [row.specialty for row in rows],
            "city": [_one_line(city) for city in programs["city"]],
            "state": [_one_line(state) for state in programs["state"]],
            "pacific_coast": ["yes" if row.pacific else "no" for row in rows],
            "interview_probability": plan.interview_probability.round(5),
            "marginal_gain": np.asarray(plan.marginal_gain, float).round(7),
            "signal": [row.signal for row in rows],
            "application_fee_usd": application_fees([row.specialty for row in rows], schedules),
            "requirements": [_REQUIREMENTS[Eligibility(str(s))] for s in plan.candidates.eligibility.state],
            "remark": [_one_line(remark) for remark in _remarks(plan)],
            "its_pages_say": ["; ".join(_statements(row)) for row in rows],
            "ask_about": [", ".join(row.unknown) for row in rows],
            "website": [_one_line(row.website) for row in rows],
            "application_service": [_one_line(services.get(row.specialty)) for row in rows],
            "program_id": [row.program_id for row in rows],
            "your_note": [_one_line((notes or {}).get(row.program_id)) for row in rows],
        },
        columns=list(COLUMN_BASIS),
    )


def _remarks(plan: Plan) -> list[str]:
    """Return what must be said of each program: that it is pinned against a rule; empty for most."""
    against = rules_against(plan)
    return [
        pinned_sentence(program_with_place(row), against[str(row["program_id"])])
        if str(row["program_id"]) in against
        else ""
        for row in plan.candidates.programs.to_dict("records")
    ]


def application_fees(specialties: Sequence[str], schedules: Mapping[str, FeeSchedule]) -> list[float]:
    """Return what each application of a list costs in its place, in US dollars; NaN where it is not known.

    Args:
        specialties: Specialty of each program, in the order of the list.
        schedules: Fee schedule of each specialty whose price is published.
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
    return pd.DataFrame(
        {
            "question": [field.title or name for name, field in fields.items()],
            "answer": [_one_line(_answer(getattr(profile, name))) for name in fields],
        }
    )


def _answer(value: object) -> str:
    if value is None:
        return "not told"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{program}: {kind}" for program, kind in value.items())
    if isinstance(value, tuple):
        return ", ".join(str(item) for item in value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("_", " ")


def _statements(row: ProgramRow) -> list[str]:
    said = []
    for statement in row.statements:
        page = statement.page
        notes = ["sponsor's page"] if page and page.by_sponsor else []
        notes += [str(page.year)] if page and page.year else []
        said.append(_one_line(statement.text + (f" ({', '.join(notes)})" if notes else "")))
    return said


def _one_line(text: object) -> str:
    """Return the text without line breaks, tabs or other control signs; unknown is empty."""
    if text is None or (not isinstance(text, str) and pd.isna(text)):  # type: ignore[call-overload]
        return ""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in str(text)).split())
