"""Distances on the sphere, and whole-number coordinates."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

#: Mean Earth radius in km (IUGG 1980, R1).
EARTH_KM = 6371.0088

#: Coordinates are kept to 5 decimals of a degree, about one metre.
STEPS_PER_DEGREE = 100_000


def distance_km(lat: ArrayLike, lon: ArrayLike, other_lat: ArrayLike, other_lon: ArrayLike) -> NDArray[np.float64]:
    """Great-circle distances in km by the haversine formula; arguments in degrees, broadcast against one another.

    >>> round(float(distance_km(48.8566, 2.3522, 51.5074, -0.1278)), 1)
    343.6
    """
    a, b, c, d = (np.radians(np.asarray(x, dtype=np.float64)) for x in (lat, lon, other_lat, other_lon))
    half = np.sin((c - a) / 2) ** 2 + np.cos(a) * np.cos(c) * np.sin((d - b) / 2) ** 2
    return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(half, 1.0))))


def distance_sql(lat: str, lon: str, other_lat: str, other_lon: str) -> str:
    """The same as a Spark SQL expression on four columns; null where one of them is.

    >>> distance_sql("a", "b", "c", "d")[:57]
    '12742.0176 * asin(sqrt(if(pow(sin(radians(c - a) / 2), 2)'
    """
    half = f"pow(sin(radians({other_lat} - {lat}) / 2), 2) + cos(radians({lat})) * cos(radians({other_lat})) * pow(sin(radians({other_lon} - {lon}) / 2), 2)"
    return f"{2 * EARTH_KM} * asin(sqrt(if({half} > 1, 1, {half})))"  # `least` would pass over a null


def unit_vectors(lat: ArrayLike, lon: ArrayLike) -> NDArray[np.float64]:
    """Points on the unit sphere, shape (n, 3), from degrees.

    >>> unit_vectors([0.0], [90.0]).round(6).tolist()
    [[0.0, 1.0, 0.0]]
    """
    phi, theta = np.radians(np.asarray(lat, dtype=np.float64)), np.radians(np.asarray(lon, dtype=np.float64))
    return np.stack((np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi)), axis=-1)


def point_ids(lat: ArrayLike, lon: ArrayLike) -> NDArray[np.int64]:
    """One whole number per distinct coordinate at 5 decimals: latitude from the south pole in the upper half, longitude in the lower.

    >>> int(point_ids(-90.0, -180.0)), int(point_ids(-90.0, -179.99999))
    (0, 1)
    """
    north = np.rint((np.asarray(lat, dtype=np.float64) + 90) * STEPS_PER_DEGREE).astype(np.int64)
    east = np.rint((np.asarray(lon, dtype=np.float64) + 180) * STEPS_PER_DEGREE).astype(np.int64)
    return np.asarray((north << 32) + east)


def coordinates(point_id: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Latitudes and longitudes, in degrees to 5 decimals, of point ids: the inverse of `point_ids`, exactly.

    >>> [float(degrees) for degrees in coordinates(point_ids(48.85341, 2.3488))]
    [48.85341, 2.3488]
    """
    steps = np.asarray(point_id, dtype=np.int64)
    north, east = steps >> 32, steps & 0xFFFFFFFF
    return (north - 90 * STEPS_PER_DEGREE) / STEPS_PER_DEGREE, (east - 180 * STEPS_PER_DEGREE) / STEPS_PER_DEGREE


def point_id_sql(lat: str = "lat", lon: str = "lon") -> str:
    """The same number as a Spark SQL expression over two columns.

    >>> point_id_sql()
    'shiftleft(cast(rint((lat + 90) * 100000) as bigint), 32) + cast(rint((lon + 180) * 100000) as bigint)'
    """

    def steps(column: str, half_turn: int) -> str:
        return f"cast(rint(({column} + {half_turn}) * {STEPS_PER_DEGREE}) as bigint)"

    return f"shiftleft({steps(lat, 90)}, 32) + {steps(lon, 180)}"
