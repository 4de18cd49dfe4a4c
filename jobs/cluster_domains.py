"""field_counts -> cluster_domains: what each cluster researches beside what it invents, and where research is little used."""

from dataclasses import dataclass
from pathlib import Path

from pyspark.sql import DataFrame

from innoatlas.fields.concordance import read_domains
from innoatlas.fields.domains import domains_of_clusters
from innoatlas.runtime.runner import run


@dataclass(frozen=True)
class Settings:
    """Section [cluster_domains] of conf."""

    min_count: float  #: papers, and patents, in domains, fractionally counted; a cluster with fewer has no unused strength


def cluster_domains(field_counts: DataFrame, *, settings: Settings, reference: Path) -> DataFrame:
    """Compare papers and patents of each cluster, domain by domain."""
    return domains_of_clusters(field_counts, read_domains(reference), settings.min_count)


if __name__ == "__main__":
    run(cluster_domains)
