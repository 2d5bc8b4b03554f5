"""The style sheet of our own blocks (notes, levers, reasons, the list), in the palette's colours."""

from dataclasses import asdict

import streamlit as st

from smartpick.charts.palette import Palette

_RULES = """
.stHtml h1.sp-title { margin: 0; padding: 0 0 0.2rem; font-size: 1.5rem; font-weight: 650; line-height: 1.25; }
.stHtml :is(ul, li) { margin: 0; padding: 0; }
.sp-fine { margin: 0; color: var(--sp-muted-ink); font-size: 0.875rem; line-height: 1.45; }
.sp-note { padding: 0.6rem 0.9rem; border-left: 4px solid var(--sp-line); border-radius: 4px;
  background: var(--sp-surface); color: var(--sp-ink); line-height: 1.45; }
.sp-note-strong { border-left-color: var(--sp-ink); font-weight: 600; }
.sp-key { display: inline-block; vertical-align: middle; margin-right: 0.4em; }
.sp-key-line { width: 22px; border-top: 3px solid var(--sp-estimate); }
.sp-key-dots { width: 22px; border-top: 2px dotted var(--sp-estimate); }
.sp-key-band { width: 22px; height: 10px; background: var(--sp-estimate-band); }
.sp-key-area { width: 22px; height: 10px; background: var(--sp-published-band);
  border-top: 1.5px solid var(--sp-published); }
.sp-key-dash { width: 22px; border-top: 2px dashed var(--sp-muted-ink); }
.stHtml .sp-keys { display: flex; flex-wrap: wrap; gap: 0.1rem 1.1rem; margin: 0; padding: 0; list-style: none;
  font-size: 0.875rem; color: var(--sp-muted-ink); }

.stHtml .sp-levers { display: grid; gap: 0.75rem; margin: 0; padding: 0; list-style: none; }
.stHtml .sp-levers > li { margin: 0; padding: 0.7rem 0.9rem; border: 1px solid var(--sp-line); border-radius: 6px;
  background: var(--sp-surface); }
.sp-levers b { display: block; font-weight: 600; }
.sp-gain { color: var(--sp-estimate); font-weight: 600; }

.sp-reasons { margin: 0; padding: 0; list-style: none; }
.stHtml .sp-reasons > li { display: grid; grid-template-columns: 1.6rem 1fr; margin: 0; padding: 0.3rem 0; }
.sp-reasons .sp-sign { color: var(--sp-muted-ink); font-weight: 600; }
.sp-upward { margin: 0; padding: 0.6rem 0.9rem; border-left: 4px solid var(--sp-estimate); border-radius: 4px;
  background: var(--sp-surface); line-height: 1.45; }

.sp-figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: 0.5rem 1.5rem;
  margin: 0; }
.sp-figures dt { color: var(--sp-muted-ink); font-size: 0.8125rem; }
.sp-figures dd { margin: 0; font-size: 1.375rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.sp-figures small { display: block; color: var(--sp-muted-ink); font-size: 0.8125rem; font-weight: 400; }

.sp-list { width: 100%; border-collapse: collapse; font-size: 0.9375rem; line-height: 1.35; }
.sp-list caption { text-align: left; color: var(--sp-muted-ink); font-size: 0.875rem; padding-bottom: 0.4rem; }
.sp-list th, .sp-list td { padding: 0.55rem 0.9rem 0.55rem 0; border: 0; border-bottom: 1px solid var(--sp-line);
  text-align: left; vertical-align: top; }
.sp-list thead th { color: var(--sp-muted-ink); font-size: 0.8125rem; font-weight: 400; }
.sp-list tbody th { font-weight: 600; }
.sp-list .sp-rank { width: 2.2rem; color: var(--sp-muted-ink); font-variant-numeric: tabular-nums; }
.sp-list .sp-chance { width: 7rem; font-variant-numeric: tabular-nums; white-space: nowrap; }
.sp-list .sp-ask { width: 22%; color: var(--sp-muted-ink); font-size: 0.875rem; }
.sp-list .sp-why { font-size: 0.875rem; }
.sp-list .sp-place { display: block; color: var(--sp-muted-ink); font-size: 0.875rem; font-weight: 400; }
.sp-list .sp-pacific { color: var(--sp-pacific); }
.sp-list .sp-bar { display: block; height: 5px; margin-top: 0.3rem; border-radius: 3px;
  background: var(--sp-estimate); min-width: 2px; }
.sp-list .sp-mark { display: inline-block; padding: 0 0.4em; border-radius: 3px; background: var(--sp-ink);
  color: var(--sp-background); font-size: 0.75rem; font-weight: 600; white-space: nowrap; }
.sp-list .sp-signal { display: inline-block; padding: 0 0.4em; border: 1px solid var(--sp-muted-ink);
  border-radius: 3px; font-size: 0.75rem; font-weight: 400; white-space: nowrap; }
.sp-list a, .sp-reasons a { color: var(--sp-estimate); }
.sp-list .sp-label { display: none; }
.sp-on-phone { display: none; }
.stMainBlockContainer { padding-top: 4.5rem; }
[data-baseweb="tag"] { max-width: 100%; }
:is(.sp-list, .sp-note) a:focus-visible { outline: 3px solid var(--sp-estimate); outline-offset: 2px; }

@media (max-width: 767px) {
  .sp-on-phone { display: inline; }
  .sp-on-desk { display: none; }
  .sp-list thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .sp-list, .sp-list tbody, .sp-list tr, .sp-list td, .sp-list th { display: block; width: auto; }
  .sp-list tr { display: grid; grid-template-columns: 1.9rem 1fr auto; padding: 0.6rem 0;
    border-bottom: 1px solid var(--sp-line); }
  .sp-list thead tr { display: block; padding: 0; border: 0; }
  .sp-list tbody :is(th, td) { padding: 0; border: 0; }
  .sp-list tbody .sp-chance { width: 4.6rem; padding-left: 0.6rem; text-align: right; }
  .sp-list tbody :is(.sp-why, .sp-ask) { grid-column: 2 / -1; width: auto; padding-top: 0.3rem; }
  .sp-list .sp-label { display: inline; color: var(--sp-muted-ink); }
}
"""


def style_blocks(colours: Palette) -> None:
    """Add the styles of our own blocks to this page; takes no room."""
    values = "".join(f"--sp-{name.replace('_', '-')}:{value};" for name, value in asdict(colours).items())
    st.html(f"<style>:root{{{values}}}{_RULES}</style>")
