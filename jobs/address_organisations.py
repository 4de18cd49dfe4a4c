"""addresses + geocodes -> address_organisations: which organisation each address names, and of what kind it is."""

from pathlib import Path

from pyspark.sql import DataFrame

from innoatlas.organisations.mentions import organisations_of_addresses
from innoatlas.organisations.names import Vocabulary
from innoatlas.runtime.runner import run
from innoatlas.text.organisation_words import read_legal_forms, read_organisation_words


def address_organisations(addresses: DataFrame, geocodes: DataFrame, *, reference: Path) -> DataFrame:
    """Read the organisation of each distinct address once."""
    return organisations_of_addresses(addresses, geocodes, Vocabulary.build(read_organisation_words(reference), read_legal_forms(reference)))


if __name__ == "__main__":
    run(address_organisations)
