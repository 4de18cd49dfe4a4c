"""contributors + geocodes + inferred_places + document_places + cluster_members -> cluster_women: women's share of the persons listed, as names tell it."""

from dataclasses import dataclass

from pyspark.sql import DataFrame, SparkSession

from innoatlas.errors import SettingsError, SourceError
from innoatlas.frames import frame_of
from innoatlas.people.given_names import OPTIONAL, REQUIRED, dictionary
from innoatlas.people.listings import listings_of_persons
from innoatlas.people.women import women_by_cluster
from innoatlas.runtime.runner import run
from innoatlas.sources.delimited import read_delimited
from innoatlas.sources.files import find_files
from innoatlas.sources.formats import digests_of
from innoatlas.tables import CLUSTER_WOMEN


@dataclass(frozen=True)
class Settings:
    """Section [cluster_women] of conf."""

    names: str  #: path of a dictionary of given names, CSV or (by its ending) TSV; empty: nobody's name is looked up, and the table is empty
    min_probability: float  #: above 0.5, at most 1; a dictionary row that is less likely leaves its name open
    min_attributed: int  #: persons with a gender, below which no share is given


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
    if not 0.5 < settings.min_probability <= 1 or settings.min_attributed < 1:
        raise SettingsError(
            f"cluster_women: expected min_probability above 0.5 and at most 1, and min_attributed from 1 up, found {settings.min_probability} and "
            f"{settings.min_attributed}. Correct conf."
        )
    files = find_files(spark, settings.names)
    if not files:
        raise SourceError(f"{settings.names}: expected a dictionary of given names, found an empty folder. Correct names in [cluster_women].")
    separator = "\t" if files[0].removesuffix(".gz").endswith(".tsv") else ","
    rows = read_delimited(spark, files, required=REQUIRED, optional=OPTIONAL, separator=separator)
    known = dictionary(rows, settings.min_probability, settings.names)
    listings = listings_of_persons(contributors, geocodes, inferred_places)
    return women_by_cluster(listings, document_places, cluster_members, known, min_attributed=settings.min_attributed)


def inputs_digest(settings: Settings) -> list[str] | None:
    """Number and bytes of the files of the dictionary, and a digest of their names and sizes."""
    return digests_of({"names": settings.names})


if __name__ == "__main__":
    run(cluster_women)
