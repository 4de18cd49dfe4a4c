"""contributors + geocodes + inferred_places + document_places + cluster_members + clusters -> cluster_mobility: who moved from where to where."""

from dataclasses import dataclass

from pyspark.sql import DataFrame

from innoatlas.people.listings import listings_of_persons
from innoatlas.people.mobility import flows_by_place
from innoatlas.runtime.runner import run


@dataclass(frozen=True)
class Settings:
    """Section [cluster_mobility] of conf."""

    left_out: list[str]  #: sources by their names in conf whose person ids do not follow a person from place to place


def cluster_mobility(
    contributors: DataFrame,
    geocodes: DataFrame,
    inferred_places: DataFrame,
    document_places: DataFrame,
    cluster_members: DataFrame,
    clusters: DataFrame,
    *,
    settings: Settings,
) -> DataFrame:
    """Compare the two halves of the edition's own window."""
    listings = listings_of_persons(contributors, geocodes, inferred_places)
    return flows_by_place(listings, document_places, cluster_members, clusters, left_out=settings.left_out)


if __name__ == "__main__":
    run(cluster_mobility)
