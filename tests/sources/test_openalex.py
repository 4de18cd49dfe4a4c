"""OpenAlex works: each trap of the format is a small file in the snapshot's layout."""

import gzip
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import DataFrame, SparkSession

from innoatlas.errors import SourceError
from innoatlas.runtime.spark_errors import translated
from innoatlas.sources import openalex
from tests.sources.given import addresses, fates, kept, scope


def work(number: int, **changes: Any) -> dict[str, Any]:
    """One work as the snapshot writes it: the fields that are read, and some of those that are not."""
    return {
        "id": f"https://openalex.org/W{number}",
        "doi": None,
        "title": "T",
        "display_name": "T",
        "publication_date": "2021-03-02",
        "publication_year": 2021,
        "type": "article",
        "language": "en",
        "is_retracted": False,
        "is_paratext": False,
        "is_xpac": False,
        "primary_topic": {"id": "https://openalex.org/T1", "score": 0.9, "field": {"id": "https://openalex.org/fields/17", "display_name": "Computer Science"}},
        "abstract_inverted_index": {"Despite": [0], "growing": [1, 4]},
        "updated_date": "2024-05-01T10:00:00.000000",
        "authorships": [authorship()],
    } | changes


def authorship(**changes: Any) -> dict[str, Any]:
    return {
        "author_position": "first",
        "author": {"id": "https://openalex.org/A1", "display_name": "A. Ito", "orcid": None},
        "countries": ["JP"],
        "institutions": [institution(5, "Univ Y", "JP")],
        "raw_author_name": "Ito, Akira",
        "is_corresponding": True,
        "raw_affiliation_strings": ["Dept X, Univ Y, Kyoto"],
        "affiliations": [affiliation("Dept X, Univ Y, Kyoto", 5)],
    } | changes


def institution(number: int, name: str, country: str | None) -> dict[str, Any]:
    ror = f"https://ror.org/0ror{number}"
    return {"id": f"https://openalex.org/I{number}", "display_name": name, "ror": ror, "country_code": country, "type": "education", "lineage": []}


def affiliation(text: str | None, *institutions: int) -> dict[str, Any]:
    return {"raw_affiliation_string": text, "institution_ids": [f"https://openalex.org/I{number}" for number in institutions]}


def write(folder: Path, *works: dict[str, Any] | str, date: str = "2024-05-01", part: str = "part_0000.gz") -> Path:
    """A part of the snapshot: works as JSON, texts as lines as they are."""
    file = folder / f"updated_date={date}" / part
    file.parent.mkdir(parents=True, exist_ok=True)
    lines = (line if isinstance(line, str) else json.dumps(line) for line in works)
    file.write_bytes(gzip.compress("".join(f"{line}\n" for line in lines).encode()))
    return file


def read(spark: SparkSession, folder: Path, *, merged_ids: tuple[Path, ...] = ()) -> DataFrame:
    settings = openalex.Settings(path=str(folder / "works"), merged_ids=[str(path) for path in merged_ids], types=["article"])
    return openalex.read(spark, settings, scope(folder, "openalex"))


def test_a_work_becomes_a_paper(spark: SparkSession, tmp_path: Path) -> None:
    write(tmp_path / "works", work(1))
    (tmp_path / "works" / "manifest.json").write_text('{\n  "entries": []\n}\n')
    (row,) = kept(read(spark, tmp_path)).values()
    assert (row.document_id, row.source, row.kind, row.year, row.periods) == ("openalex:W1", "openalex", "paper", 2021, ["current"])
    assert (row.family_id, row.field_codes, row.persons_truncated) == (None, ["17"], False)
    assert (row.persons[0].person_id, row.persons[0].person_name) == ("A1", "Ito, Akira")
    assert addresses(row) == [[("Dept X, Univ Y, Kyoto", None, "0ror5", None, None, None, "JP")]]


