"""Sites and regions for the page: what each holds, with whom, what it is strong in, which cluster it lies in, and which lie in each cluster."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from innoatlas.atlas.facts import Cluster
from innoatlas.atlas.inputs import of_period
from innoatlas.tables import ALL_YEARS, KINDS, LAYERS, UNMAPPED_FIELD

#: How a reader calls a layer.
LAYER_HEADS = dict(zip(LAYERS, ("Sites", "Regions"), strict=True))


@dataclass(frozen=True)
class AreaFacts:
    """One area in the current window."""

    row: Mapping[str, Any]  #: of `areas`
    cluster: Cluster | None  #: that its centre lies in, if it is ranked
    nearest: Cluster | None  #: the nearest one, if it is ranked
    counts: Mapping[str, Mapping[str, Any]]  #: row of `area_counts` of the whole window, by kind; a kind without a document is absent
    fields: Mapping[str, Mapping[str, Any]]  #: row of `area_fields` with the largest share of the known fields, by kind
    organisations: Mapping[str, Mapping[str, Any]]  #: row of `area_organisations` with rank 1, by kind
    women: Mapping[str, Mapping[str, Any]]  #: row of `area_women`, by kind
    candidates: Mapping[tuple[str, str], Cluster]  #: the foremost ranked cluster of `area_candidates`, by relation and kind

    @property
    def documents(self) -> float:
        """Fractional counts of all kinds together, by which areas are ordered."""
        return float(sum(count["fractional_count"] for count in self.counts.values()))

    @property
    def main_kind(self) -> str | None:
        """The kind of which it has most, ties in the order of the contract; null without a document."""
        return max((kind for kind in KINDS if kind in self.counts), key=lambda kind: float(self.counts[kind]["fractional_count"]), default=None)


def areas_of(tables: Mapping[str, pa.Table], clusters: Sequence[Cluster]) -> dict[str, list[AreaFacts]]:
    """By layer; those with most documents first, ties by id. A layer without any area is absent."""
    ranked = {cluster.cluster_id: cluster for cluster in clusters}
    counts = _by_kind(row for row in of_period(tables["area_counts"], "current").to_pylist() if row["year"] == ALL_YEARS)
    mapped = [row for row in of_period(tables["area_fields"], "current").to_pylist() if row["field_code"] != UNMAPPED_FIELD]
    fields = _by_kind(sorted(mapped, key=lambda row: (row["share_percent"], row["field_code"])))  # the last one of a kind stands
    organisations = _by_kind(row for row in of_period(tables["area_organisations"], "current").to_pylist() if row["organisation_rank"] == 1)
    women = _by_kind(of_period(tables["area_women"], "current").to_pylist())
    candidates = _first_candidates(tables, ranked)
    found: dict[str, list[AreaFacts]] = defaultdict(list)
    for row in tables["areas"].to_pylist():
        near = ranked.get(row["cluster_id"]), ranked.get(row["nearest_cluster_id"])
        name = row["area_id"]
        first, largest, told = organisations.get(name, {}), fields.get(name, {}), women.get(name, {})
        found[row["layer"]].append(AreaFacts(row, *near, counts.get(name, {}), largest, first, told, candidates.get(name, {})))
    return {layer: sorted(found[layer], key=lambda area: (-area.documents, area.row["area_id"])) for layer in LAYERS if layer in found}


def sites_within(tables: Mapping[str, pa.Table]) -> dict[str, dict[str, list[str]]]:
    """By cluster id and kind of site, the names of the sites whose centre lies in the cluster, sorted."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    sites = [row for row in tables["areas"].to_pylist() if row["layer"] == LAYERS[0] and row["cluster_id"] is not None]
    for row in sorted(sites, key=lambda row: (row["area_kind"], row["area_name"], row["area_id"])):
        found[row["cluster_id"]][row["area_kind"]].append(row["area_name"])
    return found


def candidates_of(tables: Mapping[str, pa.Table], clusters: Sequence[Cluster]) -> dict[str, dict[tuple[str, str], list[tuple[Cluster, Mapping[str, Any]]]]]:
    """By cluster id, then by relation and kind: the other cluster and the row of `partner_candidates`, by rank."""
    ranked = {cluster.cluster_id: cluster for cluster in clusters}
    found: dict[str, dict[tuple[str, str], list[tuple[Cluster, Mapping[str, Any]]]]] = defaultdict(lambda: defaultdict(list))
    for row in sorted(tables["partner_candidates"].to_pylist(), key=lambda row: row["candidate_rank"]):
        if row["partner_cluster_id"] in ranked:
            found[row["cluster_id"]][row["relation"], row["kind"]].append((ranked[row["partner_cluster_id"]], row))
    return found


def _first_candidates(tables: Mapping[str, pa.Table], ranked: Mapping[str, Cluster]) -> dict[str, dict[tuple[str, str], Cluster]]:
    found: dict[str, dict[tuple[str, str], Cluster]] = defaultdict(dict)
    for row in sorted(tables["area_candidates"].to_pylist(), key=lambda row: row["candidate_rank"]):
        if row["partner_cluster_id"] in ranked:
            found[row["area_id"]].setdefault((row["relation"], row["kind"]), ranked[row["partner_cluster_id"]])
    return found


def _by_kind(rows: Any) -> dict[str, dict[str, Mapping[str, Any]]]:
    found: dict[str, dict[str, Mapping[str, Any]]] = defaultdict(dict)
    for row in rows:
        found[row["area_id"]][row["kind"]] = row
    return found
