"""A page with one chart and its tools, run by the tests of this folder."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from smartpick.web.charts import chart_tools

SHOWN = pd.DataFrame({"specialty": ["=HYPERLINK(1)", "Pediatrics"], "chance": [-0.5, 0.25]})
FULL = pd.DataFrame({"figure": range(3)})

figure = go.Figure([go.Scatter(x=[1, 2, 3], y=[2, 1, 3], line={"color": "#0068a6"})])
st.title("Charts")
st.plotly_chart(figure, theme=None, key="one chart", config={"displayModeBar": False})
chart_tools(
    figure,
    key="one chart",
    shown=SHOWN,
    full=lambda: FULL,
    sources=["nrmp_charting_outcomes_non_us_img_2026"],
    title="A chart: of three points",
)
