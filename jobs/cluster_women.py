"""contributors + geocodes + inferred_places + document_places + cluster_members -> cluster_women: women's share of the persons listed, as names tell it."""

from pyspark.sql import DataFrame, SparkSession

from innoatlas.frames import frame_of
from innoatlas.people.given_names import OPTIONAL, REQUIRED, dictionary
from innoatlas.people.listings import listings_of_persons
from innoatlas.people.women import Rule as Settings
from innoatlas.people.women import women_by_cluster
from innoatlas.runtime.runner import run
from innoatlas.sources.delimited import read_delimited_table
from innoatlas.sources.formats import digests_of
from innoatlas.tables import CLUSTER_WOMEN


def cluster_women(
    contributors: DataFrame,
    geocodes: DataFrame,
    inferred_places: DataFrame,
    document_places: DataFrame,
    cluster_members: DataFrame,
    *,
    settings: Settings,
    spark: SparkSession,
) -> DataFrame:
    """Look names up while counting; no gender of a person is kept."""
    if not settings.names:
        return frame_of(spark, [], CLUSTER_WOMEN.ddl)
    settings.check("cluster_women")
    rows = read_delimited_table(spark, settings.names, required=REQUIRED, optional=OPTIONAL, setting="names in [cluster_women]")
    known = dictionary(rows, settings.min_probability, settings.names)
    listings = listings_of_persons(contributors, geocodes, inferred_places)
    return women_by_cluster(listings, document_places, cluster_members, known, min_attributed=settings.min_attributed)


def inputs_digest(settings: Settings) -> list[str] | None:
    """Number and bytes of the files of the dictionary, and a digest of their names and sizes."""
    return digests_of({"names": settings.names})


if __name__ == "__main__":
    run(cluster_women)
