"""Tables of clusters as CSV, whole, with the clusters' names beside their ids."""

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
    "cluster_links",
    "cluster_collaboration",
    "cluster_partners",
    "count_growth",
    "cluster_growth",
    "cluster_lineage",
    "cluster_intensity",
    "count_intensity",
)

_CURRENT, _PREVIOUS = "current", "previous"


def table_csv(tables: Mapping[str, pa.Table], name: str) -> str:
    """One of EXPORTED: the columns of the contract, each cluster id followed by its name, rows in the order of the key; empty for null.

    UTF-8 text with a header; both windows where the table has both.
    """
    check(tables)
    contract, names = TABLES[name], names_by_period(tables)
    columns = [part for column in contract.column_names for part in (column, _name_of(column)) if part]
    rows = tables[name].select(contract.column_names).sort_by([(key, "ascending") for key in contract.key]).to_pylist()
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_named(row, names)[column] for column in columns] for row in rows)
    return text.getvalue()


def _name_of(column: str) -> str | None:
    """`cluster_name` for `cluster_id`; None for a column that holds no cluster."""
    return column.removesuffix("_id") + "_name" if column.endswith("cluster_id") else None


def _named(row: Mapping[str, Any], names: Mapping[tuple[str, str], str]) -> dict[str, Any]:
    plain = {column: str(value).lower() if isinstance(value, bool) else value for column, value in row.items()}
    for column in row:
        if written := _name_of(column):
            period = _PREVIOUS if column == "previous_cluster_id" else row.get("period", _CURRENT)
            plain[written] = names.get((row[column], period))
    return plain
