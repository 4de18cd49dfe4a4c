"""Groups of rows: numbering them, their most frequent value, the middle of their points and how far the points lie from it."""

from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from innoatlas.geo.sphere import distance_km, unit_vectors

_Floats = NDArray[np.float64]
_Ints = NDArray[np.int64]


class Middles(NamedTuple):
    """Per group: latitude and longitude in degrees, and the mean distance of its points from there in km; all of shape (groups,)."""

    lat: _Floats
    lon: _Floats
    radius_km: _Floats


def weighted_middles(group: NDArray[np.int64], groups: int, lat: _Floats, lon: _Floats, weight: _Floats) -> Middles:
    """Weighted means on the sphere, so that a country on both sides of the date line has its middle inside it.

    `group` numbers each point's group from 0 and every group has a point of positive weight.

    >>> middle = weighted_middles(np.array([0, 0]), 1, np.array([0.0, 0.0]), np.array([179.0, -179.0]), np.array([1.0, 1.0]))
    >>> bool(abs(abs(middle.lon[0]) - 180) < 1e-9), round(float(middle.radius_km[0]), 1)
    (True, 111.2)
    """
    vectors = unit_vectors(lat, lon) * weight[:, None]
    x, y, z = (np.bincount(group, weights=vectors[:, axis], minlength=groups) for axis in range(3))
    middle_lat, middle_lon = np.degrees(np.arctan2(z, np.hypot(x, y))), np.degrees(np.arctan2(y, x))
    away = distance_km(lat, lon, middle_lat[group], middle_lon[group])
    radius = np.bincount(group, weights=away * weight, minlength=groups) / np.bincount(group, weights=weight, minlength=groups)
    return Middles(middle_lat, middle_lon, radius)


def median_middles(group: NDArray[np.int64], groups: int, lat: _Floats, lon: _Floats) -> Middles:
    """Medians of latitude and of longitude, each on its own: one stray point does not move them. `group` as in `weighted_middles`.

    Groups are small (a postal code, a village), so the date line is left out of account.

    >>> median_middles(np.array([0, 0, 0]), 1, np.array([1.0, 2.0, 60.0]), np.array([5.0, 5.0, 5.0])).lat.tolist()
    [2.0]
    """
    counts = np.bincount(group, minlength=groups)
    middle_lat, middle_lon = (_medians(group, counts, values) for values in (lat, lon))
    away = distance_km(lat, lon, middle_lat[group], middle_lon[group])
    return Middles(middle_lat, middle_lon, np.bincount(group, weights=away, minlength=groups) / counts)


def numbered(*keys: pa.Array) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Number the distinct combinations of the keys from 0 by first appearance: (each row's number, the first row of each number).

    >>> [part.tolist() for part in numbered(pa.array(["b", "a", "b"]))]
    [[0, 1, 0], [0, 1]]
    """
    codes = np.zeros(len(keys[0]), dtype=np.int64)
    for key in keys:
        encoded = pc.dictionary_encode(key, null_encoding="encode")
        codes = codes * max(1, len(encoded.dictionary)) + np.asarray(encoded.indices, dtype=np.int64)
        codes = np.asarray(pc.dictionary_encode(pa.array(codes)).indices, dtype=np.int64)
    return codes, np.flatnonzero(np.diff(np.maximum.accumulate(codes), prepend=-1))


def majority(group: _Ints, groups: int, value: _Ints, weight: _Floats | None = None) -> tuple[_Ints, _Floats]:
    """The value of each group with most votes, and its share of them; the smaller value of a tie. Negative values do not vote.

    A row has one vote, or `weight` votes. A group without votes has the value -1 and the share 0.

    >>> [part.tolist() for part in majority(np.array([0, 0, 0, 1]), 2, np.array([7, 5, 7, -1]))]
    [[7, -1], [0.6666666666666666, 0.0]]
    """
    voting = value >= 0
    votes = np.ones(voting.sum()) if weight is None else weight[voting]
    values = value.max(initial=-1) + 1
    pairs, pair = np.unique(group[voting] * values + value[voting], return_inverse=True)
    of, voted = pairs // max(values, 1), pairs % max(values, 1)
    counts = np.bincount(pair, weights=votes, minlength=len(pairs))
    order = np.lexsort((voted, -counts, of))
    winner = order[np.flatnonzero(np.diff(of[order], prepend=-1))]
    best, share = np.full(groups, -1, dtype=np.int64), np.zeros(groups)
    won = of[winner]
    best[won] = voted[winner]
    share[won] = counts[winner] / np.bincount(group[voting], weights=votes, minlength=groups)[won]
    return best, share


def _medians(group: NDArray[np.int64], counts: NDArray[np.int64], values: _Floats) -> _Floats:
    ordered = values[np.lexsort((values, group))]
    starts = np.concatenate(([0], np.cumsum(counts)[:-1]))
    return np.asarray((ordered[starts + (counts - 1) // 2] + ordered[starts + counts // 2]) / 2)
