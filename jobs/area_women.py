"""contributors + geocodes + inferred_places + document_places + document_areas + areas -> area_women: women's share by site and region."""

from pyspark.sql import DataFrame, SparkSession

from innoatlas.frames import frame_of
from innoatlas.people.given_names import OPTIONAL, REQUIRED, dictionary
from innoatlas.people.listings import listings_of_persons
from innoatlas.people.women import Rule as Settings
from innoatlas.people.women import women_by_area
from innoatlas.runtime.runner import run
from innoatlas.sources.delimited import read_delimited_table
from innoatlas.sources.formats import digests_of
from innoatlas.tables import AREA_WOMEN


def area_women(
    contributors: DataFrame,
    geocodes: DataFrame,
    inferred_places: DataFrame,
    document_places: DataFrame,
    document_areas: DataFrame,
    areas: DataFrame,
    *,
    settings: Settings,
    spark: SparkSession,
) -> DataFrame:
    """Look up the names on documents of an area alone; no gender of a person is kept."""
    if not settings.names or areas.isEmpty():
        return frame_of(spark, [], AREA_WOMEN.ddl)
    settings.check("area_women")
    rows = read_delimited_table(spark, settings.names, required=REQUIRED, optional=OPTIONAL, setting="names in [area_women]")
    known = dictionary(rows, settings.min_probability, settings.names)
    inside = document_areas.select("document_id").distinct()
    listings = listings_of_persons(contributors, geocodes, inferred_places).join(inside, "document_id", "left_semi")
    return women_by_area(listings, document_places, areas, known, min_attributed=settings.min_attributed)


def inputs_digest(settings: Settings) -> list[str] | None:
    """Number and bytes of the files of the dictionary, and a digest of their names and sizes."""
    return digests_of({"names": settings.names})


if __name__ == "__main__":
    run(area_women)
