"""The guide's self-assessment: four columns whose lines are labelled by rules read from data."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, cast, get_args

import pandas as pd

from smartpick.engine import Engine
from smartpick.facts import Facts
from smartpick.profile import ApplicantProfile
from smartpick.prose import plural, text_or_empty
from smartpick.tiers import score_standings, standard_in_force
from smartpick.tiers.rules import Condition, Quantities, quantities_of

_STEP1 = {
    "pass": "passed",
    "fail_then_pass": "failed, then passed",
    "fail": "failed, not passed yet",
    "not_taken": "not taken yet",
}
_STEP3 = {**_STEP1, "not_taken": "not taken"}
_VISA = {
    "none": "no visa needed",
    "j1": "J-1",
    "h1b": "only an H-1B will do",
    "either": "J-1 or H-1B",
}
_CERTIFIED = {None: "", True: "certified", False: "not yet"}


def answer_of(item: str, profile: ApplicantProfile) -> str:
    """Return the answer to one line; empty where the profile does not hold it."""
    answer = _ANSWERS.get(item)
    return answer(profile) if answer else ""


def _step2_ck(profile: ApplicantProfile) -> str:
    return "not taken yet" if profile.step2_ck_score is None else str(profile.step2_ck_score)


def _step2_ck_attempts(profile: ApplicantProfile) -> str:
    if profile.step2_ck_failures:
        return f"{profile.step2_ck_failures} failed"
    return "not taken yet" if profile.step2_ck_score is None else "none failed"


def _step1(profile: ApplicantProfile) -> str:
    answer = _STEP1[profile.step1]
    if profile.step1_score is not None:
        answer += f", {profile.step1_score}"
    more_than_implied = profile.step1_failures > 1
    return f"{answer} ({profile.step1_failures} failed attempts)" if more_than_implied else answer


def _trend(profile: ApplicantProfile) -> str:
    if profile.step1_score is None or profile.step2_ck_score is None:
        return ""
    return f"Step 1 {profile.step1_score}, Step 2 CK {profile.step2_ck_score}"


def _step3(profile: ApplicantProfile) -> str:
    answer = _STEP3[profile.step3]
    return answer if profile.step3_score is None else f"{answer}, {profile.step3_score}"


_ANSWERS: dict[str, Callable[[ApplicantProfile], str]] = {
    "step2_ck_score": _step2_ck,
    "step2_ck_attempts": _step2_ck_attempts,
    "step1": _step1,
    "exam_trend": _trend,
    "step3": _step3,
    "ecfmg": lambda p: _CERTIFIED[p.ecfmg_certified],
    "hands_on": lambda p: plural(p.usce_hands_on_weeks, "week"),
    "observing": lambda p: plural(p.usce_observer_weeks, "week"),
    "us_letters": lambda p: plural(p.us_letters, "letter"),
    "pacific_letters": lambda p: plural(p.pacific_letters, "letter"),
    "publications": lambda p: str(p.publications),
    "presentations": lambda p: str(p.presentations),
    "us_research": lambda p: plural(p.us_research_months, "month"),
    "graduation": lambda p: plural(p.years_since_graduation, "year"),
    "gap": lambda p: "one without an explanation" if p.unexplained_gap else "none unexplained",
    "english": lambda p: p.english,
    "languages": lambda p: ", ".join(p.languages),
    "pacific_ties": lambda p: "yes" if p.pacific_ties else "none stated",
    "visa": lambda p: _VISA[p.sponsorship],
}


# What the rules of the self-assessment compare: numbers taken or counted from a profile.

GROUPS_EASIEST_FIRST = ("less_competitive", "moderately_competitive", "highly_competitive")
# A pass after a failure is no liability any more, and no more of a strength than not having taken it.
_STEP3_RANK = {"fail": 0, "not_taken": 1, "fail_then_pass": 1, "pass": 2}
# Under this many applicants a published quartile says little.
_FEWEST_APPLICANTS = 20


def self_quantities(profile: ApplicantProfile, engine: Engine) -> Quantities:
    """Return every quantity that a row of `self_assessment` may name; None where it is not known."""
    score, facts = profile.step2_ck_score, engine.facts
    standard = standard_in_force(profile.step2_ck_date, engine.passing_standards)
    group = engine.guide_group(profile.specialties[0])
    start = None if group is None else _low_range_start(group, facts.score_groups)
    return {
        **quantities_of(profile, score),
        "points_over_passing": _difference(score, standard.score),
        "points_over_low_range_start": _difference(score, start),
        "guide_group_rank": None if group is None else GROUPS_EASIEST_FIRST.index(group) + 1,
        # Without a score and without a failure the exam has not been sat.
        "step2_ck_failures": None
        if score is None and not profile.step2_ck_failures
        else profile.step2_ck_failures,
        "step1_failures": None if profile.step1 == "not_taken" else profile.step1_failures,
        "step3_rank": _STEP3_RANK[profile.step3],
        "needs_h1b_only": int(profile.sponsorship == "h1b"),
        "non_us_without_visa_need": int(
            profile.applicant_type == "non_us_img" and profile.visa_need == "none"
        ),
        "ecfmg_certified": None if profile.ecfmg_certified is None else int(profile.ecfmg_certified),
        "usce_observer_weeks": profile.usce_observer_weeks,
        "pacific_letters": profile.pacific_letters,
        "publications": profile.publications,
        "publications_over_upper_quartile": _over_upper_quartile(profile, facts, "publications"),
        "presentations": profile.presentations,
        "presentations_over_upper_quartile": _over_upper_quartile(profile, facts, "presentations"),
        # No language named may be none or not stated.
        "languages": len(profile.languages) or None,
        "pacific_ties": int(profile.pacific_ties),
    }


def guide_group(specialty: str, specialties: pd.DataFrame) -> str | None:
    """Return the guide's group of a specialty, None where the guide does not name it."""
    groups = specialties.loc[specialties["specialty"] == specialty, "guide_group"].dropna()
    return None if groups.empty else str(groups.iloc[0])


