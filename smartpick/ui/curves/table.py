"""A table of ready cells as one element: scrolls sideways within itself where the page is narrow."""

from __future__ import annotations

from html import escape

import streamlit as st

from smartpick.presenters.curve_tables import ReadableTable

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
