"""The public Python interface: the calls that the app and the command line use, on the shipped data."""

import sys
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from smartpick import assessment as _assessment
from smartpick.assessment import Assessment
from smartpick.cohort import AssessedApplicant, read_roster
from smartpick.cohort import assess_cohort as _assess_cohort
from smartpick.engine import Engine
from smartpick.intake.matching import ProgramIndex
from smartpick.intake.own_list import OwnList, read_own_list
from smartpick.odds import ScoreCurve
from smartpick.paths import data_folder, database_file
from smartpick.plan.plan import Plan
from smartpick.profile import ApplicantProfile, recognised_specialty, similar_specialties
from smartpick.store import open_current_store
from smartpick.whatif import own_list as _own_list
from smartpick.whatif.own_list import OwnListResult


class NotRecognised(LookupError):  # noqa: N818 - an answer, not a failure of ours
    """A specialty, or all programs of a list, are not among those we know; the message is for people."""


@lru_cache(maxsize=1)
def shipped_engine() -> Engine:
    """Return the engine on the shipped data, building its database on first use."""
    with open_current_store(
        data_folder(), database_file(), lambda line: print(line, file=sys.stderr)
    ) as store:
        return Engine(store.facts())


def score_curve(specialty: str, applicant_type: str = "non_us_img") -> ScoreCurve:
    """Return the score curve of a specialty, by its name or a usual short name ("IM").

    Raises:
        NotRecognised: if the specialty is unknown.
        ProfileFaults: if the applicant type is not one of the four, however it is written.
        NoPublishedOutcomes: if no source publishes outcomes of the applicant type in it.
    """
    name = recognised_specialty(specialty)
    if name is None:
        near = similar_specialties(specialty)
        hint = f" Did you mean {' or '.join(near)}?" if near else " Use a name such as Internal Medicine."
        raise NotRecognised(f"'{specialty}' is not a specialty we know.{hint}")
    type_ = ApplicantProfile.from_answers({"applicant_type": applicant_type}).applicant_type
    return shipped_engine().score_curve(name, type_)


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


def assess_own_list(
    profile: ApplicantProfile | dict[str, Any], content: str | bytes, name: str = "your list"
) -> tuple[OwnListResult, OwnList]:
    """Work out the chances of a person's own list, and return them with the list as it was read.

    `content` is text with one program on each line, or the bytes of a CSV, XLSX or ODS file. `name` says
    where it is from, such as a file's name. The list as it was read has every row that was not used, with
    the reason.

    Raises:
        ProfileFaults: if an answer cannot be used; all faults at once.
        UnreadableFileError: if nothing can be read as a list.
        NotRecognised: if no program of the list was recognised.
        NothingToCount: if none of them can be counted.
    """
    if not isinstance(profile, ApplicantProfile):
        profile = ApplicantProfile.from_answers(profile)
    listed = read_own_list(content, _program_index(), profile.specialties[0], name)
    if not listed.programs:
        raise NotRecognised(
            "No program of the list was recognised. Give a code, or name, state and specialty, in each line."
        )
    statuses = {one.program_id: one.status for one in listed.programs}
    return _own_list.assess_own_list(statuses, profile, shipped_engine()), listed


def assess_cohort(
    content: bytes, name: str = "The roster", *, match_year: int | None = None, best_lever: bool = False
) -> Iterator[AssessedApplicant]:
    """Assess the applicants of a roster one after the other; a fault in one row does not stop the others.

    `content` is that of a CSV, XLSX, ODS or Parquet file with a column for each field that is known.
    `match_year` turns a year of graduation into years since graduation. `best_lever` also finds what would
    help each applicant most, which takes several times as long.

    Raises:
        RosterFault: if the roster cannot be used, or if it is not clear what a column holds.
    """
    return _assess_cohort(read_roster(content, name, match_year=match_year), shipped_engine(), best_lever)


@lru_cache(maxsize=1)
def _program_index() -> ProgramIndex:
    return ProgramIndex.of(shipped_engine().facts.programs)
