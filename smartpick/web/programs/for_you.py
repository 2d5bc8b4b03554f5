"""Our estimate that the program would invite this applicant, from its place and with own figures."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import streamlit as st

from smartpick.odds.specialty_inputs import NoPublishedOutcomes
from smartpick.plan.grounds import Grounds, parameter_sources
from smartpick.programs.kinds import barred_sentence
from smartpick.text.list_changes import excluded_sentence
from smartpick.text.list_gain import without_signal_sentence
from smartpick.text.numbers import fine_percent, fine_range, percent
from smartpick.text.program_facts import REQUIREMENT_NAMES, program_with_place
from smartpick.text.programs import (
    EstimateStep,
    estimate_step,
    evidence_sentence,
    place_sentence,
    trace_sentences,
    why_steps,
)
from smartpick.text.sources import invitation_grounds
from smartpick.web.blocks import block, fine, heading, note_html, sources_popover
from smartpick.web.evidence_parts import evidence_fields
from smartpick.web.programs.filters import Applicant
from smartpick.web.session import remembered, sitting

# Where the chances of an invitation on this page come from.


def invitation_sources(applicant: Applicant, key: str, remark: str, also: Iterable[str] = ()) -> None:
    """Show the sources of our chances of an invitation, and of what stands beside them.

    Args:
        applicant: The applicant beside all programs.
        key: Unique name of the button on the page.
        remark: A sentence on what was made of the sources.
        also: Ids of sources of what else the block shows; they come first.
    """
    grounds = remembered("programs_grounds", applicant, lambda: _grounds(applicant))
    sources_popover(
        applicant.here.engine.facts.sources,
        [*also, *grounds.source_ids],
        key=key,
        remark=remark,
        parameters=grounds.parameters,
    )


def _grounds(applicant: Applicant) -> Grounds:
    here = applicant.here
    return invitation_grounds(
        applicant.estimates, here.profile, here.engine, here.assumed, sitting().evidence
    )


# What a person knows of one program: a short form, and what has been entered.


def own_figures(applicant: Applicant, row: int) -> None:
    """Draw the form for the program at `row`; the estimate beside it follows."""
    program_id = str(applicant.tables.directory.program_ids[row])
    block(
        heading("What you know of it"),
        fine(
            "Your own figures move the estimate; one season counts about two thirds. "
            "They stay in this browser tab."
        ),
    )
    trusted = ("season_reliability", "near_zero_persistence")
    sources_popover(
        applicant.here.engine.facts.sources,
        parameter_sources(trusted, applicant.here.engine),
        key="sources_own_figures",
        remark="How far a figure of one program is trusted.",
        parameters=trusted,
    )
    known = sitting().evidence.get(program_id)
    with st.expander(
        "Add what you know" if known is None else "Add to what you know",
        icon=":material/add:",
        key=f"own_figures_{program_id}",
    ):
        _form(applicant, program_id)
    if known is not None:
        st.button(
            "Forget what I entered",
            icon=":material/delete:",
            key="own_forget",
            on_click=_forget,
            args=(program_id,),
        )


def _form(applicant: Applicant, program_id: str) -> None:
    with st.form(f"own_figures_{program_id}", clear_on_submit=True, border=False):
        evidence = evidence_fields(program_id)
    if evidence is None:
        return
    sitting().own_evidence.add([evidence], applicant.here.profile.applicant_type)
    st.rerun()


def _forget(program_id: str) -> None:
    here = sitting()
    here.own_evidence.forget([program_id], here.profile.applicant_type)


# Our estimate that the program would invite this applicant: from its place, and with own evidence.


def for_you(applicant: Applicant, row: int) -> None:
    """Draw the estimate, or say why there is none."""
    directory = applicant.tables.directory
    program_id = str(directory.program_ids[row])
    entry = applicant.estimates.place_of(program_id)
    if entry is None or applicant.estimates.candidates is None:
        block(heading("Chance of an invitation"), fine(_why_none(applicant, row)))
        return
    known = sitting().evidence.get(program_id)
    now = estimate_step("With what you know", applicant.estimates, entry)
    before = estimate_step("From its place and pages alone", applicant.without_evidence, entry)
    steps = [before, now] if known else [before]
    block(
        heading("Chance of an invitation"),
        _ruled_out(applicant, row),
        "".join(_step(step, last=step is steps[-1]) for step in steps),
        fine(_signals(applicant, entry, program_id)),
        fine(evidence_sentence(known)),
        fine(_listed(applicant, program_id)),
        fine(
            place_sentence(applicant.estimates, entry, _place(applicant, entry, row)),
            "The range is what eight in ten programs of this kind would give. Nobody publishes which of them "
            "this one is.",
        ),
        '<p class="sp-step-title">Why it stands there</p>',
        _why(applicant, entry, row, known is not None),
    )
    cell = applicant.estimates.candidates.cells[entry]
    invitation_sources(
        applicant,
        key="sources_for_you",
        remark="An estimate before signals: published rates of the specialty and place for your type, "
        "moved by what the program says and by your profile.",
        also=cell.source_id.split("|"),
    )


def _why(applicant: Applicant, entry: int, row: int, known: bool) -> str:
    """Return the steps from the published figure to the estimate as bars, and what is public in sentences."""
    candidates = applicant.estimates.candidates
    assert candidates is not None
    place = _place(applicant, entry, row)
    steps = why_steps(applicant.estimates, applicant.without_evidence, entry, place, known)
    largest = max(step.rate for step in steps) or 1.0
    lines = "".join(
        f'<tr><th scope="row">{escape(step.title)}</th><td class="sp-chance">{fine_percent(step.rate)}'
        f'<span class="sp-bar" style="width:{100 * step.rate / largest:.0f}%" aria-hidden="true"></span>'
        "</td></tr>"
        for step in steps
    )
    said = trace_sentences(applicant.here.engine.traces, candidates, entry)
    if not said:
        words = "Nothing public tells it apart from the other programs of its place."
    else:
        words = f"What is public about it, beside the average of its place: {'; '.join(said)}."
    return (
        '<table class="sp-list sp-why-steps">'
        '<caption class="sp-fine">Share of your applicant type invited</caption>'
        f"<tbody>{lines}</tbody></table>{fine(words)}"
    )


def _step(step: EstimateStep, last: bool) -> str:
    share = fine_percent(step.invitation.point)
    return (
        f'<div class="sp-step{"" if last else " sp-step-before"}">'
        f'<span class="sp-step-title">{escape(step.title)}</span>'
        f'<span class="sp-step-chance">{share}</span>'
        f'<span class="sp-fine">range {escape(fine_range(step.invitation))}; '
        f"{percent(step.near_zero)} that it invites almost nobody of your type, else "
        f"{fine_percent(step.mean_rest)} of your type on average</span></div>"
    )


def _signals(applicant: Applicant, entry: int, program_id: str) -> str:
    """Say why the list may show another chance: there the program may carry a signal."""
    estimates, here = applicant.estimates, applicant.here
    model = estimates.models[_specialty(applicant, entry)]
    worth = here.engine.signal_rules(model.specialty, model.applicant_type).log_odds_ratio
    with_signal = {kind: estimates.with_signal(entry, ratio) for kind, ratio in worth.items()}
    return without_signal_sentence(with_signal, _signal_on_list(applicant, program_id))


def _signal_on_list(applicant: Applicant, program_id: str) -> str:
    try:
        plan = applicant.here.assessment.plan
    except NoPublishedOutcomes:
        return ""
    listed = dict(zip(plan.candidates.program_ids.tolist(), plan.signal, strict=True))
    return listed.get(program_id, "")


def _why_none(applicant: Applicant, row: int) -> str:
    specialty = str(applicant.tables.directory.programs["specialty"].iloc[row])
    if specialty in applicant.estimates.without_figures:
        return f"No source prints outcomes of your applicant type in {specialty}, so there is no estimate."
    if specialty in applicant.here.profile.specialties:
        return "We are not sure enough of this entry for an estimate."
    return (
        f"{specialty} is not among the specialties of your profile: facts only. Add it there to see a chance."
    )


def _ruled_out(applicant: Applicant, row: int) -> str:
    standing = applicant.standing(row)
    if not standing.ruled_out:
        return ""
    if standing.barring is not None:
        said = f"{barred_sentence(standing.barring)} So it is left out of your list."
    else:
        names = [REQUIREMENT_NAMES[r] for r in standing.rules_unmet]
        said = (
            f"Its own pages state something that you do not meet ({', '.join(names)}), so it is left out of "
            "your list. Pages age: if it matters to you, ask the program, then pin it."
        )
    return note_html(said)


def _listed(applicant: Applicant, program_id: str) -> str:
    if program_id in applicant.here.profile.excluded:
        return excluded_sentence(_name(applicant, program_id))
    try:
        listed = applicant.here.assessment.plan.candidates.program_ids.tolist()
    except NoPublishedOutcomes:
        return ""
    if program_id in listed:
        return f"It is number {listed.index(program_id) + 1} of {len(listed)} on your recommended list."
    return f"It is not among the {len(listed)} programs of your recommended list."


def _name(applicant: Applicant, program_id: str) -> str:
    programs = applicant.tables.directory.programs
    return program_with_place(programs[programs["program_id"] == program_id].iloc[0].to_dict())


def _place(applicant: Applicant, entry: int, row: int) -> str:
    assert applicant.estimates.candidates is not None
    program = applicant.tables.directory.programs.iloc[row]
    level = applicant.estimates.candidates.cells[entry].level
    if level == "state":
        return str(program["state_name"])
    return f"the {program['census_division']} states" if level == "division" else "the United States"


def _specialty(applicant: Applicant, entry: int) -> int:
    assert applicant.estimates.candidates is not None
    return int(applicant.estimates.candidates.specialty_index[entry])
