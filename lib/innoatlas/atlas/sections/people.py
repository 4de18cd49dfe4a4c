"""Women's share, of sites and regions too, and moves between clusters."""

from collections.abc import Mapping
from typing import Any

from innoatlas.atlas.given import Given
from innoatlas.atlas.people import ABROAD, CLUSTERS, HOME, followed_of, moves_of, women_of
from innoatlas.tables import WORLD


def facts(given: Given) -> dict[str, Any]:
    """By cluster and kind: women and moves; for the world women; areas of which women's share is known; by kind how many persons were followed."""
    women = women_of(given.tables)
    return {
        "women": women,
        "world_women": women.get(WORLD, {}),
        "women_of_areas": [(layer, area) for layer, rows in given.areas.items() for area in rows if any(_is_told(row) for row in area.women.values())],
        "moves": moves_of(given.tables),
        "followed": followed_of(given.tables),
        "places": {CLUSTERS: "other clusters", HOME: "elsewhere at home", ABROAD: "abroad"},
    }


def _is_told(row: Mapping[str, Any]) -> bool:
    return row["women_share"] is not None
