"""The interactive map, and what its colours mean."""

from collections.abc import Sequence
from typing import Any

from innoatlas.atlas import colours
from innoatlas.atlas.given import Given
from innoatlas.atlas.layers import MAX_POINTS, Cells
from innoatlas.atlas.world_map import map_json


def facts(given: Given) -> dict[str, Any]:
    """Bokeh's item, its legends, and how many places and cells it draws."""
    areas = given.areas
    return {
        "areas": areas,
        "map": map_json(given.clusters, given.points, given.cells, given.kinds, areas),
        "legends": _legends(given.clusters, given.cells),
        "cells": given.cells,
        "members_count": int(given.points["cluster_id"].notna().sum()),
        "max_points": MAX_POINTS,
    }


def _legends(clusters: Sequence[Any], cells: Cells) -> dict[str, list[tuple[str, str]]]:
    """Label and colour of each mark of the map: economy by code, balance and grid by class."""
    own = colours.economy_colours((cluster.economy_codes[0], cluster.score) for cluster in clusters)
    others = [("other economies", colours.OTHER)] if {cluster.economy_codes[0] for cluster in clusters} - set(own) else []
    bounds = [f"{bound:.2g}" for bound in colours.grid_bounds(cells.rows["score"].to_numpy(dtype=float)).tolist()]
    steps = [f"under {bounds[0]}", *(f"from {bound}" for bound in bounds)] if bounds else []
    return {"economy": [*own.items(), *others], "balance": colours.balance_legend(), "grid": list(zip(steps, colours.GRID, strict=False))}
