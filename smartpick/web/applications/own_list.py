"""The list that a person has: brought as text or file, and compared with the best one."""

import streamlit as st

from smartpick.intake.own_list import ListedRow, OwnList, read_own_list
from smartpick.intake.table import MOST_BYTES, UnreadableFileError
from smartpick.odds.specialty_inputs import NoPublishedOutcomes
from smartpick.text.records import (
    addition_table,
    distance_sentence,
    left_out_table,
    member_table,
    now_sentence,
    own_list_figures,
)
from smartpick.web.applications.parts import section_heading
from smartpick.web.blocks import as_plain_text, block, estimate_sources, figures, fine, note, subheading
from smartpick.web.controls import control
from smartpick.web.entered import OwnListText
from smartpick.web.evidence_parts import directory_stamp, shared_directory
from smartpick.web.page import PageContext, page_context, safely
from smartpick.web.session import remembered, sitting
from smartpick.web.tab_storage import keep_in_tab
from smartpick.web.templates import part
from smartpick.whatif.own_list import NothingToCount, OwnListResult, assess_own_list

_GENERATION = "own_list_generation"
_HELP = (
    "One program on each line: its ACGME or NRMP code, or its name with city, state and specialty. A word "
    "at the end says how far you are: applied, invited or ranked."
)
_NONE_OF_THESE = ""
_UNDECIDED_AT_ONCE = 20


@st.fragment
@safely
def own_list() -> None:
    """Draw the section. A fragment: pasting and deciding draw nothing else."""
    context, own = page_context(), sitting().own_list
    block(
        section_heading("own-list"),
        fine(
            "Paste the list that you have, or bring it as a file. You see what it gives, what to add or "
            "drop, and how far it is from the best one.",
            "It stays in this browser tab: it is not stored on the server, and it is not in the link.",
        ),
    )
    _bring(own)
    keep_in_tab("own_list")
    if not own.text.strip() and own.file is None:
        return
    try:
        listed = _read(own, context)
    except UnreadableFileError as error:
        note(str(error), strong=True)
        return
    listed = _decide(listed, own)
    if listed.unused:
        with st.expander(f"Not used ({len(listed.unused)})", key="own_list_unused"):
            block(part("applications.html", "unused_rows", rows=listed.unused))
    if not listed.programs:
        note(
            "No program was recognised yet. Each line works best with a code, or with name, state and "
            "specialty."
        )
        return
    try:
        with st.spinner("Working out what your list gives ..."):
            result = _result(listed, context)
    except (NothingToCount, NoPublishedOutcomes) as error:
        note(str(error), strong=True)
        return
    _show(result, listed, context)


def _bring(own: OwnListText) -> None:
    pasted, from_file = st.tabs(["Paste", "From a file"], key="own_list_ways")
    with pasted:
        st.text_area(
            "Your list, one program on each line",
            height=160,
            help=_HELP,
            max_chars=200_000,
            placeholder="Kern Medical Center, Bakersfield, CA, invited\n1400511046 applied",
            **control("own_list_text", own.text, lambda text: _replace(OwnListText(text or ""))).widget(),
        )
    with from_file:
        generation = st.session_state.setdefault(_GENERATION, 0)
        upload = st.file_uploader(
            "Your list (CSV, Excel, LibreOffice or text)",
            type=["csv", "tsv", "txt", "xlsx", "xlsm", "ods"],
            key=f"own_list_file_{generation}",
            help=f"{_HELP} In a table, columns for code, name, state, specialty and status.",
            max_upload_size=MOST_BYTES // 1_000_000,
        )
        if upload is not None and own.file != (upload.name, upload.getvalue()):
            own.file, own.text, own.decisions = (upload.name, upload.getvalue()), "", {}
    if own.text.strip() or own.file:
        brought = "your file" if own.file else "what you pasted"
        st.button(f"Forget {brought}", on_click=_replace, args=(OwnListText(),), key="own_list_forget")


def _replace(own: OwnListText) -> None:
    sitting().own_list = own
    # A new key gives an empty upload.
    st.session_state[_GENERATION] = st.session_state.get(_GENERATION, 0) + 1


