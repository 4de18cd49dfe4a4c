"""Small contributors and geocodes for the counting tests: only what matters is spelled out."""

from typing import Any

from pyspark.sql import DataFrame, SparkSession

from innoatlas.frames import frame_of
from innoatlas.geo.cells import cells_of
from innoatlas.tables import CONTRIBUTORS, DOCUMENT_PLACES, GEOCODES, INFERRED, INFERRED_PLACES

#: address id -> place id, economy, latitude, longitude, precision, score
TOWNS: dict[int, tuple[str, str, float, float, str, float]] = {
    1: ("geonames:1", "FR", 48.85341, 2.3488, "city", 0.9),
    2: ("geonames:2", "FR", 45.74846, 4.84671, "city", 0.8),
    3: ("geonames:3", "GB", 51.50853, -0.12574, "organisation", 0.7),
    4: ("admin1:FR.11", "FR", 48.7, 2.5, "admin1", 0.9),
    5: ("geonames:0", "FR", 48.85341, 2.3488, "postcode", 0.5),
}


def geocodes(spark: SparkSession) -> DataFrame:
    """The towns above, and address 6, which has no place but is known to be in Japan."""
    rows: list[dict[str, Any]] = []
    for address, (place, economy, lat, lon, precision, score) in TOWNS.items():
        cell = int(cells_of([lat], [lon], 8)[0])
        located = {"place_id": place, "place_name": place, "lat": lat, "lon": lon, "cell": cell, "score": score, "margin": score, "method": "name"}
        rows.append({"address_id": address, "country_code": economy, "precision": precision, "flags": [], **located})
    rows.append({"address_id": 6, "country_code": "JP", "precision": "none", "method": "none", "flags": []})
    return _frame(spark, rows, GEOCODES)


def contributors(
    spark: SparkSession, *listings: tuple[str, int, int | None], kind: str = "paper", year: int = 2020, periods: tuple[str, ...] = ("current",)
) -> DataFrame:
    """(document, person position, address id or None for a person without one), addresses in the order of their listing."""
    rows: list[dict[str, Any]] = []
    for document, person, address in listings:
        earlier = sum(row["document_id"] == document and row["person_position"] == person for row in rows)
        position = 0 if address is None else earlier + 1
        document_columns = {"document_id": document, "source": "s", "kind": kind, "year": year, "periods": list(periods)}
        rows.append({**document_columns, "person_position": person, "address_position": position, "address_id": address})
    return _frame(spark, rows, CONTRIBUTORS)


def inferred_places(spark: SparkSession, *listings: tuple[str, int, int | None, int], flag: str = INFERRED[0], year: int = 2020) -> DataFrame:
    """(document, person position, address id or None, the address whose town it takes): the town at precision city, from one neighbour of one."""
    rows: list[dict[str, Any]] = []
    for document, person, address, neighbour in listings:
        place, economy, lat, lon, _, _ = TOWNS[neighbour]
        town = {"place_id": place, "place_name": place, "country_code": economy, "lat": lat, "lon": lon, "cell": int(cells_of([lat], [lon], 8)[0])}
        of_document = {"document_id": document, "source": "s", "kind": "paper", "year": year, "periods": ["current"], "person_position": person}
        told = {"address_position": int(address is not None), "address_id": address, "precision": "city", "flag": flag}
        rows.append(of_document | town | told | {"agreeing_count": 1, "evidence_count": 1})
    return _frame(spark, rows, INFERRED_PLACES)


def document_places(spark: SparkSession, *rows: dict[str, Any]) -> DataFrame:
    """Rows of document_places; what is not given is one paper's whole weight in Paris."""
    place, economy, lat, lon, _, _ = TOWNS[1]
    usual = {"source": "s", "kind": "paper", "year": 2020, "periods": ["current"], "place_id": place, "country_code": economy, "lat": lat, "lon": lon}
    usual |= {"document_id": "d", "point_id": 1, "cell": int(cells_of([lat], [lon], 8)[0]), "units": 1, "listings_count": 1}
    return _frame(spark, [usual | row for row in rows], DOCUMENT_PLACES)


def _frame(spark: SparkSession, rows: list[dict[str, Any]], table: Any) -> DataFrame:
    return frame_of(spark, [tuple(row.get(name) for name in table.column_names) for row in rows], table.ddl)
