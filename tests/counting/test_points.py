"""Weights per coordinate and per cell."""

import h3.api.numpy_int as h3
from pyspark.sql import SparkSession

from innoatlas.counting.points import cells_by_period, points_by_period
from innoatlas.geo.cells import cells_of
from innoatlas.tables import CELLS, POINTS
from tests.counting.tables_drawn import TOWNS, document_places


def test_a_document_of_both_windows_counts_in_each(spark: SparkSession) -> None:
    both = {"periods": ["current", "previous"]}
    got = points_by_period(document_places(spark, {"document_id": "a", "units": 3, **both}, {"document_id": "b", "units": 5, "listings_count": 2}))
    assert {(row.period, row.units, row.listings_count, row.documents_count) for row in got.collect()} == {("current", 8, 3, 2), ("previous", 3, 1, 1)}
    assert got.columns == list(POINTS.column_names)


def test_a_point_is_named_by_the_place_that_holds_most_of_it(spark: SparkSession) -> None:
    rows = [{"document_id": f"d{number}", "place_id": place, "country_code": economy, "units": units} for number, (place, economy, units) in enumerate(
        [("geonames:8", "HK", 2), ("geonames:9", "CN", 3), ("geonames:8", "HK", 2)])]  # fmt: skip
    assert [(row.place_id, row.country_code, row.units) for row in points_by_period(document_places(spark, *rows)).collect()] == [("geonames:8", "HK", 7)]


def test_places_of_equal_weight_at_a_point_are_settled_by_the_smaller_id(spark: SparkSession) -> None:
    rows = [{"document_id": name, "place_id": f"geonames:{name}"} for name in ("2", "1")]
    assert [row.place_id for row in points_by_period(document_places(spark, *rows)).collect()] == ["geonames:1"]


def test_a_document_counts_once_in_a_cell_however_many_of_its_points_lie_there(spark: SparkSession) -> None:
    fine = [int(cell) for cell in cells_of([48.8534, 48.8570], [2.3488, 2.3530], 8)]
    rows = [{"point_id": number, "cell": cell, "units": 10} for number, cell in enumerate(fine)]
    (got,) = cells_by_period(document_places(spark, *rows), 4).collect()
    assert (got.units, got.listings_count, got.documents_count) == (20, 2, 1)
    assert got.cell == h3.latlng_to_cell(*TOWNS[1][2:4], 4)
    assert (got.lat, got.lon) == tuple(round(degrees, 5) for degrees in h3.cell_to_latlng(got.cell))


def test_cells_have_their_columns(spark: SparkSession) -> None:
    assert cells_by_period(document_places(spark), 3).columns == list(CELLS.column_names)
