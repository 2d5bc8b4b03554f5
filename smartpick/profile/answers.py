"""Every question we ask an applicant, with its unit, its range and where its slider starts.

The defaults describe one plausible applicant: a non-US citizen IMG applying in Internal Medicine, with first
attempts, a Step 2 CK somewhat above the passing score and some US experience. They are starting positions of
the controls, chosen so that the first screen shows something to move. They are not facts about anyone, and
no estimate uses them in place of an unknown.
"""

from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from smartpick.profile.answer_types import (
    ApplicantType,
    Ask,
    DayOrEmpty,
    EnglishLevel,
    Languages,
    Number,
    NumberOrEmpty,
    ProgramIds,
    SeasonMonth,
    SeasonStage,
    Signals,
    Specialties,
    Step1Status,
    Step3Status,
    VisaNeed,
    YesOrNo,
    choice_of,
)
from smartpick.profile.specialty_names import SPECIALTY_NAMES

# A Step exam reports three-digit scores within this scale.
LOWEST_SCORE, HIGHEST_SCORE = 1, 300

_SCORES = f"Scores run from {LOWEST_SCORE} to {HIGHEST_SCORE}; enter yours or leave it empty."
_PACIFIC_MIN_START, _PACIFIC_MAX_START = 15, 30
# Of a list of 100, where the guide advises 15 to 30 West Coast programs.
PACIFIC_MIN_SHARE = 0.15

_EXAM_RESULTS = {
    "pass": "Passed at the first attempt",
    "fail_then_pass": "Failed, then passed",
    "fail": "Failed, not passed yet",
}
# To choose from; any other can be typed.
_LANGUAGES = ("Arabic", "Chinese", "French", "Hindi", "Russian", "Spanish", "Tagalog", "Urdu", "Vietnamese")


def _asked(
    title: str,
    description: str,
    advice: str = "",
    *,
    ask: Ask | None = None,
    start: Any = ...,
    start_from: Any = None,
    **limits: Any,
) -> Any:
    """Describe one question: its name, its meaning, and what to do when the answer cannot be used.

    Where the form asks it, `ask` says how; its label is the title if it has none of its own. Where the answer
    is one of a few, the words of the page are read as well, and the advice lists them if none is given.
    """
    if ask is not None and ask.words and not advice:
        advice = f"Choose one of: {', '.join(ask.named(code) for code in ask.words if code is not None)}"
        advice += ", or leave it empty." if None in ask.words else "."
    default = {"default_factory": start_from} if start_from is not None else {"default": start}
    field = Field(
        title=title, description=description, json_schema_extra={"advice": advice}, **default, **limits
    )
    if ask is not None:
        field.metadata.append(replace(ask, label=ask.label or title))
        if ask.words:
            field.metadata.append(choice_of(ask.words))
    return field


