"""Our own blocks of text, tables and the way from a number to its source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from smartpick.assessment import Assessment
from smartpick.engine import Engine
from smartpick.plan.grounds import parameter_sources
from smartpick.text.curves import ReadableTable
from smartpick.text.method_lists import ParameterEntry, parameter_entries
from smartpick.text.numbers import term_lines
from smartpick.text.sources import CitedSource, assumed_sentence, cited_sources
from smartpick.web.links import link_parameters
from smartpick.web.loading import shared_engine
from smartpick.web.session import remembered, sitting

# Our own blocks of text: headings, notes, small print. One block is one element of the page.
#
# Streamlit sends and draws element by element, so what belongs together goes out together: while a score is
# dragged the page is drawn several times a second.


def block(*parts: str) -> None:
    """Show HTML parts, made by the functions here, as one element; nothing where all are empty."""
    body = "".join(parts)
    if body:
        st.html(f'<div class="sp-block">{body}</div>' if len(parts) > 1 else body)


def heading(text: str, anchor: str = "") -> str:
    """Return a heading of the second level; `text` is plain text.

    With an `anchor` (letters and hyphens) the links of `contents` lead to it.
    """
    if anchor:
        return f'<h2 class="sp-heading sp-section" id="{anchor}">{escape(text)}</h2>'
    return f'<h2 class="sp-heading">{escape(text)}</h2>'


def chart_keys(keys: Iterable[tuple[str, str]]) -> str:
    """Return what the lines and areas of a chart mean: the name of each sign's style, and plain text."""
    items = "".join(f'<li><span class="sp-key sp-key-{key}"></span>{escape(text)}</li>' for key, text in keys)
    return f'<ul class="sp-keys">{items}</ul>'


def contents(sections: Mapping[str, str]) -> None:
    """Draw the way from the top of a long page to its sections; titles by the anchors of their headings."""
    links = "".join(f'<a href="#{anchor}">{escape(title)}</a>' for anchor, title in sections.items())
    st.html(f'<nav class="sp-contents" aria-label="On this page">{links}</nav>')


def fine(*sentences: str) -> str:
    """Return small plain text; empty sentences are left out, and without any there is nothing."""
    said = " ".join(sentence for sentence in sentences if sentence)
    return f'<p class="sp-fine">{escape(said)}</p>' if said else ""


def plain(text: str) -> str:
    """Return a paragraph of plain text."""
    return f'<p class="sp-plain">{escape(text)}</p>'


def note_html(text: str, strong: bool = False) -> str:
    """Return a sentence or two in a quiet frame; `strong` for what must be read first."""
    return f'<div class="sp-note{" sp-note-strong" if strong else ""}" role="note">{escape(text)}</div>'


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


# What a term means, one click away from where it first stands on a page.


def terms_popover(*terms: str, key: str, label: str = "What these words mean") -> None:
    """Show a button that opens the meanings of these terms; the whole glossary if none is named.

    Args:
        terms: Names in the glossary.
        key: Unique name of the button on the page.
        label: What the button says.
    """
    with st.popover(label, type="tertiary", icon=":material/help:", key=key):
        st.markdown("\n".join(f"- {line}" for line in term_lines(*terms)))


# One click from a number to where it comes from, and one more to that source's own place.

_SIGNS = "\\`*_{}[]()#+!|$<>~:"


def sources_popover(
    sources: pd.DataFrame,
    source_ids: Iterable[str],
    key: str,
    remark: str = "",
    parameters: Sequence[str] = (),
) -> None:
    """Show a button that opens the sources of a block; each line leads to the page of sources and method.

    Args:
        sources: `facts.sources`.
        source_ids: Ids of the block's sources; repeated ones are shown once.
        key: Unique name of the button on the page.
        remark: A sentence on what was made of the sources, in plain text.
        parameters: Factors of `effects` and rows of `model_parameters` that the block rests on too.
    """
    cited, links = _cited(sources)[0], _Links()
    ids = [source for source in dict.fromkeys(source_ids) if source in cited]
    said = [remark or "What stands here rests on these.", "\n".join(links.source(cited[one]) for one in ids)]
    if parameters:
        facts = shared_engine().facts
        known = _entries(facts.effects, facts.model_parameters)[0]
        entries = [known[name] for name in dict.fromkeys(parameters) if name in known]
        said.append("Sizes and what they rest on: " + " · ".join(map(links.parameter, entries)))
    # One element, not one for each line: the page has many of these, and each element costs time.
    with st.popover("Sources", type="tertiary", icon=":material/menu_book:", key=key):
        st.markdown("\n\n".join(said))


