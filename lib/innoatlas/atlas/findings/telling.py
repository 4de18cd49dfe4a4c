"""The sentences that a ranking release is made of: every rule, what each tells of an edition, and what is withheld."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from innoatlas.atlas.findings.changes import clusters_with_falling_output, economies_with_a_first_cluster, newly_listed_clusters, no_longer_listed_clusters
from innoatlas.atlas.findings.comparisons import highest_foreign_share_of_papers, highest_foreign_share_of_patents, most_intensive_clusters
from innoatlas.atlas.findings.finding import LISTED, Finding, Rule, Tables, WithheldError
from innoatlas.atlas.findings.groups import (
    clusters_by_income_group,
    clusters_by_region,
    fastest_growth_by_income_group,
    first_clusters_of_each_list,
    first_clusters_of_each_region,
)
from innoatlas.atlas.findings.standing import clusters_by_economy, first_clusters, share_of_the_first_10, share_of_the_first_100
from innoatlas.atlas.report import Grid, Report, Section
from innoatlas.atlas.writing import decimal, whole

#: Every rule, in the order in which a release tells.
RULES: Sequence[Rule] = (
    first_clusters,
    share_of_the_first_10,
    share_of_the_first_100,
    clusters_by_economy,
    clusters_by_region,
    clusters_by_income_group,
    first_clusters_of_each_region,
    first_clusters_of_each_list,
    economies_with_a_first_cluster,
    newly_listed_clusters,
    no_longer_listed_clusters,
    fastest_growth_by_income_group,
    clusters_with_falling_output,
    most_intensive_clusters,
    highest_foreign_share_of_patents,
    highest_foreign_share_of_papers,
)

#: What all of them are about.
LEAD = (
    "What this edition says, computed from its tables. "
    f"The list is that of the first {LISTED} clusters, or of all where there are fewer; what is said of clusters is said of these. "
    "The window before is that of the previous edition, computed again with today's data and method."
)

#: Tables that the rules read.
READ = ("rankings", "cluster_counts", "cluster_lineage", "cluster_growth", "count_growth", "cluster_intensity", "cluster_collaboration", "list_rankings")


@dataclass(frozen=True)
class Findings:
    """What an edition's tables say, by title in the order of the rules."""

    told: Mapping[str, Finding]
    withheld: Mapping[str, str]  #: reason


def findings_of(tables: Tables) -> Findings:
    """Every rule tried on the tables."""
    told, withheld = dict[str, Finding](), dict[str, str]()
    for rule in RULES:
        title = title_of(rule)
        try:
            told[title] = rule(tables)
        except WithheldError as reason:
            withheld[title] = str(reason)
    return Findings(told, withheld)


def title_of(rule: Rule) -> str:
    """A rule's name in words.

    >>> title_of(clusters_by_economy)
    'Clusters by economy'
    """
    return rule.__name__.replace("_", " ").capitalize()


def as_report(found: Findings, edition: int) -> Report:
    """The findings of an edition as a text: a section each, then what is withheld."""
    sections = [Section(title, [one.sentence], grid_of(one), note=f"From {', '.join(one.tables)}.") for title, one in found.told.items()]
    if found.withheld:
        sections.append(
            Section("Not told", ["What could not be computed, and why:"], items=[f"{title}: {reason}." for title, reason in found.withheld.items()])
        )
    return Report(f"innoatlas · {edition} edition", "Findings", LEAD, sections)


def grid_of(finding: Finding) -> Grid | None:
    """The figures as they are written; none when there are none."""
    if not finding.figures:
        return None
    heads = list(finding.figures[0])
    words = [place for place, head in enumerate(heads) if any(isinstance(row[head], bool | str) for row in finding.figures)]
    return Grid([head.replace("_", " ") for head in heads], [[_written(row[head]) for head in heads] for row in finding.figures], words)


def as_json(found: Findings, edition: int) -> str:
    """The findings of an edition with their unrounded figures, one JSON object."""
    told = [{"title": title, "sentence": one.sentence, "figures": one.figures, "tables": one.tables} for title, one in found.told.items()]
    withheld = [{"title": title, "reason": reason} for title, reason in found.withheld.items()]
    return json.dumps({"edition": edition, "findings": told, "withheld": withheld}, ensure_ascii=False, indent=2)


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return decimal(value, 3)
    return whole(value) if isinstance(value, int) or value is None else str(value)
