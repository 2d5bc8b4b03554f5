"""What the one-page report says: the sentences of the pages in short, for paper and for a file."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import shorten

from smartpick.assessment import Assessment
from smartpick.engine import Engine
from smartpick.plan.grounds import program_sources
from smartpick.prose import day_text, read_prose
from smartpick.text.action_plan import weeks_text
from smartpick.text.application_list import (
    GROUP_NAMES,
    GROUPS,
    NOTHING_TO_LOOK_UP,
    Figure,
    application_groups,
    chance_figures,
    empty_list_sentences,
    first_questions,
    one_line,
    ruled_out_sentence,
    summary_figures,
    worth_sentence,
)
from smartpick.text.curves import (
    NOT_A_CAUSE,
    counts_sentence,
    curve_keys,
    key_sentences,
    no_curve_sentence,
    own_in_words,
    own_sentences,
    place_sentences,
    published_in_words,
)
from smartpick.text.levers import (
    MOST_SHOWN,
    cost_text,
    lever_gain,
    lever_terms,
    nothing_moves_sentence,
    passing_first_sentence,
    telling_levers,
)
from smartpick.text.list_changes import program_notices
from smartpick.text.numbers import fine_percent, passed_over_sentence, plural, reason_rows
from smartpick.text.programs import program_rows
from smartpick.text.scenarios import profile_line
from smartpick.text.season import LATER_LEVERS, STAGES, list_is_out, season_sentences
from smartpick.text.self_assessment import COLUMN_NAMES
from smartpick.text.sources import (
    GUIDE,
    INDEPENDENCE,
    RANGE_MEANING,
    assumed_sentence,
    publishers,
    warning_sources,
)
from smartpick.whatif.action_plan import Action, action_plan
from smartpick.whatif.levers import Lever, exam_is_closed, levers
from smartpick.whatif.self_assessment import COLUMNS, Line, self_assessment

_TEXTS = read_prose(__file__, "report")
# Parts of the curve that the report draws; the published distributions have no room.
_CURVE_KEYS = ("line", "band", "dots")
_HASH_LENGTH = 12
UNKNOWN_SIGNS: str = _TEXTS["cut"]["signs"]
SHORT_ON_PAPER: str = _TEXTS["cut"]["paper"]


@dataclass(frozen=True)
class Length:
    """How much of each part is said: at most so many lines, of so many letters where they are free text."""

    programs: int
    states: int
    warnings: int
    reasons: int
    lever_terms: bool
    named: int
    steps: int
    step_letters: int
    line_letters: int


# From all that there is to what always fits on a page. The caller's own steps stand nowhere else, so they are
# cut last.
LENGTHS = (
    Length(15, 6, 99, 99, True, 3, 99, 2000, 2000),
    Length(15, 4, 6, 8, True, 2, 40, 600, 400),
    Length(13, 4, 5, 6, True, 2, 30, 500, 300),
    Length(11, 3, 4, 6, True, 2, 20, 400, 260),
    Length(10, 3, 3, 5, True, 1, 14, 240, 220),
    Length(10, 3, 3, 5, True, 1, 6, 140, 220),
    Length(5, 0, 1, 2, False, 1, 3, 60, 90),
)


@dataclass(frozen=True, kw_only=True)
class ReportText:
    """The report in plain text, part by part in the order of the page.

    Attributes:
        title, about: Its heading, and what it is about: day, place in the season, year of the figures.
        who: The applicant in one line; never a name.
        figures: Chances, fees and interviews: name, figure, small print.
        first: What to know before reading the numbers.
        profile: The answers by column of the self-assessment.
        curve_words: What the curve says, and what its lines are.
        curve_alternative: The curve in words, for those who do not see it; empty where there is none.
        tier: The tier, or that there is none.
        reasons: Its reasons: sign, what is so, what it does to the tier.
        tier_words: The way upward, and tiers near by.
        helps: What would help most: change, gain, terms.
        helps_words: What to mind about them.
        list_words: The list in numbers.
        columns: Headings of the table of programs.
        programs: Its rows.
        look_ups: What to find out: question, worth and whom to ask.
        look_up_words: What to say where there is nothing to find out.
        steps: Next steps.
        steps_words: Where they come from, if not from the caller.
        sources: What the figures of each part rest on.
        limits: What is assumed, and what the figures cannot tell.
        note: That something was left out, if so.
        headings: Of the parts, by name.
    """

    title: str
    about: str
    who: str
    figures: tuple[Figure, ...]
    first: tuple[str, ...]
    profile: tuple[tuple[str, str], ...]
    curve_words: tuple[str, ...]
    curve_alternative: str
    tier: str
    reasons: tuple[tuple[str, str, str], ...]
    tier_words: tuple[str, ...]
    helps: tuple[tuple[str, str, str], ...]
    helps_words: tuple[str, ...]
    list_words: tuple[str, ...]
    columns: tuple[str, ...]
    programs: tuple[tuple[str, ...], ...]
    look_ups: tuple[tuple[str, str], ...]
    look_up_words: str
    steps: tuple[str, ...]
    steps_words: str
    sources: tuple[tuple[str, str], ...]
    limits: tuple[str, ...]
    note: str
    headings: dict[str, str]


def report_texts(
    assessment: Assessment,
    engine: Engine,
    *,
    day: date,
    next_steps: Sequence[str] = (),
    found: Sequence[Lever] | None = None,
) -> Iterator[ReportText]:
    """Give the report in its lengths, the fullest first.

    Args:
        assessment: Where the applicant stands.
        engine: The fitted data.
        day: The day on the report.
        next_steps: Lines in the caller's words; blank ones are left out. Without any, the first steps of the
            action plan are named.
        found: The applicant's levers (`levers(assessment, engine)`), if they are worked out already.
    """
    # What takes time to work out, once for all lengths.
    own_levers = levers(assessment, engine) if found is None else found
    closed, shown = exam_is_closed(assessment, engine), telling_levers(own_levers)[:MOST_SHOWN]
    own_steps = [line for line in map(one_line, next_steps) if line]
    steps = own_steps or _plan_steps(action_plan(assessment, engine, own_levers))
    questions = first_questions(assessment, engine) if assessment.plan.size else []
    lines = [line for line in self_assessment(assessment.profile, engine) if line.answer]
    notices = program_notices(assessment.profile, assessment.plan, engine.facts.programs)
    # A failed exam comes first.
    first = [*assessment.warnings, *season_sentences(assessment), *(one.sentence for one in notices)]
    sources = _sources(assessment, engine, shown)
    tier, charted, who = assessment.tier, assessment.score_curve.charted, profile_line(assessment.profile)
    anywhere, (_, pacific, small) = chance_figures(assessment)
    size, *others = summary_figures(assessment)
    drawn = f"{own_in_words(assessment)} {published_in_words(assessment)}"
    for length in LENGTHS:
        columns, programs = _programs(assessment, length)
        more_reasons = len(tier.reasons) - length.reasons
        yield ReportText(
            title=_TEXTS["title"],
            about=_TEXTS["about"].format(
                day=day_text(day),
                stage=STAGES[assessment.profile.season_stage],
                year=assessment.plan.models[0].inputs.match_year,
            ),
            who=who[0].upper() + who[1:],
            figures=(anywhere, (_TEXTS["pacific"], pacific, small), *others[1:], size, others[0]),
            first=_cut(first, length.warnings, length.line_letters),
            profile=_profile(lines, length),
            curve_words=_curve_words(assessment) if charted else (no_curve_sentence(assessment),),
            curve_alternative=drawn if charted else "",
            tier=tier.label or _TEXTS["no_tier"],
            reasons=(
                *reason_rows(tier)[: length.reasons],
                *([("", _TEXTS["cut"]["lines"].format(count=more_reasons), "")] if more_reasons > 0 else []),
            ),
            tier_words=_tier_words(assessment),
            helps=tuple(
                (lever.title, lever_gain(lever), lever_terms(lever) if length.lever_terms else "")
                for lever in shown
            ),
            helps_words=_helps_words(assessment, own_levers, closed, any_shown=bool(shown)),
            list_words=_list_words(assessment, length, shown=len(programs)),
            columns=columns,
            programs=programs,
            look_ups=tuple((one.title, worth_sentence(one, length.named)) for one in questions),
            look_up_words="" if questions else NOTHING_TO_LOOK_UP,
            steps=_cut(steps, length.steps, length.step_letters),
            steps_words="" if own_steps else _TEXTS["steps"]["from_plan"],
            sources=sources,
            limits=_limits(assessment, engine),
            note="" if length is LENGTHS[0] else _TEXTS["cut"]["note"],
            headings=_TEXTS["headings"],
        )


def _profile(lines: Sequence[Line], length: Length) -> tuple[tuple[str, str], ...]:
    columns = []
    for column in COLUMNS:
        answers = [f"{line.title}: {one_line(line.answer)}" for line in lines if line.column == column]
        columns.append((COLUMN_NAMES[column], _clipped("; ".join(answers), length.line_letters)))
    return tuple((name, answers) for name, answers in columns if answers)


def _curve_words(assessment: Assessment) -> tuple[str, ...]:
    drawn = _CURVE_KEYS if assessment.plan.size else _CURVE_KEYS[-1:]
    keys = [key for key in curve_keys(assessment) if key[0] in drawn]
    said = [*own_sentences(assessment)[:1], *place_sentences(assessment), counts_sentence(assessment)]
    return (" ".join(said), key_sentences(keys))


def _tier_words(assessment: Assessment) -> tuple[str, ...]:
    tier = assessment.tier
    if tier.silence:
        return (tier.silence,)
    said = (tier.next_tier_note, tier.neighbours_note, passed_over_sentence(assessment.tiers))
    return tuple(sentence for sentence in said if sentence)


def _helps_words(
    assessment: Assessment, own_levers: Sequence[Lever], closed: str, *, any_shown: bool
) -> tuple[str, ...]:
    said = [passing_first_sentence(own_levers) if any_shown else nothing_moves_sentence(own_levers, closed)]
    if list_is_out(assessment.profile):
        said.append(LATER_LEVERS)
    return tuple(sentence for sentence in said if sentence)


def _list_words(assessment: Assessment, length: Length, *, shown: int) -> tuple[str, ...]:
    plan, texts = assessment.plan, _TEXTS["list"]
    if not plan.size:
        return (" ".join(empty_list_sentences(assessment)),)
    groups = Counter(application_groups(plan.interview_probability).tolist())
    counts = {GROUP_NAMES[name]: groups[name] for name in GROUPS if groups[name]}
    specialties = Counter(plan.candidates.programs["specialty"].astype(str))
    states = Counter(plan.candidates.programs["state"].astype(str))
    signals = Counter(signal for signal in plan.signal if signal)
    named = dict(states.most_common(length.states))
    others = len(states) - len(named)
    in_states = [_counted(named), *([f"{others} more states"] if others else [])]
    said = [ruled_out_sentence(assessment), texts["groups"].format(groups=_counted(counts))]
    if len(specialties) > 1:
        said.append(texts["specialties"].format(specialties=_counted(dict(specialties.most_common()))))
    if length.states:
        said.append(texts["states"].format(states=" and ".join(in_states)))
    if signals:
        said.append(texts["signals"].format(signals=_counted(dict(signals))))
    if plan.choice.evidence:
        said.append(texts["evidence"].format(count=plural(len(plan.choice.evidence), "program")))
    return (
        " ".join(said),
        texts["all" if shown == plan.size else "first"].format(count=shown, size=plan.size),
    )


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items())


def _programs(assessment: Assessment, length: Length) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return the table of the first programs; columns that say nothing are left out."""
    rows = program_rows(assessment.plan, {}, most=length.programs)
    columns: dict[str, list[str]] = {
        "place": [str(place) for place in range(1, len(rows) + 1)],
        "program": [_clipped(one_line(row.name), length.line_letters) for row in rows],
        "where": [one_line(row.place) for row in rows],
    }
    if len(assessment.plan.models) > 1:
        columns["specialty"] = [row.specialty for row in rows]
    if any(row.signal for row in rows):
        columns["signal"] = [row.signal for row in rows]
    columns["invitation"] = [fine_percent(row.invitation) for row in rows]
    names = tuple(_TEXTS["columns"][name] for name in columns)
    return names, tuple(zip(*columns.values(), strict=True))


