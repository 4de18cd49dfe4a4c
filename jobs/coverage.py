"""contributors + geocodes + inferred_places -> coverage: how much of what each source lists was located, how precisely and how surely."""

from pyspark.sql import DataFrame

from innoatlas.counting.coverage import coverage_by_economy
from innoatlas.runtime.runner import run


def coverage(contributors: DataFrame, geocodes: DataFrame, inferred_places: DataFrame) -> DataFrame:
    """Count listings per source, economy and year by the precision of their geocode; those that a neighbour placed are counted apart."""
    return coverage_by_economy(contributors, geocodes, inferred_places)


if __name__ == "__main__":
    run(coverage)
