"""The published facts of a program and its institution, and what its pages say, with year and source."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from smartpick.programs.kinds import ProgramKind, kind_sentence
from smartpick.text.numbers import whole_number
from smartpick.whatif.invitations import ProgramStanding

# What a program's pages say, requirement by requirement, and what it means for the applicant.

REQUIREMENT_NAMES = {
    "visa_j1": "J-1 visa",
    "visa_h1b": "H-1B visa",
    "step3_needed_for_h1b": "Step 3 for an H-1B",
    "accepts_imgs": "IMG applicants",
    "max_years_since_graduation": "Years since graduation",
    "max_attempts": "Exam attempts",
    "min_step2": "Step 2 CK score",
    "min_step1": "Step 1 score",
    "usce_required": "US clinical experience",
    "usce_months": "Length of US experience",
    "setting": "Kind of hospital",
}
FOR_YOU = {
    "met": "you meet this",
    "rule": "you do not meet this",
    "preference": "you may not meet this: ask",
    "unknown": "not known for you",
    "": "",
}
SETTING_WORDS = {
    "university": "University",
    "university_affiliated": "Community, affiliated with a university",
    "community": "Community",
    "military": "Military: trains members of the armed forces",
    "other": "Other than a university hospital",
}
_VISA = {"yes": "sponsored", "no": "not sponsored", "limited": "sponsored in some cases"}
_WORDS: dict[str, dict[str, str]] = {
    "visa_j1": _VISA,
    "visa_h1b": _VISA,
    "step3_needed_for_h1b": {"yes": "needed", "no": "not needed"},
    # A page that names ECFMG certification is read as a yes, so the words promise no more than that.
    "accepts_imgs": {"yes": "may apply", "no": "are not considered"},
    "usce_required": {"yes": "required", "no": "not required", "conditional": "required in some cases"},
    "setting": SETTING_WORDS,
}


def _plural(number: float, one: str, several: str) -> str:
    return f"{number:g} {one if number == 1 else several}"


_LIMITS: dict[str, Callable[[float], str]] = {
    "max_years_since_graduation": lambda n: f"graduated within {_plural(n, 'year', 'years')}",
    "max_attempts": lambda n: "passed at the first attempt" if n == 1 else f"at most {n:g} attempts",
    "min_step2": lambda n: f"{n:g} or more",
    "min_step1": lambda n: f"{n:g} or more",
    "usce_months": lambda n: f"at least {_plural(n, 'month', 'months')}",
}


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
    """Return what pages say, visas first, each with all its statements, also those that conflict.

    Args:
        statements: Rows of `facts.program_requirements` of one program.
        standing: Where the applicant stands with it.
    """
    groups = []
    for requirement, name in REQUIREMENT_NAMES.items():
        rows = statements[statements["requirement"] == requirement]
        if rows.empty:
            continue
        answer = standing.answer(requirement)
        said = rows["value"].dropna()
        groups.append(
            RequirementGroup(
                name,
                FOR_YOU[answer],
                answer,
                tuple(_line(row) for row in rows.to_dict("records")),
                len(set(said)) > 1,
            )
        )
    return groups


def not_said(statements: pd.DataFrame, standing: ProgramStanding) -> list[str]:
    """Return the names of the requirements that would matter to the applicant and that no page speaks of."""
    spoken = set(statements["requirement"])
    return [
        name
        for requirement, name in REQUIREMENT_NAMES.items()
        if requirement in standing.unknown and requirement not in spoken
    ]


def statement_words(requirement: str, value: object, number: object, as_stated: object) -> str:
    """Return a statement in plain words; what fits no value is given as the page has it."""
    limit = _LIMITS.get(requirement)
    if not pd.isna(value):  # type: ignore[call-overload]
        word = _WORDS.get(requirement, {}).get(str(value))
        if word:
            return word
        if value == "none":
            return "no limit"
    if limit and not pd.isna(number):  # type: ignore[call-overload]
        return limit(float(number))  # type: ignore[arg-type]
    return str(as_stated)


def _line(row: Mapping[Any, Any]) -> StatementLine:
    says = statement_words(str(row["requirement"]), row["value"], row["value_number"], row["value_as_stated"])
    if row["strength"] == "preferred":
        says = f"preferred: {says}"
    as_of, url = str(row["as_of"]), str(row["url"])
    return StatementLine(
        says,
        "undated" if as_of == "undated" else as_of,
        "the sponsor's page" if row["scope"] == "institution" else "the program's page",
        row["confidence"] == "high",
        url if url.startswith(("https://", "http://")) else None,
    )


# The published facts of one program, each with its year and its sources.

NOT_KNOWN = "not known"
FOOTNOTE = (
    "* Without preliminary positions and those reserved for physicians, where a program has others. Maps and "
    "distances use the city's centre."
)
_TRACKS = {"C": "categorical", "P": "preliminary", "A": "advanced", "M": "primary", "R": "for physicians"}
_POOLED = "several sites share one published number, so none is shown"
_CONFIDENCE = {
    "high": "high: sources agree on what it is",
    "medium": "medium: one source, or small differences",
    "low": "low: it may be another program's other name, or closed",
}
# Which of a row's sources a fact comes from, by how their ids begin.
_POSITIONS = ("nrmp_program_results",)
_PLACE = ("geonames",)
_NRMP = ("nrmp_program",)
_ACGME = ("acgme", "aamc_eras")


@dataclass(frozen=True)
class Fact:
    """One line: what, its value in words, the year it stands for (empty if none) and its source ids."""

    name: str
    value: str
    year: str
    source_ids: tuple[str, ...]
    known: bool = True


def program_facts(
    program: Mapping[Any, Any], setting: str, setting_stated: bool, kinds: Sequence[ProgramKind] = ()
) -> list[Fact]:
    """Return what is published about a program; what is not known says so.

    Args:
        program: A row of `facts.programs`.
        setting: Its setting.
        setting_stated: Whether a page states it; else it is read off the name.
        kinds: What the program is, where not everybody can apply.
    """
    ids = tuple(str(program["source_ids"]).split("|"))
    nrmp, positions = _from(ids, _NRMP), _from(ids, _POSITIONS)
    confirmed = str(int(program["last_confirmed_year"]))
    year = "" if pd.isna(program["nrmp_quota_year"]) else str(int(program["nrmp_quota_year"]))
    who = [(kind_sentence(kind).rstrip("."), kind) for kind in kinds]
    return [
        *(
            Fact("Who may apply", said, "" if kind.year is None else str(kind.year), (kind.source_id,))
            for said, kind in who
            if said
        ),
        Fact("Listed last", confirmed, confirmed, _of_year(ids, confirmed)),
        _fact("City", _city(program), "", _from(ids, _PLACE)),
        _fact("Positions in the first year", _count(program, "positions_pgy1"), year, positions),
        _fact("Offered in the Match *", _count(program, "nrmp_quota"), year, positions),
        _fact("Filled in the Match *", _count(program, "nrmp_matched"), year, positions),
        _fact("Tracks", tracks(program["nrmp_codes"]), "", nrmp),
        _setting(setting, setting_stated),
        _fact("Sponsor", _text(program["institution"]), "", nrmp),
        _fact(
            "ACGME code",
            str(program["program_id"]) if program["is_acgme_code"] else None,
            "",
            _from(ids, _ACGME),
        ),
        _fact("NRMP codes", _text(program["nrmp_codes"], ", "), "", nrmp),
        Fact("How sure the entry is", _CONFIDENCE[str(program["row_confidence"])], "", ids),
    ]


def tracks(nrmp_codes: object) -> str | None:
    """Return the kinds of tracks that the letters of the NRMP codes stand for, None without a code."""
    if pd.isna(nrmp_codes):  # type: ignore[call-overload]
        return None
    letters = [code[-2] for code in str(nrmp_codes).split("|") if len(code) > 2]
    return ", ".join(dict.fromkeys(_TRACKS[letter] for letter in letters if letter in _TRACKS)) or None


def place_words(program: Mapping[Any, Any]) -> str:
    """Return "Fresno, California"; the state alone where the city is unknown."""
    state = str(program["state_name"])
    return state if pd.isna(program["city"]) else f"{program['city']}, {state}"


def website(program: Mapping[Any, Any]) -> str | None:
    """Return the program's address, None if unknown or not a web address."""
    address = str(program["website"])
    return address if address.startswith(("https://", "http://")) else None


