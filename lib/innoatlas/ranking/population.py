"""Inhabitants of clusters: an H3 population table, or the gazetteer's towns, summed over the clusters' footprints."""

from collections.abc import Sequence

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F

from innoatlas.errors import SourceError
from innoatlas.geo.cells import parent_sql

#: Inhabitants are summed as decimals, exactly and in any order.
_EXACT = "decimal(20,4)"

#: A cell has seven children one resolution finer (a pentagon, of which there are twelve, has six).
_CHILDREN = 7


def population_cells(spark: SparkSession, files: Sequence[str]) -> DataFrame:
    """Cell and population of an H3 table, Kontur's layout: columns `h3` (hexadecimal) and `population`, all of one resolution, CSV with a header or Parquet.

    SourceError for other columns, cells that are none, repeated or of several resolutions, and populations that are no number from 0 up.
    """
    parquet = all(file.endswith(".parquet") for file in files)
    table = spark.read.parquet(*files) if parquet else spark.read.option("header", True).csv(list(files))
    if missing := {"h3", "population"} - set(table.columns):
        raise SourceError(
            f"{files[0]}: expected the columns h3 and population, found no {', '.join(sorted(missing))}. Correct population in [cluster_intensity]."
        )
    cell = F.expr("try_cast(conv(trim(h3), 16, 10) as bigint)")
    people = F.expr(f"try_cast(population as {_EXACT})").alias("population")
    read = table.select("h3", cell.alias("cell"), people, F.to_json(F.struct("h3", "population")).alias("record"))
    good = F.lower(F.trim("h3")).rlike("^8[0-9a-f]{14}$") & (F.col("population") >= 0)
    bad = ~F.coalesce(good, F.lit(False))
    level = _resolution("cell")
    facts = [F.count(F.when(bad, 1)), F.min(F.when(bad, F.col("record"))), F.count("cell") - F.count_distinct("cell"), F.min(level)]
    (wrong, example, repeated, coarsest, finest) = read.agg(*facts, F.max(level)).collect()[0]
    if wrong or repeated or coarsest != finest:
        raise SourceError(
            f"{files[0]}: expected one row per H3 cell of one resolution with a population from 0 up, found {wrong:,} other rows"
            f"{f', for example {example}' if example else ''}, {repeated:,} repeated cells, resolutions {coarsest} to {finest}. Correct the file."
        )
    return read.select("cell", "population")


def town_population(places: DataFrame, left_out: Sequence[str]) -> DataFrame:
    """Cell and population of the gazetteer's towns with inhabitants; place ids `left_out` (districts that their city counts) are passed over."""
    towns = places.where("precision = 'city' and population > 0").where(~F.col("place_id").isin(list(left_out)))
    return towns.groupBy("cell").agg(F.sum(F.col("population").cast(_EXACT)).alias("population"))


def population_of_clusters(clusters: DataFrame, cells: DataFrame) -> DataFrame:
    """cluster_id, period and population (whole inhabitants, null where the table knows none) of every cluster.

    `cells`: cell and population, all of one resolution. Finer cells count for the footprint's cell that they lie in; coarser ones give each of the
    footprint's cells within them an equal part.
    """
    footprint = clusters.select("cluster_id", "period", F.explode("footprint_cells").alias("cell"))
    own, given = (frame.agg(F.max(_resolution("cell"))).collect()[0][0] or 0 for frame in (footprint, cells))
    if given >= own:
        people = cells.groupBy(F.expr(parent_sql("cell", own)).alias("cell")).agg(F.sum("population").alias("population"))
        sums = people.join(F.broadcast(footprint), "cell").groupBy("cluster_id", "period").agg(F.sum("population").alias("inhabitants"))
    else:
        parts = footprint.groupBy("cluster_id", "period", F.expr(parent_sql("cell", given)).alias("cell")).agg(F.count(F.lit(1)).alias("parts"))
        within = cells.join(F.broadcast(parts), "cell").groupBy("cluster_id", "period")
        sums = within.agg((F.sum(F.col("population") * F.col("parts")) / _CHILDREN ** (own - given)).alias("inhabitants"))
    whole = F.round("inhabitants").cast("bigint").alias("population")
    return clusters.select("cluster_id", "period").join(sums, ["cluster_id", "period"], "left").select("cluster_id", "period", whole)


def _resolution(cell: str) -> Column:
    """H3 keeps a cell's resolution in bits 52 to 55."""
    return F.shiftright(F.col(cell), 52).bitwiseAND(15)
