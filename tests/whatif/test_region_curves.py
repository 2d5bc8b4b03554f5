"""A region curve against the score curve, against a mean worked out by hand, and at its limits."""

import numpy as np
import pytest

from smartpick.engine import Engine
from smartpick.whatif.curves import Region, RegionCurve, region_curve, regions

TYPE = "non_us_img"


@pytest.fixture(scope="module")
def places(engine: Engine) -> dict[str, Region]:
    return {place.key: place for place in regions(engine.facts)}


def curve(
    engine: Engine, place: Region, applications: int, specialty: str = "Internal Medicine"
) -> RegionCurve:
    found = region_curve(engine, specialty, TYPE, place, applications)
    assert found is not None
    return found


def test_the_places_are_nation_divisions_the_coast_and_its_states(places: dict[str, Region]) -> None:
    assert {"US", "CA", "OR", "WA", "Coast", "Pacific", "New England"} <= places.keys()
    assert len(places) == 14
    assert {key for key, place in places.items() if place.pacific_coast} == {"CA", "OR", "WA", "Coast"}
    coast = places["Coast"]
    assert coast.name == "West Coast: California, Oregon and Washington"
    assert (coast.short_name, coast.level) == ("West Coast", "coast")


def test_the_coast_is_its_states_and_less_than_the_division(
    engine: Engine, places: dict[str, Region]
) -> None:
    found, states = curve(engine, places["Coast"], 200), [curve(engine, places[s], 5) for s in _COAST]
    assert found.programs == sum(state.programs for state in states)
    assert found.programs < curve(engine, places["Pacific"], 5).programs, "Alaska and Hawaii are not on it"
    weights = np.array([state.programs for state in states]) / found.programs
    assert found.cell.mean == pytest.approx(weights @ [state.cell.mean for state in states])
    assert found.cell.near_zero_share == pytest.approx(
        weights @ [state.cell.near_zero_share for state in states]
    )
    # The same number of applications there comes to something between the best and the worst of its states.
    chances = [curve(engine, places[key], 5).odds.match.point[0] for key in (*_COAST, "Coast")]
    assert min(chances[:3]) < chances[3] < max(chances[:3])


def test_what_a_state_of_the_coast_borrows_is_named(engine: Engine, places: dict[str, Region]) -> None:
    found = curve(engine, places["Coast"], 5, "Pathology")
    assert "Oregon" in [name for name, _ in found.borrowed]
    assert all(cell.level in ("division", "nation") for _, cell in found.borrowed)
    assert curve(engine, places["CA"], 5).borrowed == ()
    assert [name for name, _ in curve(engine, places["OR"], 5, "Pathology").borrowed] == ["Oregon"]


_COAST = ("CA", "OR", "WA")


@pytest.mark.parametrize("specialty", ["Internal Medicine", "Pediatrics", "Psychiatry"])
def test_a_typical_list_over_the_nation_follows_the_score_curve(
    engine: Engine, places: dict[str, Region], specialty: str
) -> None:
    """Who is invited at least once must match as the published scores say, within 3 points."""
    model = engine.model(specialty, TYPE)
    found = curve(engine, places["US"], model.typical.applications, specialty)
    fitted = model.score_curve
    inside = (found.scores >= fitted.applicant_quantile(0.05)) & (
        found.scores <= fitted.applicant_quantile(0.95)
    )
    gap = found.odds.match_if_interviewed.point[inside] - fitted.probability(found.scores[inside])
    assert np.abs(gap).max() < 0.03


def test_the_average_applicant_gets_the_mean_rate(engine: Engine, places: dict[str, Region]) -> None:
    """Where the score neither helps nor hurts, interviews are applications times the mean rate."""
    found = curve(engine, places["CA"], 20)
    multiplier = engine.model("Internal Medicine", TYPE).log_multiplier(found.scores)
    interviews = float(np.interp(0.0, multiplier, found.odds.interviews.point))
    assert interviews == pytest.approx(20 * found.cell.mean, rel=0.15)


def test_more_applications_never_lower_the_chance(engine: Engine, places: dict[str, Region]) -> None:
    few, many = (curve(engine, places["CA"], n) for n in (10, 40))
    assert (many.odds.match.point >= few.odds.match.point).all()
    assert (many.odds.no_interview.point <= few.odds.no_interview.point).all()


def test_no_more_applications_than_programs(engine: Engine, places: dict[str, Region]) -> None:
    found = curve(engine, places["OR"], 100)
    assert found.applications == found.programs < 20
    assert curve(engine, places["US"], 100).applications == 100


def test_a_state_with_few_reporting_programs_has_the_rates_of_its_division(
    engine: Engine, places: dict[str, Region]
) -> None:
    found = curve(engine, places["OR"], 5, "Pathology")
    assert found.cell.level in ("division", "nation")
    assert curve(engine, places["CA"], 5).cell.level == "state"


def test_where_there_is_no_program_there_is_no_curve(engine: Engine) -> None:
    nowhere = Region("XX", "Nowhere", "state", "Pacific")
    assert region_curve(engine, "Internal Medicine", TYPE, nowhere, 5) is None


def test_the_curve_stays_within_the_published_scores(engine: Engine, places: dict[str, Region]) -> None:
    found, fitted = curve(engine, places["CA"], 5), engine.score_curve("Internal Medicine", TYPE)
    assert fitted.supported(found.scores).all()
    assert found.scores[-1] > fitted.maximum - 1


def test_an_empty_list_is_refused(engine: Engine, places: dict[str, Region]) -> None:
    with pytest.raises(ValueError, match="at least one"):
        region_curve(engine, "Internal Medicine", TYPE, places["CA"], 0)
