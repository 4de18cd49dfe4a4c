"""What the page says of people: cluster_women + cluster_mobility -> plain records, by cluster."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from innoatlas.atlas.inputs import of_period
from innoatlas.atlas.relations import LISTED, names_by_period
from innoatlas.tables import NO_CLUSTER, NO_ECONOMY

#: Where who comes or goes was or is: another cluster, none, or not listed in that half of the window.
CLUSTERS, HOME, ABROAD, UNLISTED = "clusters", "home", "abroad", "unlisted"


@dataclass
class Moves:
    """Persons of one cluster and kind."""

    stayed: int = 0
    came: Counter[str] = field(default_factory=Counter)  #: by where they were
    went: Counter[str] = field(default_factory=Counter)  #: by where they are
    from_clusters: Counter[str] = field(default_factory=Counter)  #: by the cluster's name
    to_clusters: Counter[str] = field(default_factory=Counter)

    @property
    def largest(self) -> dict[str, list[tuple[str, int]]]:
        """`from` and `to`: the clusters that most came from and went to, most first, ties by name."""
        sides = {"from": self.from_clusters, "to": self.to_clusters}
        return {side: sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:LISTED] for side, counts in sides.items()}


def women_of(tables: Mapping[str, pa.Table]) -> dict[str, dict[str, Mapping[str, Any]]]:
    """Rows of the edition's own window by cluster, or WORLD, and kind."""
    found: dict[str, dict[str, Mapping[str, Any]]] = defaultdict(dict)
    for row in of_period(tables["cluster_women"], "current").to_pylist():
        found[row["cluster_id"]][row["kind"]] = row
    return dict(found)


def moves_of(tables: Mapping[str, pa.Table]) -> dict[str, dict[str, Moves]]:
    """By cluster and kind; what nobody moved to or from, and nobody stayed in, is absent."""
    names = names_by_period(tables)
    found: dict[str, dict[str, Moves]] = defaultdict(lambda: defaultdict(Moves))
    for row in tables["cluster_mobility"].to_pylist():
        begin, end, persons = row["from_cluster_id"], row["to_cluster_id"], row["persons_count"]
        if begin != NO_CLUSTER and begin == end:
            found[begin][row["kind"]].stayed += persons
            continue
        if begin != NO_CLUSTER:
            moves = found[begin][row["kind"]]
            moves.went[_where(end, row["to_economy_codes"], row["is_foreign"])] += persons
            moves.to_clusters.update({names.get((end, "current"), end): persons} if end != NO_CLUSTER else {})
        if end != NO_CLUSTER:
            moves = found[end][row["kind"]]
            moves.came[_where(begin, row["from_economy_codes"], row["is_foreign"])] += persons
            moves.from_clusters.update({names.get((begin, "current"), begin): persons} if begin != NO_CLUSTER else {})
    return {cluster: dict(kinds) for cluster, kinds in found.items()}


def followed_of(tables: Mapping[str, pa.Table]) -> dict[str, int]:
    """Persons whose id is known and who are located in the window, by kind; a kind without such persons is absent."""
    persons: Counter[str] = Counter()
    for row in tables["cluster_mobility"].select(["kind", "persons_count"]).to_pylist():
        persons[row["kind"]] += row["persons_count"]
    return dict(persons)


def _where(cluster: str, economies: str, is_foreign: bool) -> str:
    if cluster != NO_CLUSTER:
        return CLUSTERS
    return UNLISTED if economies == NO_ECONOMY else ABROAD if is_foreign else HOME