AUTHORSHIPS = {
    "each affiliation string is an address": (
        authorship(
            affiliations=[affiliation("Univ Y, Kyoto", 5), affiliation("CNRS, Paris", 6)], institutions=[institution(5, "Y", "JP"), institution(6, "C", "FR")]
        ),
        [("Univ Y, Kyoto", None, "0ror5", None, None, None, "JP"), ("CNRS, Paris", None, "0ror6", None, None, None, "FR")],
    ),
    "institutions are not in the order of the strings": (
        authorship(affiliations=[affiliation("CNRS, Paris", 6)], institutions=[institution(5, "Y", "JP"), institution(6, "C", "FR")]),
        [("CNRS, Paris", None, "0ror6", None, None, None, "FR")],
    ),
    "a string of two institutions has none for certain, and no country of several": (
        authorship(affiliations=[affiliation("Y and C", 5, 6)], institutions=[institution(5, "Y", "JP"), institution(6, "C", "FR")], countries=["FR", "JP"]),
        [("Y and C", None, None, None, None, None, None)],
    ),
    "a string without institution takes the only country": (
        authorship(affiliations=[affiliation("Kyoto, Japan")], institutions=[], countries=["JP"]),
        [("Kyoto, Japan", None, None, None, None, None, "JP")],
    ),
    "one institution named twice is one": (
        authorship(affiliations=[affiliation("Univ Y", 5, 5)]),
        [("Univ Y", None, "0ror5", None, None, None, "JP")],
    ),
    "an id that is not among the institutions says nothing": (
        authorship(affiliations=[affiliation("Univ Z", 9)], countries=[]),
        [("Univ Z", None, None, None, None, None, None)],
    ),
    "an empty string with one institution is that institution": (
        authorship(affiliations=[affiliation(None, 5)]),
        [(None, "Univ Y", "0ror5", None, None, None, "JP")],
    ),
    "without affiliations the raw strings stand": (
        authorship(affiliations=[], raw_affiliation_strings=["Univ Y, Kyoto", "CNRS, Paris"]),
        [("Univ Y, Kyoto", None, None, None, None, None, "JP"), ("CNRS, Paris", None, None, None, None, None, "JP")],
    ),
    "without any string the institutions stand by name": (
        authorship(affiliations=[], raw_affiliation_strings=[], countries=[]),
        [(None, "Univ Y", "0ror5", None, None, None, "JP")],
    ),
    "with nothing the list is empty": (authorship(affiliations=[], raw_affiliation_strings=[], institutions=[]), []),
    "absent lists are empty ones": ({"author": {"id": None, "display_name": "A. Ito"}}, []),
}


def test_addresses_of_an_author(spark: SparkSession, tmp_path: Path) -> None:
    names = list(AUTHORSHIPS)
    write(tmp_path / "works", *(work(number, authorships=[AUTHORSHIPS[name][0]]) for number, name in enumerate(names)))
    found = kept(read(spark, tmp_path))
    got = {name: addresses(found[f"openalex:W{number}"])[0] for number, name in enumerate(names)}
    assert got == {name: expected for name, (_, expected) in AUTHORSHIPS.items()}


def test_an_author_without_an_address_stays_in_the_list(spark: SparkSession, tmp_path: Path) -> None:
    write(tmp_path / "works", work(1, authorships=[authorship(), {"author": {"id": "https://openalex.org/A2", "display_name": "B"}, "institutions": []}]))
    (row,) = kept(read(spark, tmp_path)).values()
    assert [(person.person_id, len(person.addresses)) for person in row.persons] == [("A1", 1), ("A2", 0)]


def test_works_outside_the_scope_say_why(spark: SparkSession, tmp_path: Path) -> None:
    outside = {
        "is_xpac": True,
        "is_paratext": True,
        "is_retracted": True,
        "type": "review",
        "publication_year": 2015,
    }
    write(tmp_path / "works", *(work(number, **{name: value}) for number, (name, value) in enumerate(outside.items())))
    found = fates(read(spark, tmp_path))
    assert {outcome for outcome, _ in found.values()} == {"out_of_scope"}
    words = ["xpac", "paratext", "retracted", "type review", "outside the windows"]
    assert all(word in found[f"openalex:W{number}"][1] for number, word in enumerate(words))


@pytest.mark.parametrize(("year", "periods"), [(2016, ["previous"]), (2017, ["current", "previous"]), (2020, ["current", "previous"]), (2021, ["current"])])
def test_the_window_of_the_edition_before_lies_a_year_earlier(spark: SparkSession, tmp_path: Path, year: int, periods: list[str]) -> None:
    write(tmp_path / "works", work(1, publication_year=year))
    assert kept(read(spark, tmp_path))["openalex:W1"].periods == periods


def test_a_line_that_is_not_json_is_refused_with_its_file(spark: SparkSession, tmp_path: Path) -> None:
    wrong_type = json.dumps(work(3, publication_year="last year"))
    write(tmp_path / "works", work(1), "not json", '{"id": "https://openalex.org/W2", "type"', wrong_type, "[]", "{}", "", work(4))
    documents = read(spark, tmp_path)
    assert set(kept(documents)) == {"openalex:W1", "openalex:W4"}
    refused = {row.fate.record: row.fate for row in documents.where("fate is not null").collect()}
    assert set(refused) == {"not json", '{"id": "https://openalex.org/W2", "type"', wrong_type, "[]", "{}"}
    assert {fate.outcome for fate in refused.values()} == {"refused"}
    assert all(fate.file.endswith("part_0000.gz") and fate.source == "openalex" for fate in refused.values())
    assert "not JSON" in refused["not json"].reason


