"""Weights per coordinate, and per H3 cell, in each window of the edition. Sums of whole numbers only."""

from collections.abc import Iterable, Iterator

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from innoatlas.geo.cells import centres, parent_sql
from innoatlas.tables import CELLS, POINTS

_WEIGHTS = ("units", "listings_count", "documents_count")


def points_by_period(document_places: DataFrame) -> DataFrame:
    """Columns of `points`: one row per coordinate, period and kind, with the place that holds most units there (ties: the smaller place id)."""
    # Rows are summed before the periods are unfolded, so the larger table is never doubled.
    by_place = document_places.groupBy("point_id", "kind", "periods", "place_id").agg(
        *(F.min(name).alias(name) for name in ("country_code", "lat", "lon", "cell")),
        F.sum("units").alias("units"),
        F.sum("listings_count").alias("listings_count"),
        F.count(F.lit(1)).alias("documents_count"),
    )
    by_period = by_place.withColumn("period", F.explode("periods")).groupBy("point_id", "period", "kind", "place_id")
    places = by_period.agg(
        *(F.min(name).alias(name) for name in ("country_code", "lat", "lon", "cell")),
        *(F.sum(name).alias(name) for name in _WEIGHTS),
    )
    heaviest = F.min(F.struct((-F.col("units")).alias("less"), "place_id", "country_code", "cell")).alias("heaviest")
    totals = places.groupBy("point_id", "period", "kind").agg(
        heaviest, F.min("lat").alias("lat"), F.min("lon").alias("lon"), *(F.sum(name).alias(name) for name in _WEIGHTS)
    )
    return totals.select("*", "heaviest.place_id", "heaviest.country_code", "heaviest.cell").select(*POINTS.column_names)


def cells_by_period(document_places: DataFrame, resolution: int) -> DataFrame:
    """Columns of `cells`: one row per cell at `resolution` (0 to the gazetteer's), period and kind; documents are counted once per cell.

    Listings are summed over the coordinates of the cell: a person with two coordinates in one cell counts as two listings there.
    """
    per_document = (
        document_places.withColumn("cell", F.expr(parent_sql("cell", resolution)))
        .groupBy("cell", "kind", "periods", "document_id")
        .agg(F.sum("units").alias("units"), F.sum("listings_count").alias("listings_count"))
    )
    per_periods = per_document.groupBy("cell", "kind", "periods").agg(
        F.sum("units").alias("units"), F.sum("listings_count").alias("listings_count"), F.count(F.lit(1)).alias("documents_count")
    )
    by_period = per_periods.withColumn("period", F.explode("periods")).groupBy("cell", "period", "kind")
    return by_period.agg(*(F.sum(name).alias(name) for name in _WEIGHTS)).mapInArrow(_with_centres, CELLS.ddl)


def _with_centres(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Add the latitude and longitude of each cell's centre, in degrees to 5 decimals."""
    for batch in batches:
        lat, lon = (np.round(degrees, 5) for degrees in centres(batch.column("cell").to_numpy()))
        made = {"lat": pa.array(lat), "lon": pa.array(lon)}
        columns = {name: made[name] if name in made else batch.column(name) for name in CELLS.column_names}
        yield pa.RecordBatch.from_pydict(columns)
