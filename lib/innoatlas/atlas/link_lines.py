"""The layer of the map that shows with which other clusters one cluster shares documents; the tool on collaboration fills it with the cluster it is told."""

from bokeh.models import ColumnDataSource
from bokeh.plotting import figure

#: Orange of Paul Tol's "vibrant" scheme: none of the economies' colours, and seen on light and dark land.
_COLOUR = "#EE7733"


def draw_links(plot: figure) -> None:
    """Add the layer `links`, hidden and without a line: ends x0, y0, x1, y1 in Web Mercator metres, width in pixels."""
    source = ColumnDataSource({name: [] for name in ("x0", "y0", "x1", "y1", "width")}, name="link_lines")
    plot.segment("x0", "y0", "x1", "y1", source=source, name="links", visible=False, line_width="width", line_color=_COLOUR, line_alpha=0.75, line_cap="round")
