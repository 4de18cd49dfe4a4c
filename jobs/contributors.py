"""documents -> contributors: each person of a document with each address listed for them, and what "the same address" means."""

from pyspark.sql import DataFrame

from innoatlas.addresses.listings import listings
from innoatlas.runtime.runner import run


def contributors(documents: DataFrame) -> DataFrame:
    """One row per person and address; a person without an address keeps one."""
    return listings(documents)


if __name__ == "__main__":
    run(contributors)
