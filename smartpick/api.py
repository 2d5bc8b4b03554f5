"""The public Python face: the same calls the app and the command line use, on the shipped data."""

from __future__ import annotations

import sys
from functools import lru_cache
from typing import Any

from smartpick import assessment as _assessment
from smartpick.assessment import Assessment
from smartpick.engine import Engine
from smartpick.odds import ScoreCurve
from smartpick.paths import data_folder, database_file
from smartpick.plan.plan import Plan
from smartpick.profile import ApplicantProfile, recognised_specialty, similar_specialties
from smartpick.store import ensure_database, open_store


@lru_cache(maxsize=1)
def shipped_engine() -> Engine:
    """Return the engine on the shipped data, building its database on first use."""
    path = ensure_database(data_folder(), database_file(), lambda line: print(line, file=sys.stderr))
    with open_store(path) as store:
        return Engine(store.facts())


def score_curve(specialty: str, applicant_type: str = "non_us_img") -> ScoreCurve:
    """Return the score curve of a specialty, by its name or a usual short name ("IM").

    Raises:
        LookupError: if the specialty is unknown or no source prints outcomes of the applicant type in it.
    """
    name = recognised_specialty(specialty)
    if name is None:
        near = similar_specialties(specialty)
        hint = f" Did you mean {' or '.join(near)}?" if near else " Use a name such as Internal Medicine."
        raise LookupError(f"'{specialty}' is not a specialty we know.{hint}")
    return shipped_engine().score_curve(name, applicant_type)


def assess(profile: ApplicantProfile | dict[str, Any]) -> Assessment:
    """Work out tier, chances, ranges and list of a profile (or of a dict of its fields).

    Raises:
        ProfileFaults: if an answer cannot be used; all faults at once.
    """
    if not isinstance(profile, ApplicantProfile):
        profile = ApplicantProfile.from_answers(profile)
    return _assessment.assess(profile, shipped_engine())


def plan_applications(profile: ApplicantProfile | dict[str, Any]) -> Plan:
    """Return the recommended list of a profile (or of a dict of its fields).

    Raises:
        ProfileFaults: if an answer cannot be used; all faults at once.
    """
    return assess(profile).plan
