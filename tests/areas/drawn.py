"""A world of five coordinates with two clusters, and areas on it."""

import numpy as np
import pyarrow as pa

from innoatlas.areas.reading import Area
from innoatlas.geo.sphere import point_ids

#: Name -> latitude, longitude, economy, cluster of the current window.
PLACES = {
    "Basel": (47.55, 7.59, "CH", "basel"),
    "Lörrach": (47.61, 7.66, "DE", "basel"),
    "Zürich": (47.37, 8.54, "CH", "zurich"),
    "Bern": (46.95, 7.45, "CH", None),
    "Sydney": (-33.87, 151.21, "AU", None),
}
IDS = {name: int(point_ids(lat, lon)) for name, (lat, lon, _, _) in PLACES.items()}

WORLD = np.array([(-90.0, -180.0), (-90.0, 180.0), (90.0, 180.0), (90.0, -180.0)])
OUTLINE = '{"type":"Polygon","coordinates":[[[-180,-90],[180,-90],[180,90],[-180,90],[-180,-90]]]}'

AREAS = (
    Area("site", "campus", "Basel campus", "science park", 47.56, 7.60, 3.0),
    Area("site", "trinational", "Both banks", "cluster organisation", 47.58, 7.62, 12.0),
    Area("site", "field", "A field", "science park", 40.0, 5.0, 1.0),
    Area("region", "earth", "The Earth", "world", 0.0, 0.0, None, ((WORLD,),), OUTLINE),
    Area("region", "alps", "Swiss plateau", "canton", 47.0, 8.0, None, ((np.array([(46.5, 7.0), (46.5, 9.0), (47.58, 9.0), (47.58, 7.0)]),),), OUTLINE),
)


def points(listings: dict[str, int]) -> pa.Table:
    rows = [{"point_id": IDS[name], "country_code": PLACES[name][2], "listings_count": count} for name, count in listings.items()]
    return pa.Table.from_pylist(rows, pa.schema([("point_id", pa.int64()), ("country_code", pa.string()), ("listings_count", pa.int64())]))


def members() -> pa.Table:
    rows = [{"point_id": IDS[name], "cluster_id": cluster} for name, (_, _, _, cluster) in PLACES.items() if cluster]
    return pa.Table.from_pylist(rows, pa.schema([("point_id", pa.int64()), ("cluster_id", pa.string())]))
