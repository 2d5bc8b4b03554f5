"""Fill records, similar programs, standing and places, against the tables they come from."""

import numpy as np
import pandas as pd
import pytest

from smartpick.explore.places import cities, city_clusters, mean_invitations, published_shares
from smartpick.explore.search import Directory, counted_tracks, distances_to, similar_programs, yearly_fill
from smartpick.facts import Facts
from smartpick.profile import ApplicantProfile
from smartpick.store import open_store
from smartpick.whatif.invitations import standing_at


@pytest.fixture(scope="module")
def history(shared_database) -> pd.DataFrame:  # type: ignore[no-untyped-def]
    with open_store(shared_database) as store:
        return store.table("program_match_history")


def rows_of(*tracks: tuple[str, int, str, int, int]) -> pd.DataFrame:
    table = pd.DataFrame(tracks, columns=["program_id", "match_year", "track", "quota", "matched"])
    return table.assign(coverage="nation")


def test_preliminary_positions_count_only_where_there_is_nothing_else() -> None:
    both = rows_of(("a", 2020, "categorical", 5, 5), ("a", 2020, "preliminary", 4, 2))
    alone = rows_of(("b", 2020, "preliminary", 4, 2))
    assert yearly_fill(both)[["quota", "matched"]].to_numpy().tolist() == [[5, 5]]
    assert yearly_fill(alone)[["quota", "matched"]].to_numpy().tolist() == [[4, 2]]


def test_no_history_is_an_empty_table() -> None:
    assert yearly_fill(rows_of()).empty


def test_counted_tracks_add_up_to_the_quota_of_the_program(history: pd.DataFrame, facts: Facts) -> None:
    known = counted_tracks(history[history["program_id"].notna()])
    sums = known.groupby(["program_id", "match_year"])[["quota", "matched"]].sum()
    programs = facts.programs.dropna(subset=["nrmp_quota"]).rename(columns={"nrmp_quota_year": "match_year"})
    joined = programs.merge(sums, on=["program_id", "match_year"])
    assert len(joined) > 4000
    assert (joined["nrmp_quota"] == joined["quota"]).all()
    assert (joined["nrmp_matched"] == joined["matched"]).all()


def test_pooled_sites_have_no_fill_record(directory: Directory) -> None:
    pooled = (directory.programs["positions_scope"] == "several_sites_pooled").to_numpy()
    assert pooled.sum() == 22
    assert not directory.fill.known[pooled].any()


def test_a_program_is_most_like_itself_and_similar_ones_share_its_specialty(directory: Directory) -> None:
    row = directory.place_of("1405121433")
    assert row is not None
    rows = similar_programs(directory, row)
    assert len(rows) == 6 and row not in rows
    assert set(directory.programs["specialty"].iloc[rows]) == {"Internal Medicine"}
    distance = distances_to(directory, row, rows)
    assert np.all(np.diff(distance) >= 0)
    assert distances_to(directory, row, np.array([row]))[0] <= distance[0]


def test_a_stated_rule_that_is_not_met_rules_out_and_is_named(directory: Directory) -> None:
    """This program states a Step 2 CK minimum of 228 and three months of US experience."""
    row = directory.place_of("1403921352")
    assert row is not None
    low = ApplicantProfile(step2_ck_score=225)
    standing = standing_at(directory, low, directory.eligibility(low), row)
    assert standing.ruled_out and "min_step2" in standing.rules_unmet
    high = ApplicantProfile(step2_ck_score=240, usce_hands_on_weeks=20)
    standing = standing_at(directory, high, directory.eligibility(high), row)
    assert not standing.ruled_out and "min_step2" in standing.met and not standing.rules_unmet


def test_every_requirement_has_one_answer(directory: Directory) -> None:
    profile = ApplicantProfile(visa_need="either")
    table = directory.eligibility(profile)
    for row in range(0, len(directory.program_ids), 97):
        s = standing_at(directory, profile, table, row)
        named = [*s.met, *s.rules_unmet, *s.preferences_unmet, *s.unknown]
        assert sorted(named) == sorted(table.answers)
        assert s.ruled_out == (bool(s.rules_unmet) or s.barring is not None)


def test_cities_are_named_once(facts: Facts) -> None:
    table = cities(facts.programs)
    assert table["label"].is_unique and "Fresno, CA" in set(table["label"])
    assert table.notna().all(axis=None)


def test_clusters_hold_every_placed_program_once(directory: Directory) -> None:
    rows = np.arange(len(directory.program_ids))
    clusters = city_clusters(directory, rows, np.full(len(rows), np.nan))
    assert clusters["programs"].sum() == directory.programs["longitude"].notna().sum()
    assert clusters["invitation"].isna().all()
    assert clusters[["x", "y"]].notna().all(axis=None)


def test_the_published_share_of_california_in_2021(facts: Facts) -> None:
    shares = published_shares(facts.state_img_share).set_index("state")["value"]
    assert shares["CA"] == pytest.approx(0.040, abs=0.0005)
    assert len(shares) == 52


def test_state_means_leave_out_what_is_closed_or_unknown() -> None:
    means = mean_invitations(
        ["CA", "CA", "CA", "TX"], np.array([0.1, 0.3, np.nan, 0.2]), np.array([True, True, True, False])
    )
    assert means.to_dict("records") == [{"state": "CA", "value": pytest.approx(0.2), "count": 2}]
