"""`innoatlas geocode` and `innoatlas explain`: files of addresses as people have them, and one address with its reasons."""

import csv
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from innoatlas.cli import app, geocoder
from innoatlas.cli.address_files import OUTPUT_COLUMNS, read_addresses
from innoatlas.cli.geocoder import Geocoder
from innoatlas.errors import SourceError
from innoatlas.runtime.logs import exit_code_of
from tests.geocoding.small_world import THRESHOLDS, reviewed_weights, small_index

Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Geocoder:
    return Geocoder(small_index(tmp_path_factory.mktemp("cli") / "index"), reviewed_weights(), THRESHOLDS)


@pytest.fixture(autouse=True)
def _small_world(small: Geocoder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geocoder, "open_geocoder", lambda *_: small)


def geocoded(folder: Path, given: bytes | pa.Table) -> Rows:
    """The CSV written for a CSV or, of a table, for Parquet."""
    source, target = folder / ("given.parquet" if isinstance(given, pa.Table) else "given.csv"), folder / "new" / "found.csv"
    if isinstance(given, pa.Table):
        pq.write_table(given, source)
    else:
        source.write_bytes(given)
    result = CliRunner().invoke(app, ["geocode", str(source), str(target)])
    assert result.exit_code == 0, result.output
    with target.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def ids_and_places(rows: Rows) -> list[tuple[str, str]]:
    return [(row["id"], row["place_id"]) for row in rows]


# ---------------------------------------------------------------- files


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("id,address_text\n1,\"Boston, MA\"\n", "town:Boston.US.MA"),
        ("id,city,country\n1,Lyon,FR\n", "town:Lyon.FR.84"),
        ("country,id,region,city\nUS,1,TX,Paris\n", "town:Paris.US.TX"),
        ("id,postcode,country\n1,75005,FR\n", "postal:FR:75005"),
        ("id,organisation\n1,Mayo Clinic\n", "ror:mayo"),
        ("id,note,city,country\n1,\"a, b\",Lyon,FR\n", "town:Lyon.FR.84"),
        ("id;x,id,city,country\n9,1,Lyon,FR\n", "town:Lyon.FR.84"),
        ("\ufeffid,city,country\r\n1,Göteborg,SE\r\n", "town:Göteborg.SE.28"),
        ("id,address_text\n1,\"Univ Oxford\nOxford\nEngland\"\n", "town:Oxford.GB.ENG"),
        ("id,city,country\n1,Lyon\n", "town:Lyon.FR.84"),
        ("id,city,country\n1,Lyon,FR,more,and more\n", "town:Lyon.FR.84"),
    ],
    ids=["text", "fields", "any order", "postcode", "organisation", "other columns", "a strange header", "byte order mark", "lines", "short row", "long row"],
)  # fmt: skip
def test_any_subset_of_the_columns_in_any_order_is_read(tmp_path: Path, text: str, place: str) -> None:
    assert ids_and_places(geocoded(tmp_path, text.encode())) == [("1", place)]


def test_every_row_is_answered_in_the_order_given_whatever_its_id(tmp_path: Path) -> None:
    towns = ["Lyon", "Nowhere", "", "Paris", "Grenoble", "Lyon"]
    rows = geocoded(tmp_path, "\n".join(["id,city,country", *(f"{name},{town},FR" for name, town in zip("zyxwzz", towns, strict=True))]).encode())
    assert [row["id"] for row in rows] == list("zyxwzz")
    assert [row["place_id"] for row in rows] == ["town:Lyon.FR.84", "country:FR", "country:FR", "town:Paris.FR.11", "town:Grenoble.FR.84", "town:Lyon.FR.84"]


def test_the_columns_written_are_those_promised(tmp_path: Path) -> None:
    rows = geocoded(tmp_path, b'id,address_text\n1,Jeidelberg DE\n2,???\n3,"Boston, MA"\n')
    assert list(rows[0]) == list(OUTPUT_COLUMNS)
    assert (rows[1]["precision"], rows[1]["lat"], rows[1]["place_id"], rows[1]["flags"]) == ("none", "", "", "unreadable")
    assert (float(rows[2]["lat"]), float(rows[2]["lon"]), rows[2]["country_code"], rows[2]["cell"][:2]) == (42.36, -71.06, "US", "88")


