"""How near the pipeline came to the sample world's truth: listings placed, and the ranking. Plain functions over data frames."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from innoatlas.geo.sphere import distance_km

#: A point no farther than this from the truth is right: the radius that the clusters are found with.
RIGHT_KM = 15.0

KEY = ["document_id", "person_position", "address_position"]


def within(truth: pd.DataFrame, section: Mapping[str, Any]) -> pd.Series:
    """True for the truth's rows whose kind and year the section [documents] of conf counts, in either window."""
    inside = pd.Series(False, index=truth.index)
    for kind, (first, last) in section["windows"].items():
        inside |= (truth["kind"] == kind) & truth["year"].between(first - section["previous_shift_years"], last)
    return inside


def compared(truth: pd.DataFrame, placed: pd.DataFrame) -> pd.DataFrame:
    """The truth's rows with `located` and `right` (within RIGHT_KM), by KEY; a listing that the pipeline does not hold counts as not located.

    `placed` has KEY and lat, lon, null where the pipeline gave no point.
    """
    joined = truth.merge(placed[[*KEY, "lat", "lon"]], on=KEY, how="left", suffixes=("", "_found"), validate="one_to_one")
    joined["located"] = joined["lat_found"].notna()
    away = distance_km(joined["lat"], joined["lon"], joined["lat_found"].fillna(0.0), joined["lon_found"].fillna(0.0))
    joined["right"] = joined["located"] & (away <= RIGHT_KM)
    return joined


def summary(listings: pd.DataFrame) -> dict[str, float]:
    """Shares, 0 to 1, of what `compared` gives; a share of nothing is null."""
    locatable = listings[listings["locatable"]]
    located = locatable[locatable["located"]]
    return {
        "listings located": _mean(listings["located"]),
        "locatable listings located": _mean(locatable["located"]),
        f"locatable listings within {RIGHT_KM:g} km": _mean(locatable["right"]),
        f"located ones of these within {RIGHT_KM:g} km": _mean(located["right"]),
        "unlocatable listings answered all the same": _mean(listings.loc[~listings["locatable"], "located"]),
    }


def by_group(listings: pd.DataFrame, column: str, *, least: int = 1) -> pd.DataFrame:
    """Locatable listings, share located and share right by a column, worst first; groups of fewer than `least` listings are left out."""
    locatable = listings[listings["locatable"]]
    table = locatable.groupby(column).agg(listings=("right", "size"), located=("located", "mean"), right=("right", "mean")).reset_index()
    return table[table["listings"] >= least].sort_values(["right", column], kind="stable").reset_index(drop=True)


def ranking_faults(rankings: pd.DataFrame, published: list[dict[str, str]]) -> list[str]:
    """Where the ranking of the current period differs from the published one: order, names, economies. Empty when it agrees.

    `rankings` has period, rank, cluster_name, economy_codes and score.
    """
    current = rankings[rankings["period"] == "current"].set_index("rank").sort_index()
    rank_of = dict(zip(current["cluster_name"], current.index, strict=True))
    faults = []
    for row in published:
        rank, name = int(row["rank"]), row["cluster"]
        if rank not in current.index:
            faults.append(f"rank {rank}: expected {name}, found no cluster of that rank")
            continue
        found = current.loc[rank]
        if found["cluster_name"] != name:
            place = f"which stands at rank {rank_of[name]}" if name in rank_of else "which no cluster is called"
            faults.append(f"rank {rank}: expected {name}, {place}; found {found['cluster_name']} with score {found['score']:.4f}")
        elif found["economy_codes"] != row["economies"]:
            faults.append(f"rank {rank}, {name}: expected the economies {row['economies']}, found {found['economy_codes']}")
    return faults


def _mean(column: pd.Series) -> float:
    return float(column.mean()) if len(column) else float(np.nan)
