"""Section 6: texts to start from, with a button to copy each."""

from __future__ import annotations

from html import escape

import streamlit as st

from smartpick.assessment import Assessment
from smartpick.presenters.action_plan_letters import (
    Template,
    failure_templates,
    letter_templates,
    regional_prompts,
    regional_template,
)
from smartpick.ui.action_plan.sections import section_heading, subheading
from smartpick.ui.blocks import block, fine


def wording_aids(assessment: Assessment) -> None:
    """Draw the section. Nothing is stored: the texts are made from the profile and copied by hand."""
    profile = assessment.profile
    with st.container(key="plan_words"):
        block(
            section_heading("words"),
            fine(
                "Starting points in plain words. Put what is true for every [bracket], and keep your voice."
            ),
            subheading("Asking for a strong letter"),
        )
        for place, template in enumerate(letter_templates(profile)):
            _template(template, f"letter_{place}")
        failures = failure_templates(profile, assessment.tier.below_passing)
        if failures:
            st.html(subheading("Framing a failed exam"))
            for place, template in enumerate(failures):
                _template(template, f"failure_{place}")
        if profile.pacific_weight > 0:
            prompts = "".join(f"<li>{escape(prompt)}</li>" for prompt in regional_prompts(profile))
            block(
                subheading("Why the Pacific Coast"),
                fine("Answer these first. Only what you can show belongs into the paragraph."),
                f'<ul class="sp-prompts">{prompts}</ul>',
            )
            _template(regional_template(profile), "regional")


def _template(template: Template, key: str) -> None:
    with st.expander(template.title, key=f"words_{key}"):
        st.caption(template.when)
        st.code(template.text, language=None, wrap_lines=True)
