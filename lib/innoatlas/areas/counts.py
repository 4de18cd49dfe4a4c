"""document_areas -> area_counts: what each area holds of each metric, year by year and in the whole window, and how much of it with others."""

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

from innoatlas.tables import ALL_YEARS, AREA_COUNTS, PERIODS, UNIT

CURRENT, PREVIOUS = PERIODS

_OF_WORLD = ["period", "kind", "year"]
_OF_AREA = ["area_id", *_OF_WORLD]
_SUMS = ("units", "documents_count", "listings_count", "shared_documents_count", "foreign_documents_count")


def counts_by_area(document_areas: DataFrame, document_places: DataFrame) -> DataFrame:
    """Columns of `area_counts`; the world of the same window, kind and year is all that `document_places` holds of it."""
    placed = document_places.groupBy("kind", "year", "periods").agg(F.sum("units").alias("world"))
    world = _with_whole_windows(placed.withColumn("period", F.explode("periods")), _OF_WORLD, ("world",))
    counted = document_areas.groupBy("area_id", "kind", "year", "periods").agg(
        *(F.sum(name).alias(name) for name in ("units", "listings_count")),
        F.count(F.lit(1)).alias("documents_count"),
        *(F.count_if(F.col(f"is_{side}")).alias(f"{side}_documents_count") for side in ("shared", "foreign")),
    )
    summed = _with_whole_windows(counted.withColumn("period", F.explode("periods")), _OF_AREA, _SUMS)
    told = summed.join(F.broadcast(world), _OF_WORLD).withColumns(
        {
            "fractional_count": F.col("units") / UNIT,
            "share_percent": F.when(F.col("world") > 0, 100 * F.col("units") / F.col("world")).otherwise(0.0),
            "shared_share": F.col("shared_documents_count") / F.col("documents_count"),
            "foreign_share": F.col("foreign_documents_count") / F.col("documents_count"),
            "growth_percent": _growth(),
        }
    )
    return told.select(*AREA_COUNTS.column_names)


def _with_whole_windows(by_year: DataFrame, keys: list[str], sums: tuple[str, ...]) -> DataFrame:
    """Summed by year, and once more over the years of each window."""
    whole = by_year.withColumn("year", F.lit(ALL_YEARS))
    return by_year.unionByName(whole).groupBy(*keys).agg(*(F.sum(name).alias(name) for name in sums))


def _growth() -> Column:
    """In percent of the previous window; null for single years, in that window, and where it holds nothing."""
    before = F.max(F.when(F.col("period") == PREVIOUS, F.col("units"))).over(Window.partitionBy("area_id", "kind", "year"))
    told = (F.col("period") == CURRENT) & (F.col("year") == ALL_YEARS) & (before > 0)
    return F.when(told, 100 * (F.col("units") - before) / before)
