"""The interactive map: a Bokeh figure in Web Mercator whose layers are switched by name from the page."""

from collections.abc import Mapping, Sequence
from typing import Any

import h3.api.numpy_int as h3
import numpy as np
import pandas as pd
from bokeh.models import ColumnDataSource, HoverTool, OpenURL, PanTool, Range1d, ResetTool, TapTool, WheelZoomTool
from bokeh.models.renderers import GlyphRenderer
from bokeh.plotting import figure

from innoatlas.atlas import colours, land
from innoatlas.atlas.area_marks import area_tips, draw_areas
from innoatlas.atlas.areas import AreaFacts
from innoatlas.atlas.bokeh_item import item
from innoatlas.atlas.facts import KIND_HEADS, Cluster
from innoatlas.atlas.layers import MAX_POINTS, Cells
from innoatlas.atlas.link_lines import draw_links
from innoatlas.atlas.plane import hexagon, outline, project

#: South and north end of the view; nothing is published from Antarctica under its own economy.
_SOUTH, _NORTH = -56.0, 76.0
_RADIUS_PIXELS = (4.0, 22.0)  #: of the smallest and the largest circle; areas grow with the score in between

Patches = tuple[list[list[int]], list[list[int]]]


def map_json(clusters: Sequence[Cluster], points: pd.DataFrame, cells: Cells, kinds: Sequence[str], areas: Mapping[str, Sequence[AreaFacts]]) -> dict[str, Any]:
    """The map as Bokeh's JSON item, ready to embed. Layers are named land, cells, footprints, points, links, area_outlines, areas, clusters; `cells`, `links`
    and those of areas start hidden.

    What is said of a mark under the pointer is named cell_tips, place_tips, area_tips, cluster_tips; one mark of a layer at a time.
    """
    plot = _empty_world()
    economy = colours.economy_colours((cluster.economy_codes[0], cluster.score) for cluster in clusters)
    _draw_land(plot)
    cell_layer = _draw_cells(plot, cells, kinds)
    _draw_footprints(plot, clusters, economy)
    place_layer = _draw_points(plot, points, clusters, economy)
    draw_links(plot)
    area_layer = draw_areas(plot, areas, kinds)
    circles = _draw_clusters(plot, clusters, economy, kinds)
    hovers: tuple[tuple[str, Any, list[tuple[str, str]], Any], ...] = (
        ("cell_tips", cell_layer, _cell_tips(kinds), "below"),
        ("place_tips", place_layer, _PLACE_TIPS, "right"),
        ("area_tips", area_layer, area_tips(kinds), "left"),
        ("cluster_tips", circles, _cluster_tips(kinds), "above"),
    )
    for name, layer, tips, side in hovers:
        plot.add_tools(HoverTool(name=name, renderers=[layer], tooltips=tips, attachment=side, limit=1, visible=False))
    plot.add_tools(TapTool(renderers=[circles], callback=OpenURL(url="#@anchor", same_tab=True), visible=False))
    return item(plot)


def _empty_world() -> figure:
    (west, east), (south, north) = project([_SOUTH, _NORTH], [-172.0, 190.0])[0], project([_SOUTH, _NORTH], [0.0, 0.0])[1]
    plot = figure(
        name="world",
        x_range=Range1d(start=west, end=east, name="east_west"),
        y_range=Range1d(start=south, end=north, name="south_north"),
        aspect_ratio=(east - west) / (north - south),
        sizing_mode="scale_width",
        tools=[PanTool(), WheelZoomTool(modifiers="ctrl"), ResetTool()],
        toolbar_location=None,
        min_border=0,
        outline_line_color=None,
        output_backend="canvas",
    )
    plot.axis.visible = False
    plot.grid.visible = False
    return plot


def _draw_land(plot: figure) -> None:
    xs, ys = _patches(land.outer_rings())
    plot.patches("xs", "ys", source=ColumnDataSource({"xs": xs, "ys": ys}), name="land", fill_color="#e9e6df", line_color="#b9b4a8", line_width=0.5)


def _draw_cells(plot: figure, cells: Cells, kinds: Sequence[str]) -> "GlyphRenderer[Any]":
    rows = cells.rows
    xs, ys = _patches([hexagon(cell) for cell in rows["cell"].tolist()])
    scores = rows["score"].to_numpy(dtype=np.float64)
    data: dict[str, Any] = {"xs": xs, "ys": ys, "colour": colours.grid_colours(scores, colours.grid_bounds(scores)), "score": _rounded(scores, 5)}
    data["cell"] = [h3.int_to_str(cell) for cell in rows["cell"].tolist()]
    data |= {kind: _rounded(rows[f"{kind}_count"], 1) for kind in kinds if f"{kind}_count" in rows}
    # The line keeps a cell in sight where it is smaller than a pixel.
    return plot.patches("xs", "ys", source=ColumnDataSource(data), name="cells", visible=False, fill_color="colour", fill_alpha=0.75, line_color="colour")


