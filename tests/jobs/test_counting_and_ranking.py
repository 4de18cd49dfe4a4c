"""From contributors to rankings: every job takes and gives tables of the contract, and the drawn world has a known ranking."""

from dataclasses import replace
from pathlib import Path

import pytest
from builders import rows, table
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from innoatlas.errors import SettingsError
from innoatlas.geo.cells import cells_of
from innoatlas.runtime.conform import conform
from innoatlas.tables import TABLES, UNIT
from jobs import (
    cells,
    cluster_collaboration,
    cluster_counts,
    cluster_growth,
    cluster_intensity,
    cluster_lineage,
    cluster_links,
    cluster_members,
    cluster_partners,
    clusters,
    count_growth,
    count_intensity,
    coverage,
    document_clusters,
    document_partners,
    document_places,
    economies,
    inferred_places,
    points,
    rankings,
)

REFERENCE = Path(__file__).resolve().parents[2] / "conf" / "reference"

COUNTING = document_places.Settings(min_score=0.5, persons_without_place="renormalise")
ALONE = inferred_places.Settings(False, False, min_score=0.8, family_share=0.6, organisation_share=0.8, organisation_count=3)
DENSE = cluster_members.Settings(point_weight="listings", radius_km=15.0, min_weight=3, merge_km=5.0, merge_rule="distance")
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
        {
            "place_id": name,
            "place_name": name,
            "country_code": economy,
            "admin1_code": region,
            "lat": lat,
            "lon": lon,
            "population": population,
            "cell": _cell(lat, lon),
        }
        for name, economy, region, lat, lon, population in TOWNS.values()
    ]
    documents = [{"document_id": document, "family_id": "f"} for document in ("p1", "p2", "p3", "p4", "p5")]
    made = {"documents": documents, "contributors": given, "geocodes": found, "places": towns, "online_answers": []}
    return {name: table(spark, name, *rows_of) for name, rows_of in made.items()}


def _periods(document: str) -> list[str]:
    return ["current", "previous"] if document in ("p3", "p4") else ["current"]


def _cell(lat: float, lon: float) -> int:
    return int(cells_of([lat], [lon], 8)[0])


@pytest.fixture(scope="module")
def line(spark: SparkSession, world: dict[str, DataFrame]) -> dict[str, DataFrame]:
    """Every table that the jobs make of this world."""
    made: dict[str, DataFrame] = {}
    listed = world["contributors"], world["geocodes"]
    made["inferred_places"] = inferred_places.inferred_places(world["documents"], *listed, world["places"], settings=ALONE).cache()
    made["document_places"] = document_places.document_places(*listed, made["inferred_places"], settings=COUNTING).cache()
    made["points"] = points.points(made["document_places"]).cache()
    made["cells"] = cells.cells(made["document_places"], settings=cells.Settings(resolution=5)).cache()
    made["coverage"] = coverage.coverage(*listed, made["inferred_places"]).cache()
    made["economies"] = economies.economies(*listed, made["inferred_places"], world["places"], settings=economies.Settings(100_000.0)).cache()
    made["cluster_members"] = cluster_members.cluster_members(made["points"], made["document_places"], None, settings=DENSE, spark=spark, edition=2023).cache()
    made["clusters"] = clusters.clusters(
        made["cluster_members"], made["points"], world["places"], world["online_answers"], settings=NAMED, spark=spark, reference=REFERENCE
    ).cache()
    made["cluster_counts"] = cluster_counts.cluster_counts(made["cluster_members"], made["document_places"]).cache()
    made["document_clusters"] = document_clusters.document_clusters(made["document_places"], made["cluster_members"]).cache()
    made["rankings"] = rankings.rankings(made["cluster_counts"], made["clusters"]).cache()
    made |= _derived(spark, made, world["places"])
    return made