def _fact(name: str, value: str | None, year: str, source_ids: tuple[str, ...]) -> Fact:
    if value is None:
        return Fact(name, NOT_KNOWN, "", (), False)
    return Fact(name, value, "" if value == _POOLED else year, source_ids)


def _count(program: Mapping[Any, Any], column: str) -> str | None:
    if program["positions_scope"] == "several_sites_pooled":
        return _POOLED
    return None if pd.isna(program[column]) else whole_number(float(program[column]))


def _city(program: Mapping[Any, Any]) -> str | None:
    if pd.isna(program["city"]):
        return None
    return f"{program['city']}, {program['state_name']}"


def _setting(setting: str, stated: bool) -> Fact:
    words = SETTING_WORDS.get(setting, setting)
    if stated:
        return Fact("Kind of hospital", words, "", ("program_websites",))
    if setting == "other":
        return Fact("Kind of hospital", "not known; the name names no university", "", (), False)
    return Fact("Kind of hospital", f"{words} (read off the name, may be wrong)", "", ("smartpick_guide",))


def _text(cell: object, between: str = "|") -> str | None:
    return None if pd.isna(cell) else between.join(str(cell).split("|"))  # type: ignore[call-overload]


def _of_year(ids: tuple[str, ...], year: str) -> tuple[str, ...]:
    """Return the sources whose ids end in the year: the newest that list the program."""
    return tuple(i for i in ids if i.endswith(year)) or ids


