"""Replicates of the clusters' counts -> how far their ranks and scores reach."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from innoatlas.tables import NO_CLUSTER, RANK_INTERVALS

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Interval:
    """What share of the replicates an interval holds, by percentiles."""

    replicates: int  #: at least 1
    confidence_percent: float  #: above 0, below 100

    def ends(self, ordered: NDArray[np.generic]) -> tuple[NDArray[np.generic], NDArray[np.generic]]:
        """The lowest and highest of rising rows (replicates, clusters) after an equal part is cut off at either end; no value is made up between two."""
        cut = int(round((100 - self.confidence_percent) / 200 * self.replicates, 9))
        return ordered[cut], ordered[self.replicates - 1 - cut]


def rank_intervals_of(sums: pa.Table, ranked: pa.Table, interval: Interval, *, is_refound: bool = False) -> pa.Table:
    """Columns of `rank_intervals` from the units of clusters in each replicate and the window's rows of `rankings`, by rank.

    `sums`: kind, cluster_id and a list of units, of which a key may have several; `is_refound` says that clusters were found anew in every replicate, so
    that one may be absent, and others be there that are not ranked. A replicate's clusters are ordered by score, ties in the order of the ranking, absent
    ones last. Where the ranking itself lies outside the percentiles, the interval is widened to hold it.
    """
    ranked = ranked.sort_by([("rank", "ascending")])
    own = ranked["cluster_id"].to_pylist()
    others = sorted(set(sums["cluster_id"].to_pylist()) - set(own) - {NO_CLUSTER})
    of_all = replicate_scores(sums, [*own, *others], interval.replicates)
    ranks, scores = replicate_ranks(of_all)[:, : len(own)], of_all[:, : len(own)]
    rank, score = ranked["rank"].to_numpy().astype(np.int64), ranked["score"].to_numpy()
    rank_low, rank_high = interval.ends(np.sort(ranks, axis=0))
    score_low, score_high = interval.ends(np.sort(scores, axis=0))
    made = {
        "found_share": np.mean(scores > 0, axis=0) if is_refound else pa.nulls(len(own), pa.float64()),
        "rank_low": np.minimum(rank_low, rank).astype(np.int32),
        "rank_high": np.maximum(rank_high, rank).astype(np.int32),
        "score_low": np.minimum(score_low, score),
        "score_high": np.maximum(score_high, score),
    }
    columns = {name: pa.array(made[name]) if name in made else ranked[name] for name in RANK_INTERVALS.column_names}
    return pa.table(columns)


def replicate_scores(sums: pa.Table, cluster_ids: list[str], replicates: int) -> Floats:
    """(replicates, clusters) the sum over the kinds of 100 * cluster / world, NO_CLUSTER included in the world; a kind of nothing adds nothing."""
    position = {cluster: number for number, cluster in enumerate(cluster_ids)} | {NO_CLUSTER: len(cluster_ids)}
    scores = np.zeros((replicates, len(cluster_ids)))
    for kind in sorted(set(sums["kind"].to_pylist())):
        of_kind = sums.filter(pa.compute.equal(sums["kind"], kind))
        units = np.zeros((len(cluster_ids) + 1, replicates), dtype=np.int64)
        drawn = np.array(of_kind["sums"].to_pylist(), dtype=np.int64)
        np.add.at(units, [position[cluster] for cluster in of_kind["cluster_id"].to_pylist()], drawn)
        world = units.sum(axis=0)
        scores += np.where(world > 0, 100 * units[:-1] / np.maximum(world, 1), 0.0).T
    return scores


def replicate_ranks(scores: Floats) -> Integers:
    """(replicates, clusters) ranks from 1 by score; ties go to the earlier cluster."""
    order = np.argsort(-scores, axis=1, kind="stable")
    ranks = np.empty(scores.shape, dtype=np.int64)
    np.put_along_axis(ranks, order, np.arange(1, scores.shape[1] + 1)[None, :], axis=1)
    return ranks
