"""What is public about single programs, and how far it tells them apart from the others of their place.

Published interview rates are means over the programs of a place. Inside a place, a program's name, sponsor,
size, statements and the invitations that applicants reported tell which programs are likelier to invite
non-US IMGs. The index is their weighted sum; the weights (`program_rate_model`) were measured against the
rates of 3,798 programs. Each feature here is the definition of the row of its name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from smartpick.estimate import Array
from smartpick.facts import Facts
from smartpick.programs.evidence import ELSEWHERE, EVERYWHERE

# Sponsors with many such programs are research centers, which invite fewer IMGs in the large specialties.
_COMPETITIVE = (
    *("Dermatology", "Interventional Radiology", "Neurological Surgery", "Ophthalmology"),
    *("Orthopaedic Surgery", "Otolaryngology", "Plastic Surgery", "Radiation Oncology"),
    *("Thoracic Surgery", "Urology", "Vascular Surgery"),
)
_OUTER_BOROUGHS = (
    *("Brooklyn", "Bronx", "Staten Island", "Queens", "Jamaica", "Flushing", "Elmhurst"),
    *("Far Rockaway", "Forest Hills", "Glen Oaks", "Long Island City", "Astoria"),
)
_SCHOOL = (
    r"school of medicine|college of medicine|medical school|med school|school of med|sch of med|coll of med"
    r"|\bsom\b|\bcom\b"
)
_FEDERAL = (
    r"\b(?:va|army|naval|navy)\b|veterans|air force|military|usaf|usuhs|uniformed|walter reed|madigan"
    r"|tripler|womack|wright-patterson"
)
_COUNTY = r"county|public hospital|city hospital|los angeles general"
_OSTEOPATHIC = r"osteopath|omeco|\bosteo\b|\bopti\b"
# Sheets that name every program, or every one somebody heard of: there, reports without an IMG say something.
_COMPLETE = ("all_programs_listed", "programs_with_a_report")
_NEAR_LATITUDE, _NEAR_LONGITUDE = 0.25, 0.30
_NEW_PSYCHIATRY = 10000
STATED_NO_J1 = "states_no_j1"


@dataclass(frozen=True)
class Traces:
    """The features of every program of the directory, and what they come to."""

    features: pd.DataFrame  # One row a program, indexed by program_id, one column a feature of the index
    weights: pd.Series  # What one unit of each feature adds to the index
    sponsors: pd.Series  # The sponsor of each program, as a number, indexed by program_id

    @cached_property
    def parts(self) -> pd.DataFrame:
        """What each feature adds to each program's index, the same shape as `features`."""
        return self.features * self.weights

    def index(self, program_ids: Array, *, visa_counts: bool = True) -> Array:
        """Return the index of these programs; higher is likelier to invite a non-US IMG.

        Without `visa_counts`, a stated refusal of J-1 is left out: for whoever needs no visa.
        """
        parts = self.parts.reindex(program_ids)
        if not visa_counts:
            parts = parts.drop(columns=STATED_NO_J1)
        return parts.sum(axis=1).to_numpy(float)


def read_traces(facts: Facts) -> Traces:
    """Work out the features of every program from the shipped tables."""
    rows = facts.program_rate_model
    weights = rows[rows["block"] == "index"].set_index("term")["coefficient"].astype(float)
    programs = facts.programs.drop_duplicates("program_id").reset_index(drop=True)
    sponsors = _sponsors(programs)
    columns: dict[str, Array] = {
        **_from_names(programs, sponsors),
        **_from_place(programs, facts),
        **_from_statements(programs, facts.program_requirements),
        **_from_reports(programs, sponsors, facts.reported_invitations),
    }
    unknown = set(weights.index) - set(columns)
    if unknown:
        raise ValueError(
            f"program_rate_model has features that no code works out: {', '.join(sorted(unknown))}"
        )
    ids = pd.Index(programs["program_id"].astype(str), name="program_id")
    features = pd.DataFrame({name: columns[name] for name in weights.index}).set_index(ids)
    return Traces(features, weights, pd.Series(sponsors, index=ids))


def rate_term(rows: pd.DataFrame, block: str, part: str, term: str, specialty: str) -> float | None:
    """Return one coefficient of `program_rate_model`: the specialty's own, else the one for the others."""
    rows = rows[(rows["block"] == block) & (rows["part"] == part) & (rows["term"] == term)]
    by_name = dict(zip(rows["specialty"].astype(str), rows["coefficient"].astype(float), strict=True))
    return next((by_name[s] for s in (specialty, ELSEWHERE, EVERYWHERE) if s in by_name), None)


def trace_sources(facts: Facts, specialties: Sequence[str]) -> tuple[str, ...]:
    """Return where the public traces of programs, and the shares of programs with visas, come from."""
    ids = facts.programs.loc[facts.programs["specialty"].isin(specialties), "program_id"]
    mix, reports = facts.resident_mix, facts.reported_invitations
    filings = facts.program_h1b_filings
    tables = [
        mix[mix["specialty"].isin(specialties)],
        facts.program_rate_model,
        reports[reports["program_id"].isin(ids)],
        filings[filings["program_id"].isin(ids)],
    ]
    return tuple(dict.fromkeys(str(s) for table in tables for s in table["source_id"].unique()))


