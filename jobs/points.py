"""document_places -> points: what each coordinate weighs, per window of the edition and kind of document."""

from pyspark.sql import DataFrame

from innoatlas.counting.points import points_by_period
from innoatlas.runtime.runner import run


def points(document_places: DataFrame) -> DataFrame:
    """Sum documents over coordinates, once for each window that they count in."""
    return points_by_period(document_places)


if __name__ == "__main__":
    run(points)