def _plan_steps(actions: Sequence[Action]) -> list[str]:
    """Return the first actions that would not be printed as no gain, with time and cost where known."""
    steps = []
    for action in actions:
        if action.gain is not None and action.gain.point <= 0 and not action.comes_first:
            continue
        terms = [weeks_text(action.weeks)] if action.weeks else []
        terms += [cost_text(action.cost_usd)] if action.cost_usd else []
        steps.append(f"{action.title} ({', '.join(terms)})." if terms else f"{action.title}.")
    return steps[:_MOST_STEPS]


_MOST_STEPS = 6


def _sources(assessment: Assessment, engine: Engine, shown: Sequence[Lever]) -> tuple[tuple[str, str], ...]:
    plan, schedules = assessment.plan, engine.fee_schedules
    curve = [source for model in plan.models for source in model.inputs.sources]
    fees = [schedules[model.specialty].source_id for model in plan.models if model.specialty in schedules]
    parts: dict[str, Sequence[str]] = {
        "curve": curve,
        "chances": [source for source in assessment.sources if source not in {*curve, *fees}],
        "tier": [GUIDE, assessment.passing.source_id, *warning_sources(assessment)],
        "fees": fees,
        "programs": program_sources(plan, engine),
        "helps": [lever.source_id for lever in shown],
    }
    named = {part: publishers(engine.facts.sources, ids) for part, ids in parts.items()}
    return tuple((_TEXTS["sources"][part], names) for part, names in named.items() if names)


def _limits(assessment: Assessment, engine: Engine) -> tuple[str, ...]:
    texts = _TEXTS["limits"]
    return (
        texts["estimates"],
        texts["totals"],
        NOT_A_CAUSE,
        RANGE_MEANING,
        assumed_sentence(assessment),
        texts["ranks"],
        INDEPENDENCE,
        texts["data"].format(data=engine.facts.data_hash[:_HASH_LENGTH]),
    )


def _cut(lines: Sequence[str], most: int, letters: int) -> tuple[str, ...]:
    """Return the first lines, clipped, and how many more there are."""
    shown = [_clipped(line, letters) for line in lines[:most]]
    more = len(lines) - len(shown)
    return (*shown, *([_TEXTS["cut"]["lines"].format(count=more)] if more else []))


def _clipped(text: str, letters: int) -> str:
    """Return the text, cut at a word with a sign for what is left out where it is longer."""
    if len(text) <= letters:
        return text
    cut = shorten(text, letters, placeholder=" …")
    return cut if len(cut) > letters // 2 else f"{text[: letters - 1]}…"
