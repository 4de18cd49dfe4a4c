"""Which points lie in a circle or a polygon: exactly, coordinate by coordinate, also across the 180th meridian and around a pole.

Edges of a polygon are straight lines in longitude and latitude, as GeoJSON has them (RFC 7946, section 3.1.1); a circle is one on the sphere.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from innoatlas.geo.sphere import EARTH_KM, distance_km

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

#: The whole way round, in degrees.
_TURN = 360.0

#: A point on the pole is taken for one a tenth of a millimetre before it, for an edge holds its lower end and not its upper one.
_POLE = 90 - 1e-9

#: Pairs of edge and point that are held at once: five arrays of 8 bytes each.
_PAIRS = 2_000_000


@dataclass(frozen=True)
class Points:
    """Points in the order of their latitude, so that those of a band are a slice."""

    lat: Floats  #: degrees, rising
    lon: Floats  #: degrees, from -180 up to but not 180
    row: Integers  #: which of the points given it is

    @classmethod
    def of(cls, lat: ArrayLike, lon: ArrayLike) -> "Points":
        """From degrees, shape (n,); 24 bytes a point."""
        north, east = np.asarray(lat, dtype=np.float64), np.asarray(lon, dtype=np.float64)
        order = np.argsort(north, kind="stable")
        return cls(np.minimum(north, _POLE)[order], (east[order] + _TURN / 2) % _TURN - _TURN / 2, order)

    def band(self, south: float, north: float) -> "Points":
        """Those from `south` to `north`, both included."""
        part = slice(*np.searchsorted(self.lat, (south, np.nextafter(north, np.inf))).tolist())
        return Points(self.lat[part], self.lon[part], self.row[part])


def within_circle(points: Points, lat: float, lon: float, radius_km: float) -> Integers:
    """Rows, rising, of the points at most `radius_km` from a centre in degrees, along the sphere.

    >>> within_circle(Points.of([48.85, 51.51], [2.35, -0.13]), 48.9, 2.3, 20).tolist()
    [0]
    """
    reach = np.degrees(radius_km / EARTH_KM) + 1e-6  # a touch more, for only the distance decides
    near = points.band(lat - reach, lat + reach)
    sine = np.sin(np.radians(reach)) / max(np.cos(np.radians(lat)), 1e-12)
    if abs(lat) + reach < 90 and sine < 1:
        aside = np.abs((near.lon - lon + _TURN / 2) % _TURN - _TURN / 2)
        kept = aside <= np.degrees(np.arcsin(sine)) + 1e-6
        near = Points(near.lat[kept], near.lon[kept], near.row[kept])
    return np.sort(near.row[distance_km(lat, lon, near.lat, near.lon) <= radius_km])


def within_polygon(points: Points, rings: Sequence[Floats]) -> Integers:
    """Rows, rising, of the points in a polygon: in its first ring and in none of the others, which are its holes.

    A ring has the shape (n, 2), latitude and longitude in degrees; its last point need not repeat its first. An edge of more than 180 degrees of
    longitude goes the short way, across the 180th meridian, unless it is a whole turn; a ring that so goes round the Earth holds the nearer pole. A point
    on the border of two polygons that share an edge is in one of them.

    >>> square = np.array([(-10.0, 170.0), (-10.0, -170.0), (10.0, -170.0), (10.0, 170.0)])
    >>> within_polygon(Points.of([0, 0, 0], [175, -175, 0]), [square]).tolist()
    [0, 1]
    """
    outer, *holes = (_within_ring(points, ring) for ring in rings)
    return np.setdiff1d(outer, np.concatenate(holes)) if holes else outer


def centre_of(ring: Floats) -> tuple[float, float]:
    """Latitude and longitude of a ring's centroid, on the plane of longitude and latitude.

    >>> [float(x) for x in centre_of(np.array([(0.0, 178.0), (0.0, -178.0), (2.0, -178.0), (2.0, 178.0)]))]
    [1.0, -180.0]
    """
    lat, lon = _closed(ring)
    y, x = lat - lat[0], lon - lon[0]
    twice = x[:-1] * y[1:] - x[1:] * y[:-1]
    if abs(twice.sum()) < 1e-12:
        north, east = float(lat[:-1].mean()), float(lon[:-1].mean())
    else:
        north, east = (float(axis[0] + ((part[:-1] + part[1:]) * twice).sum() / (3 * twice.sum())) for axis, part in ((lat, y), (lon, x)))
    return north, (east + _TURN / 2) % _TURN - _TURN / 2


def extent_of(ring: Floats) -> float:
    """Square degrees that a ring encloses, by which the larger of two is told."""
    lat, lon = _closed(ring)
    return float(abs((lon[:-1] * lat[1:] - lon[1:] * lat[:-1]).sum()) / 2)


def _closed(ring: Floats) -> tuple[Floats, Floats]:
    """Latitudes and longitudes of a ring that ends where it begins, its longitudes going on beyond 180 where it crosses that meridian."""
    closed = np.vstack((ring, ring[:1]))
    step = np.diff(closed[:, 1])
    crosses = (np.abs(step) > _TURN / 2) & (np.abs(step) < _TURN)
    lat, lon = closed[:, 0], closed[:, 1] + np.concatenate(([0.0], np.cumsum(np.where(crosses, -_TURN * np.sign(step), 0.0))))
    if abs(lon[-1] - lon[0]) < _TURN / 2:
        return lat, lon
    pole = 90.0 if ring[:, 0].mean() > 0 else -90.0
    return np.concatenate((lat, (pole, pole, lat[0]))), np.concatenate((lon, (lon[-1], lon[0], lon[0])))


def _within_ring(points: Points, ring: Floats) -> Integers:
    lat, lon = _closed(ring)
    near = points.band(lat.min(), lat.max())
    found = [near.row[:0]]
    for turn in (-_TURN, 0.0, _TURN):
        kept = (near.lon + turn >= lon.min()) & (near.lon + turn <= lon.max())
        part = Points(near.lat[kept], near.lon[kept] + turn, near.row[kept])
        found.append(part.row[_crossed(lat, lon, part) % 2 == 1])
    return np.unique(np.concatenate(found))


def _crossed(lat: Floats, lon: Floats, points: Points) -> Integers:
    """(points,) how many edges of a closed line lie east of each point, at its latitude; an edge holds its lower end."""
    lower = np.where(lat[:-1] <= lat[1:], np.arange(len(lat) - 1), np.arange(1, len(lat)))
    upper = 2 * np.arange(len(lat) - 1) + 1 - lower
    south, north, west, east = lat[lower], lat[upper], lon[lower], lon[upper]
    begin, end = np.searchsorted(points.lat, south), np.searchsorted(points.lat, north)
    crossed = np.zeros(len(points.lat), dtype=np.int64)
    for edges in _portions(end - begin):
        length = end[edges] - begin[edges]
        edge = np.repeat(edges, length)
        point = np.arange(length.sum()) + np.repeat(begin[edges] - np.cumsum(length) + length, length)
        there = west[edge] + (points.lat[point] - south[edge]) * (east[edge] - west[edge]) / (north[edge] - south[edge])
        crossed += np.bincount(point[points.lon[point] < there], minlength=len(crossed))
    return crossed


def _portions(lengths: Integers) -> Iterator[Integers]:
    """Numbers of the edges that have any pair, in portions of at most about _PAIRS pairs."""
    some = np.flatnonzero(lengths > 0)
    portion = np.cumsum(lengths[some]) // _PAIRS
    yield from (part for part in np.split(some, np.flatnonzero(np.diff(portion)) + 1) if len(part))
