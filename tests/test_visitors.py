"""The visitors of the bench against the echo app: what they measure is what a browser would have seen."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from serving import served
from visitors import Answer, Visitor, errors_of

ECHO = Path(__file__).parent / "bench" / "echo.py"


def _done(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """Run in a thread of its own: the browser tests before may have left a loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


async def _visit(address: str) -> tuple[Answer, list[Answer]]:
    async with await Visitor.at(address) as visitor:
        return await visitor.load(), [await visitor.move(score) for score in (231, 232)]


@pytest.mark.slow
def test_a_visitor_moves_a_slider_and_gets_its_answers() -> None:
    with served(ECHO) as address:
        loaded, moved = _done(_visit(address))
    assert errors_of([loaded, *moved]) == []
    for answer in (loaded, *moved):
        assert answer.seconds > 0 and answer.sizes["markdown"] > 0
        assert answer.received == sum(answer.sizes.values())
    assert moved[0].shown == "231" and moved[1].shown == "232"


def test_a_visitor_goes_to_no_other_machine() -> None:
    with pytest.raises(ValueError, match="not on this machine"):
        _done(Visitor.at("http://example.org"))


def test_what_goes_wrong_is_told() -> None:
    shown = Answer(errors=["a fault on the page"])
    assert errors_of([shown, TimeoutError("late")]) == ["a fault on the page", "TimeoutError: late"]
