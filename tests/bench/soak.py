"""Mixed use for a long time: whether a server stays as fast, as small and as free of errors as it began.

Each session does what people do: it opens the page with a profile of its own, moves the score, looks at other
pages, and leaves; then somebody else comes. A session waits a while after each answer, so this is not the
open-loop load of `sessions.py`.

    make soak SOAK="--minutes 5 --sessions 10"
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
from collections.abc import Awaitable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

import plotly.graph_objects as go
from plotly.subplots import make_subplots
from serving import CHECKOUT, Server
from visitors import Answer, Visitor

from bench.capacity import PAGES
from bench.report import Row, Section, machine, megabytes, percentile, processor_seconds
from bench.sessions import queries, streamlit_app
from smartpick.web.server import READY

# Seconds from an answer to what the session does next, on average, and at least: Streamlit loses what it is
# asked while a run is just ending. How much a session does before it leaves, on average; and how much of that
# is another page.
PAUSE, LEAST_PAUSE, ACTIONS, TURNS = 10.0, 0.5, 12, 0.2
LOAD, MOVE, TURN = "first load", "score change", "another page"
_SPANS = 10


@dataclass(frozen=True)
class Done:
    """One thing that a session did: what, when it was answered (seconds from the start), how long it took."""

    kind: str
    at: float
    seconds: float


@dataclass
class Soak:
    """What was seen over time.

    Attributes:
        minutes: How long it went on.
        done: What the sessions did.
        errors: When something went wrong, and what.
        memory: When, and the megabytes that the server held.
        processor: When, and the processor seconds that it had used by then.
    """

    minutes: float
    done: list[Done] = field(default_factory=list)
    errors: list[tuple[float, str]] = field(default_factory=list)
    memory: list[tuple[float, float]] = field(default_factory=list)
    processor: list[tuple[float, float]] = field(default_factory=list)

    def goes_on(self, at: float) -> bool:
        """Return whether the time is not up, or there is a kind of answer that nobody has had yet."""
        missing = {LOAD, MOVE, TURN} - {one.kind for one in self.done}
        return at < 60 * self.minutes or (bool(missing) and not self.errors)

    def waits(self, kind: str, since: float = 0.0, until: float = float("inf")) -> list[float]:
        """Return the milliseconds of a kind of answer in a span of time."""
        return [1000 * one.seconds for one in self.done if one.kind == kind and since <= one.at < until]

    def table(self) -> str:
        """Return what was seen in each tenth of the time, as Markdown."""
        head = ("minutes", "answers", *(f"{kind}: median, 95 of 100" for kind in (LOAD, MOVE, TURN)))
        lines = [(*head, "errors", "memory", "processor")]
        lines.append(("---:",) * len(lines[0]))
        length = 60 * self.minutes / _SPANS
        for number in range(_SPANS):
            since, until = number * length, (number + 1) * length if number + 1 < _SPANS else float("inf")
            kinds = [self.waits(kind, since, until) for kind in (LOAD, MOVE, TURN)]
            held = [value for at, value in self.memory if since <= at < until]
            used = [value for at, value in self.processor if since <= at < until]
            lines.append(
                (
                    f"{since / 60:.1f}-{(number + 1) * length / 60:.1f}",
                    str(sum(map(len, kinds))),
                    *(_middle_and_late(kind) for kind in kinds),
                    str(sum(since <= at < until for at, _ in self.errors)),
                    f"{held[-1]:,.0f} MB" if held else "",
                    f"{100 * (used[-1] - used[0]) / length:.0f} %" if len(used) > 1 else "",
                )
            )
        return "\n".join("| " + " | ".join(line) + " |" for line in lines)

    def section(self, sessions: int) -> Section:
        """Return the whole of it beside its targets."""
        half = 30 * self.minutes
        early = [value for at, value in self.memory if at >= half]
        rows = [Row("errors", len(self.errors), "", target=0.0)]
        for kind, most in ((MOVE, 1000.0), (LOAD, 5000.0), (TURN, None)):
            waits = self.waits(kind)
            if waits:
                rows.append(Row(f"{kind}: 95 of 100 within", percentile(waits, 0.95), "ms", target=most))
        if early:
            grown = {"beside": early[0], "target": 1.1, "of_ratio": True}
            rows.append(Row("memory at the end, beside half time", early[-1], "MB", **grown))
        return Section(
            "Soak",
            "half time",
            f"{self.minutes:g} minutes of mixed use by {sessions} sessions, one process, on {machine()}.",
            rows,
        )

    def figure(self) -> go.Figure:
        """Return memory, waits and errors over time."""
        titles = ("Memory of the server, MB", "Waits, ms", "Errors so far")
        figure = make_subplots(rows=3, shared_xaxes=True, vertical_spacing=0.06, subplot_titles=titles)

        def line(row: int, name: str, points: Sequence[tuple[float, float]], **look: object) -> None:
            xs, ys = [at / 60 for at, _ in points], [value for _, value in points]
            figure.add_trace(go.Scatter(x=xs, y=ys, name=name, **look), row=row, col=1)

        line(1, "memory", self.memory, mode="lines")
        for kind in (LOAD, MOVE, TURN):
            points = [(one.at, 1000 * one.seconds) for one in self.done if one.kind == kind]
            line(2, kind, points, mode="markers", marker={"size": 4, "opacity": 0.5})
        errors = [(at, float(number)) for number, (at, _) in enumerate(self.errors, 1)]
        end = (60 * self.minutes, float(len(errors)))
        line(3, "errors", [(0.0, 0.0), *errors, end], mode="lines", line_shape="hv")
        figure.update_yaxes(type="log", row=2)
        figure.update_yaxes(rangemode="tozero", row=1)
        figure.update_xaxes(title_text="Minutes", row=3)
        figure.update_layout(height=900, template="plotly_white")
        return figure


def _middle_and_late(waits: Sequence[float]) -> str:
    return f"{percentile(waits, 0.5):,.0f}, {percentile(waits, 0.95):,.0f} ms" if waits else ""


def soaked(minutes: float, sessions: int) -> Soak:
    """Let sessions use a new server for so long, and return what was seen."""
    with streamlit_app(CHECKOUT / "dashboard.py", READY) as server:
        return asyncio.run(_soaked(server, Soak(minutes), sessions))


async def _soaked(server: Server, soak: Soak, sessions: int) -> Soak:
    begin, links = perf_counter(), queries()
    seats = (_seat(server, soak, links, random.Random(number), begin) for number in range(sessions))
    await asyncio.gather(_watch(server, soak, begin), *seats)
    return soak


async def _watch(server: Server, soak: Soak, begin: float) -> None:
    while True:
        at = perf_counter() - begin
        for found, into in (
            (megabytes(server.process), soak.memory),
            (processor_seconds(server.process), soak.processor),
        ):
            if found is not None:
                into.append((at, found))
        if not soak.goes_on(at):
            return
        await asyncio.sleep(max(1.0, 0.3 * soak.minutes))


async def _seat(server: Server, soak: Soak, links: Iterator[str], rng: random.Random, begin: float) -> None:
    """Let visitors come and go, until the time is up."""

    def now() -> float:
        return perf_counter() - begin

    async def note(kind: str, asked: Awaitable[Answer]) -> None:
        try:
            answer = await asked
        except Exception as error:
            raise RuntimeError(f"{kind}: {type(error).__name__}: {error}") from error
        at = now()
        soak.done.append(Done(kind, at, answer.seconds))
        soak.errors.extend((at, f"{kind}: {error}") for error in answer.errors)

    async def pause() -> None:
        wait = min(rng.expovariate(1 / PAUSE), 4 * PAUSE, 60 * soak.minutes - now())
        await asyncio.sleep(max(wait, LEAST_PAUSE))

    # They do not all come at once.
    await asyncio.sleep(rng.uniform(0, min(60.0, 6 * soak.minutes)))
    while soak.goes_on(now()):
        try:
            async with await Visitor.at(server.address, next(links)) as visitor:
                await note(LOAD, visitor.load())
                await visitor.see_the_rest()
                while soak.goes_on(now()) and rng.random() > 1 / ACTIONS:
                    await pause()
                    if rng.random() < TURNS:
                        await note(TURN, visitor.load(rng.choice(PAGES)))
                        await pause()
                        await note(TURN, visitor.load())
                    else:
                        await note(MOVE, visitor.move(rng.randint(200, 270)))
        except Exception as error:
            soak.errors.append((now(), str(error) or type(error).__name__))
            await pause()


def main() -> None:
    """Soak a server, print the tables and draw what was seen."""
    ask = argparse.ArgumentParser(prog="make soak", description=__doc__)
    ask.add_argument("--minutes", type=float, default=60.0)
    ask.add_argument("--sessions", type=int, default=25)
    ask.add_argument("--plot", type=Path, default=CHECKOUT / "build" / "soak.html")
    asked = ask.parse_args()
    soak = soaked(asked.minutes, asked.sessions)
    print(f"{soak.section(asked.sessions).markdown()}\n{soak.table()}\n")
    for at, error in soak.errors[:5]:
        print(f"  error after {at:.0f} s: {error}", file=sys.stderr)
    asked.plot.parent.mkdir(parents=True, exist_ok=True)
    soak.figure().write_html(asked.plot)
    print(f"Memory, waits and errors over time: {asked.plot}")


if __name__ == "__main__":
    main()