def _derived(spark: SparkSession, line: dict[str, DataFrame], places: DataFrame) -> dict[str, DataFrame]:
    """The tables that are made of documents and clusters."""
    home, near, people = document_partners.Settings("cluster"), count_growth.Settings(15.0), cluster_intensity.Settings("")
    made: dict[str, DataFrame] = {}
    made["document_partners"] = document_partners.document_partners(line["document_clusters"], line["clusters"], settings=home).cache()
    made["cluster_links"] = cluster_links.cluster_links(made["document_partners"])
    made["cluster_collaboration"] = cluster_collaboration.cluster_collaboration(made["document_partners"], line["clusters"])
    made["cluster_partners"] = cluster_partners.cluster_partners(made["document_partners"])
    made["count_growth"] = count_growth.count_growth(line["cluster_members"], line["cluster_counts"], line["points"], settings=near, spark=spark).cache()
    made["cluster_growth"] = cluster_growth.cluster_growth(made["count_growth"])
    made["cluster_lineage"] = cluster_lineage.cluster_lineage(line["cluster_members"], line["points"], line["clusters"], None, None, None)
    made["cluster_intensity"] = cluster_intensity.cluster_intensity(
        line["clusters"], line["rankings"], places, settings=people, spark=spark, reference=REFERENCE
    ).cache()
    made["count_intensity"] = count_intensity.count_intensity(made["cluster_intensity"], line["cluster_counts"])
    return made


MADE = ("document_places", "points", "cells", "coverage", "economies", "cluster_members", "clusters", "cluster_counts", "document_clusters", "rankings")
DERIVED = ("document_partners", "cluster_links", "cluster_collaboration", "count_growth", "cluster_growth", "cluster_lineage", "cluster_intensity")


@pytest.mark.parametrize("name", [*MADE, *DERIVED, "cluster_partners", "count_intensity"])
def test_a_job_gives_its_table_as_the_contract_says(line: dict[str, DataFrame], name: str) -> None:
    contract, made = TABLES[name], line[name]
    assert conform(made, contract).columns == list(contract.column_names)
    held = made.collect()
    assert held or name == "cluster_partners"  # Boston and Lyon share no paper
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


def test_a_neighbour_counts_where_the_rule_is_on(spark: SparkSession, world: dict[str, DataFrame], line: dict[str, DataFrame]) -> None:
    """The paper p5 has one person, without an address; in her family Ann is at Lyon."""
    who = F.when(F.col("document_id").isin("p3", "p5") & (F.col("person_position") == 1), "Ann")
    named = world["contributors"].withColumn("person_name", who)
    taken = inferred_places.inferred_places(world["documents"], named, world["geocodes"], world["places"], settings=replace(ALONE, from_family=True))
    counted = document_places.document_places(named, world["geocodes"], taken, settings=COUNTING)
    assert rows(taken, "document_id", "place_id", "flag") == [("p5", "Lyon", "inferred_from_family")]
    assert rows(counted) == sorted([*rows(line["document_places"]), *rows(counted.where("document_id = 'p5'"))], key=repr)
    assert rows(counted.where("document_id = 'p5'"), "place_id", "units") == [("Lyon", UNIT)]


def test_the_ranking_of_the_drawn_world(line: dict[str, DataFrame]) -> None:
    got = rows(line["rankings"], "period", "rank", "cluster_name", "economy_codes", "score", "previous_rank")
    assert got == [("current", 1, "Boston–Cambridge, MA", "US", 50.0, None), ("current", 2, "Lyon", "FR", 37.5, 1), ("previous", 1, "Lyon", "FR", 75.0, None)]


def test_what_the_drawn_world_shares_and_how_it_grew(line: dict[str, DataFrame]) -> None:
    """Lyon writes p4 with Dijon, which is noise; Boston is new, and today's Boston had nothing before; the town's people are all there are."""
    assert rows(line["cluster_links"].where("period = 'current'"), "cluster_id", "economy_code", "is_foreign", "documents_count") == [("Lyon", "FR", False, 1)]
    shares = rows(line["cluster_collaboration"].where("period = 'current'"), "cluster_id", "documents_count", "partner_share", "foreign_share")
    assert shares == [("Boston", 2, 0.0, 0.0), ("Lyon", 2, 0.5, 0.0)]
    grown = rows(line["cluster_growth"], "cluster_id", "geometry", "previous_score", "score_change", "faller_rank")
    assert grown == [
        ("Boston", "fixed", 0.0, 50.0, None),
        ("Boston", "refound", None, None, None),
        *(("Lyon", by, 75.0, -37.5, 1) for by in ("fixed", "refound")),
    ]
    assert rows(line["cluster_lineage"], "previous_cluster_id", "cluster_id", "event") == [("", "Boston", "born"), ("Lyon", "Lyon", "continued")]
    people = rows(line["cluster_intensity"].where("period = 'current'"), "cluster_id", "population", "is_proxy", "intensity_rank")
    assert people == [("Boston", 653_833 + 110_402, True, 2), ("Lyon", 522_250, True, 1)]
    assert rows(line["count_intensity"].where("period = 'current'"), "cluster_id", "intensity_rank") == [("Boston", 2), ("Lyon", 1)]


