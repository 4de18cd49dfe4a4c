"""Women, moves and lists of invented clusters, in the shapes of the contracts."""

from collections.abc import Mapping, Sequence
from typing import Any

from innoatlas.tables import WORLD


def people(ranked: Sequence[Mapping[str, Any]], kinds: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """Rows by table for the ranked clusters of either window; of every other one too few names tell, and of patents nobody is followed."""
    women = [_women(WORLD, period, kind, 0.31) for period in ("current", "previous") for kind in kinds]
    women += [_women(row["cluster_id"], row["period"], kind, None if row["rank"] % 2 else 0.25) for row in ranked for kind in kinds]
    current = sorted((row for row in ranked if row["period"] == "current"), key=lambda row: row["rank"])
    moves = [
        move | {"persons_count": 40 // row["rank"] + 1}
        for row, other in zip(current, [*current[1:], *current[:1]], strict=True)
        for move in (_move(row, row), _move(row, other), _move(row, None, "FR"), _move(None, row, "ZZ"))
    ]
    return {
        "cluster_women": women,
        "cluster_mobility": [move for move in moves if "paper" in kinds],
        "list_rankings": [_listed(row, kinds) for row in current[:3]],
    }


def _women(cluster: str, period: str, kind: str, share: float | None) -> dict[str, Any]:
    counts = {"listings_count": 100, "attributed_count": 80, "attribution_share": 0.8}
    return {"cluster_id": cluster, "period": period, "kind": kind, "women_share": share} | counts


def _move(begin: Mapping[str, Any] | None, end: Mapping[str, Any] | None, economy: str = "") -> dict[str, Any]:
    from_codes, to_codes = (place["economy_codes"] if place else economy for place in (begin, end))
    ids = {"from_cluster_id": begin["cluster_id"] if begin else "", "to_cluster_id": end["cluster_id"] if end else ""}
    foreign = not set(from_codes.split("/")) & set(to_codes.split("/")) and economy != "ZZ"
    return {"kind": "paper", "from_economy_codes": from_codes, "to_economy_codes": to_codes, "is_foreign": foreign} | ids


def _listed(row: Mapping[str, Any], kinds: Sequence[str]) -> dict[str, Any]:
    counts = [{"kind": kind, "fractional_count": 12.5, "share_percent": 0.25} for kind in sorted(kinds)]
    told = {name: row[name] for name in ("cluster_id", "rank", "cluster_name", "economy_codes", "score")}
    where = {"lat": 1.0, "lon": 2.0, "min_weight": 450, "world_cluster_id": row["cluster_id"] if row["rank"] == 1 else None}
    return told | where | {"list_name": "Somewhere", "counts": counts, "listings_count": 700}
