"""The picture of the rank intervals: a Bokeh figure with a dot and a whisker for each cluster, the first of the ranking on top."""

from collections.abc import Mapping, Sequence
from typing import Any

from bokeh.models import ColumnDataSource, FixedTicker, HoverTool, NumeralTickFormatter, Range1d
from bokeh.plotting import figure

from innoatlas.atlas.bokeh_item import item
from innoatlas.atlas.facts import Cluster


def whiskers_json(clusters: Sequence[Cluster], whole_ranks: Mapping[str, int | None]) -> dict[str, Any]:
    """The figure as Bokeh's JSON item. A cluster without an interval has a dot alone; `whole_ranks`: by cluster id, null or absent when not known.

    The page's script shows a part of the ranks at a time: it sets the ranges `ranks_across` and `ranks_down`, and names the rows by `rank_ticks`.
    """
    plot = figure(
        name="whiskers",
        x_range=Range1d(start=0, end=1, name="ranks_across"),
        y_range=Range1d(start=1, end=0, name="ranks_down"),
        x_axis_location="above",
        x_axis_label="Rank",
        sizing_mode="stretch_width",
        height=300,
        tools=[],
        toolbar_location=None,
        outline_line_color=None,
        output_backend="canvas",
    )
    plot.xaxis.formatter = NumeralTickFormatter(format="0,0")
    plot.yaxis.ticker = FixedTicker(ticks=[], name="rank_ticks")
    plot.yaxis.name, plot.xaxis.name = "names_axis", "rank_axis"
    plot.ygrid.visible, plot.xgrid.name = False, "rank_grid"
    source = ColumnDataSource(_columns(clusters, whole_ranks), name="intervals")
    plot.segment("low", "rank", "high", "rank", source=source, name="whisker", line_width=2, line_alpha=0.55)
    plot.scatter("whole", "rank", source=source, name="whole_count", marker="diamond", size=9, fill_color=None, line_width=1.4)
    plot.scatter("rank", "rank", source=source, name="dot", size=7)
    rows = plot.hbar(y="rank", left=0, right=len(clusters) + 1, height=1, source=source, fill_alpha=0, line_alpha=0, hover_fill_alpha=0.12)  # to point at
    tips = [
        ("Cluster", "@name"),
        ("Economies", "@economies"),
        ("Rank", "@rank"),
        ("Rank within", "@low to @high"),
        ("By whole counts", "@whole"),
        ("Score", "@score{0.00}"),
    ]
    plot.add_tools(HoverTool(renderers=[rows], tooltips=tips, point_policy="follow_mouse", attachment="below", visible=False))
    return item(plot)


def _columns(clusters: Sequence[Cluster], whole_ranks: Mapping[str, int | None]) -> dict[str, Any]:
    return {
        "rank": [c.rank for c in clusters],
        "low": [c.rank if c.rank_low is None else c.rank_low for c in clusters],
        "high": [c.rank if c.rank_high is None else c.rank_high for c in clusters],
        "whole": [whole_ranks.get(c.cluster_id) for c in clusters],
        "score": [round(c.score, 3) for c in clusters],
        "name": [c.name for c in clusters],
        "economies": [c.economies for c in clusters],
    }
