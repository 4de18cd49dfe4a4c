"""document_partners -> clusters by clusters."""

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from innoatlas.tables import CLUSTER_PARTNERS

_CLUSTER = ["cluster_id", "period", "kind"]


def partners_by_cluster(document_partners: DataFrame) -> DataFrame:
    """Columns of `cluster_partners`: every ordered pair of clusters that share a document, so each pair comes twice, with the same count."""
    paired = document_partners.select(*_CLUSTER, F.explode("partner_clusters").alias("partner_cluster_id"))
    counted = paired.groupBy(*_CLUSTER, "partner_cluster_id").agg(F.count(F.lit(1)).alias("documents_count"))
    wholes = document_partners.groupBy(*_CLUSTER).agg(F.count(F.lit(1)).alias("cluster_documents"))
    share = (F.col("documents_count") / F.col("cluster_documents")).alias("document_share")
    order = Window.partitionBy(*_CLUSTER).orderBy(F.desc("documents_count"), "partner_cluster_id")
    ranked = counted.join(F.broadcast(wholes), _CLUSTER).select("*", share, F.row_number().over(order).alias("partner_rank"))
    return ranked.select(*CLUSTER_PARTNERS.column_names)
