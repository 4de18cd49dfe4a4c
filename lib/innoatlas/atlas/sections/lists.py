"""Clusters of regions and themes."""

from typing import Any

from innoatlas.atlas.given import Given
from innoatlas.atlas.lists import lists_of


def facts(given: Given) -> dict[str, Any]:
    """Rows by list, and the ranked clusters of the world by id."""
    return {"lists": lists_of(given.tables), "by_id": {cluster.cluster_id: cluster for cluster in given.clusters}}
