"""document_areas + document_places -> area_counts: what each site and region holds, year by year and as a whole, its share, its growth and its partners."""

from pyspark.sql import DataFrame

from innoatlas.areas.counts import counts_by_area
from innoatlas.runtime.runner import run


def area_counts(document_areas: DataFrame, document_places: DataFrame) -> DataFrame:
    """Count documents in areas, in either window."""
    return counts_by_area(document_areas, document_places)


if __name__ == "__main__":
    run(area_counts)
