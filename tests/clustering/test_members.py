"""Ids from content, kept from one window to the next."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from innoatlas.clustering.identity import cluster_ids, inherit
from innoatlas.clustering.members import DISTANCE, DISTANCE_AND_TIE, Rule, cluster_periods, no_documents
from innoatlas.errors import SettingsError

RULE = Rule(point_weight="listings", radius_km=15.0, min_weight=10, merge_km=5.0, merge_rule=DISTANCE)


def weighed(*rows: tuple[str, int, float, int]) -> pa.Table:
    """(period, point id, longitude on the equator, weight); the place is named after the point."""
    period, point, lon, weight = zip(*rows, strict=True)
    columns = {"period": period, "point_id": point, "lat": [0.0] * len(rows), "lon": lon, "weight": weight}
    return pa.table({**{name: pa.array(values) for name, values in columns.items()}, "place_id": pa.array([f"geonames:{number}" for number in point])})


def clustered(given: pa.Table, rule: Rule = RULE, last: dict[int, str] | None = None) -> pa.Table:
    """By distance alone, in the edition of 2024; `last` are the clusters of 2023 by point."""
    return cluster_periods(given, rule, lambda _, *given: no_documents(*given), last or {}, 2024)


def members(*rows: tuple[str, int, float, int], last: dict[int, str] | None = None) -> dict[tuple[str, int], str | None]:
    found = clustered(weighed(*rows), last=last).to_pylist()
    return {(row["period"], row["point_id"]): row["cluster_id"] for row in found}


def test_a_cluster_bears_the_place_of_its_heaviest_core_point_and_noise_none() -> None:
    rows = clustered(weighed(("current", 1, 0.0, 6), ("current", 2, 0.05, 7), ("current", 3, 9.0, 2), ("current", 4, 0.17, 1))).to_pylist()
    assert [(row["point_id"], row["cluster_id"], row["role"]) for row in rows] == [
        (1, "geonames:2", "core"),
        (2, "geonames:2", "core"),
        (3, None, "noise"),
        (4, "geonames:2", "border"),
    ]


def test_an_earlier_cluster_takes_the_id_of_what_it_became() -> None:
    now = [("current", 1, 0.0, 50), ("current", 2, 0.05, 60)]
    got = members(*now, ("previous", 1, 0.0, 30), ("previous", 2, 0.05, 20))
    assert set(got.values()) == {"geonames:2"}


def test_of_two_earlier_clusters_that_became_one_the_heavier_takes_the_id_and_the_other_stays_apart() -> None:
    bridge = [("current", 1, 0.0, 60), ("current", 2, 0.1, 10), ("current", 3, 0.2, 50)]
    got = members(*bridge, ("previous", 1, 0.0, 20), ("previous", 3, 0.2, 40))
    assert (got["previous", 3], got["previous", 1]) == ("geonames:1", "geonames:1~earlier")


def test_an_earlier_cluster_that_is_none_today_keeps_its_own_id() -> None:
    got = members(("current", 1, 0.0, 50), ("previous", 9, 40.0, 50))
    assert got["previous", 9] == "geonames:9"


def test_two_clusters_of_one_place_have_different_ids() -> None:
    core, weight, point = np.ones(2, np.bool_), np.array([5, 9]), np.array([7, 8])
    assert cluster_ids(np.array([0, 1]), core, weight, point, ["p", "p"]) == ["p@7", "p"]


def test_equal_shares_are_settled_by_the_ids() -> None:
    assert inherit({1: ("b", 5), 2: ("a", 5)}, {1: "x", 2: "x"}, "new") == {"a": "x", "b": "b"}


def test_the_order_of_rows_changes_nothing() -> None:
    rows = [("current", number, number * 0.04 % 3, 3) for number in range(60)] + [("previous", number, number * 0.05 % 3, 3) for number in range(60)]
    assert clustered(weighed(*rows)) == clustered(weighed(*rows[::-1]))


def test_fractional_weights_are_whole_documents() -> None:
    rule = Rule(point_weight="fractional", radius_km=15.0, min_weight=1, merge_km=0.0, merge_rule=DISTANCE)
    unit = 232_792_560
    roles = clustered(weighed(("current", 1, 0.0, unit), ("current", 2, 5.0, unit - 1)), rule).column("role").to_pylist()
    assert roles == ["core", "noise"]


def test_a_cluster_keeps_the_id_that_last_edition_gave_it_and_hands_it_on_to_the_window_before() -> None:
    got = members(("current", 1, 0.0, 50), ("current", 2, 0.05, 60), ("previous", 1, 0.0, 30), last={1: "geonames:1"})
    assert set(got.values()) == {"geonames:1"}


def test_of_two_clusters_that_last_edition_had_as_one_the_heavier_keeps_its_id_and_the_other_is_marked_where_its_own_is_taken() -> None:
    last = {1: "geonames:3", 3: "geonames:3"}
    got = members(("current", 1, 0.0, 50), ("current", 3, 5.0, 40), last=last)
    assert got == {("current", 1): "geonames:3", ("current", 3): "geonames:3~2024"}
    assert members(("current", 1, 0.0, 50), ("current", 3, 5.0, 40), last={1: "x", 3: "x"})["current", 3] == "geonames:3"


def test_under_the_rule_of_ties_near_clusters_are_one_only_if_each_is_the_others_strongest_partner() -> None:
    """1 and 2 are near, and 3 is far from both."""
    rule = replace(RULE, merge_rule=DISTANCE_AND_TIE)
    given = weighed(("current", 1, 0.0, 50), ("current", 2, 0.03, 1), ("current", 3, 0.15, 60), ("current", 4, 5.0, 70))
    near = replace(rule, radius_km=4.0, merge_km=15.0)

    def shared(*pairs: tuple[int, int, int]) -> pa.Table:
        both = [*pairs, *((other, one, count) for one, other, count in pairs)]
        return pa.table(dict(zip(("cluster", "partner", "documents_count"), map(list, zip(*both, strict=True)), strict=True)))

    def ids(documents: pa.Table) -> list[str | None]:
        return cluster_periods(given, near, lambda *_: documents, {}, 2024).column("cluster_id").to_pylist()

    assert ids(shared((0, 1, 9), (1, 2, 8))) == ["geonames:3", "geonames:3", "geonames:3", "geonames:4"]
    assert ids(shared((0, 1, 8), (1, 2, 9))) == ["geonames:1", "geonames:1", "geonames:3", "geonames:4"]


def test_an_unknown_rule_of_merging_is_refused() -> None:
    with pytest.raises(SettingsError, match="expected distance or distance_and_tie, found 'touch'"):
        clustered(weighed(("current", 1, 0.0, 6)), replace(RULE, merge_rule="touch"))


@pytest.mark.parametrize("period", ["current", "previous"])
def test_an_edition_may_have_one_window_only(period: str) -> None:
    assert members((period, 1, 0.0, 50)) == {(period, 1): "geonames:1"}
