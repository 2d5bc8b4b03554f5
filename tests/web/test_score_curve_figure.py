"""What the score curve figure is drawn from, and what of the applicant is laid over it."""

import numpy as np
import pytest

from smartpick.assessment import SCORE_AXIS, Assessment, assess
from smartpick.charts.frame import DARK, LIGHT, Palette
from smartpick.charts.score_curve import HEIGHT, MARGIN, score_curve_figure, top_of
from smartpick.engine import Engine
from smartpick.profile import ApplicantProfile
from smartpick.text.curves import (
    curve_title,
    own_in_words,
    own_sentences,
    place_sentences,
    published_in_words,
)
from smartpick.text.numbers import percent
from smartpick.web.cockpit.curve import AXIS, _ground, curve_picture, own_line, own_line_now


@pytest.fixture(scope="module")
def assessment(engine: Engine) -> Assessment:
    return assess(ApplicantProfile(), engine)


def test_the_curve_is_drawn_where_there_are_data_and_nowhere_else(assessment: Assessment) -> None:
    curve, own = assessment.score_curve, own_line(assessment)
    scores, chance = curve_picture(assessment).curve
    assert (scores[0], scores[-1]) == (curve.minimum, curve.maximum)
    assert chance == pytest.approx(curve.probability(scores), abs=1e-4)
    assert curve.minimum <= own.scores.min() and own.scores.max() <= curve.maximum
    ground = _ground(curve, LIGHT)
    assert ground["scores"] == own.scores.tolist()
    assert len(ground["compared"]) == len(own.words) == len(own.scores)
    assert [top is not None for top in ground["curve"]] == curve.supported(SCORE_AXIS).tolist()


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_one_hue_for_our_estimate_and_another_for_published_figures(
    assessment: Assessment, colours: Palette
) -> None:
    traces = {trace.name: trace for trace in score_curve_figure(curve_picture(assessment), colours).data}
    assert traces["curve"].line.color == colours.estimate
    assert _ground(assessment.score_curve, colours)["colours"]["estimate"] == colours.estimate
    assert traces["matched"].line.color == colours.published
    assert traces["matched"].yaxis == traces["not matched"].yaxis == "y2"


def test_the_own_line_is_the_chance_of_the_list_as_it_stands(assessment: Assessment) -> None:
    own, sent = own_line(assessment), own_line_now(assessment)
    assert sent is not None
    assert sent["chance"] == own.chance.tolist() and sent["low"] == own.low.tolist()
    assert np.all(own.low <= own.chance) and np.all(own.chance <= own.high)
    at = int(own.scores[10] - SCORE_AXIS[0])
    assert own.chance[10] == pytest.approx(assessment.odds.match.point[at], abs=1e-4)
    assert own.words[10][0] == percent(float(assessment.odds.match.point[at]))
    compared = _ground(assessment.score_curve, LIGHT)["compared"]
    assert compared[10][0] == percent(float(assessment.score_curve.probability(own.scores[10])))


def test_without_a_curve_there_is_no_own_line(engine: Engine) -> None:
    few = ApplicantProfile.from_answers({"specialties": ["Dermatology"], "max_applications": 20})
    assert own_line_now(assess(few, engine)) is None


def test_the_words_lead_with_the_headline_chance(assessment: Assessment) -> None:
    chance = percent(assessment.match_probability.point)
    first, counts, comparison, *_ = [*own_sentences(assessment), *place_sentences(assessment)]
    assert first.startswith(f"With 225 and the list below your chance is {chance} (80\u202f% range ")
    assert "no program invites you" in counts
    assert comparison.startswith("For comparison: ")
    assert "who had at least one Internal Medicine program to rank" in comparison
    assert curve_title(assessment) == "Internal Medicine: your chance by score"
    assert own_in_words(assessment).startswith("Your chance of matching with the list below")
    assert published_in_words(assessment).startswith("For comparison, among those with a program to rank")


def test_the_densities_hold_the_same_number_of_people(assessment: Assessment) -> None:
    picture = curve_picture(assessment)
    for scores, density in (picture.matched, picture.not_matched):
        assert np.trapezoid(density, scores) == pytest.approx(1, abs=0.03)


def test_the_passing_standard_is_named_with_its_date(assessment: Assessment) -> None:
    figure = score_curve_figure(curve_picture(assessment), LIGHT)
    assert [note.text for note in figure.layout.annotations] == ["218 to pass<br>since Jul 2025"]
    assert figure.layout.shapes[0].x0 == 218


def test_there_is_no_line_at_an_average(assessment: Assessment) -> None:
    figure = score_curve_figure(curve_picture(assessment), LIGHT)
    assert len(figure.layout.shapes) == 1


def test_the_figure_does_not_catch_a_scrolling_finger(assessment: Assessment) -> None:
    layout = score_curve_figure(curve_picture(assessment), LIGHT).layout
    assert layout.dragmode is False
    assert layout.xaxis.fixedrange
    assert layout.yaxis.fixedrange


def test_a_chance_is_where_plotly_draws_it(assessment: Assessment) -> None:
    plot = HEIGHT - MARGIN["t"] - MARGIN["b"]
    low, high = score_curve_figure(curve_picture(assessment), LIGHT).layout.yaxis.domain
    assert top_of(1) == pytest.approx(MARGIN["t"] + (1 - high) * plot)
    assert top_of(0) == pytest.approx(MARGIN["t"] + (1 - low) * plot)
    ground, chance = _ground(assessment.score_curve, LIGHT), float(assessment.score_curve.probability(225))
    assert ground["curve"][225 - 190] == pytest.approx(top_of(chance), abs=0.1)
    # The chance that the slider shows lies between the ends, as the curve does.
    none, sure = ground["ends"]
    assert ground["curve"][225 - 190] == pytest.approx(none + (sure - none) * chance, abs=0.1)


def test_a_new_score_leaves_the_figure_and_the_ground_as_they_are(
    assessment: Assessment, engine: Engine
) -> None:
    """What changes with the score must not stand in what is drawn once."""
    other = assess(assessment.profile.changed(step2_ck_score=252), engine)
    assert score_curve_figure(curve_picture(assessment), LIGHT) == score_curve_figure(
        curve_picture(other), LIGHT
    )
    assert published_in_words(assessment) == published_in_words(other)
    assert own_line_now(assessment) != own_line_now(other)
    assert AXIS == (190, 290)
