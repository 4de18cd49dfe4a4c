"""Links, partners, growth, lineage and people of invented clusters, in the shapes of the contracts."""

from collections.abc import Sequence
from typing import Any

from innoatlas.tables import PERIODS

ABROAD = ("US", "GB", "DE", "FR", "CN", "JP", "KR")
DOCUMENTS = {"patent": 4_000, "paper": 30_000, "deal": 300}


def relations(ranked: Sequence[str], kinds: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """Rows by table for clusters in the order of their rank, twice over (once a window)."""
    ids = list(dict.fromkeys(ranked))
    made: dict[str, list[dict[str, Any]]] = {}
    for place, cluster in enumerate(ids):
        for period in PERIODS:
            for kind in kinds:
                _add_of_kind(made, ids, place, {"cluster_id": cluster, "period": period, "kind": kind}, DOCUMENTS[kind] // (place + 1))
            told = {"cluster_id": cluster, "period": period, "population": _people(place), "is_proxy": place % 2 == 0, "score": 5.0 / (place + 1)}
            people = told["population"]
            _add(made, "cluster_intensity", told | {"score_per_million": 5e6 / (place + 1) / people if people else None, "intensity_rank": place + 1})
        _add_growth(made, place, cluster, kinds)
        for period in PERIODS:
            change = place % 3 - 1
            ranks = {"rank": place + 1, "score": 5.0 / (place + 1), "last_method_rank": place + 1 + change, "last_method_score": 4.0, "rank_change": change}
            _add(made, "bridge_rankings", {"cluster_id": cluster, "period": period} | ranks)
        former = cluster if place % 5 else ids[place - 1] if place else ""
        event = "continued" if place % 5 else "split" if place else "born"
        told = {"since": "window", "previous_cluster_name": f"earlier {former}" if former else None}
        shared = told | {"shared_listings_count": 50, "previous_listings_count": 60, "listings_count": 70, "shared_share": 50 / 60}
        _add(made, "cluster_lineage", {"previous_cluster_id": former, "cluster_id": cluster, "event": event} | shared)
    return made


def _add(made: dict[str, list[dict[str, Any]]], table: str, row: dict[str, Any]) -> None:
    made.setdefault(table, []).append(row)


def _people(place: int) -> int | None:
    return None if place == 3 else 12_345_678 // (place + 1)


def _add_of_kind(made: dict[str, list[dict[str, Any]]], ids: Sequence[str], place: int, row: dict[str, Any], documents: int) -> None:
    for number, economy in enumerate(ABROAD):
        _add(made, "cluster_links", row | {"economy_code": economy, "is_foreign": number != place % 7, "documents_count": 1 + documents // (number + 3)})
    parts = {"documents_count": documents, "partner_documents_count": documents // 2, "domestic_documents_count": documents // 4}
    parts |= {"foreign_documents_count": documents // 3, "domestic_links_count": documents // 4, "foreign_links_count": documents // 2}
    shares = {"partner_share": 0.5, "domestic_share": 0.25, "foreign_share": 1 / 3, "foreign_rank": place + 1, "mean_economies_count": 1.4}
    _add(made, "cluster_collaboration", row | parts | shares)
    for rank, other in enumerate((one for one in ids[:8] if one != row["cluster_id"]), 1):
        told = {"partner_cluster_id": other, "documents_count": 1 + documents // (rank + 4), "document_share": 0.1, "partner_rank": rank}
        _add(made, "cluster_partners", row | told)
    counted = {"population": _people(place), "is_proxy": place % 2 == 0, "fractional_count": documents * 0.6, "count_per_million": 812.4 / (place + 1)}
    _add(made, "count_intensity", row | counted | {"intensity_rank": place + 1})


def _add_growth(made: dict[str, list[dict[str, Any]]], place: int, cluster: str, kinds: Sequence[str]) -> None:
    for geometry in ("refound", "fixed"):
        known = geometry == "fixed" or place % 5 != 0
        grown = {"cluster_id": cluster, "geometry": geometry, "growth_percent": 4.2 - place if known else None, "riser_rank": None, "faller_rank": None}
        for kind in kinds:
            counts = {"fractional_count": 100.0, "previous_fractional_count": 96.0 if known else None, "count_change": 4.0 if known else None}
            shares = {"share_percent": 1.0, "previous_share_percent": 0.9 if known else None}
            _add(made, "count_growth", grown | counts | shares | {"kind": kind})
        scores = {"score": 2.0, "previous_score": 1.9 if known else None, "score_change": 0.1 if known else None}
        _add(made, "cluster_growth", grown | scores)
