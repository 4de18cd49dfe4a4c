"""cluster_fields + cluster_partners -> partner_candidates, area_candidates: who is like a cluster or area, or strong where it is weak, and shares little.

A profile is the specialisation of a cluster or area in each known field, made symmetric: (S - 1) / (S + 1), from -1 (nothing) over 0 (like the world) to 1
(Laursen, Eurasian Business Review 5, 2015). Similarity is the cosine of two profiles: 1 for the same strengths, -1 where each is strong in what the other
lacks. Affinity is the number of shared documents over that which the two would share if everybody chose partners blindly (the probabilistic
affinity index; Zitt, Bassecoulard and Okubo, Scientometrics 47, 2000).
"""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from innoatlas.contract import Table
from innoatlas.geo.polygons import Floats
from innoatlas.tables import AREA_CANDIDATES, PARTNER_CANDIDATES, RELATIONS, UNMAPPED_FIELD

#: Cosines and affinities are kept to so many decimals: what lies behind them depends on the order in which a machine sums.
_DECIMALS = 6

SIMILAR, COMPLEMENTARY = RELATIONS

_TYPES = {"string": pa.string(), "double": pa.float64(), "bigint": pa.int64(), "int": pa.int32()}


@dataclass(frozen=True)
class Rule:
    """Who is a candidate."""

    most: int  #: candidates of each cluster or area, kind and relation
    min_count: float  #: documents, fractionally counted; who has fewer in a kind has no profile in it
    max_affinity: float  #: affinity from which on two work together enough


def candidates_of_clusters(cluster_fields: pa.Table, cluster_partners: pa.Table, rule: Rule) -> pa.Table:
    """Columns of `partner_candidates`, in the order of its key.

    `cluster_fields` and `cluster_partners`: rows of one window. Memory: some 100 bytes for each pair of clusters.
    """
    fields, partners = cluster_fields.to_pandas(), cluster_partners.to_pandas()
    each = ((kind, _pairs_of_clusters(_of(fields, kind), _of(partners, kind), rule)) for kind in _kinds(fields))
    found = [row for kind, pairs in each for row in _foremost(pairs, "cluster_id", kind, rule)]
    return _table(found, PARTNER_CANDIDATES)


def candidates_of_areas(
    area_fields: pa.Table, area_partners: pa.Table, own: Mapping[str, Set[str]], cluster_fields: pa.Table, cluster_partners: pa.Table, rule: Rule
) -> pa.Table:
    """Columns of `area_candidates`, in the order of its key.

    `area_partners`: area_id, kind, partner_cluster_id and documents_count, the documents with a person in either; `own`: by area the clusters that lie in it,
    wholly or in part, or that it lies in, which are no partners. All tables: rows of one window. Memory: some 100 bytes for each area and cluster.
    """
    fields, partners = area_fields.to_pandas(), area_partners.to_pandas()
    theirs, links = cluster_fields.to_pandas(), cluster_partners.to_pandas()
    each = ((kind, _pairs_of_areas(_of(fields, kind), _of(partners, kind), own, _of(theirs, kind), _of(links, kind), rule)) for kind in _kinds(fields))
    found = [row for kind, pairs in each for row in _foremost(pairs, "area_id", kind, rule)]
    return _table(found, AREA_CANDIDATES)


def _kinds(fields: pd.DataFrame) -> list[str]:
    return sorted(map(str, fields["kind"].unique()))


def _of(rows: pd.DataFrame, kind: str) -> pd.DataFrame:
    return rows[rows["kind"] == kind]


def _table(found: list[dict[str, object]], table: Table) -> pa.Table:
    found.sort(key=lambda row: tuple(str(row[name]) for name in table.key))
    return pa.Table.from_pylist(found, pa.schema([(column.name, _TYPES[column.type]) for column in table.columns]))


class _Pairs(NamedTuple):
    """Who is compared with whom in one kind: the matrices have a row for each of `ones` and a column for each of `others`."""

    ones: list[str]
    others: list[str]
    similarity: Floats
    documents: Floats
    affinity: Floats
    is_allowed: NDArray[np.bool_]


def _pairs_of_clusters(fields: pd.DataFrame, partners: pd.DataFrame, rule: Rule) -> _Pairs:
    clusters = _large_enough(fields, "cluster_id", rule)
    profiles = _profiles(fields, "cluster_id", clusters, _codes(fields))
    documents, links = _shared(partners, "cluster_id", clusters, clusters), _links(partners, "cluster_id")
    affinity = _affinities(documents, _ends(links, clusters), _ends(links, clusters), float(links.sum()))
    return _Pairs(clusters, clusters, _cosines(profiles, profiles), documents, affinity, ~np.eye(len(clusters), dtype=bool))


