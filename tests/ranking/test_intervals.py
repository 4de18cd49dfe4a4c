"""Documents drawn anew: the draw depends on the document alone, its sums are exact, and the intervals hold the rank."""

from collections import defaultdict
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
from builders import rows, table
from hypothesis import given
from hypothesis import strategies as st
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from innoatlas.errors import SettingsError
from innoatlas.ranking.bootstrap import poisson_weights, replicate_units
from innoatlas.ranking.intervals import Interval, rank_intervals_of, replicate_ranks
from innoatlas.tables import NO_CLUSTER, UNIT
from jobs import rank_intervals

REPLICATES = 10

#: document, kind, cluster, units: some documents lie in two clusters, or partly in none.
DRAWN = [
    (f"d{number}", ("paper", "patent")[number % 2], cluster, UNIT // 2 + number)
    for number in range(60)
    for cluster in {("x", "y", "z", NO_CLUSTER)[number % 4], ("x", NO_CLUSTER)[number % 2]}
]


def weight(digest: int, replicate: int) -> int:
    """The same, one at a time, by the definition: 16 bits of SplitMix64, and the first count whose probability reaches them."""
    mask = (1 << 64) - 1
    number = (digest + (replicate // 4 + 1) * 0x9E3779B97F4A7C15) & mask
    number = ((number ^ number >> 30) * 0xBF58476D1CE4E5B9) & mask
    number = ((number ^ number >> 27) * 0x94D049BB133111EB) & mask
    number ^= number >> 31
    step, count, probability, reached = number >> 16 * (replicate % 4) & 0xFFFF, 0, np.exp(-1), np.exp(-1)
    while step >= round(reached * 65536):
        count += 1
        probability /= count
        reached += probability
    return count


@given(st.lists(st.integers(-(2**63), 2**63 - 1), min_size=1, max_size=5), st.integers(1, 30))
def test_weights_are_those_of_the_definition(digests: list[int], replicates: int) -> None:
    drawn = poisson_weights(np.array(digests, dtype=np.int64), replicates)
    assert drawn.tolist() == [[weight(digest, replicate) for replicate in range(replicates)] for digest in digests]


def test_weights_are_poisson_of_mean_one_and_independent_of_one_another() -> None:
    drawn = poisson_weights(np.arange(20_000), 40).astype(float)
    assert drawn.mean() == pytest.approx(1, abs=0.005)
    assert drawn.var() == pytest.approx(1, abs=0.01)
    assert (drawn == 0).mean() == pytest.approx(np.exp(-1), abs=0.002)
    between = np.corrcoef(drawn.T) - np.eye(40)
    assert np.abs(between).max() < 0.04  # 40 pairs of 20,000: five standard errors


def test_sums_are_those_of_a_slow_loop_in_any_partitions(spark: SparkSession) -> None:
    frame = table(spark, "document_clusters", *(dict(zip(("document_id", "kind", "cluster_id", "units"), row, strict=True)) for row in DRAWN))
    digests = dict(rows(frame.select("document_id", F.xxhash64("document_id"))))
    slow: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0] * REPLICATES)
    for document, kind, cluster, units in DRAWN:
        for replicate in range(REPLICATES):
            slow[kind, cluster][replicate] += units * weight(digests[document], replicate)
    for given_rows in (frame, frame.orderBy(F.desc("units")).repartition(5)):
        fast: dict[tuple[str, str], list[int]] = {}
        for kind, cluster, sums in rows(replicate_units(given_rows, REPLICATES)):
            before = fast.get((kind, cluster), [0] * REPLICATES)
            fast[kind, cluster] = [one + other for one, other in zip(before, sums, strict=True)]
        assert fast == slow


def test_the_job_gives_an_interval_around_every_rank(spark: SparkSession) -> None:
    frame = table(spark, "document_clusters", *(dict(zip(("document_id", "kind", "cluster_id", "units"), row, strict=True)) for row in DRAWN))
    ranked = table(spark, "rankings", *({"cluster_id": cluster, "rank": rank, "score": 40.0 - rank} for rank, cluster in enumerate("xyz", 1)))
    unused = [table(spark, name) for name in ("document_places", "cluster_members")]
    chosen = rank_intervals.Settings(200, 95.0, "fixed", "listings", 15.0, 4500, 5.0)
    got = rows(rank_intervals.rank_intervals(frame, ranked, *unused, settings=chosen, spark=spark), "cluster_id", "rank_low", "rank", "rank_high")
    assert [row[:3:2] for row in got] == [("x", 1), ("y", 2), ("z", 3)]
    assert all(low <= rank <= high <= 3 for _, low, rank, high in got)
    with pytest.raises(SettingsError, match="at least 1 replicate"):
        rank_intervals.rank_intervals(frame, ranked, *unused, settings=replace(chosen, replicates=0), spark=spark)


def intervals(counts: dict[str, int], replicates: int = 400) -> list[dict[str, object]]:
    """Of clusters whose documents each lie wholly in one."""
    sums, first = [], 0
    for cluster, count in counts.items():
        drawn = poisson_weights(np.arange(first, first + count), replicates).sum(axis=0, dtype=np.int64)
        sums.append({"kind": "paper", "cluster_id": cluster, "sums": (drawn * UNIT).tolist()})
        first += count
    clusters = sorted((cluster for cluster in counts if cluster != NO_CLUSTER), key=lambda cluster: (-counts[cluster], cluster))
    world = sum(counts.values())
    ranked = [{"cluster_id": cluster, "rank": rank, "score": 100 * counts[cluster] / world} for rank, cluster in enumerate(clusters, 1)]
    return rank_intervals_of(pa.Table.from_pylist(sums), pa.Table.from_pylist(ranked), Interval(replicates, 95.0)).to_pylist()


def test_an_interval_is_as_wide_as_chance_in_so_many_documents() -> None:
    """400 of 10,000 documents: a standard error of sqrt(400 * 0.96) documents."""
    big, *_ = intervals({"a": 400, NO_CLUSTER: 9_600})
    half = 1.96 * np.sqrt(400 * 0.96) / 100
    assert big["score_high"] - big["score"] == pytest.approx(half, rel=0.2)
    assert big["score"] - big["score_low"] == pytest.approx(half, rel=0.2)


def test_clusters_far_apart_keep_their_ranks_and_near_ones_do_not() -> None:
    got = {row["cluster_id"]: (row["rank_low"], row["rank"], row["rank_high"]) for row in intervals({"a": 3000, "b": 505, "c": 500, "d": 20, NO_CLUSTER: 100})}
    assert got == {"a": (1, 1, 1), "b": (2, 2, 3), "c": (2, 3, 3), "d": (4, 4, 4)}


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 50), min_size=1))
def test_the_interval_holds_the_rank_and_the_score(counts: dict[str, int]) -> None:
    for row in intervals(counts, replicates=20):
        assert 1 <= row["rank_low"] <= row["rank"] <= row["rank_high"] <= len(counts)
        assert row["score_low"] <= row["score"] <= row["score_high"]


def test_ties_go_to_the_earlier_cluster() -> None:
    assert replicate_ranks(np.array([[1.0, 2.0, 2.0], [3.0, 3.0, 3.0]])).tolist() == [[3, 1, 2], [1, 2, 3]]
