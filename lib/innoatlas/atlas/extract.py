"""The small map of one cluster: a still drawing (SVG) of its surroundings, so that it prints and needs no script."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from innoatlas.atlas import land
from innoatlas.atlas.facts import Cluster
from innoatlas.atlas.plane import MERCATOR_RADIUS_M, Coordinates, clip, outline, project
from innoatlas.atlas.writing import decimal
from innoatlas.geo.sphere import EARTH_KM

#: Width and height of the drawing in its own units.
WIDTH, HEIGHT = 480, 320

_MARGIN = 1.25  #: how much farther than its farthest member a cluster's window reaches
_MIN_HALF_KM = 20.0  #: half the height of the smallest window
_DOT_SIZES = (1.6, 3.0, 5.5)  #: diameters of the dots, small to large
_DOT_BOUNDS = (0.002, 0.02)  #: share of the cluster's listings at which a dot grows
_MAX_DOTS = 800  #: of members and of others, those with most listings
_SCALES_KM = (1, 2, 5, 10, 20, 50, 100, 200, 500)


@dataclass(frozen=True)
class Extract:
    """Path data of one drawing, in units of its view box."""

    words: str  #: what it shows, for those who do not see it
    land: str
    footprint: str
    others: str  #: dots of places outside the cluster
    members: tuple[tuple[float, str], ...]  #: diameter, dots
    scale_km: int  #: length of the scale bar in km
    scale_length: float  #: the same in units of the drawing


@dataclass(frozen=True)
class Surroundings:
    """Outlines and points, projected once, from which every extract is cut."""

    x: NDArray[np.float64]  #: of the points, most listings first, Web Mercator metres
    y: NDArray[np.float64]
    cluster_ids: NDArray[np.object_]  #: of the points; null for noise
    listings: NDArray[np.float64]
    rings: list[Coordinates]  #: x, y of the country outlines
    boxes: NDArray[np.float64]  #: west, south, east, north of each ring


def surroundings(points: pd.DataFrame) -> Surroundings:
    """What lies around the clusters; `points` as `layers.points_of` gives them."""
    x, y = project(points["lat"], points["lon"])
    rings = [np.column_stack(project(ring[:, 0], ring[:, 1])) for ring in land.outer_rings()]
    boxes = np.array([(*ring.min(axis=0), *ring.max(axis=0)) for ring in rings])
    return Surroundings(x, y, points["cluster_id"].to_numpy(dtype=object), points["listings_count"].to_numpy(dtype=np.float64), rings, boxes)


def extract(cluster: Cluster, around: Surroundings) -> Extract:
    """The drawing of one cluster: land, footprint, places, a scale bar."""
    half_km = max(cluster.radius_km * _MARGIN, _MIN_HALF_KM)
    metres_per_km = MERCATOR_RADIUS_M / EARTH_KM / np.cos(np.radians(cluster.lat))
    frame = _Frame.around(cluster, half_km * metres_per_km)
    near = frame.holds(around.x, around.y)
    own = around.cluster_ids == cluster.cluster_id
    members = np.flatnonzero(near & own)[:_MAX_DOTS]
    others = np.flatnonzero(near & ~own)[:_MAX_DOTS]
    shares = around.listings[members] / max(cluster.listings_count, 1)
    classes = np.searchsorted(_DOT_BOUNDS, shares, side="right")
    units_per_km = HEIGHT / 2 / half_km
    scale = max((km for km in _SCALES_KM if km * units_per_km <= WIDTH / 4), default=_SCALES_KM[0])
    return Extract(
        words=f"Map of {cluster.name}: footprint and member places, {decimal(cluster.radius_km, 0)} km from the centroid to the farthest",
        land=_path(frame.fit(around.rings[index]) for index in frame.touching(around.boxes)),
        footprint=_path(frame.fit(np.column_stack(project(ring[:, 0], ring[:, 1]))) for ring in outline(cluster.footprint_cells)),
        others=_dots(*frame.place(around.x[others], around.y[others])),
        members=tuple((size, _dots(*frame.place(around.x[chosen], around.y[chosen]))) for size, chosen in _by_class(members, classes)),
        scale_km=scale,
        scale_length=round(scale * units_per_km, 1),
    )


@dataclass(frozen=True)
class _Frame:
    """A window in projected metres and its way to the drawing's units, y down."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def around(cls, cluster: Cluster, half_height: float) -> "_Frame":
        (x,), (y,) = project([cluster.lat], [cluster.lon])
        half_width = half_height * WIDTH / HEIGHT
        return cls(x - half_width, y - half_height, x + half_width, y + half_height)

    def holds(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.bool_]:
        return np.asarray((x >= self.west) & (x <= self.east) & (y >= self.south) & (y <= self.north))

    def touching(self, boxes: NDArray[np.float64]) -> Iterable[int]:
        overlap = (boxes[:, 0] <= self.east) & (boxes[:, 2] >= self.west) & (boxes[:, 1] <= self.north) & (boxes[:, 3] >= self.south)
        return np.flatnonzero(overlap).tolist()

    def place(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        scale = HEIGHT / (self.north - self.south)
        return (x - self.west) * scale, (self.north - y) * scale

    def fit(self, ring: Coordinates) -> Coordinates:
        return np.column_stack(self.place(*clip(ring, (self.west, self.south), (self.east, self.north)).T))


def _by_class(members: NDArray[np.int64], classes: NDArray[np.int64]) -> Iterable[tuple[float, NDArray[np.int64]]]:
    return ((size, members[classes == index]) for index, size in enumerate(_DOT_SIZES))


def _path(rings: Iterable[Coordinates]) -> str:
    """Closed rings as path data with one decimal; successive points that round to the same are written once."""
    return "".join(_ring_path(np.round(ring, 1)) for ring in rings if len(ring) > 2)


def _ring_path(ring: Coordinates) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for (x, y), _ in groupby(ring.tolist())) + "Z"


def _dots(x: NDArray[np.float64], y: NDArray[np.float64]) -> str:
    """Dots as lines of no length, which round caps make visible."""
    return "".join(f"M{a:g} {b:g}h0" for a, b in zip(np.round(x, 1).tolist(), np.round(y, 1).tolist(), strict=True))
