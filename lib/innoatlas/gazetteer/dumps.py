"""GeoNames' own dumps, by path, as text or zipped: https://download.geonames.org/export/dump/readme.txt describes their columns.

No quoting, no header but lines that begin with `#`; `NA` is Namibia. A file is read in pieces and what is not needed is left out at once, so
that allCountries.txt (13 million features) costs the memory of its populated places only.
"""

import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pc_csv

from innoatlas.errors import SourceError
from innoatlas.gazetteer.parts import flat, joined
from innoatlas.gazetteer.postal import POSTAL, postal_rows
from innoatlas.gazetteer.regions import REGIONS
from innoatlas.gazetteer.towns import TOWNS, admin_code, null_when_zero

# fmt: off
_FEATURES = [
    "geonames_id", "name", "ascii_name", "names", "lat", "lon", "feature_class", "feature_code", "country_code", "other_countries",
    "admin1", "admin2", "admin3", "admin4", "population", "elevation", "dem", "timezone", "modified",
]
_NAMES = ["name_id", "geonames_id", "language", "name", "preferred", "short", "colloquial", "historic", "since", "until"]
_ADMIN = ["code", "name", "ascii_name", "geonames_id"]
_COUNTRIES = [
    "country_code", "iso3", "iso_numeric", "fips", "name", "capital", "area", "population", "continent", "tld", "currency", "currency_name",
    "phone", "postal_format", "postal_pattern", "languages", "geonames_id", "neighbours", "equivalent_fips",
]
_POSTAL = ["country_code", "code", "name", "state", "state_code", "name2", "code2", "name3", "code3", "lat", "lon", "accuracy"]
# fmt: on

#: Populated places that are no more: historical, of a former capital, abandoned, destroyed.
_GONE = pa.array(["PPLH", "PPLCH", "PPLQ", "PPLW"])

#: What alternateNamesV2 holds beside names: links, Wikidata ids, postal codes (the postal dump has them with points), codes of transport.
_NO_LANGUAGE = pa.array(["link", "wkdt", "post", "iata", "icao", "faac", "tcid", "unlc", "phon", "piny"])

_BLOCK = 1 << 24


def dump_towns(path: Path) -> pa.Table:
    """Populated places of allCountries.txt or a citiesN.txt as TOWNS."""
    read = _rows(path, _FEATURES, _populated)
    country_code, admin1, admin2 = (flat(read[name]) for name in ("country_code", "admin1", "admin2"))
    first = admin_code(country_code, admin1)
    second = pc.if_else(pc.or_(pc.equal(admin2, ""), pc.is_null(first)), None, joined(pc.fill_null(first, ""), admin2, separator="."))
    return pa.table(
        {
            "geonames_id": _number(path, read["geonames_id"], pa.int64()),
            "name": read["name"],
            "country_code": country_code,
            "admin1_code": first,
            "admin2_code": second,
            "lat": _number(path, read["lat"], pa.float64()),
            "lon": _number(path, read["lon"], pa.float64()),
            "population": null_when_zero(_number(path, pc.if_else(pc.equal(read["population"], ""), "0", read["population"]), pa.int64())),
            "names": pc.split_pattern(read["names"], ","),
        },
        schema=TOWNS,
    )


def dump_regions(path: Path) -> pa.Table:
    """First- and second-level regions of allCountries.txt with their own points, as REGIONS; none in a citiesN.txt."""
    read = _rows(path, _FEATURES, lambda rows: rows.filter(pc.is_in(rows["feature_code"], pa.array(["ADM1", "ADM2"]))))
    second = pc.equal(read["feature_code"], "ADM2")
    code = pc.if_else(second, joined(*(flat(read[name]) for name in ("country_code", "admin1", "admin2")), separator="."), None)
    code = pc.coalesce(code, joined(flat(read["country_code"]), flat(read["admin1"]), separator="."))
    points = [_number(path, read[name], pa.float64()) for name in ("lat", "lon")]
    return pa.table([code, read["name"], pa.nulls(len(read), pa.string()), pc.split_pattern(read["names"], ","), *points], schema=REGIONS)


