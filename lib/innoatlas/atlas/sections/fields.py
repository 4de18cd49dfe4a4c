"""What a cluster works on, and who works on a field: cluster_fields + world_fields + cluster_domains -> the figures of the tools."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from innoatlas.atlas.domains import domains_of, unused_of
from innoatlas.atlas.facts import Cluster
from innoatlas.atlas.given import Given
from innoatlas.atlas.inputs import of_period
from innoatlas.atlas.strengths import LEAST_PERCENT
from innoatlas.tables import UNMAPPED_FIELD

#: Fields that the tool knows of each cluster and kind, those of the largest shares: all 35 of technology, and most of a cluster's subjects of science.
LISTED = 40


def facts(given: Given) -> dict[str, Any]:
    """Data of the tools: by kind the world's fields, and the leading clusters' share and specialisation in each; domains of papers and patents together."""
    known = {kind: fields_of(given.tables, given.leading, kind) for kind in given.kinds if _has(given.tables, kind)}
    own = {"domains": domains_of(given.tables, given.leading), "unused": unused_of(given.tables, given.leading)}
    return {"fields": known, "least_percent": LEAST_PERCENT, "most_fields": LISTED} | own


def fields_of(tables: Mapping[str, pa.Table], clusters: Sequence[Cluster], kind: str) -> dict[str, Any]:
    """`world`: code, name and share (percent) of each field, largest first, the unmapped last. `clusters`: for each of the clusters, largest share first,
    the field's place in `world`, share (percent), specialisation and fractional count; at most LISTED.
    """
    world = sorted(_rows(tables["world_fields"], kind), key=lambda row: (row["field_code"] == UNMAPPED_FIELD, -row["share_percent"], row["field_code"]))
    place = {row["field_code"]: number for number, row in enumerate(world)}
    held: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in _rows(tables["cluster_fields"], kind):
        held[row["cluster_id"]].append(row)
    return {
        "world": [[row["field_code"], row["field_name"], round(row["share_percent"], 2)] for row in world],
        "clusters": [[_cell(row, place) for row in sorted(held[cluster.cluster_id], key=_largest_first)[:LISTED]] for cluster in clusters],
    }


def _has(tables: Mapping[str, pa.Table], kind: str) -> bool:
    return any(row["field_code"] != UNMAPPED_FIELD for row in _rows(tables["world_fields"], kind))


def _rows(table: pa.Table, kind: str) -> list[dict[str, Any]]:
    current = of_period(table, "current")
    rows: list[dict[str, Any]] = current.filter(pa.compute.equal(current["kind"], kind)).to_pylist()
    return rows


def _largest_first(row: Mapping[str, Any]) -> tuple[float, str]:
    return -row["share_percent"], row["field_code"]


def _cell(row: Mapping[str, Any], place: Mapping[str, int]) -> list[Any]:
    return [place[row["field_code"]], round(row["share_percent"], 2), round(row["specialisation"], 2), round(row["fractional_count"], 1)]
