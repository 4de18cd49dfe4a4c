"""Maps drawn with letters: each character is a step, each letter but the dot a point."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from innoatlas.clustering.cubes import Floats, Integers
from innoatlas.clustering.dbscan import dbscan
from innoatlas.clustering.merging import merge_near
from innoatlas.geo.sphere import EARTH_KM, point_ids


@dataclass(frozen=True)
class Drawn:
    """Points in reading order: letter, latitude and longitude; the top left of the map is at the equator and the prime meridian."""

    letters: list[str]
    lat: Floats
    lon: Floats

    @property
    def key(self) -> Integers:
        return point_ids(self.lat, self.lon)


def points_on_map(drawing: str, km_per_step: float) -> Drawn:
    found = list(_characters(drawing))
    degrees = np.degrees(km_per_step / EARTH_KM)
    down, across = np.array([(y, x) for _, y, x in found], dtype=np.float64).T
    return Drawn([letter for letter, _, _ in found], -down * degrees, across * degrees)


def _characters(drawing: str) -> Iterator[tuple[str, int, int]]:
    for y, line in enumerate(line.strip() for line in drawing.strip().splitlines()):
        for x, letter in enumerate(line):
            if letter != ".":
                yield letter, y, x


def labels_by_letter(points: Drawn, radius_km: float, min_weight: int, merge_km: float = 0, weights: dict[str, int] | None = None) -> dict[str, set[int]]:
    """Labels that the points of each letter get; a point weighs 1 unless `weights` says otherwise."""
    weight = np.array([(weights or {}).get(letter, 1) for letter in points.letters])
    label = dbscan(points.lat, points.lon, weight, radius_km=radius_km, min_weight=min_weight, key=points.key).label
    label = merge_near(points.lat, points.lon, label, merge_km=merge_km)
    return {letter: {int(got) for got, of in zip(label, points.letters, strict=True) if of == letter} for letter in points.letters}
