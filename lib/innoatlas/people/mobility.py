"""Who moved: persons whose place differs between the two halves of the edition's own window, as flows from place to place.

A place is a cluster, or an economy outside all clusters. A person's place in a half is the one that holds most of the person's fractional weight there.
"""

from collections.abc import Sequence

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

from innoatlas.tables import CLUSTER_MOBILITY, NO_CLUSTER, NO_ECONOMY, PERIODS, UNIT

_PERSON = ("source", "person_id", "kind")
_PLACE = ("cluster_id", "economy_code")
_HALVES = ("from", "to")


def flows_by_place(listings: DataFrame, document_places: DataFrame, cluster_members: DataFrame, clusters: DataFrame, *, left_out: Sequence[str]) -> DataFrame:
    """Columns of `cluster_mobility`: those who stayed, came and went are there too, so that every located person with an id is in one row of a kind.

    `listings` as `listings_of_persons` gives them. Persons without an id, and those of the sources `left_out`, are not followed. A window of an odd number
    of years has its middle year in the second half. Of places of equal weight the smaller cluster id is taken, none before any, then the smaller economy.
    """
    weighed = _weights(listings, _current(document_places)).where(F.col("person_id").isNotNull() & ~F.col("source").isin(list(left_out)))
    placed = weighed.join(F.broadcast(_clusters_of_points(cluster_members)), "point_id", "left")
    cluster = F.coalesce("cluster_id", F.lit(NO_CLUSTER)).alias("cluster_id")
    economy = F.when(F.col("cluster_id").isNull(), F.col("country_code")).otherwise("").alias("economy_code")
    summed = placed.select(*_PERSON, "is_later", "weight", cluster, economy).groupBy(*_PERSON, "is_later", *_PLACE).agg(F.sum("weight").alias("weight"))
    heaviest = F.struct((-F.col("weight")).alias("less"), *_PLACE)
    halves = (F.min(F.when(F.col("is_later") == later, heaviest)).alias(name) for later, name in ((False, "from"), (True, "to")))
    persons = summed.groupBy(*_PERSON).agg(*halves)
    places = (
        F.coalesce(F.col(half)[name], F.lit(absent)).alias(f"{half}_{name}")
        for half in _HALVES
        for name, absent in zip(_PLACE, (NO_CLUSTER, NO_ECONOMY), strict=True)
    )
    flows = (
        persons.select("kind", *places)
        .groupBy("kind", *(f"{half}_{name}" for half in _HALVES for name in _PLACE))
        .agg(F.count(F.lit(1)).alias("persons_count"))
    )
    return _with_economies(flows, clusters).select(*CLUSTER_MOBILITY.column_names)


def _current(document_places: DataFrame) -> DataFrame:
    """Places of the documents of the edition's own window, and whether the document is of its second half; halves are those of the kind's own years."""
    places = document_places.where(F.array_contains("periods", PERIODS[0])).select("document_id", "source", "kind", "year", "point_id", "country_code")
    middle = places.groupBy("kind").agg(F.expr("min(year) + (max(year) - min(year) + 1) div 2").alias("middle"))
    return places.join(F.broadcast(middle), "kind").withColumn("is_later", F.col("year") >= F.col("middle"))


def _weights(listings: DataFrame, places: DataFrame) -> DataFrame:
    """Each located person of a document at each of its coordinates with its weight there: UNIT / (persons * coordinates of the person), whole."""
    listed = listings.where("point_id is not null").select("document_id", "person_position", "person_id", "point_id")
    joined = listed.repartition("document_id").join(places, ["document_id", "point_id"])
    person = ("document_id", "person_position")
    once = joined.groupBy(*person, "point_id").agg(
        F.max("person_id").alias("person_id"), *(F.min(name).alias(name) for name in ("source", "kind", "is_later", "country_code"))
    )
    persons = F.size(F.collect_set("person_position").over(Window.partitionBy("document_id"))).alias("persons")
    coordinates = F.count(F.lit(1)).over(Window.partitionBy(*person)).alias("coordinates")
    counted = once.select("source", "kind", "is_later", "country_code", "point_id", "person_id", persons, coordinates)
    return counted.withColumn("weight", F.expr(f"{UNIT} div (persons * coordinates)"))


def _clusters_of_points(cluster_members: DataFrame) -> DataFrame:
    return cluster_members.where(F.col("cluster_id").isNotNull() & (F.col("period") == PERIODS[0])).select("point_id", "cluster_id")


def _with_economies(flows: DataFrame, clusters: DataFrame) -> DataFrame:
    """With the economies of either place, a cluster's those it is named with, and is_foreign."""
    named = clusters.where(F.col("period") == PERIODS[0])
    for half in _HALVES:
        codes = named.select(F.col("cluster_id").alias(f"{half}_cluster_id"), F.col("economy_codes").alias(f"{half}_named"))
        flows = flows.join(F.broadcast(codes), f"{half}_cluster_id", "left")
        flows = flows.withColumn(f"{half}_economy_codes", F.coalesce(f"{half}_named", f"{half}_economy_code"))
    listed = (F.col("from_economy_codes") != NO_ECONOMY) & (F.col("to_economy_codes") != NO_ECONOMY)
    return flows.withColumn("is_foreign", listed & ~F.arrays_overlap(_codes("from"), _codes("to")))


def _codes(half: str) -> Column:
    return F.split(f"{half}_economy_codes", "/")
