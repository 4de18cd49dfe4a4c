"""The job geocodes: the engine over a table, with the columns of the contract and no address lost."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from builders import table
from pyspark.sql import DataFrame, SparkSession

from innoatlas.geo.cells import cells_of
from innoatlas.geocoding.engine import geocode
from innoatlas.geocoding.index import open_index
from innoatlas.runtime.audit import audit
from innoatlas.runtime.conform import conform
from innoatlas.tables import ADDRESSES, GEOCODES, PLACE_NAMES, PLACES
from jobs.geocodes import Settings, geocodes
from tests.geocoding.small_world import REFERENCE, THRESHOLDS, addresses, marks, reviewed_weights, tables

SETTINGS = Settings(min_score=0.5, min_score_organisation=0.6, calibration_slope=0.78, calibration_intercept=0.56, online_score=0.5)
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
    places, names = (spark.createDataFrame(table.to_pylist(), contract.ddl) for table, contract in zip(tables(), (PLACES, PLACE_NAMES), strict=True))
    frame = spark.createDataFrame(rows.to_pylist(), ADDRESSES.ddl).repartition(partitions)
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


# ---------------------------------------------------------------- frozen answers of online services


def address(given: object) -> int:
    return 101 + GIVEN.index(given)


def answer(given: object, service: str = "nominatim", **changes: Any) -> dict[str, Any]:
    """A usable answer in France, at precision city."""
    point = {"lat": 46.5, "lon": 2.5, "country_code": "FR", "precision": "city", "place_name": "Vallon", "place_id": f"online:{service}:46.50000,2.50000"}
    return {"address_id": address(given), "service": service, "found": True} | point | changes


NOTHING = {"found": False} | dict.fromkeys(("place_id", "place_name", "country_code", "lat", "lon")) | {"precision": "none"}


def taken(spark: SparkSession, home: Path, *answers: dict[str, Any]) -> dict[int, Any]:
    """Rows by address, after the contract's own checks."""
    frame = run(spark, home, given_addresses(), answers=answers)
    assert audit(conform(frame, GEOCODES), GEOCODES).rows == len(GIVEN)
    return {row.address_id: row for row in frame.collect()}


def test_an_address_without_a_point_takes_its_frozen_answer(spark: SparkSession, found: DataFrame, home: Path) -> None:
    row = taken(spark, home, answer("Nowhere in particular"))[address("Nowhere in particular")]
    assert (row.place_id, row.place_name, row.country_code, row.admin1_code) == ("online:nominatim:46.50000,2.50000", "Vallon", "FR", None)
    assert (row.lat, row.lon, row.cell) == (46.5, 2.5, int(cells_of([46.5], [2.5], 8)[0]))
    assert (row.precision, row.method, row.score, row.margin) == ("city", "online", SETTINGS.online_score, None)
    assert "online_answer" in row.flags
    assert row.flags == sorted(row.flags)


def test_all_other_addresses_stay_as_they_are(spark: SparkSession, found: DataFrame, home: Path) -> None:
    before = {row.address_id: row for row in found.collect()}
    after = taken(spark, home, answer("Nowhere in particular"))
    del before[address("Nowhere in particular")], after[address("Nowhere in particular")]
    assert after == before


@pytest.mark.parametrize("given", ["Boston, MA", "none"])
def test_what_the_engine_has_located_or_says_to_be_no_affiliation_takes_none(spark: SparkSession, found: DataFrame, home: Path, given: str) -> None:
    before = next(row for row in found.collect() if row.address_id == address(given))
    assert taken(spark, home, answer(given, country_code="US", precision="postcode"))[address(given)] == before


def test_an_answer_in_another_country_than_the_text_is_kept_out_and_told(spark: SparkSession, found: DataFrame, home: Path) -> None:
    before = next(row for row in found.collect() if row.address_id == address("Jiangsu, China"))
    row = taken(spark, home, answer("Jiangsu, China"))[address("Jiangsu, China")]
    assert row.asDict() | {"flags": None} == before.asDict() | {"flags": None}
    assert row.flags == sorted([*before.flags, "online_conflict"])


def test_a_finer_answer_in_the_region_that_is_written_is_taken_and_one_no_finer_is_not(spark: SparkSession, found: DataFrame, home: Path) -> None:
    before = next(row for row in found.collect() if row.address_id == address("Jiangsu, China"))
    assert before.precision == "admin1"
    here = address("Jiangsu, China")
    assert taken(spark, home, answer("Jiangsu, China", country_code="CN"))[here].method == "online"
    assert taken(spark, home, answer("Jiangsu, China", country_code="CN", precision="admin1"))[here] == before


def test_hong_kong_is_no_other_country_than_china_and_stays_an_economy_of_its_own(spark: SparkSession, found: DataFrame, home: Path) -> None:
    row = taken(spark, home, answer("Jiangsu, China", country_code="HK"))[address("Jiangsu, China")]
    assert (row.country_code, row.method) == ("HK", "online")


def test_of_two_services_the_finer_answer_is_taken_then_the_first_by_name(spark: SparkSession, found: DataFrame, home: Path) -> None:
    here = "Nowhere in particular"
    finer = taken(spark, home, answer(here), answer(here, "photon", precision="postcode"))
    assert finer[address(here)].place_id.startswith("online:photon")
    equal = taken(spark, home, answer(here, "photon"), answer(here, "nominatim"))
    assert equal[address(here)].place_id.startswith("online:nominatim")
    other = taken(spark, home, answer(here, "nominatim", **NOTHING), answer(here, "photon"))
    assert other[address(here)].place_id.startswith("online:photon")


def test_nothing_found_changes_nothing(spark: SparkSession, found: DataFrame, home: Path) -> None:
    before = {row.address_id: row for row in found.collect()}
    assert taken(spark, home, answer("Nowhere in particular", **NOTHING)) == before
