"""cluster_fields + cluster_partners -> partner_candidates: clusters that are like another one, or strong where it is weak, and have shared little with it.

A profile is the specialisation of a cluster in each known field, made symmetric: (S - 1) / (S + 1), from -1 (nothing) over 0 (like the world) to 1
(Laursen, Eurasian Business Review 5, 2015). Similarity is the cosine of two profiles: 1 for the same strengths, -1 where each is strong in what the other
lacks. Affinity is the number of shared documents over that which the two would share if every cluster chose its partners blindly (the probabilistic
affinity index; Zitt, Bassecoulard and Okubo, Scientometrics 47, 2000).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from innoatlas.geo.polygons import Floats
from innoatlas.tables import PARTNER_CANDIDATES, RELATIONS, UNMAPPED_FIELD

#: Cosines and affinities are kept to so many decimals: what lies behind them depends on the order in which a machine sums.
_DECIMALS = 6

SIMILAR, COMPLEMENTARY = RELATIONS

_TYPES = {"string": pa.string(), "double": pa.float64(), "bigint": pa.int64(), "int": pa.int32()}


@dataclass(frozen=True)
class Rule:
    """Who is a candidate."""

    most: int  #: candidates of each cluster, kind and relation
    min_count: float  #: documents, fractionally counted; a cluster with fewer in a kind has no profile in it
    max_affinity: float  #: affinity from which on two clusters work together enough


def candidates_of_clusters(cluster_fields: pa.Table, cluster_partners: pa.Table, rule: Rule) -> pa.Table:
    """Columns of `partner_candidates`, in the order of its key.

    `cluster_fields` and `cluster_partners`: rows of one window. Memory: some 100 bytes for each pair of clusters.
    """
    fields, partners = cluster_fields.to_pandas(), cluster_partners.to_pandas()
    found = [
        row for kind in sorted(fields["kind"].unique()) for row in _of_kind(str(kind), fields[fields["kind"] == kind], partners[partners["kind"] == kind], rule)
    ]
    found.sort(key=lambda row: tuple(str(row[name]) for name in PARTNER_CANDIDATES.key))
    return pa.Table.from_pylist(found, pa.schema([(column.name, _TYPES[column.type]) for column in PARTNER_CANDIDATES.columns]))


def _of_kind(kind: str, fields: pd.DataFrame, partners: pd.DataFrame, rule: Rule) -> Iterator[dict[str, object]]:
    counts = fields.groupby("cluster_id")["fractional_count"].sum()
    clusters = sorted(counts.index[counts >= rule.min_count])
    similarity = _cosines(_profiles(fields, clusters))
    documents = _shared(partners, clusters)
    affinity = _affinities(documents, partners, clusters)
    for one in range(len(clusters)):
        others = [other for other in range(len(clusters)) if other != one and affinity[one, other] < rule.max_affinity]
        for relation, sign in ((SIMILAR, -1), (COMPLEMENTARY, 1)):
            # Ties go to those that share less, then to the smaller id; a pair is on one side of 0 only.
            order = sorted((sign * similarity[one, other], affinity[one, other], other) for other in others if sign * similarity[one, other] < 0)
            for rank, (_, _, other) in enumerate(order[: rule.most], 1):
                yield {
                    "cluster_id": clusters[one],
                    "partner_cluster_id": clusters[other],
                    "kind": kind,
                    "relation": relation,
                    "candidate_rank": rank,
                    "similarity": float(similarity[one, other]),
                    "documents_count": int(documents[one, other]),
                    "affinity": float(affinity[one, other]),
                }


def _profiles(fields: pd.DataFrame, clusters: list[str]) -> Floats:
    """(clusters, fields) symmetric specialisation; -1 where a cluster has nothing of a field that another one has."""
    known = fields[fields["field_code"] != UNMAPPED_FIELD]
    table = known.pivot_table(index="cluster_id", columns="field_code", values="specialisation", aggfunc="sum", fill_value=0.0)
    strength = table.sort_index(axis="columns").reindex(clusters, fill_value=0.0).to_numpy(dtype=np.float64)
    return (strength - 1) / (strength + 1)


def _cosines(profiles: Floats) -> Floats:
    """(clusters, clusters), rounded; 0 beside a cluster that is in every field like the world."""
    length = np.sqrt((profiles**2).sum(axis=1))
    unit = profiles / np.where(length > 0, length, 1.0)[:, None]
    return np.round(np.stack([(unit * row).sum(axis=1) for row in unit]) if len(unit) else np.zeros((0, 0)), _DECIMALS)


def _shared(partners: pd.DataFrame, clusters: list[str]) -> Floats:
    """(clusters, clusters) documents that two share."""
    table = partners.pivot_table(index="cluster_id", columns="partner_cluster_id", values="documents_count", aggfunc="sum", fill_value=0)
    return table.reindex(index=clusters, columns=clusters, fill_value=0).to_numpy(dtype=np.float64)


def _affinities(documents: Floats, partners: pd.DataFrame, clusters: list[str]) -> Floats:
    """(clusters, clusters) shared over expected: links of the one x links of the other / all links; 0 where nothing is shared."""
    links = partners.groupby("cluster_id")["documents_count"].sum()
    own = links.reindex(clusters, fill_value=0).to_numpy(dtype=np.float64)
    expected = own[:, None] * own[None, :] / max(float(links.sum()), 1.0)
    return np.round(np.divide(documents, expected, out=np.zeros_like(documents), where=expected > 0), _DECIMALS)
