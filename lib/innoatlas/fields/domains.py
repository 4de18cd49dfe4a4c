"""What a cluster researches beside what it invents: fields of science and the fields of technology that they feed, on one scale of domains."""

from collections.abc import Mapping

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

from innoatlas.frames import frame_of
from innoatlas.tables import CLUSTER_DOMAINS, NO_CLUSTER, UNIT

_KINDS = ("paper", "patent")


def domains_of_clusters(field_counts: DataFrame, domains: Mapping[tuple[str, str], str], min_count: float) -> DataFrame:
    """Columns of `cluster_domains`; `domains` by kind and field code; what is in none, or in one of which the world lacks papers or patents, is left
    out of every share, so that those of a cluster sum to 100 in either kind.

    Specialisation is that of fields (share in the cluster over share in the world), and made symmetric, (S - 1) / (S + 1), as in `partner_candidates`, so
    that twice and half the world's share are as far from it. `min_count`: papers, and patents, that a cluster needs for a strength to be called unused.
    """
    listed = [(kind, code, name) for (kind, code), name in sorted(domains.items())]
    known = F.broadcast(frame_of(field_counts.sparkSession, listed, "kind string, field_code string, domain_name string"))
    of_kind = (F.sum(F.when(F.col("kind") == kind, F.col("units")).otherwise(0)).alias(kind) for kind in _KINDS)
    held = field_counts.join(known, ["kind", "field_code"]).groupBy("cluster_id", "period", "domain_name").agg(*of_kind)
    sums = held.groupBy("period", "domain_name").agg(*(F.sum(kind).alias(f"world_{kind}") for kind in _KINDS))
    world = F.broadcast(sums.where("world_paper > 0 and world_patent > 0"))
    shares_of_world = world.select("period", "domain_name", *(_percent(f"world_{kind}").alias(f"world_{kind}") for kind in _KINDS))
    held = held.join(world.select("period", "domain_name"), ["period", "domain_name"])
    wholes = held.where(F.col("cluster_id") != NO_CLUSTER).groupBy("cluster_id", "period").agg(*(F.sum(kind).alias(f"all_{kind}") for kind in _KINDS))
    grid = wholes.where("all_paper > 0 and all_patent > 0").join(F.broadcast(shares_of_world), "period")
    compared = grid.join(held, ["cluster_id", "period", "domain_name"], "left").fillna(0, list(_KINDS))
    for kind in _KINDS:
        compared = compared.withColumn(f"{kind}_count", F.col(kind) / UNIT).withColumn(f"{kind}_percent", 100 * F.col(kind) / F.col(f"all_{kind}"))
        compared = compared.withColumn(f"{kind}_specialisation", F.col(f"{kind}_percent") / F.col(f"world_{kind}"))
    lead = _symmetric("paper_specialisation") - _symmetric("patent_specialisation")
    is_unused = (F.col("paper_specialisation") > 1) & (F.col("patent_specialisation") < 1) & (F.least("all_paper", "all_patent") >= min_count * UNIT)
    order = Window.partitionBy("period", "domain_name", "is_unused").orderBy(F.desc("lead"), "cluster_id")
    ranked = compared.withColumn("lead", lead).withColumn("is_unused", is_unused).withColumn("place", F.row_number().over(order))
    return ranked.withColumn("unused_rank", F.when(F.col("is_unused"), F.col("place"))).select(*CLUSTER_DOMAINS.column_names)


def _percent(units: str) -> Column:
    """100 * units over their sum in the window, which is above 0."""
    return 100 * F.col(units) / F.sum(units).over(Window.partitionBy("period"))


def _symmetric(specialisation: str) -> Column:
    return (F.col(specialisation) - 1) / (F.col(specialisation) + 1)
