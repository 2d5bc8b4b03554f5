"""Our estimate that the program would invite this applicant: from its place, and with own evidence."""

from __future__ import annotations

from html import escape

from smartpick.plan.kinds import barred_sentence
from smartpick.presenters.look_up_questions import program_with_place
from smartpick.presenters.program_estimate import (
    EstimateStep,
    estimate_step,
    evidence_sentence,
    fine_range,
    place_sentence,
)
from smartpick.presenters.program_notices import excluded_sentence
from smartpick.presenters.program_statements import REQUIREMENT_NAMES
from smartpick.presenters.signal_words import without_signal_sentence
from smartpick.presenters.why_words import trace_sentences, why_steps
from smartpick.presenters.wording import fine_percent, percent
from smartpick.ui.blocks import block, fine, heading, note_html
from smartpick.ui.programs.applicant import Applicant
from smartpick.ui.programs.invitation_sources import invitation_sources
from smartpick.ui.state import sitting


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
    except LookupError:
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
    except LookupError:
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
