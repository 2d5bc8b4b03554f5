"""One program for this applicant: the chance of an invitation, own figures, marks, and a comparison."""

from collections.abc import Iterable

import streamlit as st

from smartpick.odds.specialty_inputs import NoPublishedOutcomes
from smartpick.plan.grounds import parameter_sources
from smartpick.programs.kinds import barred_sentence, pin_notes
from smartpick.text import programs as words
from smartpick.text.list_changes import excluded_sentence, pinned_sentence
from smartpick.text.list_gain import without_signal_sentence
from smartpick.text.numbers import fine_percent
from smartpick.text.program_facts import REQUIREMENT_NAMES, program_with_place
from smartpick.text.program_search import compare_programs, comparison_file
from smartpick.web.blocks import as_plain_text, block, fine, heading, note, note_html, sources_popover
from smartpick.web.charts import chart_tools
from smartpick.web.controls import control
from smartpick.web.evidence_parts import evidence_fields
from smartpick.web.programs.filters import MOST_COMPARED, Applicant, shelf
from smartpick.web.saving import LONGEST_NOTE
from smartpick.web.session import program_notes, sitting
from smartpick.web.templates import part


def invitation_sources(applicant: Applicant, *, key: str, remark: str, also: Iterable[str] = ()) -> None:
    """Show the sources of our chances of an invitation, after those `also` shown in the block.

    `key` is the unique name of the button, `remark` a sentence on what was made of the sources.
    """
    grounds = applicant.grounds
    sources_popover(
        applicant.facts.sources,
        [*also, *grounds.source_ids],
        key=key,
        remark=remark,
        parameters=grounds.parameters,
    )


def for_you(applicant: Applicant, row: int) -> None:
    """Draw the estimate for the program at `row`, from its place and with own evidence, or say why none."""
    program_id, estimates = applicant.program_id(row), applicant.estimates
    candidates, entry = estimates.candidates, estimates.place_of(program_id)
    if entry is None or candidates is None:
        block(heading("Chance of an invitation"), fine(_why_none(applicant, row)))
        return
    known, cell = sitting().evidence.get(program_id), candidates.cells[entry]
    steps = {"From its place and pages alone": words.estimate_words(applicant.without_evidence, entry)}
    if known:
        steps["With what you know"] = words.estimate_words(estimates, entry)
    program = applicant.program(row)
    place = {
        "state": str(program["state_name"]),
        "division": f"the {program['census_division']} states",
    }.get(cell.level, "the United States")
    bars = words.why_steps(estimates, applicant.without_evidence, entry, place, known is not None)
    largest = max(bar.rate for bar in bars) or 1.0
    traces = words.trace_sentences(applicant.context.engine.traces, candidates, entry)
    block(
        heading("Chance of an invitation"),
        _ruled_out(applicant, row),
        *(
            part(
                "programs.html", "step", title=title, chance=chance, words=behind, last=title == [*steps][-1]
            )
            for title, (chance, behind) in steps.items()
        ),
        fine(_with_signal(applicant, entry, program_id)),
        fine(words.evidence_sentence(sitting().listed_evidence.get(program_id))),
        fine(_on_list(applicant, row)),
        fine(
            words.place_sentence(estimates, entry, place),
            "The range covers eight in ten programs of this kind. Which of them this one is like is not "
            "published.",
        ),
        part(
            "programs.html",
            "why_steps",
            bars=[(bar.title, fine_percent(bar.rate), f"{100 * bar.rate / largest:.0f}") for bar in bars],
            traces="; ".join(traces),
        ),
    )
    invitation_sources(
        applicant,
        key="sources_for_you",
        remark="An estimate before signals: published rates of the specialty and place for your type, "
        "adjusted for what the program says and for your profile.",
        also=cell.source_id.split("|"),
    )


def _why_none(applicant: Applicant, row: int) -> str:
    specialty = str(applicant.program(row)["specialty"])
    if specialty in applicant.estimates.without_figures:
        return f"No outcomes are published for your applicant type in {specialty}, so there is no estimate."
    if specialty in applicant.profile.specialties:
        return "We are not sure enough of this entry for an estimate."
    return (
        f"{specialty} is not among the specialties of your profile: facts only. Add it there to see a chance."
    )