def test_bytes_that_are_no_utf8_and_nuls_are_read_around(tmp_path: Path) -> None:
    rows = geocoded(tmp_path, b"id,city,country\n1,G\xf6ttingen,DE\n2,Ly\x00on,FR\n3,\xff\xfe,FR\n4,Lyon,FR\n")
    assert ids_and_places(rows) == [("1", "town:Göttingen.DE.06"), ("2", "town:Lyon.FR.84"), ("3", "country:FR"), ("4", "town:Lyon.FR.84")]


def test_a_cell_of_a_megabyte_is_one_row(tmp_path: Path) -> None:
    rows = geocoded(tmp_path, b"id,address_text\n1," + b"x" * (1 << 20) + b'\n2,"Boston, MA"\n')
    assert ids_and_places(rows) == [("1", ""), ("2", "town:Boston.US.MA")]


def test_parquet_is_read_whatever_its_string_types_and_written(tmp_path: Path) -> None:
    table = pa.table({"id": pa.array([7, 8]), "city": pa.array(["Lyon", None], pa.large_string()), "country": pa.array(["FR", "DE"]).dictionary_encode()})
    assert ids_and_places(geocoded(tmp_path, table)) == [("7", "town:Lyon.FR.84"), ("8", "country:DE")]
    target = tmp_path / "found.parquet"
    assert CliRunner().invoke(app, ["geocode", str(tmp_path / "given.parquet"), str(target)]).exit_code == 0
    written = pq.read_table(target)
    assert tuple(written.column_names) == OUTPUT_COLUMNS
    assert written["flags"].to_pylist() == [[], []]
    assert written["cell"][0].as_py() == f"{int(written['cell'][0].as_py(), 16):x}"


def test_a_file_of_no_row_gives_a_file_of_no_row(tmp_path: Path) -> None:
    assert geocoded(tmp_path, b"id,city\n") == []


def test_what_was_done_is_said(tmp_path: Path) -> None:
    (tmp_path / "given.csv").write_text("id,city,country\n1,Lyon,FR\n2,???,\n")
    result = CliRunner().invoke(app, ["geocode", str(tmp_path / "given.csv"), str(tmp_path / "found.csv")])
    assert result.output == f"2 addresses, 1 with a place; written to {tmp_path / 'found.csv'}\n"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["found.csv", "given.csv"]


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("given.csv", b"city,country\nLyon,FR\n", "expected a column id"),
        ("given.csv", b"id,town\n1,Lyon\n", "expected a column id and at least one of"),
        ("given.csv", b"", "found no column"),
        ("given.parquet", b"id,city\n1,Lyon\n", "expected Parquet"),
        ("given.csv", None, "expected a file of addresses, found none"),
    ],
    ids=["no id", "no field", "empty", "no Parquet", "absent"],
)
def test_a_file_that_is_none_of_addresses_is_one_error_and_exit_code_3(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, given: bytes | None, said: str
) -> None:
    source, target = tmp_path / name, tmp_path / "found.csv"
    if given is not None:
        source.write_bytes(given)
    with pytest.raises(SourceError, match=said):
        read_addresses(source)
    assert exit_code_of(lambda: app(["geocode", str(source), str(target)], standalone_mode=False)) == 3
    error = capsys.readouterr().err
    assert error.startswith(f"error: {source}: ")
    assert error.count("\n") == 1
    assert not target.exists()


# ---------------------------------------------------------------- one address


def test_an_address_is_explained_in_lines() -> None:
    result = CliRunner().invoke(app, ["explain", "Univ Oxford, Oxford, England"])
    assert result.exit_code == 0
    told = result.output.splitlines()
    assert [line for line in told if not line.startswith(" ")] == ["Segments", "Countries and regions read", "Candidates", "Answer"]
    assert told[told.index("Answer") + 1].startswith("  Oxford, GB (51.75, -1.26): precision city, method name, score ")


def test_fields_are_options() -> None:
    fields = ["--organisation", "Mayo Clinic", "--city", "Paris", "--region", "TX", "--postcode", "75460", "--country", "US"]
    result = CliRunner().invoke(app, ["explain", "", *fields])
    assert result.exit_code == 0
    assert "  Paris, US (33.66, -95.56)" in result.output
    assert {"  organisation: mayo clinic", "  city: paris", "  region: tx", "  postcode: 75460", "  country: us"} <= set(result.output.splitlines())


def test_an_address_of_nothing_is_explained_too() -> None:
    result = CliRunner().invoke(app, ["explain", ""])
    assert result.exit_code == 0
    assert "  no place is sure enough" in result.output.splitlines()
