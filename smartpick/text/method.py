"""The page of sources and method in words: the model step by step, its limits, sources and parameters."""

import re
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from smartpick.estimate import SIZE
from smartpick.facts import Facts
from smartpick.odds.rank_curve import SHAPES
from smartpick.odds.rates import STATE_FROM
from smartpick.odds.score_curve import CHARTED_FROM
from smartpick.programs.evidence import SHOWS_AS_ZERO
from smartpick.prose import read_prose, text_or_empty, web_address
from smartpick.text.numbers import fine_percent, people, percent, whole_number
from smartpick.text.sources import source_name, trust_words

# The sources, by publisher.

# A source id as it may stand in a link.
SOURCE_ID = re.compile(r"[a-z0-9_]{3,80}")
TRUSTS = ("primary", "transcribed", "second_hand", "derived")


@dataclass(frozen=True, kw_only=True)
class SourceEntry:
    """One source as the page shows it; texts are plain, empty where unknown.

    Attributes:
        source_id: Its id.
        publisher: Who published it first.
        title: Title of the publication.
        year: Year, or "undated".
        url: Address at the publisher, or empty.
        lines: (name, text) of edition, place, trust, check and terms.
        rows: Rows of our tables that rest on it.
    """

    source_id: str
    publisher: str
    title: str
    year: str
    url: str
    lines: tuple[tuple[str, str], ...]
    rows: int

    def holds(self, words: Collection[str]) -> bool:
        """Return whether every word, in lower case, stands in one of its lines."""
        texts = (self.source_id, self.publisher, self.title, self.year, *(text for _, text in self.lines))
        searched = " ".join(texts).casefold()
        return all(word in searched for word in words)


def source_entries(sources: pd.DataFrame, rows_by_source: pd.DataFrame) -> list[SourceEntry]:
    """Return every source, by publisher, newest first.

    `sources` is `facts.sources`; `rows_by_source` has columns source_id, table_name, rows_count.
    """
    used = {str(name): rows for name, rows in rows_by_source.groupby("source_id")}
    order = sources.sort_values(["publisher", "published_year", "title"], ascending=[True, False, True])
    return [_entry(row, used.get(str(row["source_id"]))) for row in order.to_dict("records")]


def matching_sources(
    entries: list[SourceEntry], text: str, trusts: Collection[str] = ()
) -> list[SourceEntry]:
    """Return the entries that hold every word of `text`, and have one of the trusts if any is chosen."""
    words = text.casefold().split()
    wanted = {trust_words(trust) for trust in trusts}
    return [
        entry
        for entry in entries
        if entry.holds(words) and (not wanted or dict(entry.lines)["Read"] in wanted)
    ]


def by_publisher(entries: list[SourceEntry]) -> list[tuple[str, list[SourceEntry]]]:
    """Return the entries by publisher, those with most sources first, then by name."""
    groups: dict[str, list[SourceEntry]] = {}
    for entry in entries:
        groups.setdefault(entry.publisher, []).append(entry)
    return sorted(groups.items(), key=lambda group: (-len(group[1]), group[0].casefold()))


def sources_file(sources: pd.DataFrame, rows_by_source: pd.DataFrame) -> pd.DataFrame:
    """Return the sources as they are in the data, with the number of rows that rest on each."""
    counts = rows_by_source.groupby("source_id")["rows_count"].sum()
    return sources.assign(rows_count=sources["source_id"].map(counts).fillna(0).astype(int))


def _entry(row: Mapping[Hashable, Any], used: pd.DataFrame | None) -> SourceEntry:
    tables = [] if used is None else used.sort_values("rows_count", ascending=False).to_dict("records")
    lines = (
        ("Edition", text_or_empty(row["edition"])),
        ("Where in it", text_or_empty(row["location"])),
        ("Read", trust_words(row["trust"])),
        ("Checked", text_or_empty(row["checked"])),
        ("Terms", text_or_empty(row["terms"])),
        (
            "Rows in our tables",
            ", ".join(f"{table['table_name']} ({table['rows_count']:,})" for table in tables),
        ),
    )
    return SourceEntry(
        source_id=str(row["source_id"]),
        publisher=str(row["publisher"]),
        title=str(row["title"]),
        year="undated" if pd.isna(row["published_year"]) else str(int(row["published_year"])),
        url=web_address(row["url"]) or "",
        lines=tuple(line for line in lines if line[1]),
        rows=sum(int(table["rows_count"]) for table in tables),
    )


# The parameters of the model: value, range, basis, source.

PROSE = read_prose(__file__, "method")
_WORDS = PROSE["words"]
BASIS_WORDS: dict[str, str] = _WORDS["basis"]
BASES = tuple(BASIS_WORDS)
_SCOPES: dict[str, str] = _WORDS["scopes"]
_GROUPS: dict[str, str] = _WORDS["groups"]
_SPELT: dict[str, str] = _WORDS["spelt"]


