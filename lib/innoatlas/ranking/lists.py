"""The order of a list's clusters, as `rankings` orders those of the world."""

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pyarrow as pa

from innoatlas.tables import UNIT


def ranked_list(members: pa.Table, worlds: Mapping[str, int], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """cluster_id, rank, score and counts (kind, fractional_count, share_percent) of each cluster, in the order of the unrounded score, ties by name.

    `members`: cluster_id, kind and units of the clusters' points. `worlds`: units of the world by kind, of all economies; a kind of none counts nothing.
    `names` by cluster id.
    """
    held: Counter[tuple[str, str]] = Counter()
    for cluster, kind, units in zip(*(members[name].to_pylist() for name in ("cluster_id", "kind", "units")), strict=True):
        held[cluster, kind] += units
    kinds = sorted(kind for kind, units in worlds.items() if units)
    scores = {cluster: sum((Fraction(100 * held[cluster, kind], worlds[kind]) for kind in kinds), Fraction(0)) for cluster, _ in held}
    order = sorted(scores, key=lambda cluster: (-scores[cluster], names[cluster], cluster))
    return [
        {"cluster_id": cluster, "rank": rank, "score": float(scores[cluster]), "counts": [_count(kind, held[cluster, kind], worlds[kind]) for kind in kinds]}
        for rank, cluster in enumerate(order, start=1)
    ]


def _count(kind: str, units: int, world: int) -> dict[str, Any]:
    return {"kind": kind, "fractional_count": units / UNIT, "share_percent": 100 * units / world}
