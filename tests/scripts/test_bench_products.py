"""The world that products are measured on: the sample's documents, several times over."""

from builders import rows, table
from pyspark.sql import SparkSession

from innoatlas.runtime.graph import discover
from scripts.bench_products import BEFORE, repeat


def test_each_copy_has_documents_of_its_own_and_the_same_rows(spark: SparkSession) -> None:
    given = table(spark, "document_places", {"document_id": "A", "place_id": "x"}, {"document_id": "A", "place_id": "y"}, {"document_id": "B", "place_id": "x"})
    found = rows(repeat(given, 3), "document_id", "place_id")
    assert len(found) == len(set(found)) == 9
    for copy in range(3):
        mine = sorted((document.split("~")[0], place) for document, place in found if document.endswith(f"~{copy}"))
        assert mine == [("A", "x"), ("A", "y"), ("B", "x")]


def test_what_is_passed_over_are_jobs() -> None:
    assert set(discover()) > BEFORE
