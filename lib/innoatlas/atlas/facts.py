"""What the page says of each cluster and of the world: rankings + clusters + cluster_counts + points -> plain records."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from innoatlas.atlas.inputs import of_period
from innoatlas.tables import KINDS, UNIT

#: How a reader calls what a kind counts.
KIND_LABELS = {"patent": "patent applications", "paper": "scientific papers", "deal": "venture-capital deals"}

#: The same in a column head.
KIND_HEADS = {"patent": "Patents", "paper": "Papers", "deal": "Deals"}


@dataclass(frozen=True)
class Count:
    """What a cluster has of one kind in one window."""

    fractional_count: float  #: documents, each shared out over its persons
    documents_count: int  #: distinct documents with at least one person in the cluster
    listings_count: int  #: person listings
    share_percent: float  #: percent of the world's located fractional count, 0 to 100


@dataclass(frozen=True)
class Cluster:
    """One cluster of the edition's own window, in the order of the ranking."""

    anchor: str  #: fragment of the page, letters, digits, colons, hyphens and underscores only
    cluster_id: str
    rank: int
    previous_rank: int | None  #: null when no cluster of the previous window became this one
    rank_low: int | None  #: best rank that chance in the documents leaves open; null when no interval was given
    rank_high: int | None  #: worst one
    name: str
    economy_codes: tuple[str, ...]  #: largest first
    score: float  #: sum of the shares, percent of the world
    previous_score: float | None
    counts: Mapping[str, Count]  #: by kind; a kind without a count in the cluster is absent
    previous_counts: Mapping[str, Count]
    lat: float
    lon: float
    points_count: int
    listings_count: int
    radius_km: float
    footprint_cells: tuple[int, ...]
    member_names: tuple[str, ...]

    @property
    def economies(self) -> str:
        """Economy codes as the contract writes them, joined by a slash."""
        return "/".join(self.economy_codes)

    @property
    def patent_part(self) -> float:
        """Part of the score that patents make up, 0 to 1; 0 when the score is 0."""
        total = sum(count.share_percent for count in self.counts.values())
        return self.counts["patent"].share_percent / total if total and "patent" in self.counts else 0.0

    def share(self, kind: str) -> float:
        """Percent of the world in one kind; 0 when the cluster has none of it."""
        return self.counts[kind].share_percent if kind in self.counts else 0.0


@dataclass(frozen=True)
class KindTotal:
    """The world in one kind, in the edition's own window."""

    kind: str
    documents_count: int | None  #: documents that count in the edition; null when no totals were given
    located_count: float  #: documents with at least one located person: the world total that shares refer to
    clusters_percent: float  #: percent of the located documents that lie in the clusters, fractionally counted
    first_year: int | None
    last_year: int | None
    sources: tuple[str, ...]

    @property
    def label(self) -> str:
        """What it counts, in words."""
        return KIND_LABELS[self.kind]


def anchor(cluster_id: str) -> str:
    """A fragment for a cluster: its id when that is harmless in a URL, else a digest of it.

    >>> anchor("geonames:1850147"), anchor("a b").startswith("cluster-"), " " in anchor("a b")
    ('cluster-geonames:1850147', True, False)
    """
    safe = cluster_id if re.fullmatch(r"[A-Za-z0-9_:-]+", cluster_id) else hashlib.sha256(cluster_id.encode()).hexdigest()[:16]
    return f"cluster-{safe}"


def clusters_of(tables: Mapping[str, pa.Table]) -> list[Cluster]:
    """Every ranked cluster of the edition's own window, by rank."""
    shapes = {row["cluster_id"]: row for row in of_period(tables["clusters"], "current").to_pylist()}
    counts, previous_counts = (_counts_by_cluster(of_period(tables["cluster_counts"], period)) for period in ("current", "previous"))
    previous_scores = {row["cluster_id"]: row["score"] for row in of_period(tables["rankings"], "previous").to_pylist()}
    intervals = {row["cluster_id"]: (row["rank_low"], row["rank_high"]) for row in tables["rank_intervals"].to_pylist()}
    ranked = of_period(tables["rankings"], "current").sort_by([("rank", "ascending"), ("cluster_id", "ascending")]).to_pylist()
    return [
        Cluster(
            anchor=anchor(row["cluster_id"]),
            cluster_id=row["cluster_id"],
            rank=row["rank"],
            previous_rank=row["previous_rank"],
            rank_low=intervals.get(row["cluster_id"], (None, None))[0],
            rank_high=intervals.get(row["cluster_id"], (None, None))[1],
            name=row["cluster_name"],
            economy_codes=tuple(row["economy_codes"].split("/")),
            score=row["score"],
            previous_score=previous_scores.get(row["cluster_id"]),
            counts=counts.get(row["cluster_id"], {}),
            previous_counts=previous_counts.get(row["cluster_id"], {}),
            **_shape(shapes[row["cluster_id"]]),
        )
        for row in ranked
        if row["cluster_id"] in shapes
    ]


def kinds_of(tables: Mapping[str, pa.Table]) -> list[str]:
    """Kinds that the edition's own window counts, in the order of the contract."""
    present = set(of_period(tables["points"], "current")["kind"].to_pylist()) | set(of_period(tables["cluster_counts"], "current")["kind"].to_pylist())
    return [kind for kind in KINDS if kind in present]


def totals_of(tables: Mapping[str, pa.Table], clusters: Sequence[Cluster]) -> list[KindTotal]:
    """The world by kind: what was given, what was located, what lies in clusters."""
    units = {row["kind"]: row["units_sum"] for row in of_period(tables["points"], "current").group_by("kind").aggregate([("units", "sum")]).to_pylist()}
    given: dict[str, list[dict[str, object]]] = defaultdict(list)
    for row in tables["document_totals"].to_pylist():
        given[row["kind"]].append(row)
    return [_total(kind, units.get(kind, 0), given[kind], clusters) for kind in kinds_of(tables)]


def _total(kind: str, units: int, rows: Sequence[Mapping[str, object]], clusters: Sequence[Cluster]) -> KindTotal:
    def numbers(column: str) -> list[int]:
        return [int(str(row[column])) for row in rows if row[column] is not None]

    return KindTotal(
        kind=kind,
        documents_count=sum(numbers("documents_count")) if rows else None,
        located_count=units / UNIT,
        clusters_percent=sum(cluster.share(kind) for cluster in clusters),
        first_year=min(numbers("first_year"), default=None),
        last_year=max(numbers("last_year"), default=None),
        sources=tuple(sorted({str(row["source"]) for row in rows})),
    )


def _counts_by_cluster(table: pa.Table) -> dict[str, dict[str, Count]]:
    counts: dict[str, dict[str, Count]] = defaultdict(dict)
    for row in table.to_pylist():
        counts[row["cluster_id"]][row["kind"]] = Count(row["fractional_count"], row["documents_count"], row["listings_count"], row["share_percent"])
    return counts


def _shape(row: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of `clusters` that a cluster keeps under the same name, lists as tuples."""
    kept = ("lat", "lon", "points_count", "listings_count", "radius_km", "footprint_cells", "member_names")
    return {name: tuple(value) if isinstance(value := row[name], list) else value for name in kept}
