"""document_organisations + areas -> area_organisations: who holds most of each site and region, and how few hold how much."""

from dataclasses import dataclass

from pyspark.sql import DataFrame

from innoatlas.organisations.areas import organisations_of_areas
from innoatlas.runtime.runner import run


@dataclass(frozen=True)
class Settings:
    """Section [area_organisations] of conf."""

    most: int  #: organisations of each area, window and kind that are kept, the largest first


def area_organisations(document_organisations: DataFrame, areas: DataFrame, *, settings: Settings) -> DataFrame:
    """Rank the organisations of each area and keep the largest."""
    return organisations_of_areas(document_organisations, areas, most=settings.most)


if __name__ == "__main__":
    run(area_organisations)
