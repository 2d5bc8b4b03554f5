"""Where a number comes from, as lines to read and as a citation."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from smartpick.assessment import Assessment
from smartpick.engine import Engine
from smartpick.plan.candidates import effects_of
from smartpick.plan.eligibility import IMG_TYPES
from smartpick.plan.grounds import Grounds, evidence_parameters, requirement_parameters, trace_parameters
from smartpick.profile import ApplicantProfile
from smartpick.programs.evidence import Evidence
from smartpick.text.numbers import percent
from smartpick.whatif.invitations import InvitationEstimates

# Where a number comes from, as lines to read.

_TRUST_WORDS = {
    "primary": "from the publisher",
    "transcribed": "typed out from the publisher's document",
    "second_hand": "from a copy, not the publisher's own page",
    "derived": "worked out by us from the publisher's figures",
    "ours": "our own",
}
_OURSELVES = "SmartPick"


@dataclass(frozen=True)
class CitedSource:
    """One source behind a block, in plain text.

    Attributes:
        source_id: Its id; the page of sources and method opens it by this.
        title: Title of the publication.
        told: Publisher, year, and whether its figures are published or derived and how they were read.
        url: Address at the publisher, or empty.
    """

    source_id: str
    title: str
    told: str
    url: str


def cited_sources(sources: pd.DataFrame) -> dict[str, CitedSource]:
    """Return every source by its id.

    Args:
        sources: `facts.sources`.
    """
    rows = sources.to_dict("records")
    return {str(row["source_id"]): _cited(str(row["source_id"]), row) for row in rows}


def source_name(sources: pd.DataFrame, source_id: str) -> str:
    """Return title, publisher and year of one source as plain text; the id itself if it is unknown."""
    found = sources[sources["source_id"] == source_id]
    if found.empty:
        return source_id
    row = found.iloc[0]
    year = "" if pd.isna(row["published_year"]) else f", {int(row['published_year'])}"
    return f"{row['title']}. {row['publisher']}{year}"


def trust_words(trust: object) -> str:
    """Return how a figure was obtained, in words."""
    return _TRUST_WORDS.get(str(trust), str(trust).replace("_", " "))


def _cited(source_id: str, row: Mapping[Hashable, Any]) -> CitedSource:
    publisher, trust = str(row["publisher"]), str(row["trust"])
    year = "undated" if pd.isna(row["published_year"]) else str(int(row["published_year"]))
    if publisher == _OURSELVES:
        year = str(row["edition"])
    url = "" if pd.isna(row["url"]) else str(row["url"])
    return CitedSource(
        source_id,
        str(row["title"]),
        f"{publisher}, {year}. {_reading(publisher, trust)}.",
        url if url.startswith(("https://", "http://")) else "",
    )


def _reading(publisher: str, trust: str) -> str:
    """Return whether figures are published or derived, and how they came here."""
    if publisher == _OURSELVES:
        return "Ours"
    if trust == "derived":
        return f"Derived: {trust_words(trust)}"
    return f"Published: {trust_words(trust)}"


# What blocks of numbers rest on, beside the grounds that an assessment carries itself.

GUIDE = "smartpick_guide"
_H1B_RULE = "fsmb_step3_eligibility"


def invitation_grounds(
    estimates: InvitationEstimates,
    profile: ApplicantProfile,
    engine: Engine,
    assumed: bool,
    evidence: Evidence,
) -> Grounds:
    """Return what our chances of an invitation rest on, before signals; nothing where there are none.

    Args:
        estimates: The chances.
        profile: The applicant.
        engine: The fitted data.
        assumed: Whether effects whose size is assumed count.
        evidence: What the applicant knows of single programs.
    """
    if estimates.candidates is None:
        return Grounds((), ())
    effects = effects_of(profile, engine, assumed)
    names = [effect.factor for effect in effects] + ["near_zero_rate", "steepest_score_odds_ratio"]
    names += trace_parameters(profile.applicant_type)
    names += requirement_parameters(profile, bool(estimates.candidates.eligibility.soft_misses.any()))
    names += evidence_parameters(evidence)
    ids = [source for cell in estimates.candidates.cells for source in cell.source_id.split("|")]
    ids += [source for model in estimates.models for source in model.inputs.sources]
    if profile.applicant_type in IMG_TYPES:
        ids += engine.trace_sources(tuple(model.specialty for model in estimates.models))
    return Grounds.of(ids, names, engine)


def curve_parameters(in_region: bool) -> tuple[str, ...]:
    """Return the parameters behind compared curves: those by score and by interviews need none."""
    if not in_region:
        return ()
    return (
        "near_zero_rate",
        "steepest_score_odds_ratio",
        "shared_effect_variance",
        "pacific_interview_worth",
    )


def warning_sources(assessment: Assessment) -> tuple[str, ...]:
    """Return what the warnings of an assessment rest on."""
    ids = [source for model in assessment.plan.models for source in model.inputs.sources]
    tier = assessment.tier
    if tier.below_passing_note or tier.score_missing_note:
        ids.insert(0, assessment.passing.source_id)
    if assessment.profile.sponsorship == "h1b" and not assessment.profile.step3_passed:
        ids.append(_H1B_RULE)
    return tuple(dict.fromkeys(ids))


def assumed_sentence(assessment: Assessment) -> str:
    """Say how much of what the profile moves rests on effects whose size is assumed."""
    if not assessment.assumed:
        return "Effects whose size is assumed are left out."
    share = percent(assessment.assumed_share) if assessment.assumed_share > 0 else "Nothing"
    return f"{share} of what your profile moves rests on assumed sizes."


# How to cite a chart or a table: what it is, whose figures it rests on, and which state of the data.

_HASH_LENGTH = 12


def citation(sources: pd.DataFrame, source_ids: Iterable[str], title: str, data_hash: str, day: date) -> str:
    """Return the citation of something shown, as plain text of several lines.

    Args:
        sources: `facts.sources`.
        source_ids: Ids of the sources behind it; repeated and unknown ones are left out.
        title: What is shown.
        data_hash: `facts.data_hash`: names the state of the data.
        day: When it was shown.
    """
    named = [f"- {_reference(row)}" for row in _rows(sources, source_ids)]
    ending = "SmartPick is affiliated with none of these publishers." if named else ""
    return "\n".join(
        line
        for line in (
            f"SmartPick. {title}. {day.day} {day:%B} {day.year}, data {data_hash[:_HASH_LENGTH]}.",
            "Worked out from:" if named else "",
            *named,
            ending,
        )
        if line
    )


def credit_line(sources: pd.DataFrame, source_ids: Iterable[str], data_hash: str) -> str:
    """Return the same in one line, to stand under an image: publishers with their years."""
    named = dict.fromkeys(
        " ".join(part for part in (str(row["publisher"]), _year(row)) if part)
        for row in _rows(sources, source_ids)
    )
    origin = f"from figures of {', '.join(named)}; " if named else ""
    return f"SmartPick, {origin}data {data_hash[:_HASH_LENGTH]}"


def _rows(sources: pd.DataFrame, source_ids: Iterable[str]) -> list[dict[str, Any]]:
    rows = {str(row["source_id"]): row for row in sources.to_dict("records")}
    return [{str(k): v for k, v in rows[name].items()} for name in dict.fromkeys(source_ids) if name in rows]


def _reference(row: dict[str, Any]) -> str:
    told = [str(row["title"]), str(row["publisher"]), _text(row["edition"]), _year(row)]
    # An edition often is the year, or stands in the title already.
    kept = [part for i, part in enumerate(told) if part and not any(part in before for before in told[:i])]
    where = _text(row["location"])
    return ". ".join(part for part in (", ".join(kept), where, _text(row["url"])) if part)


def _year(row: dict[str, Any]) -> str:
    return "" if pd.isna(row["published_year"]) else str(int(row["published_year"]))


def _text(cell: Any) -> str:
    return "" if pd.isna(cell) else str(cell)


def listed_ids(cells: Iterable[object]) -> list[str]:
    """Return the source ids of cells that list several ("nrmp|acgme"), each once."""
    return list(dict.fromkeys(source for cell in cells for source in str(cell).split("|")))
