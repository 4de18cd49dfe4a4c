"""Sites and regions of the sample world: invented parks and organisations near the towns of clusters, and boxes around some of them."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from .towns import Town

#: Clusters, by rank, that get a park and an organisation; and those that get a region.
_WITH_SITES, _WITH_REGION = 24, 12

#: A park lies so far north of its town, in degrees (about 2 km); a region reaches so far beyond the towns of its cluster.
_ASIDE, _BEYOND = 0.02, 0.4

_HEADER = ("id", "name", "kind", "lat", "lon", "radius_km")

#: Far from every cluster: one that holds a coordinate of other towns at most, and one that holds none.
_FAR_AWAY = (("far-1", "Andean Research Park", "science park", -16.5, -68.15, 15.0), ("far-2", "Arctic Field Station", "science park", 78.2, 15.6, 5.0))


def write_areas(home: Path, clusters: Mapping[str, Sequence[Town]]) -> dict[str, int]:
    """Write areas/sites.csv and areas/regions.geojson; `clusters` by name, in the order of their ranks. Returns how many of each."""
    folder = home / "areas"
    folder.mkdir(parents=True)
    sites = [*_sites(clusters), *_FAR_AWAY]
    with (folder / "sites.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([_HEADER, *sites])
    regions = [_feature(number, name, towns) for number, (name, towns) in enumerate(list(clusters.items())[:_WITH_REGION], 1)]
    regions += _ring_and_core(*list(clusters.items())[_WITH_REGION])
    regions.append(_pacific())
    (folder / "regions.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": regions}, ensure_ascii=False) + "\n", "utf-8")
    return {"sites": len(sites), "regions": len(regions)}


def _sites(clusters: Mapping[str, Sequence[Town]]) -> Iterator[tuple[str, str, str, float, float, float]]:
    for number, (name, towns) in enumerate(list(clusters.items())[:_WITH_SITES], 1):
        largest, last = towns[0], towns[-1]
        yield f"park-{number:02d}", f"{last.name} Science Park", "science park", round(last.lat + _ASIDE, 5), last.lon, 4.0
        yield f"org-{number:02d}", f"{name} Innovation Network", "cluster organisation", largest.lat, largest.lon, 25.0


def _feature(number: int, name: str, towns: Sequence[Town]) -> dict[str, Any]:
    return _region(f"R{number:02d}", f"{name} and surroundings", [[_box(towns, _BEYOND)]])


def _ring_and_core(name: str, towns: Sequence[Town]) -> list[dict[str, Any]]:
    """A region with a hole, and the region that fills it."""
    core = _box(towns[:1], _BEYOND / 4)
    return [_region("R-core", f"{name}, inner region", [[core]]), _region("R-ring", f"{name}, outer region", [[_box(towns, 2 * _BEYOND), core[::-1]]])]


def _pacific() -> dict[str, Any]:
    """A region across the 180th meridian, cut there as GeoJSON asks."""
    return _region("R-pacific", "South Pacific", [[_corners(-50, 160, 0, 180)], [_corners(-50, -180, 0, -130)]])


def _box(towns: Sequence[Town], beyond: float) -> list[list[float]]:
    north, east = [town.lat for town in towns], [town.lon for town in towns]
    return _corners(*(round(edge, 2) for edge in (min(north) - beyond, min(east) - beyond, max(north) + beyond, max(east) + beyond)))


def _corners(south: float, west: float, north: float, east: float) -> list[list[float]]:
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def _region(given_id: str, name: str, polygons: list[list[list[list[float]]]]) -> dict[str, Any]:
    geometry = {"type": "Polygon", "coordinates": polygons[0]} if len(polygons) == 1 else {"type": "MultiPolygon", "coordinates": polygons}
    return {"type": "Feature", "properties": {"id": given_id, "name": name, "kind": "invented region"}, "geometry": geometry}
