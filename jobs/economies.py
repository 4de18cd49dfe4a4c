"""contributors + geocodes + inferred_places + places -> economies: what each economy's numbers are worth, and what the gazetteer lacks there."""

from dataclasses import dataclass

from pyspark.sql import DataFrame

from innoatlas.counting.economies import quality_by_economy
from innoatlas.runtime.runner import run


@dataclass(frozen=True)
class Settings:
    """Section [economies] of conf."""

    few_places_inhabitants: float  #: inhabitants for each town that the gazetteer knows; an economy with more is told to have few places


def economies(contributors: DataFrame, geocodes: DataFrame, inferred_places: DataFrame, places: DataFrame, *, settings: Settings) -> DataFrame:
    """Tell for each economy and kind how its listings stand, how many are expected right, and what is missing."""
    return quality_by_economy(contributors, geocodes, inferred_places, places, few_places_inhabitants=settings.few_places_inhabitants)


if __name__ == "__main__":
    run(economies)
