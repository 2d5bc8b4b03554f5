"""Score changes and first loads of 1 to 50 sessions through Streamlit's own protocol, beside the echo app.

The clients are open-loop: each session moves once a second whether or not its last move is answered, and an
answer's time counts from the moment it was due, so a server that falls behind cannot hide it.
"""

from __future__ import annotations

import asyncio
import math
import random
import statistics
import sys
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from urllib.parse import urlencode

from serving import CHECKOUT, Server, started
from visitors import Answer, Visitor, errors_of

from bench.report import Row, Section, peak_megabytes, percentile, processor_seconds

ECHO = Path(__file__).with_name("echo.py")
COUNTS, EACH, ROUNDS, EVERY_SECONDS = (1, 10, 25, 50), 8, 4, 1.0


@contextmanager
def streamlit_app(script: Path, health: str = "/_stcore/health") -> Iterator[Server]:
    """Serve a Streamlit script as `smartpick run` serves ours; it is there once the path `health` answers."""
    command = [sys.executable, "-m", "smartpick.web.server", "run", str(script)]
    command += ["--server.port", "{port}", "--logger.level", "error"]
    with started(command, health) as server:
        yield server


def queries() -> Iterator[str]:
    """Give profiles as links, each another one: nothing of one session helps the next."""
    rng = random.Random(1)
    while True:
        profile = {
            "step2_ck_score": rng.randint(205, 260),
            "years_since_graduation": rng.randint(0, 9),
            "usce_hands_on_weeks": rng.randint(0, 24),
            "us_letters": rng.randint(0, 4),
            "publications": rng.randint(0, 9),
            "max_applications": rng.randint(60, 150),
        }
        yield urlencode({"v": 1, **profile})


@dataclass
class Moves:
    """What a number of sessions saw.

    Attributes:
        waits: Seconds from when each move was due to its answer.
        answers: The answers.
        took: Seconds that all of it took.
        processor: Processor seconds of the server.
    """

    waits: list[float] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    took: float = 0.0
    processor: float = 0.0


class Group:
    """Open pages of one app; the moves of all rounds are gathered in `found`."""

    def __init__(self, server: Server, links: Iterator[str]) -> None:
        self.server, self.links, self.found = server, links, Moves()
        self._visitors: list[Visitor] = []
        self._rng = random.Random(1)

    async def open(self, sessions: int, pages: AsyncExitStack) -> None:
        """Open pages, four at a time, and let each move once: the rest is then as later."""
        self.found = Moves()
        self._visitors = [
            await pages.enter_async_context(await Visitor.at(self.server.address, next(self.links)))
            for _ in range(sessions)
        ]
        at_a_time = asyncio.Semaphore(4)

        async def warmed(visitor: Visitor) -> None:
            async with at_a_time:
                await visitor.load()
                await visitor.see_the_rest()
                await visitor.move(self._score())

        await asyncio.gather(*map(warmed, self._visitors))

    async def move(self, times: int, every: float) -> None:
        """Let each move the slider, once `every` seconds; with 0 as soon as it is answered."""
        begin, used = perf_counter(), processor_seconds(self.server.process)
        share = every / max(len(self._visitors), 1)
        await asyncio.gather(
            *(self._moving(one, times, every, i * share) for i, one in enumerate(self._visitors))
        )
        self.found.took += perf_counter() - begin
        now = processor_seconds(self.server.process)
        if used is not None and now is not None:
            self.found.processor += now - used

    async def _moving(self, visitor: Visitor, times: int, every: float, delay: float) -> None:
        start = perf_counter() + delay
        for number in range(times):
            due = start + number * every if every else perf_counter()
            await asyncio.sleep(max(due - perf_counter(), 0))
            try:
                answer = await visitor.move(self._score())
            except Exception as error:
                self.found.errors.append(f"{type(error).__name__}: {error}")
                return
            self.found.waits.append(perf_counter() - due)
            self.found.answers.append(answer)
            self.found.errors += answer.errors

    def _score(self) -> int:
        return self._rng.randint(200, 270)


