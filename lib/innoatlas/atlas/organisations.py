"""What the page says of organisations: concentration and breadth of clusters, and whose universities work with whose companies."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from innoatlas.atlas.facts import Cluster
from innoatlas.atlas.inputs import of_period

#: Clusters that the tool lists of each cluster, kind and side, those with most documents.
LISTED = 15

#: Of `cluster_concentration` and `cluster_diversity`, what the page shows.
_HELD = ("organisations_count", "largest_percent", "five_largest_percent", "few_documents_percent", "joint_share")
_BREADTH = ("fields_count", "entropy", "largest_field_percent")


def concentration_of(tables: Mapping[str, pa.Table]) -> dict[str, dict[str, dict[str, Any]]]:
    """By cluster, then by kind; what is not known is null. A kind of which neither an organisation nor a field is known is absent."""
    found: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for name, columns in (("cluster_concentration", _HELD), ("cluster_diversity", _BREADTH)):
        for row in of_period(tables[name], "current").to_pylist():
            if row.get("fields_count") == 0:
                continue
            own = found[row["cluster_id"]].setdefault(row["kind"], dict.fromkeys((*_HELD, *_BREADTH)))
            own |= {column: row[column] for column in columns}
    return dict(found)


def links_of(tables: Mapping[str, pa.Table], clusters: Sequence[Cluster], kind: str) -> dict[str, list[Any]]:
    """For each of the clusters, whose `companies` its universities work with and whose `universities` its companies: place in `clusters` (the name of
    one that is not there) and documents, most first.
    """
    place: dict[str, int | str] = {row["cluster_id"]: row["cluster_name"] for row in of_period(tables["clusters"], "current").to_pylist()}
    place |= {cluster.cluster_id: number for number, cluster in enumerate(clusters)}
    sides: dict[str, dict[str, list[Any]]] = {"companies": defaultdict(list), "universities": defaultdict(list)}
    current = of_period(tables["academia_industry_links"], "current")
    for row in current.filter(pa.compute.equal(current["kind"], kind)).sort_by("link_rank").to_pylist():
        university, company = row["university_cluster_id"], row["company_cluster_id"]
        for side, own, other in (("companies", university, company), ("universities", company, university)):
            if len(sides[side][own]) < LISTED:
                sides[side][own].append([place.get(other, other), row["documents_count"]])
    return {side: [found.get(cluster.cluster_id, []) for cluster in clusters] for side, found in sides.items()}
