"""Sources and parameters as lists to search, and what the model cannot know."""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from smartpick.facts import Facts
from smartpick.text.numbers import fine_percent, percent
from smartpick.text.sources import source_name, trust_words

# The sources as a list to search, by publisher, each with what it carries.

# A source id as it may stand in a link.
SOURCE_ID = re.compile(r"[a-z0-9_]{3,80}")
TRUSTS = ("primary", "transcribed", "second_hand", "derived")


@dataclass(frozen=True)
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


def source_entries(sources: pd.DataFrame, rows_by_source: pd.DataFrame) -> list[SourceEntry]:
    """Return every source, in the order of publisher, newest first.

    Args:
        sources: `facts.sources`.
        rows_by_source: Columns source_id, table_name, rows_count.
    """
    used = {str(name): rows for name, rows in rows_by_source.groupby("source_id")}
    order = sources.sort_values(["publisher", "published_year", "title"], ascending=[True, False, True])
    return [_entry(row, used.get(str(row["source_id"]))) for row in order.to_dict("records")]


def found_sources(entries: list[SourceEntry], text: str, trusts: Collection[str] = ()) -> list[SourceEntry]:
    """Return the entries that hold every word of `text`, and have one of the trusts if any is chosen."""
    words = text.casefold().split()
    wanted = {trust_words(trust) for trust in trusts}
    return [
        entry
        for entry in entries
        if all(word in _searched(entry) for word in words)
        and (not wanted or dict(entry.lines)["Read"] in wanted)
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
    carried = ", ".join(f"{table['table_name']} ({table['rows_count']:,})" for table in tables)
    lines = (
        ("Edition", _text(row["edition"])),
        ("Where in it", _text(row["location"])),
        ("Read", trust_words(row["trust"])),
        ("Checked", _text(row["checked"])),
        ("Terms", _text(row["terms"])),
        ("Rows in our tables", carried),
    )
    url = _text(row["url"])
    return SourceEntry(
        str(row["source_id"]),
        str(row["publisher"]),
        str(row["title"]),
        "undated" if pd.isna(row["published_year"]) else str(int(row["published_year"])),
        url if url.startswith(("https://", "http://")) else "",
        tuple(line for line in lines if line[1]),
        sum(int(table["rows_count"]) for table in tables),
    )


def _searched(entry: SourceEntry) -> str:
    told = (entry.source_id, entry.publisher, entry.title, entry.year, *(text for _, text in entry.lines))
    return " ".join(told).casefold()


def _text(cell: Any) -> str:
    return "" if pd.isna(cell) else str(cell)


# The parameters of the model as tables and lines: value, range, basis, source.

# A parameter's or factor's name as it may stand in a link.
PARAMETER_NAME = re.compile(r"[a-z0-9_]{3,60}")
BASES = ("published", "derived", "assumed")
BASIS_WORDS = {
    "published": "Published: as printed.",
    "derived": "Derived: worked out from published figures.",
    "assumed": "Assumed: a survey or our guide gives the direction; the size is our choice.",
}
_SCOPES = {"everywhere": "all programs", "pacific": "Pacific Coast"}
_GROUPS = {"all": "everyone", "img": "IMGs", "non_us_img": "non-US IMGs"}
_SPELT = {
    "usce": "US clinical experience,",
    "us": "US",
    "step2": "Step 2",
    "step3": "Step 3",
    "h1b": "H-1B",
    "img": "IMG",
    "sd": "SD",
    "pacific": "Pacific",
    "english": "English",
    "ecfmg": "ECFMG",
}


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
    """Return every factor and every other parameter by its name.

    Args:
        effects: `facts.effects`.
        parameters: `facts.model_parameters`.
    """
    factors = effects.groupby("factor", sort=False)
    others = parameters.groupby("parameter", sort=False)
    found = {str(name): _factor_entry(str(name), levels) for name, levels in factors}
    return found | {str(name): _parameter_entry(str(name), rows) for name, rows in others}


def parameter_words(name: str) -> str:
    """Return a column or parameter name as words."""
    words = " ".join(_SPELT.get(word, word) for word in name.split("_"))
    return words[0].upper() + words[1:]


def parameter_line(parameters: pd.DataFrame, name: str) -> str:
    """Return one parameter with value, range, unit and basis in a line.

    Args:
        parameters: `facts.model_parameters`.
        name: Its name.

    Raises:
        KeyError: if there is no such parameter.
    """
    row = parameters.set_index("parameter").loc[name]
    return (
        f"{parameter_words(name)}: {row['value']:g} ({row['low']:g} to {row['high']:g}; {row['unit']}), "
        f"{row['basis']}"
    )


def effects_table(effects: pd.DataFrame, sources: pd.DataFrame, bases: Collection[str]) -> pd.DataFrame:
    """Return the profile effects as a table to read, of the chosen bases.

    Args:
        effects: `facts.effects`.
        sources: `facts.sources`.
        bases: Of `BASES`.
    """
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


def _factor_entry(name: str, levels: pd.DataFrame) -> ParameterEntry:
    first = levels.iloc[0]
    lines = [("Acts on", f"{_SCOPES[str(first['scope'])]}; {_GROUPS[str(first['applies_to'])]}")]
    lines += [
        (str(row["level"]).replace("_", " "), f"odds ratio {_range_text(row)}, {row['basis']}")
        for row in levels.to_dict("records")
    ]
    return _method_parameters_entry(name, levels, lines)


def _parameter_entry(name: str, rows: pd.DataFrame) -> ParameterEntry:
    row = rows.to_dict("records")[0]
    return _method_parameters_entry(
        name, rows, [("Value", f"{_range_text(row)}, {row['basis']}"), ("Unit", str(row["unit"]))]
    )


def _method_parameters_entry(name: str, rows: pd.DataFrame, lines: list[tuple[str, str]]) -> ParameterEntry:
    notes = [note for note in rows["note"].dropna().astype(str).unique() if note != "Reference level"]
    lines += [("Rests on", ". ".join(notes))] if notes else []
    return ParameterEntry(
        name,
        parameter_words(name),
        tuple(rows["basis"].astype(str).unique()),
        tuple(lines),
        tuple(rows["source_id"].astype(str).unique()),
    )


def _range_text(row: Mapping[Hashable, Any]) -> str:
    value = row.get("value", row.get("odds_ratio"))
    return f"{value:g} ({row['low']:g} to {row['high']:g})"


# What the model cannot know, said with the figures that show it.

PACIFIC_IDENTITY = "share of matches on the Pacific Coast"


@dataclass(frozen=True)
class Limit:
    """Something that the figures do not tell, and what it means for the reader."""

    title: str
    text: str


def limits(facts: Facts, checks: pd.DataFrame) -> list[Limit]:
    """Return what the model cannot know, what matters most first.

    Args:
        facts: The published tables.
        checks: The table `calibration_checks`.
    """
    return [
        Limit(
            "Association is not cause",
            "The curves tell how often people with a score matched. They do not tell what a higher score "
            "would "
            "have done for the same person: those who score high differ in other ways too.",
        ),
        Limit(
            "A passed exam cannot be taken again",
            "A passed Step 2 CK stands. For whoever has passed, the slider compares people with different "
            "scores; it is not a plan.",
        ),
        Limit(
            "Every interview is taken as a rank",
            "Some interviews end without a rank, and an applicant may decline some. So a chance shown here "
            "is "
            "at the upper end.",
        ),
        Limit(
            "Who is in the figures",
            "The published curves are about people who ranked at least one program and agreed to be counted. "
            "Those who were not invited anywhere are not in them. That is why the chance of no interview "
            "stands beside every chance.",
        ),
        Limit("The Pacific Coast", _pacific(checks)),
        Limit(
            "Interview rates of one season",
            "The rates are of a single season and printed to a hundredth: a program at zero may still invite "
            "up to 1 in 200. The next season will differ.",
        ),
        Limit(
            "Where people apply",
            "Nobody publishes who applies where. A program that invites few may be one that few apply to, or "
            "one that many apply to in vain.",
        ),
        Limit("Visa answers that are not known", _visa(facts)),
        Limit("Effects that are assumed", _assumed(facts)),
        Limit(
            "How answers act together",
            "No table crosses score with visa, graduation year or experience. The effects are taken as "
            "independent of each other.",
        ),
        Limit(
            "Other applicant types",
            "Numbers of ranks are published for non-US IMGs only. The other types borrow them, and each page "
            "says what is borrowed.",
        ),
        Limit(
            "What is not asked",
            "Essays, interviews themselves, people who know you, couples, fit. Much of a match rests on "
            "them.",
        ),
        Limit(
            "Next year",
            "Rules, fees, visa policy and programs change. The figures are of the years named at each "
            "source.",
        ),
    ]


def limit_sources(facts: Facts, checks: pd.DataFrame) -> tuple[str, ...]:
    """Return the sources of the figures that the limits name, each once."""
    pacific = checks.loc[checks["identity"] == PACIFIC_IDENTITY, "source_ids"].astype(str).str.split("|")
    visa = facts.program_requirements
    ids = [
        *pacific.explode(),
        *facts.interview_rates["source_id"].unique(),
        *visa.loc[visa["requirement"] == "visa_j1", "source_id"].unique(),
    ]
    return tuple(dict.fromkeys(str(source) for source in ids))


def limit_parameters() -> tuple[str, ...]:
    """Return the parameters that the limits speak of."""
    return ("near_zero_rate", "pacific_interview_worth")


def _pacific(checks: pd.DataFrame) -> str:
    rows = checks[checks["identity"] == PACIFIC_IDENTITY]
    if rows.empty:
        return "Whether an interview there is worth as much as one elsewhere is not known."
    first = rows.iloc[0]
    return (
        f"Of all non-US IMG matches, {fine_percent(float(first['published']))} were in California, Oregon or "
        f"Washington. The published interview rates lead one to expect "
        f"{fine_percent(float(first['model']))}. "
        "Why, nobody publishes. Interviews there therefore count for less, with a wide range."
    )


def _visa(facts: Facts) -> str:
    statements = facts.program_requirements
    said = statements.loc[statements["requirement"] == "visa_j1", "program_id"].nunique()
    return (
        f"Of {len(facts.programs):,} programs, {said:,} say on a page that we found whether they take a J-1 "
        f"({percent(said / len(facts.programs))}). Many of these pages are old. For the rest the chance "
        "comes "
        "from programs like them: ask before you rely on it."
    )


def _assumed(facts: Facts) -> str:
    counts = basis_counts(facts.effects, facts.model_parameters)
    return (
        f"{counts['assumed']} of {sum(counts.values())} parameters are assumed: among them what US "
        "experience, "
        "letters, research in the US and time since graduation are worth. Surveys or our guide give their "
        "direction, nobody their size. They have wide ranges and can be left out on the first page."
    )