def _low_range_start(group: str, score_groups: pd.DataFrame) -> int | None:
    """Return the score under which the guide calls a score low for the group, on the Pacific if it says."""
    standings = [s for s in score_standings(0, group, score_groups) if s.role == "low_under"]
    return standings[0].low if standings else None


def _difference(score: int | None, limit: int | None) -> int | None:
    return None if score is None or limit is None else score - limit


def _over_upper_quartile(profile: ApplicantProfile, facts: Facts, measure: str) -> float | None:
    """Return how many more an applicant has than three quarters of those who matched."""
    table = facts.outcome_distributions
    rows = table[
        (table["specialty"] == profile.specialties[0])
        & (table["applicant_type"] == profile.applicant_type)
        & (table["measure"] == measure)
        & (table["outcome"] == "matched")
        & (table["n"] >= _FEWEST_APPLICANTS)
    ].dropna(subset=["q3"])
    if rows.empty:
        return None
    newest = rows.sort_values("match_year").iloc[-1]
    return float(getattr(profile, measure)) - float(newest["q3"])


Column = Literal["exams", "clinical", "research", "personal"]
Label = Literal["strong_advantage", "neutral", "liability", "not_known"]
COLUMNS: tuple[Column, ...] = get_args(Column)
LABELS: tuple[Label, ...] = get_args(Label)

_GRADUATES_FROM_ABROAD = ("non_us_img", "us_img")


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the table.

    Attributes:
        column: Column of the guide's table.
        item: Row name in `data/rules/self_assessment.csv`.
        title: What the line is about.
        answer: What the profile says, in a few words; empty where nothing is known.
        label: How the line counts.
        reason: Why it has this label.
        clause: Place in the guide.
        reading: How we read the guide there; empty where it is explicit.
        source_id: Where the rule comes from.
        editable: Whether the profile does not hold the answer, so that the applicant fills it in.
        own: Whether the applicant chose the label.
    """

    column: Column
    item: str
    title: str
    answer: str
    label: Label
    reason: str
    clause: str
    reading: str
    source_id: str
    editable: bool
    own: bool = False


def self_assessment(profile: ApplicantProfile, engine: Engine) -> list[Line]:
    """Return the table for a profile, in the order of `facts.self_assessment`.

    The first rule of an item that holds gives its label. An answer that is not known fits no rule and stays
    `not_known`; nothing is guessed.
    """
    quantities = self_quantities(profile, engine)
    abroad = profile.applicant_type in _GRADUATES_FROM_ABROAD
    table = engine.facts.self_assessment
    return [
        _line(str(item), rows, profile, quantities)
        for item, rows in table.groupby("item", sort=False)
        if abroad or rows["applies_to"].iloc[0] == "all"
    ]


def relabelled(lines: Sequence[Line], labels: Mapping[str, Label], answers: Mapping[str, str]) -> list[Line]:
    """Return the lines with the applicant's own labels and, where the profile holds none, own answers."""
    changed = []
    for line in lines:
        label = labels.get(line.item, line.label)
        answer = answers.get(line.item, "").strip() if line.editable else ""
        changed.append(replace(line, label=label, answer=answer or line.answer, own=label != line.label))
    return changed


def _line(item: str, rows: pd.DataFrame, profile: ApplicantProfile, quantities: Quantities) -> Line:
    first = rows.iloc[0]
    asked = str(first["comparison"]) == "is_asked"
    rule = first if asked else _rule_that_holds(rows, quantities)
    source = first if rule is None else rule
    return Line(
        column=cast(Column, first["column_of_table"]),
        item=item,
        title=str(first["title"]),
        answer=answer_of(item, profile),
        label="not_known" if rule is None else cast(Label, rule["label"]),
        reason="Not known yet." if rule is None else str(rule["reason"]),
        clause=str(source["clause"]),
        reading=text_or_empty(source["reading"]),
        source_id=str(source["source_id"]),
        editable=asked,
    )


def _rule_that_holds(rows: pd.DataFrame, quantities: Quantities) -> pd.Series | None:
    for _, row in rows.iterrows():
        limit = None if pd.isna(row["value"]) else float(row["value"])
        if Condition(str(row["quantity"]), str(row["comparison"]), limit).holds(quantities):
            return row
    return None


Standing = Literal["none", "only_exams", "exams_and_others", "only_others"]


@dataclass(frozen=True)
class WeakPoints:
    """Titles of the lines by label: liabilities in the exams and elsewhere, strengths, unknown ones."""

    exams: tuple[str, ...]
    others: tuple[str, ...]
    strengths: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def standing(self) -> Standing:
        """Where the liabilities are."""
        if self.exams:
            return "exams_and_others" if self.others else "only_exams"
        return "only_others" if self.others else "none"


def weak_points(lines: Sequence[Line]) -> WeakPoints:
    """Sort the lines by what they mean for the application."""
    return WeakPoints(
        exams=tuple(x.title for x in lines if x.label == "liability" and x.column == "exams"),
        others=tuple(x.title for x in lines if x.label == "liability" and x.column != "exams"),
        strengths=tuple(x.title for x in lines if x.label == "strong_advantage"),
        unknown=tuple(x.title for x in lines if x.label == "not_known"),
    )
