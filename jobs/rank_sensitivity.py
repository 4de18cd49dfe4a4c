"""cluster_counts + points + rankings -> rank_sensitivity: the rank of each cluster if documents counted whole, or a metric weighed more or less."""

from dataclasses import dataclass

from pyspark.sql import DataFrame

from innoatlas.errors import SettingsError
from innoatlas.ranking.sensitivity import ranks_by_alternative
from innoatlas.runtime.runner import run
from innoatlas.tables import KINDS


@dataclass(frozen=True)
class Settings:
    """Section [rank_sensitivity] of conf."""

    kinds: list[str]  #: the metrics whose share is weighed, one at a time: patent, paper, deal
    factors: list[float]  #: what the share is multiplied with, above 0, up to four decimals


def rank_sensitivity(cluster_counts: DataFrame, points: DataFrame, rankings: DataFrame, *, settings: Settings) -> DataFrame:
    """Rank the clusters of either window in each of these ways."""
    if set(settings.kinds) - set(KINDS) or any(factor <= 0 for factor in settings.factors):
        raise SettingsError(f"rank_sensitivity: expected kinds of {', '.join(KINDS)} and factors above 0, found {settings}. Correct conf.")
    return ranks_by_alternative(cluster_counts, points, rankings, kinds=settings.kinds, factors=settings.factors)


if __name__ == "__main__":
    run(rank_sensitivity)
