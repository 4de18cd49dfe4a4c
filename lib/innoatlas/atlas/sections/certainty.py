"""How sure each rank is: rank_intervals + rank_sensitivity + stability -> a picture, a table, and how each cluster fares under each rule of the grid."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from innoatlas.atlas.given import Given
from innoatlas.atlas.inputs import of_period
from innoatlas.atlas.whiskers import whiskers_json

#: A cluster is whole under another rule when at least this part of its weight lies in the one found, and of the one found in it.
WHOLE = 0.9

#: How a cluster may fare under a rule, in words, worst first.
STANDINGS = {
    "lost": "not found",
    "joined": "joined with another cluster of the ranking",
    "reduced": f"found with less than {WHOLE:.0%} of its weight: smaller, or split",
    "grown": f"found within a larger cluster, of which it is less than {WHOLE:.0%}",
    "whole": "found as it is",
}

#: Of `rank_sensitivity`, the alternative that counts each document whole.
WHOLE_COUNTS = "whole"


@dataclass(frozen=True)
class Sureness:
    """How much the rank of one cluster hangs on chance and on choices."""

    whole_rank: int | None  #: if each document counted fully; null when that was not tried
    best_rank: int | None  #: over the other weights of a metric; null when none was tried
    worst_rank: int | None
    standings: tuple[str, ...]  #: one of STANDINGS for each rule, in the order of `rules_of`; empty when none was tried
    kept: tuple[float, ...]  #: part of its weight that the found cluster holds, 0 to 1, for each rule
    joined: tuple[tuple[str, ...], ...]  #: the other clusters of the ranking that are found in the same one, for each rule


def facts(given: Given) -> dict[str, Any]:
    """The picture of all clusters; the leading ones with their sureness; for each rule how they fare, and data of the tool."""
    sureness = sureness_of(given.tables)
    found = {row["cluster_id"]: row["found_share"] for row in given.tables["rank_intervals"].to_pylist() if row["found_share"] is not None}
    known = [sureness.get(cluster.cluster_id, _UNKNOWN) for cluster in given.leading]
    rules, names = rules_of(given.tables), {cluster.cluster_id: cluster.name for cluster in given.clusters}
    return {
        "whiskers": whiskers_json(given.clusters, {key: own.whole_rank for key, own in sureness.items()}),
        "found": found,  # by cluster, empty where clusters are held fixed
        "sure": list(zip(given.leading, known, strict=True)),
        "rules": [rule | {"standings": Counter(own.standings[at] for own in known if own.standings)} for at, rule in enumerate(rules)],
        "standing_words": STANDINGS,
        "certainty": {
            "rules": [[rule["radius_km"], rule["min_weight"]] for rule in rules],
            "words": STANDINGS,
            "clusters": [_told(own, names) for own in known],
        },
    }


_UNKNOWN = Sureness(None, None, None, (), (), ())


def rules_of(tables: Mapping[str, pa.Table]) -> list[dict[str, Any]]:
    """Every radius (km) with every weight of the grid, and how many clusters it finds in all; by radius, then weight."""
    found = {(row["radius_km"], row["min_weight"]): row["clusters_count"] for row in tables["stability"].to_pylist()}
    return [{"radius_km": radius, "min_weight": weight, "clusters_count": found[radius, weight]} for radius, weight in sorted(found)]


def sureness_of(tables: Mapping[str, pa.Table]) -> dict[str, Sureness]:
    """By cluster; one of which neither table says anything is absent."""
    ranks: dict[str, dict[str, int]] = defaultdict(dict)
    for row in of_period(tables["rank_sensitivity"], "current").to_pylist():
        ranks[row["cluster_id"]][row["alternative"]] = row["rank"]
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in sorted(tables["stability"].to_pylist(), key=lambda row: (row["radius_km"], row["min_weight"])):
        rows[row["cluster_id"]].append(row)
    found: dict[tuple[Any, ...], list[str]] = defaultdict(list)
    for key, own in sorted(rows.items()):
        for row in own:
            found[_finding(row)].append(key)
    return {key: _sureness(key, ranks[key], rows[key], found) for key in sorted(set(ranks) | set(rows))}


def _sureness(key: str, ranks: Mapping[str, int], rows: Sequence[Mapping[str, Any]], found: Mapping[tuple[Any, ...], Sequence[str]]) -> Sureness:
    """`found`: for each cluster that a rule finds, those of the ranking that it was found for."""
    joined = [tuple(other for other in found[_finding(row)] if row["found_id"] is not None and other != key) for row in rows]
    weighed = [rank for name, rank in ranks.items() if name != WHOLE_COUNTS]
    return Sureness(
        whole_rank=ranks.get(WHOLE_COUNTS),
        best_rank=min(weighed, default=None),
        worst_rank=max(weighed, default=None),
        standings=tuple(_standing(row, bool(others)) for row, others in zip(rows, joined, strict=True)),
        kept=tuple(row["kept_share"] for row in rows),
        joined=tuple(joined),
    )


def _finding(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """A rule and a cluster that it finds."""
    return row["radius_km"], row["min_weight"], row["found_id"]


def _standing(row: Mapping[str, Any], is_joined: bool) -> str:
    if row["found_id"] is None:
        return "lost"
    if is_joined:
        return "joined"
    if row["kept_share"] < WHOLE:
        return "reduced"
    return "whole" if row["overlap"] >= WHOLE else "grown"


def _told(own: Sureness, names: Mapping[str, str]) -> list[list[Any]]:
    """Standing, percent of its weight kept, and names of the clusters it is joined with, for each rule."""
    return [
        [standing, round(100 * kept, 1), ", ".join(names.get(other, other) for other in others)]
        for standing, kept, others in zip(own.standings, own.kept, own.joined, strict=True)
    ]
