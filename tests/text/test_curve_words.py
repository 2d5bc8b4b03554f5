"""What compared curves are called, and what must be said with them."""

import pytest

from smartpick.engine import Engine
from smartpick.text.curves import (
    borrowed_note,
    chart_title,
    comparison_table,
    counts_table,
    curve_labels,
    curves_in_words,
    explanations,
    figures_behind,
    not_drawn_words,
    region_notes,
    share_sentences,
    shown_points,
    sources_behind,
)
from smartpick.whatif.curves import compare_by_interviews, compare_by_region, compare_by_score, regions

TYPE = "non_us_img"


def by_region(
    engine: Engine, keys: tuple[str, ...] = ("CA", "OR", "US"), specialty: str = "Internal Medicine"
):
    places = [place for place in regions(engine.facts) if place.key in keys]
    return compare_by_region(engine, [specialty], [TYPE], places, 30, "season").curves


def test_a_label_says_only_what_differs(engine: Engine) -> None:
    one = compare_by_score(engine, ["Pediatrics"], [TYPE]).curves
    assert curve_labels(one, "score") == ["Pediatrics"]
    assert chart_title(one, "score") == "Chance of matching by Step 2 CK score: Pediatrics, non-US IMGs"
    two = compare_by_score(engine, ["Pediatrics"], [TYPE, "us_img"]).curves
    assert curve_labels(two, "score") == ["non-US IMGs", "US IMGs *"]
    assert chart_title(two, "score").endswith("score: Pediatrics")
    assert curve_labels(by_region(engine), "region") == ["California", "Oregon", "United States"]


def test_what_is_borrowed_is_marked_and_named_where_it_matters(engine: Engine) -> None:
    curves = compare_by_score(engine, ["Internal Medicine"], ["us_img"]).curves
    assert borrowed_note(curves, "score") == (
        "* Part of this is not published. We borrowed: shape of the score curve, from non-US IMGs."
    )
    assert "number of ranks" in borrowed_note(curves, "interviews")
    assert borrowed_note(compare_by_score(engine, ["Pediatrics"], [TYPE]).curves, "score") == ""


def test_a_region_curve_says_that_it_is_a_combination(engine: Engine) -> None:
    said = " ".join(explanations("region", "season", 30))
    for part in (
        "Nobody publishes",
        "national score curve",
        "interview rates",
        "30 applications",
        "none elsewhere",
    ):
        assert part in said
    assert "no match" in said
    assert "no match" not in " ".join(explanations("region", "interviewed", 30))


def test_fewer_programs_than_applications_and_borrowed_rates_are_said(engine: Engine) -> None:
    notes = region_notes(by_region(engine), 30)
    assert any("Oregon: 6 programs in the directory, so 6 applications" in note for note in notes)
    assert not any("California" in note for note in notes)
    pathology = region_notes(by_region(engine, ("OR",), "Pathology"), 1)
    assert any("too few programs report" in note for note in pathology)


def test_the_coast_is_short_in_a_chart_and_named_in_full_beside_it(engine: Engine) -> None:
    curves = by_region(engine, ("Coast", "US"), "Pathology")
    assert curve_labels(curves, "region") == ["West Coast", "United States"]
    notes = region_notes(curves, 1)
    assert notes[0].startswith(
        "West Coast: California, Oregon and Washington. The published rates of these states"
    )
    assert any(note.startswith("Pathology, Oregon: too few programs report") for note in notes)
    table = comparison_table(curves, ["coast", "nation"], "region", None)
    place = [column.heading for column in table.columns].index("Rates from")
    assert table.rows[0][place].startswith("its states\n") and "Oregon: " in table.rows[0][place]
    assert table.rows[1][place] == "own"
    assert set(shown_points(curves, "region")["region"]) == {
        "West Coast: California, Oregon and Washington",
        "United States",
    }


def test_the_share_of_those_who_matched_is_a_share_not_a_line(engine: Engine) -> None:
    curves = compare_by_score(engine, ["Internal Medicine"], [TYPE]).curves
    (said,) = share_sentences(curves, 230)
    assert said.endswith("of those who matched scored at or below 230.")
    assert share_sentences(curves, 195) == []


def test_why_a_curve_is_missing(engine: Engine) -> None:
    few, none = compare_by_score(engine, ["Dermatology", "Urology"], [TYPE]).not_drawn
    assert not_drawn_words(few) == "Dermatology, non-US IMGs: too few applicants for a curve."
    assert not_drawn_words(none) == "Urology, non-US IMGs: the number who matched is not published."


def test_the_alternative_text_has_both_ends(engine: Engine) -> None:
    curves = compare_by_score(engine, ["Pediatrics"], [TYPE]).curves
    said = curves_in_words(curves, ["Pediatrics"], "score")
    assert "Pediatrics: from " in said
    assert "percent at 209" in said
    assert "%" not in said


def test_the_score_table_keeps_published_and_estimated_apart(engine: Engine) -> None:
    curves = compare_by_score(engine, ["Internal Medicine"], [TYPE]).curves
    table = comparison_table(curves, ["Internal Medicine"], "score", 205)
    cells = dict(zip([column.heading for column in table.columns], table.rows[0], strict=True))
    kinds = {column.heading: column.kind for column in table.columns}
    assert (cells["Matched"], cells["Did not match"]) == ("3,392", "3,600")  # Charting Outcomes 2026
    assert kinds["Match rate"] == "published"
    assert kinds["With 230"] == "estimate"
    assert cells["With 205 (you)"] == "not in the data"
    assert cells["Matched at or below 205"] == "–"
    assert "\n" in cells["With 230"]


@pytest.mark.parametrize("score", [None, 230, 241])
def test_every_row_has_a_cell_for_every_column(engine: Engine, score: int | None) -> None:
    for view, curves in (
        ("score", compare_by_score(engine, ["Pediatrics", "Psychiatry"], [TYPE]).curves),
        ("interviews", compare_by_interviews(engine, ["Pediatrics"], [TYPE]).curves),
        ("region", by_region(engine)),
    ):
        table = comparison_table(curves, curve_labels(curves, view), view, score)
        assert len(table.rows) == len(curves)
        assert all(len(row) == len(table.columns) for row in table.rows)
        assert len({column.heading for column in table.columns}) == len(table.columns)


def test_counts_of_the_few(engine: Engine) -> None:
    table = counts_table(compare_by_score(engine, ["Dermatology", "Urology"], [TYPE]).not_drawn)
    assert table is not None
    assert table.rows == (("Dermatology", "non-US IMGs", "5", "25", "2026"),)
    assert counts_table(()) is None


def test_the_data_to_take_away(engine: Engine) -> None:
    curves = by_region(engine)
    shown = shown_points(curves, "region")
    assert len(shown) == sum(len(curve.axis) for curve in curves)
    assert {"region", "applications", "step2_ck_score", "match_probability_low"} <= set(shown.columns)
    assert "match_rate" not in shown.columns
    for view in ("score", "region", "interviews"):
        behind = figures_behind(engine.facts, curves, view)
        assert len(behind) > 20
        assert behind["source_id"].notna().all()
        known = set(engine.facts.sources["source_id"])
        assert set(sources_behind(engine.facts, curves, view)) <= known


def test_the_sources_are_those_of_the_figures_drawn(engine: Engine) -> None:
    score = compare_by_score(engine, ["Internal Medicine"], [TYPE]).curves
    assert sources_behind(engine.facts, score, "score") == ["nrmp_charting_outcomes_non_us_img_2026"]
    assert "aamc_residency_explorer_interview_rates_2024" in sources_behind(
        engine.facts, by_region(engine), "region"
    )
