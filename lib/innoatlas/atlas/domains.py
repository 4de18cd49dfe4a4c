"""What clusters research beside what they invent: cluster_domains -> the figures of the tool, and the strengths in research that are little used."""

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from innoatlas.atlas.facts import Cluster
from innoatlas.atlas.inputs import of_period

#: Clusters that are named of each domain.
FOREMOST = 5


def domains_of(tables: Mapping[str, pa.Table], clusters: Sequence[Cluster]) -> dict[str, Any]:
    """`names` of the domains; `clusters`: for each of the clusters and domains the share (percent) in its papers and in its patents, both specialisations,
    and 1 where research strength is little used; empty for a cluster that lacks papers or patents.
    """
    rows = of_period(tables["cluster_domains"], "current").to_pylist()
    names = sorted({row["domain_name"] for row in rows})
    held: dict[str, dict[str, list[Any]]] = {}
    for row in rows:
        held.setdefault(row["cluster_id"], {})[row["domain_name"]] = [
            round(row["paper_percent"], 2),
            round(row["patent_percent"], 2),
            round(row["paper_specialisation"], 2),
            round(row["patent_specialisation"], 2),
            int(row["unused_rank"] is not None),
        ]
    own = (held.get(cluster.cluster_id, {}) for cluster in clusters)
    return {"names": names, "clusters": [[known[name] for name in names] if known else [] for known in own]}


def unused_of(tables: Mapping[str, pa.Table], clusters: Sequence[Cluster]) -> list[tuple[str, int, list[tuple[Cluster, Mapping[str, Any]]]]]:
    """Domain, how many of the clusters have little-used strength in it, and the FOREMOST of them with their rows; domains in alphabetical order."""
    ranked = {cluster.cluster_id: cluster for cluster in clusters}
    rows = [row for row in of_period(tables["cluster_domains"], "current").to_pylist() if row["unused_rank"] is not None and row["cluster_id"] in ranked]
    rows.sort(key=lambda row: (row["domain_name"], row["unused_rank"]))
    told = []
    for name in dict.fromkeys(row["domain_name"] for row in rows):
        own = [(ranked[row["cluster_id"]], row) for row in rows if row["domain_name"] == name]
        told.append((name, len(own), own[:FOREMOST]))
    return told
