"""What the page says of a cluster beyond its rank: links, partners, growth, people and past. Tables of the contract -> plain records."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from innoatlas.atlas.inputs import of_period
from innoatlas.tables import NO_CLUSTER

#: How many economies and partners of each kind the page lists.
LISTED = 5

#: What befell a cluster, in words before the other cluster's name, by event and by whether the cluster is the earlier or the later one of the pair.
_PAST_WORDS = {"split": "split off from", "merged": "took in", "moved": "took places from"}
_GIVEN_WORDS = {"split": "part of it became", "moved": "lost places to"}


@dataclass
class Relations:
    """Of one cluster of the current window; by kind where kinds differ, and empty where the tables hold nothing of it."""

    collaboration: dict[str, Mapping[str, Any]] = field(default_factory=dict)  #: row of cluster_collaboration by kind
    economies: dict[str, list[tuple[str, int]]] = field(default_factory=dict)  #: foreign economy and documents, most first, at most LISTED
    partners: dict[str, list[tuple[str, int]]] = field(default_factory=dict)  #: name of the other cluster and documents, most first, at most LISTED
    growth: dict[tuple[str, str], float | None] = field(default_factory=dict)  #: percent by geometry and kind; `score` is one of the kinds
    per_million: dict[str, float | None] = field(default_factory=dict)  #: by kind, and `score`
    intensity_rank: int | None = None  #: by score per million
    population: int | None = None
    is_proxy: bool = False
    past: dict[str, list[str]] = field(default_factory=dict)  #: by `since`: what it came from, took in, or gave to; nothing when it just went on


def relations_of(tables: Mapping[str, pa.Table]) -> dict[str, Relations]:
    """By cluster id; asked for any other id it gives empty relations."""
    found: dict[str, Relations] = defaultdict(Relations)
    names = names_by_period(tables)
    _add_links(found, tables, names)
    for row in tables["count_growth"].to_pylist():
        found[row["cluster_id"]].growth[row["geometry"], row["kind"]] = row["growth_percent"]
    for row in tables["cluster_growth"].to_pylist():
        found[row["cluster_id"]].growth[row["geometry"], "score"] = row["growth_percent"]
    for row in of_period(tables["count_intensity"], "current").to_pylist():
        found[row["cluster_id"]].per_million[row["kind"]] = row["count_per_million"]
    for row in of_period(tables["cluster_intensity"], "current").to_pylist():
        own = found[row["cluster_id"]]
        own.per_million["score"], own.intensity_rank = row["score_per_million"], row["intensity_rank"]
        own.population, own.is_proxy = row["population"], row["is_proxy"]
    _add_past(found, tables["cluster_lineage"], names)
    return found


def names_by_period(tables: Mapping[str, pa.Table]) -> dict[tuple[str, str], str]:
    """(cluster id, period) -> name."""
    return {(row["cluster_id"], row["period"]): row["cluster_name"] for row in tables["clusters"].select(["cluster_id", "period", "cluster_name"]).to_pylist()}


def _add_links(found: dict[str, Relations], tables: Mapping[str, pa.Table], names: Mapping[tuple[str, str], str]) -> None:
    for row in of_period(tables["cluster_collaboration"], "current").to_pylist():
        found[row["cluster_id"]].collaboration[row["kind"]] = row
    links = of_period(tables["cluster_links"], "current").to_pylist()
    for row in sorted(links, key=lambda row: (-row["documents_count"], row["economy_code"])):
        listed = found[row["cluster_id"]].economies.setdefault(row["kind"], [])
        if row["is_foreign"] and len(listed) < LISTED:
            listed.append((row["economy_code"], row["documents_count"]))
    partners = [row for row in of_period(tables["cluster_partners"], "current").to_pylist() if row["partner_rank"] <= LISTED]
    for row in sorted(partners, key=lambda row: row["partner_rank"]):
        name = names.get((row["partner_cluster_id"], "current"), row["partner_cluster_id"])
        found[row["cluster_id"]].partners.setdefault(row["kind"], []).append((name, row["documents_count"]))


def _add_past(found: dict[str, Relations], lineage: pa.Table, names: Mapping[tuple[str, str], str]) -> None:
    """Sentences, the largest share first. What a cluster gave is said where it still is."""

    def say(cluster: str, row: Mapping[str, Any], sentence: str) -> None:
        found[cluster].past.setdefault(row["since"], []).append(sentence)

    lasting = {row["cluster_id"] for row in lineage.to_pylist()} - {NO_CLUSTER}
    for row in sorted(lineage.to_pylist(), key=lambda row: (-row["shared_listings_count"], row["previous_cluster_id"], row["cluster_id"])):
        earlier, later, event = row["previous_cluster_id"], row["cluster_id"], row["event"]
        if event == "born":
            say(later, row, "new")
        if event in _PAST_WORDS:
            say(later, row, f"{_PAST_WORDS[event]} {row['previous_cluster_name'] or earlier}")
        if event in _GIVEN_WORDS and earlier in lasting:
            say(earlier, row, f"{_GIVEN_WORDS[event]} {names.get((later, 'current'), later)}")
