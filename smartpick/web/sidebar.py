"""The sidebar: every answer but the score, and a link to what is on screen."""

from __future__ import annotations

from datetime import date
from typing import Literal
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

from smartpick.profile import HIGHEST_SCORE, LOWEST_SCORE, SPECIALTY_NAMES
from smartpick.text.season import MONTHS, STAGES, list_is_out
from smartpick.web import controls as form
from smartpick.web.blocks import block
from smartpick.web.controls import control
from smartpick.web.links import page_link_parameters
from smartpick.web.session import reset, sitting

# A link to what is on screen, ready to copy. The same button on every page.

_KEY = "link_to_copy"
# Streamlit shows the copy button under the mouse only; fingers and keys need to see it too.
_STYLE = f"""<style>
.st-key-{_KEY} div:has(> div > [data-testid="stElementToolbarButton"]) {{ opacity: 1 !important;
  visibility: visible !important; }}
.st-key-{_KEY} pre {{ padding-right: 3rem; }}
</style>"""


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
            with st.container(key=_KEY):
                st.html(_STYLE)
                st.code(link_address(), language=None, wrap_lines=True)


def title_with_link(title: str, below: str) -> None:
    """Draw a page's title with the button beside it and the line below it, both made by the page as HTML.

    For pages without the control panel, which has the button itself.
    """
    with st.container(gap="xxsmall"):
        with st.container(horizontal=True, key="page_title"):
            with st.container(width="stretch"):
                block(title)
            with st.container(width="content"):
                copy_link("content")
        block(below)


def link_address() -> str:
    """Return the address of this page with the profile and the page's choices in it."""
    here = sitting()
    parts = urlsplit(st.context.url or "")
    parameters = page_link_parameters(here.profile, here.assumed, st.query_params.to_dict())
    query = urlencode(parameters, safe="|:=")
    return urlunsplit((parts.scheme, parts.netloc, parts.path or "/", query, ""))


# The sidebar: every answer but the score, which has its own slider on the page.

APPLICANT_TYPES = {
    "non_us_img": "IMG, not a US citizen",
    "us_img": "IMG, US citizen",
    "us_do_senior": "Senior at a US DO school",
    "us_md_senior": "Senior at a US MD school",
}
_STEP1 = {
    "pass": "Passed at the first attempt",
    "fail_then_pass": "Failed, then passed",
    "fail": "Failed, not passed yet",
    "not_taken": "Not taken yet",
}
_STEP3 = {
    "not_taken": "Not taken",
    "pass": "Passed at the first attempt",
    "fail_then_pass": "Failed, then passed",
    "fail": "Failed, not passed yet",
}
_VISA = {"none": "None needed", "j1": "J-1", "h1b": "H-1B only", "either": "J-1 or H-1B"}
_ENGLISH = {"strong": "Strong", "adequate": "Adequate", "limited": "Limited"}
# To choose from; any other can be typed.
_LANGUAGES = ("Arabic", "Chinese", "French", "Hindi", "Russian", "Spanish", "Tagalog", "Urdu", "Vietnamese")
_CERTIFIED = {None: "Not told", True: "Yes", False: "Not yet"}
_MOST_INTERVIEWS = 60
# Wide of every exam that still counts and every one that can be planned.
_FIRST_EXAM_DAY, _LAST_EXAM_DAY = date(2005, 1, 1), date(2035, 12, 31)


def control_panel() -> None:
    """Draw the controls in the sidebar."""
    with st.sidebar:
        st.subheader("Your answers")
        st.caption("These are the starting values of a typical applicant. Change what is different for you.")
        for notice in sitting().notices:
            st.info(notice)
        with st.expander("Where and how many", expanded=True, key="answers_goal"):
            _goal()
        with st.expander("Where you are in the season", expanded=True, key="answers_season"):
            _season()
        with st.expander("Exams", expanded=True, key="answers_exams"):
            _exams()
        with st.expander("US experience and letters", expanded=True, key="answers_experience"):
            _experience()
        with st.expander("Background", key="answers_background"):
            _background()
        with st.expander("Research", key="answers_research"):
            _research()
        copy_link()
        st.button("Reset to the starting values", on_click=reset, width="stretch", key="reset")
        st.caption(
            "Nothing you enter is stored. It stays in this browser tab and in a link you copy yourself."
        )


