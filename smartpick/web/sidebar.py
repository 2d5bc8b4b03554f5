"""The sidebar: every answer but the score, the link, rooms, saving, bringing back, clearing."""

from datetime import date
from typing import Literal
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st
from markupsafe import Markup

from smartpick.intake.table import MOST_BYTES
from smartpick.profile import FORM, ApplicantProfile, question, questions_of
from smartpick.text.numbers import NARROW_SPACE, plural
from smartpick.web.blocks import as_plain_text, block, fine, title
from smartpick.web.controls import ask, control
from smartpick.web.downloads import file_button
from smartpick.web.evidence_parts import forget_files
from smartpick.web.links import page_link_parameters
from smartpick.web.room_controls import room_controls
from smartpick.web.session import reset, sitting
from smartpick.web.tab_storage import cannot_keep

_FAULTS = "faults_of_saved_file"


@st.fragment
def copy_link(width: Literal["stretch", "content"] = "stretch") -> None:
    """Draw a button that opens the link with a copy button beside it.

    A fragment that asks for the link when it is opened, so that it holds what other parts of the page have
    changed since it was drawn.
    """
    drawer = st.popover("Copy link", icon=":material/link:", width=width, key="copy_link", on_change="rerun")
    with drawer:
        st.caption(
            "Whoever opens this link sees what you see now. Your answers are in the link itself. What you "
            "typed is not: searches, names, notes and your own figures stay in this browser tab."
        )
        if drawer.open:
            with st.container(key="link_to_copy"):
                st.code(link_address(), language=None, wrap_lines=True)


def title_with_link(text: str, below: str | Markup) -> None:
    """Draw a page's title with the button beside it and a line below it, plain or made by the page as HTML.

    For pages without the control panel, which has the button itself.
    """
    with st.container(gap="xxsmall"):
        with st.container(horizontal=True, key="page_title"):
            with st.container(width="stretch"):
                block(title(text))
            with st.container(width="content"):
                copy_link("content")
        block(below if isinstance(below, Markup) else fine(below))


def link_address() -> str:
    """Return the address of this page with the profile and the page's choices in it."""
    own, address = sitting(), urlsplit(st.context.url or "")
    parameters = page_link_parameters(own.profile, own.assumed, st.query_params.to_dict())
    query = urlencode(parameters, safe="|:=")
    return urlunsplit((address.scheme, address.netloc, address.path or "/", query, ""))


def control_panel() -> None:
    """Draw the controls in the sidebar."""
    with st.sidebar:
        st.subheader("Your answers")
        st.caption(
            "These are the answers on the screen that you follow. Your own come back when you stop."
            if sitting().follows
            else "Who you are, your specialty and your score are enough to begin with. Each group shows "
            "the answers that count until you change them: open it to change what is different for "
            "you."
        )
        for notice in sitting().notices:
            st.info(as_plain_text(notice))
        counted = counted_answers(sitting().profile)
        for name, section in FORM.items():
            label = f"{section.title}  :gray[:small[{counted[name]}]]" if name in counted else section.title
            with st.expander(label, expanded=section.opened, key=f"answers_{name}"):
                if name == "exams":
                    _no_score()
                for field in questions_of(name):
                    ask(field)
        copy_link()
        room_controls()
        if sitting().follows:
            return
        _save_and_bring_back()
        st.button("Reset to the starting values", on_click=reset, width="stretch", key="reset")
        _clear()
        st.caption(
            "Nothing you enter is stored on the server. It stays in this browser tab: a reload brings it "
            "back, and closing the tab ends it. Apart from that it is only in a link that you copy, in a "
            "file that you save yourself and, while you have a room open, on the screens that follow "
            "yours."
        )
        if lost := cannot_keep():
            st.warning(lost)


def counted_answers(profile: ApplicantProfile) -> dict[str, str]:
    """Return what counts in each group of questions that is closed at first, in a few words."""

    def word(field: str) -> str:
        words = question(field).words or {}
        return words[getattr(profile, field)]

    failures = profile.step1_failures + profile.step2_ck_failures
    papers = profile.publications + profile.presentations
    years, weeks = profile.years_since_graduation, profile.usce_hands_on_weeks
    coast = f"{round(100 * profile.pacific_weight)}{NARROW_SPACE}%"
    visa = {"none": "no visa needed", "j1": "J-1 visa", "h1b": "H-1B visa", "either": "J-1 or H-1B visa"}
    return {
        "goal": f"{plural(profile.max_applications, 'application')}, West Coast {coast}",
        "background": f"{visa[profile.visa_need]}, {plural(years, 'year')} since graduation",
        "exams": f"{plural(failures, 'failed attempt')}, Step 3 {word('step3').lower()}",
        "experience": f"{plural(weeks, 'week')} hands-on, {plural(profile.us_letters, 'US letter')}",
        "research": f"{plural(papers, 'paper or talk', 'papers and talks')}",
        "season": word("season_stage"),
    }


def _no_score() -> None:
    """Ask whether there is a Step 2 CK score; the score itself has its own slider on the page."""

    def take(none: bool) -> None:
        before = sitting().before
        last_score = before.step2_ck_score if before else None
        start = last_score if last_score is not None else ApplicantProfile().step2_ck_score
        sitting().answer(step2_ck_score=None if none else start)

    st.checkbox(
        "I have no Step 2 CK score yet",
        **control("no_score", sitting().profile.step2_ck_score is None, take).widget(),
        disabled=sitting().follows,
        help="Step 2 CK (Clinical Knowledge) is the licensing exam whose score programs see. Without a score "
        "the page shows what all scores together would bring; move the slider to try one.",
    )


def _save_and_bring_back() -> None:
    # The file is made outside of the session's run, which has no sitting of its own.
    own = sitting()
    file_button(
        "Save everything to a file",
        lambda: own.saved().encode(),
        f"smartpick-{date.today().isoformat()}.json",
        key="save_sitting",
        icon="save",
        help="Your answers, notes, scenarios, list and what you know of programs, in one file for later.",
        width="stretch",
    )
    with st.popover(
        "Bring back a saved file", icon=":material/folder_open:", width="stretch", key="bring_back"
    ):
        st.caption("The file replaces everything you entered in this browser tab.")
        upload = st.file_uploader(
            "A file that you saved here",
            type=["json"],
            key="saved_sitting",
            max_upload_size=2 * MOST_BYTES // 1_000_000,
        )
        if upload is not None:
            content = upload.getvalue()
            st.button("Replace what is here", on_click=_bring_back, args=(content,), key="replace_sitting")
            faulty, faults = st.session_state.get(_FAULTS, (None, []))
            for fault in faults if faulty == content else []:
                st.warning(as_plain_text(fault))


def _clear() -> None:
    """Draw the button that drops what was brought, behind one that says what that is."""
    with st.popover(
        "Clear everything I brought", icon=":material/delete:", width="stretch", key="clear_brought"
    ):
        st.caption(
            "This removes your figures for programs, look-ups, notes, scenarios, own list, dates, "
            "languages and your changes to the self-assessment, here and in what the browser tab keeps. "
            "It cannot be undone. Your other answers stay: they are in the address."
        )
        st.button("Clear it now", on_click=_clear_brought, width="stretch", key="clear_brought_now")


def _clear_brought() -> None:
    forget_files()
    sitting().clear()


def _bring_back(content: bytes) -> None:
    st.session_state[_FAULTS] = (content, sitting().bring_back(content))
