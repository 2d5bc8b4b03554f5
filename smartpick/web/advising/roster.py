"""The roster of a mentor: brought, read, worked out a few at a time, and each entry open to all pages."""

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import pandas as pd
import streamlit as st

from smartpick.charts.advising import CohortPoint, cohort_figure
from smartpick.charts.frame import CONFIG
from smartpick.cohort import (
    AssessedApplicant,
    Roster,
    RosterFault,
    assess_applicant,
    read_roster,
    template_bytes,
)
from smartpick.cohort.columns import GRADUATION_YEAR, OWN
from smartpick.cohort.results import ResultTable, about_starting_values, our_cells
from smartpick.engine import Engine
from smartpick.export import Sheet, workbook_bytes
from smartpick.intake.table import MOST_BYTES
from smartpick.profile import ApplicantProfile
from smartpick.text.advising import (
    COHORT_COLUMNS,
    applicant_in_words,
    cohort_in_words,
    cohort_table,
    columns_of_their_own,
    tier_name,
    tier_word,
    tiers_among,
)
from smartpick.text.numbers import plural
from smartpick.text.sources import GUIDE
from smartpick.web.blocks import as_plain_text, block, fine, heading, note, sources_popover
from smartpick.web.charts import chart_tools
from smartpick.web.cockpit.page import cockpit
from smartpick.web.controls import kept, opening_table
from smartpick.web.downloads import csv_button, file_button
from smartpick.web.entered import RosterFile
from smartpick.web.page import PageContext, page_context, safely
from smartpick.web.session import PRESENT, QUESTION, ROSTER, VIEW, remembered, sitting
from smartpick.web.theme import page_palette

# As many as one looks over, and as a server can work out for several mentors at once.
MOST_ROWS = 200
# How long one answer to the browser may work on applicants, in seconds, and the pause until it asks again.
_AT_A_TIME, _PAUSE = 0.6, 0.3
_TYPES = ["csv", "tsv", "txt", "xlsx", "xlsm", "ods", "parquet"]
_NAMES, _TIERS, _SPECIALTY, _CHOSEN = "roster_names", "roster_tiers", "roster_specialty", "roster_chosen"
_ANY = "Any specialty"
# In pixels; a row holds three lines.
_ROW = 72
_CONFIG = {
    "Code": st.column_config.TextColumn(width=75, pinned=True),
    "Name": st.column_config.TextColumn(width=150),
    "Tier": st.column_config.TextColumn(width=65, help="The guide's tier, for non-US IMGs."),
    "Chance": st.column_config.NumberColumn(
        "Our estimate",
        format="%.0f %%",
        width=100,
        help="Chance of matching with the recommended list: our estimate, not a published rate.",
    ),
    "Range": st.column_config.TextColumn("80 % range", width=90),
    "West Coast": st.column_config.NumberColumn(
        format="%.0f %%",
        width=90,
        help="Our estimate of matching in California, Oregon or Washington.",
    ),
    "Main liability": st.column_config.TextColumn(
        width=210, help="The weak point that counts most, by the guide."
    ),
    "Best lever": st.column_config.TextColumn(width=170, help="The change that would move the chance most."),
    "Gain": st.column_config.TextColumn(width=60, help="What it would add to the chance, in points."),
    "List cost": st.column_config.NumberColumn(
        format="$%.0f", width=80, help="Fees of the recommended list, where they are published."
    ),
    "Data gaps": st.column_config.TextColumn(
        width=240, help="Answers that the roster does not give; a starting value is used."
    ),
}


def roster_part() -> None:
    """Draw the roster, or the place to bring one."""
    brought = sitting().roster
    if brought is None:
        _bring()
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container(width="stretch"):
            block(heading(brought.name))
        st.button("Remove this roster", icon=":material/close:", key="forget_roster", on_click=_forget)
    try:
        with st.spinner("Reading the roster ..."):
            read: Roster = remembered(
                "roster",
                brought.stamp,
                lambda: read_roster(
                    brought.content, brought.name, match_year=brought.match_year, meanings=brought.meanings
                ),
            )
    except RosterFault as fault:
        note(str(fault), strong=True)
        return
    if read.columns.questions:
        _ask_columns(read, brought)
        return
    _assessed(read, brought)


