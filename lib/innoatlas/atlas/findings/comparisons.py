"""Who leads in what: for their size, abroad, and in growth."""

from collections.abc import Mapping, Sequence
from typing import Any

from innoatlas.atlas.facts import KIND_LABELS
from innoatlas.atlas.findings.finding import Finding, Tables, WithheldError, called, listed, rows_of
from innoatlas.atlas.writing import decimal, share, spoken_list

#: How many clusters lead a list.
_LEADING = 3

#: How many clusters the figures hold of a list.
_IN_FIGURES = 10


def most_intensive_clusters(tables: Tables) -> Finding:
    """The highest scores per million inhabitants."""
    rows = [row for row in rows_of(tables, "cluster_intensity", period="current") if row["intensity_rank"] is not None]
    leading = _placed(tables, rows, "intensity_rank")
    if not leading:
        raise WithheldError("the inhabitants of no cluster are known")
    leaders = spoken_list([f"{name} with {decimal(row['score_per_million'], 2)}" for name, row in leading[:_LEADING]])
    proxy = " The inhabitants are those of the gazetteer's towns, a proxy." if any(row["is_proxy"] for _, row in leading) else ""
    has = "cluster has" if len(leading[:_LEADING]) == 1 else "clusters have"
    figures = [
        {"cluster": name, "score_per_million": row["score_per_million"], "population": row["population"], "is_proxy": row["is_proxy"]} for name, row in leading
    ]
    return Finding(
        f"For their inhabitants these {has} the highest score, in percent of the world per million: {leaders}.{proxy}",
        figures,
        ("cluster_intensity", "rankings"),
    )


def highest_foreign_share_of_patents(tables: Tables) -> Finding:
    """Where most patent applications have an inventor in another economy."""
    return _highest_foreign_share(tables, "patent")


def highest_foreign_share_of_papers(tables: Tables) -> Finding:
    """Where most papers have an author in another economy."""
    return _highest_foreign_share(tables, "paper")


def _highest_foreign_share(tables: Tables, kind: str) -> Finding:
    rows = [row for row in rows_of(tables, "cluster_collaboration", period="current", kind=kind) if row["foreign_rank"] is not None]
    leading = _placed(tables, rows, "foreign_rank")
    if not leading:
        raise WithheldError(f"no cluster has {KIND_LABELS[kind]}")
    (first, top), *others = [(name, row) for name, row in leading if row["foreign_share"] > 0][:_LEADING] or leading[:1]
    if not top["foreign_share"]:
        return Finding(f"None of the {KIND_LABELS[kind]} of any cluster has a person in another economy.", [], ("cluster_collaboration", "rankings"))
    start = f"{share(top['foreign_share'])} of the {KIND_LABELS[kind]} of {first} have a person in another economy, the highest share"
    next_come = "; next come " + spoken_list([f"{name} with {share(row['foreign_share'])}" for name, row in others]) if others else ""
    figures = [
        {
            "cluster": name,
            "foreign_share": row["foreign_share"],
            "foreign_documents_count": row["foreign_documents_count"],
            "documents_count": row["documents_count"],
        }
        for name, row in leading
    ]
    return Finding(f"{start}{next_come}.", figures, ("cluster_collaboration", "rankings"))


def _placed(tables: Tables, rows: Sequence[Mapping[str, Any]], rank: str) -> list[tuple[str, Mapping[str, Any]]]:
    """The first rows of listed clusters by a rank of theirs, each with what its cluster is called."""
    call = called(tables)
    clusters = {row["cluster_id"]: call(row) for row in listed(tables)}
    placed = sorted((row for row in rows if row["cluster_id"] in clusters), key=lambda row: row[rank])
    return [(clusters[row["cluster_id"]], row) for row in placed[:_IN_FIGURES]]
