"""What is known of one economy: coverage + economies + its clusters -> the figures of the tool."""

from collections.abc import Mapping, Sequence
from typing import Any

from innoatlas.atlas import located, quality
from innoatlas.atlas.facts import Cluster
from innoatlas.atlas.given import Given
from innoatlas.tables import NO_ECONOMY

#: Clusters that the tool lists of an economy.
LISTED = 12


def facts(given: Given) -> dict[str, Any]:
    """Codes in the order of their names, the one of most listings, and data of the tool."""
    rows = located.by(given.tables["coverage"], "economy_code", "source", "year")
    names, precisions = given.economy_names, located.precisions_of(given.overall)
    return {
        "largest": next((row.economy_code for row in given.economies if row.economy_code != NO_ECONOMY), None),
        "codes": sorted({row.economy_code for row in rows}, key=lambda code: (names.get(code, code), code)),
        "heads": [("n", located.HEADS[name]) for name in precisions],
        "economy": {
            "coverage": coverage_of(rows, precisions),
            "qualities": qualities_of(quality.economies_of(given.tables)),
            "clusters": clusters_by_economy(given.clusters),
        },
    }


def coverage_of(rows: Sequence[located.Located], precisions: Sequence[str]) -> dict[str, list[list[Any]]]:
    """By economy, by source and year: source, year, listings, located listings, mean confidence (null when none is located), listings at each precision."""
    found: dict[str, list[list[Any]]] = {}
    for row in sorted(rows, key=lambda row: (row.economy_code, row.source, row.year or 0)):
        score = None if row.mean_score is None else round(row.mean_score, 3)
        counts = [row.counts[name] for name in precisions]
        found.setdefault(row.economy_code, []).append([row.source, row.year, row.listings_count, row.located_count, score, *counts])
    return found


def qualities_of(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[list[Any]]]:
    """By economy, by kind: kind, listings; shares located, right among these, right among all; towns, postal codes, organisations known; what is missing."""
    found: dict[str, list[list[Any]]] = {}
    for row in rows:
        shares = [None if row[name] is None else round(row[name], 4) for name in ("located_share", "mean_score", "expected_right_share")]
        known = [row[f"{name}_count"] for name in ("towns", "postcodes", "organisations")]
        lacking = ", ".join(quality.MISSING_WORDS[code] for code in row["missing"])
        found.setdefault(row["economy_code"], []).append([row["kind"], row["listings_count"], *shares, *known, lacking])
    return found


def clusters_by_economy(clusters: Sequence[Cluster]) -> dict[str, dict[str, Any]]:
    """By economy: how many clusters name it, and of the first LISTED by rank: rank, fragment, name."""
    found: dict[str, list[Cluster]] = {}
    for cluster in clusters:
        for code in cluster.economy_codes:
            found.setdefault(code, []).append(cluster)
    return {code: {"count": len(own), "first": [[cluster.rank, cluster.anchor, cluster.name] for cluster in own[:LISTED]]} for code, own in found.items()}
