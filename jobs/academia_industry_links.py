"""document_organisations + cluster_members -> academia_industry_links: which clusters' universities work with which clusters' companies."""

from pyspark.sql import DataFrame

from innoatlas.organisations.industry import links_of_academia_and_industry
from innoatlas.runtime.runner import run


def academia_industry_links(document_organisations: DataFrame, cluster_members: DataFrame) -> DataFrame:
    """Count the documents that join a university and a company in different clusters."""
    return links_of_academia_and_industry(document_organisations, cluster_members)


if __name__ == "__main__":
    run(academia_industry_links)
