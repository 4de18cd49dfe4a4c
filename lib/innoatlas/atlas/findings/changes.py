"""What changed since the window before: who is new, who is gone, whose output falls, who has a first cluster.

That window is the edition before's, computed anew with today's data and method: nothing here speaks of a printed ranking.
"""

from collections import defaultdict

from innoatlas.atlas.facts import KIND_LABELS
from innoatlas.atlas.findings.finding import NAMED, Finding, Tables, WithheldError, called, codes_of, listed, listed_clusters, names_of, rows_of
from innoatlas.atlas.grammar import counted, having, in_turn, named
from innoatlas.atlas.writing import spoken_list
from innoatlas.tables import KINDS, LINEAGE_SINCE, NO_CLUSTER


def newly_listed_clusters(tables: Tables) -> Finding:
    """Clusters of the list that were not in that of the window before, by rank."""
    before = {row["cluster_id"] for row in listed(tables, "previous")}
    rows, call = [row for row in listed(tables) if row["cluster_id"] not in before], called(tables)
    figures = [{"cluster": row["cluster_name"], "economies": row["economy_codes"], "rank": row["rank"], "rank_before": row["previous_rank"]} for row in rows]
    if not rows:
        return Finding("Every cluster of the list was in that of the window before.", figures, ("rankings",))
    were = "cluster of the list was" if len(rows) == 1 else "clusters of the list were"
    names = named([f"{call(row)} at rank {row['rank']}" for row in rows], NAMED)
    return Finding(f"{len(rows)} {were} not in that of the window before: {names}.", figures, ("rankings",))


def no_longer_listed_clusters(tables: Tables) -> Finding:
    """Clusters of the list of the window before that are not in today's, by their rank there, and what became of them."""
    now = {row["cluster_id"] for row in listed(tables)}
    rows, call = [row for row in listed(tables, "previous") if row["cluster_id"] not in now], called(tables)
    if not rows:
        return Finding("Every cluster of the list of the window before is still listed.", [], ("rankings",))
    fates = _fates(tables)
    figures = [
        {"cluster": row["cluster_name"], "economies": row["economy_codes"], "rank_before": row["rank"], "now": fates.get(row["cluster_id"], "no longer found")}
        for row in rows
    ]
    are = "is" if len(rows) == 1 else "are"
    told = f"{counted(len(rows), 'cluster', 'clusters')} of the list of the window before {are} no longer listed: "
    names = [f"{call(row)}, {figure['now']}" for row, figure in zip(rows, figures, strict=True)]
    return Finding(f"{told}{in_turn(names, NAMED)}.", figures, ("rankings", "cluster_lineage"))


def _fates(tables: Tables) -> dict[str, str]:
    """By id of an earlier cluster: its rank now, else the cluster that took most of it in; absent when it is no more."""
    now = {row["cluster_id"]: row for row in rows_of(tables, "rankings", period="current")}
    since_window = [row for row in rows_of(tables, "cluster_lineage") if row["since"] == LINEAGE_SINCE[0]]
    lineage = [row for row in since_window if row["previous_cluster_id"] != NO_CLUSTER and row["cluster_id"] in now]
    heirs = {row["previous_cluster_id"]: row["cluster_id"] for row in sorted(lineage, key=lambda row: (row["shared_listings_count"], row["cluster_id"]))}
    ranks = {cluster: f"now at rank {row['rank']}" for cluster, row in now.items()}
    return {earlier: f"now in {now[heir]['cluster_name']}" for earlier, heir in heirs.items()} | ranks


def economies_with_a_first_cluster(tables: Tables) -> Finding:
    """Economies that have a cluster in the list and had none in that of the window before."""
    before = {code for row in listed(tables, "previous") for code in codes_of(row)}
    own, name = defaultdict(list), names_of(tables)
    for row in listed(tables):
        for code in codes_of(row):
            if code not in before:
                own[code].append(row)
    figures = [{"economy": name(code), "economy_code": code, "cluster": row["cluster_name"], "rank": row["rank"]} for code, rows in own.items() for row in rows]
    if not own:
        return Finding("Every economy that has a cluster in the list had one in that of the window before.", figures, ("rankings",))
    have = "1 economy has" if len(own) == 1 else f"{len(own):,} economies have"
    economies = named([f"{name(code)} ({spoken_list([row['cluster_name'] for row in rows])})" for code, rows in own.items()], NAMED)
    return Finding(f"{have} a cluster in the list and had none in that of the window before: {economies}.", figures, ("rankings",))


def clusters_with_falling_output(tables: Tables) -> Finding:
    """How many clusters, held as they are today, have fewer documents than in the window before: of each kind, and of all kinds."""
    ids = {row["cluster_id"] for row in listed(tables)}
    growth = [row for row in rows_of(tables, "count_growth", geometry="fixed") if row["cluster_id"] in ids]
    if not growth:
        raise WithheldError("the change of no listed cluster is known")
    kinds = [kind for kind in KINDS if any(row["kind"] == kind for row in growth)]
    falling = {kind: {row["cluster_id"] for row in growth if row["kind"] == kind and (row["count_change"] or 0) < 0} for kind in kinds}
    of_all = set.intersection(*falling.values())
    figures = [{"kind": kind, "clusters_falling": len(falling[kind])} for kind in kinds]
    clauses = [f"{having(len(falling[kind]))} fewer {KIND_LABELS[kind]}" for kind in kinds]
    if len(kinds) > 1:
        clauses.append(f"{having(len(of_all))} fewer of {'both' if len(kinds) == 2 else 'all'}")
        figures.append({"kind": "all of them", "clusters_falling": len(of_all)})
    held = f"Of {listed_clusters(len(ids))}, held as {'they are' if len(ids) > 1 else 'it is'} today,"
    return Finding(f"{held} {spoken_list(clauses)} than in the window before.", figures, ("count_growth", "rankings"))
