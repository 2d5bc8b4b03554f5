"""What a person enters beside the profile: evidence on programs, checklist answers, own list, a roster."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from itertools import count

from smartpick.profile import ApplicantProfile, ApplicantType
from smartpick.programs.evidence import VISA_ANSWERS, Evidence, ProgramEvidence
from smartpick.whatif.scenarios import Scenarios
from smartpick.whatif.self_assessment import Label

_versions = count(1)
# The last day that can be entered: a calendar has an entry end on the day after.
LAST_DAY = date.max - timedelta(days=1)


@dataclass(frozen=True)
class Rate:
    """An interview rate (0-1) over some seasons."""

    rate: float
    seasons: int


@dataclass
class OwnEvidence:
    """What a person knows of single programs, whoever asked and wherever it was entered.

    An interview rate belongs to the applicant type it was entered for and is kept for that type; everything
    else holds for all. So nothing is lost when the type changes, and what counts is always worked out from
    here.

    Attributes:
        known: By program, all but interview rates.
        rates: Interview rates by applicant type and program.
        version: Rises with every change, for cache keys. No two different ones of a server have the same, but
            for 0 where nothing was ever entered.
    """

    known: dict[str, ProgramEvidence] = field(default_factory=dict)
    rates: dict[ApplicantType, dict[str, Rate]] = field(default_factory=dict)
    version: int = 0

    def add(self, evidence: Iterable[ProgramEvidence], applicant_type: ApplicantType) -> None:
        """Take new evidence; what it says replaces what was known, what it leaves open stays known."""
        for new in evidence:
            old = self.known.get(new.program_id, ProgramEvidence(new.program_id))
            self.known[new.program_id] = _joined(old, new)
            if new.interview_rate is not None:
                rates = self.rates.setdefault(applicant_type, {})
                rates[new.program_id] = Rate(new.interview_rate, new.seasons)
        self.changed()

    def put(self, evidence: ProgramEvidence, applicant_type: ApplicantType) -> None:
        """Take this in place of all that counts for the type at the program."""
        self._drop(evidence.program_id, applicant_type)
        says_anything = evidence.interview_rate is not None or _says_something(evidence)
        self.add([evidence] if says_anything else [], applicant_type)

    def forget(self, program_ids: Iterable[str], applicant_type: ApplicantType) -> None:
        """Drop what counts for the type at some programs; other types' interview rates stay."""
        for program_id in program_ids:
            self._drop(program_id, applicant_type)
        self.changed()

    def clear(self) -> None:
        """Drop everything."""
        self.known, self.rates = {}, {}
        self.changed()

    def of_type(self, applicant_type: ApplicantType) -> Evidence:
        """Return what counts for applicants of a type, by program id."""
        rates = self.rates.get(applicant_type, {})
        evidence = {}
        for program_id, known in self.known.items():
            rate = rates.get(program_id)
            if rate is not None:
                evidence[program_id] = replace(known, interview_rate=rate.rate, seasons=rate.seasons)
            elif _says_something(known):
                evidence[program_id] = known
        return evidence

    def changed(self) -> None:
        """Note a change."""
        self.version = next(_versions)

    def copied(self) -> "OwnEvidence":
        """Return a copy that can be changed without changing this one."""
        rates = {of_type: dict(rates) for of_type, rates in self.rates.items()}
        return OwnEvidence(dict(self.known), rates, self.version)

    def without_origins(self) -> "OwnEvidence":
        """Return a copy that does not say where the figures come from."""
        copy = self.copied()
        copy.known = {program: replace(known, origin="") for program, known in copy.known.items()}
        return copy

    def rates_of_others(self, applicant_type: ApplicantType) -> int:
        """Return how many interview rates are kept for other types."""
        return sum(len(rates) for of_type, rates in self.rates.items() if of_type != applicant_type)

    def _drop(self, program_id: str, applicant_type: ApplicantType) -> None:
        self.rates.get(applicant_type, {}).pop(program_id, None)
        self.rates = {of_type: rates for of_type, rates in self.rates.items() if rates}
        if any(program_id in rates for rates in self.rates.values()):
            # Their origin stays with the rates that are left.
            self.known[program_id] = ProgramEvidence(program_id, origin=self.known[program_id].origin)
        else:
            self.known.pop(program_id, None)


