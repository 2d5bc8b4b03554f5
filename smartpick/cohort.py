"""A roster of applicants in, one assessed row for each out."""

from __future__ import annotations

import os
import secrets
import warnings
from pathlib import Path

import pandas as pd

from smartpick.assessment import assess
from smartpick.engine import Engine
from smartpick.profile import ApplicantProfile, ProfileFaults

_RESULTS = (
    "tier",
    "match_probability",
    "match_probability_low",
    "match_probability_high",
    "match_probability_pacific",
    "expected_interviews",
    "p_no_interview",
    "applications",
    "cost_usd",
    "warnings",
    "fault",
)
# A spreadsheet takes a cell that starts like this for a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class RosterFault(Exception):  # noqa: N818 - a finding about the file, not a failure of ours
    """The roster cannot be read at all; the message says what to do."""


def read_roster(path: Path) -> pd.DataFrame:
    """Read a roster: text in every cell, empty where nothing is given.

    Raises:
        RosterFault: if the file is missing, is no CSV in UTF-8, or has no row.
    """
    try:
        with warnings.catch_warnings():
            # A row with more cells than the header is a fault, not a reason to shift columns.
            warnings.simplefilter("error", pd.errors.ParserWarning)
            roster = pd.read_csv(
                path, dtype=str, keep_default_na=False, index_col=False, encoding="utf-8-sig"
            )
    except FileNotFoundError:
        raise RosterFault(f"There is no file {path}. Give the path of a roster in CSV.") from None
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.ParserWarning, pd.errors.EmptyDataError):
        raise RosterFault(
            f"{path} is not a CSV file in UTF-8 whose rows have as many cells as its header."
        ) from None
    if roster.empty:
        raise RosterFault(f"{path} has a header but no applicant. Add a row for each.")
    if not set(roster.columns) & set(ApplicantProfile.model_fields):
        raise RosterFault(f"{path} has no column named as a profile field, such as step2_ck_score.")
    return roster


def assess_roster(roster: pd.DataFrame, engine: Engine) -> pd.DataFrame:
    """Return the roster with the results of each row; a row with a fault keeps its cells and says why."""
    fields = [c for c in roster.columns if c in ApplicantProfile.model_fields]
    rows: list[dict[str, object]] = []
    for answers in roster[fields].to_dict("records"):
        given = {str(k): v for k, v in answers.items() if v != ""}
        try:
            rows.append(_result(ApplicantProfile.from_answers(given), engine))
        except (ProfileFaults, LookupError) as error:
            rows.append({**dict.fromkeys(_RESULTS, ""), "fault": " ".join(str(error).split())})
    results = pd.DataFrame(rows, columns=list(_RESULTS), index=roster.index)
    own = roster.drop(columns=[c for c in roster.columns if c in _RESULTS])
    return pd.concat([own, results], axis=1)


def write_results(results: pd.DataFrame, path: Path) -> None:
    """Write a CSV whole or not at all; cells that a spreadsheet would run as formulas are made text."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}")
    try:
        safe = results.map(lambda v: f"'{v}" if isinstance(v, str) and v.startswith(_FORMULA_STARTS) else v)
        safe.to_csv(unfinished, index=False, encoding="utf-8")
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _result(profile: ApplicantProfile, engine: Engine) -> dict[str, object]:
    a = assess(profile, engine)
    chance = a.match_probability
    return {
        "tier": a.tier.tier,
        "match_probability": round(chance.point, 4) if chance.known else "",
        "match_probability_low": round(chance.low, 4),
        "match_probability_high": round(chance.high, 4),
        "match_probability_pacific": round(a.match_probability_pacific.point, 4) if chance.known else "",
        "expected_interviews": round(a.expected_interviews.point, 2),
        "p_no_interview": round(a.p_no_interview.point, 4),
        "applications": a.plan.size,
        "cost_usd": a.plan.cost.total_usd,
        "warnings": " ".join(a.warnings),
        "fault": "",
    }
