"""What a person has chosen to compare, how a link says it, and the controls of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal, get_args

import streamlit as st

from smartpick.facts import TYPE_WORDS
from smartpick.profile import ApplicantProfile
from smartpick.text.curves import CHANCE_WORDS, VIEW_WORDS, View
from smartpick.text.numbers import term_help
from smartpick.web.address import AddressPart
from smartpick.web.controls import Control, control
from smartpick.web.links import Unused, unused_sentence
from smartpick.web.session import sitting
from smartpick.whatif.curves import COAST, NATION, Chance, Region

# What a person has chosen to compare, and how a link says it.
#
# Until something is changed here the page compares what the profile says. Only changes are kept and only
# they stand in the link; what a link says that is not known is left out and named.

Layout = Literal["auto", "one", "panels"]
MOST_SPECIALTIES, MOST_APPLICATIONS = 12, 200
_PREFIX = "curves_"
_TITLES = {
    "view": "view",
    "specialties": "specialties",
    "types": "applicants",
    "places": "regions",
    "applications": "applications sent there",
    "chance": "what counts",
    "layout": "layout",
    "mark": "mark of your score",
}
_YES_NO = {"yes": True, "no": False}


@dataclass(frozen=True)
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


Changes = dict[str, Any]
PARAMETER_NAMES = frozenset(_PREFIX + field.name for field in fields(CurveChoices))


def choices_of(profile: ApplicantProfile, changes: Changes) -> CurveChoices:
    """Return the starting choices of a profile with the changes made on the page."""
    start = CurveChoices(specialties=profile.specialties, types=(profile.applicant_type,))
    return replace(start, **changes)


def parameters_of(changes: Changes) -> dict[str, str]:
    """Return the query parameters that bring the changes back."""
    return {_PREFIX + name: _written(value) for name, value in changes.items()}


def read_changes(
    parameters: Mapping[str, str], specialties: Collection[str], places: Collection[str]
) -> tuple[Changes, list[Unused]]:
    """Return the changes that query parameters say, and what could not be used.

    Args:
        parameters: All query parameters; those of other pages are passed over.
        specialties: Names that may be compared.
        places: Keys of regions.
    """
    types = ApplicantProfile.model_fields["applicant_type"].annotation
    read: dict[str, Callable[[str], Any]] = {
        "view": _one_of(get_args(View)),
        "specialties": _some_of(specialties, MOST_SPECIALTIES),
        "types": _some_of(get_args(types), len(get_args(types))),
        "places": _some_of(places, len(places)),
        "applications": _whole_number,
        "chance": _one_of(get_args(Chance)),
        "layout": _one_of(get_args(Layout)),
        "mark": _YES_NO.__getitem__,
    }
    changes: Changes = {}
    unused = []
    for name, reading in read.items():
        text = parameters.get(_PREFIX + name)
        if text is None:
            continue
        try:
            changes[name] = reading(text)
        except (KeyError, ValueError):
            unused.append(Unused(_TITLES[name], text, "the starting value"))
            continue
        if isinstance(changes[name], tuple):
            left_out = [one for one in dict.fromkeys(text.split("|")) if one not in changes[name]]
            unused += [Unused(_TITLES[name], one, "the rest of the list") for one in left_out]
    return changes, unused


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "|".join(value) if isinstance(value, tuple) else str(value)


def _one_of(known: Collection[str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in known:
            raise ValueError(text)
        return text

    return read


def _some_of(known: Collection[str], most: int) -> Callable[[str], tuple[str, ...]]:
    """Return a reader that keeps the known names; one that keeps none raises ValueError."""

    def read(text: str) -> tuple[str, ...]:
        kept = tuple(dict.fromkeys(name for name in text.split("|") if name in known))[:most]
        if not kept:
            raise ValueError(text)
        return kept

    return read


def _whole_number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 4):
        raise ValueError(text)
    if not 1 <= int(text) <= MOST_APPLICATIONS:
        raise ValueError(text)
    return int(text)


# Where the page keeps its choices in the session, and how the address bar follows them.

_CHANGES = "curves_changes"
_ADDRESS = AddressPart("curves", PARAMETER_NAMES.__contains__)


def changes() -> Changes:
    """Return what was changed on the page in this session."""
    kept: Changes = st.session_state.setdefault(_CHANGES, {})
    return kept


def choose(**chosen: object) -> None:
    """Keep changed choices by name; an emptied list goes back to the start."""
    for name, value in chosen.items():
        if value == ():
            changes().pop(name, None)
        else:
            changes()[name] = value


def open_curves_link(specialties: Collection[str], places: Collection[str]) -> str:
    """Take the choices of a link that the person opened; return a sentence on what could not be used."""
    said = _ADDRESS.opened(parameters_of(changes()))
    if not said:
        return sitting().unused.get("curves", "")
    st.session_state[_CHANGES], unused = read_changes(said, specialties, places)
    sitting().unused["curves"] = unused_sentence(unused)
    return sitting().unused["curves"]


def write_curves_link() -> None:
    """Put the choices into the address, so that a reload or a bookmark brings them back."""
    _ADDRESS.write(parameters_of(changes()))


# The controls of the page. A widget shows the choice that is kept; its change is kept at once.

_KEY = "curves_"
_LAYOUT_WORDS: dict[Layout, str] = {"auto": "Automatic", "one": "One chart", "panels": "Small charts"}


def view_control(choices: CurveChoices) -> None:
    """Ask along what the curves run."""
    _segments("view", "What the curves run along", choices.view, VIEW_WORDS, label_visibility="collapsed")


def curve_controls(
    choices: CurveChoices,
    specialties: list[str],
    places: tuple[Region, ...],
) -> None:
    """Ask whose curves are compared.

    Args:
        choices: What is shown now.
        specialties: Names to choose from.
        places: Regions to choose from.
    """
    left, right = st.columns([3, 2])
    with left:
        _several("specialties", "Specialties", choices.specialties, specialties, most=MOST_SPECIALTIES)
    with right:
        _several(
            "types", "Applicants", choices.types, list(TYPE_WORDS), TYPE_WORDS.__getitem__, term_help("IMG")
        )
    if choices.view == "region":
        _region_controls(choices, places)


def _region_controls(choices: CurveChoices, places: tuple[Region, ...]) -> None:
    names = {place.key: place.name for place in places}
    left, right = st.columns([3, 2])
    with left:
        _several("places", "Regions", choices.places, list(names), names.__getitem__)
    with right:
        sent = _choice("applications", choices.applications, int)
        st.number_input(
            "Applications sent there",
            1,
            MOST_APPLICATIONS,
            value=sent.value,
            step=5,
            key=sent.key,
            help="All of them go to one region. Where it has fewer programs, to each of those.",
            on_change=sent.on_change,
        )


def display_controls(choices: CurveChoices, score: int | None) -> bool:
    """Ask how the curves are laid out and whether the applicant's score is marked.

    Args:
        choices: What is shown now.
        score: The applicant's score, None if there is none.

    Returns:
        Whether all specialties with a curve were asked for just now.
    """
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        if choices.view == "region":
            _segments("chance", "What counts", choices.chance, CHANCE_WORDS)
        _segments("layout", "Layout", choices.layout, _LAYOUT_WORDS)
        if choices.view != "interviews":
            mark = _choice("mark", choices.mark and score is not None, bool)
            st.toggle(
                "Mark my score" if score is None else f"Mark my score ({score})",
                value=mark.value,
                key=mark.key,
                disabled=score is None,
                help="The score of your profile. Change it under Your chances.",
                on_change=mark.on_change,
            )
        return st.button(
            "All specialties with a curve",
            type="tertiary",
            icon=":material/grid_view:",
            key="curves_all_specialties",
        )


def _segments(name: str, label: str, value: Any, words: dict[Any, str], **settings: Any) -> None:
    shown = _choice(name, value, str)
    st.segmented_control(
        label,
        list(words),
        default=shown.value,
        format_func=words.__getitem__,
        required=True,
        key=shown.key,
        on_change=shown.on_change,
        **settings,
    )


def _several(
    name: str,
    label: str,
    value: tuple[str, ...],
    options: list[str],
    words: Callable[[str], str] = str,
    help_text: str | None = None,
    most: int | None = None,
) -> None:
    shown = _choice(name, list(value), tuple)
    st.multiselect(
        label,
        options,
        default=shown.value,
        format_func=words,
        max_selections=most,
        key=shown.key,
        help=help_text,
        on_change=shown.on_change,
        wrap=True,
    )


def _choice(name: str, value: Any, kind: Callable[[Any], Any]) -> Control:
    return control(_KEY + name, value, lambda chosen: choose(**{name: kind(chosen)}))
