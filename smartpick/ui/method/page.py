"""The page from top to bottom: a choice of views, and what the data are at its end."""

from __future__ import annotations

import streamlit as st

from smartpick.ui.blocks import notice
from smartpick.ui.controls.sharing import title_with_link
from smartpick.ui.method.agreement import agreement
from smartpick.ui.method.colophon import colophon
from smartpick.ui.method.evidence import shipped_evidence
from smartpick.ui.method.limits import limit_list
from smartpick.ui.method.link import open_method_link, write_method_link
from smartpick.ui.method.parameters import parameters
from smartpick.ui.method.source_list import source_list
from smartpick.ui.method.steps import steps
from smartpick.ui.method.style import style_method
from smartpick.ui.method.views import view_control
from smartpick.ui.page import page_context, safely
from smartpick.ui.state import sitting


@safely
def method() -> None:
    """Draw the page."""
    style_method()
    facts = page_context().engine.facts
    shipped = shipped_evidence(facts.data_hash)
    title_with_link(
        '<h1 class="sp-title">Sources and method</h1>',
        '<p class="sp-fine">Where each number is from, how the chances are worked out, how well that agrees '
        "with what is published, and what it cannot know.</p>",
    )
    opened = open_method_link(facts.sources, facts.effects, facts.model_parameters)
    notice(sitting().unused.get("method"))
    view = view_control(opened.view)
    with st.container(key=f"method_{view}"):
        if view == "model":
            steps(facts)
        elif view == "agreement":
            agreement(shipped, facts)
        elif view == "limits":
            limit_list(facts, shipped.checks)
        elif view == "parameters":
            parameters(facts, opened.parameter)
        else:
            source_list(facts.sources, shipped.rows_by_source, opened.source)
    colophon(shipped.stamp)
    write_method_link(view)
