"""What the words mean and what is missing."""

from typing import Any

from innoatlas.atlas.given import Given


def facts(given: Given) -> dict[str, Any]:
    """What the sentences on missing listings count."""
    return {
        "totals": given.totals,
        "overall": given.overall,
        "points_count": len(given.points),
        "noise_count": int(given.points["cluster_id"].isna().sum()),
    }