def estimate_sources(
    assessment: Assessment,
    engine: Engine,
    key: str,
    remark: str = "",
    also: Iterable[str] = (),
    parameters: Sequence[str] = (),
) -> None:
    """Show the sources of our estimates for one applicant, with the assumed share and every parameter.

    Args:
        assessment: Whose estimates.
        engine: The fitted data.
        key: Unique name of the button on the page.
        remark: A sentence on what was made of the sources, in plain text.
        also: Ids of sources that the block rests on besides.
        parameters: Factors of `effects` that it rests on besides; other names are passed over.
    """
    grounds = assessment.grounds
    sources_popover(
        engine.facts.sources,
        [*also, *grounds.source_ids, *parameter_sources(parameters, engine)],
        key=key,
        remark=" ".join(said for said in (remark, assumed_sentence(assessment)) if said),
        parameters=[*grounds.parameters, *parameters],
    )


# The tables of facts are never changed, so their ids name them; kept here, each id stays its own.
@st.cache_resource(max_entries=2, show_spinner=False, hash_funcs={pd.DataFrame: id})
def _cited(sources: pd.DataFrame) -> tuple[dict[str, CitedSource], pd.DataFrame]:
    return cited_sources(sources), sources


@st.cache_resource(max_entries=2, show_spinner=False, hash_funcs={pd.DataFrame: id})
def _entries(
    effects: pd.DataFrame, parameters: pd.DataFrame
) -> tuple[dict[str, ParameterEntry], tuple[pd.DataFrame, pd.DataFrame]]:
    return parameter_entries(effects, parameters), (effects, parameters)


class _Links:
    """Lines that lead to the page of sources and method, in a new tab that holds the same profile."""

    def __init__(self) -> None:
        here = sitting()
        key = (here.profile, here.assumed)
        self._profile = remembered("link", key, lambda: link_parameters(*key))

    def source(self, source: CitedSource) -> str:
        """Return a list item: the title to follow, and under it in small print what it is."""
        original = f" [Original]({source.url})" if source.url else ""
        title = self._link(source.title, source=source.source_id)
        return f"- {title}  \n  :small[{_plain(source.about)}]{original}"

    def parameter(self, entry: ParameterEntry) -> str:
        """Return a link to the row of a parameter."""
        return self._link(f"{entry.title} ({' or '.join(entry.bases)})", parameter=entry.name)

    def _link(self, text: str, **opened: str) -> str:
        return f"[{_plain(text)}](method?{urlencode({**self._profile, **opened})})"


def _plain(text: str) -> str:
    """Keep markdown from reading signs in a title as its own."""
    return "".join(f"\\{sign}" if sign in _SIGNS else sign for sign in text)


# A table of ready cells as one element: scrolls sideways within itself where the page is narrow.

_STYLE = """<style>
.sp-compare { overflow-x: auto; }
.sp-compare table { border-collapse: collapse; font-size: 0.9375rem; line-height: 1.35; }
.sp-compare caption { text-align: left; color: var(--sp-muted-ink); font-size: 0.875rem;
  padding-bottom: 0.4rem; }
.sp-compare :is(th, td) { padding: 0.5rem 1rem 0.5rem 0; border: 0; border-bottom: 1px solid var(--sp-line);
  text-align: left; vertical-align: top; font-variant-numeric: tabular-nums; }
.sp-compare td { white-space: nowrap; }
.sp-compare thead th { color: var(--sp-muted-ink); font-size: 0.8125rem; font-weight: 400;
  vertical-align: bottom; min-width: 4.2rem; max-width: 8.5rem; }
.sp-compare tbody th { position: sticky; left: 0; min-width: 8rem; max-width: 14rem; font-weight: 600;
  background: var(--sp-background); }
.sp-compare small { display: block; color: var(--sp-muted-ink); font-size: 0.8125rem; }
.sp-compare .sp-published { color: var(--sp-published); }
.sp-compare .sp-estimate { color: var(--sp-estimate); }
.sp-compare:focus-visible { outline: 3px solid var(--sp-estimate); outline-offset: 2px; }
</style>"""


def readable_table(table: ReadableTable) -> None:
    """Show a table; the hue of a column says whether it is published or our estimate."""
    heads = "".join(f'<th scope="col"{_hue(c.kind)}>{escape(c.heading)}</th>' for c in table.columns)
    st.html(
        f'{_STYLE}<div class="sp-compare" tabindex="0" role="region" aria-label="{escape(table.caption)}">'
        f"<table><caption>{escape(table.caption)}</caption><thead><tr>{heads}</tr></thead>"
        f"<tbody>{''.join(_row(table, cells) for cells in table.rows)}</tbody></table></div>"
    )


def _row(table: ReadableTable, cells: tuple[str, ...]) -> str:
    name, *rest = cells
    kinds = [column.kind for column in table.columns[1:]]
    said = "".join(f"<td{_hue(k)}>{_cell(cell)}</td>" for k, cell in zip(kinds, rest, strict=True))
    return f'<tr><th scope="row">{escape(name)}</th>{said}</tr>'


def _cell(text: str) -> str:
    first, _, second = text.partition("\n")
    return escape(first) + (f"<small>{escape(second)}</small>" if second else "")


def _hue(kind: str) -> str:
    return "" if kind == "plain" else f' class="sp-{kind}"'
