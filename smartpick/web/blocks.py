"""Our own blocks of text, tables and the way from a number to its source.

One block is one element of the page. Streamlit sends and draws element by element, so what belongs together
goes out together: each element costs the browser time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlencode

import pandas as pd
import streamlit as st
from markupsafe import Markup

from smartpick.assessment import Assessment
from smartpick.engine import Engine
from smartpick.plan.grounds import parameter_sources
from smartpick.text.curves import ReadableTable
from smartpick.text.method import ParameterEntry, parameter_entries
from smartpick.text.numbers import term_lines
from smartpick.text.sources import CitedSource, assumed_sentence, cited_sources
from smartpick.web.loading import shared_engine
from smartpick.web.templates import part

_FILE = "blocks.html"
# Signs that markdown reads as its own.
_SIGNS = "\\`*_{}[]()#+!|$<>~:&"
# Where markdown would make a link of an address in text, and the sign without width that keeps it from that.
_IN_ADDRESSES, _JOINER = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?<=@)", re.IGNORECASE), "\u2060"


def block(*parts: str) -> None:
    """Show HTML parts, made by the functions here, as one element; nothing where all are empty."""
    body = Markup("".join(parts))
    if body:
        st.html(part(_FILE, "block", body=body) if len(parts) > 1 else body)


def notes_in_place(*notes: Markup) -> None:
    """Show notes as one element that is there, and takes no room, without any as well.

    Where a fragment has drawn less than before, Streamlit leaves the rest of what was there if another part
    of the page has been asked for meanwhile: a note would stay that holds no longer.
    """
    body = Markup("").join(notes)
    st.html(part(_FILE, "block", body=body) if notes else part(_FILE, "nothing"))


def title(text: str) -> Markup:
    """Return the title of a page."""
    return part(_FILE, "title", text=text)


def heading(text: str, anchor: str = "") -> Markup:
    """Return a heading of the second level; the links of `contents` lead to an `anchor`."""
    return part(_FILE, "heading", text=text, anchor=anchor)


def subheading(text: str) -> Markup:
    """Return a heading of the third level."""
    return part(_FILE, "subheading", text=text)


def chart_keys(keys: Iterable[tuple[str, str]]) -> Markup:
    """Return what the lines and areas of a chart mean: the name of each sign's style, and plain text."""
    return part(_FILE, "chart_keys", keys=keys)


def contents(sections: Mapping[str, str]) -> None:
    """Draw the links to the sections of a long page; titles by the anchors of their headings.

    They stay in sight while the page scrolls, so they must be a direct child of the page.
    """
    with st.container(key="sections"):
        st.html(part(_FILE, "contents", sections=sections))


def fine(*sentences: str) -> Markup:
    """Return small plain text; empty sentences are left out, and without any there is nothing."""
    text = " ".join(filter(None, sentences))
    return part(_FILE, "paragraph", kind="fine", text=text) if text else Markup("")


def plain(text: str) -> Markup:
    """Return a paragraph of plain text."""
    return part(_FILE, "paragraph", kind="plain", text=text)


def figures(rows: Iterable[tuple[str, str, str]]) -> Markup:
    """Return figures beside each other: the name, the figure and a remark on each."""
    return part(_FILE, "figures", figures=rows)


def note_html(text: str, strong: bool = False) -> Markup:
    """Return a sentence or two in a quiet frame; `strong` for what must be read first."""
    return part(_FILE, "note", text=text, strong=strong)


def note(text: str, strong: bool = False) -> None:
    """Show a note as an element of its own."""
    block(note_html(text, strong))


def notice(*texts: str | None, strong: bool = False) -> None:
    """Show the notes among `texts` in a place that is kept for them.

    What follows on the page then stays where it is when a note comes or goes; without its place, everything
    below would be drawn anew.
    """
    with st.container():
        for text in filter(None, texts):
            note(text, strong)


def readable_table(table: ReadableTable) -> None:
    """Show a table of ready cells as one element."""
    st.html(part(_FILE, "readable_table", table=table))


def terms_popover(*terms: str, key: str, label: str = "What these words mean") -> None:
    """Show a button that opens the meanings of these terms of the glossary; of all if none is named."""
    with st.popover(label, type="tertiary", icon=":material/help:", key=key):
        st.markdown("\n".join(f"- {line}" for line in term_lines(*terms)))


