"""The published facts of a program and its institution, and what its pages say, with year and source."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from smartpick.programs.kinds import ProgramKind, kind_sentence
from smartpick.prose import text_or_empty
from smartpick.text.numbers import WORDS, plural, web_address, whole_number
from smartpick.whatif.invitations import ProgramStanding

NOT_KNOWN = "not known"
Row = Mapping[Any, Any]
"""A row of a table of `Facts`, by column; of `facts.programs` where nothing else is said."""


# What a program is called, and where it is.


def place_words(program: Row) -> str:
    """Return "Fresno, California"; the state alone where the city is unknown."""
    return _joined(program["city"], program["state_name"])


def short_place(program: Row) -> str:
    """Return "Fresno, CA"; the state alone where the city is unknown."""
    return _joined(program["city"], program["state"])


def _joined(*parts: object) -> str:
    return ", ".join(part for part in parts if isinstance(part, str))


def program_with_place(program: Row) -> str:
    """Return a program's name with its place: "North Hospital (Fresno, CA)"."""
    return f"{program['name']} ({short_place(program)})"


def program_labels(programs: pd.DataFrame, ids: Iterable[str]) -> dict[str, str]:
    """Return name and place of those `ids` that the directory `facts.programs` has."""
    rows = programs[programs["program_id"].isin(list(ids))].to_dict("records")
    return {str(row["program_id"]): program_with_place(row) for row in rows}


# What a program's pages say, requirement by requirement, and what it means for the applicant.

REQUIREMENTS: dict[str, dict[str, Any]] = WORDS["requirement"]
REQUIREMENT_NAMES = {requirement: words["name"] for requirement, words in REQUIREMENTS.items()}


@dataclass(frozen=True)
class StatementLine:
    """One statement on one page. `when` says how old it is, `whose` whose word it is."""

    says: str
    when: str
    whose: str
    sure: bool
    url: str | None


@dataclass(frozen=True)
class RequirementGroup:
    """What pages say on one requirement; `for_you` is empty where it does not apply to the applicant."""

    name: str
    for_you: str
    answer: str
    lines: tuple[StatementLine, ...]
    conflicting: bool


def requirement_groups(statements: pd.DataFrame, standing: ProgramStanding) -> list[RequirementGroup]:
    """Return what pages say of one program, visas first, each with all its statements, also conflicting ones.

    `statements` are its rows of `facts.program_requirements`.
    """
    groups = []
    for requirement, name in REQUIREMENT_NAMES.items():
        rows = statements[statements["requirement"] == requirement]
        if rows.empty:
            continue
        answer = standing.answer(requirement)
        lines = tuple(_statement_line(row) for row in rows.to_dict("records"))
        conflicting = len(set(rows["value"].dropna())) > 1
        groups.append(RequirementGroup(name, WORDS["for_you"][answer], answer, lines, conflicting))
    return groups


def not_said(statements: pd.DataFrame, standing: ProgramStanding) -> list[str]:
    """Return the names of the requirements that matter to the applicant and that no page mentions."""
    silent = set(standing.unknown) - set(statements["requirement"])
    return [name for requirement, name in REQUIREMENT_NAMES.items() if requirement in silent]


def statement_words(statement: Row) -> str:
    """Return a row of `facts.program_requirements` in plain words, as the page has it if they fit no code."""
    words = REQUIREMENTS.get(str(statement["requirement"]), {})
    value, number = statement["value"], statement["value_number"]
    if str(value) in words.get("says", {}):
        says = words["says"][str(value)]
    elif value == "none":
        says = "no limit"
    elif "limit" in words and not pd.isna(number):
        one = number == 1 and "limit_of_one" in words
        says = words["limit_of_one" if one else "limit"].format(number)
    else:
        says = str(statement["value_as_stated"])
    return f"preferred: {says}" if statement["strength"] == "preferred" else says


def _statement_line(row: Row) -> StatementLine:
    return StatementLine(
        statement_words(row),
        str(row["as_of"]),
        "the sponsor's page" if row["scope"] == "institution" else "the program's page",
        row["confidence"] == "high",
        web_address(row["url"]),
    )


# The published facts of one program, each with its year and its sources.

FOOTNOTE = (
    "* Preliminary positions and those reserved for physicians count only where a program offers nothing "
    "else. Maps and distances use the center of the city."
)
_POOLED = "several sites share one published number, so none is shown"
# Which of a row's sources a fact comes from, by how their ids begin.
_POSITIONS = "nrmp_program_results"
_PLACE = "geonames"
_NRMP = "nrmp_program"
_ACGME = ("acgme", "aamc_eras")


@dataclass(frozen=True)
class Fact:
    """One line: what, its value in words, the year it is from (empty if none) and its source ids."""

    name: str
    value: str
    year: str
    source_ids: tuple[str, ...]
    known: bool = True


