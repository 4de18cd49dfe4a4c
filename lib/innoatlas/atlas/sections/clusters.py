"""Every cluster by itself: figures, strengths, relations, a still map."""

from typing import Any

from innoatlas.atlas import extract, located
from innoatlas.atlas.areas import candidates_of, sites_within
from innoatlas.atlas.given import Given
from innoatlas.atlas.people import moves_of, women_of
from innoatlas.atlas.relations import relations_of
from innoatlas.atlas.strengths import strengths_of


def facts(given: Given) -> dict[str, Any]:
    """By cluster id: relations, strengths, candidates, sites, people and drawings."""
    around = extract.surroundings(given.points)
    return {
        "relations": relations_of(given.tables),
        "strengths": strengths_of(given.tables),
        "candidates": candidates_of(given.tables, given.clusters),
        "sites": sites_within(given.tables),
        "women": women_of(given.tables),
        "moves": moves_of(given.tables),
        "extracts": {cluster.cluster_id: extract.extract(cluster, around) for cluster in given.clusters},
        "extract_size": (extract.WIDTH, extract.HEIGHT),
        "economies": given.economies,
        "of_economies": located.of_economies,
    }
