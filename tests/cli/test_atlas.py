"""What the atlas command takes out of the tables."""

from pathlib import Path

from builders import table
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from innoatlas.atlas.page import render
from innoatlas.cli.atlas import arrow_tables, online_attributions
from innoatlas.frames import frame_of
from tests.atlas.invented import world

REFERENCE = Path(__file__).resolve().parents[2] / "conf" / "reference"


class Tables:
    """A store that holds an invented world."""

    def __init__(self, spark: SparkSession, documents):
        made = world(clusters=2, points_per_cluster=3, hermits=2, economies=8)
        self.frames = {name: spark.createDataFrame(table) for name, table in made.items() if name not in ("document_totals", "economy_groups")}
        self.frames["documents"] = documents
        self.frames["online_answers"] = table(spark, "online_answers")

    def read(self, name, edition):
        assert edition == 2024
        return self.frames[name]


def test_the_page_is_drawn_from_totals_and_named_places_alone(spark):
    rows = [("openalex", "paper", 2019, ["current", "previous"]), ("openalex", "paper", 2022, ["current"]), ("openalex", "paper", 2017, ["previous"])]
    documents = frame_of(spark, rows, "source string, kind string, year int, periods array<string>")
    store = Tables(spark, documents)
    elsewhere = frame_of(spark, [("geonames:x", "Nowhere", "city", "FR")], "place_id string, place_name string, precision string, country_code string")
    store.frames["places"] = store.frames["places"].union(elsewhere)
    tables = arrow_tables(store, 2024, REFERENCE)
    assert tables["document_totals"].to_pylist() == [{"source": "openalex", "kind": "paper", "documents_count": 2, "first_year": 2019, "last_year": 2022}]
    names = set(tables["places"]["place_name"].to_pylist())
    assert "Nowhere" not in names
    assert {"China", "Town 0"} <= names
    assert "published 2019–2022" in render(tables, edition=2024, attributions=())


def test_a_point_of_an_online_service_has_its_name_and_the_service_its_terms(spark):
    store = Tables(spark, frame_of(spark, [], "source string, kind string, year int, periods array<string>"))
    names = ("place_id", "place_name", "country_code", "lat", "lon", "precision", "service", "licence", "found")
    used = dict(zip(names, ("online:photon:1.00000,2.00000", "Vallon", "FR", 1.0, 2.0, "city", "photon", "ODbL 1.0", True), strict=True))
    unused = used | {"place_id": "online:nominatim:3.00000,4.00000", "place_name": "Ailleurs", "service": "nominatim", "lat": 3.0, "lon": 4.0}
    store.frames["online_answers"] = table(spark, "online_answers", used, unused)
    point = store.frames["points"].limit(1).withColumn("place_id", F.lit(used["place_id"]))
    store.frames["points"] = store.frames["points"].union(point)
    named = arrow_tables(store, 2024, REFERENCE)["places"].to_pylist()
    assert [row["place_name"] for row in named if row["place_id"].startswith("online:")] == ["Vallon"]
    assert online_attributions(store, 2024) == ["Places found online: photon (ODbL 1.0)."]
