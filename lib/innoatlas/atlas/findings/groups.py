"""Clusters by groups of economies: UN regions and income groups of the World Bank, and who leads in each.

A cluster across a border is in every group that one of its economies is in, once.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from innoatlas.atlas.findings.finding import LISTED, NAMED, Finding, Tables, WithheldError, called, codes_of, listed, listed_clusters, rows_of
from innoatlas.atlas.grammar import counted, named
from innoatlas.atlas.writing import percent, spoken_list

#: How many clusters of each region are named.
_TOP_OF_REGION = 3

#: How a sentence calls the economies of an income group, rich to poor.
_INCOME_WORDS = {
    "high": "high-income",
    "upper middle": "upper-middle-income",
    "lower middle": "lower-middle-income",
    "low": "low-income",
    "not classified": "unclassified",
}

#: How a sentence calls a region, where not by its name.
_REGION_WORDS = {"Americas": "the Americas", "none": "no region"}

#: Group of an economy that the table of groups does not list.
_NO_REGION, _NO_INCOME_GROUP = "none", "not classified"

_CROSSING = " A cluster with economies of several groups counts once in each."


def clusters_by_region(tables: Tables) -> Finding:
    """How many clusters lie in each region of the United Nations."""
    rows, groups = listed(tables), _grouped(tables, "un_region", _NO_REGION)
    order = sorted(groups, key=lambda region: (-len(groups[region]), region))
    told = f"{listed_clusters(len(rows)).capitalize()} {_lie(rows)} in {counted(len(order), 'region', 'regions')} of the United Nations"
    regions = named([f"{_REGION_WORDS.get(region, region)} ({len(groups[region])})" for region in order], NAMED)
    figures = [{"un_region": region, "clusters": len(groups[region])} for region in order]
    return Finding(f"{told}: {regions}.{_crossing(groups, rows)}", figures, ("rankings", "economy_groups"))


def clusters_by_income_group(tables: Tables) -> Finding:
    """How many clusters lie in economies of each income group."""
    rows, groups = listed(tables), _grouped(tables, "income_group", _NO_INCOME_GROUP)
    order = [group for group in _INCOME_WORDS if group in groups]
    told = f"By income group of the World Bank, {listed_clusters(len(rows))} {_lie(rows)} in economies that are "
    incomes = spoken_list([f"{_INCOME_WORDS[group]} ({len(groups[group])})" for group in order])
    figures = [{"income_group": group, "clusters": len(groups[group])} for group in order]
    return Finding(f"{told}{incomes}.{_crossing(groups, rows)}", figures, ("rankings", "economy_groups"))


def _lie(rows: Sequence[Any]) -> str:
    return "lie" if len(rows) > 1 else "lies"


def first_clusters_of_each_region(tables: Tables) -> Finding:
    """The first three of each region of the United Nations, with their ranks in the world."""
    groups, call = _grouped(tables, "un_region", _NO_REGION), called(tables)
    parts, figures = [], []
    for region in sorted(groups, key=lambda region: (groups[region][0]["rank"], region)):
        first = groups[region][:_TOP_OF_REGION]
        parts.append(f"in {_REGION_WORDS.get(region, region)}, " + spoken_list([f"{call(row)} at rank {row['rank']}" for row in first]))
        figures += [{"un_region": region, "cluster": row["cluster_name"], "economies": row["economy_codes"], "rank": row["rank"]} for row in groups[region]]
    return Finding(f"The first clusters are, {'; '.join(parts)}.", figures, ("rankings", "economy_groups"))


def first_clusters_of_each_list(tables: Tables) -> Finding:
    """The first three of each list of conf, a region's or a theme's, which is found by a lower weight than the world's ranking."""
    lists: dict[str, list[dict[str, Any]]] = {}
    for row in sorted(rows_of(tables, "list_rankings"), key=lambda row: (row["list_name"], row["rank"])):
        lists.setdefault(row["list_name"], []).append(row)
    call, parts, figures = called(tables), [], []
    for name, rows in lists.items():
        first = spoken_list([call(row) for row in rows[:_TOP_OF_REGION]])
        parts.append(f"of the {counted(len(rows), 'cluster', 'clusters')} of {name}, {first}" if len(rows) > 1 else f"of {name}, {first} alone")
        figures += [
            {"list": name, "rank": row["rank"], "cluster": row["cluster_name"], "economies": row["economy_codes"], "score": row["score"]}
            for row in rows[:LISTED]
        ]
    return Finding(f"By lists with weights of their own, the first are, {'; '.join(parts)}.", figures, ("list_rankings",))


def fastest_growth_by_income_group(tables: Tables) -> Finding:
    """The cluster of each income group whose score grew most since the window before, held as it is today."""
    growth = {row["cluster_id"]: row["growth_percent"] for row in rows_of(tables, "cluster_growth", geometry="fixed") if row["growth_percent"] is not None}
    if not growth:
        raise WithheldError("no cluster has a score in the window before")
    groups, figures = _grouped(tables, "income_group", _NO_INCOME_GROUP), []
    for group in (group for group in _INCOME_WORDS if group in groups):
        known = sorted((row for row in groups[group] if row["cluster_id"] in growth), key=lambda row: (-growth[row["cluster_id"]], row["rank"]))
        if known:
            told = {"income_group": group, "cluster": called(tables)(known[0]), "growth_percent": growth[known[0]["cluster_id"]]}
            figures.append(told | {"clusters_growing": sum(growth[row["cluster_id"]] > 0 for row in known), "clusters": len(known)})
    return Finding(_growth_words(figures), figures, ("cluster_growth", "rankings", "economy_groups"))


def _growth_words(figures: Sequence[Mapping[str, Any]]) -> str:
    economies = {row["income_group"]: f"{_INCOME_WORDS[row['income_group']]} economies" for row in figures}
    grew = [row for row in figures if row["growth_percent"] > 0]
    leaders = [f"in {row['cluster']} of the {economies[row['income_group']]} ({percent(row['growth_percent'], 1)})" for row in grew]
    others = [economies[row["income_group"]] for row in figures if row not in grew]
    told = [f"Since the window before the score grew most {spoken_list(leaders)}."] if leaders else []
    return " ".join(told + ([f"In {spoken_list(others)} the score of no cluster grew."] if others else []))


def _grouped(tables: Tables, column: str, unknown: str) -> dict[str, list[dict[str, Any]]]:
    """Rows of rankings, by rank, in each group that one of their economies is in."""
    group = {row["economy_code"]: row[column] for row in rows_of(tables, "economy_groups")}
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in listed(tables):
        for name in dict.fromkeys(group.get(code, unknown) for code in codes_of(row)):
            groups.setdefault(name, []).append(row)
    return groups


def _crossing(groups: Mapping[str, Sequence[Any]], rows: Sequence[Any]) -> str:
    return _CROSSING if sum(map(len, groups.values())) > len(rows) else ""