def _ruled_out(applicant: Applicant, row: int) -> str:
    standing = applicant.standing(row)
    if not standing.ruled_out:
        return ""
    if standing.barring is not None:
        return note_html(f"{barred_sentence(standing.barring)} So it is left out of your list.")
    names = ", ".join(REQUIREMENT_NAMES[requirement] for requirement in standing.rules_unmet)
    return note_html(
        f"Its own pages state something that you do not meet ({names}), so it is left out of your list. "
        "Pages can be out of date: if it matters to you, ask the program, then pin it."
    )


def _with_signal(applicant: Applicant, entry: int, program_id: str) -> str:
    """Say why the list may show another chance: there the program may carry a signal."""
    estimates = applicant.estimates
    assert estimates.candidates is not None
    model = estimates.models[int(estimates.candidates.specialty_index[entry])]
    rules = applicant.context.engine.signal_rules(model.specialty, model.applicant_type)
    chances = {tier: estimates.with_signal(entry, ratio) for tier, ratio in rules.log_odds_ratio.items()}
    return without_signal_sentence(chances, _listed(applicant).get(program_id, ""))


def _on_list(applicant: Applicant, row: int) -> str:
    program_id = applicant.program_id(row)
    if program_id in applicant.profile.excluded:
        return excluded_sentence(program_with_place(applicant.program(row)))
    listed = list(_listed(applicant))
    if program_id in listed:
        return f"It is number {listed.index(program_id) + 1} of {len(listed)} on your recommended list."
    return f"It is not among the {len(listed)} programs of your recommended list." if listed else ""


def _listed(applicant: Applicant) -> dict[str, str]:
    """Return the programs of the recommended list in order, with the signal of each ("" for none)."""
    try:
        plan = applicant.context.assessment.plan
    except NoPublishedOutcomes:
        return {}
    return dict(zip(plan.candidates.program_ids.tolist(), plan.signal, strict=True))


# What a person knows of one program: a short form, and what has been entered.

_TRUST = ("season_reliability", "near_zero_persistence")


def own_figures(applicant: Applicant, row: int) -> None:
    """Draw the form for the program at `row`; the estimate beside it follows. Not while following."""
    if sitting().follows:
        return
    program_id, applicant_type = applicant.program_id(row), applicant.profile.applicant_type
    block(
        heading("What you know about it"),
        fine(
            "Your own figures move the estimate; one season counts about two thirds. "
            "They stay in this browser tab."
        ),
    )
    sources_popover(
        applicant.facts.sources,
        parameter_sources(_TRUST, applicant.context.engine),
        key="sources_own_figures",
        remark="How much a figure for one program is trusted.",
        parameters=_TRUST,
    )
    known = program_id in sitting().evidence
    with (
        st.expander(
            "Add to what you know" if known else "Add what you know",
            icon=":material/add:",
            key=f"own_figures_{program_id}",
        ),
        st.form(f"own_figures_{program_id}", clear_on_submit=True, border=False),
    ):
        evidence = evidence_fields(program_id)
    if evidence is not None:
        sitting().own_evidence.add([evidence], applicant_type)
        st.rerun()
    if known:
        st.button(
            "Delete what I entered",
            icon=":material/delete:",
            key="own_forget",
            on_click=lambda: sitting().own_evidence.forget([program_id], applicant_type),
        )


# What a person does with a program: pin, exclude, note, and compare up to five side by side.


