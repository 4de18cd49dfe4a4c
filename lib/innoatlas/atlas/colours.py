"""Colours of the maps: few, told apart by colour-blind readers, legible on light and dark ground."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

#: Paul Tol's "bright" scheme without its grey (Colour Schemes, SRON/EPS/TN/09-002, 2021).
_ECONOMIES = ("#4477AA", "#EE6677", "#228833", "#CCBB44", "#66CCEE", "#AA3377")

#: Every economy that has no colour of its own.
OTHER = "#8A8F98"

#: ColorBrewer PuOr, from all papers to all patents, in fifths of the score.
_BALANCE = ("#5E3C99", "#9A8BC3", "#A9A9A9", "#F0A04B", "#C65102")
BALANCE_LABELS = ("patents under 20 % of the score", "20-40 %", "40-60 %", "60-80 %", "80 % and more")

#: Matplotlib's viridis without its dark end, low to high; for the grid.
GRID = ("#3B528B", "#2C728E", "#21918C", "#28AE80", "#5EC962", "#ADDC30", "#FDE725")


def economy_colours(scores: Iterable[tuple[str, float]]) -> dict[str, str]:
    """The economies that get a colour: those whose clusters have the greatest sum of scores, ties by code.

    `scores`: the first economy and the score of each cluster.

    >>> economy_colours([("US", 3.0), ("CN", 2.0), ("CN", 1.5)])
    {'CN': '#4477AA', 'US': '#EE6677'}
    """
    sums: dict[str, float] = {}
    for code, score in scores:
        sums[code] = sums.get(code, 0.0) + score
    order = sorted(sums, key=lambda code: (-sums[code], code))
    return dict(zip(order, _ECONOMIES, strict=False))


def balance_colour(patent_part: float) -> str:
    """Colour of the part of a score that patents make up, 0 to 1.

    >>> balance_colour(0.0), balance_colour(1.0)
    ('#5E3C99', '#C65102')
    """
    return _BALANCE[min(int(patent_part * len(_BALANCE)), len(_BALANCE) - 1)]


def balance_legend() -> list[tuple[str, str]]:
    """Label and colour of each fifth."""
    return list(zip(BALANCE_LABELS, _BALANCE, strict=True))


def grid_colours(scores: NDArray[np.float64], bounds: NDArray[np.float64]) -> list[str]:
    """Colour of each cell by the class its score falls in; `bounds` are the upper ends of all classes but the last."""
    return [GRID[index] for index in np.searchsorted(bounds, scores, side="right")]


def grid_bounds(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Class bounds on a logarithmic scale between the 5th percentile and the maximum of the positive scores; empty without any.

    >>> grid_bounds(np.array([0.001, 0.01, 0.1, 1.0])).size
    6
    """
    positive = scores[scores > 0]
    if not positive.size:
        return np.empty(0)
    low, high = np.percentile(positive, 5), positive.max()
    return np.asarray(np.geomspace(low, max(high, low * 1.001), len(GRID) + 1)[1:-1])