def _goal() -> None:
    form.choice(
        "applicant_type",
        "Applicant type",
        APPLICANT_TYPES,
        "IMG means international medical graduate: a medical school outside the United States and Canada. "
        "The published figures are kept by these four groups.",
    )
    form.several(
        "specialties",
        "Specialties, the preferred one first",
        list(SPECIALTY_NAMES),
        "One to five. The curve and the published counts are those of the first one; "
        "the list shares its applications among all of them.",
        most=5,
    )
    if len(sitting().profile.specialties) > 1:
        form.percentage(
            "second_choice_value",
            "Worth of the next specialty",
            "What a place in your second specialty is worth to you beside one in your first, and so on. "
            "At 100 % the list goes where the chance is best; the lower, the more applications stay with "
            "your first choice.",
        )
    form.number(
        "max_applications",
        "Applications you sent" if list_is_out(sitting().profile) else "Most applications you would send",
        "One application goes to one program. Fees rise after the 30th in a specialty.",
        most=700,
        least=1,
        step=5,
    )
    form.optional_number(
        "budget_usd",
        "Budget for fees, in US dollars",
        "The most you would spend on application fees. Leave it empty for no limit. Travel, exams and "
        "certification are not part of it.",
        most=50_000,
        step=50,
        placeholder="no limit",
    )
    form.percentage(
        "pacific_weight",
        "Weight of the Pacific Coast",
        "How much more you want a place in California, Oregon or Washington than one elsewhere. "
        "At 0 % every place counts the same, at 100 % only the Pacific Coast counts.",
    )
    form.optional_number(
        "pacific_min",
        "Fewest Pacific programs",
        "The list holds at least this many programs in California, Oregon and Washington, if that many "
        "are open to you.",
        most=700,
        step=1,
        placeholder="no minimum",
    )
    form.optional_number(
        "pacific_max",
        "Most Pacific programs",
        "The list holds at most this many of them. The coast draws many applicants, so a list needs "
        "other places too.",
        most=700,
        step=1,
        placeholder="no maximum",
    )


def _season() -> None:
    form.choice(
        "season_stage",
        "Where are you in the season?",
        STAGES,
        "Interviews in hand or programs ranked change the chance. Before applying nothing more is asked.",
    )
    stage = sitting().profile.season_stage
    if stage == "waiting":
        form.number(
            "interviews_in_hand",
            "Interviews in hand",
            "Invitations to interview so far, all specialties together.",
            most=_MOST_INTERVIEWS,
        )
        form.choice(
            "season_month",
            "Counted in",
            MONTHS,
            "The later in the season, the fewer invitations are still to come. How many are out by a "
            "month is an assumption with a wide range.",
        )
    elif stage == "ranking":
        form.number(
            "programs_ranked",
            "Programs you rank",
            "Programs of your preferred specialty that stand before any other on your rank order list.",
            most=_MOST_INTERVIEWS,
        )
    elif stage == "unmatched":
        form.number(
            "earlier_unmatched_seasons",
            "Seasons without a match",
            "How often you took part in the Match and did not match.",
            most=20,
            least=1,
        )


