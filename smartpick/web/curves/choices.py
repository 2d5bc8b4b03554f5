"""What a person has chosen to compare, how a link says it, and the controls for it.

Until something is changed here the page compares what the profile says. Only changes are kept, and only they
are in the link.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Literal, get_args

import streamlit as st

from smartpick.facts import TYPE_WORDS
from smartpick.profile import ApplicantProfile, ApplicantType
from smartpick.text.curves import CHANCE_WORDS, VIEW_WORDS, View
from smartpick.text.numbers import term_help
from smartpick.web.address import LinkedChoice
from smartpick.web.controls import Control, control
from smartpick.web.links import YES_OR_NO, Codec, PartlyKnownError, whole, word
from smartpick.whatif.curves import COAST, NATION, Chance, Region

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


def view_control(choices: CurveChoices) -> None:
    """Ask along what the curves run."""
    _segments("view", "What the curves run along", choices.view, VIEW_WORDS, label_visibility="collapsed")


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
