"""document_places + areas -> document_areas: how much of each document lies in each site and region, and whether it is shared with places outside."""

from pyspark.sql import DataFrame

from innoatlas.areas.documents import documents_by_area
from innoatlas.runtime.runner import run


def document_areas(document_places: DataFrame, areas: DataFrame) -> DataFrame:
    """Gather the places of each document by area."""
    return documents_by_area(document_places, areas)


if __name__ == "__main__":
    run(document_areas)
