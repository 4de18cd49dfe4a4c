"""The ranking as a table, and as a file that the page carries."""

import base64
from typing import Any

from innoatlas.atlas.exports import rankings_csv
from innoatlas.atlas.given import Given


def facts(given: Given) -> dict[str, Any]:
    """The file; the table is made of the common names."""
    return {"csv_base64": base64.b64encode(rankings_csv(given.tables).encode()).decode()}