def _bring() -> None:
    block(
        fine(
            "One row for each applicant, with a column for each answer that you know: Step 2 CK, visa, "
            "specialty, years since graduation, US letters, in usual words. A column “code” names them; "
            "columns with people’s names are left out. Nothing is stored: the roster stays in this browser "
            "tab, and in a file that you save yourself."
        )
    )
    upload = st.file_uploader(
        "A roster (CSV, Excel, ODS or Parquet)",
        type=_TYPES,
        key="roster_file",
        max_upload_size=MOST_BYTES // 1_000_000,
    )
    if upload is not None:
        sitting().roster = RosterFile(upload.name, upload.getvalue())
        st.rerun()
    file_button(
        "An empty roster with every field explained (Excel)",
        lambda: template_bytes(".xlsx"),
        "smartpick-roster-template.xlsx",
        key="roster_template",
        icon="table_view",
        type="tertiary",
    )


def _forget() -> None:
    sitting().forget_roster()
    st.session_state.pop("remembered_roster", None)
    st.session_state.pop("remembered_cohort", None)


# Columns whose names leave open what they hold: asked about, never guessed.

_OPEN, _NOTE_OF_OWN = "Choose", "A note of my own: do not read it"


def _ask_columns(read: Roster, brought: RosterFile) -> None:
    note("Some columns are not clear. Nothing is worked out until they are.", strong=True)
    for question in read.columns.questions:
        if question.fields == (GRADUATION_YEAR,) and len(question.places) == 1:
            name = as_plain_text(read.columns.names[question.places[0]])
            year = st.number_input(
                f"“{name}” is a year. For which Match are they applying?",
                min_value=2000,
                max_value=2100,
                value=None,
                placeholder="Year of the Match",
                key=f"roster_match_year_{brought.stamp}",
                width=420,
            )
            if year is not None:
                sitting().roster = replace(brought, match_year=int(year))
                st.rerun()
            continue
        for place in question.places:
            chosen = st.selectbox(
                f"What does “{as_plain_text(read.columns.names[place])}” hold?",
                [_OPEN, *question.fields, OWN],
                format_func=_field_words,
                key=f"roster_column_{brought.stamp}_{place}",
                help=as_plain_text(question.sentence),
                width=420,
            )
            if chosen != _OPEN:
                sitting().roster = replace(brought, meanings={**brought.meanings, place: chosen})
                st.rerun()


def _field_words(name: str) -> str:
    if name == OWN:
        return _NOTE_OF_OWN
    known = ApplicantProfile.model_fields.get(name)
    return known.title or name if known else name.replace("_", " ").capitalize()


# The results: worked out a few at a time, while those that are there are shown.


@dataclass
class _Cohort:
    """The applicants that are worked out, in the order of the roster.

    The best lever takes ten times as long as all the rest, so it comes in a second round; `levers` is how
    many have it.
    """

    found: list[AssessedApplicant] = field(default_factory=list)
    levers: int = 0

    def work(self, read: Roster, total: int, engine: Engine) -> None:
        """Work out some more, for a short while."""
        until = time.monotonic() + _AT_A_TIME
        for applicant in read.applicants(len(self.found), total):
            self.found.append(assess_applicant(applicant, engine, best_lever=False))
            if time.monotonic() > until:
                return
        for applicant in read.applicants(self.levers, total):
            self.found[self.levers] = assess_applicant(applicant, engine)
            self.levers += 1
            if time.monotonic() > until:
                return


def _assessed(read: Roster, brought: RosterFile) -> None:
    context = page_context()
    key = (brought.stamp, context.engine.facts.data_hash)
    cohort: _Cohort = remembered("cohort", key, _Cohort)
    total = min(len(read), MOST_ROWS)
    unfinished = cohort.levers < total

    @st.fragment(run_every=_PAUSE if unfinished else None)
    @safely
    def working() -> None:
        cohort.work(read, total, context.engine)
        if cohort.levers < total:
            said = f"{len(cohort.found)} of {total} applicants are worked out, {cohort.levers} with levers."
            st.progress((len(cohort.found) + cohort.levers) / (2 * total), text=said)
        elif unfinished:
            # Drawn once more as a whole, without the clock.
            st.rerun()
        _draw(read, cohort, context)

    working()


