"""What became of the clusters of the window before."""

import hypothesis.strategies as st
from builders import rows, table
from hypothesis import HealthCheck, given, settings
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from innoatlas.clustering.identity import EARLIER, inherit
from innoatlas.clustering.lineage import EDITION, WINDOW, lineage, weighed_members
from innoatlas.tables import CLUSTER_LINEAGE, NO_CLUSTER
from jobs import cluster_lineage

COLUMNS = ("previous_cluster_id", "cluster_id", "event", "shared_listings_count")


def traced(spark: SparkSession, before: dict[int, str], today: dict[int, str], weight: dict[int, int] | None = None) -> DataFrame:
    """Clusters of each window as point -> cluster; a point weighs 1 unless `weight` says otherwise, the same in both windows."""
    windows = {"previous": before, "current": today}
    members = [
        {"point_id": point, "period": period, "cluster_id": cluster, "role": "core"} for period, found in windows.items() for point, cluster in found.items()
    ]
    points = [
        {"point_id": point, "period": period, "listings_count": (weight or {}).get(point, 1)} for period in windows for point in sorted({*before, *today})
    ]
    return compared(table(spark, "cluster_members", *members), table(spark, "points", *points))


def compared(members: DataFrame, points: DataFrame, since: str = WINDOW) -> DataFrame:
    """Clusters are called by their ids in capitals."""
    names = members.where("cluster_id is not null").select("cluster_id", "period", F.upper("cluster_id").alias("cluster_name")).distinct()
    before, today = (weighed_members(members, points, names, period) for period in ("previous", "current"))
    return lineage(before, today, since)


def test_clusters_go_on_are_born_and_die(spark: SparkSession) -> None:
    got = traced(spark, {1: "a", 2: "a", 3: "gone"}, {1: "a", 2: "a", 4: "new"}, {1: 5})
    assert rows(got, *COLUMNS) == [(NO_CLUSTER, "new", "born", 0), ("a", "a", "continued", 6), ("gone", NO_CLUSTER, "died", 0)]
    assert rows(got, "previous_listings_count", "listings_count", "shared_share") == [(0, 1, None), (1, 0, 0.0), (6, 6, 1.0)]
    assert rows(got, "previous_cluster_id", "previous_cluster_name", "since") == [("", None, WINDOW), ("a", "A", WINDOW), ("gone", "GONE", WINDOW)]
    assert got.columns == list(CLUSTER_LINEAGE.column_names)


def test_a_cluster_that_falls_in_two_goes_on_in_one_and_the_other_split_off(spark: SparkSession) -> None:
    got = traced(spark, {1: "a", 2: "a", 3: "a"}, {1: "a", 2: "a", 3: "b"})
    assert rows(got, *COLUMNS) == [("a", "a", "continued", 2), ("a", "b", "split", 1)]


def test_of_two_that_meet_one_goes_on_and_the_other_is_taken_in(spark: SparkSession) -> None:
    got = traced(spark, {1: "a", 2: "b~earlier"}, {1: "a", 2: "a", 3: "a"})
    assert rows(got, *COLUMNS) == [("a", "a", "continued", 1), ("b~earlier", "a", "merged", 1)]


def test_a_town_may_pass_from_one_lasting_cluster_to_another(spark: SparkSession) -> None:
    got = traced(spark, {1: "a", 2: "a", 3: "b"}, {1: "a", 2: "b", 3: "b"})
    assert rows(got, *COLUMNS) == [("a", "a", "continued", 1), ("a", "b", "moved", 1), ("b", "b", "continued", 1)]


def test_weights_of_all_kinds_are_summed(spark: SparkSession) -> None:
    members = [{"point_id": 1, "period": period, "cluster_id": "a", "role": "core"} for period in ("current", "previous")]
    points = [{"point_id": 1, "period": period, "kind": kind, "listings_count": 3} for period in ("current", "previous") for kind in ("paper", "patent")]
    got = compared(table(spark, "cluster_members", *members), table(spark, "points", *points))
    assert rows(got, "shared_listings_count", "previous_listings_count", "listings_count") == [(6, 6, 6)]


MEMBERSHIP = st.dictionaries(st.integers(1, 6), st.sampled_from("xyz"))


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=MEMBERSHIP, today=MEMBERSHIP)
def test_every_cluster_of_both_windows_is_told_of_and_nothing_is_left_unexplained(spark: SparkSession, before: dict[int, str], today: dict[int, str]) -> None:
    heirs = inherit({point: (name.upper(), 1) for point, name in before.items()}, today, EARLIER)
    renamed = {point: heirs[name.upper()] for point, name in before.items()}
    got = rows(traced(spark, renamed, today), *COLUMNS)
    assert {row[0] for row in got} - {NO_CLUSTER} == set(renamed.values())
    assert {row[1] for row in got} - {NO_CLUSTER} == set(today.values())
    assert {row[0] for row in got if row[2] == "continued"} == set(renamed.values()) & set(today.values())
    shared = {(renamed[point], today[point]): 0 for point in renamed if point in today}
    for point in set(renamed) & set(today):
        shared[renamed[point], today[point]] += 1
    assert {row[:2]: row[3] for row in got if row[3]} == shared


def test_two_editions_are_compared_as_two_windows_are_and_where_last_edition_was_not_run_nothing_is(spark: SparkSession) -> None:
    """The window before has a alone; last edition had a and b, of which b is gone, and c is new."""
    period = {"previous": "a", "current": "a"}
    members = [{"point_id": 1, "period": name, "cluster_id": cluster, "role": "core"} for name, cluster in period.items()]
    own = [table(spark, "cluster_members", *members, {"point_id": 3, "cluster_id": "c", "role": "core"})]
    own += [table(spark, "points", *({"point_id": point, "period": name} for point in (1, 3) for name in period))]
    own += [table(spark, "clusters", *({"cluster_id": cluster, "cluster_name": f"{cluster} now"} for cluster in "ac"))]
    last = [table(spark, "cluster_members", *({"point_id": point, "cluster_id": cluster, "role": "core"} for point, cluster in ((1, "a"), (2, "b"))))]
    last += [table(spark, "points", {"point_id": 1, "listings_count": 7}, {"point_id": 2})]
    last += [table(spark, "clusters", *({"cluster_id": cluster, "cluster_name": f"{cluster} then"} for cluster in "ab"))]
    both = cluster_lineage.cluster_lineage(*own, *last)
    told = ("previous_cluster_id", "previous_cluster_name", "cluster_id", "event", "previous_listings_count")
    assert rows(both.where(F.col("since") == EDITION), *told) == [
        (NO_CLUSTER, None, "c", "born", 0),
        ("a", "a then", "a", "continued", 7),
        ("b", "b then", NO_CLUSTER, "died", 1),
    ]
    alone = cluster_lineage.cluster_lineage(*own, None, None, None)
    assert rows(alone) == rows(both.where(F.col("since") == WINDOW))
    assert len(rows(alone)) == 2
