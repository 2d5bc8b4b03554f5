"""What a person has told of single programs: the one home of it, whoever asked and wherever it was told.

An interview rate belongs to the applicant type it was told for and is kept for that type; everything else
holds for all. So nothing is lost when the type changes, and what counts is always worked out from here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace

from smartpick.plan.evidence import VISA_ANSWERS, Evidence, ProgramEvidence
from smartpick.profile import ApplicantType


@dataclass(frozen=True)
class _Rate:
    """An interview rate (0-1) over some seasons."""

    rate: float
    seasons: int


@dataclass
class KeptEvidence:
    """What was told.

    Attributes:
        known: By program, all but interview rates.
        rates: Interview rates by applicant type and program.
        version: Rises with every change, for cache keys.
    """

    known: dict[str, ProgramEvidence] = field(default_factory=dict)
    rates: dict[ApplicantType, dict[str, _Rate]] = field(default_factory=dict)
    version: int = 0

    def add(self, evidence: Iterable[ProgramEvidence], applicant_type: ApplicantType) -> None:
        """Take new evidence; what it says replaces what was known, what it leaves open stays known."""
        for new in evidence:
            old = self.known.get(new.program_id, ProgramEvidence(new.program_id))
            self.known[new.program_id] = _joined(old, new)
            if new.interview_rate is not None:
                rates = self.rates.setdefault(applicant_type, {})
                rates[new.program_id] = _Rate(new.interview_rate, new.seasons)
        self.version += 1

    def put(self, evidence: ProgramEvidence, applicant_type: ApplicantType) -> None:
        """Take this in place of all that counts for the type at the program."""
        self._drop(evidence.program_id, applicant_type)
        says_anything = evidence.interview_rate is not None or _says_something(evidence)
        self.add([evidence] if says_anything else [], applicant_type)

    def forget(self, program_ids: Iterable[str], applicant_type: ApplicantType) -> None:
        """Drop what counts for the type at some programs; other types' interview rates stay."""
        for program_id in program_ids:
            self._drop(program_id, applicant_type)
        self.version += 1

    def clear(self) -> None:
        """Drop everything."""
        self.known, self.rates = {}, {}
        self.version += 1

    def of_type(self, applicant_type: ApplicantType) -> Evidence:
        """Return what counts for applicants of a type, by program id."""
        rates = self.rates.get(applicant_type, {})
        found = {}
        for program_id, each in self.known.items():
            rate = rates.get(program_id)
            if rate is not None:
                found[program_id] = replace(each, interview_rate=rate.rate, seasons=rate.seasons)
            elif _says_something(each):
                found[program_id] = each
        return found

    def rates_of_others(self, applicant_type: ApplicantType) -> int:
        """Return how many interview rates are kept for other types."""
        return sum(len(rates) for kept_for, rates in self.rates.items() if kept_for != applicant_type)

    def _drop(self, program_id: str, applicant_type: ApplicantType) -> None:
        self.rates.get(applicant_type, {}).pop(program_id, None)
        if any(program_id in rates for rates in self.rates.values()):
            # Their origin stays with the rates that are left.
            self.known[program_id] = ProgramEvidence(program_id, origin=self.known[program_id].origin)
        else:
            self.known.pop(program_id, None)


def _joined(old: ProgramEvidence, new: ProgramEvidence) -> ProgramEvidence:
    """Return both in one, without interview rate and seasons."""
    said = {each.name: getattr(new, each.name) for each in fields(new)}
    said |= {"interview_rate": None, "seasons": 1, "origin": _both_origins(old.origin, new.origin)}
    said["visa_this_season"] = _visa_this_season(old, new)
    return replace(old, **{name: value for name, value in said.items() if value is not None})


def _visa_this_season(old: ProgramEvidence, new: ProgramEvidence) -> bool:
    """Return whether all visa answers of both are of this season; one word stands for both visas."""
    told = [field for field in VISA_ANSWERS if getattr(new, field) is not None]
    if not told:
        return old.visa_this_season
    left = any(getattr(old, field) is not None for field in VISA_ANSWERS if field not in told)
    return new.visa_this_season and (old.visa_this_season or not left)


def _both_origins(old: str, new: str) -> str:
    parts = [part for origin in (new, old) for part in origin.split("; ") if part]
    return "; ".join(dict.fromkeys(parts))


def _says_something(evidence: ProgramEvidence) -> bool:
    rest = (evidence.non_us_img_share, evidence.img_share, evidence.takes_j1, evidence.takes_h1b)
    return any(value is not None for value in rest)
