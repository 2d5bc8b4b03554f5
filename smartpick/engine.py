"""What is fitted once from the data and shared by every profile."""

from __future__ import annotations

from functools import cached_property, lru_cache

import pandas as pd

from smartpick.facts import Facts
from smartpick.odds.effects import Factor, read_factors
from smartpick.odds.score_curve import ScoreCurve
from smartpick.odds.specialty_inputs import NoPublishedOutcomes
from smartpick.odds.specialty_model import (
    PublishedRanks,
    SpecialtyModel,
    fit_specialty,
    published_ranks,
    rank_sources,
)
from smartpick.programs.evidence import evidence_worth
from smartpick.programs.kinds import ProgramKinds
from smartpick.programs.pool import (
    ProgramPool,
    Published,
    gather_pool,
    joined_pool,
    leading_statements,
    read_published,
)
from smartpick.programs.season import FeeSchedule, SignalRules, fee_schedules, signal_rules
from smartpick.programs.traces import Traces, read_traces, trace_sources
from smartpick.tiers import PassingStandard, TierRules, passing_standards


class Engine:
    """The facts, and everything derived from them alone; each piece is fitted on first use and kept.

    Nothing in here depends on a person, so one engine serves every session.
    """

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._fit_once = lru_cache(maxsize=256)(self._fit)
        self._gather_once = lru_cache(maxsize=64)(self._gather)
        self._read_signals_once = lru_cache(maxsize=256)(self._read_signals)
        self._evidence_worth_once = lru_cache(maxsize=64)(
            lambda name: evidence_worth(self._evidence_rows, name)
        )
        self._trace_sources_once = lru_cache(maxsize=64)(lambda names: trace_sources(facts, names))
        self._rank_sources_once = lru_cache(maxsize=64)(
            lambda name: rank_sources(facts, name, lent=name not in self.published_ranks)
        )

    def model(self, specialty: str, applicant_type: str) -> SpecialtyModel:
        """Return the fitted model of a specialty and applicant type.

        Raises:
            NoPublishedOutcomes: if no source publishes outcomes of the type in the specialty.
        """
        return self._fit_once(specialty, applicant_type)

    def score_curve(self, specialty: str, applicant_type: str) -> ScoreCurve:
        """Return the score curve of a specialty and applicant type."""
        return self.model(specialty, applicant_type).score_curve

    def signal_rules(self, specialty: str, applicant_type: str) -> SignalRules:
        """Return how many signals the specialty gives and what they are worth to an applicant type."""
        return self._read_signals_once(specialty, applicant_type)

    def rank_sources(self, specialty: str) -> tuple[str, ...]:
        """Return the ids of the sources of the ranks that the specialty's models use."""
        return self._rank_sources_once(specialty)

    def trace_sources(self, specialties: tuple[str, ...]) -> tuple[str, ...]:
        """Return the ids of the sources of public traces in these specialties."""
        return self._trace_sources_once(tuple(specialties))

    def pool(self, specialties: tuple[str, ...], applicant_type: str) -> ProgramPool:
        """Return the programs of these specialties with what is published about them."""
        return self._gather_once(tuple(specialties), applicant_type)

    def get_ready(self) -> None:
        """Derive what every list rests on, so that processes which are copies of this one share it."""
        _ = (self._published, self.fee_schedules, self.published_ranks, self.factors, self.parameters)
        _ = (self.tier_rules, self.passing_standards, self.one_year, self.specialty_of, self._guide_groups)

    def has_figures(self, specialty: str, applicant_type: str) -> bool:
        """Tell whether a source publishes outcomes of applicants of the type in the specialty."""
        try:
            self.model(specialty, applicant_type)
        except NoPublishedOutcomes:
            return False
        return True

    def guide_group(self, specialty: str) -> str | None:
        """Return the guide's group of a specialty, None where the guide names none."""
        return self._guide_groups.get(specialty)

    @cached_property
    def _guide_groups(self) -> dict[str, str]:
        named = self.facts.specialties.dropna(subset=["guide_group"])
        return dict(zip(named["specialty"].astype(str), named["guide_group"].astype(str), strict=True))

    @cached_property
    def tier_rules(self) -> TierRules:
        """The guide's tier rules, read once."""
        return TierRules.from_table(self.facts.tier_rules)

    @cached_property
    def passing_standards(self) -> tuple[PassingStandard, ...]:
        """The Step 2 CK passing standards, oldest first."""
        return passing_standards(self.facts.usmle_rules)

    @cached_property
    def specialty_of(self) -> dict[str, str]:
        """The specialty of each program of the directory, by its id."""
        programs = self.facts.programs
        return dict(zip(programs["program_id"].astype(str), programs["specialty"].astype(str), strict=True))

    @cached_property
    def place_of(self) -> dict[str, int]:
        """The place of each program in the directory, by its id."""
        return {program: place for place, program in enumerate(self.specialty_of)}

    @cached_property
    def one_year(self) -> frozenset[str]:
        """Specialties of a single year."""
        table = self.facts.specialties
        return frozenset(table["specialty"][table["one_year"].fillna(False)])

    @cached_property
    def factors(self) -> tuple[Factor, ...]:
        """What a profile changes."""
        return read_factors(self.facts.effects)

    @cached_property
    def parameters(self) -> dict[str, float]:
        """Other parameters of the model, by name."""
        table = self.facts.model_parameters
        return dict(zip(table["parameter"], table["value"].astype(float), strict=True))

    def parameter_range(self, name: str) -> tuple[float, float, float]:
        """Return (value, low, high) of a parameter."""
        return self._parameter_ranges[name]

    @cached_property
    def _parameter_ranges(self) -> dict[str, tuple[float, float, float]]:
        table = self.facts.model_parameters.set_index("parameter")[["value", "low", "high"]].astype(float)
        return {str(name): (value, low, high) for name, value, low, high in table.itertuples()}

    @cached_property
    def parameter_sources(self) -> tuple[tuple[str, str], ...]:
        """(name, source) of the rows of `effects` and `model_parameters`, in their order."""
        tables = ((self.facts.effects, "factor"), (self.facts.model_parameters, "parameter"))
        return tuple(
            (str(name), str(source))
            for table, column in tables
            for name, source in zip(table[column], table["source_id"], strict=True)
        )

    @cached_property
    def statements(self) -> pd.DataFrame:
        """The statement that counts for each program and requirement."""
        return leading_statements(self.facts.program_requirements)

    @cached_property
    def sources_of_programs(self) -> dict[str, tuple[str, ...]]:
        """The sources of each program of the directory, and of what its pages say, by its id."""
        programs, statements = self.facts.programs, self.statements
        found = {
            str(program): str(sources).split("|")
            for program, sources in zip(programs["program_id"], programs["source_ids"], strict=True)
        }
        stating = statements.index.get_level_values("program_id")
        for program, source in zip(stating, statements["source_id"].astype(str), strict=True):
            found.setdefault(str(program), []).append(source)
        return {program: tuple(dict.fromkeys(sources)) for program, sources in found.items()}

    @cached_property
    def _published(self) -> Published:
        return read_published(self.facts, self.statements, self.kinds, self.traces)

    @cached_property
    def _evidence_rows(self) -> pd.DataFrame:
        rows = self.facts.program_rate_model
        return rows[rows["block"].astype(str).str.startswith("evidence_")]

    @cached_property
    def kinds(self) -> ProgramKinds:
        """The kinds of the programs to which not everybody can apply."""
        return ProgramKinds(self.facts.program_kinds)

    @cached_property
    def traces(self) -> Traces:
        """Public facts about each single program, and the index made from them."""
        return read_traces(self.facts)

    @cached_property
    def services(self) -> dict[str, str]:
        """Application service of each specialty."""
        table = self.facts.specialties
        return dict(zip(table["specialty"], table["application_service"], strict=True))

    @cached_property
    def fee_schedules(self) -> dict[str, FeeSchedule]:
        """Application fees of each specialty whose price is published."""
        return fee_schedules(self.facts.fees, self.services)

    @cached_property
    def published_ranks(self) -> dict[str, PublishedRanks]:
        """Contiguous ranks as published, by specialty."""
        return published_ranks(self.facts)

    def _gather(self, specialties: tuple[str, ...], applicant_type: str) -> ProgramPool:
        if len(specialties) > 1:
            pools = [self.pool((name,), applicant_type) for name in specialties]
            return joined_pool(self._published, pools)
        model, worth = self.model(specialties[0], applicant_type), self._evidence_worth_once(specialties[0])
        return gather_pool(self.facts, self._published, model, self.traces, worth)

    def _read_signals(self, specialty: str, applicant_type: str) -> SignalRules:
        return signal_rules(self.facts, specialty, self.model(specialty, applicant_type).applications)

    def _fit(self, specialty: str, applicant_type: str) -> SpecialtyModel:
        return fit_specialty(self.facts, specialty, applicant_type, self.published_ranks)
