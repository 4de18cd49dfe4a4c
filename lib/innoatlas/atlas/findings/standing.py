"""Who stands where: the first clusters, what they hold of the world, and how many each economy, region and income group has."""

from collections.abc import Iterable, Mapping
from typing import Any

from innoatlas.atlas.facts import KIND_LABELS
from innoatlas.atlas.findings.finding import NAMED, Finding, Tables, WithheldError, called, codes_of, listed, listed_clusters, names_of, rows_of
from innoatlas.atlas.grammar import counted, named
from innoatlas.atlas.writing import percent, spoken_list
from innoatlas.tables import KINDS

#: How many of the first clusters a ranking release names.
_TOP = 15

_CROSSING = " A cluster across a border counts once for each of its economies."


def first_clusters(tables: Tables) -> Finding:
    """The first 15 by score, or as many as there are."""
    call, first = called(tables), listed(tables)[:_TOP]
    start = "The first cluster by score is" if len(first) == 1 else f"The first {len(first)} clusters by score are"
    figures = [{"rank": row["rank"], "cluster": row["cluster_name"], "economies": row["economy_codes"], "score": row["score"]} for row in first]
    return Finding(f"{start} {named([call(row) for row in first], _TOP)}.", figures, ("rankings",))


def share_of_the_first_10(tables: Tables) -> Finding:
    """What the first ten hold of the world, by kind."""
    return _share_of_first(tables, 10)


def share_of_the_first_100(tables: Tables) -> Finding:
    """What the first hundred hold of the world, by kind."""
    return _share_of_first(tables, 100)


def clusters_by_economy(tables: Tables) -> Finding:
    """How many clusters each economy has; one across a border counts once for each."""
    rows, name = listed(tables), names_of(tables)
    counts = _counts((code, row) for row in rows for code in codes_of(row))
    told = f"{listed_clusters(len(rows)).capitalize()} {'lie' if len(rows) > 1 else 'lies'} in {counted(len(counts), 'economy', 'economies')}"
    economies = named([f"{name(code)} ({count})" for code, count in counts.items()], NAMED)
    crossing = _CROSSING if any(len(codes_of(row)) > 1 for row in rows) else ""
    figures = [{"economy": name(code), "economy_code": code, "clusters": count} for code, count in counts.items()]
    return Finding(f"{told}: {economies}.{crossing}", figures, ("rankings",))


def _share_of_first(tables: Tables, first: int) -> Finding:
    rows = listed(tables)
    if len(rows) < first:
        raise WithheldError(f"the ranking holds {counted(len(rows), 'cluster', 'clusters')}, fewer than {first}")
    ids = {row["cluster_id"] for row in rows[:first]}
    counts = [row for row in rows_of(tables, "cluster_counts", period="current") if row["cluster_id"] in ids]
    shares = {kind: sum(row["share_percent"] for row in counts if row["kind"] == kind) for kind in KINDS if any(row["kind"] == kind for row in counts)}
    held = spoken_list([f"{percent(share, 1)} of the world's {KIND_LABELS[kind]}" for kind, share in shares.items()])
    figures = [{"kind": kind, "share_percent": share} for kind, share in shares.items()]
    return Finding(f"The first {first} clusters hold {held}.", figures, ("rankings", "cluster_counts"))


def _counts(pairs: Iterable[tuple[str, Mapping[str, Any]]]) -> dict[str, int]:
    """Distinct clusters by key, most first, ties by key."""
    ids: dict[str, set[str]] = {}
    for key, row in pairs:
        ids.setdefault(key, set()).add(row["cluster_id"])
    return {key: len(ids[key]) for key in sorted(ids, key=lambda key: (-len(ids[key]), key))}
