"""Which curves are drawn, and that they are those of the model."""

import numpy as np
import pytest

from smartpick.engine import Engine
from smartpick.whatif.curves import (
    Comparison,
    Region,
    compare_by_interviews,
    compare_by_region,
    compare_by_score,
    drawable_specialties,
    regions,
)

TYPE = "non_us_img"


def test_one_curve_for_each_specialty_and_type_in_that_order(engine: Engine) -> None:
    compared = compare_by_score(engine, ["Pediatrics", "Internal Medicine"], [TYPE, "us_img"])
    assert [(c.specialty, c.applicant_type) for c in compared.curves] == [
        ("Pediatrics", TYPE),
        ("Pediatrics", "us_img"),
        ("Internal Medicine", TYPE),
        ("Internal Medicine", "us_img"),
    ]
    curve = compared.curves[2]
    assert (
        curve.estimate.point == engine.score_curve("Internal Medicine", TYPE).probability(curve.axis)
    ).all()


def test_few_applicants_are_counted_and_not_drawn(engine: Engine) -> None:
    compared = compare_by_score(engine, ["Dermatology", "Urology"], [TYPE])
    assert not compared.curves
    dermatology, urology = compared.not_drawn
    assert dermatology.counts is not None
    assert (dermatology.counts.matched, dermatology.counts.not_matched) == (5, 25)  # Charting Outcomes 2026
    assert urology.counts is None


@pytest.mark.parametrize("applicant_type", [TYPE, "us_md_senior"])
def test_what_counts_as_drawable_is_what_the_model_charts(engine: Engine, applicant_type: str) -> None:
    names = drawable_specialties(engine, [applicant_type])
    assert "Internal Medicine" in names
    assert "Dermatology" not in names or applicant_type != TYPE
    assert all(engine.score_curve(name, applicant_type).charted for name in names)
    assert len(compare_by_score(engine, names, [applicant_type]).curves) == len(names)


def test_five_ranks_in_internal_medicine_are_about_two_thirds(engine: Engine) -> None:
    curve = compare_by_interviews(engine, ["Internal Medicine"], [TYPE]).curves[0]
    assert curve.estimate.at(0).high == 0
    assert 0.62 <= curve.estimate.at(5).point <= 0.74
    assert (np.diff(curve.estimate.point) >= 0).all()


def _all_kinds(engine: Engine) -> list[Comparison]:
    places = [place for place in regions(engine.facts) if place.key in ("CA", "US")]
    specialties, types = ["Internal Medicine", "Family Medicine"], [TYPE]
    return [
        compare_by_score(engine, specialties, types),
        compare_by_interviews(engine, specialties, types),
        compare_by_region(engine, specialties, types, places, 20, "season"),
        compare_by_region(engine, specialties, types, places, 20, "interviewed"),
    ]


def test_every_estimate_lies_in_its_range(engine: Engine) -> None:
    for compared in _all_kinds(engine):
        assert compared.curves
        for curve in compared.curves:
            e = curve.estimate
            assert (e.low >= 0).all()
            assert (e.low <= e.point).all()
            assert (e.point <= e.high).all()
            assert (e.high <= 1).all()
            assert curve.axis.shape == e.point.shape


def test_leaving_out_seasons_without_an_interview_raises_the_chance(engine: Engine) -> None:
    *_, season, interviewed = _all_kinds(engine)
    for whole, part in zip(season.curves, interviewed.curves, strict=True):
        assert (part.estimate.point > whole.estimate.point).all()


def test_a_region_without_programs_is_named(engine: Engine) -> None:
    nowhere = Region("XX", "Nowhere", "state", "Pacific")
    compared = compare_by_region(engine, ["Internal Medicine"], [TYPE], [nowhere], 5, "season")
    assert not compared.curves
    assert compared.not_drawn[0].region == nowhere
