"""Ids from content, kept from one window to the next."""

import numpy as np
import pyarrow as pa
import pytest

from innoatlas.clustering.identity import cluster_ids, inherit
from innoatlas.clustering.members import Rule, cluster_periods

RULE = Rule(point_weight="listings", radius_km=15.0, min_weight=10, merge_km=5.0)


def weighed(*rows: tuple[str, int, float, int]) -> pa.Table:
    """(period, point id, longitude on the equator, weight); the place is named after the point."""
    period, point, lon, weight = zip(*rows, strict=True)
    columns = {"period": period, "point_id": point, "lat": [0.0] * len(rows), "lon": lon, "weight": weight}
    return pa.table({**{name: pa.array(values) for name, values in columns.items()}, "place_id": pa.array([f"geonames:{number}" for number in point])})


def members(*rows: tuple[str, int, float, int]) -> dict[tuple[str, int], str | None]:
    found = cluster_periods(weighed(*rows), RULE).to_pylist()
    return {(row["period"], row["point_id"]): row["cluster_id"] for row in found}


def test_a_cluster_bears_the_place_of_its_heaviest_core_point_and_noise_none() -> None:
    rows = cluster_periods(weighed(("current", 1, 0.0, 6), ("current", 2, 0.05, 7), ("current", 3, 9.0, 2), ("current", 4, 0.17, 1)), RULE).to_pylist()
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
    assert inherit({1: ("b", 5), 2: ("a", 5)}, {1: "x", 2: "x"}) == {"a": "x", "b": "b"}


def test_the_order_of_rows_changes_nothing() -> None:
    rows = [("current", number, number * 0.04 % 3, 3) for number in range(60)] + [("previous", number, number * 0.05 % 3, 3) for number in range(60)]
    assert cluster_periods(weighed(*rows), RULE) == cluster_periods(weighed(*rows[::-1]), RULE)


def test_fractional_weights_are_whole_documents() -> None:
    rule = Rule(point_weight="fractional", radius_km=15.0, min_weight=1, merge_km=0.0)
    unit = 232_792_560
    roles = cluster_periods(weighed(("current", 1, 0.0, unit), ("current", 2, 5.0, unit - 1)), rule).column("role").to_pylist()
    assert roles == ["core", "noise"]


@pytest.mark.parametrize("period", ["current", "previous"])
def test_an_edition_may_have_one_window_only(period: str) -> None:
    assert members((period, 1, 0.0, 50)) == {(period, 1): "geonames:1"}