def _pairs_of_areas(fields: pd.DataFrame, partners: pd.DataFrame, own: Mapping[str, Set[str]], theirs: pd.DataFrame, links: pd.DataFrame, rule: Rule) -> _Pairs:
    areas, clusters = _large_enough(fields, "area_id", rule), _large_enough(theirs, "cluster_id", rule)
    codes = sorted({*_codes(fields), *_codes(theirs)})
    similarity = _cosines(_profiles(fields, "area_id", areas, codes), _profiles(theirs, "cluster_id", clusters, codes))
    is_allowed = np.array([[cluster not in own.get(area, ()) for cluster in clusters] for area in areas], dtype=bool).reshape(len(areas), len(clusters))
    is_outside = [cluster not in own.get(area, ()) for area, cluster in zip(partners["area_id"], partners["partner_cluster_id"], strict=True)]
    others = partners[np.array(is_outside, dtype=bool)]
    documents, of_clusters = _shared(others, "area_id", areas, clusters), _links(links, "cluster_id")
    affinity = _affinities(documents, _ends(_links(others, "area_id"), areas), _ends(of_clusters, clusters), float(of_clusters.sum()))
    return _Pairs(areas, clusters, similarity, documents, affinity, is_allowed)


def _foremost(pairs: _Pairs, whose: str, kind: str, rule: Rule) -> Iterator[dict[str, object]]:
    """The candidates of each as rows, its id in the column `whose`."""
    similarity, affinity = pairs.similarity, pairs.affinity
    for one, name in enumerate(pairs.ones):
        able = np.flatnonzero(pairs.is_allowed[one] & (affinity[one] < rule.max_affinity)).tolist()
        for relation, sign in ((SIMILAR, -1), (COMPLEMENTARY, 1)):
            # Ties go to those that share less, then to the smaller id; a pair is on one side of 0 only.
            order = sorted((sign * similarity[one, other], affinity[one, other], other) for other in able if sign * similarity[one, other] < 0)
            for rank, (_, _, other) in enumerate(order[: rule.most], 1):
                yield {
                    whose: name,
                    "partner_cluster_id": pairs.others[other],
                    "kind": kind,
                    "relation": relation,
                    "candidate_rank": rank,
                    "similarity": float(similarity[one, other]),
                    "documents_count": int(pairs.documents[one, other]),
                    "affinity": float(affinity[one, other]),
                }


def _large_enough(fields: pd.DataFrame, whose: str, rule: Rule) -> list[str]:
    """Ids in the column `whose` that have a profile, sorted."""
    counts = fields.groupby(whose)["fractional_count"].sum()
    return sorted(counts.index[counts >= rule.min_count])


def _codes(fields: pd.DataFrame) -> list[str]:
    """The known fields, sorted."""
    return sorted(set(fields["field_code"]) - {UNMAPPED_FIELD})


def _profiles(fields: pd.DataFrame, whose: str, ids: list[str], codes: list[str]) -> Floats:
    """(ids, codes) symmetric specialisation; -1 where one has nothing of a field that another one has."""
    table = fields.pivot_table(index=whose, columns="field_code", values="specialisation", aggfunc="sum", fill_value=0.0)
    strength = table.reindex(index=ids, columns=codes, fill_value=0.0).to_numpy(dtype=np.float64)
    return (strength - 1) / (strength + 1)


def _cosines(ones: Floats, others: Floats) -> Floats:
    """(ones, others), rounded; 0 beside one that is in every field like the world."""
    one, other = _units(ones), _units(others)
    return np.round(np.stack([(other * row).sum(axis=1) for row in one]) if len(one) else np.zeros((0, len(other))), _DECIMALS)


def _units(profiles: Floats) -> Floats:
    length: Floats = np.sqrt((profiles**2).sum(axis=1))
    return profiles / np.where(length > 0, length, 1.0)[:, None]


def _shared(partners: pd.DataFrame, whose: str, ones: list[str], others: list[str]) -> Floats:
    """(ones, others) documents that two share."""
    table = partners.pivot_table(index=whose, columns="partner_cluster_id", values="documents_count", aggfunc="sum", fill_value=0)
    return table.reindex(index=ones, columns=others, fill_value=0).to_numpy(dtype=np.float64)


def _links(partners: pd.DataFrame, whose: str) -> "pd.Series[int]":
    """Ends of links by id: every document counts once for each partner."""
    return partners.groupby(whose)["documents_count"].sum()


def _ends(links: "pd.Series[int]", ids: list[str]) -> Floats:
    return np.asarray(links.reindex(ids, fill_value=0), dtype=np.float64)


def _affinities(documents: Floats, ones: Floats, others: Floats, every: float) -> Floats:
    """(ones, others) shared over expected: links of the one x links of the other / all links; 0 where nothing is shared."""
    expected = ones[:, None] * others[None, :] / max(every, 1.0)
    affinity: Floats = np.zeros_like(documents)
    np.divide(documents, expected, out=affinity, where=expected > 0)
    return np.round(affinity, _DECIMALS)
