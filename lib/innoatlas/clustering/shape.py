"""Where a cluster lies and how far it reaches."""

from math import fsum

import numpy as np

from innoatlas.clustering.cubes import Floats, Integers
from innoatlas.geo.cells import parents
from innoatlas.geo.sphere import distance_km, unit_vectors


def centroid(lat: Floats, lon: Floats, weight: Integers) -> tuple[float, float]:
    """Latitude and longitude, in degrees to 5 decimals, of the weighted mean of points on the sphere, brought back to its surface.

    The sums are correctly rounded, so the order of points does not matter.

    >>> centroid(np.array([0.0, 0.0]), np.array([179.0, -179.0]), np.array([1, 1]))
    (0.0, -180.0)
    """
    x, y, z = (fsum(axis) for axis in (unit_vectors(lat, lon) * weight[:, None]).T)
    north, east = np.degrees(np.arctan2(z, np.hypot(x, y))), np.degrees(np.arctan2(y, x))
    return round(float(north), 5), (round(float(east), 5) + 180) % 360 - 180


def reach_km(lat: Floats, lon: Floats, centre: tuple[float, float]) -> float:
    """Distance from the centre to the farthest point, in km to 3 decimals."""
    return round(float(distance_km(lat, lon, *centre).max()), 3)


def footprint(cells: Integers, resolution: int) -> list[int]:
    """The cells at a coarser resolution that hold a member, sorted."""
    return [int(cell) for cell in np.unique(parents(cells, resolution))]
