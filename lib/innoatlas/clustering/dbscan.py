"""DBSCAN on the sphere with whole-number weights, exact, in memory linear in the points.

Ester, Kriegel, Sander, Xu, "A density-based algorithm for discovering clusters in large spatial databases with noise", KDD 1996; the grid follows
Gunawan (2013) and Gan and Tao, "DBSCAN revisited", SIGMOD 2015. A point is core when the weights within the radius, its own included, reach the
minimum: a weight w gives exactly what w equal points would. Border points join the nearest core point's cluster. A pair counts as within the radius
up to `cubes.TOLERANCE_KM` beyond it.
"""

from dataclasses import dataclass

import numpy as np

from innoatlas.clustering.components import components
from innoatlas.clustering.cubes import (
    TOLERANCE_KM,
    Booleans,
    Cubes,
    Floats,
    Integers,
    chord_to_km,
    cubes_of,
    neighbouring_cubes,
    squared_gap,
    squared_span,
    subset,
)
from innoatlas.clustering.pairs import expand, point_pairs, points_and_cubes, runs, slices, squared_chords
from innoatlas.errors import SettingsError
from innoatlas.geo.sphere import unit_vectors

NOISE = -1

_FAR = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Clustering:
    """What DBSCAN says of each point, in the caller's order."""

    label: Integers  #: (points,) cluster from 0, in ascending order of the clusters' keys; NOISE
    is_core: Booleans  #: (points,)


def dbscan(lat: Floats, lon: Floats, weight: Integers, *, radius_km: float, min_weight: int, key: Integers) -> Clustering:
    """Cluster points (n,) given in degrees with whole weights >= 0, `radius_km` of 0.05 to 2,000 and `min_weight` >= 1 in the weights' unit.

    `key` (n,) names each point (equal coordinates may share one). A cluster's key is the smallest of its core points'; a border point as near to two
    clusters joins the one of the smaller key. The result does not depend on the order of the points. SettingsError on values out of range.
    """
    if min_weight < 1 or weight.min(initial=0) < 0:
        least = weight.min(initial=0)
        raise SettingsError(f"weights: expected min_weight >= 1 and no weight below 0, found min_weight {min_weight} and the weight {least}. Correct them.")
    if not len(weight):
        return Clustering(np.empty(0, np.int64), np.empty(0, np.bool_))
    cubes = cubes_of(unit_vectors(lat, lon), radius_km)
    pairs = neighbouring_cubes(cubes)
    is_core = _core_points(cubes, pairs, weight[cubes.order], min_weight)
    core = subset(cubes, is_core)
    label = np.full(len(weight), NOISE)
    label[is_core] = _labels_by_key(_connect(core, pairs)[core.cube_of_point], key[cubes.order][is_core])
    join_borders(subset(cubes, ~is_core), core, pairs, label)
    back = np.argsort(cubes.order)
    return Clustering(label[back], is_core[back])


def _core_points(cubes: Cubes, pairs: tuple[Integers, Integers], weight: Integers, min_weight: int) -> Booleans:
    """(points,) true where the weights within reach come to `min_weight`; looks at single points only where whole cubes leave it open."""
    a, b = np.concatenate(pairs), np.concatenate(pairs[::-1])
    in_cube = np.add.reduceat(weight, cubes.start[:-1])
    around = in_cube.copy()
    np.add.at(around, a, in_cube[b])
    open_pairs = ((in_cube < min_weight) & (around >= min_weight))[a]
    a, b = a[open_pairs], b[open_pairs]
    low, high = cubes.boxes()
    sure, possible = in_cube[cubes.cube_of_point], in_cube[cubes.cube_of_point]
    for point, cube in points_and_cubes(cubes, cubes, a, b):
        at = cubes.xyz[point]
        np.add.at(sure, point, np.where(squared_span(at, at, low[cube], high[cube]) <= cubes.reach, in_cube[cube], 0))
        np.add.at(possible, point, np.where(squared_gap(at, at, low[cube], high[cube]) <= cubes.reach, in_cube[cube], 0))
    undecided = subset(cubes, (sure < min_weight) & (possible >= min_weight))
    for point, cube in points_and_cubes(undecided, cubes, a, b):
        at = undecided.xyz[point]
        partly = (squared_gap(at, at, low[cube], high[cube]) <= cubes.reach) & (squared_span(at, at, low[cube], high[cube]) > cubes.reach)
        for part in runs(cubes, point[partly], cube[partly]):
            within = squared_chords(undecided, cubes, part) <= cubes.reach
            np.add.at(sure, undecided.order[part[0]], np.add.reduceat(np.where(within, weight[part[2]], 0), part[1]))
    return np.asarray(sure >= min_weight)


