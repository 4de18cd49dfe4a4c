"""Weighted points around the world's towns, clustered in one process."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from innoatlas.clustering.dbscan import NOISE, Clustering, dbscan
from scripts.benchmark.addresses import SEED
from scripts.benchmark.clock import Stage, own_peak_mb, timed
from scripts.benchmark.towns import SHIFT

#: The published method's radius and least number of listings within it.
RADIUS_KM, MIN_LISTINGS = 15.0, 4500

#: Listings of a point on average: 40 million on 1 million points.
MEAN_LISTINGS = 40

#: Standard deviation of a point's distance from its town, in degrees: about 10 km.
_SPREAD = 0.09


def write_points(places: Path, points: int, file: Path) -> None:
    """Latitude, longitude and listings of each point, as Parquet."""
    towns = pq.read_table(places, columns=["lat", "lon", "population", "precision"])
    towns = towns.filter((pc.field("precision") == "city") & (pc.field("population") > 0))
    towns = towns.sort_by([("population", "descending"), ("lat", "ascending"), ("lon", "ascending")])
    rng = np.random.default_rng((SEED, 2))
    odds = np.cumsum(1.0 / (np.arange(towns.num_rows) + 1.0 + SHIFT))
    town = np.searchsorted(odds / odds[-1], rng.random(points))
    lat = np.clip(towns["lat"].to_numpy()[town] + rng.normal(0, _SPREAD, points), -89.9, 89.9)
    lon = (towns["lon"].to_numpy()[town] + rng.normal(0, _SPREAD, points) + 180.0) % 360.0 - 180.0
    pq.write_table(pa.table({"lat": lat, "lon": lon, "listings": rng.geometric(1 / MEAN_LISTINGS, points).astype(np.int64)}), file)


def time_clustering(file: Path) -> tuple[Stage, int, float]:
    """The stage, the clusters found, and the most memory in MB that the process held."""
    table = pq.read_table(file)
    lat, lon, weight = (table[name].to_numpy() for name in ("lat", "lon", "listings"))
    points = table.num_rows
    found: list[Clustering] = []
    stage = timed(points, 1, lambda: found.append(dbscan(lat, lon, weight, radius_km=RADIUS_KM, min_weight=MIN_LISTINGS, key=np.arange(points))))
    labels = found[0].label
    return stage, len(np.unique(labels[labels != NOISE])), own_peak_mb()
