"""What every part of the gazetteer hands on: places without their cell, and names not yet folded."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

#: The contract's columns of `places` but for the cell, which `build` adds once, at the end.
PLACE_SCHEMA = pa.schema(
    [
        pa.field("place_id", pa.string(), nullable=False),
        pa.field("place_name", pa.string(), nullable=False),
        pa.field("precision", pa.string(), nullable=False),
        pa.field("country_code", pa.string(), nullable=False),
        pa.field("admin1_code", pa.string()),
        pa.field("admin2_code", pa.string()),
        pa.field("lat", pa.float64(), nullable=False),
        pa.field("lon", pa.float64(), nullable=False),
        pa.field("population", pa.int64()),
        pa.field("radius_km", pa.float64()),
        pa.field("town_id", pa.string()),
    ]
)

#: A name of a place, as it is written; `name_kind` as the contract of `place_names` lists it.
NAME_SCHEMA = pa.schema([(name, pa.string()) for name in ("place_id", "country_code", "name", "name_kind")])


class Part(NamedTuple):
    """Places (PLACE_SCHEMA) and their names (NAME_SCHEMA), in any order; a name may be given twice."""

    places: pa.Table
    names: pa.Table


def place_table(columns: dict[str, pa.Array | NDArray[np.float64] | str]) -> pa.Table:
    """Columns by name as a table of PLACE_SCHEMA: a single string is repeated, a column not given is null throughout."""
    rows = next(len(column) for column in columns.values() if not isinstance(column, str))
    return _table(columns, rows, PLACE_SCHEMA)


def name_table(place_id: pa.Array, country_code: pa.Array, name: pa.Array, name_kind: str) -> pa.Table:
    """One name a row, all of one kind; the arrays have equal lengths."""
    return _table({"place_id": place_id, "country_code": country_code, "name": name, "name_kind": name_kind}, len(name), NAME_SCHEMA)


def join_parts(parts: Iterable[Part]) -> Part:
    """All parts as one."""
    parts = list(parts)
    return Part(
        pa.concat_tables([PLACE_SCHEMA.empty_table(), *(part.places for part in parts)]),
        pa.concat_tables([NAME_SCHEMA.empty_table(), *(part.names for part in parts)]),
    )


def flat(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    """A column as one contiguous array."""
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def joined(*pieces: str | pa.Array, separator: str = "") -> pa.Array:
    """Strings and columns joined row by row; null where any piece is.

    >>> joined("geonames:", pa.array([1, 2])).to_pylist()
    ['geonames:1', 'geonames:2']
    """
    return pc.binary_join_element_wise(*(piece if isinstance(piece, str) else pc.cast(piece, pa.string()) for piece in pieces), separator)


def listed(place_id: pa.Array, country_code: pa.Array, names: pa.Array, name_kind: str) -> pa.Table:
    """Lists of names, one list a place, as one name a row."""
    parent = pc.list_parent_indices(names)
    return name_table(place_id.take(parent), country_code.take(parent), pc.list_flatten(names), name_kind)


def _table(columns: dict[str, pa.Array | NDArray[np.float64] | str], rows: int, schema: pa.Schema) -> pa.Table:
    if unknown := sorted(set(columns) - set(schema.names)):
        raise ValueError(f"expected columns of {schema.names}, found {unknown}")
    return pa.table([_column(columns.get(field.name), rows, field.type) for field in schema], schema=schema)


def _column(given: pa.Array | NDArray[np.float64] | str | None, rows: int, kind: pa.DataType) -> pa.Array:
    if given is None:
        return pa.nulls(rows, kind)
    if isinstance(given, str):
        return pa.repeat(pa.scalar(given, kind), rows)
    return pc.cast(pa.array(given) if isinstance(given, np.ndarray) else flat(given), kind)
