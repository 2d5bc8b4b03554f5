"""Search: abbreviations, accents, every filter alone against a plain reading of the table, and its time."""

from time import process_time

import numpy as np
import pytest

from smartpick.explore.search import NOT_KNOWN, Centre, Directory, ProgramFilter, TextIndex, find_programs
from smartpick.profile import ApplicantProfile


def found(directory: Directory, **wanted) -> np.ndarray:  # type: ignore[no-untyped-def,type-arg]
    size = len(directory.program_ids)
    state = directory.eligibility(ApplicantProfile()).state
    return find_programs(directory, ProgramFilter(**wanted), state, np.full(size, np.nan))


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("st mary", "Saint Mary's Hospital"),
        ("saint marys", "St. Mary's Hosp"),
        ("university", "Univ of Somewhere"),
        ("Univ", "University of Somewhere"),
        ("mayaguez", "Mayagüez Medical Center"),
        ("MAYAGÜEZ", "Mayaguez Medical Center"),
        ("hosp ctr", "Hospital Center"),
        ("kern med", "Kern Medical Center"),
        ("", "anything"),
    ],
)
def test_a_query_finds_what_is_meant(query: str, text: str) -> None:
    assert TextIndex([text]).matches(query)[0] > 0


@pytest.mark.parametrize(
    ("query", "text"), [("kern county", "Kern Medical"), ("ary", "Mary"), ("zz", "Mary")]
)
def test_a_query_finds_nothing_else(query: str, text: str) -> None:
    assert TextIndex([text]).matches(query)[0] == 0


def test_whole_words_come_before_beginnings() -> None:
    ranks = TextIndex(["Marymount Hospital", "Mary Hospital"]).matches("mary")
    assert ranks[1] > ranks[0] > 0


def test_a_program_is_found_by_name_city_state_and_code(directory: Directory) -> None:
    row = int(np.flatnonzero(directory.program_ids == "1405121433")[0])
    for text in ("virginia commonwealth", "richmond", "1405121433", "1743140C0"):
        assert row in found(directory, text=text)


def test_doubtful_rows_are_hidden_unless_asked_for(directory: Directory) -> None:
    confidence = directory.programs["row_confidence"]
    assert set(confidence.iloc[found(directory)]) == {"high", "medium"}
    assert len(found(directory, doubtful=True)) == len(confidence)


def test_region_filters_add_up(directory: Directory) -> None:
    states = directory.programs["state"].iloc[found(directory, states=("TX",), divisions=("Pacific",))]
    assert set(states) == {"TX", "CA", "OR", "WA", "AK", "HI"}


def test_an_unknown_size_is_its_own_class(directory: Directory) -> None:
    positions = directory.programs["positions_pgy1"]
    assert positions.iloc[found(directory, size=NOT_KNOWN)].isna().all()
    small = positions.iloc[found(directory, size="1 to 5")]
    assert small.between(1, 5).all() and len(small) > 100


def test_visa_filters_tell_yes_from_not_no(directory: Directory) -> None:
    said = directory.answers["visa_j1"].value
    yes = found(directory, visa="j1", visa_answer="yes")
    not_no = found(directory, visa="j1", visa_answer="not_no")
    assert set(said[yes]) <= {"yes", "limited"}
    assert set(said[not_no]) >= {"yes", ""} and "no" not in set(said[not_no])
    assert set(yes) < set(not_no)


def test_fill_filters_part_the_programs(directory: Directory) -> None:
    parts = [set(found(directory, fill=fill)) for fill in ("every_year", "not_every_year", NOT_KNOWN)]
    assert all(parts)
    assert set.union(*parts) == set(found(directory))
    assert sum(map(len, parts)) == len(set.union(*parts))


def test_near_a_place_the_nearest_come_first(directory: Directory) -> None:
    rows = found(directory, centre=Centre("Fresno, CA", -119.7726, 36.7477), miles=60.0)
    assert directory.programs["city"].iloc[rows[0]] == "Fresno"
    assert set(directory.programs["state"].iloc[rows]) == {"CA"}


def test_only_named_programs(directory: Directory) -> None:
    assert directory.program_ids[found(directory, only=frozenset({"1405121433"}))].tolist() == ["1405121433"]
    assert len(found(directory, only=frozenset())) == 0


def test_among_equals_the_best_chance_comes_first(directory: Directory) -> None:
    chance = np.full(len(directory.program_ids), np.nan)
    chance[[7, 3]] = 0.1, 0.2
    state = directory.eligibility(ApplicantProfile()).state
    rows = find_programs(directory, ProgramFilter(doubtful=True), state, chance)
    assert rows[:2].tolist() == [3, 7]


def test_a_search_over_all_programs_takes_less_than_150_ms(directory: Directory) -> None:
    wanted = {"text": "univ st hosp", "states": ("CA", "NY"), "fill": "every_year", "doubtful": True}
    times = []
    for _ in range(5):
        start = process_time()
        found(directory, **wanted)
        times.append(process_time() - start)
    assert min(times) < 0.15
