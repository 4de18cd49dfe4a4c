"""cluster_fields + cluster_partners -> partner_candidates: with which clusters each shares less than it might, being alike or each other's complement."""

from pyspark.sql import DataFrame, SparkSession

from innoatlas.collaboration.candidates import Rule as Settings
from innoatlas.collaboration.candidates import candidates_of_clusters
from innoatlas.runtime.runner import run
from innoatlas.tables import PERIODS


def partner_candidates(cluster_fields: DataFrame, cluster_partners: DataFrame, *, settings: Settings, spark: SparkSession) -> DataFrame:
    """Compare the profiles of all pairs of clusters of the current window in the driver's process."""
    today = f"period = '{PERIODS[0]}'"
    fields = cluster_fields.where(today).select("cluster_id", "kind", "field_code", "fractional_count", "specialisation").toArrow()
    partners = cluster_partners.where(today).select("cluster_id", "partner_cluster_id", "kind", "documents_count").toArrow()
    return spark.createDataFrame(candidates_of_clusters(fields, partners, settings))


if __name__ == "__main__":
    run(partner_candidates)
