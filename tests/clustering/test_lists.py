"""Clusters of a list: some economies' points alone, by a lower weight, and the clusters of the world that they lie in."""

import pyarrow as pa
import pytest

from innoatlas.clustering.lists import clusters_of_list, world_clusters
from innoatlas.clustering.members import DISTANCE, Rule

#: point, latitude, economy, kind, listings, place, cluster of the world. A hundredth of a degree is 1.1 km: 1, 2 and 3 are near, 4 is far, 3 is abroad.
POINTS = [
    (1, 0.00, "KE", "paper", 5, "a", None),
    (1, 0.00, "KE", "patent", 1, "a2", None),
    (2, 0.05, "KE", "paper", 2, "b", "world"),
    (3, 0.10, "UG", "paper", 9, "c", "world"),
    (4, 9.00, "ET", "paper", 8, "d", None),
    (5, 50.0, "FR", "paper", 99, "e", "paris"),
]
RULE = Rule("listings", 15.0, 8, 0.0, DISTANCE)


def points(rows: list[tuple[object, ...]] = POINTS) -> pa.Table:
    names = ("point_id", "lat", "country_code", "kind", "listings_count", "place_id", "world_cluster_id")
    table = pa.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))
    return table.append_column("lon", pa.array([0.0] * len(rows))).append_column("units", table["listings_count"])


def found(economies: set[str], rule: Rule = RULE) -> dict[tuple[int, str], str]:
    members = clusters_of_list(points(), economies, rule)
    return {(row["point_id"], row["kind"]): row["cluster_id"] for row in members.to_pylist()}


def test_only_what_lies_in_the_economies_is_clustered() -> None:
    assert found({"KE", "ET"}) == {(1, "paper"): "a", (1, "patent"): "a", (2, "paper"): "a", (4, "paper"): "d"}
    assert found({"KE"}, Rule("listings", 15.0, 9, 0.0, DISTANCE)) == {}  # 8 listings there, the 9 beyond the border do not help
    assert found({"ZW"}) == {}


def test_no_economies_are_all_of_them() -> None:
    assert set(found(set()).values()) == {"c", "d", "e"}


@pytest.mark.parametrize("order", [POINTS[::-1], POINTS[3:] + POINTS[:3]])
def test_the_order_of_rows_does_not_matter(order: list[tuple[object, ...]]) -> None:
    members = clusters_of_list(points(order), {"KE", "UG", "ET"}, RULE)
    assert {row["point_id"]: row["cluster_id"] for row in members.to_pylist()} == {1: "c", 2: "c", 3: "c", 4: "d"}


def test_a_lists_cluster_lies_in_the_cluster_of_the_world_that_holds_most_of_its_listings() -> None:
    assert world_clusters(clusters_of_list(points(), {"KE", "ET"}, RULE)) == {"a": "world"}  # two of its eight listings; the others are in none
    assert world_clusters(clusters_of_list(points(), set(), RULE)) == {"c": "world", "e": "paris"}
