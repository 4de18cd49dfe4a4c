"""From the codes of a document to its fields: longest prefix, exact division, nothing lost."""

from collections import defaultdict
from pathlib import Path

import pytest
from builders import rows, table
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyspark.sql import SparkSession

from innoatlas.errors import SettingsError
from innoatlas.fields.concordance import IpcField, read_concordance, read_field_names
from innoatlas.fields.documents import fields_by_document
from innoatlas.tables import UNIT, UNMAPPED_FIELD
from innoatlas.text.reference import read_table

REFERENCE = Path(__file__).resolve().parents[2] / "conf" / "reference"
CONCORDANCE = read_concordance(REFERENCE)

#: Symbol -> field of WIPO's table, chosen where a main group and its subclass, or two main groups of one subclass, are of different fields.
SYMBOLS = {
    "A61K 8/00": "14",  # cosmetics
    "A61K 31/00": "16",
    "A61K 6/00": "16",
    "A61K 40/10": "16",  # of the IPC since 2025
    "B01D 1/00": "23",
    "B01D 45/02": "24",  # dust from gases
    "B01D 53/14": "24",
    "B01D 57/00": "23",
    "C13B 5/02": "29",
    "C13B 10/00": "18",
    "E01F 8/00": "24",  # noise barriers
    "E01F 13/02": "35",
    "G01N 33/50": "11",
    "G01N 3/08": "10",
    "G01N 30/02": "10",
    "H04N 1/00": "03",
    "H04N 5/225": "02",
    "H04N 13/00": "02",
    "H04N 21/20": "04",
    "H04N 23/60": "02",  # of the IPC since 2023
    "G06V 10/82": "06",
    "G16B 20/00": "06",
    "G16H 50/20": "13",
    "G16Y 10/00": "06",
    "G16Z 99/00": "06",
    "H01L 21/02": "08",
    "H10B 12/00": "08",
    "H10K 59/12": "08",
    "H10N 10/01": "08",
    "B64U 10/13": "32",
    "G06Q 30/02": "07",
    "H04L9/00": "04",  # without a space
    "h04w 0072/04": "04",  # in small letters, with zeros
    "A61P": "16",  # a subclass alone
    "A61K 2300/00": UNMAPPED_FIELD,  # no such main group in the table, and its subclass alone is of no field
    "Z99Z 1/00": UNMAPPED_FIELD,
    "nonsense": UNMAPPED_FIELD,
}


def test_the_longest_prefix_wins(spark: SparkSession) -> None:
    documents = table(spark, "documents", *({"document_id": symbol, "kind": "patent", "field_codes": [symbol]} for symbol in SYMBOLS))
    found = fields_by_document(documents, CONCORDANCE, counting="fractional")
    assert dict(rows(found, "document_id", "field_code")) == SYMBOLS


def test_a_patent_is_divided_among_distinct_fields_and_a_code_that_maps_to_nothing_takes_no_part(spark: SparkSession) -> None:
    codes = ["H04L 9/00", "H04W 72/04", "G06F 17/30", "Z99Z 1/00"]
    got = fields_by_document(table(spark, "documents", {"kind": "patent", "field_codes": codes}), CONCORDANCE, counting="fractional")
    assert rows(got, "field_code", "field_position", "fields_divisor", "units") == [("04", 1, 2, UNIT // 2), ("06", 2, 2, UNIT // 2)]


def test_papers_keep_the_subject_of_their_source_and_one_without_any_is_not_lost(spark: SparkSession) -> None:
    given = table(spark, "documents", {"document_id": "a", "field_codes": ["17"]}, {"document_id": "b"}, {"document_id": "c", "kind": "patent"})
    got = fields_by_document(given, CONCORDANCE, counting="fractional")
    assert rows(got, "document_id", "kind", "field_code", "units") == [
        ("a", "paper", "17", UNIT),
        ("b", "paper", UNMAPPED_FIELD, UNIT),
        ("c", "patent", UNMAPPED_FIELD, UNIT),
    ]


def test_whole_counts_give_each_field_all_of_the_document(spark: SparkSession) -> None:
    got = fields_by_document(table(spark, "documents", {"field_codes": ["13", "17", "31"]}), CONCORDANCE, counting="whole")
    assert rows(got, "field_code", "fields_divisor", "units") == [("13", 1, UNIT), ("17", 1, UNIT), ("31", 1, UNIT)]


def test_an_unknown_counting_is_refused(spark: SparkSession) -> None:
    with pytest.raises(SettingsError, match="halves"):
        fields_by_document(table(spark, "documents"), CONCORDANCE, counting="halves")


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.sampled_from([f"{number:02d}" for number in range(1, 30)]), max_size=23), min_size=1, max_size=6))
def test_the_fields_of_a_document_sum_to_the_document(spark: SparkSession, subjects: list[list[str]]) -> None:
    documents = table(spark, "documents", *({"document_id": str(number), "field_codes": codes} for number, codes in enumerate(subjects)))
    units: dict[str, list[int]] = defaultdict(list)
    for document, part in rows(fields_by_document(documents, CONCORDANCE, counting="fractional"), "document_id", "units"):
        units[document].append(part)
    assert {document: sum(parts) for document, parts in units.items()} == {str(number): UNIT for number in range(len(subjects))}
    assert all(max(parts) - min(parts) <= 1 for parts in units.values())


def test_the_concordance_has_35_fields_each_of_one_name_and_sector() -> None:
    table_rows = read_table(REFERENCE / "ipc_fields.tsv", IpcField)
    names = {row.field_number: {(other.field_name, other.sector_name) for other in table_rows if other.field_number == row.field_number} for row in table_rows}
    assert sorted(names) == list(range(1, 36))
    assert all(len(found) == 1 for found in names.values())
    assert len({row.prefix for row in table_rows}) == len(table_rows) == 776
    assert list(table_rows) == sorted(table_rows, key=lambda row: row.prefix)


def test_every_field_has_a_name() -> None:
    names = read_field_names(REFERENCE)
    assert names["patent", "04"] == "Digital communication"
    assert names["paper", "17"] == "Computer Science"
    assert {code for kind, code in names if kind == "patent"} == set(CONCORDANCE.values())
