"""Documents drawn anew: every document weighs in a replicate as often as a Poisson variable of mean 1 says, which a digest of the document decides.

A bootstrap of n documents draws each of them so often, but for the total, which only scales a share (Hanley and MacGibbon, "Creating non-parametric
bootstrap samples using Poisson frequencies", 2006). The weights depend on the document and the replicate alone: not on the order of rows, nor on
partitions, nor on the cluster, so that a document of two clusters is drawn in both alike. Clusters stay as they are.
"""

from collections.abc import Iterable, Iterator
from functools import partial
from math import exp, factorial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

#: A digest gives four weights, each by 16 of its bits.
_STEPS, _PER_DIGEST = 1 << 16, 4

#: Rows times replicates that are worked on at once: what the processor's cache holds.
_AT_ONCE = 1 << 18

#: The noise is half of all rows; it is spread over so many groups that one worker does not sum it alone.
_SPREAD = 16

_SUMS = "kind string, cluster_id string, sums array<bigint>"


def replicate_units(document_clusters: DataFrame, replicates: int) -> DataFrame:
    """kind, cluster_id (NO_CLUSTER for what lies in none) and the units of it in each replicate, an array<bigint> of length `replicates`.

    `document_clusters` holds one window. A key has several rows, to be summed.
    """
    rows = document_clusters.select("kind", "cluster_id", F.xxhash64("document_id").alias("digest"), "units")
    spread = rows.repartition("kind", "cluster_id", F.pmod("digest", F.lit(_SPREAD)))
    return spread.mapInArrow(partial(_sum_batches, replicates), _SUMS)


def poisson_weights(digests: NDArray[np.int64], replicates: int) -> NDArray[np.int8]:
    """(documents, replicates) how often each document is drawn.

    >>> poisson_weights(np.array([7, 8]), 5).shape, poisson_weights(np.arange(4000), 100).mean().round(1)
    ((2, 5), np.float64(1.0))
    """
    groups = np.arange(1, -(-replicates // _PER_DIGEST) + 1, dtype=np.uint64)
    mixed = _mixed(digests.astype(np.uint64)[:, None] + groups * np.uint64(0x9E3779B97F4A7C15))
    return _TABLE[mixed.view(np.uint16)][:, :replicates]


def _mixed(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The finaliser of SplitMix64 (Steele, Lea and Flood, 2014), in place: every bit of the result depends on every bit of the number."""
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        numbers ^= numbers >> np.uint64(shift)
        numbers *= np.uint64(factor)
    numbers ^= numbers >> np.uint64(31)
    return numbers


def _inverse_poisson() -> NDArray[np.int8]:
    """(65536,) the weight at each of equally likely steps: the inverse of the distribution function of Poisson(1)."""
    cumulated = np.cumsum([exp(-1) / factorial(count) for count in range(12)])
    return np.searchsorted(np.rint(cumulated * _STEPS), np.arange(_STEPS), side="right").astype(np.int8)


_TABLE = _inverse_poisson()


def _sum_batches(replicates: int, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """One row for each kind and cluster of a partition."""
    held: dict[tuple[str, str], NDArray[np.int64]] = {}
    for batch in batches:
        for key, sums in _sums_by_key(batch, replicates):
            held[key] = held[key] + sums if key in held else sums
    if held:
        kinds, clusters = zip(*held, strict=True)
        yield pa.RecordBatch.from_pydict({"kind": kinds, "cluster_id": clusters, "sums": list(held.values())})


def _sums_by_key(batch: pa.RecordBatch, replicates: int) -> Iterator[tuple[tuple[str, str], NDArray[np.int64]]]:
    if not batch.num_rows:
        return
    keys = pa.StructArray.from_arrays([batch["kind"], batch["cluster_id"]], ["kind", "cluster_id"])
    encoded = pc.binary_join_element_wise(batch["kind"], batch["cluster_id"], "\x1f").dictionary_encode().indices.to_numpy()
    order = np.argsort(encoded, kind="stable")
    begins = np.flatnonzero(np.diff(encoded[order], prepend=-1))
    totals = np.zeros((len(begins), replicates), dtype=np.int64)
    digests, units = batch["digest"].to_numpy()[order], batch["units"].to_numpy()[order]
    step = max(_AT_ONCE // replicates, 1)
    for start in range(0, len(order), step):
        end = min(start + step, len(order))
        inside = np.searchsorted(begins, [start, end - 1], side="right") - 1
        cuts = np.maximum(begins[inside[0] : inside[1] + 1] - start, 0)
        drawn = poisson_weights(digests[start:end], replicates) * units[start:end, None]
        totals[inside[0] : inside[1] + 1] += np.add.reduceat(drawn, cuts, axis=0)
    for key, sums in zip(keys.take(pa.array(order[begins])).to_pylist(), totals, strict=True):
        yield (key["kind"], key["cluster_id"]), sums