def _draw_footprints(plot: figure, clusters: Sequence[Cluster], economy: Mapping[str, str]) -> None:
    rings, fill, balance = [], [], []
    for cluster in clusters:
        for ring in outline(cluster.footprint_cells):
            rings.append(ring)
            fill.append(economy.get(cluster.economy_codes[0], colours.OTHER))
            balance.append(colours.balance_colour(cluster.patent_part))
    xs, ys = _patches(rings)
    source = ColumnDataSource({"xs": xs, "ys": ys, "economy": fill, "balance": balance})
    plot.patches("xs", "ys", source=source, name="footprints", fill_color="economy", fill_alpha=0.25, line_color="economy", line_width=1)


def _draw_points(plot: figure, points: pd.DataFrame, clusters: Sequence[Cluster], economy: Mapping[str, str]) -> "GlyphRenderer[Any]":
    by_id = {cluster.cluster_id: cluster for cluster in clusters}
    members = points[points["cluster_id"].isin(list(by_id))].head(MAX_POINTS)
    owners = [by_id[cluster_id] for cluster_id in members["cluster_id"]]
    x, y = project(members["lat"], members["lon"])
    data: dict[str, Any] = {
        "x": _whole(x),
        "y": _whole(y),
        "place": members["place_name"].tolist(),
        "listings": members["listings_count"].tolist(),
        "role": members["role"].tolist(),
        "cluster": [owner.name for owner in owners],
        "economy": [economy.get(owner.economy_codes[0], colours.OTHER) for owner in owners],
        "balance": [colours.balance_colour(owner.patent_part) for owner in owners],
    }
    return plot.scatter("x", "y", source=ColumnDataSource(data), name="points", size=3, fill_color="economy", line_color=None, fill_alpha=0.9)


def _draw_clusters(plot: figure, clusters: Sequence[Cluster], economy: Mapping[str, str], kinds: Sequence[str]) -> "GlyphRenderer[Any]":
    drawn = sorted(clusters, key=lambda cluster: (-cluster.score, cluster.name))  # the small on top of the large
    x, y = project([c.lat for c in drawn], [c.lon for c in drawn])
    top = max((c.score for c in drawn), default=0.0) or 1.0
    low, high = _RADIUS_PIXELS
    data: dict[str, Any] = {
        "x": _whole(x),
        "y": _whole(y),
        "size": [round(2 * max(low, high * (max(c.score, 0.0) / top) ** 0.5), 1) for c in drawn],
        "economy": [economy.get(c.economy_codes[0], colours.OTHER) for c in drawn],
        "balance": [colours.balance_colour(c.patent_part) for c in drawn],
        "name": [c.name for c in drawn],
        "economies": [c.economies for c in drawn],
        "rank": [c.rank for c in drawn],
        "previous": ["not ranked" if c.previous_rank is None else str(c.previous_rank) for c in drawn],
        "score": [f"{c.score:.2f}" for c in drawn],
        "anchor": [c.anchor for c in drawn],
    }
    data |= {kind: [f"{c.share(kind):.2f} % of the world" for c in drawn] for kind in kinds}
    style: dict[str, Any] = {"fill_alpha": 0.7, "line_color": "white", "line_width": 0.8, "nonselection_fill_alpha": 0.7, "nonselection_line_alpha": 1.0}
    return plot.scatter("x", "y", source=ColumnDataSource(data), name="clusters", size="size", fill_color="economy", **style)


_PLACE_TIPS = [("Place", "@place"), ("Cluster", "@cluster"), ("Person listings", "@listings{0,0}"), ("Role", "@role")]


def _cluster_tips(kinds: Sequence[str]) -> list[tuple[str, str]]:
    shares = [(KIND_HEADS[kind], f"@{kind}") for kind in kinds]
    return [("Cluster", "@name"), ("Economies", "@economies"), ("Rank", "@rank"), ("Previous rank", "@previous"), ("Score", "@score"), *shares]


def _cell_tips(kinds: Sequence[str]) -> list[tuple[str, str]]:
    return [("H3 cell", "@cell"), ("Score", "@score{0.0000}"), *((KIND_HEADS[kind], f"@{kind}" + "{0,0.0}") for kind in kinds)]


def _patches(rings: Sequence[np.ndarray]) -> Patches:
    """Rings (lat, lon in degrees) as lists of whole Web Mercator metres."""
    projected = [project(ring[:, 0], ring[:, 1]) for ring in rings]
    return [_whole(x) for x, _ in projected], [_whole(y) for _, y in projected]


def _whole(values: Any) -> list[int]:
    return [int(value) for value in np.rint(np.asarray(values, dtype=np.float64)).tolist()]


def _rounded(values: Any, decimals: int) -> list[float]:
    return [round(value, decimals) for value in np.asarray(values, dtype=np.float64).tolist()]
