"""Published tables that name institutions and no programs: which programs they are safely about.

Two names are the same if all words that matter are the same, in order, once abbreviations are written out
("U Washington Affil Hosps" and "University of Washington Affiliated Hospitals"). A similar name is another
name: what is not certain is left out.
"""

import re

import numpy as np
import pandas as pd

from smartpick.intake.names import name_words, words_in

# Ends of names that sponsors' own pages leave out: "University of California Davis Health".
_KINDS = words_in("med center hospital health system school education consortium graduate college affiliated")
_ALL_PROGRAMS = re.compile(r"(?i)^all\b")
_BRACKET = re.compile(r"\(([^)]*)\)")
_IN_SHORT = {
    "Anesthesia": "Anesthesiology",
    "Medicine-Pediatrics": "Internal Medicine/Pediatrics",
}


def filings_of(filings: pd.DataFrame, programs: pd.DataFrame, row: int) -> pd.DataFrame:
    """Return the H-1B filings of the institution of the program at `row`; none where that is not safe.

    The employer must have the name of the program's sponsor, or of the program, in its state, and one of the
    programs of that name must be in a city of the filings. Saints give their names to several hospitals of
    a state, so these must be in the city themselves.

    `filings` is the table `h1b_filings`, `programs` is `facts.programs`.
    """
    program = programs.iloc[row]
    in_state = filings[filings["state"] == program["state"]]
    if in_state.empty:
        return in_state
    names = _names_of(program)
    same = in_state[[_words(employer) in names for employer in in_state["employer"]]]
    if same.empty:
        return same
    cities = {_city(city) for city in same["city"]}
    if _city(program["city"]) in cities:
        return same
    employers = {_words(employer) for employer in same["employer"]}
    if any("saint" in words for words in employers):
        return same.iloc[:0]
    around = programs[(programs["state"] == program["state"]) & programs["city"].map(_city).isin(cities)]
    in_a_city = any(_names_of(other) & employers for _, other in around.iterrows())
    return same if in_a_city else same.iloc[:0]


def coast_statements_of(statements: pd.DataFrame, programs: pd.DataFrame, row: int) -> pd.DataFrame:
    """Return what West Coast institutions say about the program at `row`; none where that is not safe.

    A statement on a specialty applies to the one program of that specialty with the institution's name: by
    its own name, else by its sponsor's. A statement on all programs applies to every program of that name.

    `statements` is the table `pacific_requirements`, `programs` is `facts.programs`.
    """
    in_state = statements[statements["state"] == programs["state"].iloc[row]]
    about = [
        _is_about(str(institution), str(scope), programs, row)
        for institution, scope in zip(in_state["institution"], in_state["program"], strict=True)
    ]
    return in_state[np.array(about, dtype=bool)]


def _is_about(institution: str, scope: str, programs: pd.DataFrame, row: int) -> bool:
    program = programs.iloc[row]
    names = _given_names(institution)
    if not (_plain_names(program, own=True) | _plain_names(program, own=False)) & names:
        return False
    if not _in_bracket(institution, program):
        return False
    if _ALL_PROGRAMS.match(scope):
        return True
    if _IN_SHORT.get(scope, scope) != program["specialty"]:
        return False
    rivals = programs[
        (programs["state"] == program["state"])
        & (programs["specialty"] == program["specialty"])
        & (programs["row_confidence"] != "low")
    ]
    for own in (True, False):
        fitting = [
            position
            for position, rival in rivals.iterrows()
            if _plain_names(rival, own) & names and _in_bracket(institution, rival)
        ]
        if fitting:
            return fitting == [programs.index[row]]
    return False


def _names_of(program: pd.Series) -> set[tuple[str, ...]]:
    return {words for words in map(_words, (program["name"], program["institution"])) if words}


def _plain_names(program: pd.Series, own: bool) -> set[tuple[str, ...]]:
    words = _without_kind(_words(program["name" if own else "institution"]))
    return {words} if words else set()


def _given_names(institution: str) -> set[tuple[str, ...]]:
    """Return the names an institution is given: with and without brackets, each side of a slash."""
    texts = [institution, _BRACKET.sub("", institution), *_BRACKET.sub("", institution).split(" / ")]
    return {words for words in (_without_kind(_words(text)) for text in texts) if words}


def _in_bracket(institution: str, program: pd.Series) -> bool:
    """Return whether the program is in one of the cities in brackets, if there are any."""
    bracket = _BRACKET.search(institution)
    return bracket is None or _city(program["city"]) in {_city(part) for part in bracket.group(1).split("/")}


def _words(name: object) -> tuple[str, ...]:
    return () if pd.isna(name) else name_words(str(name))  # type: ignore[call-overload]


def _without_kind(words: tuple[str, ...]) -> tuple[str, ...]:
    while len(words) > 1 and words[-1] in _KINDS:
        words = words[:-1]
    return words


def _city(city: object) -> str:
    return "" if pd.isna(city) else re.sub(r"[^a-z]", "", str(city).lower())  # type: ignore[call-overload]
