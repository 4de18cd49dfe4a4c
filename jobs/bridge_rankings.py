"""cluster_counts + clusters + rankings -> bridge_rankings: the rank of each cluster by last edition's metrics beside its rank by this edition's."""

from dataclasses import dataclass

from pyspark.sql import DataFrame

from innoatlas.errors import SettingsError
from innoatlas.ranking.bridge import bridged_ranks
from innoatlas.runtime.runner import run
from innoatlas.tables import KINDS


@dataclass(frozen=True)
class Settings:
    """Section [bridge_rankings] of conf."""

    metrics: list[str]  #: what last edition ranked on: patent, paper, deal


def bridge_rankings(cluster_counts: DataFrame, clusters: DataFrame, rankings: DataFrame, *, settings: Settings) -> DataFrame:
    """Rank the clusters of either window once more, on last edition's metrics alone."""
    if not settings.metrics or set(settings.metrics) - set(KINDS):
        raise SettingsError(f"bridge_rankings.metrics: expected one or more of {', '.join(KINDS)}, found {settings.metrics}. Correct the edition's preset.")
    return bridged_ranks(cluster_counts, clusters, rankings, settings.metrics)


if __name__ == "__main__":
    run(bridge_rankings)