def _draw(read: Roster, cohort: _Cohort, context: PageContext) -> None:
    found = cohort.found
    if len(read) > MOST_ROWS:
        note(
            f"The roster has {len(read):,} applicants; the first {MOST_ROWS} are shown. For all of them, run "
            "“smartpick cohort ROSTER -o OUT.csv” on your computer."
        )
    good = [each for each in found if each.outcome is not None]
    faulty = [each for each in found if each.fault]
    notes = [*read.notes, *about_starting_values(read, sum(bool(each.applicant.started) for each in good))]
    if sitting().evidence:
        notes.append("Your own figures for programs do not count here. They count once you open an entry.")
    with st.expander("How the roster was read", key="roster_reading"):
        block(*(fine(sentence) for sentence in notes))
    if faulty:
        with st.expander(
            f"{plural(len(faulty), 'row')} could not be used; the others are below",
            expanded=True,
            key="roster_faults",
        ):
            st.dataframe(
                pd.DataFrame(
                    [(one.applicant.number, one.applicant.code, one.fault) for one in faulty],
                    columns=["Row", "Code", "What is wrong, and what to do"],
                ),
                hide_index=True,
                row_height=_ROW,
                column_config={
                    "Row": st.column_config.NumberColumn(width=60),
                    "Code": st.column_config.TextColumn(width=90),
                    "What is wrong, and what to do": st.column_config.TextColumn(width=900),
                },
                key="roster_faults_table",
                alt="Rows of the roster that could not be used, each with what to do.",
            )
    if good:
        shown = _filtered(good)
        names = _names_of(read) if read.columns.personal else {}
        pending = {each.applicant.number for each in found[cohort.levers :]}
        _table(shown, names, pending)
        _open(shown)
        # Drawn once, when nothing moves any more.
        if cohort.levers == min(len(read), MOST_ROWS):
            _picture(shown, context.engine)
        _files(read, found, context.engine)


def _filtered(good: Sequence[AssessedApplicant]) -> list[AssessedApplicant]:
    tiers = tiers_among(good)
    specialties = Counter(each.applicant.profile.specialties[0] for each in good if each.applicant.profile)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.pills("Tier", tiers, selection_mode="multi", **kept(_TIERS, []).widget("default"))
        offered = [_ANY, *specialties]
        specialty = st.selectbox(
            "Preferred specialty", offered, width=280, **kept(_SPECIALTY, _ANY).one_of(offered)
        )
    return [
        each
        for each in good
        if (not chosen or tier_word(each) in chosen)
        and (specialty not in specialties or each.applicant.profile.specialties[0] == specialty)  # type: ignore[union-attr]
    ]


def _names_of(read: Roster) -> dict[int, str]:
    """Return what people are called by the number of their row, if the mentor wants to see it."""
    wanted = st.toggle(
        "Show names",
        help="They come from your file, are shown on this page only, and are in no link and no result.",
        **kept(_NAMES, False).widget(),
    )
    if not wanted:
        return {}
    personal = read.columns.personal
    return {number: " ".join(cells[place] for place in personal).strip() for number, cells in read.rows}


def _table(shown: Sequence[AssessedApplicant], names: dict[int, str], pending: set[int]) -> None:
    table = cohort_table(shown, names, pending)
    codes = codes_of(shown)

    def choose(place: int) -> None:
        st.session_state[_CHOSEN] = codes[place]

    opening_table(
        table,
        "roster_table",
        codes,
        choose,
        columns=[name for name in COHORT_COLUMNS if name != "Name" or names],
        config=_CONFIG,
        row_height=_ROW,
        alt=cohort_in_words(shown),
    )


def codes_of(shown: Sequence[AssessedApplicant]) -> list[str]:
    """Return what stands for each applicant; a code that another row has too is told apart by its row."""
    rows = [(each.applicant.code, each.applicant.number) for each in shown]
    every = Counter(code for code, _ in rows)
    return [code if every[code] == 1 else f"{code} (row {number})" for code, number in rows]


def _open(shown: Sequence[AssessedApplicant]) -> None:
    """Draw the ways to open one applicant: to present, or on the first page with all answers."""
    own, codes = sitting(), codes_of(shown)
    if not shown:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        code = st.selectbox(
            "Open an applicant",
            codes,
            placeholder="Tick a row above, or type a code",
            width=280,
            **kept(_CHOSEN, None).one_of(codes),
        )
        one = shown[codes.index(code)] if code in codes else None
        present = st.button(
            "Present", type="primary", icon=":material/co_present:", key="present_entry", disabled=one is None
        )
        work = st.button(
            "Open on “Your chances”", icon=":material/tune:", key="open_entry", disabled=one is None
        )
        left = own.others.get(code or "") if code else None
        if left is not None and one is not None and left.profile != one.applicant.profile:
            st.button(
                "Undo the changes",
                key="forget_entry",
                on_click=own.forget_entry,
                args=(code,),
                help="This applicant opens as you left it in this session; later, as in the roster.",
            )
    if one is not None and one.applicant.profile is not None and (present or work):
        open_entry(str(code), one.applicant.profile, presented=present)