def program_facts(
    program: Row, setting: str, setting_stated: bool, kinds: Sequence[ProgramKind] = ()
) -> list[Fact]:
    """Return what is published about a program; what is not known says so.

    `setting` is its kind of hospital, `setting_stated` whether a page states it; else it is read off the
    name. `kinds` say what the program is where not everybody can apply.
    """
    ids = tuple(str(program["source_ids"]).split("|"))
    confirmed = str(int(program["last_confirmed_year"]))
    # The newest lists that have the program.
    confirmed_by = tuple(i for i in ids if i.endswith(confirmed)) or ids
    year: str = "" if pd.isna(program["nrmp_quota_year"]) else str(int(program["nrmp_quota_year"]))

    def from_lists(name: str, value: str | None, beginnings: str | tuple[str, ...], year: str = "") -> Fact:
        if not value:
            return Fact(name, NOT_KNOWN, "", (), False)
        source_ids = tuple(i for i in ids if i.startswith(beginnings)) or ids
        return Fact(name, value, "" if value == _POOLED else year, source_ids)

    def positions(name: str, column: str) -> Fact:
        value: str | None = None if pd.isna(program[column]) else whole_number(float(program[column]))
        if program["positions_scope"] == "several_sites_pooled":
            value = _POOLED
        return from_lists(name, value, _POSITIONS, year)

    code = str(program["program_id"]) if program["is_acgme_code"] else None
    nrmp_codes = text_or_empty(program["nrmp_codes"])
    return [
        *(
            Fact("Who may apply", who, "" if kind.year is None else str(kind.year), (kind.source_id,))
            for kind in kinds
            if (who := kind_sentence(kind).rstrip("."))
        ),
        Fact("Last listed", confirmed, confirmed, confirmed_by),
        from_lists("City", None if pd.isna(program["city"]) else place_words(program), _PLACE),
        positions("Positions in the first year", "positions_pgy1"),
        positions("Offered in the Match *", "nrmp_quota"),
        positions("Filled in the Match *", "nrmp_matched"),
        from_lists("Tracks", tracks(program["nrmp_codes"]), _NRMP),
        _setting(setting, setting_stated),
        from_lists("Sponsor", text_or_empty(program["institution"]), _NRMP),
        from_lists("ACGME code", code, _ACGME),
        from_lists("NRMP codes", nrmp_codes.replace("|", ", "), _NRMP),
        Fact("How sure the entry is", WORDS["row_confidence"][program["row_confidence"]], "", ids),
    ]


def tracks(nrmp_codes: object) -> str | None:
    """Return the kinds of tracks that the letters of the NRMP codes mean, None without a code."""
    codes = text_or_empty(nrmp_codes).split("|")
    letters = dict.fromkeys(code[-2] for code in codes if len(code) > 2)
    return ", ".join(WORDS["track"][letter] for letter in letters if letter in WORDS["track"]) or None


def _setting(setting: str, stated: bool) -> Fact:
    words = REQUIREMENTS["setting"]["says"].get(setting, setting)
    if stated:
        return Fact("Kind of hospital", words, "", ("program_websites",))
    if setting == "other":
        return Fact("Kind of hospital", f"{NOT_KNOWN}; the name mentions no university", "", (), False)
    return Fact("Kind of hospital", f"{words} (judged by the name, may be wrong)", "", ("smartpick_guide",))


# What is known of a program's institution and not of the program itself: H-1B filings, West Coast statements.

FILINGS_REMARK = (
    "The institution made these filings, not this program. An employer files before it asks for an H-1B, "
    "and one filing can cover several workers. It shows that the institution intended to sponsor "
    "residents or fellows. Where no filing is listed, we can conclude nothing. Where the program itself "
    "says nothing about an H-1B, we count a filing as a yes from its institution."
)
_MOST_TITLES = 6
# The quarters of a federal fiscal year, which starts in October of the year before.
_MONTHS = {1: "October to December", 2: "January to March", 3: "April to June", 4: "July to September"}


@dataclass(frozen=True)
class InstitutionStatement:
    """One statement; `whose` is the institution and what of it is meant, `when` how old it is."""

    topic: str
    says: str
    whose: str
    when: str


def filings_sentences(filings: pd.DataFrame) -> list[str]:
    """Return a sentence for each quarter with filings: who filed how many, where, and under which titles.

    `filings` are the rows of `h1b_filings` of one institution; the order of the quarters is kept.
    """
    sentences = []
    for _, rows in filings.groupby(["fiscal_year", "quarter"], sort=False):
        year, quarter = (int(rows[column].iloc[0]) for column in ("fiscal_year", "quarter"))
        filed = plural(rows["filings_count"].sum(), "H-1B filing")
        employer = rows.groupby("employer")["filings_count"].sum().idxmax()
        cities = ", ".join(sorted({str(city) for city in rows["city"]}))
        titles = rows.groupby("job_title")["filings_count"].sum().sort_values(ascending=False, kind="stable")
        named = [f"{title} ({count})" for title, count in titles.head(_MOST_TITLES).items()]
        if len(titles) > len(named):
            named.append(f"and {len(titles) - len(named)} more")
        sentences.append(
            f"{employer} ({cities}) made {filed} for residents or fellows from {_MONTHS[quarter]} "
            f"{year - (quarter == 1)}. Titles as filed: {'; '.join(named)}."
        )
    return sentences


def institution_statements(statements: pd.DataFrame) -> list[InstitutionStatement]:
    """Return rows of `pacific_requirements` in words, the order kept."""
    sentences = []
    for row in statements.to_dict("records"):
        topic, says = str(row["topic"]), str(row["value"])
        topic = WORDS["topic"].get(topic, topic.replace("_", " ").capitalize())
        whose = f"{row['institution']}, {row['program']}"
        when = text_or_empty(row["as_of"]) or "no date"
        sentences.append(InstitutionStatement(topic, says[:1].upper() + says[1:], whose, when))
    return sentences