def _read(own: OwnListText, context: PageContext) -> OwnList:
    programs, preferred = context.engine.facts.programs, context.profile.specialties[0]
    stamp = directory_stamp(programs)
    directory = shared_directory(stamp, programs)

    def read() -> OwnList:
        if own.file is None:
            return read_own_list(own.text, directory, preferred)
        name, content = own.file
        if name.lower().endswith(".txt"):
            try:
                return read_own_list(content.decode("utf-8-sig"), directory, preferred, name)
            except UnicodeDecodeError:
                pass
        return read_own_list(content, directory, preferred, name)

    return remembered("own_list_read", (own.stamp, preferred, stamp), read)


def _decide(listed: OwnList, own: OwnListText) -> OwnList:
    """Ask which program each doubtful row is about; return the list with what was decided."""
    count = len(listed.undecided)
    if not count:
        return listed
    with st.expander(f"For you to decide ({count})", expanded=True, key="own_list_undecided"):
        for row in listed.undecided[:_UNDECIDED_AT_ONCE]:
            _decide_row(row, own)
        if count > _UNDECIDED_AT_ONCE:
            rest = count - _UNDECIDED_AT_ONCE
            block(fine(f"{rest} more rows are doubtful. Add codes or states to settle most of them."))
    return listed.decided(own.decisions)


def _decide_row(row: ListedRow, own: OwnListText) -> None:
    labels = {one.program_id: one.label for one in row.candidates}
    options: list[str | None] = [None, *labels, _NONE_OF_THESE]

    def take(chosen: str | None) -> None:
        own.decisions.pop(row.key, None)
        if chosen is not None:
            own.decisions[row.key] = chosen

    decided = control(f"own_list_row_{own.stamp}_{row.key}", own.decisions.get(row.key), take)
    st.selectbox(
        f"{as_plain_text(row.place[0].upper() + row.place[1:])}: {as_plain_text(row.text)}",
        options,
        format_func=lambda one: (
            "Not decided: not counted" if one is None else labels.get(one, "None of these: not counted")
        ),
        help=as_plain_text(row.reason),
        **decided.one_of(options),
    )


def _result(listed: OwnList, context: PageContext) -> OwnListResult:
    statuses = {one.program_id: one.status for one in listed.programs}
    key = (tuple(statuses.items()), context.profile, context.assumed, sitting().evidence_version)
    return remembered(
        "own_list",
        key,
        lambda: assess_own_list(
            statuses, context.profile, context.engine, context.assumed, evidence=sitting().evidence
        ),
    )


def _show(result: OwnListResult, listed: OwnList, context: PageContext) -> None:
    engine = context.engine
    block(figures(own_list_figures(result)), fine(*listed.notes))
    note(" ".join(filter(None, (now_sentence(result), distance_sentence(result)))))
    weak, more = st.columns(2, gap="large")
    with weak:
        block(
            subheading("What it would miss least"),
            fine("What the list would lose without each, in points of its worth out of 100."),
        )
        st.dataframe(
            member_table(result, engine),
            hide_index=True,
            key="own_list_weak",
            alt="The programs of your list that it would miss least.",
        )
    with more:
        block(
            subheading("What would add most"),
            fine(
                "What each would add alone. After you add the first, look again: similar programs can "
                "replace each other."
            ),
        )
        st.dataframe(
            addition_table(result, engine),
            hide_index=True,
            key="own_list_more",
            alt="Programs that are not on your list and would add most to it.",
        )
    if result.left_out:
        with st.expander(f"Recognised, but not counted ({len(result.left_out)})", key="own_list_left_out"):
            st.dataframe(
                left_out_table(result, engine),
                hide_index=True,
                key="own_list_left_out_table",
                alt="Programs of your list without a chance, with the reasons.",
            )
    estimate_sources(
        result.assessment if result.now is None else result.now,
        engine,
        key="sources_own_list",
        remark="The chances are worked out as those of the recommended list, for the programs on yours.",
    )
