"""PatentsView: each trap of the format is a small delivery of TSV tables."""

import zipfile
from pathlib import Path

import pytest
from pyspark.sql import DataFrame, SparkSession

from innoatlas.errors import SettingsError, SourceError
from innoatlas.sources import patentsview
from tests.sources.given import addresses, fates, kept, scope

INVENTORS = "inventor_sequence inventor_id raw_inventor_name_first raw_inventor_name_last deceased_flag rawlocation_id"
LOCATIONS = "rawlocation_id location_id raw_city raw_state raw_country"
SYMBOLS = "ipc_sequence classification_level section ipc_class subclass main_group subgroup ipc_version_indicator"
HEADERS = {
    "g_patent": "patent_id patent_type patent_date patent_title wipo_kind num_claims withdrawn filename",
    "g_inventor_not_disambiguated": f"patent_id {INVENTORS}",
    "g_location_not_disambiguated": LOCATIONS,
    "g_ipc_at_issue": f"patent_id {SYMBOLS}",
    "g_assignee_not_disambiguated": "patent_id assignee_sequence assignee_id raw_assignee_organization assignee_type rawlocation_id",
    "g_pct_data": "patent_id published_or_filed_date pct_371_date pct_102_date filed_country application_kind pct_doc_number pct_doc_type",
    "pg_published_application": "pgpub_id application_id filing_date patent_type filing_type published_date wipo_kind series_code application_title",
    "pg_inventor_not_disambiguated": f"pgpub_id {INVENTORS}",
    "pg_location_not_disambiguated": LOCATIONS,
    "pg_ipc_at_issue": f"pgpub_id {SYMBOLS}",
    "pg_pct_data": "pgpub_id published_or_filed_date pct_371_date pct_102_date filed_country application_kind pct_doc_number pct_doc_type",
    "pg_granted_pgpubs_crosswalk": "pgpub_id patent_id application_id",
}


def quoted(*values: object) -> str:
    """A row as PatentsView writes it: what is no number stands in quotes, nothing stands for null."""
    return "\t".join("" if value is None else str(value) if isinstance(value, int) else '"' + str(value).replace('"', '""') + '"' for value in values)


def patent(number: str, *, date: str = "2020-05-12", title: str = "T", withdrawn: int = 0) -> str:
    return quoted(number, "utility", date, title, "B2", 3, withdrawn, "ipg200512.xml")


def inventor(document: str, *, sequence: int = 0, last: str = "Ito", place: str | None = "0a1b") -> str:
    return quoted(document, sequence, "fl:ak_ln:ito-3", "Akira", last, None, place)


