"""Today's clusters held fixed: which coordinates of the window before lie in them."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from innoatlas.clustering.cubes import Booleans, Floats, Integers, cubes_of, neighbouring_cubes, subset
from innoatlas.clustering.dbscan import NOISE, join_borders
from innoatlas.geo.sphere import coordinates, unit_vectors
from innoatlas.tables import PERIODS

CURRENT, PREVIOUS = PERIODS


def held_fixed(members: pa.Table, radius_km: float) -> pa.Table:
    """point_id and cluster_id of the coordinates of the previous window that lie in a cluster of the current one, by point id.

    `members`: point_id, period, cluster_id and role of `cluster_members`, in any order. A coordinate that is also one of today's is what it is today;
    any other joins the cluster of the nearest core point of today at most `radius_km` away (ties: the smaller cluster id), as DBSCAN joins its borders.
    In one process: 50 bytes a coordinate.
    """
    today, before = (members.filter(pc.equal(members["period"], period)).sort_by("point_id") for period in PERIODS)
    names = pc.unique(today["cluster_id"].drop_null()).sort()
    label = np.asarray(pc.fill_null(pc.index_in(today["cluster_id"], names), NOISE)).astype(np.int64)
    points, earlier = today["point_id"].to_numpy(), before["point_id"].to_numpy()
    known = np.isin(earlier, points)
    found = np.full(len(earlier), NOISE, dtype=np.int64)
    found[known] = label[np.searchsorted(points, earlier[known])]
    core = np.asarray(pc.equal(today["role"], "core"))
    found[~known] = _of_nearest_core(earlier[~known], points[core], label[core], radius_km)
    inside = found != NOISE
    return pa.table({"point_id": pa.array(earlier[inside]), "cluster_id": names.take(pa.array(found[inside])).cast(pa.string())})


def _of_nearest_core(asked: Integers, core: Integers, label: Integers, radius_km: float) -> Integers:
    """(asked,) the label of the nearest core point within the radius, or NOISE."""
    lat, lon = coordinates(np.concatenate((core, asked)))
    is_core = np.arange(len(lat)) < len(core)
    return _labels(lat, lon, is_core, np.concatenate((label, np.full(len(asked), NOISE))), radius_km)[~is_core]


def _labels(lat: Floats, lon: Floats, is_core: Booleans, label: Integers, radius_km: float) -> Integers:
    cubes = cubes_of(unit_vectors(lat, lon), radius_km)
    found, kept = label[cubes.order], is_core[cubes.order]
    if kept.any() and not kept.all():
        join_borders(subset(cubes, ~kept), subset(cubes, kept), neighbouring_cubes(cubes), found)
    back = np.empty(len(label), dtype=np.int64)
    back[cubes.order] = found
    return back
