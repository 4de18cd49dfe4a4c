"""Files of addresses, CSV or Parquet, in and out. Bytes that are no UTF-8 are replaced, never refused; no row is lost."""

import csv
import io
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from innoatlas.errors import SourceError
from innoatlas.geocoding.reading import FIELDS

OUTPUT_COLUMNS = ("id", "lat", "lon", "country_code", "precision", "place_id", "place_name", "cell", "score", "method", "flags")

#: A cell of a CSV may be longer than Python's own limit of 131,072 characters.
_LONGEST_CELL = 1 << 30


def read_addresses(file: Path) -> pa.Table:
    """`id` and the address fields of a file as strings, absent fields left out. SourceError when it is not such a file."""
    if not file.is_file():
        raise SourceError(f"{file}: expected a file of addresses, found none. Give a CSV or Parquet file.")
    try:
        table = pq.read_table(file) if file.suffix == ".parquet" else _read_csv(file)
    except (pa.ArrowInvalid, csv.Error, OSError) as error:
        raise SourceError(f"{file}: expected {'Parquet' if file.suffix == '.parquet' else 'CSV with a header'}, found {error}. Check the file.") from error
    known = [name for name in FIELDS if name in table.column_names]
    if "id" not in table.column_names or not known:
        raise SourceError(f"{file}: expected a column id and at least one of {', '.join(FIELDS)}; found {', '.join(table.column_names) or 'no column'}.")
    return table.select(["id", *known]).cast(pa.schema([(name, pa.string()) for name in ("id", *known)]))


def write_geocodes(addresses: pa.Table, found: pa.Table, file: Path) -> None:
    """Writes one row per address; the file appears whole or not at all. H3 cells are hexadecimal, flags are parted by semicolons in CSV."""
    cell = pa.array([None if value is None else f"{value:x}" for value in found["cell"].to_pylist()], pa.string())
    columns = {name: found[name] for name in OUTPUT_COLUMNS if name in found.column_names} | {"id": addresses["id"], "cell": cell}
    table = pa.table({name: columns[name] for name in OUTPUT_COLUMNS})
    file.parent.mkdir(parents=True, exist_ok=True)
    scratch = file.with_name(f".{file.name}.part")
    if file.suffix == ".parquet":
        pq.write_table(table, scratch)
    else:
        joined = pc.binary_join(table["flags"].combine_chunks(), ";")
        pa_csv.write_csv(table.set_column(table.column_names.index("flags"), "flags", joined), scratch)
    scratch.replace(file)


def _read_csv(file: Path) -> pa.Table:
    text = file.read_bytes().decode("utf-8-sig", errors="replace").replace("\x00", "")
    csv.field_size_limit(_LONGEST_CELL)
    rows = csv.reader(io.StringIO(text, newline=""))
    header = next(rows, [])
    width = len(header)
    columns: list[list[str | None]] = [[] for _ in header]
    for row in rows:
        if not row:
            continue
        for column, value in zip(columns, (row + [""] * width)[:width], strict=True):
            column.append(value or None)
    return pa.table({name: pa.array(column, pa.string()) for name, column in zip(header, columns, strict=True)})