def test_a_paper_without_year_or_author_is_refused(spark: SparkSession, tmp_path: Path) -> None:
    write(tmp_path / "works", work(1, publication_year=None), work(2, authorships=[]), work(3, authorships=None), work(4, authorships=[], type="dataset"))
    assert fates(read(spark, tmp_path)) == {
        "openalex:W1": ("refused", "No year of publication is given."),
        "openalex:W2": ("refused", "No person is listed."),
        "openalex:W3": ("refused", "No person is listed."),
        "openalex:W4": ("out_of_scope", "The work is of type dataset."),
    }


def test_of_two_versions_of_a_work_the_later_stays(spark: SparkSession, tmp_path: Path) -> None:
    write(tmp_path / "works", work(1, updated_date="2024-05-01T10:00:00", publication_year=2020), date="2024-05-01")
    write(tmp_path / "works", work(1, updated_date="2024-06-01T10:00:00", publication_year=2019), date="2024-06-01")
    documents = read(spark, tmp_path)
    assert kept(documents)["openalex:W1"].year == 2019
    assert fates(documents) == {"openalex:W1": ("merged", "A later record of the same document stands for it.")}


def test_a_work_that_was_retracted_later_does_not_count(spark: SparkSession, tmp_path: Path) -> None:
    write(tmp_path / "works", work(1, updated_date=None), date="2024-05-01")
    write(tmp_path / "works", work(1, updated_date=None, is_retracted=True), date="2024-06-01")
    documents = read(spark, tmp_path)
    assert not kept(documents)
    assert sorted(row.fate.outcome for row in documents.collect()) == ["merged", "out_of_scope"]


def test_merged_ids_are_merged(spark: SparkSession, tmp_path: Path) -> None:
    write(tmp_path / "works", work(1), work(2))
    merges = tmp_path / "2024-06-01.csv.gz"
    merges.write_bytes(gzip.compress(b"merge_date,id,merge_into_id\n2024-06-01,W2,W1\n"))
    documents = read(spark, tmp_path, merged_ids=(merges,))
    assert set(kept(documents)) == {"openalex:W1"}
    assert fates(documents) == {"openalex:W2": ("merged", "OpenAlex has merged the work into W1.")}


def test_a_list_of_authors_cut_by_the_api_is_marked(spark: SparkSession, tmp_path: Path) -> None:
    write(tmp_path / "works", work(1, is_authors_truncated=True), work(2))
    assert {name: row.persons_truncated for name, row in kept(read(spark, tmp_path)).items()} == {"openalex:W1": True, "openalex:W2": False}


def test_parquet_gives_what_json_lines_give(spark: SparkSession, tmp_path: Path) -> None:
    works = [work(1), work(2, type="review"), work(3, authorships=[authorship(affiliations=[])]), work(4, primary_topic=None), work(5, authorships=[])]
    write(tmp_path / "a" / "works", *works)
    frame = spark.read.json([str(file) for file in (tmp_path / "a" / "works").rglob("*.gz")]).selectExpr(
        "* except (abstract_inverted_index, publication_year)",
        "to_json(abstract_inverted_index) as abstract_inverted_index",
        "cast(publication_year as int) as publication_year",
    )
    frame.write.parquet(str(tmp_path / "b" / "works" / "updated_date=2024-05-01"))
    lines, parquet = read(spark, tmp_path / "a"), read(spark, tmp_path / "b")
    assert kept(parquet) == kept(lines)
    assert fates(parquet) == fates(lines)


@pytest.mark.parametrize("content", ["half", "html"])
def test_a_truncated_file_is_an_error_that_names_it(spark: SparkSession, tmp_path: Path, content: str) -> None:
    file = write(tmp_path / "works", *(work(number, title=sha256(bytes([number])).hexdigest()) for number in range(250)), part="part_0007.gz")
    file.write_bytes(file.read_bytes()[:2000] if content == "half" else b"<html>Forbidden</html>")
    with pytest.raises(SourceError, match=r"part_0007\.gz"), translated("documents"):
        read(spark, tmp_path).count()


def test_an_absent_folder_and_an_empty_one_are_errors(spark: SparkSession, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file or folder"):
        read(spark, tmp_path)
    (tmp_path / "works").mkdir()
    with pytest.raises(SourceError, match=r"expected works either as .* found 0 files"):
        read(spark, tmp_path)


def test_parquet_of_another_entity_is_an_error_that_lists_what_is_missing(spark: SparkSession, tmp_path: Path) -> None:
    spark.sql("select 'https://openalex.org/A1' id, 'A. Ito' display_name").write.parquet(str(tmp_path / "works"))
    with pytest.raises(SourceError, match=r"'publication_year', 'type', 'authorships'\] are missing; found \['display_name', 'id'\]"):
        read(spark, tmp_path)