# The picture of the cohort, and the results as files.

_PICTURE = "cohort_picture"


def _picture(shown: Sequence[AssessedApplicant], engine: Engine) -> None:
    points = _points(shown)
    if not points:
        return
    block(heading("Everybody in one picture"), fine(cohort_in_words(shown)))
    figure = cohort_figure(points, page_palette())
    st.plotly_chart(figure, theme=None, config=CONFIG, key=_PICTURE, alt=cohort_in_words(shown))
    with st.container(horizontal=True):
        outcomes = engine.facts.outcome_distributions["source_id"].dropna().astype(str).unique()
        sources = [GUIDE, "program_rate_model", *sorted(outcomes)]
        chart_tools(
            figure,
            key=_PICTURE,
            shown=cohort_table(shown),
            sources=sources,
            title="Chance of matching by Step 2 CK score, by applicant",
        )
        sources_popover(
            engine.facts.sources,
            sources,
            key="sources_roster",
            remark="Chances are our estimates, each as if the applicant alone were open. An open entry names "
            "all of its sources.",
        )


def _points(shown: Sequence[AssessedApplicant]) -> list[CohortPoint]:
    placed = []
    for each, code in zip(shown, codes_of(shown), strict=True):
        hover, profile = applicant_in_words(each, code), each.applicant.profile
        if hover and profile and profile.step2_ck_score is not None and each.outcome:
            chance = each.outcome.match
            placed.append(
                CohortPoint(
                    score=profile.step2_ck_score,
                    chance=chance.point,
                    low=chance.low,
                    high=chance.high,
                    tier=tier_name(tier_word(each)),
                    hover=hover,
                )
            )
    order = [tier_name(word) for word in tiers_among(shown)]
    return sorted(placed, key=lambda point: order.index(point.tier))


def _files(read: Roster, found: Sequence[AssessedApplicant], engine: Engine) -> None:
    def table() -> pd.DataFrame:
        results = ResultTable(read, with_lever=True)
        rows = [
            results.row(each.applicant.code, each.applicant.cells, our_cells(each, with_lever=True))
            for each in found
        ]
        return pd.DataFrame(rows, columns=columns_of_their_own(results.header))

    def workbook() -> bytes:
        # Excel has no time zones.
        made = datetime.now().replace(microsecond=0)
        return workbook_bytes([Sheet("Roster", table())], "SmartPick roster", made)

    with st.container(horizontal=True):
        csv_button("Results (CSV)", table, "smartpick-roster.csv", key="roster_csv")
        file_button(
            "Results (Excel)", workbook, "smartpick-roster.xlsx", key="roster_xlsx", icon="table_view"
        )
    block(fine(f"Data {engine.facts.data_hash[:12]}. Estimates, not promises; rows with a fault are in it."))


# Opening an entry of the roster on all pages, and the way back to the mentor's own profile.

_PAGE = "pages/advising.py"


def entry_line() -> None:
    """Say on every page whose profile is shown while an entry of the roster is open, with the way back."""
    # Kept when none is, so that what follows stays where it is.
    with st.container(key="roster_entry"):
        code = sitting().entry
        if not code:
            return
        with st.container(horizontal=True, vertical_alignment="center"):
            with st.container(width="stretch"):
                note(f"You are looking at roster entry {code}. Your own profile is kept.", strong=True)
            if st.button("Back to the roster", icon=":material/arrow_back:", key="back_to_roster"):
                sitting().close_entry()
                st.session_state[VIEW] = ROSTER
                st.switch_page(_PAGE)


def open_entry(code: str, profile: ApplicantProfile, *, presented: bool) -> None:
    """Show an entry of the roster: in the presenter view, or on the first page."""
    sitting().show_entry(code, profile)
    st.session_state[VIEW] = PRESENT
    st.session_state[QUESTION] = 1
    if presented:
        st.rerun()
    st.switch_page(st.Page(cockpit, title="Your chances", default=True))
