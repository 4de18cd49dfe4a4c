"""What the atlas command takes out of the tables."""

from pyspark.sql import SparkSession

from innoatlas.atlas.page import render
from innoatlas.cli.atlas import arrow_tables
from tests.atlas.invented import world


class Tables:
    """A store that holds an invented world."""

    def __init__(self, spark: SparkSession, documents):
        made = world(clusters=2, points_per_cluster=3, hermits=2, economies=8)
        self.frames = {name: spark.createDataFrame(table) for name, table in made.items() if name != "document_totals"}
        self.frames["documents"] = documents

    def read(self, name, edition):
        assert edition == 2024
        return self.frames[name]


def test_the_page_is_drawn_from_totals_and_named_places_alone(spark):
    rows = [("openalex", "paper", 2019, ["current", "previous"]), ("openalex", "paper", 2022, ["current"]), ("openalex", "paper", 2017, ["previous"])]
    documents = spark.createDataFrame(rows, "source string, kind string, year int, periods array<string>")
    store = Tables(spark, documents)
    elsewhere = spark.createDataFrame([("geonames:x", "Nowhere", "city", "FR")], "place_id string, place_name string, precision string, country_code string")
    store.frames["places"] = store.frames["places"].union(elsewhere)
    tables = arrow_tables(store, 2024)
    assert tables["document_totals"].to_pylist() == [{"source": "openalex", "kind": "paper", "documents_count": 2, "first_year": 2019, "last_year": 2022}]
    names = set(tables["places"]["place_name"].to_pylist())
    assert "Nowhere" not in names
    assert {"China", "Town 0"} <= names
    assert "published 2019–2022" in render(tables, edition=2024, attributions=())
