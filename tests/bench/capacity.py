"""What one visitor takes of a server: processor time of each thing that visitors do, and memory.

docs/deployment.md works out from these figures what a number of users needs.
"""

from __future__ import annotations

import asyncio
import random
import statistics
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

from serving import CHECKOUT, Server
from visitors import Answer, Visitor, errors_of

from bench.report import Row, Section, megabytes, processor_seconds
from bench.sessions import queries, streamlit_app
from smartpick.web.server import READY

PAGES = tuple(sorted(file.stem for file in Path(CHECKOUT, "pages").glob("*.py")))
VISITORS, MOVES = 40, 10


def measured() -> Section:
    """Measure one process, one visitor at a time."""
    with streamlit_app(CHECKOUT / "dashboard.py", READY) as server:
        return asyncio.run(_measured(server))


async def _whole_page(visitor: Visitor) -> Answer:
    """Load a page with what follows on it; what is sent counts together."""
    loaded = await visitor.load()
    for one in await visitor.see_the_rest():
        loaded.received += one.received
        loaded.errors += one.errors
    return loaded


async def _measured(server: Server) -> Section:
    rng, links, errors = random.Random(1), queries(), list[str]()

    async def cost(work: Callable[[], Awaitable[Answer]], times: int) -> list[tuple[float, float]]:
        """Return processor milliseconds and kilobytes of one; the system counts in steps of ten."""
        begin = processor_seconds(server.process)
        answers = [await work() for _ in range(times)]
        end = processor_seconds(server.process)
        errors.extend(errors_of(answers))
        sent = statistics.mean(one.received for one in answers) / 1000
        return [] if begin is None or end is None else [(1000 * (end - begin) / times, sent)]

    async with AsyncExitStack() as stack:
        # The first ones fit what all share.
        for _ in range(4):
            first = await stack.enter_async_context(await Visitor.at(server.address, next(links)))
            await first.load()
            await first.see_the_rest()
            await first.move(231)
        idle = megabytes(server.process)
        loads, moves, turns = [], [], []
        for _ in range(VISITORS):
            visitor = await stack.enter_async_context(await Visitor.at(server.address, next(links)))
            loads += await cost(lambda one=visitor: _whole_page(one), 1)
            moves += await cost(lambda one=visitor: one.move(rng.randint(200, 270)), MOVES)
        for page in PAGES:
            turns += await cost(lambda name=page: first.load(name), 2)
        busy = megabytes(server.process)
    if not loads or idle is None or busy is None:
        raise LookupError("this system does not tell what a process uses")
    return Section(
        "One visitor",
        "",
        f"Processor time of the server, one visitor at a time: {VISITORS} visitors with a profile each, "
        f"{MOVES} score changes of each, and the other pages. Memory with all of them connected.",
        [
            *(
                row
                for name, found in (
                    ("first load", loads),
                    ("settled score change", moves),
                    ("another page", turns),
                )
                for row in _rows(name, found)
            ),
            Row("memory of a server that has been used", idle, "MB"),
            Row("memory of one more session", (busy - idle) / VISITORS, "MB"),
            Row("errors", len(errors), "", target=0.0),
        ],
    )


def _rows(name: str, found: list[tuple[float, float]]) -> list[Row]:
    used, sent = (statistics.mean(column) for column in zip(*found, strict=True))
    return [
        Row(f"{name}: processor time", used, "ms"),
        Row(f"{name}: sent to the browser, scripts and styles aside", sent, "kB"),
    ]
