"""When a frozen answer is taken: the engine has no point, the answer is finer than what it has, and both speak of one country."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import pyarrow as pa
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from innoatlas.flags import Flag
from innoatlas.geo.cells import cells_of
from innoatlas.tables import GEOCODES, LOCATED, PRECISION_KM

#: Word of `geocodes.method`.
METHOD = "online"

_TAKEN = ("place_id", "place_name", "country_code", "lat", "lon", "cell", "precision")


@dataclass(frozen=True)
class TakingRule:
    """What a taken answer gets beside its place."""

    score: float  #: 0 to 1; confidence that the place is right
    resolution: int  #: H3 resolution of the cell
    parents: Mapping[str, str]  #: economy -> the country whose addresses also name it


def with_online_answers(geocodes: DataFrame, online_answers: DataFrame, rule: TakingRule) -> DataFrame:
    """Columns of `geocodes`. An answer in another country than the text's is kept out and flagged."""
    best = F.broadcast(_best(online_answers, rule.resolution))
    both = geocodes.join(best, "address_id", "left")
    here, there = F.col("country_code"), F.col("online_country_code")
    asked = ~F.col("precision").isin(*LOCATED) & ~F.array_contains("flags", Flag.NULL_AFFILIATION.label)
    finer = F.coalesce(asked & (_extent_km(F.col("online_precision")) < _extent_km(F.col("precision"))), F.lit(False))
    agrees = here.isNull() | (here == there) | _is_parent(here, there, rule.parents) | _is_parent(there, here, rule.parents)
    taken = finer & agrees
    country = F.when(_is_parent(here, there, rule.parents), there).otherwise(F.coalesce(here, there))
    instead = {name: F.col(f"online_{name}") for name in _TAKEN} | {
        "country_code": country,
        "admin1_code": F.lit(None),
        "method": F.lit(METHOD),
        "score": F.lit(rule.score),
        "margin": F.lit(None),
        "flags": _with_flag("flags", Flag.ONLINE_ANSWER),
    }
    kept = {"flags": F.when(finer & ~agrees, _with_flag("flags", Flag.ONLINE_CONFLICT)).otherwise(F.col("flags"))}
    return both.select(
        *(F.when(taken, instead[name]).otherwise(kept.get(name, F.col(name))).alias(name) if name in instead else F.col(name) for name in GEOCODES.column_names)
    )


def _best(online_answers: DataFrame, resolution: int) -> DataFrame:
    """One usable answer an address: the finest, ties to the service whose name comes first; columns online_*."""
    fields = [name for name in _TAKEN if name != "cell"]
    best = F.min(F.struct(_extent_km(F.col("precision")).alias("extent_km"), "service", *fields)).alias("best")
    each = online_answers.where("place_id is not null").groupBy("address_id").agg(best)
    columns = each.select("address_id", *(F.col(f"best.{name}").alias(f"online_{name}") for name in fields))
    schema = ", ".join(f"{field.name} {field.dataType.simpleString()}" for field in columns.schema.fields)
    return columns.mapInArrow(partial(_with_cells, resolution=resolution), f"{schema}, online_cell bigint")


def _with_cells(batches: Iterable[pa.RecordBatch], *, resolution: int) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        cells = cells_of(batch.column("online_lat").to_numpy(), batch.column("online_lon").to_numpy(), resolution)
        yield pa.RecordBatch.from_arrays([*batch.columns, pa.array(cells)], names=[*batch.schema.names, "online_cell"])


def _extent_km(precision: Column) -> Column:
    """Typical extent of a precision in km."""
    return F.coalesce(*(F.when(precision == name, F.lit(km)) for name, km in PRECISION_KM.items()))


def _is_parent(country: Column, economy: Column, parents: Mapping[str, str]) -> Column:
    """Whether the economy is one of its own that addresses of the country also name."""
    pairs = [f"{one} {parent}" for one, parent in sorted(parents.items())]
    return F.coalesce(F.concat_ws(" ", economy, country).isin(pairs), F.lit(False))


def _with_flag(flags: str, flag: Flag) -> Column:
    return F.array_sort(F.array_union(F.col(flags), F.array(F.lit(flag.label))))
