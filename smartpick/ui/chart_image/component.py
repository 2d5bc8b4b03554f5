"""Mounting the two buttons that save the chart on screen."""

from pathlib import Path

import streamlit as st

from smartpick.ui.theme import page_palette

_FOLDER = Path(__file__).parent

_mount = st.components.v2.component(
    "smartpick.chart_image",
    html=(_FOLDER / "chart_image.html").read_text(encoding="utf-8"),
    css=(_FOLDER / "chart_image.css").read_text(encoding="utf-8"),
    js=(_FOLDER / "chart_image.js").read_text(encoding="utf-8"),
)


def chart_image(chart_key: str, *, title: str, caption: str, credit: str, file_name: str, key: str) -> None:
    """Draw buttons that save Plotly charts as PNG or SVG, as they stand on the page.

    Nothing is sent to the server: the browser puts the drawn charts, the title and the credit into one file.

    Args:
        chart_key: Key of the `st.plotly_chart`, or of a container whose charts go into one image together.
        title: Stands above the charts.
        caption: What their lines and areas mean; stands below them, may be empty.
        credit: Where the figures are from; stands last.
        file_name: Without an ending.
        key: Unique name of the buttons on the page.
    """
    colours = page_palette()
    _mount(
        key=key,
        data={
            "chart": chart_key,
            "title": title,
            "caption": caption,
            "credit": credit,
            "file": file_name,
            "background": colours.background,
            "ink": colours.ink,
            "muted": colours.muted_ink,
        },
    )