def _sponsors(programs: pd.DataFrame) -> Array:
    """Return a number for each program's sponsor.

    The first four digits of its first NRMP code; without a code, the sponsor of the program with the same
    state and name (the most frequent of several), else the program alone.
    """
    code = programs["nrmp_codes"].fillna("").astype(str).str.split("|").str[0].str[:4]
    plain = programs["name"].fillna("").astype(str).str.lower().str.replace(r"[^a-z0-9]+", " ", regex=True)
    place = programs["state"].astype(str) + ":" + plain.str.strip()
    has_code = code != ""
    named = pd.DataFrame({"place": place, "code": code})[has_code]
    often = named.value_counts().reset_index().sort_values(["count", "code"], ascending=[False, True])
    usual = often.drop_duplicates("place").set_index("place")["code"]
    sponsor = code.where(has_code, place.map(usual))
    sponsor = sponsor.where(sponsor.notna(), "alone:" + programs["program_id"].astype(str))
    return pd.factorize(sponsor)[0].astype(float)


def _others(values: Array, sponsors: Array) -> Array:
    """Return the sum of `values` over the other programs of each program's sponsor."""
    sums = pd.Series(values).groupby(sponsors).transform("sum").to_numpy(float)
    return np.asarray(sums - values)


def _from_names(programs: pd.DataFrame, sponsors: Array) -> dict[str, Array]:
    text = (programs["name"].fillna("") + " / " + programs["institution"].fillna("")).str.lower()

    def has(pattern: str) -> Array:
        return np.asarray(text.str.contains(pattern, regex=True), float)

    specialty = programs["specialty"].astype(str)
    school = pd.Series(has(_SCHOOL)).groupby(sponsors).transform("max").to_numpy(float)
    competitive = _others(np.asarray(specialty.isin(_COMPETITIVE), float), sponsors)
    counted = specialty.isin(["Internal Medicine", "Family Medicine", "Pediatrics"]).to_numpy(bool)
    code = pd.to_numeric(programs["program_id"].astype(str).str[-5:], errors="coerce")
    new = (specialty == "Psychiatry") & (code < _NEW_PSYCHIATRY)
    positions = programs["positions_pgy1"].astype(float).clip(1, 80)
    size = pd.Series(np.log(positions), index=programs.index)
    return {
        "kaiser": has("kaiser"),
        "county_or_city_hospital": has(_COUNTY),
        "osteopathic": has(_OSTEOPATHIC),
        "rural": has("rural"),
        "federal": has(_FEDERAL),
        "sponsor_is_medical_school": school,
        "sponsor_is_medical_school_surgery": school * np.asarray(specialty == "General Surgery", float),
        "competitive_siblings": np.where(counted, np.log1p(competitive), 0.0),
        "size": (size - size.groupby(specialty).transform("mean")).fillna(0.0).to_numpy(float),
        "new_code_psychiatry": np.asarray(new, float),
    }


def _from_place(programs: pd.DataFrame, facts: Facts) -> dict[str, Array]:
    state = programs["state"].astype(str)
    share = 100 * facts.state_img_share.groupby("state")["non_us_img_share"].mean().astype(float)
    share = state.map(share).fillna(share.median())
    boroughs = (state == "NY") & programs["city"].isin(_OUTER_BOROUGHS)
    family = (programs["specialty"] == "Family Medicine").to_numpy(bool)
    located = programs[["latitude", "longitude"]].astype(float)
    points = located.fillna(located.groupby(state).transform("mean")).to_numpy(float)
    near = np.zeros(len(programs))
    for i in np.flatnonzero(family):
        apart = np.abs(points - points[i])
        near[i] = np.sum((apart[:, 0] <= _NEAR_LATITUDE) & (apart[:, 1] <= _NEAR_LONGITUDE))
    return {
        "state_non_us_share": np.log1p(share.to_numpy(float)),
        "new_york_outer_borough": boroughs.to_numpy(float),
        "programs_near_family": np.where(family, np.log(np.maximum(near, 1)), 0.0),
    }


def _from_statements(programs: pd.DataFrame, requirements: pd.DataFrame) -> dict[str, Array]:
    def states(requirement: str, value: str) -> Array:
        rows = requirements[(requirements["requirement"] == requirement) & (requirements["value"] == value)]
        return np.asarray(programs["program_id"].isin(rows["program_id"]), float)

    return {
        STATED_NO_J1: states("visa_j1", "no"),
        "states_accepts_imgs": states("accepts_imgs", "yes"),
    }


def _from_reports(programs: pd.DataFrame, sponsors: Array, reports: pd.DataFrame) -> dict[str, Array]:
    """Return what applicants reported: invitations of non-US IMGs, and sheets without any IMG."""
    reports = reports[reports["track"] != "preliminary"]
    ids = programs["program_id"].astype(str)

    def by_program(values: pd.Series, rows: pd.DataFrame) -> Array:
        return ids.map(values.groupby(rows["program_id"].astype(str)).sum()).fillna(0.0).to_numpy(float)

    counts = {
        c: reports[f"{c}_count"].fillna(0).astype(float)
        for c in ("us_md", "us_do", "us_img", "non_us_img", "img_unspecified")
    }
    non_us = by_program(counts["non_us_img"] + counts["img_unspecified"], reports)
    any_img = by_program(counts["us_img"] + counts["non_us_img"] + counts["img_unspecified"], reports)
    complete = reports["coverage"].isin(_COMPLETE)
    by_type = sum(counts.values(), start=pd.Series(0.0, index=reports.index))
    all_reports = reports["reports_count"].fillna(0).astype(float).clip(lower=by_type)
    seen = by_program(all_reports[complete], reports[complete])
    without = np.where(any_img > 0, 0.0, seen)
    siblings, siblings_img, siblings_seen = (_others(v, sponsors) for v in (non_us, any_img, seen))
    return {
        "reported_non_us": np.log1p(non_us),
        "reports_without_img": np.log1p(without),
        "has_reports": (seen > 0).astype(float),
        "sibling_reported_non_us": np.log1p(siblings),
        "sibling_reports_without_img": np.where(siblings_img > 0, 0.0, np.log1p(siblings_seen)),
    }
