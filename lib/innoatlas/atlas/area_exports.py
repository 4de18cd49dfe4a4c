"""Sites and regions as GeoJSON, with what each holds of every metric."""

import json
from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from innoatlas.atlas.areas import AreaFacts, areas_of
from innoatlas.atlas.facts import clusters_of, kinds_of
from innoatlas.atlas.inputs import check

_COUNT_COLUMNS = ("fractional_count", "documents_count", "share_percent", "shared_share", "foreign_share", "growth_percent")


def areas_geojson(tables: Mapping[str, pa.Table]) -> str:
    """Areas of either layer in the edition's own window: the polygons as they were given, of a circle its centre; no feature without areas.

    Properties: those of `areas`, cluster_name (null in none), then the counts of the whole window for each kind, for example `patent_fractional_count`;
    0 for a count and null for a share where an area has no document.
    """
    check(tables)
    kinds = kinds_of(tables)
    features = [_feature(area, kinds) for rows in areas_of(tables, clusters_of(tables)).values() for area in rows]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, allow_nan=False) + "\n"


def _feature(area: AreaFacts, kinds: list[str]) -> dict[str, Any]:
    row = area.row
    geometry = json.loads(row["outline"]) if row["outline"] is not None else {"type": "Point", "coordinates": [row["lon"], row["lat"]]}
    fixed = {name: value for name, value in row.items() if name != "outline"} | {"cluster_name": area.cluster.name if area.cluster else None}
    counts = {f"{kind}_{name}": area.counts.get(kind, {}).get(name, _none(name)) for kind in kinds for name in _COUNT_COLUMNS}
    return {"type": "Feature", "geometry": geometry, "properties": fixed | counts}


def _none(name: str) -> int | None:
    return 0 if name in ("fractional_count", "documents_count", "share_percent") else None
