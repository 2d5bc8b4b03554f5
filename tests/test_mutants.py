"""The mutants of `make mutants`: where they are drawn, and how their result is told."""

import pytest

pytest.importorskip("cosmic_ray", reason="cosmic-ray is not installed; `make test` installs it")
from mutants import Mutant, Verdict, every_mutant, report, sampled

SOURCE = """
def twice(n: int | None, rest: float = 1.5) -> float | None:
    total: int | float = 0
    return total if n is None else 2 * n + rest
"""


def test_what_runs_is_changed_and_type_hints_are_not() -> None:
    places = every_mutant("odds", "smartpick/odds/twice.py", SOURCE)
    assert all(len({mutant.line for mutant in place}) == 1 for place in places)
    lines = [place[0].line for place in places]
    assert lines.count(2) == 1  # the starting value 1.5, and neither of the two "|"
    assert lines.count(3) == 1  # the 0
    assert lines.count(4) >= 4  # is, 2, *, +


def test_the_same_seed_draws_the_same_and_no_place_twice() -> None:
    places = every_mutant("odds", "smartpick/odds/twice.py", SOURCE)
    drawn = sampled(places, 3, "7")
    assert drawn == sampled(places, 3, "7")
    assert len(drawn) == 3
    assert len([place for place in places if set(place) & set(drawn)]) == 3
    assert len(sampled(places, 1000, "7")) == len(places)


def test_the_result_counts_and_names_what_survived() -> None:
    mutants = [Mutant("odds", "smartpick/odds/twice.py", line, "NumberReplacer", 0) for line in (2, 3, 4, 4)]
    outcomes = ("killed", "survived", "timed out")
    verdicts = [Verdict(m, o, "n = 2", "n = 3") for m, o in zip(mutants, outcomes, strict=False)]
    text = report(verdicts, mutants, {"odds": 1234, "plan": 10}, "make mutants SAMPLE=2")
    assert "| `smartpick/odds` | 1 | 1,234 | 3 | 1 | 1 | 1 | 67 % |" in text
    assert "| `smartpick/plan` | 0 | 10 | 0 | 0 | 0 | 0 | not run |" in text
    assert "- `smartpick/odds/twice.py:3` NumberReplacer" in text
    assert "twice.py:2" not in text
    assert "stopped early; 4 were drawn" in " ".join(text.split())
