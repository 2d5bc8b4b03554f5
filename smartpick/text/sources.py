"""Where a number comes from, as lines to read and as a citation."""

from collections.abc import Iterable
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
from smartpick.prose import day_text, text_or_empty
from smartpick.text.numbers import WORDS, percent, web_address
from smartpick.whatif.invitations import InvitationEstimates

GUIDE = "smartpick_guide"
_H1B_RULE = "fsmb_step3_eligibility"
_OURSELVES = "SmartPick"
_HASH_LENGTH = 12
RANGE_MEANING = "An 80 % range holds the true chance four times out of five, if the model is right."
INDEPENDENCE = "SmartPick is affiliated with none of these publishers."


@dataclass(frozen=True)
class CitedSource:
    """One source behind a block, in plain text.

    `source_id` opens it on the page of sources and method. `about` is its publisher and year, whether its
    figures are published or derived, and how they came to us. `url` is empty where there is no address.
    """

    source_id: str
    title: str
    about: str
    url: str


def cited_sources(sources: pd.DataFrame) -> dict[str, CitedSource]:
    """Return every source of `facts.sources` by its id."""
    return {row["source_id"]: _cited(row) for row in _rows(sources, sources["source_id"])}


def _cited(row: dict[str, Any]) -> CitedSource:
    if row["publisher"] == _OURSELVES:
        year, kind = text_or_empty(row["edition"]), "Ours"
    else:
        year = _year(row) or "undated"
        kind = f"{'Derived' if row['trust'] == 'derived' else 'Published'}: {trust_words(row['trust'])}"
    about = f"{row['publisher']}, {year}. {kind}."
    return CitedSource(row["source_id"], row["title"], about, web_address(row["url"]) or "")


def source_name(sources: pd.DataFrame, source_id: str) -> str:
    """Return title, publisher and year of one source as plain text; the id itself if it is unknown."""
    for row in _rows(sources, [source_id]):
        return f"{row['title']}. " + ", ".join(filter(None, (row["publisher"], _year(row))))
    return source_id


def trust_words(trust: object) -> str:
    """Return how a source's figures came to us, in words."""
    return str(WORDS["trust"].get(str(trust), str(trust).replace("_", " ")))


# What blocks of numbers rest on, besides the grounds that an assessment itself carries.


def invitation_grounds(
    estimates: InvitationEstimates,
    profile: ApplicantProfile,
    engine: Engine,
    assumed: bool,
    evidence: Evidence,
) -> Grounds:
    """Return what our chances of an invitation rest on, before signals; nothing where there are none.

    `assumed` tells whether effects whose size is assumed count, `evidence` is what the applicant knows of
    single programs.
    """
    if estimates.candidates is None:
        return Grounds((), ())
    names = [effect.factor for effect in effects_of(profile, engine, assumed)]
    names += ["near_zero_rate", "steepest_score_odds_ratio", *trace_parameters(profile.applicant_type)]
    names += requirement_parameters(profile, bool(estimates.candidates.eligibility.soft_misses.any()))
    names += evidence_parameters(evidence)
    ids = [source for cell in estimates.candidates.cells for source in cell.source_id.split("|")]
    ids += [source for model in estimates.models for source in model.inputs.sources]
    if profile.applicant_type in IMG_TYPES:
        ids += engine.trace_sources(tuple(model.specialty for model in estimates.models))
    return Grounds.of(ids, names, engine)


def curve_parameters(in_region: bool) -> tuple[str, ...]:
    """Return the parameters behind compared curves: those by score and by interviews need none."""
    by_region = (
        "near_zero_rate",
        "steepest_score_odds_ratio",
        "shared_effect_variance",
        "pacific_interview_worth",
    )
    return by_region if in_region else ()


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
    """Say how much of the profile's effect rests on effects whose size is assumed."""
    if not assessment.assumed:
        return "Effects whose size is assumed are left out."
    share = percent(assessment.assumed_share) if assessment.assumed_share > 0 else "None"
    return f"{share} of the effect of your profile rests on assumed sizes."


# How to cite a chart or a table: what it is, whose figures it rests on, and which state of the data.


def citation(sources: pd.DataFrame, source_ids: Iterable[str], title: str, data_hash: str, day: date) -> str:
    """Return the citation of what was shown on a day, as plain text of several lines.

    `sources` is `facts.sources`; ids that are repeated or unknown are left out.
    """
    references = [f"- {_reference(row)}" for row in _rows(sources, source_ids)]
    head = f"SmartPick. {title}. {day_text(day)}, data {data_hash[:_HASH_LENGTH]}."
    if not references:
        return head
    return "\n".join((head, "Calculated from:", *references, INDEPENDENCE))


def credit_line(sources: pd.DataFrame, source_ids: Iterable[str], data_hash: str) -> str:
    """Return the same in one line, for under an image: publishers with their years."""
    names = publishers(sources, source_ids)
    origin = f"from figures of {names}; " if names else ""
    return f"SmartPick, {origin}data {data_hash[:_HASH_LENGTH]}"


def publishers(sources: pd.DataFrame, source_ids: Iterable[str]) -> str:
    """Return the publishers of sources with their years, each once: "NRMP 2026, AAMC 2024"."""
    return ", ".join(
        dict.fromkeys(f"{row['publisher']} {_year(row)}".strip() for row in _rows(sources, source_ids))
    )


def _rows(sources: pd.DataFrame, source_ids: Iterable[str]) -> list[dict[str, Any]]:
    ids = tuple(dict.fromkeys(source_ids))
    named = sources[sources["source_id"].isin(ids)]
    rows = {str(row["source_id"]): row for row in named.to_dict("records")}
    return [{str(k): v for k, v in rows[name].items()} for name in ids if name in rows]


def _reference(row: dict[str, Any]) -> str:
    parts = [row["title"], row["publisher"], text_or_empty(row["edition"]), _year(row)]
    # An edition often is the year, or is part of the title already.
    kept = [part for i, part in enumerate(parts) if part and not any(part in before for before in parts[:i])]
    return ". ".join(
        filter(None, (", ".join(kept), text_or_empty(row["location"]), text_or_empty(row["url"])))
    )


def _year(row: dict[str, Any]) -> str:
    return "" if pd.isna(row["published_year"]) else str(int(row["published_year"]))


def listed_ids(cells: Iterable[object]) -> list[str]:
    """Return the source ids of cells that list several ("nrmp|acgme"), each once."""
    return list(dict.fromkeys(source for cell in cells for source in str(cell).split("|")))
