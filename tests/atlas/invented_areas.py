"""Sites, regions and candidates of an invented world, in the shapes of the contracts."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from innoatlas.tables import ALL_YEARS, RELATIONS, UNIT

SQUARE = '{"type":"Polygon","coordinates":[[[5.9,45.8],[10.5,45.8],[10.5,47.8],[5.9,47.8],[5.9,45.8]]]}'
ACROSS = '{"type":"Polygon","coordinates":[[[175,-40],[-175,-40],[-175,-30],[175,-30],[175,-40]]]}'


def areas(ranked: Sequence[str], kinds: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """Rows by table: two sites in the first cluster, one far away without a document, a region, and one across the 180th meridian."""
    first = ranked[0] if ranked else None
    inside = {"cluster_id": first, "nearest_cluster_id": first, "distance_km": None if first is None else 1.25}
    away = inside | {"cluster_id": None, "distance_km": None if first is None else 812.0}
    circle, shape = {"radius_km": 3.0, "outline": None}, {"radius_km": None, "outline": SQUARE}
    made = [
        _area("site:1", "Quantum Park", "science park", 2, inside | circle),
        _area("site:2", "Network <b>North</b>", "cluster organisation", 2, inside | circle),
        _area("site:3", "Far Field", "science park", 0, away | circle),
        _area("region:CH", "Plateau", "canton", 3, away | shape),
        _area("region:X", "Date Line", "sea", 0, away | shape | {"outline": ACROSS, "lat": -35.0, "lon": 180.0}),
    ]
    others = ("area_counts", "area_fields", "area_organisations", "area_women", "area_candidates", "partner_candidates")
    rows: dict[str, list[dict[str, Any]]] = {"areas": made} | {name: [] for name in others}
    for size, area_id in ((40, "site:1"), (10, "site:2"), (400, "region:CH")):
        for kind in kinds:
            _add_of_kind(rows, {"area_id": area_id, "period": "current", "kind": kind}, size)
    for relation in RELATIONS if len(ranked) > 1 else ():
        pair = {"area_id": "site:1", "partner_cluster_id": ranked[1], "kind": kinds[0], "relation": relation, "candidate_rank": 1}
        rows["area_candidates"].append(pair | {"similarity": 0.5 if relation == RELATIONS[0] else -0.5, "documents_count": 2, "affinity": 0.25})
    for one, other in pairwise(ranked):
        for relation in RELATIONS:
            pair = {"cluster_id": one, "partner_cluster_id": other, "kind": kinds[0], "relation": relation, "candidate_rank": 1}
            rows["partner_candidates"].append(pair | {"similarity": 0.5 if relation == RELATIONS[0] else -0.5, "documents_count": 2, "affinity": 0.25})
    return rows


def _area(area_id: str, name: str, kind: str, points: int, more: dict[str, Any]) -> dict[str, Any]:
    fixed = {"area_id": area_id, "layer": area_id.split(":")[0], "area_name": name, "area_kind": kind, "lat": 47.5, "lon": 8.5, "economy_codes": "CH"}
    return fixed | {"point_ids": list(range(points)), "clusters_count": points, "clusters_percent": 50.0 if points else None} | more


def _add_of_kind(rows: dict[str, list[dict[str, Any]]], own: dict[str, Any], size: int) -> None:
    held = {"units": size * UNIT, "fractional_count": float(size), "documents_count": size * 2}
    shared = {"shared_documents_count": size, "foreign_documents_count": size // 2, "shared_share": 0.5, "foreign_share": 0.25}
    for year in (ALL_YEARS, 2021):
        grown = None if year else 12.5
        rows["area_counts"].append(own | held | shared | {"year": year, "listings_count": size, "share_percent": 0.1, "growth_percent": grown})
    for code, percent in (("01", 60.0), ("02", 40.0)):
        rows["area_fields"].append(own | held | {"field_code": code, "field_name": f"Field {code}", "share_percent": percent, "specialisation": 1.5})
    organisation = {"organisation_key": "name:q", "organisation_name": "Quantrelix Corporation", "organisation_kind": "company", "share_percent": 30.0}
    rows["area_organisations"].append(own | held | organisation | {"organisation_rank": 1, "together_percent": 45.0, "organisations_count": 7})
    told = {"listings_count": size * 3, "attributed_count": size * 2, "attribution_share": 2 / 3, "women_share": 0.4375 if size > 20 else None}
    rows["area_women"].append(own | told)
