"""The ranking as CSV, clusters and cells as GeoJSON."""

import csv
import io
import itertools
import json

import h3.api.numpy_int as h3
import pytest

from innoatlas import tables
from innoatlas.atlas.exports import cells_geojson, clusters_geojson, economies_csv, fields_csv, organisations_csv, rankings_csv
from innoatlas.errors import ContractError
from tests.atlas.invented import arrow, nothing, world


@pytest.fixture(scope="module")
def made():
    return world(clusters=5, points_per_cluster=6, hermits=10, economies=20)


def test_the_csv_holds_every_cluster_by_rank_with_unrounded_figures(made):
    rows = list(csv.DictReader(io.StringIO(rankings_csv(made))))
    assert [int(row["rank"]) for row in rows] == [1, 2, 3, 4, 5]
    for row in rows:
        assert float(row["score"]) == pytest.approx(float(row["patent_share_percent"]) + float(row["paper_share_percent"]), abs=1e-12)


def test_the_csv_holds_the_interval_of_each_rank_and_nothing_where_none_was_given(made):
    rows = list(csv.DictReader(io.StringIO(rankings_csv(made))))
    assert all(int(row["rank_low"]) <= int(row["rank"]) <= int(row["rank_high"]) for row in rows)
    without = made | {"rank_intervals": made["rank_intervals"].slice(0, 0)}
    assert {row["rank_low"] for row in csv.DictReader(io.StringIO(rankings_csv(without)))} == {""}


def test_fields_and_organisations_come_by_rank_of_their_cluster(made):
    fields, organisations = (list(csv.DictReader(io.StringIO(text_of(made)))) for text_of in (fields_csv, organisations_csv))
    for rows, order in ((fields, "field_code"), (organisations, "organisation_rank")):
        keys = [(int(row["rank"]), row["kind"], row[order]) for row in rows]
        assert keys == sorted(keys)
        assert {row["rank"] for row in rows} == {"1", "2", "3", "4", "5"}
    assert len(fields) == 5 * 2 * 6
    assert organisations[0]["organisation_name"] == "Quantrelix Corporation"
    for kind in ("patent", "paper"):
        assert sum(float(row["share_percent"]) for row in fields if (row["rank"], row["kind"]) == ("1", kind)) == pytest.approx(100)


def test_a_cluster_name_with_commas_and_quotes_survives_the_csv(made):
    name = 'A "quoted", name\nover two lines'
    renamed = made | {"rankings": _with(made["rankings"], "cluster_name", name)}
    assert {row["cluster_name"] for row in csv.DictReader(io.StringIO(rankings_csv(renamed)))} == {name}


def test_the_csv_of_economies_is_the_table_with_most_listings_first(made):
    rows = list(csv.DictReader(io.StringIO(economies_csv(made))))
    assert list(rows[0]) == list(tables.ECONOMIES.column_names)
    assert len(rows) == made["economies"].num_rows == 40
    assert [int(row["listings_count"]) for row in rows] == sorted((int(row["listings_count"]) for row in rows), reverse=True)
    assert rows[0]["missing"] == "few_places no_organisations no_postcodes"


def test_geojson_puts_lon_before_lat(made):
    features = json.loads(clusters_geojson(made))["features"]
    tokyo = next(feature for feature in features if feature["properties"]["cluster_name"] == "Tokyo–Yokohama")
    lon, lat = _corners(tokyo["geometry"])[0]
    assert abs(lon - 139.7) < 3
    assert abs(lat - 35.6) < 3


def test_rings_are_closed_and_run_counterclockwise(made):
    for feature in json.loads(cells_geojson(made))["features"]:
        ring = _corners(feature["geometry"])
        assert ring[0] == ring[-1]
        assert sum(x * y2 - x2 * y for (x, y), (x2, y2) in itertools.pairwise(ring)) > 0


def test_cells_carry_their_share_of_the_world(made):
    features = json.loads(cells_geojson(made))["features"]
    assert sum(feature["properties"]["patent_share"] for feature in features) == pytest.approx(100)
    assert sum(feature["properties"]["score"] for feature in features) == pytest.approx(200)


def test_a_cell_across_the_180th_meridian_is_cut_in_two():
    cell = h3.latlng_to_cell(52.0, 179.99, 4)
    row = {"cell": cell, "period": "current", "kind": "paper", "lat": 52.0, "lon": 180.0, "units": tables.UNIT, "listings_count": 1, "documents_count": 1}
    point = row | {"point_id": 1, "place_id": "p", "country_code": "US"}
    made = nothing() | {"cells": arrow(tables.CELLS, [row]), "points": arrow(tables.POINTS, [point])}
    (feature,) = json.loads(cells_geojson(made))["features"]
    assert feature["geometry"]["type"] == "MultiPolygon"
    assert all(-180 <= lon <= 180 for polygon in feature["geometry"]["coordinates"] for lon, _ in polygon[0])


def test_a_cluster_without_a_footprint_is_its_centroid(made):
    bare = made | {"clusters": _with(made["clusters"], "footprint_cells", [])}
    assert {feature["geometry"]["type"] for feature in json.loads(clusters_geojson(bare))["features"]} == {"Point"}


def test_nothing_gives_a_header_and_empty_collections():
    assert rankings_csv(nothing()).count("\n") == economies_csv(nothing()).count("\n") == 1
    assert json.loads(clusters_geojson(nothing()))["features"] == json.loads(cells_geojson(nothing()))["features"] == []


def test_every_missing_table_and_column_is_named_at_once():
    broken = nothing()
    del broken["clusters"]
    broken["points"] = broken["points"].drop_columns(["units", "lat"])
    with pytest.raises(ContractError, match=r"clusters: no such table.*points: lacks lat, units"):
        rankings_csv(broken)


def _with(table, column, value):
    return arrow(tables.TABLES["clusters" if "lat" in table.column_names else "rankings"], [row | {column: value} for row in table.to_pylist()])


def _corners(geometry):
    rings = geometry["coordinates"]
    return rings[0] if geometry["type"] == "Polygon" else rings[0][0]
