"""Coordinates of documents drawn anew: their sums by the definition, and clusters found among them in every replicate."""

from collections import defaultdict
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from builders import rows, table
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from innoatlas.clustering.members import DISTANCE, Rule
from innoatlas.clustering.refound import units_found_anew
from innoatlas.errors import SettingsError
from innoatlas.geo.sphere import point_ids
from innoatlas.ranking.bootstrap import poisson_weights
from innoatlas.ranking.redrawn import TOGETHER, replicate_points
from innoatlas.tables import NO_CLUSTER, UNIT
from jobs import rank_intervals

#: Not a multiple of TOGETHER, so that the last group is short.
REPLICATES = TOGETHER + 3

#: Coordinates: two towns 2 km apart, one a degree away, one alone.
NORTH, SOUTH, FAR, ALONE = ((48.0, 2.0), (47.982, 2.0), (49.0, 2.0), (10.0, 100.0))


def places(spark: SparkSession, *counts: tuple[tuple[float, float], str, int]) -> DataFrame:
    """At each coordinate so many documents of the kind, every third with two listings."""
    made: list[dict[str, Any]] = []
    for (lat, lon), kind, count in counts:
        point = int(point_ids(lat, lon))
        for number in range(count):
            document = {"document_id": f"{kind}-{lat}-{number}", "kind": kind, "point_id": point, "lat": lat, "lon": lon}
            made.append(document | {"units": UNIT - number, "listings_count": 1 + (number % 3 == 0)})
    return table(spark, "document_places", *made)


def draws(frame: DataFrame, replicates: int) -> dict[str, list[int]]:
    """Document -> how often it is drawn in each replicate."""
    digests = dict(rows(frame.select("document_id", F.xxhash64("document_id")).distinct()))
    return {document: poisson_weights(np.array([digest]), replicates)[0].tolist() for document, digest in digests.items()}


def test_sums_by_coordinate_are_those_of_a_slow_loop_in_any_partitions(spark: SparkSession) -> None:
    frame = places(spark, (NORTH, "paper", 40), (NORTH, "patent", 7), (SOUTH, "paper", 9), (FAR, "patent", 1))
    drawn = draws(frame, REPLICATES)
    slow: dict[tuple[int, str, int], list[int]] = defaultdict(lambda: [0, 0])
    for document, kind, point, listings, units in rows(frame, "document_id", "kind", "point_id", "listings_count", "units"):
        for replicate, weight in enumerate(drawn[document]):
            slow[point, kind, replicate][0] += weight * listings
            slow[point, kind, replicate][1] += weight * units
    for given in (frame, frame.orderBy(F.desc("units")).repartition(5)):
        fast: dict[tuple[int, str, int], list[int]] = defaultdict(lambda: [0, 0])
        for first, point, kind, weights, units in rows(replicate_points(given, "listings_count", REPLICATES)):
            assert len(weights) == len(units) == min(TOGETHER, REPLICATES - first)
            for at, (weight, unit) in enumerate(zip(weights, units, strict=True)):
                fast[point, kind, first + at][0] += weight
                fast[point, kind, first + at][1] += unit
        assert dict(fast) == dict(slow)


def found(spark: SparkSession, frame: DataFrame, own: dict[tuple[float, float], str], rule: Rule, replicates: int) -> dict[tuple[str, str], list[int]]:
    """Kind and cluster -> its units in each replicate, the clusters of today being `own`."""
    members = table(spark, "cluster_members", *({"point_id": int(point_ids(*where)), "cluster_id": name} for where, name in own.items()))
    drawn = replicate_points(frame.withColumn("documents_count", F.lit(1)), "documents_count", replicates)
    sums: dict[tuple[str, str], list[int]] = {}
    for kind, cluster, units in rows(units_found_anew(drawn, members, rule, replicates)):
        before = sums.get((kind, cluster), [0] * replicates)
        sums[kind, cluster] = [one + other for one, other in zip(before, units, strict=True)]
    return sums


