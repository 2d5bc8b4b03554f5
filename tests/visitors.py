"""Visitors of a Streamlit app without a browser: Streamlit's own protocol, on this machine only.

A visitor keeps what a browser keeps (the ids of widgets, the messages that the server may refer to), so the
server does and sends what it does for a browser.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, Self
from urllib.parse import urlsplit

from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
OUR_SLIDER, OUR_LISTS, OUR_SIGHT = (f"smartpick.{name}" for name in ("score_slider", "ahead_now", "in_sight"))
# An answer that takes longer counts as an error.
PATIENCE_SECONDS = 120.0
_DONE = {ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY}


@dataclass
class Answer:
    """What the server sent for one run of a page.

    Attributes:
        seconds: From asking to the end of the run.
        received: Bytes that came, before compression.
        sent: Bytes that the visitor sent.
        sizes: Bytes by kind of message, largest first.
        errors: Exceptions that the page showed.
        shown: The last text that the page showed as Markdown.
    """

    seconds: float = 0.0
    received: int = 0
    sent: int = 0
    sizes: dict[str, int] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    shown: str = ""


class Visitor:
    """One open page; `async with await Visitor.at(address)`."""

    def __init__(self, socket: ClientConnection, query: str) -> None:
        self._socket, self._query = socket, query
        self._page_hash = self._slider = self._slider_fragment = ""
        self._slider_is_ours = False
        self._programs: set[int] = set()
        # Parts of the page that are not drawn yet: by id their fragment and what they are asked for with.
        self._follow: dict[str, tuple[str, str]] = {}
        self._kept: dict[str, tuple[ForwardMsg, int, str]] = {}
        self._runs = self._moves = self._oldest = 0

    @classmethod
    async def at(cls, address: str, query: str = "", cookie: str = "") -> Self:
        """Connect to an app on this machine; nothing is asked yet.

        Args:
            address: Of the app, or of a proxy before it.
            query: What stands in the page's address.
            cookie: What the browser has kept of this address.

        Raises:
            ValueError: if the address is another machine's.
        """
        parts = urlsplit(address)
        if parts.hostname not in LOOPBACK:
            raise ValueError(f"{address} is not on this machine")
        socket = await connect(
            f"ws://{parts.netloc}/_stcore/stream",
            subprotocols=["streamlit"],
            max_size=None,
            origin=address,
            additional_headers={"Cookie": cookie} if cookie else None,
        )
        return cls(socket, query)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._socket.close()

    @property
    def link(self) -> str:
        """What stands in the page's address now."""
        return self._query

    async def load(self, page: str = "") -> Answer:
        """Ask for a page, by its name in the address, and wait until all of it is there."""
        return await self._run(ClientState(query_string=self._query, page_name=page))

    async def see_the_rest(self) -> list[Answer]:
        """Ask for the parts that the page was not kept waiting for, as a browser does once they come near."""
        answers = []
        asked, self._follow = self._follow, {}
        for part, (fragment, wanted) in asked.items():
            state = ClientState(query_string=self._query, page_script_hash=self._page_hash)
            state.fragment_id = fragment
            state.widget_states.widgets.add(id=part).json_value = "{}"
            asked = state.widget_states.widgets.add(id=_make_trigger_id(part, "events"))
            asked.json_trigger_value = json.dumps([{"event": "wanted", "value": wanted}])
            answers.append(await self._run(state))
        return answers

    async def move(self, score: int) -> Answer:
        """Let the slider go at a score and wait until the page is drawn for it."""
        state = ClientState(query_string=self._query, page_script_hash=self._page_hash)
        state.fragment_id = self._slider_fragment
        widget = state.widget_states.widgets.add(id=self._slider)
        if self._slider_is_ours:
            self._moves += 1
            move = {"id": f"move{self._moves}", "score": score, "programs": sorted(self._programs)}
            widget.json_value = json.dumps({"move": move})
        else:
            widget.double_array_value.data.append(score)
        return await self._run(state)

    async def _run(self, state: ClientState) -> Answer:
        state.cached_message_hashes.extend(self._kept)
        question = BackMsg(rerun_script=state).SerializeToString()
        answer, start = Answer(sent=len(question)), perf_counter()
        await self._socket.send(question)
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                raw = await self._socket.recv()
                message = ForwardMsg.FromString(raw if isinstance(raw, bytes) else raw.encode())
                answer.received += len(raw)
                self._take(message, len(raw), answer)
                if message.WhichOneof("type") == "script_finished" and message.script_finished in _DONE:
                    break
        answer.seconds = perf_counter() - start
        answer.sizes = dict(sorted(answer.sizes.items(), key=lambda pair: -pair[1]))
        return answer

    def _take(self, message: ForwardMsg, size: int, answer: Answer) -> None:
        kind = message.WhichOneof("type")
        name = str(kind)
        if kind == "ref_hash":
            kept, _, fragment = self._kept[message.ref_hash]
            self._kept[message.ref_hash] = kept, self._runs, fragment
            # It is on the page again, so what it shows now is not what something else showed in between.
            if kept.WhichOneof("type") == "delta":
                self._look_at(kept, answer)
        elif kind == "new_session":
            self._page_hash = message.new_session.page_script_hash
            self._oldest = message.new_session.config.max_cached_message_age
        elif kind == "script_finished" and message.script_finished in _DONE:
            self._forget(set(message.metadata.run.fragment_ids))
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "delta":
            name = self._look_at(message, answer)
        if message.metadata.cacheable:
            self._kept[message.hash] = message, self._runs, message.delta.fragment_id
        answer.sizes[name] = answer.sizes.get(name, 0) + size

    def _look_at(self, message: ForwardMsg, answer: Answer) -> str:
        delta = message.delta
        if delta.WhichOneof("type") != "new_element":
            return str(delta.WhichOneof("type"))
        element = delta.new_element
        name = str(element.WhichOneof("type"))
        if name == "exception":
            answer.errors.append(element.exception.message)
        elif name == "markdown":
            answer.shown = element.markdown.body
        elif name == "bidi_component":
            name = element.bidi_component.component_name
            if name == OUR_SLIDER:
                self._slider, self._slider_is_ours = element.bidi_component.id, True
                self._slider_fragment = delta.fragment_id
            elif name == OUR_SIGHT:
                sight = json.loads(element.bidi_component.json)
                self._follow.pop(element.bidi_component.id, None)
                if not sight["drawn"]:
                    self._follow[element.bidi_component.id] = delta.fragment_id, sight["shown"]
            elif name == OUR_LISTS:
                self._programs.update(one[0] for one in json.loads(element.bidi_component.json)["programs"])
        elif name == "slider" and not self._slider:
            self._slider, self._slider_is_ours = element.slider.id, False
        return name

    def _forget(self, fragments: set[str]) -> None:
        """Forget old messages as the browser does; those of fragments that did not run stay."""
        self._runs += 1
        for one, (_, run, fragment) in list(self._kept.items()):
            if (not fragments or fragment in fragments) and self._runs - run > self._oldest:
                del self._kept[one]


def errors_of(results: list[Any]) -> list[str]:
    """Return what went wrong among answers and exceptions."""
    return [
        error
        for one in results
        for error in (one.errors if isinstance(one, Answer) else [f"{type(one).__name__}: {one}"])
    ]