def dump_region_names(path: Path) -> pa.Table:
    """admin1CodesASCII.txt or admin2Codes.txt as REGIONS, without points."""
    read = _rows(path, _ADMIN)
    none = pa.nulls(len(read), pa.string())
    return pa.table([read["code"], read["name"], none, pc.split_pattern(read["ascii_name"], "|"), *[none.cast(pa.float64())] * 2], schema=REGIONS)


def dump_names(path: Path, geonames_ids: pa.Array) -> pa.Table:
    """(geonames_id, name) of alternateNamesV2.txt for the given places, without what is no name in a language."""
    wanted = pc.cast(geonames_ids, pa.string())

    def kept(rows: pa.Table) -> pa.Table:
        return rows.filter(pc.and_(pc.is_in(rows["geonames_id"], wanted), pc.invert(pc.is_in(rows["language"], _NO_LANGUAGE)))).select(["geonames_id", "name"])

    read = _rows(path, _NAMES, kept)
    return read.set_column(0, "geonames_id", _number(path, read["geonames_id"], pa.int64()))


def dump_countries(path: Path) -> pa.Table:
    """countryInfo.txt as COUNTRIES."""
    read = _rows(path, _COUNTRIES)
    population = null_when_zero(_number(path, pc.if_else(pc.equal(read["population"], ""), "0", read["population"]), pa.int64()))
    return read.select(["country_code", "name", "iso3"]).append_column("population", population)


def dump_postal(path: Path) -> pa.Table:
    """The postal dump (https://download.geonames.org/export/zip/readme.txt) as POSTAL."""
    read = _rows(path, _POSTAL)
    numbers = {name: _number(path, pc.if_else(pc.equal(read[name], ""), None, read[name]), pa.float64()) for name in ("lat", "lon", "accuracy")}
    numbers["accuracy"] = pc.fill_null(numbers["accuracy"], 0.0)
    return postal_rows(pa.table({name: numbers.get(name, read[name]) for name in POSTAL.names}))


def _populated(rows: pa.Table) -> pa.Table:
    return rows.filter(pc.and_(pc.equal(rows["feature_class"], "P"), pc.invert(pc.is_in(rows["feature_code"], _GONE))))


def _rows(path: Path, columns: list[str], kept: Callable[[pa.Table], pa.Table] = lambda rows: rows) -> pa.Table:
    """The file's rows as strings, read in pieces of which `kept` chooses."""
    pieces = []
    try:
        with _opened(path) as file:
            reader = pc_csv.open_csv(
                file,
                read_options=pc_csv.ReadOptions(column_names=columns, block_size=_BLOCK),
                parse_options=pc_csv.ParseOptions(delimiter="\t", quote_char=False, invalid_row_handler=_skip_comment),
                convert_options=pc_csv.ConvertOptions(column_types=dict.fromkeys(columns, pa.string()), strings_can_be_null=False),
            )
            pieces = [kept(pa.table(batch)) for batch in reader]
    except (pa.ArrowInvalid, OSError, EOFError, zipfile.BadZipFile, StopIteration) as error:
        raise SourceError(
            f"{path}: expected {len(columns)} tab-separated columns, found {error}. Download the dump again, or correct its path in conf."
        ) from error
    read = pa.concat_tables(pieces)
    return read.filter(pc.invert(pc.starts_with(read[0], "#"))).combine_chunks()


def _skip_comment(row: pc_csv.InvalidRow) -> str:
    return "skip" if row.text.startswith("#") else "error"


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    """A text as it is, or the one text of a zip (its readme left aside)."""
    if path.suffix != ".zip":
        with path.open("rb") as file:
            yield file
        return
    with zipfile.ZipFile(path) as archive:
        texts = [name for name in archive.namelist() if name.endswith(".txt") and not name.lower().startswith("readme")]
        if not texts:
            raise SourceError(f"{path}: expected a .txt inside, found {archive.namelist()}. Download the dump again.")
        same = [name for name in texts if Path(name).stem == path.stem]
        with archive.open((same or texts)[0]) as file:
            yield file


def _number(path: Path, texts: pa.ChunkedArray, kind: pa.DataType) -> pa.Array:
    try:
        return flat(pc.cast(texts, kind))
    except pa.ArrowInvalid as error:
        raise SourceError(f"{path}: expected numbers, found {error}. Download the dump again, or correct its path in conf.") from error
