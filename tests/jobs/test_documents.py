"""The job documents: every source of conf, one table, a fate for every record."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import SparkSession

from innoatlas.errors import PipelineError, SettingsError, SourceError
from innoatlas.runtime.spark_errors import translated
from innoatlas.tables import DOCUMENTS, FATE_COLUMN
from jobs.documents import Settings, documents, inputs_digest


def neutral(folder: Path, name: str, *ids: str) -> dict[str, Any]:
    """A source of papers of 2021 with one person each."""
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.csv").write_text("document_id,kind,year\n" + "".join(f"{one},paper,2021\n" for one in ids))
    (folder / f"{name}_listings.csv").write_text("document_id,person_position,city\n" + "".join(f"{one},1,Kyoto\n" for one in ids))
    return {"format": "neutral", "documents": str(folder / f"{name}.csv"), "listings": str(folder / f"{name}_listings.csv")}


def settings(sources: dict[str, dict[str, Any]], *, paper: tuple[int, int] = (2017, 2021)) -> Settings:
    return Settings(windows={"paper": list(paper)}, previous_shift_years=1, sources=sources)


def test_every_source_goes_into_one_table_under_its_own_name(spark: SparkSession, tmp_path: Path) -> None:
    sources = {"a": neutral(tmp_path, "a", "1", "2", "2"), "b": neutral(tmp_path, "b", "1")}
    frame = documents(settings=settings(sources), spark=spark, edition=2023, home=tmp_path)
    contract = [(column.name, column.type) for column in (*DOCUMENTS.columns, FATE_COLUMN)]
    assert [(field.name, field.dataType.simpleString()) for field in frame.schema] == contract
    rows = frame.collect()
    assert sorted((row.document_id, row.source) for row in rows if row.fate is None) == [("a:1", "a"), ("a:2", "a"), ("b:1", "b")]
    assert [(row.document_id, row.fate.outcome) for row in rows if row.fate] == [("a:2", "merged")]


@pytest.mark.parametrize(
    ("section", "message"),
    [
        ({"format": "marc"}, r"documents.sources.a: format is one of \['neutral', 'openalex', 'patentsview', 'patstat'\], found 'marc'"),
        ({"format": "patstat"}, r"unknown are \[\], missing are \['path'\]"),
        ({"format": "patstat", "path": "x", "paths": "y"}, r"unknown are \['paths'\]"),
        ({"format": "patstat", "path": 1}, "documents.sources.a.path: expected .*str.*, found 1"),
        ({"format": "openalex", "path": "x", "merged_ids": [1], "types": []}, "merged_ids: expected"),
    ],
)
def test_a_wrong_entry_is_refused_with_what_is_known(spark: SparkSession, tmp_path: Path, section: dict[str, Any], message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        documents(settings=settings({"a": section}), spark=spark, edition=2023, home=tmp_path)


def test_windows_and_names_that_make_no_sense_are_refused(spark: SparkSession, tmp_path: Path) -> None:
    source = neutral(tmp_path, "a", "1")
    for wrong, message in (
        (settings({"a": source}, paper=(2021, 2017)), "windows.paper: expected first and last year"),
        (settings({"a": source}, paper=(2020, 2030)), "not after the edition 2023"),
        (settings({}), "expected at least one source"),
        (settings({"A:b": source}), "found 'A:b'"),
    ):
        with pytest.raises(SettingsError, match=message):
            documents(settings=wrong, spark=spark, edition=2023, home=tmp_path)


def test_a_truncated_file_ends_the_run_with_its_name(spark: SparkSession, tmp_path: Path) -> None:
    works = tmp_path / "works" / "updated_date=2024-05-01"
    works.mkdir(parents=True)
    lines = "".join(json.dumps({"id": f"https://openalex.org/W{number}", "title": str(number**9)}) + "\n" for number in range(2000))
    (works / "part_0000.gz").write_bytes(gzip.compress(lines.encode())[:5000])
    section = {"format": "openalex", "path": str(tmp_path / "works"), "merged_ids": [], "types": ["article"]}
    frame = documents(settings=settings({"openalex": section}), spark=spark, edition=2023, home=tmp_path)
    with pytest.raises(PipelineError, match=r"part_0000\.gz") as caught, translated("documents"):
        frame.count()
    assert isinstance(caught.value, SourceError)


def test_the_digest_of_the_inputs_changes_with_the_files(tmp_path: Path) -> None:
    given = settings({"a": neutral(tmp_path, "a", "1")})
    before = inputs_digest(given)
    assert before == inputs_digest(given)
    neutral(tmp_path, "a", "1", "2")
    assert before != inputs_digest(given)
