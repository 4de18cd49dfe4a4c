"""Women's share of the persons listed on documents, by cluster, by area and for the world. What is known of a single person goes no further than the sums."""

from dataclasses import dataclass

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from innoatlas.errors import SettingsError
from innoatlas.people.given_names import WOMAN, genders_of_names
from innoatlas.tables import AREA_WOMEN, CLUSTER_WOMEN, PERIODS, WORLD


@dataclass(frozen=True)
class Rule:
    """Whose name is looked up where, and when a share is told."""

    names: str  #: path of a dictionary of given names, CSV or (by its ending) TSV; empty: nobody's name is looked up, and the table is empty
    min_probability: float  #: above 0.5, at most 1; a dictionary row that is less likely leaves its name open
    min_attributed: int  #: persons with a gender, below which no share is given

    def check(self, section: str) -> None:
        """SettingsError where the section of conf asks for what cannot be."""
        if not 0.5 < self.min_probability <= 1 or self.min_attributed < 1:
            raise SettingsError(
                f"{section}: expected min_probability above 0.5 and at most 1, and min_attributed from 1 up, found {self.min_probability} and "
                f"{self.min_attributed}. Correct conf."
            )


def women_by_cluster(listings: DataFrame, document_places: DataFrame, cluster_members: DataFrame, known: DataFrame, *, min_attributed: int) -> DataFrame:
    """Columns of `cluster_women`: a person counts once a document in each cluster that any of the person's places lies in, and once in the world.

    `listings` as `listings_of_persons` gives them, `known` as `given_names.dictionary`. The country in which a name is looked up is that of the person's
    first address whose economy is known. A share of fewer than `min_attributed` persons with a gender is null.
    """
    members = cluster_members.where("cluster_id is not null").select("point_id", "period", F.col("cluster_id").alias("held_by"))
    persons = _persons(listings, document_places, members)
    names = listings.select("person_name", F.coalesce("economy_code", F.lit("")).alias("economy_code"))
    world = F.transform("periods", lambda period: F.struct(period.alias("period"), F.lit(WORLD).alias("held_by")))
    counted = _shares(persons, genders_of_names(names, known), F.concat(_inside(), world), min_attributed)
    return counted.withColumnRenamed("held_by", "cluster_id").select(*CLUSTER_WOMEN.column_names)


def women_by_area(listings: DataFrame, document_places: DataFrame, areas: DataFrame, known: DataFrame, *, min_attributed: int) -> DataFrame:
    """Columns of `area_women`, by the same rules: a person counts once a document in each area that any of the person's places lies in."""
    members = areas.select(F.explode("point_ids").alias("point_id"), F.col("area_id").alias("held_by"), F.array(*map(F.lit, PERIODS)).alias("periods"))
    each = members.select("point_id", F.explode("periods").alias("period"), "held_by")
    persons = _persons(listings, document_places, each).where(F.size("memberships") > 0)
    counted = _shares(persons, genders_of_names(persons.select("person_name", "economy_code"), known), _inside(), min_attributed)
    return counted.withColumnRenamed("held_by", "area_id").select(*AREA_WOMEN.column_names)


def _persons(listings: DataFrame, document_places: DataFrame, members: DataFrame) -> DataFrame:
    """One row per person of a document: name, economy ('' when not known) and memberships, each a period and who holds one of its places then.

    `members`: point_id, period, held_by.
    """
    counted = document_places.select("document_id", "point_id", F.lit(True).alias("is_counted"))
    held = members.select("point_id", F.struct("period", "held_by").alias("membership"))
    joined = listings.repartition("document_id").join(counted, ["document_id", "point_id"], "left").join(F.broadcast(held), "point_id", "left")
    known = F.when(F.col("economy_code").isNotNull(), F.col("address_position"))
    return joined.groupBy("document_id", "person_position").agg(
        F.min("kind").alias("kind"),
        F.min("periods").alias("periods"),
        F.max("person_name").alias("person_name"),
        F.coalesce(F.min_by("economy_code", known), F.lit("")).alias("economy_code"),
        F.collect_set(F.when(F.col("is_counted"), F.col("membership"))).alias("memberships"),
    )


def _inside() -> Column:
    """The memberships of the windows that the document counts in."""
    return F.filter("memberships", lambda one: F.array_contains("periods", one["period"]))


def _shares(persons: DataFrame, genders: DataFrame, memberships: Column, min_attributed: int) -> DataFrame:
    """held_by, period, kind and the figures of the persons with these memberships."""
    told = persons.join(genders, ["person_name", "economy_code"], "left")
    counted = told.select("kind", "gender", F.explode(memberships).alias("one")).groupBy("one.held_by", "one.period", "kind")
    women, attributed, listed = F.count_if(F.col("gender") == WOMAN), F.count("gender"), F.count(F.lit(1))
    return counted.agg(
        listed.alias("listings_count"),
        attributed.alias("attributed_count"),
        (attributed / listed).alias("attribution_share"),
        F.when(attributed >= min_attributed, women / attributed).alias("women_share"),
    )
