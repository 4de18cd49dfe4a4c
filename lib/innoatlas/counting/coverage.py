"""How much of what is listed was located, how precisely and how surely."""

from collections.abc import Sequence

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from innoatlas.tables import COVERAGE, LOCATED, NO_ECONOMY, STANDINGS

#: Scores are summed as whole millionths, so that the mean is the same in any order of rows.
SCORE_STEPS = 1_000_000


def coverage_by_economy(contributors: DataFrame, geocodes: DataFrame, inferred_places: DataFrame) -> DataFrame:
    """Columns of `coverage`."""
    return standings(contributors, geocodes, inferred_places, ("source", "year")).select(*COVERAGE.column_names)


def standings(contributors: DataFrame, geocodes: DataFrame, inferred_places: DataFrame, keys: Sequence[str]) -> DataFrame:
    """One row per `keys` (columns of contributors) and economy_code that have a listing.

    Columns listings_count, the count of each of STANDINGS, located_count, located_share, mean_score and score_steps, the sum of the located listings'
    scores in millionths. An inferred listing stands in the economy of its place. An address without a geocode is an error of the tables: its
    listings stand nowhere, and fail the contract's check that every listing counts once.
    """
    score = F.when(F.col("standing").isin(*LOCATED), F.round(F.col("score") * SCORE_STEPS).cast("bigint") * F.col("listings"))
    counted = (
        _listings(contributors, geocodes, inferred_places, keys)
        .groupBy(*keys, "economy_code")
        .agg(
            F.sum("listings").alias("listings_count"),
            *(_listings_where(F.col("standing") == name).alias(f"{name}_count") for name in STANDINGS),
            _listings_where(F.col("standing").isin(*LOCATED)).alias("located_count"),
            F.coalesce(F.sum(score), F.lit(0)).alias("score_steps"),
        )
        .where("listings_count <> 0")
    )
    share = (F.col("located_count") / F.col("listings_count")).alias("located_share")
    mean = F.when(F.col("located_count") > 0, F.col("score_steps") / (F.col("located_count") * SCORE_STEPS)).alias("mean_score")
    return counted.select("*", share, mean)


def _listings(contributors: DataFrame, geocodes: DataFrame, inferred_places: DataFrame, keys: Sequence[str]) -> DataFrame:
    """How many listings of an address stand how and where: `keys`, economy_code, standing, score, listings.

    Whatever is inferred is taken from where the address stands and put where the neighbour's place is; so nothing is joined listing by listing.
    """
    by_address = contributors.groupBy(*keys, "address_id").agg(F.count(F.lit(1)).alias("listings"))
    inferred = inferred_places.groupBy(*keys, "address_id", "flag", "country_code").agg(F.count(F.lit(1)).alias("listings"))
    taken = inferred.select(*keys, "address_id", (-F.col("listings")).alias("listings"))
    put = inferred.select(
        *keys, F.col("country_code").alias("economy_code"), F.col("flag").alias("standing"), F.lit(None).cast("double").alias("score"), "listings"
    )
    found = by_address.unionByName(taken).join(geocodes.select("address_id", "country_code", "precision", "score"), "address_id", "left")
    economy = F.coalesce("country_code", F.lit(NO_ECONOMY)).alias("economy_code")
    standing = F.when(F.col("address_id").isNull(), "no_address").otherwise(F.col("precision")).alias("standing")
    return found.select(*keys, economy, standing, "score", "listings").unionByName(put)


def _listings_where(condition: Column) -> Column:
    return F.sum(F.when(condition, F.col("listings")).otherwise(F.lit(0)))