def test_each_replicate_has_the_clusters_that_its_documents_make(spark: SparkSession) -> None:
    """Ten documents needed: NORTH and SOUTH have them together or not at all, FAR has them now and then, ALONE never."""
    counts = {NORTH: 9, SOUTH: 5, FAR: 10, ALONE: 1}
    frame = places(spark, *((where, "paper", count) for where, count in counts.items()))
    replicates, rule = 64, Rule("documents", 15.0, 10, 0.0, DISTANCE)
    drawn = draws(frame, replicates)
    got = found(spark, frame, {NORTH: "today", SOUTH: "today"}, rule, replicates)
    new = next(cluster for _, cluster in got if cluster not in ("today", NO_CLUSTER))
    at = {
        where: [sum(drawn[f"paper-{where[0]}-{number}"][replicate] for number in range(counts[where])) for replicate in range(replicates)] for where in counts
    }
    for replicate in range(replicates):
        pair, far = at[NORTH][replicate] + at[SOUTH][replicate], at[FAR][replicate]
        held = {cluster: got["paper", cluster][replicate] for cluster in ("today", new, NO_CLUSTER)}
        assert (held["today"] > 0) == (pair >= 10)
        assert (held[new] > 0) == (far >= 10)
        units = sum(drawn[document][replicate] * units for document, units in rows(frame, "document_id", "units"))
        assert sum(held.values()) == units, "what lies in no cluster is kept, so shares are of the whole world"
    assert 0 < sum(units > 0 for units in got["paper", new]) < replicates


def test_one_of_two_clusters_bears_the_name_when_they_are_found_as_one(spark: SparkSession) -> None:
    frame = places(spark, (NORTH, "paper", 60), (SOUTH, "paper", 40))
    one = found(spark, frame, {NORTH: "n", SOUTH: "s"}, Rule("documents", 15.0, 5, 0.0, DISTANCE), 8)
    assert set(one) == {("paper", "n")}
    two = found(spark, frame, {NORTH: "n", SOUTH: "s"}, Rule("documents", 1.0, 5, 0.0, DISTANCE), 8)
    assert set(two) == {("paper", "n"), ("paper", "s")}
    near = found(spark, frame, {NORTH: "n", SOUTH: "s"}, Rule("documents", 1.0, 5, 5.0, DISTANCE), 8)
    assert near == one


SETTINGS = rank_intervals.Settings(200, 95.0, "refound", "listings", 15.0, 20, 5.0)


def interval_rows(spark: SparkSession, counts: dict[tuple[float, float], int], clusters: str) -> list[dict[str, Any]]:
    """The job's rows by rank, each coordinate but ALONE a cluster of today."""
    frame = places(spark, *((where, "paper", count) for where, count in counts.items()))
    names = {int(point_ids(*where)): NO_CLUSTER if where == ALONE else f"at {where[0]}" for where in counts}
    inside = frame.toArrow().to_pylist()
    held = table(
        spark,
        "document_clusters",
        *({"document_id": row["document_id"], "cluster_id": names[row["point_id"]], "units": row["units"]} for row in inside),
    )
    members = table(spark, "cluster_members", *({"point_id": point, "cluster_id": name} for point, name in names.items() if name != NO_CLUSTER))
    world = sum(row["units"] for row in inside)
    scores = {name: 100 * sum(row["units"] for row in inside if names[row["point_id"]] == name) / world for name in set(names.values()) - {NO_CLUSTER}}
    order = sorted(scores, key=lambda name: (-scores[name], name))
    ranked = table(spark, "rankings", *({"cluster_id": name, "rank": rank, "score": scores[name]} for rank, name in enumerate(order, 1)))
    settings = rank_intervals.Settings(**(vars(SETTINGS) | {"clusters": clusters}))
    made: pa.Table = rank_intervals.rank_intervals(held, ranked, frame, members, settings=settings, spark=spark).toArrow()
    return sorted(made.to_pylist(), key=lambda row: row["rank"])


def test_clusters_that_every_draw_finds_have_the_intervals_of_fixed_ones(spark: SparkSession) -> None:
    counts = {NORTH: 200, FAR: 150, ALONE: 3}
    fixed, refound = (interval_rows(spark, counts, clusters) for clusters in ("fixed", "refound"))
    assert [row.pop("found_share") for row in fixed] == [None, None]
    assert [row.pop("found_share") for row in refound] == [1.0, 1.0]
    assert fixed == refound


def test_a_cluster_that_few_draws_find_may_be_none_at_all(spark: SparkSession) -> None:
    """15 documents, five with two listings: 20 listings, as many as are needed; about half of the draws have them."""
    big, small = interval_rows(spark, {NORTH: 200, FAR: 15}, "refound")
    assert big["found_share"] == 1.0
    assert small["found_share"] == pytest.approx(0.5, abs=0.12)
    assert (small["rank_low"], small["rank"], small["rank_high"]) == (2, 2, 2)
    assert small["score_low"] == 0 < small["score"] < small["score_high"]


def test_other_words_for_clusters_are_refused(spark: SparkSession) -> None:
    with pytest.raises(SettingsError, match="expected fixed or refound, found 'free'"):
        interval_rows(spark, {NORTH: 20}, "free")
