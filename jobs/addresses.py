"""contributors -> addresses: each distinct normalised address once, so that everything dear is done once."""

from pyspark.sql import DataFrame

from innoatlas.addresses.listings import distinct_addresses
from innoatlas.runtime.runner import run


def addresses(contributors: DataFrame) -> DataFrame:
    """One row per distinct address with the number of its listings."""
    return distinct_addresses(contributors)


if __name__ == "__main__":
    run(addresses)