@dataclass(frozen=True)
class ParameterEntry:
    """One parameter, or one factor of the profile with all its levels.

    Attributes:
        name: A row of `model_parameters` or a factor of `effects`.
        title: The same in words.
        bases: What its sizes rest on: published, derived or assumed, each once.
        lines: (name, text) of every size with its range, and of what it rests on.
        source_ids: Its sources.
    """

    name: str
    title: str
    bases: tuple[str, ...]
    lines: tuple[tuple[str, str], ...]
    source_ids: tuple[str, ...]


def parameter_entries(effects: pd.DataFrame, parameters: pd.DataFrame) -> dict[str, ParameterEntry]:
    """Return every factor of `facts.effects` and every row of `facts.model_parameters` by its name."""
    entries = {}
    for name, rows in effects.groupby("factor", sort=False):
        levels = rows.to_dict("records")
        lines = [("Acts on", f"{_SCOPES[levels[0]['scope']]}; {_GROUPS[levels[0]['applies_to']]}")]
        for level in levels:
            size = f"{level['odds_ratio']:g} ({level['low']:g} to {level['high']:g})"
            lines.append((str(level["level"]).replace("_", " "), f"odds ratio {size}, {level['basis']}"))
        entries[str(name)] = _parameter_entry(str(name), rows, lines)
    for name, rows in parameters.groupby("parameter", sort=False):
        row = rows.to_dict("records")[0]
        size = f"{row['value']:g} ({row['low']:g} to {row['high']:g})"
        lines = [("Value", f"{size}, {row['basis']}"), ("Unit", str(row["unit"]))]
        entries[str(name)] = _parameter_entry(str(name), rows, lines)
    return entries


def parameter_words(name: str) -> str:
    """Return a column or parameter name as words."""
    words = " ".join(_SPELT.get(word, word) for word in name.split("_"))
    return words[0].upper() + words[1:]


def parameter_line(parameters: pd.DataFrame, name: str) -> str:
    """Return one row of `facts.model_parameters` as a line with value, range, unit and basis.

    Raises:
        KeyError: if there is no such parameter.
    """
    row = parameters.set_index("parameter").loc[name]
    return (
        f"{parameter_words(name)}: {row['value']:g} ({row['low']:g} to {row['high']:g}; {row['unit']}), "
        f"{row['basis']}"
    )


def effects_table(effects: pd.DataFrame, sources: pd.DataFrame, bases: Collection[str]) -> pd.DataFrame:
    """Return the effects of answers as a table to read, of the chosen bases."""
    rows = effects[effects["basis"].isin(list(bases))]
    return pd.DataFrame(
        {
            "Answer": [parameter_words(str(name)) for name in rows["factor"]],
            "Level": [str(level).replace("_", " ") for level in rows["level"]],
            "Odds ratio": rows["odds_ratio"],
            "Low": rows["low"],
            "High": rows["high"],
            "Basis": rows["basis"],
            "Acts on": [_SCOPES[str(scope)] for scope in rows["scope"]],
            "For": [_GROUPS[str(group)] for group in rows["applies_to"]],
            "Rests on": rows["note"].fillna(""),
            "Source": [source_name(sources, str(source)) for source in rows["source_id"]],
        }
    )


def parameters_table(parameters: pd.DataFrame, sources: pd.DataFrame, bases: Collection[str]) -> pd.DataFrame:
    """Return the other parameters as a table to read, of the chosen bases."""
    rows = parameters[parameters["basis"].isin(list(bases))]
    return pd.DataFrame(
        {
            "Parameter": [parameter_words(str(name)) for name in rows["parameter"]],
            "Value": rows["value"],
            "Low": rows["low"],
            "High": rows["high"],
            "Unit": rows["unit"],
            "Basis": rows["basis"],
            "Rests on": rows["note"].fillna(""),
            "Source": [source_name(sources, str(source)) for source in rows["source_id"]],
        }
    )


def basis_counts(effects: pd.DataFrame, parameters: pd.DataFrame) -> dict[str, int]:
    """Return how many rows of both tables rest on each basis, in the order of `BASES`."""
    counts = pd.concat([effects["basis"], parameters["basis"]]).value_counts()
    return {basis: int(counts.get(basis, 0)) for basis in BASES}


def _parameter_entry(name: str, rows: pd.DataFrame, lines: list[tuple[str, str]]) -> ParameterEntry:
    notes = [note for note in rows["note"].dropna().astype(str).unique() if note != "Reference level"]
    lines += [("Rests on", ". ".join(notes))] if notes else []
    return ParameterEntry(
        name,
        parameter_words(name),
        tuple(rows["basis"].astype(str).unique()),
        tuple(lines),
        tuple(rows["source_id"].astype(str).unique()),
    )


