"""PATSTAT: each trap of the format is a small delivery of CSV parts."""

import zipfile
from pathlib import Path

import pytest
from pyspark.sql import DataFrame, SparkSession

from innoatlas.errors import SourceError
from innoatlas.sources import patstat
from tests.sources.given import addresses, fates, kept, scope

HEADERS = {
    "tls201_appln": "appln_id,appln_auth,appln_nr,appln_kind,appln_filing_date,receiving_office,internat_appln_id,granted,docdb_family_id,nb_inventors",
    "tls206_person": "person_id,person_name,person_name_orig_lg,person_address,person_ctry_code,nuts,nuts_level,psn_name,psn_sector",
    "tls207_pers_appln": "person_id,appln_id,applt_seq_nr,invt_seq_nr",
    "tls209_appln_ipc": "appln_id,ipc_class_symbol,ipc_class_level,ipc_version,ipc_value,ipc_position,ipc_gener_auth",
    "tls211_pat_publn": "pat_publn_id,publn_auth,publn_nr,publn_nr_original,publn_kind,appln_id,publn_date,publn_lg",
    "tls226_person_orig": "person_orig_id,person_id,source,source_version,name_freeform,last_name,first_name,address_freeform,address_1,address_2,address_3,"
    "address_4,address_5,street,city,zip_code,state,person_ctry_code,residence_ctry_code,role",
}


def application(number: int, *, authority: str = "WO", kind: str = "W", international: int = 0) -> str:
    return f'{number},"{authority}","2020000001","{kind}","2019-03-01","JP",{international},"N",7{number},1'


def publication(appln_id: int, *, authority: str = "WO", date: str = "2020-09-10", kind: str = "A1") -> str:
    return f'9{appln_id},"{authority}","2020123456","","{kind}",{appln_id},{date},"en"'


def person(
    number: int, *, address: str = "1-2-3 Chuo, Kyoto-shi", country: str = "JP", name: str = "Ito, Akira", psn: str = "ITO AKIRA", sector: str = ""
) -> str:
    return f'{number},"{name}","","{address}","{country}","",9,"{psn}","{sector}"'


def original(
    number: int, person_id: int, *, free: str = "", lines: tuple[str, ...] = (), fields: tuple[str, str, str, str] = ("", "", "", ""), country: str = ""
) -> str:
    five = [*lines, *[""] * (5 - len(lines))]
    texts = ["EPODB", "1", "Ito, Akira", "Ito", "Akira", free, *five, *fields, country, "", "INVENTOR"]
    return f"{number},{person_id}," + ",".join(f'"{text}"' for text in texts)


def write(folder: Path, **tables: list[str]) -> Path:
    """A delivery: the tables given, the others as one application with one inventor; one part each, CRLF."""
    usual = {
        "tls201_appln": [application(1)],
        "tls206_person": [person(50)],
        "tls207_pers_appln": ["50,1,0,1"],
        "tls209_appln_ipc": ['1,"A61K  31/00","A",2006-01-01,"I","F","EP"'],
        "tls211_pat_publn": [publication(1)],
    }
    for name, rows in (usual | tables).items():
        part(folder / f"{name}_part01.csv", HEADERS[name], rows)
    return folder


