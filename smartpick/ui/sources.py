"""One click from a number to where it comes from, and one more to that source's own place."""

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from smartpick.assessment import Assessment
from smartpick.engine import Engine
from smartpick.plan.grounds import parameter_sources
from smartpick.presenters.figures_behind import assumed_sentence
from smartpick.presenters.method_parameters import ParameterEntry, parameter_entries
from smartpick.presenters.sources import CitedSource, cited_sources
from smartpick.ui.link import link_parameters
from smartpick.ui.loading import shared_engine
from smartpick.ui.memory import remembered
from smartpick.ui.state import sitting

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
        key = (here.settled, here.assumed)
        self._profile = remembered("link", key, lambda: link_parameters(*key))

    def source(self, source: CitedSource) -> str:
        """Return a list item: the title to follow, and under it in small print what it is."""
        original = f" [Original]({source.url})" if source.url else ""
        title = self._link(source.title, source=source.source_id)
        return f"- {title}  \n  :small[{_plain(source.told)}]{original}"

    def parameter(self, entry: ParameterEntry) -> str:
        """Return a link to the row of a parameter."""
        return self._link(f"{entry.title} ({' or '.join(entry.bases)})", parameter=entry.name)

    def _link(self, text: str, **opened: str) -> str:
        return f"[{_plain(text)}](method?{urlencode({**self._profile, **opened})})"


def _plain(text: str) -> str:
    """Keep markdown from reading signs in a title as its own."""
    return "".join(f"\\{sign}" if sign in _SIGNS else sign for sign in text)