# The model, step by step, and what it cannot know; the prose stands in `method.toml`.

WEST_COAST_IDENTITY = "share of matches on the Pacific Coast"
# The parameters that the limits speak of.
LIMIT_PARAMETERS = ("near_zero_rate", "pacific_interview_worth")


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of the model.

    Attributes:
        key: Short name, for anchors.
        title: What the step gives.
        text: Plain words.
        formulas: LaTeX; the parts that may stand under each other.
        symbols: What the letters of the formulas mean.
        published, derived, assumed: What of it is which; empty where nothing is.
        parameters: Names in `model_parameters` that it uses.
        tables: Tables of facts that it reads.
    """

    key: str
    title: str
    text: str
    formulas: tuple[str, ...]
    symbols: str
    published: str = ""
    derived: str = ""
    assumed: str = ""
    parameters: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()

    def source_ids(self, facts: Facts) -> tuple[str, ...]:
        """Return the sources of the tables it reads and of its parameters, each once."""
        rows = facts.model_parameters
        ids = [str(source) for table in self.tables for source in getattr(facts, table)["source_id"].unique()]
        ids += rows.loc[rows["parameter"].isin(list(self.parameters)), "source_id"].astype(str).tolist()
        return tuple(dict.fromkeys(ids))


@dataclass(frozen=True)
class Limit:
    """Something that the figures do not tell, and what it means for the reader."""

    title: str
    text: str


def model_steps(facts: Facts) -> list[Step]:
    """Return the steps in the order in which a chance is built up, with the figures of these facts."""
    figures = step_figures(facts)
    steps = []
    for entry in PROSE["steps"]:
        # A list of names or formulas has no figures.
        values: dict[str, Any] = {
            name: value.format(**figures) if isinstance(value, str) else tuple(value)
            for name, value in entry.items()
        }
        steps.append(Step(**values))
    return steps


def limits(facts: Facts, checks: pd.DataFrame) -> list[Limit]:
    """Return what the model cannot know, what matters most first; `checks` is the calibration's table."""
    figures = limit_figures(facts, checks)
    return [Limit(entry["title"], entry["text"].format(**figures)) for entry in PROSE["limits"]]


def step_figures(facts: Facts) -> dict[str, str]:
    """Return the figures that the steps name, by placeholder."""
    rates, parameters = facts.program_rate_model, facts.model_parameters.set_index("parameter")
    state_matches = str(parameters.loc["pacific_interview_worth", "source_id"])
    years = facts.sources.set_index("source_id")["published_year"]
    return {
        "charted_from": str(CHARTED_FROM),
        "shapes": str(len(SHAPES)),
        "state_from": str(STATE_FROM),
        "draws": str(SIZE),
        "near_zero": people(SHOWS_AS_ZERO),
        "rated_programs": whole_number(rates.loc[rates["block"] == "index", "programs_count"].max()),
        "state_matches_year": f"{years.loc[state_matches]:.0f}",
    }


def limit_figures(facts: Facts, checks: pd.DataFrame) -> dict[str, str]:
    """Return the figures that the limits name, by placeholder."""
    visa = facts.program_requirements
    visa_programs = visa.loc[visa["requirement"] == "visa_j1", "program_id"].nunique()
    counts = basis_counts(facts.effects, facts.model_parameters)
    return {
        "west_coast": _west_coast(checks),
        "near_zero": people(SHOWS_AS_ZERO),
        "programs": whole_number(len(facts.programs)),
        "visa_programs": whole_number(visa_programs),
        "visa_share": percent(visa_programs / len(facts.programs)),
        "assumed": str(counts["assumed"]),
        "parameters": str(sum(counts.values())),
    }


def limit_sources(facts: Facts, checks: pd.DataFrame) -> tuple[str, ...]:
    """Return the sources of the figures that the limits name, each once."""
    west_coast = checks.loc[checks["identity"] == WEST_COAST_IDENTITY, "source_ids"].astype(str)
    visa = facts.program_requirements
    ids = [
        *west_coast.str.split("|").explode(),
        *facts.interview_rates["source_id"].unique(),
        *visa.loc[visa["requirement"] == "visa_j1", "source_id"].unique(),
    ]
    return tuple(dict.fromkeys(str(source) for source in ids))


def _west_coast(checks: pd.DataFrame) -> str:
    rows = checks[checks["identity"] == WEST_COAST_IDENTITY].to_dict("records")
    if not rows:
        return str(PROSE["west_coast"]["unknown"])
    published, expected = (fine_percent(float(rows[0][side])) for side in ("published", "model"))
    return str(PROSE["west_coast"]["known"].format(published=published, expected=expected))
