"""What a person has chosen to compare, and how a link says it.

Until something is changed here the page compares what the profile says. Only changes are kept and only
they stand in the link; what a link says that is not known is left out and named.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal, get_args

from smartpick.explore.compared_curves import Chance
from smartpick.explore.regions import COAST, NATION
from smartpick.presenters.curve_words import View
from smartpick.profile import ApplicantProfile
from smartpick.ui.link import Unused

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
