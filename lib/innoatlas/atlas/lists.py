"""What the page and the exports say of the lists of conf: list_rankings, list by list."""

import csv
import io
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from innoatlas.atlas.facts import kinds_of
from innoatlas.atlas.inputs import check

_COUNT_COLUMNS = ("fractional_count", "share_percent")


def lists_of(tables: Mapping[str, pa.Table]) -> dict[str, list[dict[str, Any]]]:
    """Rows by the list's name, in the order of the names and ranks; `counts` by kind."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in sorted(tables["list_rankings"].to_pylist(), key=lambda row: (row["list_name"], row["rank"])):
        found[row["list_name"]].append(row | {"counts": {count["kind"]: count for count in row["counts"]}})
    return dict(found)


def lists_csv(tables: Mapping[str, pa.Table]) -> str:
    """The columns of `list_rankings`, and for each kind its counts (`patent_fractional_count`); UTF-8 text with a header, by list and rank."""
    check(tables)
    kinds = kinds_of(tables)
    plain = [column for column in tables["list_rankings"].column_names if column != "counts"]
    of_kinds = {f"{kind}_{column}": (kind, column) for kind in kinds for column in _COUNT_COLUMNS}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*plain, *of_kinds])
    for rows in lists_of(tables).values():
        writer.writerows(
            [*(row[column] for column in plain), *(row["counts"].get(kind, {}).get(column, 0) for kind, column in of_kinds.values())] for row in rows
        )
    return text.getvalue()