def _exams() -> None:
    no_score = control("no_score", sitting().profile.step2_ck_score is None, _take_no_score)
    st.checkbox(
        "I have no Step 2 CK score yet",
        value=no_score.value,
        key=no_score.key,
        on_change=no_score.on_change,
        help="Step 2 CK (Clinical Knowledge) is the licensing exam whose score programs see. Without a score "
        "the page shows what all scores together would bring; move the slider to try one.",
    )
    form.day(
        "step2_ck_date",
        "Day of the Step 2 CK exam",
        "Past or planned. The score you need to pass depends on it. Leave it empty to use today's standard.",
        _FIRST_EXAM_DAY,
        _LAST_EXAM_DAY,
    )
    form.number(
        "step2_ck_failures",
        "Failed attempts at Step 2 CK",
        "How often you sat the exam without passing, apart from the score shown here.",
        most=10,
    )
    form.choice(
        "step1", "Step 1", _STEP1, "Step 1 is the first licensing exam. It is reported as pass or fail."
    )
    if sitting().profile.step1 in ("fail", "fail_then_pass"):
        form.number(
            "step1_failures", "Failed attempts at Step 1", "How often it was failed.", most=10, least=1
        )
    if sitting().profile.step1 in ("pass", "fail_then_pass"):
        _score("step1_score", "Step 1 score, if it has one", "Only exams from before it became pass or fail.")
    form.choice(
        "step3",
        "Step 3",
        _STEP3,
        "Step 3 is the last licensing exam. Most take it during residency; an H-1B visa needs it before.",
    )
    if sitting().profile.step3_passed:
        _score("step3_score", "Step 3 score", "Three digits, as on the score report.")
    form.choice(
        "ecfmg_certified",
        "ECFMG certified",
        _CERTIFIED,
        "ECFMG certification lets graduates of schools abroad start residency in the United States. It needs "
        "Step 1, Step 2 CK, a verified diploma and an English test.",
    )


def _score(field: str, label: str, help_text: str) -> None:
    """Ask for another exam's score; it moves no chance, but stands in the self-assessment."""
    form.optional_number(
        field,
        label,
        f"{help_text} It stands in your self-assessment.",
        most=HIGHEST_SCORE,
        least=LOWEST_SCORE,
        step=1,
        placeholder="not told",
    )


def _experience() -> None:
    form.number(
        "usce_hands_on_weeks",
        "Weeks of hands-on US work",
        "USCE, US clinical experience, with patients: electives, externships, sub-internships.",
        most=104,
    )
    form.number(
        "usce_observer_weeks",
        "Weeks of observing",
        "Observerships: you watch and do not treat patients. Programs give them less weight.",
        most=104,
    )
    form.number(
        "us_letters",
        "US letters of recommendation",
        "LOR, letters from physicians who saw you work in the United States.",
        most=10,
    )
    form.number(
        "pacific_letters",
        "Of these, from the Pacific Coast",
        "Letters written in California, Oregon or Washington.",
        most=10,
    )
    form.yes_or_no(
        "pacific_ties",
        "I have ties to the Pacific Coast",
        "Family, work, study or research in California, Oregon or Washington that your application can show.",
    )


def _background() -> None:
    form.number(
        "years_since_graduation",
        "Years since graduation",
        "From your medical degree to the start of this season. Some programs set a limit.",
        most=60,
    )
    form.choice(
        "visa_need",
        "Visa you need",
        _VISA,
        "J-1 is the exchange visa that most programs which take IMGs sponsor; it comes with a duty to return "
        "home for a time or to work where doctors are short. H-1B is a work visa; fewer programs offer it.",
    )
    form.choice("english", "English", _ENGLISH, "Spoken and written, as you or your mentor would judge it.")
    form.several(
        "languages",
        "Languages besides English",
        _LANGUAGES,
        "Those you can use with patients. They go into your self-assessment and the words to start from.",
        most=10,
        others=True,
    )
    form.yes_or_no(
        "unexplained_gap",
        "There is a gap my application does not explain",
        "Months without training or work. One sentence in the application settles most gaps.",
    )
    # After an unmatched season this is asked with the season.
    if sitting().profile.season_stage != "unmatched":
        form.number(
            "earlier_unmatched_seasons",
            "Earlier seasons without a match",
            "How often you took part in the Match and did not match. What it weighs is assumed, with a wide "
            "range.",
            most=20,
        )


def _research() -> None:
    form.number("publications", "Publications", "Articles published or accepted.", most=200)
    form.number("presentations", "Abstracts, posters and talks", "All that you presented.", most=200)
    form.number("us_research_months", "Months of research in the US", "At a US institution.", most=120)


def _take_no_score(none: bool) -> None:
    sitting().answer(step2_ck_score=None if none else _usual_score())


def _usual_score() -> int:
    """Return the last score that was on the slider, or the starting value."""
    before = sitting().before
    score = before.step2_ck_score if before else None
    return score if score is not None else type(sitting().profile)().step2_ck_score or 225
