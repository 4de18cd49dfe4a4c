"""The lists of conf: a region and a theme of a drawn world, and what is refused."""

from dataclasses import replace
from pathlib import Path

import pytest
from builders import rows, table
from pyspark.sql import DataFrame, SparkSession

from innoatlas.clustering.describe import NamingRule
from innoatlas.clustering.towns import SuburbRule
from innoatlas.errors import SettingsError
from innoatlas.geo.cells import cells_of
from innoatlas.geo.sphere import point_ids
from innoatlas.runtime.conform import conform
from innoatlas.tables import TABLES, UNIT
from jobs.list_rankings import Listed, Settings, list_rankings

REFERENCE = Path(__file__).resolve().parents[2] / "conf" / "reference"
BARE = Settings("listings", 15.0, 5.0, NamingRule("score", 0.12, 0.02, 6), SuburbRule(30.0, 6.0), {})

#: Town -> economy, latitude, longitude, inhabitants; Paris is a cluster of the world.
TOWNS = {"Nairobi": ("KE", -1.28333, 36.81667, 4_400_000), "Cairo": ("EG", 30.06263, 31.24967, 9_600_000), "Paris": ("FR", 48.85341, 2.3488, 2_100_000)}

#: Document -> towns of its persons, and its fields: 17 is Computer Science, 27 Medicine.
PAPERS = {"a": (["Nairobi", "Nairobi"], ["27"]), "b": (["Cairo"], ["17", "27"]), "c": (["Paris"] * 4, ["17"]), "d": (["Paris", "Cairo"], ["27"])}


def place(town: str) -> dict[str, object]:
    economy, lat, lon, _ = TOWNS[town]
    return {"place_id": town, "country_code": economy, "lat": lat, "lon": lon, "cell": int(cells_of([lat], [lon], 8)[0])}


def point(town: str) -> int:
    return int(point_ids([TOWNS[town][1]], [TOWNS[town][2]])[0])


@pytest.fixture(scope="module")
def world(spark: SparkSession) -> dict[str, DataFrame]:
    from jobs.points import points

    listed = [
        place(town) | {"document_id": name, "point_id": point(town), "listings_count": towns.count(town), "units": UNIT * towns.count(town) // len(towns)}
        for name, (towns, _) in PAPERS.items()
        for town in set(towns)
    ]
    fields = [
        {"document_id": name, "field_code": code, "field_position": position, "fields_divisor": len(codes)}
        for name, (_, codes) in PAPERS.items()
        for position, code in enumerate(codes, start=1)
    ]
    document_places = table(spark, "document_places", *listed).cache()
    return {
        "points": points(document_places).cache(),
        "cluster_members": table(spark, "cluster_members", {"point_id": point("Paris"), "cluster_id": "Paris", "role": "core"}),
        "document_places": document_places,
        "document_fields": table(spark, "document_fields", *fields),
        "places": table(spark, "places", *(place(town) | {"place_name": town, "population": TOWNS[town][3]} for town in TOWNS)),
        "online_answers": table(spark, "online_answers"),
    }


def test_a_region_and_a_theme(spark: SparkSession, world: dict[str, DataFrame]) -> None:
    """Of Africa's points Nairobi has two listings and Cairo two. In medicine Nairobi holds a, Cairo half of b and half of d, Paris half of d."""
    lists = {"Africa": Listed(["Africa"], [], [], 2), "Medicine": Listed([], [], ["Medicine"], 1)}
    got = conform(list_rankings(*world.values(), settings=replace(BARE, lists=lists), spark=spark, reference=REFERENCE), TABLES["list_rankings"]).cache()
    assert rows(got, "list_name", "rank", "cluster_name", "economy_codes", "score", "listings_count", "world_cluster_id") == [
        ("Africa", 1, "Cairo", "EG", 37.5, 2, None),  # a whole paper and a half of four
        ("Africa", 2, "Nairobi", "KE", 25.0, 2, None),
        ("Medicine", 1, "Cairo", "EG", 40.0, 2, None),  # two halves of two and a half
        ("Medicine", 2, "Nairobi", "KE", 40.0, 2, None),
        ("Medicine", 3, "Paris", "FR", 20.0, 1, "Paris"),
    ]
    (counts,) = {tuple(row.counts) for row in got.where("list_name = 'Africa' and rank = 1").collect()}
    assert [tuple(one) for one in counts] == [("paper", 1.5, 37.5)]


def test_without_lists_or_clusters_there_is_no_row(spark: SparkSession, world: dict[str, DataFrame]) -> None:
    for lists in ({}, {"Oceania": Listed(["Oceania"], ["FJ"], [], 1)}):
        got = list_rankings(*world.values(), settings=replace(BARE, lists=lists), spark=spark, reference=REFERENCE)
        assert rows(conform(got, TABLES["list_rankings"])) == []


@pytest.mark.parametrize(
    ("listed", "said"),
    [
        (Listed(["Afrika"], [], [], 1), r"list_rankings.lists.x.regions: expected some of Africa, Americas, .*found Afrika"),
        (Listed([], ["UK", "FR"], [], 1), r"list_rankings.lists.x.economies: expected codes of economy_groups.tsv.*found UK\."),
        (Listed([], [], ["Magic"], 1), r"list_rankings.lists.x.fields: expected some of these fields: .*Medicine.*found Magic"),
    ],
)
def test_an_unknown_region_economy_or_field_is_refused(spark: SparkSession, world: dict[str, DataFrame], listed: Listed, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        list_rankings(*world.values(), settings=replace(BARE, lists={"x": listed}), spark=spark, reference=REFERENCE)
