"""Clusters that come close become one."""

import numpy as np

from innoatlas.clustering.components import components
from innoatlas.clustering.cubes import Cubes, Floats, Integers, cubes_of, neighbouring_cubes
from innoatlas.clustering.dbscan import NOISE
from innoatlas.clustering.pairs import point_pairs, squared_chords
from innoatlas.geo.sphere import unit_vectors

Pairs = tuple[Integers, Integers]


def merge_near(lat: Floats, lon: Floats, label: Integers, *, merge_km: float) -> Integers:
    """`merged` labels of all `near_pairs`."""
    return merged(label, near_pairs(lat, lon, label, merge_km=merge_km))


def near_pairs(lat: Floats, lon: Floats, label: Integers, *, merge_km: float) -> Pairs:
    """Every two clusters of which some member points, core or border, are at most `merge_km` apart: once each, the smaller label first, in order.

    `merge_km` 0 finds none; else 0.05 to 2,000 km.
    """
    member = np.flatnonzero(label != NOISE)
    if merge_km == 0 or not len(member):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    cubes = cubes_of(unit_vectors(lat[member], lon[member]), merge_km)
    one, other = _meetings(cubes, label[member][cubes.order])
    pairs = np.unique(np.stack((np.minimum(one, other), np.maximum(one, other)))[:, one != other], axis=1)
    return pairs[0], pairs[1]


def merged(label: Integers, pairs: Pairs) -> Integers:
    """Labels (n,) after joining the clusters of every pair; NOISE stays.

    Joining carries on: a with b and b with c make one cluster. The labels are renumbered from 0 in their old order; a merged cluster stands where its
    first one stood.
    """
    member = label != NOISE
    if not len(pairs[0]):
        return label
    root = components(int(label.max()) + 1, *pairs)
    joined = np.full(len(label), NOISE)
    joined[member] = np.unique(root[label[member]], return_inverse=True)[1]
    return joined


def _meetings(cubes: Cubes, label: Integers) -> tuple[Integers, Integers]:
    """Pairs of labels that have points within reach of each other; a pair may come more than once."""
    first = label[cubes.start[:-1]]
    found = [(label, first[cubes.cube_of_point])]  # points of one cube are within reach
    a, b = neighbouring_cubes(cubes)
    lowest, highest = np.minimum.reduceat(label, cubes.start[:-1]), np.maximum.reduceat(label, cubes.start[:-1])
    mixed = (lowest[a] != highest[b]) | (highest[a] != lowest[b])
    for pairs in point_pairs(cubes, cubes, a[mixed], b[mixed]):
        point, begins, partners = pairs
        one = np.repeat(label[point], np.diff(np.append(begins, len(partners))))
        other = label[partners]
        meet = (one != other) & (squared_chords(cubes, cubes, pairs) <= cubes.reach)
        found.append((one[meet], other[meet]))
    return np.concatenate([one for one, _ in found]), np.concatenate([other for _, other in found])
