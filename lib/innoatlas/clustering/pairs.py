"""Pairs of points in slices of bounded size, so that looking at all of them never holds more than a slice.

A slice is (point, begins, partners): point[i] of the one set is paired with the run of partners[begins[i]:begins[i + 1]] of the other. Runs are never
empty, so a sum or minimum over each run is one `reduceat`.
"""

from collections.abc import Iterator

import numpy as np

from innoatlas.clustering.cubes import Cubes, Floats, Integers

Slice = tuple[Integers, Integers, Integers]

#: How many entries or pairs are looked at in one go: a few MB of coordinates, which stay in the processor's cache.
_AT_ONCE = 100_000


def point_pairs(one: Cubes, other: Cubes, a: Integers, b: Integers) -> Iterator[Slice]:
    """All pairs of a point in cube a[i] of `one` and a point in cube b[i] of `other`, for every i."""
    for point, cube in points_and_cubes(one, other, a, b):
        yield from runs(other, point, cube)


def points_and_cubes(one: Cubes, other: Cubes, a: Integers, b: Integers) -> Iterator[tuple[Integers, Integers]]:
    """(point of `one` in cube a[i], cube b[i]) for every i and point, where neither cube is empty."""
    held = (one.size[a] > 0) & (other.size[b] > 0)
    a, b = a[held], b[held]
    for cut in slices(one.size[a]):
        point, entry = expand(one.start[a[cut]], one.size[a[cut]])
        yield point, b[cut][entry]


def runs(other: Cubes, point: Integers, cube: Integers) -> Iterator[Slice]:
    """Pair point[i] with every point of cube[i] of `other`; the cubes are not empty."""
    size = other.size[cube]
    for cut in slices(size):
        partners, _ = expand(other.start[cube[cut]], size[cut])
        yield point[cut], np.cumsum(size[cut]) - size[cut], partners


def slices(size: Integers) -> Iterator[slice]:
    """Cut a list whose entries have these sizes (> 0) where the sizes add up to a slice's worth; an entry larger than that is a slice of its own.

    >>> list(slices(np.array([60_000, 30_000, 30_000, 500_000])))
    [slice(0, 2, None), slice(2, 3, None), slice(3, 4, None)]
    """
    ends, cut = np.cumsum(size), 0
    while cut < len(size):
        done = ends[cut - 1] if cut else 0
        stop = max(int(np.searchsorted(ends, done + _AT_ONCE, side="right")), cut + 1)
        yield slice(cut, stop)
        cut = stop


def expand(start: Integers, size: Integers) -> tuple[Integers, Integers]:
    """The numbers start[i] ... start[i] + size[i] - 1 of all i in a row, and the i of each.

    >>> [part.tolist() for part in expand(np.array([5, 9]), np.array([2, 1]))]
    [[5, 6, 9], [0, 0, 1]]
    """
    entry = np.repeat(np.arange(len(start)), size)
    offset = np.arange(len(entry)) - np.repeat(np.cumsum(size) - size, size)
    return start[entry] + offset, entry


def squared_chords(one: Cubes, other: Cubes, pairs: Slice) -> Floats:
    """(partners,) squared chord of every pair in a slice."""
    point, begins, partners = pairs
    sizes = np.diff(np.append(begins, len(partners)))
    difference = np.repeat(one.xyz[point], sizes, axis=0)
    difference -= other.xyz[partners]
    return np.asarray(np.einsum("ij,ij->i", difference, difference))
