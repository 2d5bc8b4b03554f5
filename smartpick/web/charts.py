"""What every chart offers: its image, the numbers it shows, the figures behind it, and how to cite it."""

import re
from collections.abc import Sequence
from datetime import date

import plotly.graph_objects as go
import streamlit as st

from smartpick.text.sources import citation, credit_line
from smartpick.web.downloads import Table, csv_button
from smartpick.web.loading import shared_engine
from smartpick.web.templates import component
from smartpick.web.theme import page_palette

# Two buttons that save Plotly charts as PNG or SVG, as they are on the page. Nothing is sent to the server:
# the browser puts the drawn charts, the title and the credit into one file.
_mount_image_buttons = component("chart_image")


def chart_tools(
    figure: go.Figure | None,
    *,
    key: str,
    shown: Table,
    sources: Sequence[str],
    title: str,
    full: Table | None = None,
    caption: str = "",
) -> None:
    """Show a button that opens the downloads and the citation of a chart. Call it right after the chart.

    Files are made when they are asked for: the image in the browser, the tables on the server.

    Args:
        figure: The chart; None where it is not a Plotly figure, then there is no image.
        key: The key given to `st.plotly_chart`, or to a container whose charts belong together.
        shown: The numbers that the chart shows, a row for each point or bar.
        sources: Ids of the sources.
        title: What the chart shows, in a few words; heads the image and the citation, names the files.
        full: The published figures behind them; None where `shown` is all there is.
        caption: What its lines and areas mean, where the page says so beside the chart and not in it.
    """
    facts, colours = shared_engine().facts, page_palette()
    name = file_name(title)
    with st.popover("Download and cite", type="tertiary", icon=":material/download:", key=f"{key}_tools"):
        if figure is not None:
            _mount_image_buttons(
                key=f"{key}_image",
                data={
                    "chart": key,
                    "title": title,
                    "caption": caption,
                    "credit": credit_line(facts.sources, sources, facts.data_hash),
                    "file": name,
                    "background": colours.background,
                    "ink": colours.ink,
                    "muted": colours.muted_ink,
                },
            )
        csv_button("Data shown (CSV)", shown, f"{name}.csv", key=f"{key}_shown")
        if full is not None:
            csv_button("All figures behind it (CSV)", full, f"{name}-all.csv", key=f"{key}_full")
        st.caption("How to cite it")
        st.code(
            citation(facts.sources, sources, title, facts.data_hash, date.today()),
            language=None,
            wrap_lines=True,
        )


def file_name(title: str) -> str:
    """Return a file name without an ending: small letters, digits and single hyphens."""
    return "smartpick-" + re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:80].rstrip("-")
