"""One click from a number to where it comes from, and one more to that source's own place."""

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

import pandas as pd
import streamlit as st
from streamlit.errors import StreamlitPageNotFoundError

from smartpick.assessment import Assessment
from smartpick.engine import Engine
from smartpick.presenters.figures_behind import Behind, assumed_sentence, estimate_behind, parameter_sources
from smartpick.presenters.method_parameters import ParameterEntry, parameter_entries
from smartpick.presenters.sources import CitedSource, cited_sources
from smartpick.ui.link import link_parameters
from smartpick.ui.loading import shared_engine
from smartpick.ui.memory import remembered
from smartpick.ui.state import sitting

_PAGE = "pages/method.py"
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
    with st.popover("Sources", type="tertiary", icon=":material/menu_book:", key=key):
        st.markdown(remark or "What stands here rests on these.")
        if sitting().dragged:
            return
        with st.container(key=f"{key}_lines", gap="small"):
            known = _cited(sources)[0]
            for source in dict.fromkeys(source_ids):
                if source in known:
                    _source(known[source])
            if parameters:
                _parameters(parameters, key)


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
    if sitting().dragged:
        behind = Behind((), ())
    else:
        # The assessment is kept beside the result: its id stays its own as long as it is kept.
        made = remembered("behind", id(assessment), lambda: (estimate_behind(assessment, engine), assessment))
        behind = made[0]
    sources_popover(
        engine.facts.sources,
        [*also, *behind.source_ids, *parameter_sources(parameters, engine)],
        key=key,
        remark=" ".join(said for said in (remark, assumed_sentence(assessment)) if said),
        parameters=[*behind.parameters, *parameters],
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


def _source(source: CitedSource) -> None:
    _link(source.title, _to(source=source.source_id))
    original = f" [Original]({source.url})" if source.url else ""
    st.caption(f"{_plain(source.told)}{original}")


def _parameters(names: Sequence[str], key: str) -> None:
    facts = shared_engine().facts
    known = _entries(facts.effects, facts.model_parameters)[0]
    st.markdown("**Sizes and what they rest on**")
    with st.container(horizontal=True, gap="small", key=f"{key}_sizes"):
        for entry in (known[name] for name in dict.fromkeys(names) if name in known):
            _link(f"{entry.title} ({' or '.join(entry.bases)})", _to(parameter=entry.name))


def _link(text: str, parameters: dict[str, str]) -> None:
    """Show a link to the page of sources and method that keeps the session."""
    try:
        st.page_link(_PAGE, label=_plain(text), query_params=parameters)
    except StreamlitPageNotFoundError:
        # A page that is shown by itself knows of no other: an ordinary link leads there.
        st.markdown(f"[{_plain(text)}](method?{urlencode(parameters)})")


def _to(**opened: str) -> dict[str, str]:
    """Return the address of a source or parameter; it holds the profile too, for a new tab."""
    here = sitting()
    key = (here.settled, here.assumed)
    return {**remembered("link", key, lambda: link_parameters(*key)), **opened}


def _plain(text: str) -> str:
    """Keep markdown from reading signs in a title as its own."""
    return "".join(f"\\{sign}" if sign in _SIGNS else sign for sign in text)
