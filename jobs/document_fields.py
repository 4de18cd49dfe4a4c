"""documents -> document_fields: what each document is about, and how much of it each of its fields gets."""

from dataclasses import dataclass
from pathlib import Path

from pyspark.sql import DataFrame

from innoatlas.fields.concordance import read_concordance
from innoatlas.fields.documents import fields_by_document
from innoatlas.runtime.runner import run


@dataclass(frozen=True)
class Settings:
    """Section [document_fields] of conf."""

    counting: str  #: fractional: a document's fields share it equally; whole: each gets all of it


def document_fields(documents: DataFrame, *, settings: Settings, reference: Path) -> DataFrame:
    """Map IPC symbols to the 35 fields of technology; the subjects of papers are the source's own."""
    return fields_by_document(documents, read_concordance(reference), counting=settings.counting)


if __name__ == "__main__":
    run(document_fields)
