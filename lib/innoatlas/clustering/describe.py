"""cluster_members + points + places -> what each cluster is: name, economies, centre, reach, footprint.

Runs in one process: it holds the points that belong to clusters (a few hundred thousand) and the towns with inhabitants (a few hundred thousand).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from math import lcm
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.csv as pacsv
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from innoatlas.clustering.naming import Town, by_weight, cluster_name, contributions, economy_codes, english_name, region_after_name
from innoatlas.clustering.shape import centroid, footprint, reach_km
from innoatlas.clustering.towns import Naming, SuburbRule, naming_towns
from innoatlas.errors import SettingsError
from innoatlas.tables import CLUSTERS

#: What a place contributes to the name: its part of the score (the sum of its shares of each kind), or its listings.
SCORE, LISTINGS = "score", "listings"

_NAMES_LISTED = 10
_PLACE_COLUMNS = ("place_id", "place_name", "precision", "country_code", "admin1_code", "lat", "lon", "population", "town_id")


@dataclass(frozen=True)
class NamingRule:
    """From which share on a town or an economy is named, and by what it is weighed."""

    naming_weight: str  #: SCORE or LISTINGS
    name_share: float  #: 0 to 1; a town that holds less of its cluster is not named (the first always is)
    economy_share: float  #: 0 to 1; an economy that holds less of the cluster is not named (the first always is)
    footprint_resolution: int  #: H3 resolution of footprint_cells


@dataclass(frozen=True)
class Spelling:
    """How places are written, from conf/reference."""

    exonyms: Mapping[str, str]  #: place id -> English name
    provinces: Mapping[str, str]  #: Canadian admin1 code -> postal abbreviation
    districts: Mapping[str, str]  #: place id of a district -> place id of its city


def read_spelling(reference: Path) -> Spelling:
    """From the tables of the folder `reference`: exonyms, ca_provinces, city_districts."""
    return Spelling(*(_pairs(reference / f"{name}.tsv") for name in ("exonyms", "ca_provinces", "city_districts")))


def _pairs(file: Path) -> dict[str, str]:
    """The first two columns of a reference table, whose first line is its source."""
    table = pacsv.read_csv(file, pacsv.ReadOptions(skip_rows=1), pacsv.ParseOptions(delimiter="\t", quote_char=False))
    return dict(zip(table.column(0).to_pylist(), table.column(1).to_pylist(), strict=True))


def clustered_points(cluster_members: DataFrame, points: DataFrame) -> DataFrame:
    """The rows of `points` that belong to a cluster, with its id."""
    return points.join(cluster_members.where("cluster_id is not null").select("point_id", "period", "cluster_id"), ["point_id", "period"])


def kind_scales(points: DataFrame, naming_weight: str) -> dict[tuple[str, str], int]:
    """`scales_of` the sums of `points` by period and kind."""
    rows = points.groupBy("period", "kind").agg(F.sum("units").alias("units")).collect()
    return scales_of({(row.period, row.kind): row.units for row in rows}, naming_weight)


def scales_of(worlds: Mapping[tuple[str, str], int], naming_weight: str) -> dict[tuple[str, str], int]:
    """(period, kind) -> whole number by which units are multiplied so that their sum over kinds is proportional to the score, exactly.

    `worlds` holds the units of the world. For LISTINGS every factor is 1 (and listings are summed instead); SettingsError on another weight.
    """
    if naming_weight not in (SCORE, LISTINGS):
        raise SettingsError(f"naming_weight: expected {SCORE} or {LISTINGS}, found {naming_weight!r}. Correct it in conf.")
    if naming_weight == LISTINGS:
        return dict.fromkeys(worlds, 1)
    return {
        (period, kind): lcm(*(other for (when, _), other in worlds.items() if when == period and other)) // units if units else 0
        for (period, kind), units in worlds.items()
    }


def naming_places(places: DataFrame, wanted: DataFrame) -> pa.Table:
    """The places that naming may need: the wanted ones (column place_id), the towns that they lie in, and every town with inhabitants."""
    places = places.select(*_PLACE_COLUMNS)
    asked = F.broadcast(wanted.select("place_id").distinct())
    theirs = places.join(asked, "place_id", "left_semi").where("town_id is not null").select(F.col("town_id").alias("place_id"))
    named = F.broadcast(asked.union(theirs).distinct().withColumn("is_named", F.lit(True)))
    return places.join(named, "place_id", "left").where("is_named or (precision = 'city' and population > 0)").drop("is_named").toArrow()


def describe_clusters(
    members: pa.Table, places: pa.Table, scales: Mapping[tuple[str, str], int], spelling: Spelling, suburbs: SuburbRule, rule: NamingRule
) -> pa.Table:
    """Columns of `clusters` from `clustered_points` and `naming_places`; the order of rows does not matter."""
    frame = members.to_pandas().sort_values(["period", "cluster_id", "point_id", "kind"], ignore_index=True)
    naming = naming_towns(places, pa.array(sorted(frame["place_id"].unique()), pa.string()), spelling.districts, suburbs)
    written = partial(_written, *_spelled(places), spelling)
    whose = ["period", "cluster_id"]
    points = frame.groupby([*whose, "point_id"]).agg({"lat": "min", "lon": "min", "cell": "min", "listings_count": "sum"})
    both = zip(frame.groupby(whose), points.groupby(level=whose), strict=True)
    described = [_describe(str(cluster), str(period), rows, each, written, scales, naming, rule) for ((period, cluster), rows), (_, each) in both]
    return pa.table({column.name: pa.array([row[column.name] for row in described], _ARROW.get(column.type)) for column in CLUSTERS.columns})


_ARROW = {"string": pa.string(), "bigint": pa.int64(), "double": pa.float64(), "array<bigint>": pa.list_(pa.int64()), "array<string>": pa.list_(pa.string())}


def _describe(
    cluster: str,
    period: str,
    rows: pd.DataFrame,
    each: pd.DataFrame,
    written: Callable[[str], Town],
    scales: Mapping[tuple[str, str], int],
    naming: Naming,
    rule: NamingRule,
) -> dict[str, Any]:
    """`rows` are the cluster's, one per point and kind; `each` has one per point."""
    weights = _weights(rows, period, scales, rule.naming_weight)
    towns, cities = contributions(_sums(rows["place_id"], weights), naming)
    lat, lon = each["lat"].to_numpy(), each["lon"].to_numpy()
    centre = centroid(lat, lon, each["listings_count"].to_numpy())
    return {
        "cluster_id": cluster,
        "period": period,
        "cluster_name": cluster_name(cities, {town: written(town) for town in cities}, rule.name_share),
        "economy_codes": economy_codes(_sums(rows["country_code"], weights), rule.economy_share),
        "lat": centre[0],
        "lon": centre[1],
        "points_count": len(each),
        "listings_count": int(each["listings_count"].sum()),
        "radius_km": reach_km(lat, lon, centre),
        "footprint_cells": footprint(each["cell"].to_numpy(), rule.footprint_resolution),
        "member_names": [written(town).name for town in by_weight(towns)[:_NAMES_LISTED]],
    }


def _weights(rows: pd.DataFrame, period: str, scales: Mapping[tuple[str, str], int], naming_weight: str) -> list[int]:
    counts = rows["units"] if naming_weight == SCORE else rows["listings_count"]
    return [count * scales[period, kind] for count, kind in zip(counts.tolist(), rows["kind"], strict=True)]


def _sums(keys: Iterable[str], weights: Iterable[int]) -> Counter[str]:
    """Whole numbers of any size, summed by key."""
    sums: Counter[str] = Counter()
    for key, weight in zip(keys, weights, strict=True):
        sums[key] += weight
    return sums


def _spelled(places: pa.Table) -> tuple[dict[str, int], pa.Table]:
    """Row by place id, and what a name is made of."""
    return {place: row for row, place in enumerate(places.column("place_id").to_pylist())}, places.select(["place_name", "country_code", "admin1_code"])


def _written(row_of: Mapping[str, int], names: pa.Table, spelling: Spelling, place: str) -> Town:
    name, country, admin1 = (column[row_of[place]].as_py() for column in names.columns)
    return Town(english_name(place, name, spelling.exonyms), region_after_name(country, admin1, spelling.provinces))
