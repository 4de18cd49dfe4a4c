"""document_clusters + clusters -> document_partners: for each document and each of its clusters, where the persons outside the cluster are.

A partner is a person outside the cluster, in another cluster or in none; persons without a place are nobody's partners (GII Insights 2023: a link is a
distinct pair of a document and an economy, domestic when the economy is the cluster's own, foreign otherwise).
"""

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from innoatlas.errors import SettingsError
from innoatlas.tables import DOCUMENT_PARTNERS, NO_CLUSTER

#: Which economies are at home: all that the cluster is named with, or those of the document's own persons in the cluster.
CLUSTER, PERSON = "cluster", "person"


def partners_by_document(document_clusters: DataFrame, clusters: DataFrame, at_home: str) -> DataFrame:
    """Columns of `document_partners`. `at_home` is CLUSTER or PERSON; SettingsError otherwise.

    Documents move once, gathered by their id; a document of many clusters and economies is unfolded where it lies, so that nothing is joined with
    itself. Arrays are sorted.
    """
    if at_home not in (CLUSTER, PERSON):
        raise SettingsError(f"at_home: expected {CLUSTER} or {PERSON}, found {at_home!r}. Correct it in [document_partners].")
    seat = F.struct("cluster_id", "economy_code")
    gathered = document_clusters.groupBy("document_id", "period").agg(F.min("kind").alias("kind"), F.collect_list(seat).alias("seats"))
    its_clusters = F.array_remove(_distinct(F.col("seats"), "cluster_id"), NO_CLUSTER)
    each = gathered.withColumn("cluster_id", F.explode(its_clusters))
    named = clusters.select("cluster_id", "period", F.split("economy_codes", "/").alias("cluster_economies"))
    inside = F.filter("seats", lambda seat: seat["cluster_id"] == F.col("cluster_id"))
    outside = F.filter("seats", lambda seat: seat["cluster_id"] != F.col("cluster_id"))
    home = F.col("cluster_economies") if at_home == CLUSTER else _distinct(inside, "economy_code")
    abroad = _distinct(outside, "economy_code")
    told = each.join(F.broadcast(named), ["cluster_id", "period"]).withColumns(
        {
            "domestic_economies": F.array_sort(F.array_intersect(abroad, home)),
            "foreign_economies": F.array_sort(F.array_except(abroad, home)),
            "partner_clusters": F.array_sort(F.array_remove(_distinct(outside, "cluster_id"), NO_CLUSTER)),
            "economies_count": F.size(_distinct(F.col("seats"), "economy_code")).cast("bigint"),
        }
    )
    return told.select(*DOCUMENT_PARTNERS.column_names)


def _distinct(seats: Column, name: str) -> Column:
    return F.array_distinct(F.transform(seats, lambda seat: seat[name]))
