"""What each coordinate weighs when documents are drawn anew, so that clusters can be found again in every replicate."""

from collections.abc import Iterable, Iterator
from functools import partial

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from innoatlas.ranking.bootstrap import poisson_weights

#: Replicates of a row: clusters are found in so many by one task, which holds 130 bytes a coordinate and kind for them.
TOGETHER = 8

#: Rows times replicates that are worked on at once: what the processor's cache holds.
_AT_ONCE = 1 << 18

_DRAWN = "first_replicate int, point_id bigint, kind string, weights array<bigint>, units array<bigint>"


def replicate_points(document_places: DataFrame, weight: str, replicates: int) -> DataFrame:
    """first_replicate (0, TOGETHER, …), point_id, kind, and in the TOGETHER replicates from that one, fewer in the last, the weights and units there.

    `document_places` holds one window, and `weight` is its column that a point weighs by. A document is drawn as often as `bootstrap.replicate_units`
    draws it. A coordinate may have several rows of a kind, to be summed; where nothing of it is drawn it has zeros.
    """
    rows = document_places.select(
        "point_id",
        "kind",
        F.xxhash64("document_id").alias("digest"),
        F.col(weight).cast("bigint").alias("weight"),
        F.col("units").cast("bigint").alias("units"),
    )
    # In order, so that a worker is done with a coordinate when it has seen the next one.
    ordered = rows.repartition("point_id").sortWithinPartitions("point_id", "kind")
    return ordered.mapInArrow(partial(_sum_batches, replicates), _DRAWN)


def _sum_batches(replicates: int, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        if batch.num_rows:
            yield from _sums(batch, replicates)


def _sums(batch: pa.RecordBatch, replicates: int) -> Iterator[pa.RecordBatch]:
    """One batch for each TOGETHER replicates, with a row for every run of equal coordinates and kinds."""
    point, kind = batch["point_id"].to_numpy(), batch["kind"].dictionary_encode().indices.to_numpy()
    begins = np.flatnonzero(np.diff(point, prepend=point[0] - 1) | np.diff(kind, prepend=kind[0]))
    weights, units = (np.zeros((len(begins), replicates), dtype=np.int64) for _ in range(2))
    digests, weight, held = (batch[name].to_numpy() for name in ("digest", "weight", "units"))
    step = max(_AT_ONCE // replicates, 1)
    for start in range(0, len(point), step):
        end = min(start + step, len(point))
        first, last = np.searchsorted(begins, [start, end - 1], side="right") - 1
        cuts = np.maximum(begins[first : last + 1] - start, 0)
        drawn = poisson_weights(digests[start:end], replicates).astype(np.int64)
        weights[first : last + 1] += np.add.reduceat(drawn * weight[start:end, None], cuts, axis=0)
        units[first : last + 1] += np.add.reduceat(drawn * held[start:end, None], cuts, axis=0)
    points, kinds = pa.array(point[begins]), batch["kind"].take(pa.array(begins))
    for first in range(0, replicates, TOGETHER):
        lists = (_lists(sums[:, first : first + TOGETHER]) for sums in (weights, units))
        numbers = pa.array(np.full(len(begins), first, dtype=np.int32))
        yield pa.RecordBatch.from_arrays([numbers, points, kinds, *lists], ["first_replicate", "point_id", "kind", "weights", "units"])


def _lists(sums: NDArray[np.int64]) -> pa.ListArray:
    return pa.ListArray.from_arrays(np.arange(len(sums) + 1, dtype=np.int32) * sums.shape[1], sums.ravel())
