"""Whose work a cluster is, and how broad; universities and companies apart."""

from typing import Any

from innoatlas.atlas.given import Given
from innoatlas.atlas.organisations import concentration_of, links_of


def facts(given: Given) -> dict[str, Any]:
    """By cluster and kind: concentration and breadth, one record; by kind the links of the tool."""
    concentration = concentration_of(given.tables)
    links = {kind: links_of(given.tables, given.leading, kind) for kind in given.kinds}
    return {
        "concentration": concentration,
        "industry": {kind: told for kind, told in links.items() if any(told["companies"]) or any(told["universities"])},
    }
