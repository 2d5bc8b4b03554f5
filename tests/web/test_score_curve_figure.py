"""What the score curve figure is drawn from, and where the applicant's mark is laid over it."""

import numpy as np
import pytest

from smartpick.assessment import Assessment, assess
from smartpick.charts.frame import DARK, LIGHT, Palette
from smartpick.charts.score_curve import HEIGHT, move_lines, place_of, score_curve_figure
from smartpick.engine import Engine
from smartpick.profile import ApplicantProfile
from smartpick.text.curves import alternative_text, curve_title, own_sentences, place_sentences
from smartpick.text.numbers import percent
from smartpick.web.cockpit.curve import AXIS, curve_picture, own_line


@pytest.fixture(scope="module")
def assessment(engine: Engine) -> Assessment:
    return assess(ApplicantProfile(), engine)


def test_the_curve_is_drawn_where_there_are_data_and_nowhere_else(assessment: Assessment) -> None:
    picture, curve = curve_picture(assessment), assessment.score_curve
    assert picture.curve.scores[0] == curve.minimum
    assert picture.curve.scores[-1] == curve.maximum
    assert picture.own.scores.min() >= curve.minimum
    assert picture.own.scores.max() <= curve.maximum
    assert picture.curve.chance == pytest.approx(curve.probability(picture.curve.scores), abs=1e-4)
    assert np.all(picture.curve.low <= picture.curve.chance)
    assert np.all(picture.curve.chance <= picture.curve.high)
    assert len(picture.curve.hover) == len(picture.curve.scores)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_one_hue_for_our_estimate_and_another_for_published_figures(
    assessment: Assessment, colours: Palette
) -> None:
    traces = {trace.name: trace for trace in score_curve_figure(curve_picture(assessment), colours).data}
    assert traces["curve"].line.color == colours.estimate
    assert traces["own list"].line.color == colours.estimate
    assert traces["band"].fillcolor == colours.estimate_band
    assert traces["matched"].line.color == colours.published
    assert traces["matched"].yaxis == traces["not matched"].yaxis == "y2"


def test_the_own_line_leads_and_the_published_one_is_the_comparison(assessment: Assessment) -> None:
    figure = score_curve_figure(curve_picture(assessment), LIGHT)
    traces = {trace.name: trace for trace in figure.data}
    own, compared, band = traces["own list"], traces["curve"], traces["band"]
    assert own.line.dash is None
    assert compared.line.dash == "dot"
    assert own.line.width > compared.line.width
    picture = curve_picture(assessment)
    assert band.y[: len(picture.own.high)] == pytest.approx(picture.own.high)
    assert np.all(picture.own.low <= picture.own.chance)
    assert np.all(picture.own.chance <= picture.own.high)
    assert "with your list" in own.hovertemplate
    assert "of those with a program to rank" in compared.hovertemplate and "range" in compared.hovertemplate
    chance, _, _ = own.customdata[10]
    assert chance == percent(float(assessment.odds.match.point[own.x[10] - 190]))
    at = [trace.name for trace in figure.data]
    assert at.index("own list") > at.index("curve"), "drawn over it"


def test_the_words_lead_with_the_headline_chance(assessment: Assessment) -> None:
    chance = percent(assessment.match_probability.point)
    first, counts, comparison, *_ = [*own_sentences(assessment), *place_sentences(assessment)]
    assert first.startswith(f"With 225 and the list below your chance is {chance} (80\u202f% range ")
    assert "no program invites you" in counts
    assert comparison.startswith("For comparison: ")
    assert "who had at least one Internal Medicine program to rank" in comparison
    assert curve_title(assessment) == "Internal Medicine: your chance by score"
    told = alternative_text(assessment)
    assert told.index("Your chance of matching with the list below") < told.index("For comparison")


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


def test_a_place_is_where_plotly_draws_it() -> None:
    margin, plot = 14, HEIGHT - 54
    assert place_of(190, 1, AXIS).top == margin
    assert place_of(190, 0, AXIS).top == pytest.approx(margin + 0.7 * plot)
    assert place_of(240, 0.5, AXIS).across == pytest.approx(0.5)


def test_the_figure_itself_holds_the_place_for_paper_and_images(engine: Engine) -> None:
    for score, dots in ((225, 2), (200, 0), (None, None)):
        shown = assess(ApplicantProfile(step2_ck_score=score), engine)
        traces = [trace for trace in score_curve_figure(curve_picture(shown), LIGHT).data if trace.text]
        # The page hides the trace with words, so there is no other.
        assert len(traces) == (0 if score is None else 1)
        for trace in traces:
            assert set(trace.x) == {score}
            assert "".join(trace.text).strip() == f"you: {score}"
            assert sum(size > 0 for size in trace.marker.size) == dots


def test_moved_lines_are_those_of_a_figure_made_anew(assessment: Assessment, engine: Engine) -> None:
    """A figure that is kept must not keep anything of the list that it showed before."""
    first, other = (assess(assessment.profile.changed(step2_ck_score=score), engine) for score in (215, 252))
    kept = score_curve_figure(curve_picture(first), LIGHT)
    move_lines(kept, own_line(other), AXIS)
    assert kept == score_curve_figure(curve_picture(other), LIGHT)
    assert kept != score_curve_figure(curve_picture(first), LIGHT)
