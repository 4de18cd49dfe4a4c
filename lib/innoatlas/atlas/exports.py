"""What others take away: the ranking and what each economy's numbers are worth as CSV, clusters and cells as GeoJSON (RFC 7946: lon before lat)."""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import h3.api.numpy_int as h3
import numpy as np
import pyarrow as pa

from innoatlas.atlas.area_exports import areas_geojson
from innoatlas.atlas.facts import Cluster, clusters_of, kinds_of
from innoatlas.atlas.inputs import check, of_period
from innoatlas.atlas.layers import cells_of
from innoatlas.atlas.lists import lists_csv
from innoatlas.atlas.plane import Coordinates, clip, hexagon, outline
from innoatlas.atlas.quality import economies_of
from innoatlas.tables import ECONOMIES

_COUNT_COLUMNS = ("fractional_count", "documents_count", "listings_count", "share_percent")


def rankings_csv(tables: Mapping[str, pa.Table]) -> str:
    """The ranking of the edition's own window, one row per cluster, by rank; UTF-8 text with a header.

    Columns: rank, previous_rank (empty for a new cluster), rank_low and rank_high (empty without intervals), cluster_id, cluster_name,
    economy_codes, score, lat, lon, radius_km, then fractional_count, documents_count, listings_count and share_percent of each kind, for
    example `patent_share_percent`.
    """
    check(tables)
    kinds = kinds_of(tables)
    text = io.StringIO()
    writer = csv.DictWriter(text, _csv_columns(kinds), lineterminator="\n")
    writer.writeheader()
    writer.writerows(_properties(cluster, kinds) for cluster in clusters_of(tables))
    return text.getvalue()


def economies_csv(tables: Mapping[str, pa.Table]) -> str:
    """The table `economies`, one row per economy and kind, most listings first; UTF-8 text with a header. Codes of `missing` are joined by a space."""
    check(tables)
    text = io.StringIO()
    writer = csv.DictWriter(text, ECONOMIES.column_names, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(row | {"missing": " ".join(row["missing"])} for row in economies_of(tables))
    return text.getvalue()


def fields_csv(tables: Mapping[str, pa.Table]) -> str:
    """The fields of every ranked cluster in the edition's own window, the columns of `cluster_fields` after the cluster's rank and name."""
    return _rows_csv(tables, "cluster_fields", ("kind", "field_code"))


def organisations_csv(tables: Mapping[str, pa.Table]) -> str:
    """The largest organisations of every ranked cluster in the edition's own window, as `cluster_organisations` has them."""
    return _rows_csv(tables, "cluster_organisations", ("kind", "organisation_rank"))


def clusters_geojson(tables: Mapping[str, pa.Table]) -> str:
    """Clusters of the edition's own window: the outline of the footprint, or the centroid when there is none; properties as in `rankings_csv`."""
    check(tables)
    kinds = kinds_of(tables)
    return _collection([_feature(_footprint(cluster), _properties(cluster, kinds)) for cluster in clusters_of(tables)])


def cells_geojson(tables: Mapping[str, pa.Table]) -> str:
    """H3 cells of the edition's own window at the resolution of the table: cell (H3's hexadecimal), score, and for each kind
    its fractional count (`patent_count`) and its share of the world in percent (`patent_share`).
    """
    check(tables)
    rows = cells_of(tables, kinds_of(tables), limit=tables["cells"].num_rows).rows
    records: list[dict[str, Any]] = rows.to_dict("records")  # type: ignore[assignment]  # the names of columns are texts
    return _collection([_feature(_polygons([hexagon(row["cell"])]), row | {"cell": h3.int_to_str(row["cell"])}) for row in records])


#: The files of an edition by the end of their names.
FILES: Mapping[str, Callable[[Mapping[str, pa.Table]], str]] = {
    "rankings.csv": rankings_csv,
    "economies.csv": economies_csv,
    "fields.csv": fields_csv,
    "organisations.csv": organisations_csv,
    "lists.csv": lists_csv,
    "clusters.geojson": clusters_geojson,
    "cells.geojson": cells_geojson,
    "areas.geojson": areas_geojson,
}


def _rows_csv(tables: Mapping[str, pa.Table], name: str, order: tuple[str, ...]) -> str:
    """Rows of the edition's own window by rank of their cluster, then by `order`."""
    check(tables)
    ranked = {cluster.cluster_id: cluster for cluster in clusters_of(tables)}
    rows = [row for row in of_period(tables[name], "current").to_pylist() if row["cluster_id"] in ranked]
    rows.sort(key=lambda row: (ranked[row["cluster_id"]].rank, *(row[column] for column in order)))
    columns = [column for column in tables[name].column_names if column not in ("period", "units")]
    text = io.StringIO()
    writer = csv.DictWriter(text, ["rank", "cluster_name", *columns], extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows({"rank": ranked[row["cluster_id"]].rank, "cluster_name": ranked[row["cluster_id"]].name} | row for row in rows)
    return text.getvalue()


def _csv_columns(kinds: Sequence[str]) -> list[str]:
    fixed = ["rank", "previous_rank", "rank_low", "rank_high", "cluster_id", "cluster_name", "economy_codes", "score", "lat", "lon", "radius_km"]
    return fixed + [f"{kind}_{column}" for kind in kinds for column in _COUNT_COLUMNS]


def _properties(cluster: Cluster, kinds: Sequence[str]) -> dict[str, Any]:
    fixed = (
        cluster.rank,
        cluster.previous_rank,
        cluster.rank_low,
        cluster.rank_high,
        cluster.cluster_id,
        cluster.name,
        cluster.economies,
        cluster.score,
        cluster.lat,
        cluster.lon,
        cluster.radius_km,
    )
    counts = [getattr(cluster.counts[kind], column) if kind in cluster.counts else 0 for kind in kinds for column in _COUNT_COLUMNS]
    return dict(zip(_csv_columns(kinds), (*fixed, *counts), strict=True))


def _footprint(cluster: Cluster) -> dict[str, Any]:
    return _polygons(outline(cluster.footprint_cells)) if cluster.footprint_cells else {"type": "Point", "coordinates": [cluster.lon, cluster.lat]}


def _polygons(rings: Sequence[Coordinates]) -> dict[str, Any]:
    """Rings (lat, lon) as GeoJSON, cut at the 180th meridian as RFC 7946, section 3.1.9, asks; exterior rings run counterclockwise."""
    parts = [part for ring in rings for part in _cut(ring)]
    closed = [[np.round(_counterclockwise(part)[[*range(len(part)), 0]], 6).tolist()] for part in parts]
    return {"type": "Polygon", "coordinates": closed[0]} if len(closed) == 1 else {"type": "MultiPolygon", "coordinates": closed}


def _cut(ring: Coordinates) -> list[Coordinates]:
    """One ring as lon, lat, in two where it goes on beyond 180 degrees."""
    ring = ring[:, ::-1]
    if ring[:, 0].max() <= 180:
        return [ring]
    west, east = clip(ring, (-180.0, -90.0), (180.0, 90.0)), clip(ring, (180.0, -90.0), (540.0, 90.0))
    return [part for part in (west, east - (360.0, 0.0)) if len(part) > 2]


def _counterclockwise(ring: Coordinates) -> Coordinates:
    x, y = ring.T
    return ring if np.dot(x, np.roll(y, -1)) >= np.dot(y, np.roll(x, -1)) else ring[::-1]


def _feature(geometry: Mapping[str, Any], properties: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _collection(features: Sequence[Mapping[str, Any]]) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, allow_nan=False) + "\n"