def sources_popover(
    sources: pd.DataFrame,
    source_ids: Iterable[str],
    key: str,
    remark: str = "",
    *,
    parameters: Sequence[str] = (),
    fresh: bool = False,
) -> None:
    """Show a button that opens the sources of a block; each line leads to the page of sources and method.

    Args:
        sources: `facts.sources`.
        source_ids: Ids of the block's sources; repeated ones are shown once.
        key: Unique name of the button on the page.
        remark: A sentence on what was made of the sources, in plain text.
        parameters: Factors of `effects` and rows of `model_parameters` that the block rests on too.
        fresh: Whether opening it runs the fragment that it stands in, so that they are those of this moment.
    """
    # By name: for an argument by place Streamlit's cache reads the function's signature with every call.
    listed = _list_of_sources(
        sources=sources, source_ids=(*dict.fromkeys(source_ids),), parameters=(*dict.fromkeys(parameters),)
    )
    # Two elements, not one for each line: the page has many of these, and each element costs time. The list
    # is the same for every score, so it is not sent again with the remark, which may differ.
    with st.popover(
        "Sources",
        type="tertiary",
        icon=":material/menu_book:",
        key=key,
        on_change="rerun" if fresh else "ignore",
    ):
        st.markdown(remark or "This part rests on these sources.")
        st.markdown(listed)


def estimate_sources(
    assessment: Assessment,
    engine: Engine,
    key: str,
    remark: str = "",
    also: Iterable[str] = (),
    *,
    parameters: Sequence[str] = (),
    fresh: bool = False,
) -> None:
    """Show the sources of our estimates for one applicant, with the assumed share and every parameter.

    Args:
        assessment: Whose estimates.
        engine: The fitted data.
        key: Unique name of the button on the page.
        remark: A sentence on what was made of the sources, in plain text.
        also: Ids of sources that the block rests on besides.
        parameters: Factors of `effects` that it rests on besides; other names are passed over.
        fresh: As for `sources_popover`.
    """
    grounds = assessment.grounds
    sources_popover(
        engine.facts.sources,
        [*also, *grounds.source_ids, *parameter_sources(parameters, engine)],
        key=key,
        remark=" ".join(filter(None, (remark, assumed_sentence(assessment)))),
        parameters=[*grounds.parameters, *parameters],
        fresh=fresh,
    )


# Nothing of a person is in it, so all sessions share it.
@st.cache_resource(max_entries=256, show_spinner=False, hash_funcs={pd.DataFrame: id})
def _list_of_sources(sources: pd.DataFrame, source_ids: tuple[str, ...], parameters: tuple[str, ...]) -> str:
    """Return sources, and the sizes that parameters stand for, as Markdown with links."""
    cited = _cited(sources=sources)[0]
    lines = ["\n".join(_source_line(cited[one]) for one in source_ids if one in cited)]
    if parameters:
        facts = shared_engine().facts
        known = _entries(effects=facts.effects, parameters=facts.model_parameters)[0]
        entries = [known[name] for name in parameters if name in known]
        lines.append("Sizes and what they rest on: " + " · ".join(map(_parameter_link, entries)))
    return "\n\n".join(lines)


# The tables of facts are never changed, so their ids name them; kept here, each id stays its own.
@st.cache_resource(max_entries=2, show_spinner=False, hash_funcs={pd.DataFrame: id})
def _cited(sources: pd.DataFrame) -> tuple[dict[str, CitedSource], pd.DataFrame]:
    return cited_sources(sources), sources


@st.cache_resource(max_entries=2, show_spinner=False, hash_funcs={pd.DataFrame: id})
def _entries(
    effects: pd.DataFrame, parameters: pd.DataFrame
) -> tuple[dict[str, ParameterEntry], tuple[pd.DataFrame, pd.DataFrame]]:
    return parameter_entries(effects, parameters), (effects, parameters)


def _source_line(source: CitedSource) -> str:
    """Return a list item: the title to follow, and under it in small print what it is."""
    original = f" [Original]({source.url})" if source.url else ""
    title = _method_link(source.title, source=source.source_id)
    return f"- {title}  \n  :small[{as_plain_text(source.about)}]{original}"


def _parameter_link(entry: ParameterEntry) -> str:
    """Return a link to the row of a parameter."""
    return _method_link(f"{entry.title} ({' or '.join(entry.bases)})", parameter=entry.name)


def _method_link(text: str, **opened: str) -> str:
    """Return a link to the page of sources and method in a new tab.

    In the browser the profile in the address is added to it (`components/page_watch.js`).
    """
    return f"[{as_plain_text(text)}](method?{urlencode(opened)})"


def as_plain_text(text: str) -> str:
    """Return text in one line, in which markdown does not read any sign as its own.

    Streamlit reads labels, helps and captions as markdown, and a picture there would be fetched from its
    host: whatever a person or a file brings goes through here on its way into one.
    """
    line = _IN_ADDRESSES.sub(_JOINER, " ".join(text.split()))
    return "".join(f"\\{sign}" if sign in _SIGNS else sign for sign in line)
