"""cluster_members + points + clusters -> cluster_lineage: which clusters of the window before, and of last edition, became which of today's."""

from pyspark.sql import DataFrame

from innoatlas.clustering.lineage import EDITION, WINDOW, lineage, weighed_members
from innoatlas.runtime.runner import run
from innoatlas.tables import PERIODS


def cluster_lineage(
    cluster_members: DataFrame,
    points: DataFrame,
    clusters: DataFrame,
    last_cluster_members: DataFrame | None,
    last_points: DataFrame | None,
    last_clusters: DataFrame | None,
) -> DataFrame:
    """Compare the members of either window's clusters, and those of the two editions; where last edition was not run there is nothing of it."""
    current, previous = (weighed_members(cluster_members, points, clusters, period) for period in PERIODS)
    since_window = lineage(previous, current, WINDOW)
    if last_cluster_members is None or last_points is None or last_clusters is None:
        return since_window
    last = weighed_members(last_cluster_members, last_points, last_clusters, PERIODS[0])
    return since_window.unionByName(lineage(last, current, EDITION))


if __name__ == "__main__":
    run(cluster_lineage)
