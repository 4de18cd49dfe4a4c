"""The two pictures of docs/accuracy.md as SVG, the same bytes for the same numbers; the shape of a picture is picture.svg.j2."""

from collections.abc import Sequence
from pathlib import Path

import jinja2
import numpy as np
import pandas as pd

RELIABILITY, COVERAGE = "accuracy_reliability.svg", "accuracy_coverage.svg"

#: Pixels from the edge to the axes, and the side of the square between them.
_EDGE, _SIDE = 56, 360

Point = tuple[float, float]


def reliability(bins: pd.DataFrame) -> str:
    """Share right over mean confidence, with its interval; on the diagonal confidence means what it says."""
    points = list(zip(bins["confidence"], bins["right"], strict=True))
    bars = [((x, low), (x, high)) for x, low, high in zip(bins["confidence"], bins["low"], bins["high"], strict=True)]
    return _picture("Share right by confidence", "mean confidence", "share right", points, bars, (0.0, 1.0), (0.0, 1.0), diagonal=True)


def coverage(levels: pd.DataFrame) -> str:
    """Share right of the answers over the share of rows that are answered, for every least confidence."""
    rows = levels[levels["answers"] > 0]
    points = list(zip(rows["covered"], rows["precise"], strict=True))
    bars = [((x, low), (x, high)) for x, low, high in zip(rows["covered"], rows["low"], rows["high"], strict=True)]
    lowest = _floor(rows["low"].min())
    return _picture("Precision by coverage", "share of rows answered", "share right of answers", points, bars, (0.0, 1.0), (lowest, 1.0), diagonal=False)


def _floor(share: float) -> float:
    """The tenth below, that the axis has room: never 1.

    >>> _floor(0.87), _floor(1.0)
    (0.8, 0.9)
    """
    return float(min(np.floor(share * 10), 9) / 10)


def _picture(title: str, across: str, up: str, points: Sequence[Point], bars: Sequence[tuple[Point, Point]], xs: Point, ys: Point, *, diagonal: bool) -> str:
    def place(point: Point) -> Point:
        x, y = (point[0] - xs[0]) / (xs[1] - xs[0]), (point[1] - ys[0]) / (ys[1] - ys[0])
        return round(_EDGE + _SIDE * float(x), 1), round(_EDGE + _SIDE * (1 - float(y)), 1)

    def ticks(ends: Point) -> list[float]:
        return [round(ends[0] + (ends[1] - ends[0]) * step / 5, 3) for step in range(6)]

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("picture.svg.j2").render(
        title=title,
        across=across,
        up=up,
        edge=_EDGE,
        side=_SIDE,
        points=[place(point) for point in points],
        bars=[(place(low), place(high)) for low, high in bars],
        columns=[(place((tick, ys[0]))[0], f"{tick:g}") for tick in ticks(xs)],
        lines=[(place((xs[0], tick))[1], f"{tick:g}") for tick in ticks(ys)],
        diagonal=(place((xs[0], ys[0])), place((xs[1], ys[1]))) if diagonal else None,
    )
