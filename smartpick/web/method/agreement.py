"""How well the model agrees with what it should agree with: counts, misses, figures, the table."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from smartpick.charts.calibration import (
    BandPanel,
    bands_figure,
    coverage_figure,
    list_on_curve_figure,
    published_model_figure,
)
from smartpick.charts.frame import CONFIG
from smartpick.facts import Facts
from smartpick.text.calibration import (
    EVIDENCE,
    Disagreement,
    calibration_summary,
    compared_points,
    coverage_lines,
    differing_first,
    disagreements,
    misses_by,
    verdict_counts,
)
from smartpick.text.numbers import percent
from smartpick.web.blocks import block, fine, heading, plain, sources_popover
from smartpick.web.charts import chart_tools
from smartpick.web.controls import kept
from smartpick.web.downloads import csv_bytes
from smartpick.web.method.views import ShippedEvidence
from smartpick.web.theme import page_palette

# The four figures of the calibration, each with its downloads.

_PANELS = "2024 means"


def agreement_charts(shipped: ShippedEvidence, sources: pd.DataFrame) -> None:
    """Draw the figures; `sources` is `facts.sources`."""
    _published_beside_model(shipped.checks, sources)
    _list_on_curve(shipped.curves, sources)
    _bands(shipped.bands, sources)
    _coverage(shipped.recovery, sources)


def _published_beside_model(checks: pd.DataFrame, sources: pd.DataFrame) -> None:
    points = compared_points(checks)
    within = int(points["agrees"].sum())
    _head(
        "Published shares beside the model's",
        "Each dot is a share: of applicants who matched, or of matches on the Pacific Coast. On the dotted "
        "line both are equal. Open dots have no limit to keep or are beyond it.",
    )
    figure = published_model_figure(
        points["published"].to_numpy(),
        points["model"].to_numpy(),
        points["what"].to_list(),
        points["agrees"].to_list(),
        page_palette(),
    )
    _draw(
        figure,
        "method_published",
        f"{len(points)} published shares against the model's; {within} within their limits",
        "Published shares beside the model's",
        points,
        checks,
        _listed(checks["source_ids"]),
        sources,
        "Filled: within its limit. Dotted line: equal.",
    )


def _list_on_curve(curves: pd.DataFrame, sources: pd.DataFrame) -> None:
    specialties = list(dict.fromkeys(curves["specialty"]))
    first = "Internal Medicine" if "Internal Medicine" in specialties else specialties[0]
    _head(
        "A typical list on the score curve",
        "Two published pictures, scores and numbers of ranks, must tell the same story: a typical list, "
        "given "
        "an interview, should lie on the score curve.",
    )
    specialty = kept("method_list_specialty", first)
    chosen = st.selectbox(
        "Specialty",
        specialties,
        index=specialties.index(specialty.value),
        key=specialty.key,
        on_change=specialty.on_change,
    )
    rows = curves[curves["specialty"] == chosen]
    score, curve, low, high, listed = (
        rows[name].to_numpy(float) for name in ("score", "curve", "curve_low", "curve_high", "list")
    )
    furthest = float(abs(listed - curve).max())
    _draw(
        list_on_curve_figure(score, curve, low, high, listed, page_palette()),
        "method_list_on_curve",
        f"{chosen}: score curve and typical list by score; they differ by {100 * furthest:.1f} points at "
        "most",
        f"A typical list on the score curve, {chosen}",
        rows.drop(columns="source_ids"),
        curves,
        _listed(rows["source_ids"]),
        sources,
        "Area: 80 % range of the score curve.",
    )


def _bands(bands: pd.DataFrame, sources: pd.DataFrame) -> None:
    rows = bands[(bands["figures"] == _PANELS) & ~bands["thin"].astype(bool)]
    panels = [
        BandPanel(
            str(name),
            *(
                group[column].to_numpy(float)
                for column in ("middle_score", "match_rate", "set_match_probability", "set_low", "set_high")
            ),
        )
        for name, group in rows.groupby("specialty")
    ]
    inside = float(rows["set_inside"].astype(float).mean())
    _head(
        "Shape of the curve beside bands it has not seen",
        "US MD seniors 2020 to 2024 by band of Step 2 CK: dots are published, lines the curve fitted to the "
        "counts and means of 2024 alone, with the level set to the bands' average. "
        f"{percent(inside)} of the bands lie in the 80 % range. Bands with under 20 people are left out.",
    )
    colours = page_palette()
    with st.container(key="method_bands"):
        cells = st.grid(min_column_width=260, gap="small")
        for place, panel in enumerate(panels):
            cells.plotly_chart(
                bands_figure([panel], colours, columns=1),
                theme=None,
                config=CONFIG,
                key=f"method_bands_{place}",
                alt=f"{panel.title}: published share matched by score band, and the curve with its range",
            )
    with st.container(horizontal=True):
        chart_tools(
            bands_figure(panels, colours),
            key="method_bands",
            shown=rows.drop(columns="source_ids"),
            full=bands,
            sources=_listed(rows["source_ids"]),
            title="Shape of the curve beside score bands",
            caption="Dots: published. Line: the curve. Area: its 80 % range.",
        )
        sources_popover(sources, _listed(rows["source_ids"]), key="sources_method_bands")


def _coverage(recovery: pd.DataFrame, sources: pd.DataFrame) -> None:
    coverage = coverage_lines(recovery)
    _head(
        "Does an 80 % range hold the truth four times out of five?",
        "Applicants are made up whose chances we know. The curve sees only what a report would print of "
        "them. "
        "The lines count how often the known chance lies in its range; the dotted line is the aim.",
    )
    named = {str(part): coverage[part].to_numpy(float) for part in coverage}
    said = "; ".join(f"{part}: {percent(min(v))} to {percent(max(v))}" for part, v in named.items())
    _draw(
        coverage_figure(coverage.index.to_numpy(float), named, page_palette()),
        "method_coverage",
        f"Share of 80 percent ranges that held the truth, by number of applicants. {said}",
        "Coverage of the 80 percent range in simulated reports",
        coverage.reset_index(),
        recovery,
        _listed(recovery["source_id"]),
        sources,
        "",
    )


def _head(title: str, text: str) -> None:
    block(f'<div class="sp-part sp-read"><h3>{title}</h3>{plain(text)}</div>')


def _draw(
    figure: go.Figure,
    key: str,
    alternative: str,
    title: str,
    shown: pd.DataFrame,
    full: pd.DataFrame,
    source_ids: Sequence[str],
    sources: pd.DataFrame,
    caption: str,
) -> None:
    st.plotly_chart(figure, theme=None, config=CONFIG, key=key, alt=alternative)
    with st.container(horizontal=True):
        chart_tools(figure, key=key, shown=shown, full=full, sources=source_ids, title=title, caption=caption)
        sources_popover(sources, source_ids, key=f"sources_{key}")


def _listed(cells: pd.Series) -> list[str]:
    return list(dict.fromkeys(source for cell in cells for source in str(cell).split("|")))


# How well the model agrees with what it should: counts, what differs, four figures, the table.


def agreement(shipped: ShippedEvidence, facts: Facts) -> None:
    """Draw the view."""
    checks = shipped.checks
    block(
        heading("Does it agree with what is published?"),
        f'<div class="sp-read">{plain(calibration_summary(checks))}</div>',
    )
    _sources(checks, facts, "summary")
    block(
        heading("What differs, and why"),
        "".join(_disagreement(found, place == 0) for place, found in enumerate(disagreements(checks))),
    )
    _sources(checks[checks["verdict"] == "differs"], facts, "differences")
    block(heading("How hard each test is"), _counts(shipped))
    _sources(checks, facts, "counts")
    _by_specialty_and_place(checks)
    _sources(checks, facts, "places")
    agreement_charts(shipped, facts.sources)
    block(heading("Every comparison"), fine("Sort by a heading; search with the lens above the table."))
    table = differing_first(checks)
    st.dataframe(
        table,
        hide_index=True,
        key="method_checks",
        column_config={"Reason": st.column_config.TextColumn(width="large")},
        alt="Each comparison with the published and the model's figure, the limit, the verdict and the "
        "reason",
    )
    st.download_button(
        "Every comparison (CSV)",
        data=lambda: csv_bytes(checks),
        file_name="smartpick-calibration.csv",
        mime="text/csv",
        on_click="ignore",
        type="tertiary",
        icon=":material/table:",
        key="method_checks_file",
    )
    _sources(checks, facts, "comparisons")


def _by_specialty_and_place(checks: pd.DataFrame) -> None:
    block(
        heading("By specialty and by place"),
        fine(
            "The most missed first. By place: the mean invitation rate and the share of programs near zero."
        ),
    )
    for column, place in zip(("specialty", "place"), st.columns(2, gap="large"), strict=True):
        place.dataframe(
            misses_by(checks, column),
            hide_index=True,
            key=f"method_misses_{column}",
            alt=f"How many comparisons differ, by {column}, the most missed first",
        )


def _sources(checks: pd.DataFrame, facts: Facts, part: str) -> None:
    ids = [source for cell in checks["source_ids"].unique() for source in str(cell).split("|")]
    sources_popover(
        facts.sources, ids, key=f"sources_agreement_{part}", remark="The published side of each comparison."
    )


def _counts(shipped: ShippedEvidence) -> str:
    counts = verdict_counts(shipped.checks).to_dict("index")
    items = ""
    for evidence, kind in EVIDENCE.items():
        agree, differ = counts[evidence]["agrees"], counts[evidence]["differs"]
        items += (
            f'<li><b>{kind.name}</b><span class="sp-number">{agree} agree, {differ} differ</span>'
            f'<span class="sp-fine">{kind.worth}</span></li>'
        )
    return f'<ul class="sp-verdicts">{items}</ul>'


def _disagreement(found: Disagreement, as_open: bool) -> str:
    reasons = {reason for _, _, reason in found.lines}
    # A reason that all share is said once.
    shared = f'<p class="sp-fine">{escape(reasons.pop())}</p>' if len(reasons) == 1 else ""
    items = "".join(
        f"<li>{escape(what)}: {escape(figures)}{'' if shared else f'<span>{escape(reason)}</span>'}</li>"
        for what, figures, reason in found.lines
    )
    identity = f"{found.identity[0].upper()}{found.identity[1:]}"
    count = f"<b>{len(found.lines)} of {found.compared}</b> differ"
    attribute = " open" if as_open else ""
    return (
        f'<details class="sp-differs"{attribute}><summary>{escape(identity)}: {count}</summary>'
        f"{shared}<ul>{items}</ul></details>"
    )
