"""What the numbers of each economy are worth: how its listings stand, and what its part of the gazetteer lacks."""

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from innoatlas.counting.coverage import SCORE_STEPS, standings
from innoatlas.tables import ECONOMIES, NO_ECONOMY, STANDINGS


def quality_by_economy(
    contributors: DataFrame, geocodes: DataFrame, inferred_places: DataFrame, places: DataFrame, *, few_places_inhabitants: float
) -> DataFrame:
    """Columns of `economies`. An economy has few places where more than `few_places_inhabitants` fall to each town, or where no town is known."""
    counted = standings(contributors, geocodes, inferred_places, ("kind",)).join(_gazetteer(places), "economy_code", "left")
    known = ("towns_count", "postcodes_count", "organisations_count")
    filled = counted.fillna(0, list(known)).withColumn("missing", _missing(few_places_inhabitants))
    shares = [(F.col(f"{name}_count") / F.col("listings_count")).alias(f"{name}_share") for name in STANDINGS]
    right = (F.col("score_steps") / (F.col("listings_count") * SCORE_STEPS)).alias("expected_right_share")
    return filled.select("*", *shares, right).select(*ECONOMIES.column_names)


def _gazetteer(places: DataFrame) -> DataFrame:
    """What the gazetteer knows of each economy: economy_code, counts of its kinds of places, and inhabitants a town."""
    kinds = {"city": "towns_count", "postcode": "postcodes_count", "organisation": "organisations_count"}
    counts = [F.count(F.when(F.col("precision") == name, 1)).alias(column) for name, column in kinds.items()]
    inhabitants = F.sum(F.when(F.col("precision") == "country", F.col("population"))).alias("inhabitants")
    known = places.groupBy(F.col("country_code").alias("economy_code")).agg(*counts, inhabitants)
    each = F.when((F.col("inhabitants") > 0) & (F.col("towns_count") > 0), F.col("inhabitants") / F.col("towns_count"))
    return known.select("economy_code", *kinds.values(), each.alias("town_inhabitants"))


def _missing(few_places_inhabitants: float) -> Column:
    """Codes of what is missing, sorted."""
    few = (F.col("towns_count") == 0) | (F.coalesce("town_inhabitants", F.lit(0.0)) > few_places_inhabitants)
    lacks = {"few_places": few, "no_organisations": F.col("organisations_count") == 0, "no_postcodes": F.col("postcodes_count") == 0}
    told = F.array_compact(F.array(*(F.when(condition, name) for name, condition in sorted(lacks.items()))))
    return F.when(F.col("economy_code") == NO_ECONOMY, F.array().cast("array<string>")).otherwise(told)
