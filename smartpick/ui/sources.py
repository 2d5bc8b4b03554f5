"""One click from a number to where it comes from."""

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from smartpick.presenters.sources import source_lines


def sources_popover(sources: pd.DataFrame, source_ids: Iterable[str], key: str, remark: str = "") -> None:
    """Show a button that opens the sources of a block.

    Args:
        sources: `facts.sources`.
        source_ids: Ids of the block's sources; repeated ones are shown once.
        key: Unique name of the button on the page.
        remark: A sentence on what was made of the sources, in plain text.
    """
    with st.popover("Sources", type="tertiary", icon=":material/menu_book:", key=key):
        lines = "\n".join(f"- {line}" for line in source_lines(sources, source_ids))
        st.markdown(f"{remark}\n\n{lines}")