def part(file: Path, header: str, rows: list[str]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes("".join(f"{row}\r\n" for row in (header, *rows)).encode())


def read(spark: SparkSession, folder: Path) -> DataFrame:
    return patstat.read(spark, patstat.Settings(path=str(folder)), scope(folder.parent / "run", "patstat"))


def test_an_international_application_becomes_a_patent(spark: SparkSession, tmp_path: Path) -> None:
    (row,) = kept(read(spark, write(tmp_path / "in"))).values()
    assert (row.document_id, row.source, row.kind, row.year, row.periods) == ("patstat:1", "patstat", "patent", 2020, ["current", "previous"])
    assert (row.family_id, row.field_codes) == ("71", ["A61K 31/00"])
    assert (row.persons[0].person_id, row.persons[0].person_name) == ("50", "Ito, Akira")
    assert addresses(row) == [[("1-2-3 Chuo, Kyoto-shi", None, None, None, None, None, "JP")]]


def test_what_is_counted_is_the_published_international_application(spark: SparkSession, tmp_path: Path) -> None:
    applications = [
        application(1),
        application(2, authority="US", kind="A", international=1),
        application(3, authority="EP", kind="A"),
        *(application(10 + number, authority="WO", kind=kind) for number, kind in enumerate("DQKLMNO")),
        application(4),
        application(5),
        application(6, authority="JP"),
    ]
    publications = [publication(1), publication(1, date="2021-02-01", kind="A3"), publication(2, authority="US"), publication(3, authority="EP")]
    publications += [publication(4, authority="EP"), publication(5, date="9999-12-31"), publication(6), *(publication(10 + number) for number in range(7))]
    links = [f"50,{number},0,1" for number in (1, 2, 3, 4, 5, 6, *range(10, 17))]
    documents = read(spark, write(tmp_path / "in", tls201_appln=applications, tls211_pat_publn=publications, tls207_pers_appln=links))
    assert {name: row.year for name, row in kept(documents).items()} == {"patstat:1": 2020, "patstat:6": 2020}
    found = fates(documents)
    assert found["patstat:2"] == ("out_of_scope", "It is a national or regional entry of an international application.")
    assert found["patstat:3"] == ("out_of_scope", "The application is of kind A, not W.")
    assert {found[f"patstat:{10 + number}"][0] for number in range(7)} == {"out_of_scope"}
    assert found["patstat:4"] == ("out_of_scope", "The international application has no publication as WO.")
    assert found["patstat:5"] == ("refused", "No year of publication is given.")


def test_inventors_come_in_their_order_and_applicants_do_not(spark: SparkSession, tmp_path: Path) -> None:
    persons = [person(number, name=name) for number, name in ((50, "Third"), (51, "First"), (52, "Firm"), (53, "Both"))]
    links = ["50,1,0,3", "51,1,0,1", "52,1,1,0", "53,1,2,2", "53,1,2,2"]
    (row,) = kept(read(spark, write(tmp_path / "in", tls206_person=persons, tls207_pers_appln=links))).values()
    assert [person.person_name for person in row.persons] == ["First", "Both", "Third"]


def test_an_application_without_inventors_is_refused(spark: SparkSession, tmp_path: Path) -> None:
    documents = read(spark, write(tmp_path / "in", tls207_pers_appln=["50,1,1,0"]))
    assert fates(documents) == {"patstat:1": ("refused", "No person is listed.")}


ORIGINALS = {
    "the person's own address is preferred": (person(0), [original(1, 0, free="Elsewhere")], ("1-2-3 Chuo, Kyoto-shi", None, None, None, "JP")),
    "else the fields": (
        person(0, address="", country="US"),
        [original(1, 0), original(3, 0, free="text"), original(2, 0, fields=("1 Main St", "Boston", "02139", "MA"))],
        ("1 Main St", "Boston", "MA", "02139", "US"),
    ),
    "else the free form": (person(0, address=""), [original(1, 0), original(2, 0, free="Kyoto, Japan")], ("Kyoto, Japan", None, None, None, "JP")),
    "else the lines": (person(0, address=""), [original(1, 0, lines=("1-2-3 Chuo", "", "Kyoto"))], ("1-2-3 Chuo, Kyoto", None, None, None, "JP")),
    "of two rows with fields the smaller id": (
        person(0, address="", country="US"),
        [original(10, 0, fields=("", "Boston", "", "")), original(9, 0, fields=("", "Salem", "", ""))],
        (None, "Salem", None, None, "US"),
    ),
    "a country of the original where the person has none": (
        person(0, address="", country="--"),
        [original(1, 0, fields=("", "Kyoto", "", ""), country="JP")],
        (None, "Kyoto", None, None, "JP"),
    ),
    "a country alone is an address": (person(0, address="", country="JP"), [], (None, None, None, None, "JP")),
    "junk codes are no countries": (person(0, address="Kyoto", country="75"), [], ("Kyoto", None, None, None, None)),
    "nothing is no address": (person(0, address="", country="@@"), [original(1, 0, country=":W")], None),
}


def test_addresses_of_an_inventor(spark: SparkSession, tmp_path: Path) -> None:
    names = list(ORIGINALS)
    persons = [ORIGINALS[name][0].replace("0,", f"{60 + number},", 1) for number, name in enumerate(names)]
    originals = [row.replace(",0,", f",{60 + number},", 1) for number, name in enumerate(names) for row in ORIGINALS[name][1]]
    links = [f"{60 + number},1,0,{number + 1}" for number in range(len(names))] + ["999,1,0,99"]
    folder = write(tmp_path / "in", tls206_person=persons, tls207_pers_appln=links, tls226_person_orig=originals)
    (row,) = kept(read(spark, folder)).values()
    *got, unknown = [[(one.address_text, one.city, one.region, one.postcode, one.country) for one in person.addresses] for person in row.persons]
    assert dict(zip(names, got, strict=True)) == {name: [expected] if expected else [] for name, (_, _, expected) in ORIGINALS.items()}
    assert unknown == [], "a person_id that TLS206 lacks keeps its place among the inventors"


def test_quotes_newlines_and_backslashes_are_read_as_written(spark: SparkSession, tmp_path: Path) -> None:
    odd = [person(50, name='Ito ""A"", \\', address="1-2-3 Chuo\nKyoto, Japan\\"), person(51, name="Doe")]
    (row,) = kept(read(spark, write(tmp_path / "in", tls206_person=odd, tls207_pers_appln=["50,1,0,1", "51,1,0,2"]))).values()
    assert [(person.person_name, person.addresses[0].address_text) for person in row.persons] == [
        ('Ito "A", \\', "1-2-3 Chuo\nKyoto, Japan\\"),
        ("Doe", "1-2-3 Chuo, Kyoto-shi"),
    ]


def test_parts_are_found_by_name_and_may_order_their_columns_differently(spark: SparkSession, tmp_path: Path) -> None:
    folder = write(tmp_path / "a folder", tls207_pers_appln=["50,1,0,1", "51,1,0,2"])
    part(folder / "TLS206_Part02.txt", "\ufeffPERSON_CTRY_CODE,Person_Address,PERSON_NAME,PERSON_ID", ['"FR","Paris","Doe",51'])
    part(folder / "tls2060_other.csv", "nothing", [])
    (row,) = kept(read(spark, folder)).values()
    assert [(person.person_name, person.addresses[0].country) for person in row.persons] == [("Ito, Akira", "JP"), ("Doe", "FR")]


def test_parts_are_found_in_zip_archives(spark: SparkSession, tmp_path: Path) -> None:
    plain = write(tmp_path / "plain")
    (tmp_path / "in").mkdir()
    with zipfile.ZipFile(tmp_path / "in" / "data_PATSTAT_Global_01.zip", "w") as archive:
        for file in plain.iterdir():
            archive.write(file, f"deep/{file.name}")
    assert set(kept(read(spark, tmp_path / "in"))) == {"patstat:1"}
    (tmp_path / "in" / "data_PATSTAT_Global_01.zip").write_bytes(b"PK\x03\x04 half")
    with pytest.raises(SourceError, match=r"data_PATSTAT_Global_01\.zip: not a whole zip archive"):
        read(spark, tmp_path / "in")


def test_a_ragged_row_is_refused_with_its_file_and_its_person_stays(spark: SparkSession, tmp_path: Path) -> None:
    folder = write(tmp_path / "in", tls206_person=['50,"Ito'], tls201_appln=[application(1), '2,"WO"'])
    documents = read(spark, folder)
    assert [person.person_name for person in kept(documents)["patstat:1"].persons] == [None]
    refused = {row.fate.record.strip(): row.fate for row in documents.where("fate is not null").collect()}
    assert set(refused) == {'50,"Ito', '2,"WO"'}
    assert refused['2,"WO"'].file.endswith("tls201_appln_part01.csv")
    assert "fewer fields" in refused['2,"WO"'].reason


def test_a_missing_column_is_an_error_with_what_was_expected_and_found(spark: SparkSession, tmp_path: Path) -> None:
    folder = write(tmp_path / "in")
    part(folder / "tls206_person_part02.csv", "person_id,person_name,person_ctry_code", ["1,a,JP"])
    with pytest.raises(SourceError, match=r"tls206_person_part02\.csv: expected the columns .*\['person_address'\] are missing; found \['person_id'"):
        read(spark, folder)


def test_a_missing_table_is_an_error(spark: SparkSession, tmp_path: Path) -> None:
    folder = write(tmp_path / "in")
    (folder / "tls211_pat_publn_part01.csv").unlink()
    with pytest.raises(SourceError, match=r"none of \['tls211'\]"):
        read(spark, folder)


def test_applicants_are_kept_by_name_in_their_order_but_for_persons(spark: SparkSession, tmp_path: Path) -> None:
    persons = [
        person(50),
        person(60, name="Acme Corp", psn="ACME CORPORATION", sector="COMPANY"),
        person(61, name="Kyoto Univ", psn="", sector="GOV NON-PROFIT UNIVERSITY"),
        person(62, name="Sato, Yuki", psn="SATO YUKI", sector="INDIVIDUAL"),
        person(63, name="Hospital of X", psn="X", sector="UNIVERSITY HOSPITAL"),
        person(64, name="Who", psn="WHO", sector="UNKNOWN"),
    ]
    links = ["50,1,5,1", "61,1,2,0", "60,1,1,0", "62,1,3,0", "63,1,4,0", "64,1,6,0", "60,1,7,0", "99,1,8,0"]
    (row,) = kept(read(spark, write(tmp_path / "in", tls206_person=persons, tls207_pers_appln=links))).values()
    found = [tuple(applicant) for applicant in row.applicants]
    assert found == [("ACME CORPORATION", "company"), ("Kyoto Univ", "university"), ("X", "hospital"), ("WHO", None)]
    assert [one.person_id for one in row.persons] == ["50"]
