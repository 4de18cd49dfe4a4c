"""What the numbers of each economy are worth: the rows of `economies` as the page and the exports tell them."""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

#: What the gazetteer lacks, as the page says it.
MISSING_WORDS = {"few_places": "small towns", "no_organisations": "organisations", "no_postcodes": "postal codes"}


def economies_of(tables: Mapping[str, pa.Table]) -> list[dict[str, Any]]:
    """Rows of `economies`, those of most listings first, ties by code and kind."""
    rows: list[dict[str, Any]] = tables["economies"].to_pylist()
    return sorted(rows, key=lambda row: (-row["listings_count"], row["economy_code"], row["kind"]))


def no_point_share(row: Mapping[str, Any]) -> float:
    """Share of an economy's listings that are neither located nor placed by a neighbour, 0 to 1."""
    return float(sum(row[f"{name}_share"] for name in ("admin2", "admin1", "country", "none", "no_address")))
