"""What travels ahead to the browser is what the server would say after a release."""

from typing import Any

import pytest

from smartpick.assessment import assess, axis_index, glance
from smartpick.engine import Engine
from smartpick.profile import ApplicantProfile
from smartpick.programs.evidence import ProgramEvidence
from smartpick.text.numbers import fine_percent
from smartpick.web import session
from smartpick.web.cockpit import live
from smartpick.web.cockpit.ahead import (
    APPLICATIONS,
    FIELDS,
    SCORE,
    SIGNALS,
    WEIGHT,
    WORDS,
    Said,
    ahead_of,
    changed_to,
    listed,
    said_of,
    sent,
)
from smartpick.web.cockpit.headline import slider_answers
from smartpick.web.page import PageContext
from smartpick.web.score_slider import bars_at, words_at


def _unpacked(row: dict[str, Any], packed: str) -> list[tuple[int, str, int]]:
    """Read a packed list as the browser does."""
    digits, texts = row["digits"], row["texts"]
    programs, signals = packed.split(".")
    step = digits + 2
    return [
        (
            int(programs[at : at + digits], 36),
            texts[int(programs[at + digits : at + step], 36)],
            int((signals[at // step :] or "0")[0]),
        )
        for at in range(0, len(programs), step)
    ]


@pytest.fixture
def context_of(monkeypatch: pytest.MonkeyPatch, engine: Engine) -> Any:
    monkeypatch.setattr(session.st, "session_state", {})

    def context(profile: ApplicantProfile) -> PageContext:
        session.sitting().replace(profile)
        return PageContext(profile, engine, True)

    return context


@pytest.mark.slow
@pytest.mark.parametrize(
    ("answers", "name", "values"),
    [
        ({"specialties": ["Internal Medicine"]}, SCORE, (200, 217, 244, 290)),
        ({"specialties": ["Psychiatry"], "max_applications": 40}, APPLICATIONS, (5, 41, 150)),
        ({"specialties": ["Neurology", "Internal Medicine"], "budget_usd": 1500}, SCORE, (218, 262)),
        ({"applicant_type": "us_img", "specialties": ["General Surgery"]}, WEIGHT, (0, 45, 100)),
        ({"season_stage": "waiting", "interviews_in_hand": 2}, SCORE, (231, 248)),
        ({"applicant_type": "us_do_senior", "specialties": ["Neurosurgery"]}, SCORE, (215, 250)),
    ],
)
def test_what_travels_ahead_is_what_the_server_says_after_a_release(
    engine: Engine, context_of: Any, answers: dict[str, Any], name: str, values: tuple[int, ...]
) -> None:
    profile = ApplicantProfile.from_answers({"step2_ck_score": 226, **answers})
    context = context_of(profile)
    base = slider_answers(context.assessment)
    for value in values:
        session.sitting().replace(profile)
        changed = changed_to(profile, name, value)
        assert changed is not None
        said = said_of(glance(changed, engine), changed, base, engine)
        # What the page holds after a person has changed the control.
        session.sitting().answer(**{name: value / 100 if name == WEIGHT else value})
        assert session.sitting().profile == changed
        drawn = assess(session.sitting().profile, engine)
        row = sent([(name, value, said)], engine)
        (_, _, packed, words, bars) = row["known"][0]
        shown = slider_answers(drawn)
        at = axis_index(changed.step2_ck_score)
        assert words == [words_at(shown, at)[one] for one in WORDS]
        assert bars == [*bars_at(shown, at)["chance"], *bars_at(shown, at)["pacific"]]
        names = {number: name for number, name, *_ in row["programs"]}
        order = _unpacked(row, packed)
        assert [names[number] for number, _, _ in order] == drawn.plan.candidates.programs["name"].tolist()
        assert [chance for _, chance, _ in order] == [
            fine_percent(float(p)) for p in drawn.plan.interview_probability
        ]
        assert [SIGNALS[place] for _, _, place in order] == list(drawn.plan.signal)


def test_only_what_the_browser_lacks_is_sent(engine: Engine, context_of: Any) -> None:
    context = context_of(ApplicantProfile(step2_ck_score=222, max_applications=20))
    own = Said(*listed(context.assessment.plan, engine), words=[], bars=[])
    whole = sent([(SCORE, 222, own)], engine)
    there = [number for number, *_ in whole["programs"][1:]]
    assert sent([(SCORE, 222, own)], engine, there)["programs"] == whole["programs"][:1]


def test_a_minimum_that_was_asked_for_is_not_the_same_as_the_usual_one(context_of: Any) -> None:
    """Profiles that are equal and plans that are not: a minimum gives way only where nobody asked for it."""
    usual, asked = (
        ApplicantProfile(max_applications=60),
        ApplicantProfile(max_applications=60, pacific_min=9),
    )
    assert usual == asked
    contexts = [context_of(profile) for profile in (usual, asked)]
    assert contexts[0].key != contexts[1].key
    assert ahead_of(contexts[0], SCORE)[0] != ahead_of(contexts[1], SCORE)[0]


def test_what_rests_on_own_figures_is_shared_with_nobody(context_of: Any) -> None:
    context = context_of(ApplicantProfile(step2_ck_score=222))
    _, shared = ahead_of(context, SCORE)
    program = str(context.engine.facts.programs["program_id"].iloc[0])
    session.sitting().own_evidence.put(ProgramEvidence(program, takes_j1=True), "non_us_img")
    key, own = ahead_of(context, SCORE)
    assert own is not shared
    assert ahead_of(context, SCORE) == (key, own)


@pytest.mark.parametrize(
    "message",
    [
        None,
        5,
        {},
        {"key": "k"},
        {"field": "budget_usd", "key": "k", "near": 2, "have": [], "programs": []},
        {"field": SCORE, "key": "other", "near": 2, "have": [], "programs": []},
        {"field": SCORE, "key": "k", "near": 2, "have": 3, "programs": []},
        {"field": SCORE, "key": "k", "near": 2, "have": [], "programs": ["1"]},
    ],
)
def test_a_message_that_the_list_does_not_send_is_ignored(
    monkeypatch: pytest.MonkeyPatch, message: object
) -> None:
    monkeypatch.setattr(live.st, "session_state", {live._KEY: {"ahead": message}})
    assert live._asked(dict.fromkeys(FIELDS, "k")) is None
