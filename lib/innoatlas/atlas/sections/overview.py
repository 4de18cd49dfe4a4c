"""What the edition is, in a few figures."""

from typing import Any

from innoatlas.atlas import located
from innoatlas.atlas.facts import KIND_LABELS
from innoatlas.atlas.given import Given


def facts(given: Given) -> dict[str, Any]:
    """World totals by kind and how much was located."""
    return {
        "labels": [KIND_LABELS[kind] for kind in given.kinds],
        "totals": given.totals,
        "overall": given.overall,
        "coverage_years": located.years(given.tables["coverage"]),
    }
