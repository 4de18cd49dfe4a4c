"""points + cluster_members + document_places + document_fields + places + online_answers -> list_rankings: clusters of regions, themes or both."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from innoatlas.clustering.describe import NamingRule, describe_clusters, naming_places, read_spelling, scales_of
from innoatlas.clustering.lists import clusters_of_list, world_clusters
from innoatlas.clustering.members import DISTANCE, Rule
from innoatlas.clustering.towns import SuburbRule
from innoatlas.counting.points import points_by_period
from innoatlas.fallback.answers import online_places
from innoatlas.fields.concordance import fields_named, read_field_names
from innoatlas.fields.themes import places_of_theme
from innoatlas.frames import frame_of
from innoatlas.ranking.lists import ranked_list
from innoatlas.runtime.runner import run
from innoatlas.tables import LIST_RANKINGS, PERIODS
from innoatlas.text.economy_groups import economies_named, read_economy_groups

_CURRENT = f"period = '{PERIODS[0]}'"

Fields = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Listed:
    """One list: `[list_rankings.lists.NAME]`. Empty filters let all through."""

    regions: list[str]  #: regions and sub-regions of the United Nations
    economies: list[str]  #: codes of further economies
    fields: list[str]  #: names of fields of technology and science
    min_weight: int  #: as in cluster_members, of what passes the filters


@dataclass(frozen=True)
class Settings:
    """Section [list_rankings] of conf."""

    point_weight: str  #: as in cluster_members
    radius_km: float  #: as in cluster_members
    merge_km: float  #: as in cluster_members
    naming: NamingRule  #: as in clusters
    suburbs: SuburbRule  #: as in clusters
    lists: dict[str, Listed]  #: by the name that is shown


def list_rankings(
    points: DataFrame,
    cluster_members: DataFrame,
    document_places: DataFrame,
    document_fields: DataFrame,
    places: DataFrame,
    online_answers: DataFrame,
    *,
    settings: Settings,
    spark: SparkSession,
    reference: Path,
) -> DataFrame:
    """Find, name and rank the clusters of each list in the edition's own window, in the driver's process."""
    filters = _filters(settings.lists, reference)
    if not filters:
        return frame_of(spark, [], LIST_RANKINGS.ddl)
    belongs = cluster_members.where(_CURRENT).select("point_id", F.col("cluster_id").alias("world_cluster_id"))
    of_fields = {
        fields: points if not fields else points_by_period(places_of_theme(document_places, document_fields, fields)) for _, fields in filters.values()
    }
    drawn = {fields: frame.where(_CURRENT).join(belongs, "point_id", "left").toArrow() for fields, frame in of_fields.items()}
    members = {name: clusters_of_list(drawn[fields], economies, _rule(settings, name)) for name, (economies, fields) in filters.items()}
    wanted = sorted({place for table in members.values() for place in table["place_id"].to_pylist()})
    known = places.unionByName(online_places(online_answers))
    towns = naming_places(known, frame_of(spark, [(place,) for place in wanted], "place_id string")) if wanted else None
    rows = [row for name, found in members.items() if len(found) for row in _rows(name, found, drawn[filters[name][1]], towns, settings, reference)]
    return frame_of(spark, rows, LIST_RANKINGS.ddl)


def _filters(lists: Mapping[str, Listed], reference: Path) -> dict[str, tuple[Set[str], Fields]]:
    """Economies and fields of each list by its name, in the order of the names; SettingsError for one that is unknown."""
    groups, names = read_economy_groups(reference), read_field_names(reference)
    return {
        name: (economies_named(groups, one.regions, one.economies, where), fields_named(names, one.fields, where))
        for name, one in sorted(lists.items())
        for where in [f"list_rankings.lists.{name}"]
    }


def _rule(settings: Settings, name: str) -> Rule:
    return Rule(settings.point_weight, settings.radius_km, settings.lists[name].min_weight, settings.merge_km, DISTANCE)


def _rows(name: str, members: pa.Table, points: pa.Table, towns: pa.Table, settings: Settings, reference: Path) -> list[tuple[Any, ...]]:
    """Rows of one list; shares are of what the whole world holds of its fields."""
    summed = points.group_by("kind").aggregate([("units", "sum")])
    worlds = dict(zip(summed["kind"].to_pylist(), summed["units_sum"].to_pylist(), strict=True))
    scales = scales_of({(PERIODS[0], kind): units for kind, units in worlds.items()}, settings.naming.naming_weight)
    described = describe_clusters(members, towns, scales, read_spelling(reference), settings.suburbs, settings.naming).to_pylist()
    about = {row["cluster_id"]: row for row in described}
    ranked = ranked_list(members, worlds, {cluster: row["cluster_name"] for cluster, row in about.items()})
    common = {"list_name": name, "min_weight": settings.lists[name].min_weight}
    world = world_clusters(members)
    whole = [about[row["cluster_id"]] | row | common | {"world_cluster_id": world.get(row["cluster_id"])} for row in ranked]
    return [tuple(row[column] for column in LIST_RANKINGS.column_names) for row in whole]


if __name__ == "__main__":
    run(list_rankings)
