"""The ranking as a table, and as a file that the page carries."""

import base64
from typing import Any

from innoatlas.atlas.exports import rankings_csv
from innoatlas.atlas.facts import KIND_HEADS
from innoatlas.atlas.given import Given
from innoatlas.atlas.inputs import of_period


def facts(given: Given) -> dict[str, Any]:
    """The file, and the ranks by last edition's method, by cluster id, where they differ; the rest of the table is made of the common names."""
    bridge = of_period(given.tables["bridge_rankings"], "current").to_pylist()
    ranks = {row["cluster_id"]: row["last_method_rank"] for row in bridge} if any(row["rank_change"] for row in bridge) else {}
    return {
        "csv_base64": base64.b64encode(rankings_csv(given.tables).encode()).decode(),
        "last_method_ranks": ranks,
        "metrics": [KIND_HEADS[kind].lower() for kind in given.kinds],
    }
