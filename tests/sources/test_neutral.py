"""The neutral contract: nested or flat, Parquet or CSV, and what it refuses."""

from pathlib import Path

import pytest
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from innoatlas.errors import SourceError
from innoatlas.sources import neutral
from tests.sources.given import addresses, kept, scope

DOCUMENTS = """document_id,kind,year,family_id,field_codes
d1,paper,2020,,17; 22;17
d2,patent,2020,f2,H04L 9/00
"""
LISTINGS = '''document_id,person_position,person_id,person_name,organisation_id,address_text,organisation,city,region,postcode,country
d1,2,p2,Doe,,,,Paris,,75005,FR
d1,10,p3,Last,,,,,,,
d1,1,p1,Ito,0ror5,"Univ Y, ""Kyoto""",,,,,JP
d1,1,p1,Ito,,CNRS,,,,,FR
d2,1,,,,,,Boston,MA,,US
'''


def write(folder: Path, documents: str = DOCUMENTS, listings: str = LISTINGS) -> neutral.Settings:
    folder.mkdir(exist_ok=True)
    (folder / "documents.csv").write_text(documents, "utf-8")
    (folder / "listings.csv").write_text(listings, "utf-8")
    return neutral.Settings(documents=str(folder / "documents.csv"), listings=str(folder / "listings.csv"))


def read(spark: SparkSession, tmp_path: Path, settings: neutral.Settings) -> DataFrame:
    return neutral.read(spark, settings, scope(tmp_path, "own"))


def test_flat_tables_become_documents(spark: SparkSession, tmp_path: Path) -> None:
    found = kept(read(spark, tmp_path, write(tmp_path / "in")))
    paper, patent = found["own:d1"], found["own:d2"]
    assert (paper.kind, paper.year, paper.periods, paper.family_id, paper.field_codes) == ("paper", 2020, ["current", "previous"], None, ["17", "22"])
    assert (patent.kind, patent.family_id, patent.field_codes) == ("patent", "f2", ["H04L 9/00"])
    persons = [(person.person_id, person.person_name, len(person.addresses)) for person in paper.persons]
    assert persons == [("p1", "Ito", 2), ("p2", "Doe", 1), ("p3", "Last", 0)]
    assert addresses(paper)[0] == [("CNRS", None, None, None, None, None, "FR"), ('Univ Y, "Kyoto"', None, "0ror5", None, None, None, "JP")]
    assert addresses(paper)[1] == [(None, None, None, "Paris", None, "75005", "FR")]


def test_parquet_and_nested_tables_give_what_csv_gives(spark: SparkSession, tmp_path: Path) -> None:
    settings = write(tmp_path / "in")
    flat = read(spark, tmp_path, settings)
    for name, number in {"documents": "year", "listings": "person_position"}.items():
        frame = spark.read.options(header=True, quote='"', escape='"').csv(str(tmp_path / "in" / f"{name}.csv"))
        frame.withColumn(number, F.col(number).cast("int")).write.parquet(str(tmp_path / "parquet" / name))
    parquet = neutral.Settings(documents=str(tmp_path / "parquet" / "documents"), listings=str(tmp_path / "parquet" / "listings"))
    assert kept(read(spark, tmp_path, parquet)) == kept(flat)
    columns = ("substring(document_id, 5) as document_id", "kind", "bigint(year) as year", "field_codes", "persons", "family_id")
    flat.selectExpr(*columns).write.parquet(str(tmp_path / "nested"))
    assert kept(read(spark, tmp_path, neutral.Settings(documents=str(tmp_path / "nested"), listings=""))) == kept(flat)


def test_what_cannot_be_counted_is_refused_with_its_reason(spark: SparkSession, tmp_path: Path) -> None:
    documents = "document_id,kind,year\nd1,paper,20x0\nd2,painting,2020\nd3,paper,\nd4,paper,2020\n,paper,2020\nd6,paper\nd7,deal,2020\nd8,paper,1990\n"
    documents += "d9,paper,2020\nd9,paper,2020\n"
    listings = "document_id,person_position,city\nd9,1,Kyoto\nd9,0,Kyoto\nd9,x,Kyoto\nd99,1,Kyoto\nd9,1\n"
    listings += "".join(f"d{number},1,Lyon\n" for number in (1, 2, 3, 7, 8))
    documents_read = read(spark, tmp_path, write(tmp_path / "in", documents, listings))
    assert set(kept(documents_read)) == {"own:d9"}
    reasons = {(row.document_id or row.fate.record.strip(), row.fate.outcome, row.fate.reason) for row in documents_read.where("fate is not null").collect()}
    ragged = "The row has more or fewer fields than its header."
    position = "The person_position of the listing is no whole number from 1."
    assert reasons == {
        ("own:d1", "refused", "The year is no whole number: 20x0."),
        ("own:d2", "refused", "The kind of a document is one of patent, paper, deal, not painting."),
        ("own:d3", "refused", "No year of publication is given."),
        ("own:d4", "refused", "No person is listed."),
        ('{"kind":"paper","year":"2020"}', "refused", "The document has no id."),
        ("d6,paper", "refused", ragged),
        ("own:d7", "out_of_scope", "The edition has no window for kind deal."),
        ("own:d8", "out_of_scope", "The year is outside the windows of the edition."),
        ("own:d9", "merged", "A later record of the same document stands for it."),
        ('{"document_id":"d9","person_position":"0","city":"Kyoto"}', "refused", position),
        ('{"document_id":"d9","person_position":"x","city":"Kyoto"}', "refused", position),
        ('{"document_id":"d99","person_position":"1","city":"Kyoto"}', "refused", "The document_id of the listing is not among the documents."),
        ("d9,1", "refused", ragged),
    }


def test_a_missing_column_and_an_absent_file_are_errors(spark: SparkSession, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"listings\.csv: expected the columns \['document_id', 'person_position'\], \['person_position'\] are missing"):
        read(spark, tmp_path, write(tmp_path / "in", listings="document_id,city\nd1,Kyoto\n"))
    with pytest.raises(SourceError, match=r"documents\.csv: expected a header .* found an empty file"):
        read(spark, tmp_path, write(tmp_path / "in", documents=""))
    with pytest.raises(SourceError, match="no such file or folder"):
        read(spark, tmp_path, neutral.Settings(documents=str(tmp_path / "nowhere"), listings=""))
    with pytest.raises(SourceError, match=r"expected nested documents as \*\.parquet, found none"):
        read(spark, tmp_path, neutral.Settings(documents=str(tmp_path / "in"), listings=""))
