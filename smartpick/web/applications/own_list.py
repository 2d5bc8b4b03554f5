"""The list that a person has: brought as text or file, kept in the sitting, and set beside the best one."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

import streamlit as st

from smartpick.intake.own_list import ListedRow, OwnList, read_own_list
from smartpick.intake.table import MOST_BYTES, UnreadableFileError
from smartpick.odds.specialty_inputs import NoPublishedOutcomes
from smartpick.text.own_list import (
    addition_table,
    distance_sentence,
    left_out_table,
    member_table,
    now_sentence,
    own_list_figures,
)
from smartpick.web.applications.parts import section_heading
from smartpick.web.blocks import block, estimate_sources, fine, note
from smartpick.web.controls import control
from smartpick.web.evidence_parts import directory_stamp, shared_directory
from smartpick.web.page import PageContext, page_context, safely
from smartpick.web.session import remembered, sitting
from smartpick.whatif.own_list import NothingToCount, OwnListResult, assess_own_list

_KEPT, _TEXT, _GENERATION = "own_list_kept", "own_list_text", "own_list_generation"
_HELP = (
    "One program a line: its ACGME or NRMP code, or its name with city, state and specialty. A word at the "
    "end tells how far you are: applied, invited or ranked."
)
_NONE_OF_THESE = ""
_UNDECIDED_AT_ONCE = 20


@dataclass
class KeptList:
    """What the person brought, in this sitting only.

    Attributes:
        text: What was pasted.
        file: Name and content of the file that was brought, None for none.
        decisions: Program id by row number, "" for none of the candidates.
    """

    text: str = ""
    file: tuple[str, bytes] | None = None
    decisions: dict[int, str] = field(default_factory=dict)

    @property
    def stamp(self) -> str:
        """Identify what was brought, in keys of widgets and results."""
        content = self.file[1] if self.file else self.text.encode()
        return hashlib.sha256(content).hexdigest()[:16]


@st.fragment
@safely
def own_list() -> None:
    """Draw the section. A fragment: pasting and deciding draw nothing else."""
    here = page_context()
    block(
        section_heading("own-list"),
        fine(
            "Paste the list that you have, or bring it as a file: what it gives, what to add or drop, and "
            "how far it is from the best one.",
            "It stays in this browser tab: it is not stored and not in the link.",
        ),
    )
    kept = _kept()
    _bring(kept)
    if not kept.text.strip() and kept.file is None:
        return
    try:
        listed = _read(kept, here)
    except UnreadableFileError as error:
        note(str(error), strong=True)
        return
    listed = _decide(listed, kept)
    _not_recognised(listed.unused)
    if not listed.programs:
        note("No program was recognised yet. A code, or name, state and specialty, in each line works best.")
        return
    try:
        with st.spinner("Working out what your list gives ..."):
            result = _result(listed, here)
    except (NothingToCount, NoPublishedOutcomes) as error:
        note(str(error), strong=True)
        return
    _show(result, listed, here)


def _kept() -> KeptList:
    if _KEPT not in st.session_state:
        st.session_state[_KEPT] = KeptList()
    kept: KeptList = st.session_state[_KEPT]
    return kept


def _bring(kept: KeptList) -> None:
    pasted, from_file = st.tabs(["Paste", "From a file"], key="own_list_ways")
    with pasted:
        pasted_text = control(_TEXT, kept.text, _take_text)
        st.text_area(
            "Your list, one program a line",
            value=pasted_text.value,
            key=pasted_text.key,
            height=160,
            help=_HELP,
            max_chars=200_000,
            placeholder="Kern Medical Center, Bakersfield, CA, invited\n1400511046 applied",
            on_change=pasted_text.on_change,
        )
    with from_file:
        generation = st.session_state.setdefault(_GENERATION, 0)
        upload = st.file_uploader(
            "Your list (CSV, Excel or text)",
            type=["csv", "tsv", "txt", "xlsx", "xlsm"],
            key=f"own_list_file_{generation}",
            help=f"{_HELP} In a table, columns for code, name, state, specialty and status.",
            max_upload_size=MOST_BYTES // 1_000_000,
        )
        if upload is not None and kept.file != (upload.name, upload.getvalue()):
            kept.file, kept.text, kept.decisions = (upload.name, upload.getvalue()), "", {}
    if kept.text.strip() or kept.file:
        named = "your file" if kept.file else "what you pasted"
        st.button(f"Forget {named}", on_click=_forget, key="own_list_forget")


def _take_text(text: str | None) -> None:
    kept = _kept()
    kept.text, kept.file, kept.decisions = text or "", None, {}
    st.session_state[_GENERATION] = st.session_state.get(_GENERATION, 0) + 1


def _forget() -> None:
    st.session_state[_KEPT] = KeptList()
    # A new key gives an empty upload.
    st.session_state[_GENERATION] = st.session_state.get(_GENERATION, 0) + 1


def _read(kept: KeptList, here: PageContext) -> OwnList:
    programs = here.engine.facts.programs
    stamp = directory_stamp(programs)
    directory = shared_directory(stamp, programs)
    preferred = here.profile.specialties[0]

    def read() -> OwnList:
        if kept.file is None:
            return read_own_list(kept.text, directory, preferred)
        name, content = kept.file
        if name.lower().endswith(".txt"):
            try:
                return read_own_list(content.decode("utf-8-sig"), directory, preferred, name)
            except UnicodeDecodeError:
                pass
        return read_own_list(content, directory, preferred, name)

    found: OwnList = remembered("own_list_read", (kept.stamp, preferred, stamp), read)
    return found


def _decide(listed: OwnList, kept: KeptList) -> OwnList:
    """Ask which program each doubtful row is about; return the list with what was decided."""
    if not listed.undecided:
        return listed
    with st.expander(f"For you to decide ({len(listed.undecided)})", expanded=True, key="own_list_undecided"):
        shown = listed.undecided[:_UNDECIDED_AT_ONCE]
        for row in shown:
            _decide_row(row, kept)
        if len(listed.undecided) > len(shown):
            rest = len(listed.undecided) - len(shown)
            block(fine(f"{rest} more rows are doubtful; codes or states in them would settle most."))
    return listed.decided(kept.decisions)


def _decide_row(row: ListedRow, kept: KeptList) -> None:
    labels = {one.program_id: one.label for one in row.candidates}
    options: list[str | None] = [None, *labels, _NONE_OF_THESE]

    def take(chosen: str | None) -> None:
        kept.decisions.pop(row.row, None)
        if chosen is not None:
            kept.decisions[row.row] = chosen

    shown = control(f"own_list_row_{kept.stamp}_{row.row}", kept.decisions.get(row.row), take)
    st.selectbox(
        f"Row {row.row}: {row.text}",
        options,
        index=options.index(shown.value),
        format_func=lambda one: (
            "Not decided: not counted" if one is None else labels.get(one, "None of these: not counted")
        ),
        key=shown.key,
        help=row.reason,
        on_change=shown.on_change,
    )


def _not_recognised(rows: Sequence[ListedRow]) -> None:
    if not rows:
        return
    with st.expander(f"Not used ({len(rows)})", key="own_list_unused"):
        items = "".join(
            f"<li>Row {row.row}: {escape(row.text)} <small>{escape(row.reason)}</small></li>" for row in rows
        )
        block(f'<ul class="sp-fine">{items}</ul>')


def _result(listed: OwnList, here: PageContext) -> OwnListResult:
    statuses = {one.program_id: one.status for one in listed.programs}
    key = (tuple(statuses.items()), here.profile, here.assumed, sitting().evidence_version)
    found: OwnListResult = remembered(
        "own_list",
        key,
        lambda: assess_own_list(
            statuses, here.profile, here.engine, here.assumed, evidence=sitting().evidence
        ),
    )
    return found


def _show(result: OwnListResult, listed: OwnList, here: PageContext) -> None:
    items = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(figure)}<small>{escape(small)}</small></dd></div>"
        for name, figure, small in own_list_figures(result)
    )
    block(f'<dl class="sp-figures">{items}</dl>', fine(*listed.notes))
    note(" ".join(filter(None, (now_sentence(result), distance_sentence(result)))))
    weak, more = st.columns(2, gap="large")
    with weak:
        block(
            '<h3 class="sp-subheading">What it would miss least</h3>',
            fine("What the list would lose without each, in points of its worth out of 100."),
        )
        st.dataframe(
            member_table(result, here.engine),
            hide_index=True,
            key="own_list_weak",
            alt="The programs of your list that it would miss least.",
        )
    with more:
        block(
            '<h3 class="sp-subheading">What would add most</h3>',
            fine("What each would add alone. After the first, look again: like programs replace each other."),
        )
        st.dataframe(
            addition_table(result, here.engine),
            hide_index=True,
            key="own_list_more",
            alt="Programs that are not on your list and would add most to it.",
        )
    if result.left_out:
        with st.expander(f"Recognised, but not counted ({len(result.left_out)})", key="own_list_left_out"):
            st.dataframe(
                left_out_table(result, here.engine),
                hide_index=True,
                key="own_list_left_out_table",
                alt="Programs of your list that no chance is counted for, with the reasons.",
            )
    estimate_sources(
        result.assessment if result.now is None else result.now,
        here.engine,
        key="sources_own_list",
        remark="The chances are worked out as those of the recommended list, for the programs of yours.",
    )
