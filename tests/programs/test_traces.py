"""The index of public traces: each feature is what its definition says, by hand on a few programs."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from smartpick.engine import Engine
from smartpick.facts import Facts
from smartpick.programs.traces import Traces, rate_term, read_traces


def directory(facts: Facts, *rows: dict[str, object]) -> Facts:
    """Return facts with these programs only; everything left out is empty."""
    frame = pd.DataFrame(list(rows))
    frame["program_id"] = [f"14005000{i:02d}" for i in range(len(rows))]
    frame = frame.reindex(columns=facts.programs.columns)
    return replace(facts, programs=frame.astype(facts.programs.dtypes.to_dict()))


def of(traces: Traces, feature: str) -> list[float]:
    return traces.features[feature].tolist()


def test_names_count_as_defined(facts: Facts) -> None:
    traces = read_traces(
        directory(
            facts,
            {"name": "Kaiser Permanente (Fontana)", "specialty": "Internal Medicine", "state": "CA"},
            {"name": "Los Angeles County-Harbor", "specialty": "Internal Medicine", "state": "CA"},
            {"name": "Vail Hospital", "specialty": "Internal Medicine", "state": "CO"},
            {
                "name": "Plain",
                "institution": "Ohio School of Medicine",
                "specialty": "Psychiatry",
                "state": "OH",
            },
        )
    )
    assert of(traces, "kaiser") == [1, 0, 0, 0]
    assert of(traces, "county_or_city_hospital") == [0, 1, 0, 0]
    assert of(traces, "federal") == [0, 0, 0, 0], "VA must be a word, not the start of Vail"
    assert of(traces, "sponsor_is_medical_school") == [0, 0, 0, 1]


def test_a_sponsor_is_the_same_first_four_digits(facts: Facts) -> None:
    rows = [
        {"name": "A", "nrmp_codes": "1001140C0", "specialty": "Internal Medicine", "state": "CA"},
        {"name": "A Dermatology", "nrmp_codes": "1001080A0", "specialty": "Dermatology", "state": "CA"},
        {"name": "A Urology", "nrmp_codes": "1001480C0", "specialty": "Urology", "state": "CA"},
        {"name": "B", "nrmp_codes": "2002140C0", "specialty": "Internal Medicine", "state": "CA"},
    ]
    traces = read_traces(directory(facts, *rows))
    assert of(traces, "competitive_siblings") == pytest.approx([np.log(3), 0, 0, 0])


def test_reports_of_invitations_count_by_their_logarithm_and_silence_only_where_lists_are_complete(
    facts: Facts,
) -> None:
    programs = [{"name": n, "specialty": "Family Medicine", "state": "CA"} for n in "ABCD"]
    known = directory(facts, *programs)
    ids = known.programs["program_id"].tolist()
    columns = ["us_md_count", "us_do_count", "us_img_count", "non_us_img_count", "img_unspecified_count"]
    reports = pd.DataFrame(
        [
            [ids[0], "categorical", "all_programs_listed", 1, 0, 0, 2, 1, 4],
            [ids[1], "categorical", "all_programs_listed", 3, 1, 0, 0, 0, 5],
            [ids[2], "preliminary", "all_programs_listed", 0, 0, 0, 5, 0, 5],
            [ids[3], "categorical", "rank_lists_of_17_imgs", 0, 0, 0, 0, 0, 3],
        ],
        columns=["program_id", "track", "coverage", *columns, "reports_count"],
    )
    traces = read_traces(replace(known, reported_invitations=reports))
    assert of(traces, "reported_non_us") == pytest.approx([np.log(4), 0, 0, 0])
    assert of(traces, "reports_without_img") == pytest.approx([0, np.log(6), 0, 0])
    assert of(traces, "has_reports") == [1, 1, 0, 0]


def test_the_index_is_the_weighted_sum_and_a_refusal_can_be_left_out(engine: Engine) -> None:
    traces = engine.traces
    refusing = traces.features.index[traces.features["states_no_j1"] == 1].to_numpy(str)
    weight = float(traces.weights["states_no_j1"])
    assert refusing.size > 20
    assert traces.index(refusing) - traces.index(refusing, visa_counts=False) == pytest.approx(
        np.full(refusing.size, weight)
    )
    one = refusing[:1]
    by_hand = sum(float(traces.features.loc[one[0], f]) * float(w) for f, w in traces.weights.items())
    assert traces.index(one)[0] == pytest.approx(by_hand)


def test_a_feature_that_no_code_works_out_is_named(facts: Facts) -> None:
    table = facts.program_rate_model.copy()
    table.loc[table.index[0], "term"] = "phase_of_the_moon"
    with pytest.raises(ValueError, match="phase_of_the_moon"):
        read_traces(replace(facts, program_rate_model=table))


def test_a_specialty_without_its_own_coefficient_takes_that_of_the_others(facts: Facts) -> None:
    table = facts.program_rate_model
    own = rate_term(table, "slope", "near_zero", "index_centred", "Internal Medicine")
    other = rate_term(table, "slope", "near_zero", "index_centred", "Dermatology")
    assert own == pytest.approx(-2.51)
    assert other == pytest.approx(-2.252)
    assert rate_term(table, "slope", "near_zero", "no such term", "Dermatology") is None
