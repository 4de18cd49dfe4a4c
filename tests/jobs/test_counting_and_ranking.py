"""From contributors to rankings: every job takes and gives tables of the contract, and the drawn world has a known ranking."""

from dataclasses import replace
from pathlib import Path

import pytest
from builders import rows, table
from pyspark.sql import DataFrame, SparkSession

from innoatlas.errors import SettingsError
from innoatlas.geo.cells import cells_of
from innoatlas.runtime.conform import conform
from innoatlas.tables import TABLES, UNIT
from jobs import cells, cluster_counts, cluster_members, clusters, coverage, document_clusters, document_places, points, rankings

REFERENCE = Path(__file__).resolve().parents[2] / "conf" / "reference"

COUNTING = document_places.Settings(min_score=0.5, persons_without_place="renormalise")
DENSE = cluster_members.Settings(point_weight="listings", radius_km=15.0, min_weight=3, merge_km=5.0)
NAMED = clusters.Settings(naming_weight="score", name_share=0.12, economy_share=0.02, suburb_km=30.0, suburb_ratio=6.0, footprint_resolution=6)

#: address id and place -> economy, region, latitude, longitude, inhabitants
TOWNS = {
    1: ("Lyon", "FR", None, 45.74846, 4.84671, 522_250),
    2: ("Boston", "US", "US.MA", 42.35843, -71.05977, 653_833),
    3: ("Cambridge", "US", "US.MA", 42.3751, -71.10561, 110_402),
    4: ("Dijon", "FR", None, 47.31667, 5.01667, 149_782),
}


@pytest.fixture(scope="module")
def world(spark: SparkSession) -> dict[str, DataFrame]:
    """Six papers: Boston and Cambridge write most, Lyon some, Dijon too little to be a cluster; the window before knows Lyon alone."""
    listings = [("p1", 1, 2), ("p1", 2, 3), ("p2", 1, 2), ("p2", 2, 2), ("p2", 3, 3), ("p3", 1, 1), ("p3", 2, 1), ("p4", 1, 1), ("p4", 2, 4), ("p5", 1, None)]
    given = [
        {"document_id": document, "person_position": person, "address_position": int(address is not None), "address_id": address, "periods": _periods(document)}
        for document, person, address in listings
    ]
    found = [
        {"address_id": address, "place_id": name, "place_name": name, "country_code": economy, "lat": lat, "lon": lon, "cell": _cell(lat, lon)}
        for address, (name, economy, _, lat, lon, _) in TOWNS.items()
    ]
    towns = [
        {"place_id": name, "place_name": name, "country_code": economy, "admin1_code": region, "lat": lat, "lon": lon, "population": population}
        for name, economy, region, lat, lon, population in TOWNS.values()
    ]
    return {"contributors": table(spark, "contributors", *given), "geocodes": table(spark, "geocodes", *found), "places": table(spark, "places", *towns)}


def _periods(document: str) -> list[str]:
    return ["current", "previous"] if document in ("p3", "p4") else ["current"]


def _cell(lat: float, lon: float) -> int:
    return int(cells_of([lat], [lon], 8)[0])


@pytest.fixture(scope="module")
def line(spark: SparkSession, world: dict[str, DataFrame]) -> dict[str, DataFrame]:
    """Every table that the jobs make of this world."""
    made: dict[str, DataFrame] = {}
    made["document_places"] = document_places.document_places(world["contributors"], world["geocodes"], settings=COUNTING).cache()
    made["points"] = points.points(made["document_places"]).cache()
    made["cells"] = cells.cells(made["document_places"], settings=cells.Settings(resolution=5)).cache()
    made["coverage"] = coverage.coverage(world["contributors"], world["geocodes"]).cache()
    made["cluster_members"] = cluster_members.cluster_members(made["points"], settings=DENSE, spark=spark).cache()
    made["clusters"] = clusters.clusters(made["cluster_members"], made["points"], world["places"], settings=NAMED, spark=spark, reference=REFERENCE).cache()
    made["cluster_counts"] = cluster_counts.cluster_counts(made["cluster_members"], made["document_places"]).cache()
    made["document_clusters"] = document_clusters.document_clusters(made["document_places"], made["cluster_members"]).cache()
    made["rankings"] = rankings.rankings(made["cluster_counts"], made["clusters"]).cache()
    return made


