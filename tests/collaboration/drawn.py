"""Documents drawn by where their persons are, and what links and partners must then be, in plain loops."""

from collections import Counter
from typing import Any

from builders import table
from pyspark.sql import DataFrame, SparkSession

from innoatlas.collaboration.documents import partners_by_document
from innoatlas.tables import NO_CLUSTER

#: (document, cluster or NO_CLUSTER, economy) of one or more persons.
Seat = tuple[str, str, str]


def document_partners(spark: SparkSession, seats: list[Seat], economies: dict[str, str], at_home: str = "cluster", **others: Any) -> DataFrame:
    """The job's table of seats, in clusters named with `economies` (cluster -> `CN/HK`)."""
    given = [{"document_id": document, "cluster_id": cluster, "economy_code": economy, **others} for document, cluster, economy in seats]
    return partners_by_document(table(spark, "document_clusters", *given), clusters(spark, economies), at_home)


def clusters(spark: SparkSession, economies: dict[str, str]) -> DataFrame:
    return table(spark, "clusters", *({"cluster_id": name, "cluster_name": name, "economy_codes": codes} for name, codes in economies.items()))


def links(seats: list[Seat], economies: dict[str, str], at_home: str) -> Counter[tuple[str, str, bool]]:
    """(cluster, economy, foreign?) -> documents, one document and one cluster at a time."""
    found: Counter[tuple[str, str, bool]] = Counter()
    for document in {seat[0] for seat in seats}:
        for cluster in economies:
            inside = [seat for seat in seats if seat[0] == document and seat[1] == cluster]
            if not inside:
                continue
            home = economies[cluster].split("/") if at_home == "cluster" else [seat[2] for seat in inside]
            for economy in {seat[2] for seat in seats if seat[0] == document and seat[1] != cluster}:
                found[cluster, economy, economy not in home] += 1
    return found


def partners(seats: list[Seat]) -> Counter[tuple[str, str]]:
    """(cluster, other cluster) -> documents."""
    found: Counter[tuple[str, str]] = Counter()
    for document in {seat[0] for seat in seats}:
        its = {seat[1] for seat in seats if seat[0] == document} - {NO_CLUSTER}
        found.update((one, other) for one in its for other in its if one != other)
    return found
