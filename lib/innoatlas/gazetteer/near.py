"""Same name, near by: which named point is meant by another of the same name, and which points of one name are one place."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from innoatlas.geo.sphere import distance_km

_Ints = NDArray[np.int64]
_Floats = NDArray[np.float64]


class NamedPoints(NamedTuple):
    """Points under a key (the number of a name in a country), all of shape (n,); degrees. A point may stand under several keys."""

    key: _Ints
    lat: _Floats
    lon: _Floats


def nearest_namesake(points: NamedPoints, of: NamedPoints, reach_km: _Floats | float) -> _Ints:
    """For each of `points` the row of `of` under the same key that is nearest, within `reach_km` (one, or one a point); -1 where there is none.

    Of equally near ones the earliest row. Memory grows with the number of pairs under a key.

    >>> here, there = NamedPoints(np.array([5, 6]), np.zeros(2), np.zeros(2)), NamedPoints(np.array([6, 6]), np.array([0.2, 0.1]), np.zeros(2))
    >>> nearest_namesake(here, there, 15.0).tolist()
    [-1, 1]
    """
    order = np.argsort(of.key, kind="stable")
    start = np.searchsorted(of.key[order], points.key, side="left")
    count = np.searchsorted(of.key[order], points.key, side="right") - start
    point = np.repeat(np.arange(len(points.key)), count)
    within = np.arange(len(point)) - np.repeat(np.cumsum(count) - count, count)
    other = order[np.repeat(start, count) + within]
    away = distance_km(points.lat[point], points.lon[point], of.lat[other], of.lon[other])
    close = away <= np.broadcast_to(reach_km, len(points.key))[point]
    point, other, away = point[close], other[close], away[close]
    ranked = np.lexsort((other, away, point))
    nearest = np.full(len(points.key), -1, dtype=np.int64)
    winners, first = np.unique(point[ranked], return_index=True)
    nearest[winners] = other[ranked][first]
    return nearest


def gathered(points: NamedPoints, reach_km: float) -> _Ints:
    """Number the places that the points of each key make: the most central one takes all within `reach_km`, then the most central of the rest.

    The most central point is the one nearest to the mean of latitudes and longitudes, so that a large city is one place and not several strips.
    Numbers run from 0 in the order of keys, latitudes and longitudes.

    >>> gathered(NamedPoints(np.zeros(3, dtype=np.int64), np.array([0.0, 9.0, 0.1]), np.zeros(3)), 15.0).tolist()
    [0, 1, 0]
    """
    rest = np.lexsort((points.lon, points.lat, points.key))
    label = np.full(len(rest), -1, dtype=np.int64)
    while len(rest):
        leader = _most_central(points, rest)
        close = distance_km(points.lat[rest], points.lon[rest], points.lat[leader], points.lon[leader]) <= reach_km
        label[rest[close]] = leader[close]
        rest = rest[~close]
    return _renumbered(points, label)


def _most_central(points: NamedPoints, rest: _Ints) -> _Ints:
    """For each row of `rest`, which is sorted by key, the row of its key nearest to the mean; the earliest of equally near ones."""
    key = points.key[rest]
    opens = np.concatenate(([True], key[1:] != key[:-1]))
    start, group = np.flatnonzero(opens), np.cumsum(opens) - 1
    count = np.diff(np.append(start, len(rest)))
    lat, lon = (np.add.reduceat(values[rest], start) / count for values in (points.lat, points.lon))
    away = distance_km(points.lat[rest], points.lon[rest], lat[group], lon[group])
    nearest = np.flatnonzero(away == np.minimum.reduceat(away, start)[group])
    first = nearest[np.unique(group[nearest], return_index=True)[1]]
    return np.asarray(rest[first][group])


def _renumbered(points: NamedPoints, leader: _Ints) -> _Ints:
    leaders: _Ints = np.unique(leader)
    ranked = leaders[np.lexsort((points.lon[leaders], points.lat[leaders], points.key[leaders]))]
    number = np.full(len(points.key), -1, dtype=np.int64)
    number[ranked] = np.arange(len(ranked))
    return number[leader]
