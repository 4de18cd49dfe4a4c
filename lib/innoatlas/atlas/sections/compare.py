"""Two to four clusters side by side: the figures that the tool sets next to one another."""

from collections.abc import Mapping, Sequence
from typing import Any

from innoatlas.atlas import located
from innoatlas.atlas.facts import Cluster
from innoatlas.atlas.given import Given
from innoatlas.atlas.relations import Relations, relations_of


def facts(given: Given) -> dict[str, Any]:
    """Figures of the leading clusters, each as a list over them; those of each kind under `kinds`."""
    relations = relations_of(given.tables)
    whole = [_of_cluster(cluster, relations[cluster.cluster_id], given.economies) for cluster in given.leading]
    by_kind = {kind: [_of_kind(cluster, relations[cluster.cluster_id], kind) for cluster in given.leading] for kind in given.kinds}
    return {"compared": columns(whole) | {"kinds": {kind: columns(rows) for kind, rows in by_kind.items()}}}


def columns(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    """Rows of the same names as one list a name.

    >>> columns([{"rank": 1, "score": 9.5}, {"rank": 2, "score": None}])
    {'rank': [1, 2], 'score': [9.5, None]}
    """
    return {name: [row[name] for row in rows] for name in rows[0]} if rows else {}


def _of_cluster(cluster: Cluster, own: Relations, economies: Sequence[located.Located]) -> dict[str, Any]:
    """Null where a figure is not known."""
    places = located.of_economies(economies, cluster.economy_codes)
    return {
        "rank_low": cluster.rank_low,
        "rank_high": cluster.rank_high,
        "previous_rank": cluster.previous_rank,
        "score": round(cluster.score, 3),
        "score_growth": _rounded(own.growth.get(("refound", "score")), 1),
        "population": own.population,
        "is_proxy": int(own.is_proxy),
        "score_per_million": _rounded(own.per_million.get("score"), 4),
        "intensity_rank": own.intensity_rank,
        "radius_km": round(cluster.radius_km, 1),
        "listings_count": cluster.listings_count,
        "located_share": _rounded(located.total(places).share if places else None, 4),
    }


def _of_kind(cluster: Cluster, own: Relations, kind: str) -> dict[str, Any]:
    """The same in one kind; a cluster without any of it counts 0."""
    count, shared = cluster.counts.get(kind), own.collaboration.get(kind, {})
    return {
        "share_percent": round(cluster.share(kind), 3),
        "fractional_count": round(count.fractional_count, 1) if count else 0,
        "documents_count": count.documents_count if count else 0,
        "growth": _rounded(own.growth.get(("refound", kind)), 1),
        "per_million": _rounded(own.per_million.get(kind), 1),
        "foreign_share": _rounded(shared.get("foreign_share"), 4),
        "foreign_rank": shared.get("foreign_rank"),
        "partner_share": _rounded(shared.get("partner_share"), 4),
    }


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)
