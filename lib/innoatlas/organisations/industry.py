"""Universities and companies that work together from cluster to cluster."""

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from innoatlas.organisations.clusters import in_clusters
from innoatlas.tables import ACADEMIA_INDUSTRY_LINKS, NO_ORGANISATION

_DOCUMENT = ("document_id", "period", "kind")


def links_of_academia_and_industry(document_organisations: DataFrame, cluster_members: DataFrame) -> DataFrame:
    """Columns of `academia_industry_links`: for two clusters, the documents that join a university of the one and a company of the other which do not both
    sit in any one cluster.

    Applicants are at every place of their patent alike, so two of them always sit together: patents count where their organisations are those of addresses.
    """
    known = document_organisations.where((F.col("organisation_key") != NO_ORGANISATION) & F.col("organisation_kind").isin("university", "company"))
    placed = in_clusters(known, cluster_members).repartition("document_id")
    seat = F.struct("organisation_key", (F.col("organisation_kind") == "university").alias("is_university"), "cluster_id")
    joint = (
        placed.groupBy(*_DOCUMENT)
        .agg(F.collect_set(seat).alias("seats"))
        .where("exists(seats, s -> s.is_university) and exists(seats, s -> not s.is_university)")
    )
    seats = joint.select(*_DOCUMENT, F.explode("seats").alias("seat")).select(*_DOCUMENT, "seat.*")
    sites = seats.groupBy(*_DOCUMENT, "organisation_key", "is_university").agg(F.collect_set("cluster_id").alias("clusters"))
    universities = sites.where("is_university").select(*_DOCUMENT, F.col("clusters").alias("of_university"))
    companies = sites.where("not is_university").select(*_DOCUMENT, F.col("clusters").alias("of_company"))
    apart = universities.join(companies, [*_DOCUMENT]).where(~F.arrays_overlap("of_university", "of_company"))
    links = apart.select(*_DOCUMENT, F.explode("of_university").alias("university_cluster_id"), "of_company").select(
        *_DOCUMENT, "university_cluster_id", F.explode("of_company").alias("company_cluster_id")
    )
    clusters = ("university_cluster_id", "company_cluster_id")
    counted = links.distinct().groupBy(*clusters, "period", "kind").agg(F.count(F.lit(1)).alias("documents_count"))
    order = Window.partitionBy("period", "kind").orderBy(F.desc("documents_count"), *clusters)
    return counted.withColumn("link_rank", F.row_number().over(order)).select(*ACADEMIA_INDUSTRY_LINKS.column_names)
