"""The page of score curves: choose whose curves, see them together, read the numbers behind them.

Until something is changed here the page compares what the profile says. Only changes are kept, and only they
are in the link.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Literal, get_args

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from smartpick.charts.curves import (
    MOST_SERIES,
    Axes,
    CurveLine,
    Mark,
    Masses,
    curves_figure,
    panel_figure,
    series_styles,
)
from smartpick.charts.frame import CONFIG
from smartpick.engine import Engine
from smartpick.estimate import Array
from smartpick.facts import TYPE_WORDS
from smartpick.odds.distribution import Distribution
from smartpick.profile import ApplicantProfile, ApplicantType
from smartpick.text import curves as words
from smartpick.text.curves import CHANCE_WORDS, VIEW_WORDS, View
from smartpick.text.numbers import term_help, whole_number
from smartpick.text.sources import curve_parameters
from smartpick.web.address import LinkedChoice, open_choices, write_choices
from smartpick.web.blocks import (
    block,
    chart_keys,
    fine,
    heading,
    note,
    notice,
    plain,
    readable_table,
    sources_popover,
    terms_popover,
)
from smartpick.web.charts import chart_tools
from smartpick.web.controls import Control, control
from smartpick.web.links import YES_OR_NO, Codec, PartlyKnownError, whole, word
from smartpick.web.page import page_context, safely
from smartpick.web.sidebar import title_with_link
from smartpick.web.theme import page_palette, page_style
from smartpick.whatif.curves import (
    COAST,
    MOST_RANKS_SHOWN,
    NATION,
    Chance,
    ComparedCurve,
    Comparison,
    Region,
    compare_by_interviews,
    compare_by_region,
    compare_by_score,
    drawable_specialties,
    regions,
)

Layout = Literal["auto", "one", "panels"]
MOST_SPECIALTIES, MOST_APPLICATIONS = 12, 200
_PREFIX = "curves_"
_CHANGES = "curves_changes"


@dataclass(frozen=True, kw_only=True)
class CurveChoices:
    """What the page shows.

    Attributes:
        view: By score, by score in a region, or by number of interviews.
        specialties, types, places: A curve is drawn for each combination; `places` are keys of regions.
        applications: Applications sent to a region.
        chance: Whether seasons without an interview count in a region.
        layout: One chart or small charts; "auto" leaves it to the number of curves.
        mark: Whether the applicant's own score is marked.
    """

    view: View = "score"
    specialties: tuple[str, ...] = ("Internal Medicine",)
    types: tuple[str, ...] = ("non_us_img",)
    places: tuple[str, ...] = ("CA", COAST, NATION)
    applications: int = 30
    chance: Chance = "season"
    layout: Layout = "auto"
    mark: bool = True


def changes() -> dict[str, Any]:
    """Return the choices that were changed on the page in this session, by name."""
    own: dict[str, Any] = st.session_state.setdefault(_CHANGES, {})
    return own


def choose(name: str, value: Any) -> None:
    """Keep a changed choice; None or an emptied list goes back to the start."""
    if value in (None, ()):
        changes().pop(name, None)
    else:
        changes()[name] = value


def choices_of(profile: ApplicantProfile) -> CurveChoices:
    """Return the starting choices of a profile with the changes made on the page."""
    start = CurveChoices(specialties=profile.specialties, types=(profile.applicant_type,))
    return replace(start, **changes())


def linked_choices(specialties: Collection[str], places: Collection[str]) -> list[LinkedChoice]:
    """Return every choice as a link says it.

    Args:
        specialties: Names that may be compared.
        places: Keys of regions.
    """
    types = get_args(ApplicantType)
    codecs = {
        "view": ("view", _one_of(get_args(View))),
        "specialties": ("specialties", _some_of(specialties, MOST_SPECIALTIES)),
        "types": ("applicants", _some_of(types, len(types))),
        "places": ("regions", _some_of(places, len(places))),
        "applications": ("applications sent there", whole(1, MOST_APPLICATIONS)),
        "chance": ("what counts", _one_of(get_args(Chance))),
        "layout": ("layout", _one_of(get_args(Layout))),
        "mark": ("mark of your score", YES_OR_NO),
    }
    return [
        LinkedChoice(
            name=_PREFIX + name,
            title=title,
            start=None,
            read=codec.read,
            write=codec.write,
            get=partial(changes().get, name),
            put=partial(choose, name),
            start_words="the starting value",
        )
        for name, (title, codec) in codecs.items()
    ]


def _one_of(known: Collection[str]) -> Codec:
    return word({one: one for one in known})


def _some_of(known: Collection[str], most: int) -> Codec:
    """Return the codec of a list that keeps the first known names."""

    def read(text: str) -> tuple[str, ...]:
        named = tuple(dict.fromkeys(text.split("|")))
        chosen = tuple(name for name in named if name in known)[:most]
        if not chosen:
            raise ValueError(text)
        if len(chosen) < len(named):
            raise PartlyKnownError(chosen, [name for name in named if name not in chosen])
        return chosen

    return Codec(read, "|".join)


# The controls of the page. A widget shows the choice that is kept; its change is kept at once.

_LAYOUT_WORDS: dict[Layout, str] = {"auto": "Automatic", "one": "One chart", "panels": "Small charts"}


def curve_controls(choices: CurveChoices, specialties: list[str], places: tuple[Region, ...]) -> None:
    """Ask whose curves are compared; `specialties` and `places` can be chosen."""
    left, right = st.columns([3, 2])
    with left:
        _several(
            "specialties", "Specialties", choices.specialties, specialties, max_selections=MOST_SPECIALTIES
        )
    with right:
        _several(
            "types",
            "Applicants",
            choices.types,
            list(TYPE_WORDS),
            format_func=TYPE_WORDS.__getitem__,
            help=term_help("IMG"),
        )
    if choices.view != "region":
        return
    names = {place.key: place.name for place in places}
    left, right = st.columns([3, 2])
    with left:
        _several("places", "Regions", choices.places, list(names), format_func=names.__getitem__)
    with right:
        st.number_input(
            "Applications sent there",
            1,
            MOST_APPLICATIONS,
            step=5,
            help="All of them go to one region. Where it has fewer programs, one goes to each.",
            **_choice("applications", choices.applications, int).widget(),
        )


def display_controls(choices: CurveChoices, score: int | None) -> bool:
    """Ask how the curves are laid out and whether the applicant's score, if there is one, is marked.

    Returns:
        Whether all specialties with a curve were asked for just now.
    """
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        if choices.view == "region":
            _segments("chance", "What counts", choices.chance, CHANCE_WORDS)
        _segments("layout", "Layout", choices.layout, _LAYOUT_WORDS)
        if choices.view != "interviews":
            st.toggle(
                "Mark my score" if score is None else f"Mark my score ({score})",
                disabled=score is None,
                help="The score of your profile. Change it under Your chances.",
                **_choice("mark", choices.mark and score is not None, bool).widget(),
            )
        return st.button(
            "All specialties with a curve",
            type="tertiary",
            icon=":material/grid_view:",
            key="curves_all_specialties",
        )


def _segments(name: str, label: str, value: Any, words: dict[Any, str], **settings: Any) -> None:
    st.segmented_control(
        label,
        list(words),
        format_func=words.__getitem__,
        required=True,
        **settings,
        **_choice(name, value, str).widget("default"),
    )


def _several(name: str, label: str, value: tuple[str, ...], options: list[str], **settings: Any) -> None:
    st.multiselect(
        label, options, wrap=True, **settings, **_choice(name, list(value), tuple).widget("default")
    )


def _choice(name: str, value: Any, kind: Callable[[Any], Any]) -> Control:
    return control(_PREFIX + name, value, lambda chosen: choose(name, kind(chosen)))


# The page of score curves: choose whose curves, see them together, read the numbers behind them.

_PAGE = "curves"
# Small charts beyond this number would not be looked at one by one.
MOST_CURVES = 12
# With more curves, a sentence for each would be too much to read.
_MOST_SENTENCES = 3
_TERMS = {
    "score": ("preferred specialty", "Step 2 CK"),
    "region": ("interview rate", "Step 2 CK"),
    "interviews": ("contiguous ranks", "rank order list"),
}


@safely
def curves() -> None:
    """Draw the page."""
    page_style(_PAGE)
    context = page_context()
    engine, facts = context.engine, context.engine.facts
    places, names = regions(facts), sorted(facts.specialties["specialty"].astype(str))
    linked = linked_choices(names, [place.key for place in places])
    ignored = open_choices(_PAGE, linked)
    choices = choices_of(context.profile)
    title_with_link(
        "Score curves", "How the chance of matching changes with the score, for one specialty or several."
    )
    notice(ignored)
    _segments("view", "What the curves run along", choices.view, VIEW_WORDS, label_visibility="collapsed")
    curve_controls(choices, names, places)
    score = context.profile.step2_ck_score
    if display_controls(choices, score):
        choose("specialties", _drawable(facts.data_hash, choices.types, engine)[:MOST_SPECIALTIES])
        st.rerun()
    in_region = (choices.places, choices.applications, choices.chance) if choices.view == "region" else None
    compared = _compared(
        facts.data_hash, choices.view, choices.specialties, choices.types, in_region, _engine=engine
    )
    _draw(compared, choices, score if choices.mark else None, engine)
    write_choices(_PAGE, linked)


@st.cache_resource(show_spinner="Looking through all specialties …", max_entries=16)
def _drawable(data_hash: str, types: tuple[str, ...], _engine: Engine) -> tuple[str, ...]:
    return tuple(drawable_specialties(_engine, types))


@st.cache_resource(show_spinner="Working out the curves …", max_entries=64)
def _compared(
    data_hash: str,
    view: words.View,
    specialties: tuple[str, ...],
    types: tuple[str, ...],
    in_region: tuple[tuple[str, ...], int, Chance] | None,
    *,
    _engine: Engine,
) -> Comparison:
    """Return the curves; nothing in them is about a person, so all sessions share them."""
    if in_region:
        keys, applications, chance = in_region
        places = [place for place in regions(_engine.facts) if place.key in keys]
        return compare_by_region(_engine, specialties, types, places, applications, chance)
    compare = compare_by_interviews if view == "interviews" else compare_by_score
    return compare(_engine, specialties, types)


def _draw(compared: Comparison, choices: CurveChoices, score: int | None, engine: Engine) -> None:
    """Draw the curves with what must be known to read them, in numbers too; then what has no curve."""
    drawn, view, sources = compared.curves[:MOST_CURVES], choices.view, engine.facts.sources
    if drawn:
        labels = words.curve_labels(drawn, view)
        sentences = words.explanations(view, choices.chance, choices.applications)
        block(heading(words.chart_title(drawn, view)), *map(plain, sentences))
        _chart(drawn, labels, choices, score, engine)
        _notes(compared, choices, score)
        block(heading("The same in numbers"))
        readable_table(words.comparison_table(drawn, labels, view, score if view != "interviews" else None))
        sources_popover(
            sources,
            words.sources_behind(engine.facts, drawn, view),
            key="sources_curve_table",
            remark="Counts and match rates are published; chances are our estimates.",
            parameters=curve_parameters(view == "region"),
        )
        terms_popover("match rate", "chance of matching", "range", *_TERMS[view], key="curves_terms")
    else:
        note("None of these can be drawn as a curve. Choose another specialty or another applicant type.")
    counts = words.counts_table(compared.not_drawn)
    if counts:
        block(heading("Too few applicants for a curve"))
        readable_table(counts)
        counted = [item.counts.source_id for item in compared.not_drawn if item.counts]
        sources_popover(sources, counted, key="sources_curve_counts")
    block(*(fine(words.not_drawn_words(item)) for item in compared.not_drawn if item.counts is None))


def _notes(compared: Comparison, choices: CurveChoices, score: int | None) -> None:
    """Say what must be known to read these curves."""
    drawn, view = compared.curves[:MOST_CURVES], choices.view
    sentences: list[str] = []
    if view == "score" and score is not None and len(drawn) <= _MOST_SENTENCES:
        sentences += words.share_sentences(drawn, score)
    if view == "region":
        sentences += words.region_notes(drawn, choices.applications)
    if view == "interviews":
        sentences += words.shape_notes(drawn)
    sentences.append(words.borrowed_note(drawn, view))
    if len(compared.curves) > MOST_CURVES:
        sentences.append(f"{len(compared.curves)} curves were chosen; the first {MOST_CURVES} are shown.")
    block(*(fine(sentence) for sentence in sentences if sentence))


# The curves themselves: one chart, or a small one for each on shared axes, with what goes with them.

# More curves than this are shown as small charts unless the person wants one.
_ONE_CHART_UP_TO = 4
_KEY = "compared_curves"
# What stands for a sign where it cannot be shown, as in the line under an image.
_KEY_NAMES = {
    "band": "Bands",
    "faint": "Thin lines",
    "area": "Filled",
    "dash": "Dashed below",
    "thin": "Thin lines",
}


def _chart(
    curves: Sequence[ComparedCurve],
    labels: Sequence[str],
    choices: CurveChoices,
    score: int | None,
    engine: Engine,
) -> None:
    """Draw the curves, of which there is at least one, their key and the chart tools; `score` is marked."""
    facts, view, colours = engine.facts, choices.view, page_palette()
    lines, axes = _lines(curves, labels, view), _axes(curves, view)
    mark = None if score is None or view == "interviews" else Mark(score, f"you: {score}")
    west_coast = [bool(curve.region and curve.region.pacific_coast) for curve in curves]
    in_panels = len(curves) > (_ONE_CHART_UP_TO if choices.layout == "auto" else MOST_SERIES)
    in_panels = in_panels or choices.layout == "panels"
    figure: go.Figure
    with st.container(key=_KEY):
        if in_panels:
            cells = st.grid(min_column_width=300, gap="medium")
            for place, line in enumerate(lines):
                style = series_styles(colours, [west_coast[place]])[0]
                others = [other for other in lines if other is not line]
                figure = panel_figure(line, others, style, axes, colours, mark)
                alternative = words.curves_in_words([curves[place]], [labels[place]], view)
                cells.plotly_chart(figure, theme=None, config=CONFIG, key=f"{_KEY}_{place}", alt=alternative)
        else:
            figure = curves_figure(lines, series_styles(colours, west_coast), axes, colours, mark)
            alternative = words.curves_in_words(curves, labels, view)
            st.plotly_chart(figure, theme=None, config=CONFIG, key=f"{_KEY}_one", alt=alternative)
    keys = _keys(view, in_panels, curves)
    block(chart_keys(keys))
    sources = words.sources_behind(facts, curves, view)
    with st.container(horizontal=True):
        chart_tools(
            figure,
            key=_KEY,
            shown=lambda: words.shown_points(curves, view),
            full=lambda: words.figures_behind(facts, curves, view),
            sources=sources,
            title=words.chart_title(curves, view),
            caption=" ".join(f"{_KEY_NAMES[key]}: {text}." for key, text in keys),
        )
        sources_popover(
            facts.sources,
            sources,
            key="sources_curves",
            remark="The curves are our estimates from these published figures. They show who matched, not "
            "what a score or an interview causes.",
            parameters=curve_parameters(view == "region"),
        )


def _keys(view: words.View, in_panels: bool, curves: Sequence[ComparedCurve]) -> list[tuple[str, str]]:
    """Return the areas and lines, by the name of their sign, with what they mean."""
    alone = len(curves) == 1
    keys = [("band", "80 % range")]
    if in_panels and not alone:
        keys.append(("faint", "the other curves, to compare"))
    if view == "score":
        # How many applicants are behind several curves is in the table.
        fitted = curves[0].model.score_curve
        matched = whole_number(fitted.matched.n) if alone else "those"
        not_matched = whole_number(fitted.not_matched.n) if alone else "those"
        keys += [
            ("area", f"published scores of {matched} who matched"),
            ("dash", f"published scores of {not_matched} who did not"),
        ]
    if view == "interviews" and (in_panels or alone):
        keys.append(("thin", "four shapes that the published ranks allow"))
    return keys


# From compared curves to the lines and axes that the figures draw.

_TOPS = (0.1, 0.2, 0.5, 1.0)
_EVERY = 2  # points of score between drawn points of a distribution


def _lines(curves: Sequence[ComparedCurve], labels: Sequence[str], view: words.View) -> list[CurveLine]:
    alone = len(curves) == 1
    return [
        CurveLine(
            label=label,
            at=curve.axis,
            point=curve.estimate.point,
            low=curve.estimate.low,
            high=curve.estimate.high,
            hover=[words.hover_words(curve, label, i, alone) for i in range(len(curve.axis))],
            variants=list(curve.model.rank_curve.by_shape[:, : len(curve.axis)])
            if view == "interviews"
            else (),
            masses=_masses(curve) if view == "score" else None,
        )
        for curve, label in zip(curves, labels, strict=True)
    ]


def _axes(curves: Sequence[ComparedCurve], view: words.View) -> Axes:
    """Return the axes that all panels share: as far as any curve goes, and as high as any range."""
    highest = max(float(curve.estimate.high.max()) for curve in curves)
    top = 1.0 if view != "region" else next(t for t in _TOPS if highest <= t or t == _TOPS[-1])
    if view == "interviews":
        return Axes("Programs ranked (interviews)", 0, MOST_RANKS_SHOWN, 5, top, "%{x} programs ranked")
    first = 10 * np.floor(min(curve.axis[0] for curve in curves) / 10)
    last = 10 * np.ceil(max(curve.axis[-1] for curve in curves) / 10)
    return Axes("Step 2 CK score", float(first), float(last), 20, top, "Step 2 CK %{x}")


def _masses(curve: ComparedCurve) -> Masses:
    fitted = curve.model.score_curve
    return Masses(
        _density(fitted.matched), _density(fitted.not_matched), fitted.matched.n, fitted.not_matched.n
    )


def _density(distribution: Distribution) -> tuple[Array, Array]:
    x, p = distribution.density
    scores = np.arange(np.ceil(x[0]), np.floor(x[-1]) + 1, _EVERY)
    return scores, np.interp(scores, x, p / np.gradient(x)).round(5)
