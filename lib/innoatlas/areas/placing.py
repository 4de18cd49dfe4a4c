"""points + cluster_members -> areas: which coordinates lie in each area, whose it is, and where the clusters are from it.

Runs in one process: a million coordinates take 300 MB, and an area of some hundred edges among them some 10 ms.
"""

from collections.abc import Iterable

import numpy as np
import pyarrow as pa

from innoatlas.areas.reading import Area
from innoatlas.geo.polygons import Integers, Points, within_circle, within_polygon
from innoatlas.geo.sphere import coordinates, distance_km
from innoatlas.tables import AREAS

#: How far around an area a cluster is looked for, one reach after the other; the last holds the Earth.
_REACHES_KM = (25.0, 100.0, 400.0, 1600.0, 6400.0, 20100.0)

#: A coordinate that is in no cluster.
_NONE = -1

_TYPES = {"string": pa.string(), "double": pa.float64(), "bigint": pa.int64(), "array<bigint>": pa.list_(pa.int64())}


def placed_areas(areas: Iterable[Area], points: pa.Table, members: pa.Table, *, cluster_km: float, economy_share: float) -> pa.Table:
    """Columns of `areas`, by id.

    `points`: point_id, country_code and listings_count (of the current window, so 0 for coordinates of the other alone), one row or several for each
    coordinate; `members`: point_id and cluster_id of the current window's clusters, without noise. An area lies in the nearest cluster when a coordinate of
    it is at most `cluster_km` from the area's centre. Economies with at least `economy_share` of an area's listings are its own.
    """
    held, clusters = _Held(points, members), _Clusters(members)
    rows = [_row(area) | held.inside(area, economy_share) | clusters.nearest(area, cluster_km) for area in sorted(areas, key=lambda area: area.area_id)]
    return pa.Table.from_pylist(rows, pa.schema([(column.name, _TYPES[column.type]) for column in AREAS.columns]))


def _row(area: Area) -> dict[str, object]:
    fixed = {"area_id": area.area_id, "layer": area.layer, "area_name": area.name, "area_kind": area.kind}
    return fixed | {"lat": area.lat, "lon": area.lon, "radius_km": area.radius_km, "outline": area.outline}


class _Held:
    """Every coordinate with its listings by economy and its cluster."""

    def __init__(self, points: pa.Table, members: pa.Table) -> None:
        summed = pa.TableGroupBy(points, ["point_id", "country_code"], use_threads=False).aggregate([("listings_count", "sum")])
        summed = summed.sort_by([("point_id", "ascending"), ("country_code", "ascending")])
        each = summed["point_id"].to_numpy()
        self.ids = np.unique(each)
        self.begin = np.append(np.searchsorted(each, self.ids), len(each))  # where the economies of each coordinate begin
        self.codes, self.economy = np.unique(np.array(summed["country_code"].to_pylist(), dtype=np.str_), return_inverse=True)
        self.listings = summed["listings_count_sum"].to_numpy()
        self.points = Points.of(*coordinates(self.ids))
        self.cluster = np.full(len(self.ids), _NONE, dtype=np.int64)
        _, numbers = np.unique(np.array(members["cluster_id"].to_pylist(), dtype=np.str_), return_inverse=True)
        self.cluster[np.searchsorted(self.ids, members["point_id"].to_numpy())] = numbers

    def inside(self, area: Area, economy_share: float) -> dict[str, object]:
        """What the area holds; no economy and null without a coordinate."""
        rows = self._rows(area)
        length = self.begin[rows + 1] - self.begin[rows]
        each = np.arange(length.sum()) + np.repeat(self.begin[rows] - np.cumsum(length) + length, length)
        economies = np.zeros(len(self.codes), dtype=np.int64)
        np.add.at(economies, self.economy[each], self.listings[each])
        total, clusters = int(economies.sum()), self.cluster[rows]
        own = [code for code in np.unique(self.economy[each]).tolist() if economies[code] >= economy_share * total]
        clustered = int(self.listings[each][np.repeat(clusters != _NONE, length)].sum())
        return {
            "economy_codes": "/".join(self.codes[sorted(own, key=lambda code: (-economies[code], code))].tolist()),
            "point_ids": self.ids[rows].tolist(),
            "clusters_count": len(np.unique(clusters[clusters != _NONE])),
            "clusters_percent": 100 * clustered / total if total else None,
        }

    def _rows(self, area: Area) -> Integers:
        if area.radius_km is not None:
            return within_circle(self.points, area.lat, area.lon, area.radius_km)
        return np.unique(np.concatenate([within_polygon(self.points, rings) for rings in area.polygons]))


class _Clusters:
    """The coordinates of clusters, to find the nearest."""

    def __init__(self, members: pa.Table) -> None:
        self.names = np.array(members["cluster_id"].to_pylist(), dtype=np.str_)
        self.lat, self.lon = coordinates(members["point_id"].to_numpy())
        self.points = Points.of(self.lat, self.lon)

    def nearest(self, area: Area, cluster_km: float) -> dict[str, object]:
        """The cluster with the coordinate nearest to the area's centre (to the metre; ties: the smaller id); nulls without any cluster."""
        if not len(self.names):
            return dict.fromkeys(("cluster_id", "nearest_cluster_id", "distance_km"))
        rows = next(rows for reach in _REACHES_KM if len(rows := within_circle(self.points, area.lat, area.lon, reach)))
        away = np.round(distance_km(area.lat, area.lon, self.lat[rows], self.lon[rows]), 3)
        km = float(away.min())
        name = min(self.names[rows[away == km]].tolist())
        return {"cluster_id": name if km <= cluster_km else None, "nearest_cluster_id": name, "distance_km": km}
