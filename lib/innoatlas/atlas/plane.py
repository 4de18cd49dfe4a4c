"""The flat map: Web Mercator metres, clipping to a window, hexagons as rings."""

from collections.abc import Iterable

import h3.api.numpy_int as h3
import numpy as np
from numpy.typing import ArrayLike, NDArray

#: Radius of the sphere of Web Mercator in metres (EPSG:3857); conformal, so that a circle of 15 km looks round everywhere.
MERCATOR_RADIUS_M = 6_378_137.0

#: Beyond this latitude the projection runs away (EPSG:3857 ends there, where the map is square).
MAX_LAT = 85.05

#: (n, 2) coordinates; what the two columns are is said where they are used.
Coordinates = NDArray[np.float64]


def project(lat: ArrayLike, lon: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """x, y in Web Mercator metres of points in degrees.

    >>> x, y = project([0.0, 60.0], [0.0, 90.0])
    >>> x.round().tolist(), y.round().tolist()
    ([0.0, 10018754.0], [-0.0, 8399738.0])
    """
    phi = np.radians(np.clip(np.asarray(lat, dtype=np.float64), -MAX_LAT, MAX_LAT))
    return MERCATOR_RADIUS_M * np.radians(np.asarray(lon, dtype=np.float64)), MERCATOR_RADIUS_M * np.log(np.tan(np.pi / 4 + phi / 2))


def hexagon(cell: int) -> Coordinates:
    """Corners of an H3 cell, shape (n, 2): lat, lon in degrees, open. Across the 180th meridian longitudes go on beyond it, so that the ring stays whole.

    >>> hexagon(0x851fb467fffffff).shape
    (6, 2)
    """
    return unwrap(np.asarray(h3.cell_to_boundary(cell), dtype=np.float64))


def outline(cells: Iterable[int]) -> list[Coordinates]:
    """Outer rings of the union of H3 cells of one resolution, each (n, 2): lat, lon in degrees, open; largest first. Holes are left out."""
    shape = h3.cells_to_h3shape(list(cells), tight=False)
    return sorted((unwrap(np.asarray(polygon.outer, dtype=np.float64)) for polygon in shape), key=lambda ring: (-len(ring), ring[0].tolist()))


def unwrap(ring: Coordinates) -> Coordinates:
    """A ring (lat, lon in degrees) with its longitudes made continuous: east of the 180th meridian they go on above 180.

    >>> unwrap(np.array([[0.0, -179.0], [0.0, 179.0]])).tolist()
    [[0.0, 181.0], [0.0, 179.0]]
    """
    lon = np.unwrap(ring[:, 1], period=360)
    return np.column_stack((ring[:, 0], lon + 360 if lon.min() < -180 else lon))


def clip(ring: Coordinates, low: tuple[float, float], high: tuple[float, float]) -> Coordinates:
    """The part of a ring inside a rectangle, by Sutherland and Hodgman's re-entrant polygon clipping (1974); empty when none is. Same two columns.

    >>> clip(np.array([[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 4.0]]), (1.0, -1.0), (9.0, 2.0)).tolist()
    [[1.0, 2.0], [1.0, 0.0], [4.0, 0.0], [4.0, 2.0]]
    """
    for axis in (0, 1):
        for bound, sign in ((low[axis], 1.0), (high[axis], -1.0)):
            ring = _clip_half_plane(ring, axis, bound, sign)
    return ring


def _clip_half_plane(ring: Coordinates, axis: int, bound: float, sign: float) -> Coordinates:
    """The part where sign * (coordinate - bound) is not negative: every kept corner, and each crossing before the corner it leads to."""
    if not len(ring):
        return ring
    height = sign * (ring[:, axis] - bound)
    before, height_before = np.roll(ring, 1, axis=0), np.roll(height, 1)
    kept, crossed = height >= 0, (height >= 0) != (height_before >= 0)
    along = np.divide(height_before, height_before - height, out=np.zeros_like(height), where=crossed)
    crossings = before + along[:, None] * (ring - before)
    both = np.stack((crossings, ring), axis=1).reshape(-1, 2)
    return np.asarray(both[np.stack((crossed, kept), axis=1).ravel()])
