"""document_places -> cells: what each H3 cell weighs, per window of the edition and kind of document."""

from dataclasses import dataclass

from pyspark.sql import DataFrame

from innoatlas.counting.points import cells_by_period
from innoatlas.runtime.runner import run


@dataclass(frozen=True)
class Settings:
    """Section [cells] of conf."""

    resolution: int  #: H3 resolution, 0 to that of the gazetteer


def cells(document_places: DataFrame, *, settings: Settings) -> DataFrame:
    """Sum documents over the cells of one resolution."""
    return cells_by_period(document_places, settings.resolution)


if __name__ == "__main__":
    run(cells)
