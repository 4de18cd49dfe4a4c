"""The layer of sites and regions on the world map: outlines of polygons, circles as they reach, a mark at each centre."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from bokeh.models import ColumnDataSource
from bokeh.models.renderers import GlyphRenderer
from bokeh.plotting import figure

from innoatlas.atlas.areas import AreaFacts
from innoatlas.atlas.facts import KIND_HEADS
from innoatlas.atlas.plane import Coordinates, project, unwrap
from innoatlas.geo.sphere import EARTH_KM

#: Outlines are thinned to at most so many points a ring, evenly: a coast is a page of its own, and here only a hint.
_MOST_POINTS = 120

_COLOUR = "#7A3E9D"


def draw_areas(plot: figure, areas: Mapping[str, Sequence[AreaFacts]], kinds: Sequence[str]) -> "GlyphRenderer[Any]":
    """Layers area_outlines and areas, both hidden at first; returns the latter, whose marks have what is said of them under the pointer."""
    every = [area for rows in areas.values() for area in rows]
    rings = [ring for area in every for ring in _rings(area.row)]
    projected = [project(ring[:, 0], ring[:, 1]) for ring in rings]
    lines = ColumnDataSource({"xs": [np.rint(x).astype(int).tolist() for x, _ in projected], "ys": [np.rint(y).astype(int).tolist() for _, y in projected]})
    plot.multi_line("xs", "ys", source=lines, name="area_outlines", visible=False, line_color=_COLOUR, line_width=1, line_alpha=0.8)
    x, y = project([area.row["lat"] for area in every], [area.row["lon"] for area in every])
    data: dict[str, Any] = {
        "x": np.rint(x).astype(int).tolist(),
        "y": np.rint(y).astype(int).tolist(),
        "name": [area.row["area_name"] for area in every],
        "kind": [area.row["area_kind"] for area in every],
        "cluster": [area.cluster.name if area.cluster else "none" for area in every],
    }
    data |= {kind: [round(area.counts[kind]["fractional_count"], 1) if kind in area.counts else 0 for area in every] for kind in kinds}
    style: dict[str, Any] = {"marker": "diamond", "size": 8, "fill_color": "white", "line_color": _COLOUR, "line_width": 1.4}
    return plot.scatter("x", "y", source=ColumnDataSource(data), name="areas", visible=False, **style)


def area_tips(kinds: Sequence[str]) -> list[tuple[str, str]]:
    """What is said of an area under the pointer."""
    return [("Area", "@name"), ("Kind", "@kind"), ("Lies in", "@cluster"), *((KIND_HEADS[kind], f"@{kind}" + "{0,0.0}") for kind in kinds)]


def _rings(row: Mapping[str, Any]) -> Iterator[Coordinates]:
    """Closed lines (lat, lon) of a circle, or of every ring of its polygons."""
    if row["outline"] is None:
        turn = np.linspace(0, 2 * np.pi, 49)
        reach = np.degrees(row["radius_km"] / EARTH_KM)
        east = reach / max(np.cos(np.radians(row["lat"])), 0.05)
        yield np.column_stack((row["lat"] + reach * np.sin(turn), row["lon"] + east * np.cos(turn)))
        return
    given = json.loads(row["outline"])
    polygons = [given["coordinates"]] if given["type"] == "Polygon" else given["coordinates"]
    for rings in polygons:
        for ring in rings:
            line = np.array([position[1::-1] for position in ring], dtype=np.float64)
            step = np.abs(np.diff(line[:, 1]))
            whole = unwrap(line) if ((step > 180) & (step < 360)).any() else line
            thinned = whole[:: max(1, -(-len(whole) // _MOST_POINTS))]
            yield np.vstack((thinned, thinned[:1]))
