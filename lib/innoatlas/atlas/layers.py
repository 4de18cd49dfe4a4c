"""What is drawn on the maps: points + cluster_members, cells -> one row per mark, in the edition's own window."""

from collections.abc import Mapping
from dataclasses import dataclass

import h3.api.numpy_int as h3
import numpy as np
import pandas as pd
import pyarrow as pa

from innoatlas.atlas.inputs import of_period
from innoatlas.geo.cells import parents
from innoatlas.tables import UNIT

#: More cells than this are drawn at a coarser resolution: each costs about 100 bytes of the page and a hexagon of every frame.
MAX_CELLS = 15_000

#: More member points than this are cut to those with most listings, for the same reason.
MAX_POINTS = 20_000


@dataclass(frozen=True)
class Cells:
    """The grid as it is drawn."""

    rows: pd.DataFrame  #: cell (int64), score and one share per kind in percent of the world, one fractional count per kind (`patent_count`)
    resolution: int | None  #: H3 resolution drawn; null without cells
    given_resolution: int | None  #: H3 resolution of the table; coarser ones are its parents


def points_of(tables: Mapping[str, pa.Table]) -> pd.DataFrame:
    """One row per coordinate, most listings first: point_id, place_name, country_code, lat, lon, listings_count, cluster_id (null for noise), role.

    A place that the given `places` do not hold is named by its id.
    """
    rows = of_period(tables["points"], "current").select(["point_id", "place_id", "country_code", "lat", "lon", "listings_count"]).to_pandas()
    points = rows.groupby(["point_id", "place_id", "country_code", "lat", "lon"], sort=True, as_index=False)["listings_count"].sum()
    members = of_period(tables["cluster_members"], "current").select(["point_id", "cluster_id", "role"]).to_pandas()
    names = tables["places"].select(["place_id", "place_name"]).to_pandas().drop_duplicates("place_id")
    points = points.merge(members, on="point_id", how="left").merge(names, on="place_id", how="left")
    points["place_name"] = points["place_name"].fillna(points["place_id"])
    points["role"] = points["role"].fillna("noise")
    ordered: pd.DataFrame = points.sort_values(["listings_count", "point_id"], ascending=[False, True], ignore_index=True)
    return ordered


def cells_of(tables: Mapping[str, pa.Table], kinds: list[str], limit: int = MAX_CELLS) -> Cells:
    """The grid with shares of the world, at the finest resolution that has at most `limit` cells; lowest score first, so that the greatest is drawn last."""
    rows = of_period(tables["cells"], "current").select(["cell", "kind", "units"]).to_pandas()
    if rows.empty:
        return Cells(pd.DataFrame({"cell": pd.Series(dtype=np.int64), "score": pd.Series(dtype=np.float64)}), None, None)
    given = h3.get_resolution(int(rows["cell"].iloc[0]))
    resolution = given
    while rows["cell"].nunique() > limit and resolution > 0:
        resolution -= 1
        rows = rows.assign(cell=parents(rows["cell"].to_numpy(), resolution))
    return Cells(_shares(rows, kinds), resolution, given)


def economy_names(places: pa.Table) -> dict[str, str]:
    """Names of economies by code, from the country rows of `places`."""
    countries = places.filter(pa.compute.equal(places["precision"], "country"))
    return dict(sorted(zip(countries["country_code"].to_pylist(), countries["place_name"].to_pylist(), strict=True)))


def _shares(rows: pd.DataFrame, kinds: list[str]) -> pd.DataFrame:
    units = rows.pivot_table(index="cell", columns="kind", values="units", aggfunc="sum", fill_value=0).reindex(columns=kinds, fill_value=0)
    world = units.sum()
    shares = 100 * units / world.where(world > 0, 1)
    table = shares.add_suffix("_share").join((units / UNIT).add_suffix("_count")).assign(score=shares.sum(axis=1)).reset_index()
    return table.sort_values(["score", "cell"], ignore_index=True)
