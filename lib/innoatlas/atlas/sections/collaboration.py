"""With whom a cluster works: cluster_links + cluster_collaboration + cluster_partners -> the figures of the tool, by kind."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from innoatlas.atlas.facts import Cluster
from innoatlas.atlas.given import Given
from innoatlas.atlas.inputs import of_period

#: Economies, and partner clusters, that the tool lists of each cluster and kind, those with most documents.
LISTED = 20

_FIGURES = (
    "documents_count",
    "partner_documents_count",
    "domestic_documents_count",
    "foreign_documents_count",
    "domestic_links_count",
    "foreign_links_count",
    "foreign_rank",
)


def facts(given: Given) -> dict[str, Any]:
    """Data of the tool: `kinds` as `collaboration_of` has them, and names of the economies in them."""
    kinds = {kind: collaboration_of(given.tables, given.leading, kind) for kind in given.kinds}
    codes = {code for figures in kinds.values() for links in figures["links"] for code, *_ in links}
    names = {code: given.economy_names[code] for code in sorted(codes) if code in given.economy_names}
    return {"collaboration": {"kinds": kinds, "economies": names}}


def collaboration_of(tables: Mapping[str, pa.Table], clusters: Sequence[Cluster], kind: str) -> dict[str, list[Any]]:
    """Each figure as a list over the clusters: those of cluster_collaboration, null for a cluster that has no row of the kind; links and partners.

    `links`: economy, 1 when foreign, documents. `partners`: place of the other cluster among `clusters`, or its name, and documents. Most documents first.
    """
    place = {cluster.cluster_id: number for number, cluster in enumerate(clusters)}
    names = dict(zip(*(of_period(tables["clusters"], "current")[column].to_pylist() for column in ("cluster_id", "cluster_name")), strict=True))
    figures, links, partners = (_by_cluster(tables[name], kind) for name in ("cluster_collaboration", "cluster_links", "cluster_partners"))
    told: dict[str, list[Any]] = {name: [] for name in (*_FIGURES, "mean_economies_count", "links", "partners")}
    for key in place:
        own = figures[key][0] if figures[key] else {}
        for name in _FIGURES:
            told[name].append(own.get(name))
        mean = own.get("mean_economies_count")
        told["mean_economies_count"].append(None if mean is None else round(mean, 3))
        told["links"].append([[row["economy_code"], int(row["is_foreign"]), row["documents_count"]] for row in sorted(links[key], key=_most_first)[:LISTED]])
        known = sorted(partners[key], key=lambda row: row["partner_rank"])[:LISTED]
        told["partners"].append([[place.get(other := row["partner_cluster_id"], names.get(other, other)), row["documents_count"]] for row in known])
    return told


def _by_cluster(table: pa.Table, kind: str) -> dict[str, list[dict[str, Any]]]:
    """Rows of the edition's own window and the kind."""
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in of_period(table, "current").filter(pa.compute.field("kind") == kind).to_pylist():
        rows[row["cluster_id"]].append(row)
    return rows


def _most_first(row: Mapping[str, Any]) -> tuple[int, str, bool]:
    return -row["documents_count"], row["economy_code"], row["is_foreign"]
