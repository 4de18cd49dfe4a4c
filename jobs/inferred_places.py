"""documents + contributors + geocodes + places -> inferred_places: what neighbours know of listings without a place. Off unless conf says so."""

from pyspark.sql import DataFrame

from innoatlas.counting.inferred import Rules as Settings
from innoatlas.counting.inferred import infer_places
from innoatlas.runtime.runner import run


def inferred_places(documents: DataFrame, contributors: DataFrame, geocodes: DataFrame, places: DataFrame, *, settings: Settings) -> DataFrame:
    """One row per listing that takes a place from the same person or the same organisation; none while both rules are off."""
    return infer_places(documents, contributors, geocodes, places, settings)


if __name__ == "__main__":
    run(inferred_places)