def write(folder: Path, **tables: list[str]) -> Path:
    """A delivery of patents: the tables given, the others as one patent with one inventor."""
    usual = {
        "g_patent": [patent("10000001")],
        "g_inventor_not_disambiguated": [inventor("10000001")],
        "g_location_not_disambiguated": [quoted("0a1b", "77c2", "Kyoto", None, "JP")],
        "g_ipc_at_issue": [quoted("10000001", 0, "A", "H", 4, "L", 9, "00", "2006-01-01")],
        "g_pct_data": [],
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in (usual | tables).items():
        header = quoted(*HEADERS[name].split())
        (folder / f"{name}.tsv").write_text("".join(f"{row}\n" for row in (header, *rows)), "utf-8")
    return folder


def read(spark: SparkSession, folder: Path, *levels: str, pct_only: bool = False) -> DataFrame:
    settings = patentsview.Settings(path=str(folder), levels=list(levels) or ["granted"], pct_only=pct_only)
    return patentsview.read(spark, settings, scope(folder.parent / "run", "us"))


def test_a_patent_with_its_inventor_and_raw_place(spark: SparkSession, tmp_path: Path) -> None:
    (row,) = kept(read(spark, write(tmp_path / "in"))).values()
    assert (row.document_id, row.kind, row.year, row.periods, row.field_codes) == ("us:US10000001", "patent", 2020, ["current", "previous"], ["H04L 9/00"])
    assert (row.persons[0].person_id, row.persons[0].person_name) == ("fl:ak_ln:ito-3", "Akira Ito")
    assert addresses(row) == [[(None, None, None, "Kyoto", None, None, "JP")]]


def test_inventors_come_in_order_from_0_and_stay_without_a_place(spark: SparkSession, tmp_path: Path) -> None:
    rows = [inventor("10000001", sequence=10, last="C"), inventor("10000001", sequence=2, last="B", place="lost"), inventor("10000001", last="A", place=None)]
    (row,) = kept(read(spark, write(tmp_path / "in", g_inventor_not_disambiguated=rows))).values()
    assert [(person.person_name, len(person.addresses)) for person in row.persons] == [("Akira A", 0), ("Akira B", 0), ("Akira C", 1)]


def test_ids_are_text_and_quotes_newlines_and_tabs_stay_in_their_fields(spark: SparkSession, tmp_path: Path) -> None:
    patents = [patent("D800001", title='A "new"\n\tlamp'), patent("RE39001"), patent("PP12345")]
    inventors = [inventor(name) for name in ("D800001", "RE39001", "PP12345")]
    places = [quoted("0a1b", "77c2", 'Windhoek "West"', None, "NA")]
    found = kept(read(spark, write(tmp_path / "in", g_patent=patents, g_inventor_not_disambiguated=inventors, g_location_not_disambiguated=places)))
    assert set(found) == {"us:USD800001", "us:USRE39001", "us:USPP12345"}
    assert {address.country for row in found.values() for person in row.persons for address in person.addresses} == {"NA"}


def test_an_inventor_of_an_absent_patent_is_refused(spark: SparkSession, tmp_path: Path) -> None:
    documents = read(spark, write(tmp_path / "in", g_inventor_not_disambiguated=[inventor("10000001"), inventor("9999999")]))
    assert set(kept(documents)) == {"us:US10000001"}
    ((record, (outcome, reason)),) = fates(documents).items()
    assert '"patent_id":"9999999"' in record
    assert (outcome, reason) == ("refused", "The patent_id of the inventor is not in g_patent.")


def test_withdrawn_patents_and_other_years_do_not_count(spark: SparkSession, tmp_path: Path) -> None:
    patents = [patent("1", withdrawn=1), patent("2", date="1999-01-05")]
    found = fates(read(spark, write(tmp_path / "in", g_patent=patents, g_inventor_not_disambiguated=[inventor("1"), inventor("2")])))
    assert found["us:US1"] == ("out_of_scope", "The patent is withdrawn.")
    assert found["us:US2"] == ("out_of_scope", "The year is outside the windows of the edition.")


def test_only_national_stages_count_when_asked(spark: SparkSession, tmp_path: Path) -> None:
    stage = quoted("2", "2018-01-01", None, None, "WO", "A", "WO2018/000001", "wo_grant")
    folder = write(tmp_path / "in", g_patent=[patent("1"), patent("2")], g_inventor_not_disambiguated=[inventor("1"), inventor("2")], g_pct_data=[stage])
    assert set(kept(read(spark, folder, pct_only=True))) == {"us:US2"}
    assert set(kept(read(spark, folder))) == {"us:US1", "us:US2"}


def test_an_application_that_was_granted_counts_once(spark: SparkSession, tmp_path: Path) -> None:
    published = [quoted(name, 16, "2019-01-01", "utility", "new", "2020-06-01", "A1", 16, "T") for name in ("20200000001", "20200000002")]
    folder = write(
        tmp_path / "in",
        pg_published_application=published,
        pg_inventor_not_disambiguated=[inventor("20200000001"), inventor("20200000002")],
        pg_location_not_disambiguated=[quoted("0a1b", "77c2", "Kyoto", None, "JP")],
        pg_ipc_at_issue=[],
        pg_pct_data=[],
        pg_granted_pgpubs_crosswalk=[quoted("20200000001", "10000001", 16), quoted("20200000002", "77", 17)],
    )
    documents = read(spark, folder, "granted", "published")
    assert set(kept(documents)) == {"us:US10000001", "us:US20200000002"}
    assert fates(documents) == {"us:US20200000001": ("merged", "The application is granted as US10000001.")}
    assert set(kept(read(spark, folder, "published"))) == {"us:US20200000001", "us:US20200000002"}


def test_tables_are_read_from_their_zip_archives(spark: SparkSession, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for file in write(tmp_path / "plain").iterdir():
        with zipfile.ZipFile(tmp_path / "in" / f"{file.name}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(file, file.name)
    assert set(kept(read(spark, tmp_path / "in"))) == {"us:US10000001"}


def test_a_missing_table_a_missing_column_and_an_unknown_level_are_errors(spark: SparkSession, tmp_path: Path) -> None:
    folder = write(tmp_path / "in")
    with pytest.raises(SettingsError, match=r"levels: expected some of \['granted', 'published'\], found \['pending'\]"):
        read(spark, folder, "pending")
    (folder / "g_location_not_disambiguated.tsv").write_text("rawlocation_id\tlocation_id\traw_city\traw_country\n", "utf-8")
    with pytest.raises(SourceError, match=r"g_location_not_disambiguated\.tsv: expected the columns .*\['raw_state'\] are missing"):
        read(spark, folder)
    (folder / "g_location_not_disambiguated.tsv").unlink()
    with pytest.raises(SourceError, match="expected the table g_location_not_disambiguated"):
        read(spark, folder)


def test_assignees_that_are_organisations_are_the_applicants(spark: SparkSession, tmp_path: Path) -> None:
    assignees = [
        quoted("10000001", 1, "b", "Regents of Kyoto", "2", None),
        quoted("10000001", 0, "a", "Acme Inc.", "3", None),
        quoted("10000001", 2, "c", None, "4", None),
        quoted("10000001", 3, "d", "US Navy", "16", None),
        quoted("999", 0, "e", "Elsewhere", "2", None),
    ]
    (row,) = kept(read(spark, write(tmp_path / "in", g_assignee_not_disambiguated=assignees))).values()
    assert [tuple(one) for one in row.applicants] == [("Acme Inc.", None), ("Regents of Kyoto", None), ("US Navy", "government")]
