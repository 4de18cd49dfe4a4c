"""Tables from short rows: only what matters to a test is spelled out, the rest is a default that keeps the contract."""

from typing import Any

from pyspark.sql import DataFrame, SparkSession

from innoatlas.contract import Column
from innoatlas.frames import frame_of
from innoatlas.tables import INFERRED, NO_ECONOMY, TABLES, UNIT

_PARIS = {"place_id": "geonames:2988507", "place_name": "Paris", "country_code": "FR", "lat": 48.85341, "lon": 2.3488, "cell": 612970123456789503}

#: By column, where the default of its type would say nothing or break a check.
_USUAL: dict[str, Any] = _PARIS | {
    "kind": "paper",
    "source": "openalex",
    "year": 2020,
    "period": "current",
    "periods": ["current"],
    "precision": "city",
    "name_kind": "main",
    "units": UNIT,
    "role": "noise",
    "economy_code": NO_ECONOMY,
    "method": "name",
    "result": "written",
    "organisation_kind": "other",
    "specialisation": 1.0,
}

#: By table, where its columns must agree with one another.
_USUAL_OF: dict[str, dict[str, Any]] = {
    "geocodes": _PARIS | {"score": 0.9, "margin": 0.9},
    "inferred_places": {"flag": INFERRED[0]},
    "online_answers": _PARIS | {"found": True},
    "economies": {"city_share": 1.0, "located_share": 1.0, "mean_score": 0.9, "expected_right_share": 0.9},
    "contributors": {"address_id": 1},
    "areas": {"layer": "site", "radius_km": 1.0},
    "partner_candidates": {"partner_cluster_id": "y", "relation": "similar", "similarity": 0.5},
    "area_candidates": {"relation": "similar", "similarity": 0.5},
    "cluster_partners": {"partner_cluster_id": "y"},
    "academia_industry_links": {"company_cluster_id": "y"},
    "count_growth": {"geometry": "refound"},
    "cluster_growth": {"geometry": "refound"},
    "cluster_lineage": {"event": "continued", "since": "window"},
    "rank_sensitivity": {"rank_change": 0},
    "bridge_rankings": {"rank_change": 0},
    "coverage": dict.fromkeys((column.name for column in TABLES["coverage"].columns if column.type == "bigint"), 0)
    | {"listings_count": 1, "city_count": 1, "located_count": 1, "located_share": 1.0},
}

_BY_TYPE = {"string": "x", "int": 1, "bigint": 1, "double": 0.0, "boolean": False}


def table(spark: SparkSession, name: str, *rows: dict[str, Any]) -> DataFrame:
    """The contract's table `name` with one row for each dict; a key that is no column is a mistake in the test."""
    columns = TABLES[name].columns
    for row in rows:
        if unknown := set(row) - {column.name for column in columns}:
            raise KeyError(f"{name} has no columns {sorted(unknown)}")
    return frame_of(spark, [tuple(_value(name, column, row) for column in columns) for row in rows], TABLES[name].ddl)


def rows(frame: DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    """Rows as plain tuples, sorted as text, so that their order never matters."""
    return sorted((tuple(row) for row in frame.select(*(columns or frame.columns)).collect()), key=repr)


def _value(table_name: str, column: Column, row: dict[str, Any]) -> Any:
    for given in (row, _USUAL_OF.get(table_name, {}), {} if column.nullable else _USUAL):
        if column.name in given:
            return given[column.name]
    if column.nullable:
        return None
    return [] if column.type.startswith("array") else _BY_TYPE[column.type]
