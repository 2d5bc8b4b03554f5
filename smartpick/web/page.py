"""What every page starts with.

A page is one file in `pages/`, named as its address, that ends in `enter("scenarios", ...)` with its title,
icon and place in the menu (see `smartpick.web.entrance`). Its function has that name, in a folder of it:

    from smartpick.web.page import page_context, safely

    @safely
    def scenarios() -> None:
        context = page_context()
        context.profile      # the applicant, shared by all pages
        context.engine       # the fitted data; context.engine.facts are the tables
        context.assessment   # where the applicant stands; worked out once and kept

To change the profile call `smartpick.web.session.sitting().answer(us_letters=3)`; other pages and the link
follow. A part of a page in a fragment of its own needs `@safely` under `@st.fragment` too.
"""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import streamlit as st

from smartpick.assessment import Assessment, assess
from smartpick.engine import Engine
from smartpick.odds.specialty_inputs import NoPublishedOutcomes
from smartpick.profile import ApplicantProfile
from smartpick.store import StoreError
from smartpick.web.blocks import note
from smartpick.web.loading import shared_engine
from smartpick.web.room_part import keep_in_step, worked_out
from smartpick.web.session import remembered, sitting

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

_LOG = logging.getLogger(__name__)
_SORRY = "Something on this page did not work. Your answers are still there: change one, or reload the page."


@dataclass(frozen=True)
class PageContext:
    """The applicant and the data, as one run of a page sees them."""

    profile: ApplicantProfile
    engine: Engine
    assumed: bool

    @property
    def key(self) -> tuple[Hashable, ...]:
        """What a result for this applicant is remembered under: all that it can rest on."""
        return self._key_of(self.profile)

    def key_but(self, field: str) -> tuple[Hashable, ...]:
        """Return the same for what holds whatever that answer is; it need not be a possible profile's."""
        fields_set = self.profile.model_fields_set
        other = self.profile.model_copy(update={field: None})
        return (*self._key_of(other), "pacific_min" in fields_set)

    @property
    def own_figures(self) -> bool:
        """Whether results may rest on figures that the person brought; what rests on answers is shared."""
        return bool(sitting().own_evidence.known)

    @property
    def has_figures(self) -> bool:
        """Whether outcomes of the applicant type are published in all specialties of the profile."""
        kind = self.profile.applicant_type
        return all(self.engine.has_figures(name, kind) for name in self.profile.specialties)

    @property
    def assessment(self) -> Assessment:
        """Where the applicant stands.

        Raises:
            NoPublishedOutcomes: if there are none of the applicant type in a specialty of the profile.
        """
        return self.assessment_of(self.profile)

    def assessment_of(self, profile: ApplicantProfile) -> Assessment:
        """Return where another profile would stand; the last few are kept for this session."""
        evidence = sitting().evidence_of(profile.applicant_type)
        return self._worked_out(
            "assessment",
            profile,
            lambda: assess(profile, self.engine, self.assumed, evidence=evidence),
        )

    def list_before(self) -> list[str] | None:
        """Return the program ids of the list before the last change; None where there was no other list."""
        before = sitting().before
        if before is None or before == self.profile:
            return None
        try:
            ids: list[str] = self.assessment_of(before).plan.candidates.program_ids.tolist()
        except NoPublishedOutcomes:
            return None
        return ids

    def remembered(self, kind: str, assessment: Assessment, make: Callable[[], Result]) -> Result:
        """Return `make()`, or what it returned lately for an assessment made from the same things."""
        return self._worked_out(kind, assessment.profile, make)

    def _worked_out(self, kind: str, profile: ApplicantProfile, make: Callable[[], Result]) -> Result:
        key = self._key_of(profile)
        return remembered(kind, key, lambda: worked_out((kind, key), make, own_figures=self.own_figures))

    def _key_of(self, profile: ApplicantProfile) -> tuple[Hashable, ...]:
        figures = sitting().evidence_version if self.own_figures else 0
        # A minimum that nobody asked for is another one in the plan, and equal profiles hide that.
        asked = "pacific_min" in profile.model_fields_set
        return self.engine.facts.data_hash, profile, asked, self.assumed, figures


# A class that opens a link at once would have all its pages at the same late moment. So this many are worked
# out at a time, one after the other, and what people do on a page that they have waits for none of them.
_AT_A_TIME = 2
_turns = threading.BoundedSemaphore(_AT_A_TIME)
_own_turn = threading.local()
_CAME = "came_before"


@contextmanager
def in_turn() -> Iterator[None]:
    """Do what takes long when its turn comes; within a turn that is this one."""
    if getattr(_own_turn, "held", False):
        yield
        return
    if not _turns.acquire(blocking=False):
        with st.spinner("Many people are opening pages right now. Yours comes soon ..."):
            _turns.acquire()
    _own_turn.held = True
    try:
        yield
    finally:
        _own_turn.held = False
        _turns.release()


@contextmanager
def newcomers_in_turn() -> Iterator[None]:
    """Draw the first page of a session when its turn comes, and every later one at once."""
    if _CAME in st.session_state:
        yield
        return
    with in_turn():
        yield
    st.session_state[_CAME] = True


def page_context() -> PageContext:
    """Return the profile of this session and the engine all sessions share."""
    return PageContext(sitting().profile, shared_engine(), sitting().assumed)


def safely(page: Callable[Arguments, None]) -> Callable[Arguments, None]:
    """Wrap a page or a fragment so that a fault of ours shows one calm sentence and no traceback.

    The log gets the kind of error and the place in the code, and nothing that the person entered.
    """

    @wraps(page)
    def calm(*arguments: Arguments.args, **named: Arguments.kwargs) -> None:
        try:
            keep_in_step()
            page(*arguments, **named)
        except StoreError as error:
            # Nothing of the person is in it, and whoever runs the server can mend it.
            _LOG.error("%s", error)
            note(f"{error} Your answers are still there.", strong=True)
        except Exception as error:
            _LOG.error("%s at %s", type(error).__name__, _place_of(error))
            note(_SORRY, strong=True)

    return calm


def _place_of(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    return " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames))
