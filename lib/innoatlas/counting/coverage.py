"""How much of what a source lists was located, how precisely and how surely."""

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from innoatlas.tables import COVERAGE, LOCATED, NO_ECONOMY, PRECISION_KM

#: Scores are summed as whole millionths, so that the mean is the same in any order of rows.
_SCORE_STEPS = 1_000_000


def coverage_by_economy(contributors: DataFrame, geocodes: DataFrame) -> DataFrame:
    """Columns of `coverage`. An address without a geocode is an error of the tables and fails the contract's check that every listing counts once."""
    listings = contributors.groupBy("source", "year", "address_id").agg(F.count(F.lit(1)).alias("listings"))
    found = listings.join(geocodes.select("address_id", "country_code", "precision", "score"), "address_id", "left")
    economy = F.coalesce("country_code", F.lit(NO_ECONOMY)).alias("economy_code")
    located = F.col("precision").isin(*LOCATED)
    counted = found.groupBy("source", economy, "year").agg(
        F.sum("listings").alias("listings_count"),
        _listings_where(F.col("address_id").isNull()).alias("no_address_count"),
        *(_listings_where(F.col("precision") == name).alias(f"{name}_count") for name in PRECISION_KM),
        _listings_where(located).alias("located_count"),
        F.sum(F.when(located, F.round(F.col("score") * _SCORE_STEPS).cast("bigint") * F.col("listings"))).alias("score_steps"),
    )
    share = (F.col("located_count") / F.col("listings_count")).alias("located_share")
    mean = (F.col("score_steps") / (F.col("located_count") * _SCORE_STEPS)).alias("mean_score")
    return counted.select("*", share, mean).select(*COVERAGE.column_names)


def _listings_where(condition: Column) -> Column:
    return F.sum(F.when(condition, F.col("listings")).otherwise(F.lit(0)))