def test_the_line_run_twice_gives_the_same_rows(spark: SparkSession, world: dict[str, DataFrame], line: dict[str, DataFrame]) -> None:
    shuffled = {name: frame.orderBy(*reversed(frame.columns)).repartition(3) for name, frame in world.items() if name != "contributors"}
    again = document_places.document_places(world["contributors"].repartition(3), shuffled["geocodes"], line["inferred_places"], settings=COUNTING)
    members = cluster_members.cluster_members(points.points(again), again, None, settings=DENSE, spark=spark, edition=2023)
    assert rows(again) == rows(line["document_places"])
    assert rows(members) == rows(line["cluster_members"])
    named = clusters.clusters(members, points.points(again), shuffled["places"], world["online_answers"], settings=NAMED, spark=spark, reference=REFERENCE)
    assert rows(named) == rows(line["clusters"])


@pytest.mark.parametrize("weight", ["documents", "fractional"])
def test_points_may_weigh_their_documents(spark: SparkSession, line: dict[str, DataFrame], weight: str) -> None:
    members = cluster_members.cluster_members(
        line["points"], line["document_places"], None, settings=replace(DENSE, point_weight=weight, min_weight=2), spark=spark, edition=2023
    )
    # Boston and Cambridge share two papers: two fractional documents, four document-and-place pairs; Lyon has two documents, one and a half fractionally.
    expected = {"Boston", "Lyon"} if weight == "documents" else {"Boston"}
    assert {cluster for (cluster,) in rows(members.where("period = 'current' and cluster_id is not null"), "cluster_id")} == expected


def test_an_unknown_weight_is_refused(spark: SparkSession, line: dict[str, DataFrame], world: dict[str, DataFrame]) -> None:
    with pytest.raises(SettingsError, match="people"):
        cluster_members.cluster_members(
            line["points"], line["document_places"], None, settings=replace(DENSE, point_weight="people"), spark=spark, edition=2023
        )
    unnamed = replace(NAMED, naming_weight="people")
    with pytest.raises(SettingsError, match="people"):
        clusters.clusters(line["cluster_members"], line["points"], world["places"], world["online_answers"], settings=unnamed, spark=spark, reference=REFERENCE)


def test_a_point_of_an_online_service_is_named_after_the_town_beside_it_and_far_from_any_by_itself(spark: SparkSession, world: dict[str, DataFrame]) -> None:
    """An online place is in no gazetteer: a cluster of such points must have a name all the same."""
    spots = {"online:photon:45.70000,4.85000": (45.7, 4.85), "online:photon:-10.00000,-70.00000": (-10.0, -70.0)}
    located = [
        {"point_id": number, "place_id": place, "country_code": "FR", "lat": lat, "lon": lon, "cell": _cell(lat, lon)}
        for number, (place, (lat, lon)) in enumerate(spots.items())
    ]
    members = [{"point_id": number, "cluster_id": f"c{number}", "role": "core"} for number in range(2)]
    answers = [
        {"place_id": place, "place_name": "Hamlet", "country_code": "FR", "lat": lat, "lon": lon, "precision": "city", "address_id": number, "found": True}
        for number, (place, (lat, lon)) in enumerate(spots.items())
    ]
    frames = (table(spark, name, *given) for name, given in (("cluster_members", members), ("points", located)))
    named = clusters.clusters(*frames, world["places"], table(spark, "online_answers", *answers), settings=NAMED, spark=spark, reference=REFERENCE)
    assert rows(named, "cluster_id", "cluster_name") == [("c0", "Lyon"), ("c1", "Hamlet")]
