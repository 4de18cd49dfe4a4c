"""What a cluster's section says of its fields and organisations: cluster_fields + cluster_organisations -> plain records, by cluster and kind."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from innoatlas.atlas.inputs import of_period
from innoatlas.tables import UNMAPPED_FIELD

#: How many fields and organisations a section lists of each kind.
_LISTED = 5

#: A field of a smaller share of its cluster is not called a strength: a handful of documents would make it one.
LEAST_PERCENT = 1.0


@dataclass(frozen=True)
class Strengths:
    """Rows of the two tables, for one cluster and kind."""

    fields: Sequence[Mapping[str, Any]]  #: by share, largest first
    special: Sequence[Mapping[str, Any]]  #: by specialisation, above that of the world
    organisations: Sequence[Mapping[str, Any]]  #: by rank


def strengths_of(tables: Mapping[str, pa.Table]) -> dict[str, dict[str, Strengths]]:
    """By cluster, then by kind; a cluster or kind of which nothing is known is absent."""
    fields, organisations = (_grouped(of_period(tables[name], "current")) for name in ("cluster_fields", "cluster_organisations"))
    found: dict[str, dict[str, Strengths]] = defaultdict(dict)
    for cluster_id, kind in sorted(set(fields) | set(organisations)):
        found[cluster_id][kind] = _strengths(fields.get((cluster_id, kind), []), organisations.get((cluster_id, kind), []))
    return dict(found)


def _strengths(fields: Sequence[Mapping[str, Any]], organisations: Sequence[Mapping[str, Any]]) -> Strengths:
    known = [row for row in fields if row["field_code"] != UNMAPPED_FIELD]
    strong = [row for row in known if row["share_percent"] >= LEAST_PERCENT and row["specialisation"] > 1]
    return Strengths(
        fields=sorted(known, key=lambda row: (-row["share_percent"], row["field_code"]))[:_LISTED],
        special=sorted(strong, key=lambda row: (-row["specialisation"], row["field_code"]))[:_LISTED],
        organisations=sorted(organisations, key=lambda row: row["organisation_rank"])[:_LISTED],
    )


def _grouped(table: pa.Table) -> dict[tuple[str, str], list[dict[str, Any]]]:
    rows: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in table.to_pylist():
        rows[row["cluster_id"], row["kind"]].append(row)
    return rows
