"""Which coordinates lie in an area, whose it is, and which cluster it lies in."""

from typing import Any

import pytest

from innoatlas.areas.placing import placed_areas
from innoatlas.geo.sphere import distance_km
from tests.areas.drawn import AREAS, IDS, PLACES, members, points

LISTINGS = {"Basel": 60, "Lörrach": 39, "Zürich": 100, "Bern": 1, "Sydney": 0}


@pytest.fixture(scope="module")
def placed() -> dict[str, dict[str, Any]]:
    rows = placed_areas(AREAS, points(LISTINGS), members(), cluster_km=5.0, economy_share=0.02).to_pylist()
    assert [row["area_id"] for row in rows] == sorted(row["area_id"] for row in rows)
    return {row["area_id"]: row for row in rows}


def names(row: dict[str, Any]) -> set[str]:
    return {name for name, point in IDS.items() if point in row["point_ids"]}


def test_a_coordinate_lies_in_each_area_that_holds_it(placed: dict[str, dict[str, Any]]) -> None:
    assert names(placed["site:campus"]) == {"Basel"}
    assert names(placed["site:trinational"]) == {"Basel", "Lörrach"}
    assert names(placed["region:alps"]) == {"Basel", "Zürich", "Bern"}
    assert names(placed["region:earth"]) == set(PLACES)
    assert names(placed["site:field"]) == set()


def test_economies_are_named_largest_first_above_the_threshold(placed: dict[str, dict[str, Any]]) -> None:
    assert placed["site:trinational"]["economy_codes"] == "CH/DE"
    assert placed["region:earth"]["economy_codes"] == "CH/DE", "Sydney lists nobody in this window"
    assert placed["site:field"]["economy_codes"] == ""


def test_a_site_lies_in_the_cluster_nearest_to_its_centre_if_that_is_near_enough(placed: dict[str, dict[str, Any]]) -> None:
    campus, field = placed["site:campus"], placed["site:field"]
    assert (campus["cluster_id"], campus["nearest_cluster_id"]) == ("basel", "basel")
    assert campus["distance_km"] == round(float(distance_km(47.56, 7.60, 47.55, 7.59)), 3)
    assert (field["cluster_id"], field["nearest_cluster_id"]) == (None, "basel")
    assert field["distance_km"] == round(float(distance_km(40.0, 5.0, 47.55, 7.59)), 3)


def test_how_much_of_an_area_lies_in_clusters(placed: dict[str, dict[str, Any]]) -> None:
    assert (placed["region:alps"]["clusters_count"], placed["region:alps"]["clusters_percent"]) == (2, pytest.approx(100 * 160 / 161))
    assert (placed["site:field"]["clusters_count"], placed["site:field"]["clusters_percent"]) == (0, None)


def test_of_two_clusters_as_near_the_smaller_id_is_named() -> None:
    twins = members().set_column(1, "cluster_id", [["b", "a", "c"]])
    (row,) = placed_areas(AREAS[:1], points(LISTINGS), twins.take([0]), cluster_km=0.0, economy_share=0.02).to_pylist()
    assert (row["nearest_cluster_id"], row["cluster_id"]) == ("b", None)


def test_without_clusters_none_is_near() -> None:
    (row,) = placed_areas(AREAS[:1], points(LISTINGS), members().slice(0, 0), cluster_km=5.0, economy_share=0.02).to_pylist()
    assert (row["cluster_id"], row["nearest_cluster_id"], row["distance_km"], row["clusters_percent"]) == (None, None, None, 0.0)


def test_without_points_an_area_is_empty() -> None:
    (row,) = placed_areas(AREAS[:1], points({}), members().slice(0, 0), cluster_km=5.0, economy_share=0.02).to_pylist()
    assert (row["point_ids"], row["economy_codes"], row["clusters_percent"]) == ([], "", None)
