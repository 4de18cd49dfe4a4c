"""The job online_answers: journals as a table of the contract, read anew with the reviewed tables, whatever they hold."""

import json
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
from builders import rows
from online_server import NOMINATIM_LYON, PHOTON_MIT
from pyspark.sql import SparkSession

from innoatlas.fallback.answers import answers_table, online_places
from innoatlas.fallback.journal import Answer, opened
from innoatlas.runtime.audit import audit
from innoatlas.runtime.conform import conform
from innoatlas.tables import ONLINE_ANSWERS, PLACES
from jobs.online_answers import Settings, inputs_digest, online_answers

REFERENCE = Path(__file__).resolve().parents[2] / "conf" / "reference"
LYON = Answer(1, "nominatim", "Lyon", "ODbL", "2024-05-01", 45.7578137, 4.8320114, "Lyon, France", json.dumps(NOMINATIM_LYON))
MIT = Answer(1, "photon", "MIT", "ODbL", "2024-05-02", 42.35825, -71.09172, "MIT", json.dumps(PHOTON_MIT))
NOTHING = Answer(2, "nominatim", "nowhere", "ODbL", "2024-05-01", None, None, None, "[]")
#: A service of geopy that the reviewed tables do not know: frozen, and of no use until they do.
STRANGE = Answer(3, "arcgis", "Lyon", "Esri", "2024-05-01", 45.75, 4.83, "Lyon", '{"candidates": []}')


def write(folder: Path, *answers: Answer) -> Settings:
    for answer in answers:
        with opened(folder, answer.service) as journal:
            journal.append(answer)
    return Settings(str(folder))


def table_of(folder: Path) -> list[dict[str, object]]:
    table: pa.Table = answers_table(folder, REFERENCE)
    return table.to_pylist()


def test_the_table_keeps_its_contract_with_answers_and_without(spark: SparkSession, tmp_path: Path) -> None:
    given = write(tmp_path / "some", LYON, NOTHING, MIT, STRANGE)
    for settings, count in ((given, 4), (Settings(str(tmp_path / "none")), 0)):
        frame = online_answers(settings=settings, spark=spark, reference=REFERENCE)
        assert audit(conform(frame, ONLINE_ANSWERS), ONLINE_ANSWERS).rows == count


def test_an_answer_is_a_place_as_fine_as_its_kind(tmp_path: Path) -> None:
    write(tmp_path, LYON, MIT)
    lyon, mit = table_of(tmp_path)
    assert lyon == {
        "address_id": 1, "service": "nominatim", "asked": "Lyon", "licence": "ODbL", "asked_at": "2024-05-01", "found": True,
        "place_id": "online:nominatim:45.75781,4.83201", "place_name": "Lyon", "country_code": "FR", "lat": 45.75781, "lon": 4.83201,
        "precision": "city", "raw_reply": LYON.raw_reply,
    }  # fmt: skip
    assert (mit["place_id"], mit["country_code"], mit["precision"]) == ("online:photon:42.35825,-71.09172", "US", "postcode")


def test_nothing_found_is_a_row_too_and_what_cannot_be_read_gives_no_place(tmp_path: Path) -> None:
    write(tmp_path, NOTHING, STRANGE)
    nothing, strange = table_of(tmp_path)
    assert (nothing["found"], nothing["lat"], nothing["place_id"], nothing["precision"], nothing["raw_reply"]) == (False, None, None, "none", "[]")
    assert (strange["found"], strange["lat"], strange["place_id"], strange["precision"]) == (True, 45.75, None, "none")


def test_of_two_answers_of_one_service_the_first_stands_in_whatever_order_files_lie(tmp_path: Path) -> None:
    write(tmp_path, LYON, replace(LYON, asked_at="2025-01-01"), MIT)
    assert [(row["service"], row["asked_at"]) for row in table_of(tmp_path)] == [("nominatim", "2024-05-01"), ("photon", "2024-05-02")]


def test_the_digest_of_the_journals_changes_with_them(tmp_path: Path) -> None:
    empty = inputs_digest(Settings(str(tmp_path)))
    settings = write(tmp_path, LYON)
    one = inputs_digest(settings)
    assert one == inputs_digest(settings)
    write(tmp_path, NOTHING)
    assert len({tuple(digest) for digest in (empty, one, inputs_digest(settings))}) == 3


def test_usable_answers_are_places_once_a_point(spark: SparkSession, tmp_path: Path) -> None:
    settings = write(tmp_path, LYON, replace(LYON, address_id=5), NOTHING, STRANGE)
    places = conform(online_places(online_answers(settings=settings, spark=spark, reference=REFERENCE)), PLACES)
    assert rows(places, "place_id", "place_name", "country_code", "lat", "population") == [("online:nominatim:45.75781,4.83201", "Lyon", "FR", 45.75781, None)]
    assert places.where("precision = 'city'").isEmpty()
