"""A chance with a signal and one without: both say which they are, and they are the same model's."""

import pytest

from smartpick.assessment import Assessment, assess
from smartpick.engine import Engine
from smartpick.profile import ApplicantProfile
from smartpick.text.list_changes import ListChanges
from smartpick.text.list_gain import signal_label, without_signal_sentence
from smartpick.text.numbers import fine_percent
from smartpick.text.programs import program_rows
from smartpick.web.cockpit.program_list import program_table
from smartpick.whatif.invitations import estimate_invitations


@pytest.fixture(scope="module")
def shown(engine: Engine) -> Assessment:
    return assess(ApplicantProfile(step2_ck_score=225, max_applications=40), engine, thorough=False)


def test_the_programs_pages_chance_with_a_signal_is_the_lists(shown: Assessment, engine: Engine) -> None:
    estimates = estimate_invitations(shown.profile, engine)
    worth = engine.signal_rules("Internal Medicine", "non_us_img").log_odds_ratio
    signalled = [i for i, kind in enumerate(shown.plan.signal) if kind]
    assert signalled
    for i in signalled:
        entry = estimates.place_of(str(shown.plan.candidates.program_ids[i]))
        assert entry is not None
        kind = shown.plan.signal[i]
        listed = shown.plan.interview_probability[i]
        assert estimates.with_signal(entry, worth[kind]) == pytest.approx(listed, rel=1e-6)
        assert estimates.invitation[entry] < listed
        said = without_signal_sentence({kind: estimates.with_signal(entry, worth[kind])}, kind)
        assert said == f"Without a signal; {signal_label(kind)}, as on your list, {fine_percent(listed)}."


def test_the_list_says_where_a_chance_is_with_a_signal(shown: Assessment) -> None:
    rows = program_rows(shown.plan, {})
    html = program_table(rows, ListChanges(), several_specialties=False)
    signals = [row.signal for row in rows if row.signal]
    for kind in set(signals):
        assert html.count(f">{signal_label(kind)}<") == signals.count(kind)


def test_a_program_without_a_signal_says_what_one_would_bring() -> None:
    assert without_signal_sentence({"signal": 0.078}, "").replace("\u202f", " ") == (
        "Without a signal; with one 7.8 %."
    )
    assert without_signal_sentence({"gold": 0.3, "silver": 0.1}, "").replace("\u202f", " ") == (
        "Without a signal; with a gold one 30 %, with a silver one 10 %."
    )
    assert without_signal_sentence({}, "") == ""
    assert signal_label("") == ""