@pytest.mark.parametrize(
    "name", ["document_places", "points", "cells", "coverage", "cluster_members", "clusters", "cluster_counts", "document_clusters", "rankings"]
)
def test_a_job_gives_its_table_as_the_contract_says(line: dict[str, DataFrame], name: str) -> None:
    contract, made = TABLES[name], line[name]
    assert conform(made, contract).columns == list(contract.column_names)
    held = made.collect()
    assert held
    assert len({tuple(row[name] for name in contract.key) for row in held}) == len(held)
    broken = [f"not ({check}) or ({check}) is null" for check in contract.checks.values()]
    broken += [f"{column.name} is null" for column in contract.columns if not column.nullable]
    assert made.where(" or ".join(f"({condition})" for condition in broken)).collect() == []


def test_weights_are_conserved_from_documents_to_clusters_and_noise(line: dict[str, DataFrame]) -> None:
    current = "period = 'current'"
    assert _total(line["points"].where(current)) == 4 * UNIT == _total(line["cells"].where(current)) == _total(line["document_places"])
    dijon = line["points"].where("place_id = 'Dijon'").where(current)
    assert _total(line["cluster_counts"].where(current)) + _total(dijon) == 4 * UNIT == _total(line["document_clusters"].where(current))


def _total(frame: DataFrame) -> int:
    return int(frame.groupBy().sum("units").collect()[0][0])


def test_the_ranking_of_the_drawn_world(line: dict[str, DataFrame]) -> None:
    got = rows(line["rankings"], "period", "rank", "cluster_name", "economy_codes", "score", "previous_rank")
    assert got == [("current", 1, "Boston–Cambridge, MA", "US", 50.0, None), ("current", 2, "Lyon", "FR", 37.5, 1), ("previous", 1, "Lyon", "FR", 75.0, None)]


def test_the_line_run_twice_gives_the_same_rows(spark: SparkSession, world: dict[str, DataFrame], line: dict[str, DataFrame]) -> None:
    shuffled = {name: frame.orderBy(*reversed(frame.columns)).repartition(3) for name, frame in world.items() if name != "contributors"}
    again = document_places.document_places(world["contributors"].repartition(3), shuffled["geocodes"], settings=COUNTING)
    members = cluster_members.cluster_members(points.points(again), settings=DENSE, spark=spark)
    assert rows(again) == rows(line["document_places"])
    assert rows(members) == rows(line["cluster_members"])
    named = clusters.clusters(members, points.points(again), shuffled["places"], settings=NAMED, spark=spark, reference=REFERENCE)
    assert rows(named) == rows(line["clusters"])


@pytest.mark.parametrize("weight", ["documents", "fractional"])
def test_points_may_weigh_their_documents(spark: SparkSession, line: dict[str, DataFrame], weight: str) -> None:
    members = cluster_members.cluster_members(line["points"], settings=replace(DENSE, point_weight=weight, min_weight=2), spark=spark)
    # Boston and Cambridge share two papers: two fractional documents, four document-and-place pairs; Lyon has two documents, one and a half fractionally.
    expected = {"Boston", "Lyon"} if weight == "documents" else {"Boston"}
    assert {cluster for (cluster,) in rows(members.where("period = 'current' and cluster_id is not null"), "cluster_id")} == expected


def test_an_unknown_weight_is_refused(spark: SparkSession, line: dict[str, DataFrame], world: dict[str, DataFrame]) -> None:
    with pytest.raises(SettingsError, match="people"):
        cluster_members.cluster_members(line["points"], settings=replace(DENSE, point_weight="people"), spark=spark)
    unnamed = replace(NAMED, naming_weight="people")
    with pytest.raises(SettingsError, match="people"):
        clusters.clusters(line["cluster_members"], line["points"], world["places"], settings=unnamed, spark=spark, reference=REFERENCE)
