"""What made the numbers: job_runs -> the last run of each table, in the order of the line."""

from typing import Any

import pyarrow as pa

from innoatlas.tables import TABLES


def last_runs(job_runs: pa.Table) -> list[dict[str, Any]]:
    """The newest row of each table, by its start; tables that the contract does not name come last, by name."""
    newest: dict[str, dict[str, Any]] = {}
    for row in sorted(job_runs.to_pylist(), key=lambda row: (row["started_at"], row["run_id"])):
        newest[row["table_name"]] = row
    order = {name: place for place, name in enumerate(TABLES)}
    return sorted(newest.values(), key=lambda row: (order.get(row["table_name"], len(order)), row["table_name"]))
