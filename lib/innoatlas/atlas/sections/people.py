"""Women's share and moves between clusters."""

from typing import Any

from innoatlas.atlas.given import Given
from innoatlas.atlas.people import ABROAD, CLUSTERS, HOME, followed_of, moves_of, women_of
from innoatlas.tables import WORLD


def facts(given: Given) -> dict[str, Any]:
    """By cluster and kind: women and moves; for the world women; by kind how many persons were followed."""
    women = women_of(given.tables)
    return {
        "women": women,
        "world_women": women.get(WORLD, {}),
        "moves": moves_of(given.tables),
        "followed": followed_of(given.tables),
        "places": {CLUSTERS: "other clusters", HOME: "elsewhere at home", ABROAD: "abroad"},
    }
