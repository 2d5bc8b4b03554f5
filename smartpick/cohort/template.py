"""An empty roster to fill in, every field explained from the questions of the profile."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from typing import Any, get_args

import pandas as pd
from pydantic.fields import FieldInfo

from smartpick.cohort.answers import MAY_BE_EMPTY
from smartpick.cohort.reading import RosterFault
from smartpick.cohort.results import CODE, written
from smartpick.export import Sheet, workbook_bytes
from smartpick.profile import ApplicantProfile, Ask
from smartpick.profile.written_answers import usual_examples

KINDS = (".xlsx", ".csv")
_CODE_ROW = (
    CODE,
    "Your own code for the applicant",
    "Stands for the applicant in the results. Do not use a name.",
    "any text",
    "",
    "M01",
    "a code by the row's place",
)
_HEADINGS = ("field", "title", "meaning", "allowed", "also_understood", "example", "if_left_empty")


def explained_fields() -> pd.DataFrame:
    """Return a row for each column of a roster: its name, meaning, allowed answers and an example."""
    rows = [
        (name, field.title, field.description, _allowed(field), _also(name), example(name), _if_empty(name))
        for name, field in ApplicantProfile.model_fields.items()
    ]
    return pd.DataFrame([_CODE_ROW, *rows], columns=list(_HEADINGS))


def template_bytes(kind: str, made: datetime | None = None) -> bytes:
    """Return an empty roster as a file of this kind (".xlsx" or ".csv"), made at this time (today's).

    The workbook explains the fields in a sheet of its own; a CSV does in the lines above the column names,
    which are passed over when it is read.

    Raises:
        RosterFault: if the kind is another one.
    """
    fields = explained_fields()
    names = fields["field"].tolist()
    if kind == ".xlsx":
        sheets = [
            Sheet("Roster", pd.DataFrame(columns=names), widths=dict.fromkeys(names, 16.0)),
            Sheet(
                "Fields",
                fields,
                widths={"meaning": 60.0, "allowed": 50.0, "also_understood": 50.0, "title": 34.0},
            ),
        ]
        return workbook_bytes(sheets, "SmartPick roster", made or datetime.now())
    if kind == ".csv":
        out = io.StringIO(newline="")
        lines = csv.writer(out)
        for column in ("meaning", "allowed", "also_understood", "example"):
            told = column.replace("_", " ").capitalize()
            lines.writerow([f"{told}: {cell}" if cell else "" for cell in fields[column]])
        lines.writerow(names)
        return out.getvalue().encode("utf-8-sig")
    raise RosterFault(f"A template is written as {' or '.join(KINDS)}, not as '{kind}'.")


def _ask(field: FieldInfo) -> Ask | None:
    return next((each for each in field.metadata if isinstance(each, Ask)), None)


def _allowed(field: FieldInfo) -> str:
    """Return what may be answered, from the field's type and limits."""
    advice = field.json_schema_extra
    limits = {
        name: value
        for name in ("ge", "le")
        for each in field.metadata
        if (value := getattr(each, name, None)) is not None
    }
    options, ask = _options(field.annotation), _ask(field)
    if dict in _kinds(field.annotation):
        return "Ids of programs, as they stand on the Programs page. Write | between several."
    if options:
        words = (ask.words if ask else None) or {}
        return "; ".join(f"{each} ({words[each]})" if each in words else each for each in options)
    if bool in _kinds(field.annotation):
        return "yes; no"
    if {"ge", "le"} <= limits.keys():
        return f"{limits['ge']:g} to {limits['le']:g}"
    if "ge" in limits:
        return f"{limits['ge']:g} or more"
    said = str(advice["advice"]) if isinstance(advice, dict) else ""
    return f"{said} Write | between several." if tuple in _kinds(field.annotation) else said


def _also(name: str) -> str:
    """Return usual answers that are understood too, for instance."""
    kinds = _kinds(ApplicantProfile.model_fields[name].annotation)
    words: tuple[str, ...]
    if name == "specialties":
        words = ("IM", "IM, FM", "Family Med", "Med-Peds")
    elif date in kinds:
        words = ("15 Aug 2026", "8/15/2026")
    elif bool in kinds:
        words = ("yes", "no", *usual_examples(name))
    elif kinds & {tuple, dict}:
        return "A comma or a semicolon between several does too." if tuple in kinds else ""
    else:
        words = usual_examples(name)
    return "; ".join((*words, *(("N/A", "TBD") if name in MAY_BE_EMPTY else ())))


def _kinds(annotation: Any) -> set[Any]:
    """Return the plain types that a field's annotation allows."""
    inner = get_args(annotation)
    origin = getattr(annotation, "__origin__", None)
    if origin in (tuple, dict):
        return {origin}
    return set().union(*map(_kinds, inner)) if inner else {annotation}


def _options(annotation: Any) -> list[str]:
    """Return the words of a choice, nothing for other answers."""
    if all(isinstance(each, str) for each in get_args(annotation)):
        return list(get_args(annotation))
    return [word for part in get_args(annotation) if get_args(part) for word in _options(part)]


def example(name: str) -> str:
    """Return an answer as it is written in a roster; empty where it would not fit the other examples."""
    field = ApplicantProfile.model_fields[name]
    profile = ApplicantProfile()
    start, ask = getattr(profile, name), _ask(field)
    if ask is not None and not ask.when(vars(profile)):
        return ""
    if isinstance(start, bool):
        return "yes" if start else "no"
    if isinstance(start, tuple):
        return "|".join(start or (ask.options[:2] if ask else ()))
    if isinstance(start, float):
        return f"{start:g}"
    if start is not None and not isinstance(start, dict):
        return str(start)
    kinds = _kinds(field.annotation)
    if bool in kinds:
        return "yes"
    if date in kinds:
        return "2026-08-15"
    return ""


def _if_empty(name: str) -> str:
    """Return what stands for an answer that is left out."""
    ask = _ask(ApplicantProfile.model_fields[name])
    if name == "step2_ck_score":
        return "no score yet"
    if name in MAY_BE_EMPTY:
        return (ask.empty if ask else None) or "no answer"
    start = getattr(ApplicantProfile(), name)
    return "no answer" if start in ((), {}) else f"{written(start)}, and the results say so"
