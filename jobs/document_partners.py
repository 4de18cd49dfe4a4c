"""document_clusters + clusters -> document_partners: for each document and cluster, where its persons outside the cluster are, at home or abroad."""

from dataclasses import dataclass

from pyspark.sql import DataFrame

from innoatlas.collaboration.documents import partners_by_document
from innoatlas.runtime.runner import run


@dataclass(frozen=True)
class Settings:
    """Section [document_partners] of conf."""

    at_home: str  #: cluster: every economy that the cluster is named with is at home; person: those of the document's own persons in the cluster


def document_partners(document_clusters: DataFrame, clusters: DataFrame, *, settings: Settings) -> DataFrame:
    """Tell partners at home from partners abroad, document by document."""
    return partners_by_document(document_clusters, clusters, settings.at_home)


if __name__ == "__main__":
    run(document_partners)