def _from(ids: tuple[str, ...], beginnings: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(i for i in ids if i.startswith(beginnings)) or ids


# What is known of a program's institution and not of the program: H-1B filings, statements on the coast.

_MOST_TITLES = 6
_MONTHS = {1: "October to December", 2: "January to March", 3: "April to June", 4: "July to September"}
_TOPICS = {
    "visa": "Visa",
    "exams_and_visa": "Exams and visa",
    "exams": "Exams",
    "attempts": "Exam attempts",
    "years_since_graduation": "Years since graduation",
    "us_clinical_experience": "US clinical experience",
    "img_residents": "IMGs among its residents",
    "img_policy": "IMG applicants",
    "ecfmg_certification": "ECFMG certification",
    "deadline_and_signals": "Deadline and signals",
    "positions": "Positions and applications",
}
FILINGS_REMARK = (
    "These are filings by the institution, not by this program. An employer files one before it asks for an "
    "H-1B, and one filing can cover several workers. It shows that residents or fellows were to be "
    "sponsored; where none is listed, nothing follows. Where the program itself says nothing of an H-1B, a "
    "filing counts like a yes of its institution."
)


@dataclass(frozen=True)
class InstitutionStatement:
    """One statement; `whose` is the institution and what of it is meant, `when` how old it is."""

    topic: str
    says: str
    whose: str
    when: str


def filings_sentences(filings: pd.DataFrame) -> list[str]:
    """Return a sentence for each quarter with filings: who filed how many, where, and under which titles.

    Args:
        filings: Rows of `h1b_filings` of one institution.
    """
    sentences = []
    for period in filings[["fiscal_year", "quarter"]].drop_duplicates().itertuples(index=False):
        year, quarter = int(period[0]), int(period[1])
        rows = filings[(filings["fiscal_year"] == year) & (filings["quarter"] == quarter)]
        count = int(rows["filings_count"].sum())
        employer = str(rows.groupby("employer")["filings_count"].sum().idxmax())
        cities = ", ".join(sorted({str(city) for city in rows["city"]}))
        calendar = year - (quarter == 1)
        sentences.append(
            f"{employer} ({cities}) made {whole_number(count)} H-1B {'filing' if count == 1 else 'filings'} "
            f"for residents or fellows from {_MONTHS[quarter]} {calendar}. "
            f"{_titles(rows)}"
        )
    return sentences


def institution_statements(statements: pd.DataFrame) -> list[InstitutionStatement]:
    """Return the statements in words, the order kept.

    Args:
        statements: Rows of `pacific_requirements`.
    """
    return [_statement(row) for row in statements.to_dict("records")]


def _statement(row: Mapping[Any, Any]) -> InstitutionStatement:
    topic, value = str(row["topic"]), str(row["value"])
    when = "no date" if pd.isna(row["as_of"]) else str(row["as_of"])
    return InstitutionStatement(
        _TOPICS.get(topic, topic.replace("_", " ").capitalize()),
        value[:1].upper() + value[1:],
        f"{row['institution']}, {row['program']}",
        when,
    )


def _titles(rows: pd.DataFrame) -> str:
    counted = rows.groupby("job_title")["filings_count"].sum().sort_values(ascending=False, kind="stable")
    named = [f"{title} ({count})" for title, count in counted.head(_MOST_TITLES).items()]
    more = len(counted) - len(named)
    return f"Titles as filed: {'; '.join(named)}{f'; and {more} more' if more else ''}."
