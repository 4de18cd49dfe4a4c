"""What the readers' tests share: the years that count, and documents as plain rows."""

from pathlib import Path

from pyspark.sql import DataFrame, Row

from innoatlas.sources.scope import Scope

#: Papers of 2017 to 2021, patents of 2018 to 2022, each with the window a year earlier.
WINDOWS = {"paper": (2017, 2021), "patent": (2018, 2022)}


def scope(tmp_path: Path, source: str = "s") -> Scope:
    return Scope(source, WINDOWS, 1, tmp_path / "scratch")


def kept(documents: DataFrame) -> dict[str, Row]:
    """Documents that count, by id."""
    rows = documents.where("fate is null").collect()
    found = {row.document_id: row for row in rows}
    assert len(found) == len(rows), "a document is kept twice"
    return found


def fates(documents: DataFrame) -> dict[str, tuple[str, str]]:
    """(outcome, reason) of the others by id, or by their raw record where they have none."""
    return {row.document_id or row.fate.record: (row.fate.outcome, row.fate.reason) for row in documents.where("fate is not null").collect()}


def addresses(row: Row) -> list[list[tuple[str | None, ...]]]:
    """For each person the addresses as (address_text, organisation, organisation_id, city, region, postcode, country)."""
    return [[tuple(address) for address in person.addresses] for person in row.persons]
