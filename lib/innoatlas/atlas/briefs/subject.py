"""Everything that a brief says of one cluster, taken from the records that the atlas page is made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from innoatlas.atlas.facts import Cluster
from innoatlas.atlas.given import Given
from innoatlas.atlas.inputs import of_period
from innoatlas.atlas.located import Located, of_economies
from innoatlas.atlas.manifest import last_runs
from innoatlas.atlas.organisations import links_of
from innoatlas.atlas.relations import Relations, relations_of
from innoatlas.atlas.strengths import Strengths, strengths_of

#: Clusters of universities, or of companies, that a brief names of each kind.
MOST_PARTNERS = 3


@dataclass(frozen=True)
class Subject:
    """One cluster of the edition's own window and what is known of it."""

    edition: int  #: release year
    cluster: Cluster
    clusters_count: int  #: clusters of the edition
    kinds: Sequence[str]  #: what the edition counts
    relations: Relations
    strengths: Mapping[str, Strengths]  #: by kind
    concentration: Mapping[str, Mapping[str, Any]]  #: row of cluster_concentration by kind
    unused: Sequence[Mapping[str, Any]]  #: rows of cluster_domains in which its research is strong and little used, the foremost first
    companies: Mapping[str, Sequence[tuple[str, int]]]  #: by kind the clusters whose companies its universities work with, and documents, most first
    universities: Mapping[str, Sequence[tuple[str, int]]]  #: by kind those whose universities its companies work with
    located: Sequence[Located]  #: of its economies
    economy_names: Mapping[str, str]  #: by code
    runs: Mapping[str, Mapping[str, Any]]  #: last row of job_runs by table

    @property
    def economies(self) -> str:
        """Names of its economies, largest first."""
        return " / ".join(self.economy_name(code) for code in self.cluster.economy_codes)

    def economy_name(self, code: str) -> str:
        """The name of an economy, its code where the gazetteer does not name it."""
        return self.economy_names.get(code, code)


def subject_of(given: Given, cluster: Cluster) -> Subject:
    """What the edition's tables hold of a cluster."""
    concentration = of_period(given.tables["cluster_concentration"], "current").to_pylist()
    domains = of_period(given.tables["cluster_domains"], "current").to_pylist()
    unused = [row for row in domains if row["cluster_id"] == cluster.cluster_id and row["unused_rank"] is not None]
    industry = {kind: links_of(given.tables, [cluster], kind) for kind in given.kinds}
    return Subject(
        edition=given.edition,
        cluster=cluster,
        clusters_count=len(given.clusters),
        kinds=given.kinds,
        relations=relations_of(given.tables)[cluster.cluster_id],
        strengths=strengths_of(given.tables).get(cluster.cluster_id, {}),
        concentration={row["kind"]: row for row in concentration if row["cluster_id"] == cluster.cluster_id},
        unused=sorted(unused, key=lambda row: (-row["lead"], row["domain_name"])),
        companies={kind: links["companies"][0][:MOST_PARTNERS] for kind, links in industry.items()},
        universities={kind: links["universities"][0][:MOST_PARTNERS] for kind, links in industry.items()},
        located=of_economies(given.economies, cluster.economy_codes),
        economy_names=given.economy_names,
        runs={run["table_name"]: run for run in last_runs(given.tables["job_runs"])},
    )