class ApplicantAnswers(BaseModel):
    """The answers of one applicant, each checked alone. `ApplicantProfile` also checks them together."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=False, allow_inf_nan=False)

    applicant_type: ApplicantType = _asked(
        "Applicant type",
        "Which group of the published figures the applicant belongs to.",
        start="non_us_img",
        ask=Ask(
            section="you",
            help="IMG means international medical graduate: a medical school outside the United States "
            "and Canada. Figures are published for these four groups.",
            words={
                "non_us_img": "IMG, not a US citizen",
                "us_img": "IMG, US citizen",
                "us_do_senior": "Senior at a US DO school",
                "us_md_senior": "Senior at a US MD school",
            },
        ),
    )
    specialties: Specialties = _asked(
        "Specialties",
        "1 to 5 specialties, the preferred one first.",
        "List 1 to 5 specialties, the preferred one first, such as Internal Medicine.",
        start=("Internal Medicine",),
        min_length=1,
        max_length=5,
        ask=Ask(
            section="you",
            label="Specialties, the preferred one first",
            help="One to five. The curve and the published counts are those of the first one; the list "
            "shares its applications among all of them.",
            options=SPECIALTY_NAMES,
        ),
    )

    step1: Step1Status = _asked(
        "Step 1",
        "Result of USMLE Step 1 as it stands; 'pass' means at the first attempt.",
        start="pass",
        ask=Ask(
            section="exams",
            help="Step 1 is the first licensing exam. It is reported as pass or fail.",
            words=_EXAM_RESULTS | {"not_taken": "Not taken yet"},
        ),
    )
    step1_score: Annotated[int | None, NumberOrEmpty] = _asked(
        "Step 1 score",
        "Three-digit score of a Step 1 passed before it became pass/fail, 1 to 300; empty otherwise.",
        _SCORES,
        start=None,
        ge=LOWEST_SCORE,
        le=HIGHEST_SCORE,
        ask=Ask(
            section="exams",
            label="Step 1 score, if it has one",
            help="Only for an exam taken before it became pass or fail. The score appears in your "
            "self-assessment.",
            empty="no score",
            when=lambda answers: answers["step1"] in ("pass", "fail_then_pass"),
        ),
    )
    step1_failures: Annotated[int, Number] = _asked(
        "Failed Step 1 attempts",
        "Failed attempts at Step 1, 0 to 10; where the result implies one and none is given, 1.",
        "Enter a whole number from 0 to 10.",
        # As many as the result implies, for those who do not count them.
        start_from=lambda answers: int(answers.get("step1") in ("fail", "fail_then_pass")),
        ge=0,
        le=10,
        ask=Ask(
            section="exams",
            label="Failed attempts at Step 1",
            help="How many times you failed it.",
            least=1,
            when=lambda answers: answers["step1"] in ("fail", "fail_then_pass"),
        ),
    )
    step2_ck_score: Annotated[int | None, NumberOrEmpty] = _asked(
        "Step 2 CK score",
        "Latest three-digit Step 2 CK score, 1 to 300; empty if the exam is still ahead.",
        _SCORES,
        start=225,
        ge=LOWEST_SCORE,
        le=HIGHEST_SCORE,
    )
    step2_ck_failures: Annotated[int, Number] = _asked(
        "Failed Step 2 CK attempts",
        "Failed attempts at Step 2 CK, 0 to 10.",
        "Enter a whole number from 0 to 10.",
        start=0,
        ge=0,
        le=10,
        ask=Ask(
            section="exams",
            label="Failed attempts at Step 2 CK",
            help="How many times you took the exam and did not pass. Do not count the score shown here.",
        ),
    )
    step2_ck_date: Annotated[date | None, DayOrEmpty] = _asked(
        "Step 2 CK date",
        "Day of the Step 2 CK exam, past or planned (YYYY-MM-DD); empty if not known.",
        "Write it as year-month-day, such as 2025-09-30, or leave it empty.",
        start=None,
        ask=Ask(
            section="exams",
            label="Day of the Step 2 CK exam",
            help="Past or planned. The score you need to pass depends on it. Leave it empty to use today's "
            "standard.",
        ),
    )
    step3: Step3Status = _asked(
        "Step 3",
        "Result of USMLE Step 3 as it stands; 'pass' means at the first attempt.",
        start="not_taken",
        ask=Ask(
            section="exams",
            help="Step 3 is the last licensing exam. Most take it during residency; an H-1B visa requires "
            "it before.",
            words={"not_taken": "Not taken"} | _EXAM_RESULTS,
        ),
    )
    step3_score: Annotated[int | None, NumberOrEmpty] = _asked(
        "Step 3 score",
        "Three-digit Step 3 score, 1 to 300; empty if not taken or not known.",
        _SCORES,
        start=None,
        ge=LOWEST_SCORE,
        le=HIGHEST_SCORE,
        ask=Ask(
            section="exams",
            help="Three digits, as on the score report. The score appears in your self-assessment.",
            empty="no score",
            when=lambda answers: answers["step3"] in ("pass", "fail_then_pass"),
        ),
    )
    ecfmg_certified: bool | None = _asked(
        "ECFMG certified",
        "Whether the applicant holds ECFMG certification; empty if not known.",
        "Answer yes or no, or leave it empty.",
        start=None,
        ask=Ask(
            section="exams",
            help="ECFMG certification lets graduates of schools abroad start residency in the United "
            "States. It needs Step 1, Step 2 CK, a verified diploma and an English test.",
            words={None: "Not answered", True: "Yes", False: "Not yet"},
        ),
    )
    visa_need: VisaNeed = _asked(
        "Visa need",
        "Visa sponsorship the applicant needs; 'either' means that J-1 and H-1B would both do.",
        start="j1",
        ask=Ask(
            section="background",
            label="Visa you need",
            help="J-1 is the exchange visa. Most programs that take IMGs sponsor it. After it you must "
            "return home for a time or work where doctors are needed. H-1B is a work visa; fewer "
            "programs sponsor it.",
            words={"none": "None needed", "j1": "J-1", "h1b": "H-1B only", "either": "J-1 or H-1B"},
        ),
    )

    years_since_graduation: Annotated[float, Number] = _asked(
        "Years since graduation",
        "Years from medical school graduation to the start of this application season, 0 to 60.",
        "Enter a number from 0 to 60.",
        start=3.0,
        ge=0,
        le=60,
        ask=Ask(
            section="background",
            help="From your medical degree to the start of this season. Some programs set a limit.",
        ),
    )
    usce_hands_on_weeks: Annotated[float, Number] = _asked(
        "Hands-on US clinical experience",
        "Weeks of US clinical work with patients (elective, externship, sub-internship), 0 to 520.",
        "Enter a number of weeks from 0 to 520.",
        start=4.0,
        ge=0,
        le=520,
        ask=Ask(
            section="experience",
            label="Weeks of hands-on US work",
            help="US clinical experience (USCE) with patients: electives, externships, sub-internships.",
        ),
    )
    usce_observer_weeks: Annotated[float, Number] = _asked(
        "Observing in US clinics",
        "Weeks of US observerships, without patient care, 0 to 520.",
        "Enter a number of weeks from 0 to 520.",
        start=4.0,
        ge=0,
        le=520,
        ask=Ask(
            section="experience",
            label="Weeks of observing",
            help="Observerships: you watch and do not treat patients. Programs give them less weight.",
        ),
    )
    us_letters: Annotated[int, Number] = _asked(
        "US letters of recommendation",
        "Letters from physicians who saw the applicant work in the United States, 0 to 10.",
        "Enter a whole number from 0 to 10.",
        start=2,
        ge=0,
        le=10,
        ask=Ask(
            section="experience",
            help="Letters of recommendation (LORs) from physicians who saw you work in the United States.",
        ),
    )
    pacific_letters: Annotated[int, Number] = _asked(
        "Letters from the West Coast",
        "How many of the US letters come from California, Oregon or Washington, 0 to 10.",
        "Enter a whole number from 0 to 10.",
        start=0,
        ge=0,
        le=10,
        ask=Ask(
            section="experience",
            label="Of these, from the West Coast",
            help="Letters written in California, Oregon or Washington.",
        ),
    )

    publications: Annotated[int, Number] = _asked(
        "Publications",
        "Articles published or accepted, 0 to 500.",
        "Enter a whole number from 0 to 500.",
        start=1,
        ge=0,
        le=500,
        ask=Ask(
            section="research",
            help="Articles published or accepted.",
        ),
    )
    presentations: Annotated[int, Number] = _asked(
        "Abstracts, posters and presentations",
        "Abstracts, posters and talks presented, 0 to 500.",
        "Enter a whole number from 0 to 500.",
        start=1,
        ge=0,
        le=500,
        ask=Ask(
            section="research",
            label="Abstracts, posters and talks",
            help="Everything that you presented.",
        ),
    )
    us_research_months: Annotated[float, Number] = _asked(
        "Research in the United States",
        "Months of research at a US institution, 0 to 240.",
        "Enter a number of months from 0 to 240.",
        start=0.0,
        ge=0,
        le=240,
        ask=Ask(
            section="research",
            label="Months of research in the US",
            help="At a US institution.",
        ),
    )

    english: EnglishLevel = _asked(
        "English",
        "Fluency in spoken and written English, as the applicant or mentor judges it.",
        start="strong",
        ask=Ask(
            section="background",
            help="Spoken and written, as you or your mentor would judge it.",
            words={"strong": "Strong", "adequate": "Adequate", "limited": "Limited"},
        ),
    )
    languages: Languages = _asked(
        "Other languages",
        "Up to 10 languages besides English that the applicant can use with patients.",
        "List up to 10 languages by name, such as Spanish.",
        start=(),
        max_length=10,
        ask=Ask(
            section="background",
            label="Languages besides English",
            help="Those you can use with patients. They appear in your self-assessment and under “Words "
            "to start from”.",
            options=_LANGUAGES,
            others=True,
        ),
    )
    pacific_ties: Annotated[bool, YesOrNo] = _asked(
        "Ties to the West Coast",
        "Whether family, work, study or research ties the applicant to California, Oregon or Washington.",
        "Answer yes or no.",
        start=False,
        ask=Ask(
            section="experience",
            label="I have ties to the West Coast",
            help="Family, work, study or research in California, Oregon or Washington that your application "
            "can show.",
        ),
    )
    unexplained_gap: Annotated[bool, YesOrNo] = _asked(
        "Unexplained gap",
        "Whether training or work was interrupted in a way that the application does not explain.",
        "Answer yes or no.",
        start=False,
        ask=Ask(
            section="background",
            label="There is a gap my application does not explain",
            help="Months without training or work. One sentence in the application is enough for most gaps.",
        ),
    )

    pacific_weight: Annotated[float, Number] = _asked(
        "Weight of the West Coast",
        "How far a place on the West Coast is preferred: 0 not at all, 1 nothing else counts.",
        "Enter a number from 0 to 1.",
        start=0.7,
        ge=0,
        le=1,
        ask=Ask(
            section="goal",
            label="Weight of the West Coast",
            help="How much more you want a place in California, Oregon or Washington than one elsewhere. At "
            "0 % every place counts the same, at 100 % only the West Coast counts.",
        ),
    )
    second_choice_value: Annotated[float, Number] = _asked(
        "Worth of the next specialty",
        "What a place in the next specialty is worth beside one in the specialty before it: 0 nothing, 1 as "
        "much; counts with two specialties or more.",
        "Enter a number from 0 to 1.",
        start=0.4,
        ge=0,
        le=1,
        ask=Ask(
            section="goal",
            help="What a place in your second specialty is worth to you compared with one in your first, "
            "and so on. At 100 % the list goes where the chance is best. The lower it is, the more "
            "applications go to your first choice.",
            when=lambda answers: len(answers["specialties"]) > 1,
        ),
    )
    max_applications: Annotated[int, Number] = _asked(
        "Number of applications",
        "The most applications the applicant would send, 1 to 700.",
        "Enter a whole number from 1 to 700.",
        start=100,
        ge=1,
        le=700,
        ask=Ask(
            section="goal",
            label=lambda answers: (
                "Applications you sent"
                if answers["season_stage"] in ("waiting", "ranking")
                else "Most applications you would send"
            ),
            help="One application goes to one program. Fees rise after the 30th in a specialty.",
            step=5,
        ),
    )
    budget_usd: Annotated[float | None, NumberOrEmpty] = _asked(
        "Budget",
        "The most to spend on application fees, in US dollars, 0 or more; empty for no limit.",
        "Enter an amount in US dollars, 0 or more, or leave it empty for no limit.",
        start=None,
        ge=0,
        ask=Ask(
            section="goal",
            label="Budget for fees, in US dollars",
            help="The most you would spend on application fees. Leave it empty for no limit. Travel, exams "
            "and certification are not part of it.",
            step=50,
            empty="no limit",
        ),
    )
    pacific_min: Annotated[int | None, NumberOrEmpty] = _asked(
        "Fewest West Coast programs",
        "The fewest programs in California, Oregon and Washington on the list; empty for no minimum.",
        "Enter a whole number from 0 to 700, or leave it empty for no minimum.",
        # 15 are the guide's fewest in a list of 100; in a shorter list it is the same share.
        start_from=lambda answers: min(
            _PACIFIC_MIN_START, int(PACIFIC_MIN_SHARE * answers.get("max_applications", 100))
        ),
        ge=0,
        le=700,
        ask=Ask(
            section="goal",
            label="Fewest West Coast programs",
            help="The list holds at least this many programs in California, Oregon and Washington, if that "
            "many are open to you.",
            empty="no minimum",
        ),
    )
    pacific_max: Annotated[int | None, NumberOrEmpty] = _asked(
        "Most West Coast programs",
        "The most programs in California, Oregon and Washington on the list; empty for no maximum.",
        "Enter a whole number from 0 to 700, or leave it empty for no maximum.",
        start_from=lambda answers: max(_PACIFIC_MAX_START, answers.get("pacific_min") or 0),
        ge=0,
        le=700,
        ask=Ask(
            section="goal",
            label="Most West Coast programs",
            help="The list holds at most this many of them. Many applicants want the West Coast, so a list "
            "needs other places too.",
            empty="no maximum",
        ),
    )
    signals: Signals = _asked(
        "Program signals",
        "Programs the applicant signals, by id: gold, silver, or signal where there is one kind.",
        "Give each program id one of: gold, silver, signal.",
        start_from=dict,
    )
    pinned: ProgramIds = _asked(
        "Pinned programs",
        "Ids of programs that must be on the list.",
        "List program ids as they stand on the Programs page.",
        start=(),
        max_length=700,
    )
    excluded: ProgramIds = _asked(
        "Excluded programs",
        "Ids of programs that must not be on the list.",
        "List program ids as they stand on the Programs page.",
        start=(),
    )

    season_stage: SeasonStage = _asked(
        "Place in the season",
        "before_applying; waiting (applications are out); ranking (the rank order list is being made); "
        "unmatched (a season ended without a match).",
        start="before_applying",
        ask=Ask(
            section="season",
            label="Where are you in the season?",
            help="Interviews in hand or programs ranked change the chance. Before you apply, nothing more "
            "is asked.",
            words={
                "before_applying": "Before applying",
                "waiting": "Applications are out, waiting",
                "ranking": "Making the rank order list",
                "unmatched": "After a season without a match",
            },
        ),
    )
    season_month: SeasonMonth | None = _asked(
        "Month of what is known",
        "While waiting: the month in which the interviews were counted; january stands for later too; "
        "empty if not known.",
        start=None,
        ask=Ask(
            section="season",
            label="Counted in",
            help="The later in the season, the fewer invitations are still to come. How many are out by "
            "each month is assumed, with a wide range.",
            words={
                None: "Not answered",
                "october": "October or earlier",
                "november": "November",
                "december": "December",
                "january": "January or later",
            },
            when=lambda answers: answers["season_stage"] == "waiting",
        ),
    )
    interviews_in_hand: Annotated[int, Number] = _asked(
        "Interviews in hand",
        "While waiting: invitations to interview so far, all specialties together, 0 to 60.",
        "Enter a whole number from 0 to 60.",
        start=0,
        ge=0,
        le=60,
        ask=Ask(
            section="season",
            help="Invitations to interview so far, all specialties together.",
            when=lambda answers: answers["season_stage"] == "waiting",
        ),
    )
    programs_ranked: Annotated[int, Number] = _asked(
        "Programs ranked",
        "While ranking: programs of the preferred specialty ranked before any other, 0 to 60; where none is "
        "given, the interviews in hand.",
        "Enter a whole number from 0 to 60.",
        # For those who rank every program that invited them.
        start_from=lambda answers: int(answers.get("interviews_in_hand", 0)),
        ge=0,
        le=60,
        ask=Ask(
            section="season",
            label="Programs you rank",
            help="Programs of your preferred specialty that you rank before any other specialty.",
            when=lambda answers: answers["season_stage"] == "ranking",
        ),
    )
    earlier_unmatched_seasons: Annotated[int, Number] = _asked(
        "Earlier seasons without a match",
        "Seasons in which the applicant took part in the Match and did not match, 0 to 20; after an "
        "unmatched season at least 1.",
        "Enter a whole number from 0 to 20.",
        start_from=lambda answers: int(answers.get("season_stage") == "unmatched"),
        ge=0,
        le=20,
        ask=Ask(
            section="season",
            label=lambda answers: (
                "Seasons without a match"
                if answers["season_stage"] == "unmatched"
                else "Earlier seasons without a match"
            ),
            help="How many times you took part in the Match and did not match. Its effect on the chance "
            "is assumed, with a wide range.",
        ),
    )


def question(name: str) -> Ask:
    """Return how the form asks the field of this name.

    Raises:
        KeyError: if no field has the name, or the form does not ask for it.
    """
    for each in ApplicantAnswers.model_fields[name].metadata:
        if isinstance(each, Ask):
            return each
    raise KeyError(name)


def questions_of(section: str) -> list[str]:
    """Return the names of the fields that a section of the form asks for, in their order."""
    asked = {name: field.metadata for name, field in ApplicantAnswers.model_fields.items()}
    return [
        name
        for name, metadata in asked.items()
        if any(isinstance(each, Ask) and each.section == section for each in metadata)
    ]
