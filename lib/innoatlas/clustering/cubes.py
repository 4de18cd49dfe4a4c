"""A grid of cubes over points on the unit sphere, so that who is near whom costs memory linear in the points.

The cubes' side is the reach divided by the square root of 3: points of one cube are always within reach of one another, and whoever is within reach
of a point lies at most two cubes away in each direction.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from innoatlas.errors import SettingsError
from innoatlas.geo.sphere import EARTH_KM

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]

#: Points are known to a metre; distances that differ by less than a micrometre are one distance, so that rounding in the last bit decides nothing.
TOLERANCE_KM = 1e-9

#: A cube's number has 21 bits for each axis, which bounds how small cubes can be.
_BITS_PER_AXIS = 21
_SMALLEST_KM, _LARGEST_KM = 0.05, 2000.0


def squared_chord(km: float) -> float:
    """Square of the straight line, in Earth radii, between two points `km` apart along the sphere.

    >>> round(EARTH_KM * squared_chord(15.0) ** 0.5, 6)
    14.999997
    """
    return float((2 * np.sin(km / (2 * EARTH_KM))) ** 2)


def chord_to_km(squared: Floats) -> Floats:
    """Great-circle distances in km from squared chords: the inverse of `squared_chord`."""
    return np.asarray(2 * EARTH_KM * np.arcsin(np.minimum(np.sqrt(squared) / 2, 1.0)))


@dataclass(frozen=True)
class Cubes:
    """Points sorted by cube. Points and cubes are numbered in that order; `order` leads back to the numbering they came from."""

    order: Integers  #: (points,) the earlier number of each sorted point
    xyz: Floats  #: (points, 3) sorted points on the unit sphere
    number: Integers  #: (cubes,) ascending number of each cube
    start: Integers  #: (cubes + 1,) where each cube's points begin
    reach: float  #: squared chord of the reach, tolerance included

    @property
    def size(self) -> Integers:
        """(cubes,) how many points each cube holds; 0 only after `subset`."""
        return np.diff(self.start)

    @property
    def cube_of_point(self) -> Integers:
        """(points,) the cube of each sorted point."""
        return np.repeat(np.arange(len(self.number)), self.size)

    def boxes(self) -> tuple[Floats, Floats]:
        """(cubes, 3) smallest and largest coordinates of each cube's points; of an empty cube, those of no point."""
        low, high = np.full((len(self.number), 3), np.inf), np.full((len(self.number), 3), -np.inf)
        filled = np.flatnonzero(self.size)
        low[filled] = np.minimum.reduceat(self.xyz, self.start[filled]) if len(filled) else 0
        high[filled] = np.maximum.reduceat(self.xyz, self.start[filled]) if len(filled) else 0
        return low, high


def cubes_of(xyz: Floats, reach_km: float) -> Cubes:
    """Sort points, shape (n, 3) on the unit sphere, into cubes for a reach of 0.05 to 2,000 km; SettingsError beyond."""
    if not _SMALLEST_KM <= reach_km <= _LARGEST_KM:
        raise SettingsError(f"reach_km: expected {_SMALLEST_KM} to {_LARGEST_KM} km, found {reach_km}. Correct the radius or distance.")
    side = np.sqrt(squared_chord(reach_km) / 3)
    steps = np.floor((xyz + 1) / side).astype(np.int64) + 2  # two empty layers below, so that neighbours never wrap into another row
    number = (steps[:, 0] << 2 * _BITS_PER_AXIS) + (steps[:, 1] << _BITS_PER_AXIS) + steps[:, 2]
    order = np.argsort(number, kind="stable")
    numbers, start = np.unique(number[order], return_index=True)
    reach = squared_chord(reach_km + TOLERANCE_KM)
    return Cubes(order, np.ascontiguousarray(xyz[order]), numbers, np.append(start, len(order)), reach)


def subset(cubes: Cubes, kept: Booleans) -> Cubes:
    """The same cubes with only the sorted points where `kept`; cubes may become empty, and `order` numbers the sorted points of `cubes`."""
    start = np.concatenate(([0], np.cumsum(kept)))[cubes.start]
    return Cubes(np.flatnonzero(kept), np.ascontiguousarray(cubes.xyz[kept]), cubes.number, start, cubes.reach)


def neighbouring_cubes(cubes: Cubes) -> tuple[Integers, Integers]:
    """Every unordered pair of different cubes that may hold points within reach, as two arrays; at most some thirty pairs per cube on a sphere.

    The pairs that share a face come first.
    """
    low, high = cubes.boxes()
    found = []
    for offset in _half_of_the_offsets():
        target = cubes.number + offset
        b = np.minimum(np.searchsorted(cubes.number, target), len(cubes.number) - 1)
        a = np.flatnonzero(cubes.number[b] == target)
        b = b[a]
        near = squared_gap(low[a], high[a], low[b], high[b]) <= cubes.reach
        found.append((a[near], b[near]))
    return np.concatenate([a for a, _ in found]), np.concatenate([b for _, b in found])


def _half_of_the_offsets() -> list[int]:
    """Differences of cube numbers up to two cubes away; of each offset and its opposite, the positive one. The nearest first."""
    steps = sorted(((x, y, z) for x in range(-2, 3) for y in range(-2, 3) for z in range(-2, 3)), key=lambda xyz: sum(step**2 for step in xyz))
    numbers = [(x << 2 * _BITS_PER_AXIS) + (y << _BITS_PER_AXIS) + z for x, y, z in steps]
    return [number for number in numbers if number > 0]


def squared_gap(low: Floats, high: Floats, other_low: Floats, other_high: Floats) -> Floats:
    """(n,) squared distance between the nearest points of boxes, shapes (n, 3)."""
    gap = np.maximum(np.maximum(low - other_high, other_low - high), 0)
    return np.asarray(np.einsum("ij,ij->i", gap, gap))


def squared_span(low: Floats, high: Floats, other_low: Floats, other_high: Floats) -> Floats:
    """(n,) squared distance between the farthest points of boxes, shapes (n, 3)."""
    span = np.maximum(high - other_low, other_high - low)
    return np.asarray(np.einsum("ij,ij->i", span, span))