def _connect(core: Cubes, pairs: tuple[Integers, Integers]) -> Integers:
    """(cubes,) the component of each cube's core points: all of one cube, and cubes with a pair within reach."""
    a, b = pairs
    held = (core.size[a] > 0) & (core.size[b] > 0)
    a, b = a[held], b[held]
    root = np.arange(len(core.number))
    # Most neighbours touch where one points at the other, and the nearest cubes come first: few pairs are left to be looked at in full.
    for part in np.array_split(np.arange(len(a)), 8):
        part = part[root[a[part]] != root[b[part]]]
        touching = part[_facing_points_touch(core, a[part], b[part])]
        root = components(len(root), np.append(np.arange(len(root)), a[touching]), np.append(root, b[touching]))
    apart = root[a] != root[b]
    cube, links = core.cube_of_point, [(np.arange(len(root)), root)]
    for pairs_of_points in point_pairs(core, core, a[apart], b[apart]):
        point, begins, partners = pairs_of_points
        hit = np.logical_or.reduceat(squared_chords(core, core, pairs_of_points) <= core.reach, begins)
        links.append((cube[point[hit]], cube[partners[begins[hit]]]))
    return components(len(root), *(np.concatenate(ends) for ends in zip(*links, strict=True)))


def _facing_points_touch(core: Cubes, a: Integers, b: Integers) -> Booleans:
    """(pairs,) true where the point of cube a nearest to the middle of cube b's box is within reach of a point of b."""
    low, high = core.boxes()
    parts = [np.empty(0, np.bool_)]
    for cut in slices(core.size[a] + core.size[b]):
        middle = (low[b[cut]] + high[b[cut]]) / 2
        facing, _ = _nearest(core, a[cut], middle)
        parts.append(_nearest(core, b[cut], core.xyz[facing])[1] <= core.reach)
    return np.concatenate(parts)


def _nearest(core: Cubes, cube: Integers, target: Floats) -> tuple[Integers, Floats]:
    """(n,) the point of each cube nearest to its target (n, 3), and the squared distance."""
    point, entry = expand(core.start[cube], core.size[cube])
    difference = core.xyz[point] - target[entry]
    squared = np.einsum("ij,ij->i", difference, difference)
    least = np.minimum.reduceat(squared, np.cumsum(core.size[cube]) - core.size[cube])
    reached = np.flatnonzero(squared == least[entry])
    _, first = np.unique(entry[reached], return_index=True)
    return point[reached[first]], least


def _labels_by_key(component: Integers, key: Integers) -> Integers:
    """Numbers from 0 for the components of core points, in the order of the smallest key in each."""
    _, member = np.unique(component, return_inverse=True)
    smallest = np.full(member.max(initial=-1) + 1, _FAR)
    np.minimum.at(smallest, member, key)
    rank = np.empty(len(smallest), dtype=np.int64)
    rank[np.argsort(smallest)] = np.arange(len(smallest))
    return rank[member]


def join_borders(rest: Cubes, core: Cubes, pairs: tuple[Integers, Integers], label: Integers) -> None:
    """Give the points that are not core, but within reach of one, the label of the nearest; of equally near ones the smallest."""
    everyone = np.arange(len(core.number))
    a, b = np.concatenate((*pairs, everyone)), np.concatenate((*pairs[::-1], everyone))
    core_label = label[core.order]
    labels = int(core_label.max(initial=0)) + 1
    best = np.full(len(rest.order), _FAR)  # steps of distance and label in one number, so that its minimum settles both
    for pairs_of_points in point_pairs(rest, core, a, b):
        point, begins, partners = pairs_of_points
        squared = squared_chords(rest, core, pairs_of_points)
        steps = np.rint(chord_to_km(squared) / TOLERANCE_KM).astype(np.int64)
        candidate = np.where(squared <= core.reach, steps * labels + core_label[partners], _FAR)
        np.minimum.at(best, point, np.minimum.reduceat(candidate, begins))
    found = best < _FAR
    label[rest.order[found]] = best[found] % labels
