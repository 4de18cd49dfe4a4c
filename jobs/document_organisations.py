"""document_places + contributors + geocodes + inferred_places + address_organisations + documents -> document_organisations: whose work, place by place."""

from pathlib import Path

from pyspark.sql import DataFrame

from innoatlas.organisations.documents import units_by_organisation
from innoatlas.organisations.names import Vocabulary
from innoatlas.runtime.runner import run
from innoatlas.text.organisation_words import read_legal_forms, read_organisation_words


def document_organisations(
    document_places: DataFrame,
    contributors: DataFrame,
    geocodes: DataFrame,
    inferred_places: DataFrame,
    address_organisations: DataFrame,
    documents: DataFrame,
    *,
    reference: Path,
) -> DataFrame:
    """Divide each document's units at each place among applicants, or among the organisations of its persons."""
    vocabulary = Vocabulary.build(read_organisation_words(reference), read_legal_forms(reference))
    return units_by_organisation(document_places, contributors, geocodes, inferred_places, address_organisations, documents, vocabulary)


if __name__ == "__main__":
    run(document_organisations)
