"""The soak in short, and five minutes of it where they are asked for: `pytest --soak tests/test_soak.py`."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from bench import soak as soaking


def soaked(minutes: float, sessions: int) -> soaking.Soak:
    # In a thread of its own: the browser tests before may have left a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(soaking.soaked, minutes, sessions).result()


@pytest.mark.slow
def test_sessions_that_do_everything_meet_no_error_and_all_of_it_is_told(
    shared_database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(soaking, "PAUSE", 0.1)
    monkeypatch.setattr(soaking, "TURNS", 0.4)
    seen = soaked(0.1, 2)
    assert seen.errors == []
    assert {one.kind for one in seen.done} == {soaking.LOAD, soaking.MOVE, soaking.TURN}
    assert seen.memory[-1][1] > 100 and seen.processor[-1][1] > seen.processor[0][1]
    assert len(seen.table().splitlines()) == 2 + 10
    told = seen.section(2).markdown()
    assert "| errors | 0.00  |" in told and soaking.MOVE in told
    drawn = seen.figure()
    assert sum(len(trace.x) for trace in drawn.data if trace.mode == "markers") == len(seen.done)


def test_what_went_wrong_is_counted_when_it_did() -> None:
    seen = soaking.Soak(
        1.0,
        done=[soaking.Done(soaking.MOVE, at, 0.1) for at in (3.0, 59.0, 61.0)],
        errors=[(7.0, "TimeoutError: late")],
        memory=[(0.0, 300.0), (31.0, 310.0), (60.0, 620.0)],
    )
    first, second, *_, last = seen.table().splitlines()[2:]
    assert first.startswith("| 0.0-0.1 | 1 |") and "| 1 |" in second and last.startswith("| 0.9-1.0 | 2 |")
    rows = {row.what: row for row in seen.section(1).rows}
    assert rows["errors"].met is False
    grown = rows["memory at the end, beside half time"]
    assert (grown.ratio, grown.met) == (2.0, False)


@pytest.mark.slow
def test_five_minutes_leave_a_server_as_it_began(
    request: pytest.FixtureRequest, shared_database: Path
) -> None:
    if not request.config.getoption("--soak"):
        pytest.skip("five minutes: only with --soak")
    seen = soaked(5.0, 25)
    print(seen.section(25).markdown(), seen.table(), sep="\n")
    assert seen.errors == []
    # Bounded caches are still filling: an hour has the target of make soak.
    assert seen.memory[-1][1] < 2 * seen.memory[0][1]