def _joined(old: ProgramEvidence, new: ProgramEvidence) -> ProgramEvidence:
    """Return both in one, without interview rate and seasons."""
    values = {each.name: getattr(new, each.name) for each in fields(new)}
    origins = [part for origin in (new.origin, old.origin) for part in origin.split("; ") if part]
    values |= {"interview_rate": None, "seasons": 1, "origin": "; ".join(dict.fromkeys(origins))}
    values["visa_this_season"] = _visa_this_season(old, new)
    return replace(old, **{name: value for name, value in values.items() if value is not None})


def _visa_this_season(old: ProgramEvidence, new: ProgramEvidence) -> bool:
    """Return whether all visa answers of both are of this season; one word stands for both visas."""
    answered = [name for name in VISA_ANSWERS if getattr(new, name) is not None]
    if not answered:
        return old.visa_this_season
    left = any(getattr(old, name) is not None for name in VISA_ANSWERS if name not in answered)
    return new.visa_this_season and (old.visa_this_season or not left)


def _says_something(evidence: ProgramEvidence) -> bool:
    rest = (evidence.non_us_img_share, evidence.img_share, evidence.takes_j1, evidence.takes_h1b)
    return any(value is not None for value in rest)


@dataclass(frozen=True)
class Answered:
    """One answer of the checklist.

    Attributes:
        field: Field of `ProgramEvidence`.
        applicant_type: Whose answer it is; an interview rate counts for this type only.
        before, after: What was known of the program before the answer and with it.
    """

    field: str
    applicant_type: ApplicantType
    before: ProgramEvidence
    after: ProgramEvidence

    @property
    def program_id(self) -> str:
        """The program."""
        return self.after.program_id


@dataclass
class OwnListText:
    """The application list that a person brought.

    Attributes:
        text: What was pasted.
        file: Name and content of the file that was brought, None for none.
        decisions: Program id by the `key` of a row ("3"), "" for none of the candidates.
    """

    text: str = ""
    file: tuple[str, bytes] | None = None
    decisions: dict[str, str] = field(default_factory=dict)

    @property
    def stamp(self) -> str:
        """Identify what was brought, in keys of widgets and results."""
        content = self.file[1] if self.file else self.text.encode()
        return hashlib.sha256(content).hexdigest()[:16]


@dataclass(kw_only=True)
class Person:
    """What a sitting holds of one person; set aside while it shows another one of a roster.

    What is known of programs is not here: it holds whoever asks. The attributes are those of `Sitting`.
    """

    profile: ApplicantProfile
    scenarios: Scenarios = ()
    own_list: OwnListText = field(default_factory=OwnListText)
    own_labels: dict[str, Label] = field(default_factory=dict)
    own_answers: dict[str, str] = field(default_factory=dict)
    next_steps: tuple[str, ...] = ()


PERSONAL = tuple(each.name for each in fields(Person))


@dataclass(frozen=True)
class RosterFile:
    """The roster that a mentor brought.

    Attributes:
        name: Name of the file.
        content: The file.
        match_year: The Match that its years of graduation are counted to, None where that was not asked.
        meanings: What columns hold whose names left it open, by their index.
    """

    name: str
    content: bytes
    match_year: int | None = None
    meanings: dict[int, str] = field(default_factory=dict)

    @property
    def stamp(self) -> str:
        """Identify what was brought, in keys of widgets and results."""
        told = repr((self.match_year, sorted(self.meanings.items())))
        return hashlib.sha256(self.content + told.encode()).hexdigest()[:16]
