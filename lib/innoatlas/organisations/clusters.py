"""What organisations hold of each cluster, how much of it the largest hold, and how often universities and companies work together."""

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from innoatlas.tables import CLUSTER_CONCENTRATION, CLUSTER_ORGANISATIONS, NO_ORGANISATION, UNIT

_OF_CLUSTER = ("cluster_id", "period", "kind")


def organisations_of_clusters(document_organisations: DataFrame, cluster_members: DataFrame) -> DataFrame:
    """Columns of `cluster_organisations`, by units within each cluster, period and kind; ties by documents, then by id.

    An organisation bears the name, and the kind, under which it holds most units in the cluster.
    """
    held = in_clusters(document_organisations, cluster_members).groupBy(*_OF_CLUSTER, "organisation_key", "document_id")
    spelling = F.min(F.struct("organisation_name", "organisation_kind")).alias("spelling")
    per_document = held.agg(F.sum("units").alias("units"), spelling)
    spelled = per_document.groupBy(*_OF_CLUSTER, "organisation_key", "spelling").agg(F.sum("units").alias("units"), F.count(F.lit(1)).alias("documents_count"))
    most = F.min(F.struct((-F.col("units")).alias("less"), "spelling"))["spelling"].alias("spelling")
    summed = spelled.groupBy(*_OF_CLUSTER, "organisation_key").agg(*(F.sum(name).alias(name) for name in ("units", "documents_count")), most)
    total = F.sum("units").over(Window.partitionBy(*_OF_CLUSTER))
    shared = summed.withColumn("share_percent", F.when(total > 0, 100 * F.col("units") / total).otherwise(0.0))
    known = shared.where(F.col("organisation_key") != NO_ORGANISATION)
    order = Window.partitionBy(*_OF_CLUSTER).orderBy(F.desc("units"), F.desc("documents_count"), "organisation_key")
    ranked = known.select("*", "spelling.*", F.row_number().over(order).alias("organisation_rank"), (F.col("units") / UNIT).alias("fractional_count"))
    return ranked.select(*CLUSTER_ORGANISATIONS.column_names)


def concentration_of_clusters(
    cluster_organisations: DataFrame, document_organisations: DataFrame, cluster_members: DataFrame, *, few_documents: int
) -> DataFrame:
    """Columns of `cluster_concentration`; an organisation with at most `few_documents` documents in the cluster has few."""
    rank = F.col("organisation_rank")
    few = F.col("documents_count") <= few_documents
    shares = cluster_organisations.groupBy(*_OF_CLUSTER).agg(
        F.count(F.lit(1)).alias("organisations_count"),
        F.sum("units").alias("known"),
        *(F.sum(F.when(condition, F.col("units")).otherwise(0)).alias(name) for name, condition in (("one", rank == 1), ("five", rank <= 5), ("few", few))),
    )
    percents = (("one", "largest_percent"), ("five", "five_largest_percent"), ("few", "few_documents_percent"))
    parts = shares.select("*", *(F.when(F.col("known") > 0, 100 * F.col(part) / F.col("known")).otherwise(0.0).alias(name) for part, name in percents))
    joint = _joint_documents(document_organisations, cluster_members)
    counted = parts.join(joint, [*_OF_CLUSTER])
    return counted.withColumn("joint_share", F.col("joint_count") / F.col("known_documents_count")).select(*CLUSTER_CONCENTRATION.column_names)


def _joint_documents(document_organisations: DataFrame, cluster_members: DataFrame) -> DataFrame:
    """known_documents_count and joint_count: documents in the cluster with a known organisation, and those that join a university and a company,
    wherever these are.
    """
    known = document_organisations.where(F.col("organisation_key") != NO_ORGANISATION)
    sides = known.groupBy("document_id").agg(*(F.max(F.col("organisation_kind") == kind).alias(kind) for kind in ("university", "company")))
    inside = in_clusters(known, cluster_members).select(*_OF_CLUSTER, "document_id").distinct().join(sides, "document_id")
    joint = F.count_if(F.col("university") & F.col("company")).alias("joint_count")
    return inside.groupBy(*_OF_CLUSTER).agg(F.count(F.lit(1)).alias("known_documents_count"), joint)


def in_clusters(document_organisations: DataFrame, cluster_members: DataFrame) -> DataFrame:
    """Rows of `document_organisations` in a cluster, once for each window: with `period` and `cluster_id`."""
    belongs = cluster_members.where("cluster_id is not null").select("point_id", "period", "cluster_id")
    return document_organisations.withColumn("period", F.explode("periods")).join(belongs, ["point_id", "period"])
