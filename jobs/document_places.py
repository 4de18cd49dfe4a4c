"""contributors + geocodes + inferred_places -> document_places: how much of each document each coordinate holds, in exact whole units."""

from dataclasses import dataclass

from pyspark.sql import DataFrame

from innoatlas.counting.documents import count_documents
from innoatlas.runtime.runner import run


@dataclass(frozen=True)
class Settings:
    """Section [document_places] of conf."""

    min_score: float  #: 0 to 1; an address located with a lower score counts as not located
    persons_without_place: str  #: renormalise: their share goes to the located persons of the document; leak: it is lost


def document_places(contributors: DataFrame, geocodes: DataFrame, inferred_places: DataFrame, *, settings: Settings) -> DataFrame:
    """Divide each document among the coordinates of its persons."""
    without_place = settings.persons_without_place
    return count_documents(contributors, geocodes, inferred_places, min_score=settings.min_score, persons_without_place=without_place)


if __name__ == "__main__":
    run(document_places)