def marking(applicant: Applicant, row: int) -> None:
    """Draw the buttons and the note of the program at `row`."""
    program_id, profile = applicant.program_id(row), applicant.profile
    pinned, excluded = program_id in profile.pinned, program_id in profile.excluded
    compared = program_id in shelf().compared
    can_be_pinned = pinned or applicant.estimates.place_of(program_id) is not None
    grid = st.grid(4, min_column_width=150, key="program_marks")
    grid.button(
        "Unpin" if pinned else "Pin",
        icon=":material/push_pin:",
        width="stretch",
        key="program_pin",
        on_click=_mark,
        args=("pinned", program_id, not pinned),
        disabled=not can_be_pinned,
        help="A pinned program is on your list whatever its chance."
        if can_be_pinned
        else "Only programs in the specialties of your profile can be on your list.",
    )
    grid.button(
        "Allow again" if excluded else "Exclude",
        icon=":material/block:",
        width="stretch",
        key="program_exclude",
        on_click=_mark,
        args=("excluded", program_id, not excluded),
        help="An excluded program is never put on your list.",
    )
    grid.button(
        "Remove from comparison" if compared else "Compare",
        icon=":material/compare_arrows:",
        width="stretch",
        key="program_compare",
        on_click=shelf().compare,
        args=(program_id,),
        disabled=not compared and len(shelf().compared) >= MOST_COMPARED,
        help=f"Up to {MOST_COMPARED} programs are shown side by side under Compare.",
    )
    with grid.popover("Note", icon=":material/edit_note:", width="stretch", key="program_note_popover"):
        _note(program_id)
    standing, program = applicant.standing(row), applicant.program(row)
    if pinned and standing.barring is not None:
        alone = profile.changed(pinned=(program_id,), excluded=())
        for sentence in pin_notes(alone, applicant.directory.kinds, {program_id: str(program["name"])}):
            note(sentence)
    elif pinned and standing.ruled_out:
        rules = [REQUIREMENT_NAMES[requirement] for requirement in standing.rules_unmet]
        note(pinned_sentence(program_with_place(program), rules))


def _mark(field: str, program_id: str, on: bool) -> None:
    """Pin or exclude a program, or undo it; a program is never both."""
    profile = sitting().profile
    answers = {
        name: tuple(other for other in getattr(profile, name) if other != program_id)
        for name in ("pinned", "excluded")
    }
    if on:
        answers[field] += (program_id,)
    sitting().answer(**answers)


def _note(program_id: str) -> None:
    def take(words: str) -> None:
        if words.strip():
            program_notes()[program_id] = words.strip()
        else:
            program_notes().pop(program_id, None)

    st.text_area(
        "Your note on this program",
        max_chars=LONGEST_NOTE,
        height=120,
        placeholder="Whom you wrote to, what they answered ...",
        **control(f"program_note_{program_id}", program_notes().get(program_id, ""), take).widget(),
    )
    st.caption("It stays in this browser tab, and is included when you download your list.")


def comparison(applicant: Applicant) -> None:
    """Draw the programs that were put into the comparison."""
    directory = applicant.directory
    places = [directory.place_of(program_id) for program_id in shelf().compared]
    rows = [row for row in places if row is not None]
    if not rows:
        note(
            "Nothing to compare yet. Open a program and choose Compare; "
            f"up to {MOST_COMPARED} are shown side by side here."
        )
        return
    compared = compare_programs(
        directory,
        rows,
        applicant.estimates,
        [applicant.standing(row) for row in rows],
        applicant.facts.program_requirements,
        program_notes(),
    )
    if len(rows) == 1:
        block(fine("One program so far. Add others from their own views."))
    block(part("programs.html", "comparison", compared=compared))
    grid = st.grid(len(rows), min_column_width=180, key="comparison_buttons")
    for program_id, name in zip(compared.program_ids, compared.names, strict=True):
        with grid.container(gap="xxsmall"):
            st.button(
                f"Open {as_plain_text(name)}",
                key=f"compare_open_{program_id}",
                on_click=shelf().open,
                args=(program_id,),
                wrap=True,
                width="stretch",
            )
            st.button(
                "Remove",
                key=f"compare_out_{program_id}",
                on_click=shelf().compare,
                args=(program_id,),
                type="tertiary",
            )
    left, right = st.columns(2)
    sources = list(compared.source_ids)
    with left:
        invitation_sources(
            applicant,
            key="sources_comparison",
            remark="Each program's own view names the source of each fact.",
            also=sources,
        )
    with right:
        chart_tools(
            None,
            key="comparison",
            shown=comparison_file(compared),
            sources=sources,
            title="Residency programs compared",
        )
