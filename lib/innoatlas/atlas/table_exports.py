"""Tables of clusters, and of sites and regions, as CSV, whole, with names beside ids."""

import csv
import io
from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from innoatlas.atlas.inputs import check
from innoatlas.atlas.relations import names_by_period
from innoatlas.tables import TABLES

#: The tables that are given away.
EXPORTED = (
    "bridge_rankings",
    "cluster_links",
    "cluster_collaboration",
    "cluster_partners",
    "count_growth",
    "cluster_growth",
    "cluster_lineage",
    "cluster_intensity",
    "count_intensity",
    "partner_candidates",
    "areas",
    "area_counts",
    "area_fields",
    "area_organisations",
    "area_women",
    "area_candidates",
    "cluster_women",
    "cluster_mobility",
    "cluster_diversity",
    "cluster_domains",
    "cluster_concentration",
    "academia_industry_links",
    "rank_intervals",
    "rank_sensitivity",
    "stability",
)

#: Lists and shapes, which are no figures; shapes are in areas.geojson.
_LEFT_OUT = ("point_ids", "outline")

_CURRENT, _PREVIOUS = "current", "previous"


def table_csv(tables: Mapping[str, pa.Table], name: str) -> str:
    """One of EXPORTED: the columns of the contract, each id of a cluster or area followed by its name, rows in the order of the key; empty for null.

    UTF-8 text with a header; both windows where the table has both. Lists and shapes are left out.
    """
    check(tables)
    contract, names = TABLES[name], names_by_period(tables) | _area_names(tables)
    own = [column for column in contract.column_names if column not in _LEFT_OUT]
    columns = list(dict.fromkeys(part for column in own for part in (column, _name_of(column)) if part))
    rows = tables[name].select(own).sort_by([(key, "ascending") for key in contract.key]).to_pylist()
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_named(row, names)[column] for column in columns] for row in rows)
    return text.getvalue()


def _name_of(column: str) -> str | None:
    """`cluster_name` for `cluster_id`; None for a column that holds no cluster or area."""
    return column.removesuffix("_id") + "_name" if column.endswith(("cluster_id", "area_id")) else None


def _area_names(tables: Mapping[str, pa.Table]) -> dict[tuple[str, str], str]:
    """(area id, period) -> name, the same in either."""
    rows = tables["areas"].select(["area_id", "area_name"]).to_pylist()
    return {(row["area_id"], period): row["area_name"] for row in rows for period in (_CURRENT, _PREVIOUS)}


def _named(row: Mapping[str, Any], names: Mapping[tuple[str, str], str]) -> dict[str, Any]:
    plain = {column: str(value).lower() if isinstance(value, bool) else value for column, value in row.items()}
    for column in row:
        if (written := _name_of(column)) and written not in row:
            plain[written] = names.get((row[column], row.get("period", _CURRENT)))
    return plain