async def moves(groups: Sequence[Group], sessions: int, every: float = EVERY_SECONDS) -> tuple[Moves, ...]:
    """Let sessions of each app move in turns, so that a busy moment of the machine meets all alike."""
    async with AsyncExitStack() as pages:
        for group in groups:
            await group.open(sessions, pages)
        for _ in range(ROUNDS):
            for group in groups:
                await group.move(EACH // ROUNDS, every)
    return tuple(group.found for group in groups)


async def first_loads(server: Server, sessions: int, links: Iterator[str]) -> tuple[list[float], list[str]]:
    """Open pages all at once, each with what follows on it; return the seconds of each load, and errors."""

    async def opened(query: str) -> Answer:
        async with await Visitor.at(server.address, query) as visitor:
            loaded = await visitor.load()
            loaded.errors += errors_of(await visitor.see_the_rest())
            return loaded

    results = await asyncio.gather(*(opened(next(links)) for _ in range(sessions)), return_exceptions=True)
    return [one.seconds for one in results if isinstance(one, Answer)], errors_of(list(results))


def measured(limit: float) -> Section:
    """Measure sessions of ours and of the echo app; after `limit` seconds no further step is begun."""
    with streamlit_app(ECHO) as echo, streamlit_app(CHECKOUT / "dashboard.py") as ours:
        return asyncio.run(_measured(echo, ours, perf_counter() + limit))


async def _measured(echo: Server, ours: Server, until: float) -> Section:
    links, none = queries(), iter(lambda: "", None)
    groups = (Group(echo, none), Group(ours, links))
    rows: list[Row] = []
    errors: list[str] = []

    async def load(count: int) -> list[list[float]]:
        found = [await first_loads(group.server, count, group.links) for group in groups]
        errors.extend(found[1][1])
        return [[1000 * one for one in seconds] or [math.nan] for seconds, _ in found]

    for name in ("cold", "warm"):
        (theirs,), (mine,) = await load(1)
        rows.append(Row(f"first load, {name} server", mine, "ms", theirs))
    for count in COUNTS:
        sessions = "1 session" if count == 1 else f"{count} sessions"
        if perf_counter() > until:
            rows.append(Row(f"settled score change, {sessions}: not measured, time was up", math.nan, "ms"))
            continue
        pair = await moves(groups, count)
        errors += pair[1].errors
        rows += _rows_of_moves(sessions, *pair, only=count == 1)
    full = await moves(groups, 6, every=0.0)
    errors += full[1].errors
    theirs, mine = (len(one.waits) / one.took for one in full)
    at_least = {"target": 25.0, "more_is_better": True}
    rows.append(Row("settled score changes of one process", mine, "a second", theirs, **at_least))
    if perf_counter() < until:
        theirs, mine = (percentile(seconds, 0.95) for seconds in await load(50))
        rows.append(Row("50 first loads at once: 95 of 100 within", mine, "ms", theirs, target=5000.0))
    memory = [peak_megabytes(server.process) for server in (ours, echo)]
    if memory[0] is not None:
        rows.append(Row("peak memory of the server after all of it", memory[0], "MB", memory[1]))
    rows.append(Row("errors", len(errors), "", target=0.0))
    for error in errors[:5]:
        print("  error:", error, file=sys.stderr)
    return Section(
        "Sessions",
        "echo app",
        "Streamlit's own protocol on this machine, one process each. Each session has another profile and "
        f"moves its slider {EACH} times, once a second; an answer counts from when it was due.",
        rows,
    )


def _rows_of_moves(sessions: str, echo: Moves, ours: Moves, only: bool) -> list[Row]:
    theirs, mine = ([1000 * wait for wait in one.waits] or [math.nan] for one in (echo, ours))
    of_one = {"target": 3.0, "of_ratio": True} if only else {}
    of_25 = {"target": 1000.0} if sessions.startswith("25") else {}
    medians, late = map(statistics.median, (mine, theirs)), (percentile(one, 0.95) for one in (mine, theirs))
    (mine_now, theirs_now), (mine_late, theirs_late) = medians, late
    rows = [
        Row(f"settled score change, {sessions}: median", mine_now, "ms", theirs_now, **of_one),
        Row("the same: 95 of 100 within", mine_late, "ms", theirs_late, **of_25),
    ]
    if only:
        sent = [statistics.median(one.received for one in side.answers) / 1000 for side in (ours, echo)]
        rows.append(Row("the same: sent to the browser", sent[0], "kB", sent[1], target=25.0))
        if ours.processor and echo.processor:
            used = [1000 * side.processor / len(side.waits) for side in (ours, echo)]
            rows.append(Row("the same: processor time of the server", used[0], "ms", used[1]))
    return rows
