"""Women's share of the persons listed on documents, by cluster and for the world. What is known of a single person goes no further than the sums."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from innoatlas.people.given_names import WOMAN, genders_of_names
from innoatlas.tables import CLUSTER_WOMEN, WORLD


def women_by_cluster(listings: DataFrame, document_places: DataFrame, cluster_members: DataFrame, known: DataFrame, *, min_attributed: int) -> DataFrame:
    """Columns of `cluster_women`: a person counts once a document in each cluster that any of the person's places lies in, and once in the world.

    `listings` as `listings_of_persons` gives them, `known` as `given_names.dictionary`. The country in which a name is looked up is that of the person's
    first address whose economy is known. A share of fewer than `min_attributed` persons with a gender is null.
    """
    names = listings.select("person_name", F.coalesce("economy_code", F.lit("")).alias("economy_code"))
    persons = _persons(listings, document_places, cluster_members).join(genders_of_names(names, known), ["person_name", "economy_code"], "left")
    inside = F.filter("memberships", lambda one: F.array_contains("periods", one["period"]))
    world = F.transform("periods", lambda period: F.struct(period.alias("period"), F.lit(WORLD).alias("cluster_id")))
    counted = persons.select("kind", "gender", F.explode(F.concat(inside, world)).alias("one")).groupBy("one.cluster_id", "one.period", "kind")
    women, attributed, listed = F.count_if(F.col("gender") == WOMAN), F.count("gender"), F.count(F.lit(1))
    return counted.agg(
        listed.alias("listings_count"),
        attributed.alias("attributed_count"),
        (attributed / listed).alias("attribution_share"),
        F.when(attributed >= min_attributed, women / attributed).alias("women_share"),
    ).select(*CLUSTER_WOMEN.column_names)


def _persons(listings: DataFrame, document_places: DataFrame, cluster_members: DataFrame) -> DataFrame:
    """One row per person of a document: name, economy ('' when not known) and memberships, each a period and cluster that one of its places lies in."""
    counted = document_places.select("document_id", "point_id", F.lit(True).alias("is_counted"))
    members = cluster_members.where("cluster_id is not null").select("point_id", F.struct("period", "cluster_id").alias("membership"))
    joined = listings.repartition("document_id").join(counted, ["document_id", "point_id"], "left").join(F.broadcast(members), "point_id", "left")
    known = F.when(F.col("economy_code").isNotNull(), F.col("address_position"))
    return joined.groupBy("document_id", "person_position").agg(
        F.min("kind").alias("kind"),
        F.min("periods").alias("periods"),
        F.max("person_name").alias("person_name"),
        F.coalesce(F.min_by("economy_code", known), F.lit("")).alias("economy_code"),
        F.collect_set(F.when(F.col("is_counted"), F.col("membership"))).alias("memberships"),
    )
