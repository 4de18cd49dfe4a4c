"""The job geocodes: the engine over a table, with the columns of the contract and no address lost."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from builders import table
from pyspark.sql import DataFrame, SparkSession

from innoatlas.frames import frame_of
from innoatlas.geo.cells import cells_of
from innoatlas.geocoding.engine import geocode
from innoatlas.geocoding.index import open_index
from innoatlas.runtime.audit import audit
from innoatlas.runtime.conform import conform
from innoatlas.tables import ADDRESSES, GEOCODES, PLACE_NAMES, PLACES
from jobs.geocodes import Settings, geocodes
from tests.geocoding.small_world import REFERENCE, THRESHOLDS, addresses, marks, reviewed_weights, tables

SETTINGS = Settings(min_score=0.5, min_score_organisation=0.6, calibration_slope=0.76, calibration_intercept=0.74, online_score=0.5)
GIVEN = (
    "Univ Oxford, Oxford, England", "Boston, MA", "Nowhere in particular", None, "Hong Kong, China", "Mayo Clinic", "Jiangsu, China", "x" * 5000,
    {"city": "Pougkeepsie", "region": "NY", "country": "US"}, {"postcode": "75005", "country": "FR"}, "京都市", "none", "\x00",
)  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("geocodes")


@pytest.fixture(autouse=True)
def _words_marked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("innoatlas.geocoding.place_index.word_marks", lambda knowledge: marks())


def given_addresses() -> pa.Table:
    table = addresses(*GIVEN)
    ids = pa.array(range(101, 101 + len(GIVEN)), pa.int64())
    return table.add_column(0, "address_id", ids).append_column("listings_count", pa.array([1] * len(GIVEN), pa.int64()))


def run(spark: SparkSession, home: Path, rows: pa.Table, partitions: int = 2, answers: Sequence[dict[str, Any]] = ()) -> DataFrame:
    places, names = (frame_of(spark, table.to_pylist(), contract.ddl) for table, contract in zip(tables(), (PLACES, PLACE_NAMES), strict=True))
    frame = frame_of(spark, rows.to_pylist(), ADDRESSES.ddl).repartition(partitions)
    frozen = table(spark, "online_answers", *answers)
    return geocodes(frame, places, names, frozen, settings=SETTINGS, home=home, reference=REFERENCE, digests={"places": "a", "place_names": "b"})


@pytest.fixture(scope="module")
def found(spark: SparkSession, home: Path) -> DataFrame:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("innoatlas.geocoding.place_index.word_marks", lambda knowledge: marks())
        return run(spark, home, given_addresses()).cache()


def test_the_table_keeps_its_contract(found: DataFrame) -> None:
    assert [(field.name, field.dataType.simpleString()) for field in found.schema] == [(column.name, column.type) for column in GEOCODES.columns]
    assert audit(conform(found, GEOCODES), GEOCODES).rows == len(GIVEN)


def test_an_unplaced_address_keeps_its_row(found: DataFrame) -> None:
    rows = {row.address_id: row for row in found.collect()}
    assert sorted(rows) == list(range(101, 101 + len(GIVEN)))
    for number, given in enumerate(GIVEN):
        if given in ("Nowhere in particular", None, "none", "\x00", "x" * 5000):
            row = rows[101 + number]
            assert (row.place_id, row.lat, row.score, row.precision, row.method) == (None, None, None, "none", "none")


def test_the_job_answers_what_the_engine_answers(found: DataFrame, home: Path) -> None:
    index = open_index(next((home / "index").iterdir()))
    expected = geocode(given_addresses(), index, reviewed_weights(), THRESHOLDS).to_pylist()
    rows = {row["address_id"]: row for row in (row.asDict() for row in found.collect())}
    assert [{name: rows[101 + i][name] for name in row} for i, row in enumerate(expected)] == expected


def test_the_index_is_built_once_for_one_gazetteer_and_found_again(spark: SparkSession, found: DataFrame, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(list((home / "index").iterdir())) == 1

    def refused(*_: object) -> None:
        raise AssertionError("the index was built again")

    monkeypatch.setattr("innoatlas.geocoding.place_index.build_index", refused)
    again = run(spark, home, given_addresses(), partitions=3)
    assert sorted(again.collect(), key=lambda row: row.address_id) == sorted(found.collect(), key=lambda row: row.address_id)


def test_no_address_is_no_row(spark: SparkSession, found: DataFrame, home: Path) -> None:
    assert run(spark, home, given_addresses().slice(0, 0)).count() == 0


def test_an_address_without_a_point_takes_its_frozen_answer_and_no_other_row_changes(spark: SparkSession, found: DataFrame, home: Path) -> None:
    point = {"lat": 46.5, "lon": 2.5, "country_code": "FR", "precision": "city", "place_name": "Vallon", "place_id": "online:nominatim:46.50000,2.50000"}
    here = 101 + GIVEN.index("Nowhere in particular")
    frame = run(spark, home, given_addresses(), answers=[{"address_id": here, "service": "nominatim", "found": True} | point]).cache()
    assert audit(conform(frame, GEOCODES), GEOCODES).rows == len(GIVEN)
    after, before = ({row.address_id: row for row in rows.collect()} for rows in (frame, found))
    row = after.pop(here)
    assert (row.place_id, row.cell, row.method, row.score) == (point["place_id"], int(cells_of([46.5], [2.5], 8)[0]), "online", SETTINGS.online_score)
    del before[here]
    assert after == before
