"""How well the model agrees with what it should agree with: counts, what differs, four figures, the table."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from smartpick.charts import calibration as figures
from smartpick.charts.frame import CONFIG
from smartpick.facts import Facts
from smartpick.text import calibration as words
from smartpick.text.numbers import percent
from smartpick.text.sources import listed_ids
from smartpick.web.blocks import block, fine, heading, sources_popover
from smartpick.web.charts import chart_tools
from smartpick.web.controls import kept
from smartpick.web.downloads import csv_button
from smartpick.web.method.views import ShippedEvidence
from smartpick.web.templates import part
from smartpick.web.theme import page_palette


def agreement(shipped: ShippedEvidence, facts: Facts) -> None:
    """Draw the view."""
    checks, sources = shipped.checks, facts.sources
    block(
        heading("Does it agree with what is published?"),
        part("method.html", "read", text=words.calibration_summary(checks)),
    )
    _sources(checks, facts, "summary")
    _differences(checks)
    _sources(checks[checks["verdict"] == "differs"], facts, "differences")
    counts = words.verdict_counts(checks).to_dict("index")
    verdicts = [
        (kind.name, kind.worth, counts[evidence]["agrees"], counts[evidence]["differs"])
        for evidence, kind in words.EVIDENCE.items()
    ]
    block(heading("How hard each test is"), part("method.html", "verdicts", counts=verdicts))
    _sources(checks, facts, "counts")
    _by_specialty_and_place(checks)
    _sources(checks, facts, "places")
    _published_beside_model(checks, sources)
    _list_on_curve(shipped.curves, sources)
    _bands(shipped.bands, sources)
    _coverage(shipped.recovery, sources)
    block(heading("Every comparison"), fine("Sort by a heading; search with the magnifier above the table."))
    st.dataframe(
        words.differing_first(checks),
        hide_index=True,
        key="method_checks",
        column_config={"Reason": st.column_config.TextColumn(width="large")},
        alt="Each comparison with the published and the model's figure, the limit, the verdict and the "
        "reason",
    )
    csv_button(
        "Every comparison (CSV)",
        checks,
        "smartpick-calibration.csv",
        key="method_checks_file",
        type="tertiary",
    )
    _sources(checks, facts, "comparisons")


def _sources(checks: pd.DataFrame, facts: Facts, place: str) -> None:
    sources_popover(
        facts.sources,
        listed_ids(checks["source_ids"]),
        key=f"sources_agreement_{place}",
        remark="The published side of each comparison.",
    )


def _differences(checks: pd.DataFrame) -> None:
    unfolding = []
    for place, differing in enumerate(words.disagreements(checks)):
        reasons = {reason for _, _, reason in differing.lines}
        unfolding.append(
            part(
                "method.html",
                "disagreement",
                identity=f"{differing.identity[0].upper()}{differing.identity[1:]}",
                lines=differing.lines,
                compared=differing.compared,
                shared_reason=reasons.pop() if len(reasons) == 1 else "",
                as_open=place == 0,
            )
        )
    block(heading("What differs, and why"), *unfolding)


def _by_specialty_and_place(checks: pd.DataFrame) -> None:
    block(
        heading("By specialty and by place"),
        fine(
            "The most missed first. By place: the mean invitation rate and the share of programs near zero."
        ),
    )
    for column, place in zip(("specialty", "place"), st.columns(2, gap="large"), strict=True):
        place.dataframe(
            words.misses_by(checks, column),
            hide_index=True,
            key=f"method_misses_{column}",
            alt=f"How many comparisons differ, by {column}, the most missed first",
        )


# The four figures of the calibration, each with its downloads.


def _published_beside_model(checks: pd.DataFrame, sources: pd.DataFrame) -> None:
    points, title = words.compared_points(checks), "Published shares beside the model's"
    _head(
        title,
        "Each dot is a share: of applicants who matched, or of matches on the West Coast. On the dotted "
        "line both are equal. Open dots have no limit, or are outside it.",
    )
    figure = figures.published_model_figure(
        points["published"].to_numpy(),
        points["model"].to_numpy(),
        points["what"].to_list(),
        points["agrees"].to_list(),
        page_palette(),
    )
    _draw(
        figure,
        sources,
        key="method_published",
        alternative=f"{len(points)} published shares against the model's; {int(points['agrees'].sum())} "
        "within their limits",
        title=title,
        shown=points,
        full=checks,
        source_ids=listed_ids(checks["source_ids"]),
        caption="Filled: within its limit. Dotted line: equal.",
    )


def _list_on_curve(curves: pd.DataFrame, sources: pd.DataFrame) -> None:
    specialties = list(dict.fromkeys(curves["specialty"]))
    first = "Internal Medicine" if "Internal Medicine" in specialties else specialties[0]
    _head(
        "A typical list on the score curve",
        "Two published pictures, scores and numbers of ranks, must tell the same story: a typical list, "
        "given an interview, should lie on the score curve.",
    )
    chosen = st.selectbox(
        "Specialty", specialties, **kept("method_list_specialty", first).one_of(specialties)
    )
    rows = curves[curves["specialty"] == chosen]
    score, curve, low, high, listed = (
        rows[name].to_numpy(float) for name in ("score", "curve", "curve_low", "curve_high", "list")
    )
    _draw(
        figures.list_on_curve_figure(score, curve, low, high, listed, page_palette()),
        sources,
        key="method_list_on_curve",
        alternative=f"{chosen}: score curve and typical list by score; they differ by "
        f"{100 * float(abs(listed - curve).max()):.1f} points at most",
        title=f"A typical list on the score curve, {chosen}",
        shown=rows.drop(columns="source_ids"),
        full=curves,
        source_ids=listed_ids(rows["source_ids"]),
        caption="Area: 80 % range of the score curve.",
    )


def _bands(bands: pd.DataFrame, sources: pd.DataFrame) -> None:
    rows = bands[(bands["figures"] == "2024 means") & ~bands["thin"].astype(bool)]
    columns = ("middle_score", "match_rate", "set_match_probability", "set_low", "set_high")
    panels = [
        figures.BandPanel(str(name), *(group[column].to_numpy(float) for column in columns))
        for name, group in rows.groupby("specialty")
    ]
    inside = float(rows["set_inside"].astype(float).mean())
    _head(
        "Shape of the curve beside score bands it has not seen",
        "US MD seniors 2020 to 2024 by band of Step 2 CK. Dots are published. Lines are the curve fitted "
        "to the counts and means of 2024 alone, with the level set to the average of the bands. "
        f"{percent(inside)} of the bands lie in the 80 % range. Bands with under 20 people are left out.",
    )
    colours, ids = page_palette(), listed_ids(rows["source_ids"])
    with st.container(key="method_bands"):
        cells = st.grid(min_column_width=260, gap="small")
        for place, panel in enumerate(panels):
            cells.plotly_chart(
                figures.bands_figure([panel], colours, columns=1),
                theme=None,
                config=CONFIG,
                key=f"method_bands_{place}",
                alt=f"{panel.title}: published share matched by score band, and the curve with its range",
            )
    with st.container(horizontal=True):
        chart_tools(
            figures.bands_figure(panels, colours),
            key="method_bands",
            shown=rows.drop(columns="source_ids"),
            full=bands,
            sources=ids,
            title="Shape of the curve beside score bands",
            caption="Dots: published. Line: the curve. Area: its 80 % range.",
        )
        sources_popover(sources, ids, key="sources_method_bands")


def _coverage(recovery: pd.DataFrame, sources: pd.DataFrame) -> None:
    coverage = words.coverage_lines(recovery)
    _head(
        "Does an 80 % range hold the truth four times out of five?",
        "We simulate applicants whose chances we know. The curve sees only what a report would publish "
        "about them. The lines show how often the known chance lies in its range; the dotted line is the "
        "target.",
    )
    lines = {str(name): coverage[name].to_numpy(float) for name in coverage}
    shares = "; ".join(f"{name}: {percent(min(v))} to {percent(max(v))}" for name, v in lines.items())
    _draw(
        figures.coverage_figure(coverage.index.to_numpy(float), lines, page_palette()),
        sources,
        key="method_coverage",
        alternative=f"Share of 80 percent ranges that held the truth, by number of applicants. {shares}",
        title="Coverage of the 80 percent range in simulated reports",
        shown=coverage.reset_index(),
        full=recovery,
        source_ids=listed_ids(recovery["source_id"]),
    )


def _head(title: str, text: str) -> None:
    block(part("method.html", "figure_heading", title=title, text=text))


def _draw(
    figure: go.Figure,
    sources: pd.DataFrame,
    *,
    key: str,
    alternative: str,
    title: str,
    shown: pd.DataFrame,
    full: pd.DataFrame,
    source_ids: list[str],
    caption: str = "",
) -> None:
    st.plotly_chart(figure, theme=None, config=CONFIG, key=key, alt=alternative)
    with st.container(horizontal=True):
        chart_tools(figure, key=key, shown=shown, full=full, sources=source_ids, title=title, caption=caption)
        sources_popover(sources, source_ids, key=f"sources_{key}")
