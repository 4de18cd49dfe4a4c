"""GeoNames' own dumps, by path, as text or zipped: https://download.geonames.org/export/dump/readme.txt describes their columns.

No quoting, no header but lines that begin with `#`; `NA` is Namibia. A file is read in pieces and what is not needed is left out at once, so
that allCountries.txt (13 million features) costs the memory of its populated places only.

hierarchy.txt is not read: the regions of a place stand in its own row, and nothing asks which city a district belongs to (docs/decisions.md).
"""

import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

import numpy as np
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

#: Columns of features that are read, with their kinds.
_KINDS_OF_FEATURES = {
    **dict.fromkeys(("geonames_id", "population"), pa.int64()),
    **dict.fromkeys(("lat", "lon"), pa.float64()),
    **dict.fromkeys(("name", "names", "feature_class", "feature_code", "country_code", "admin1", "admin2"), pa.string()),
}

#: Features that are regions.
_REGIONS = pa.array(["ADM1", "ADM2"])

#: Populated places that are no more: historical, of a former capital, abandoned, destroyed.
_GONE = pa.array(["PPLH", "PPLCH", "PPLQ", "PPLW"])

#: What alternateNamesV2 holds beside names: links, Wikidata ids, postal codes (the postal dump has them with points), codes of transport.
_NO_LANGUAGE = pa.array(["link", "wkdt", "post", "iata", "icao", "faac", "tcid", "unlc", "phon", "piny"])

_BLOCK = 1 << 24


class Features(NamedTuple):
    """What allCountries.txt or a citiesN.txt holds: populated places as TOWNS; regions of both levels, with their own points, as REGIONS."""

    towns: pa.Table
    regions: pa.Table


def dump_features(path: Path) -> Features:
    """Both in one pass over the file; a citiesN.txt has no regions."""
    read = _typed_rows(path, _FEATURES, _KINDS_OF_FEATURES, _of_features)
    is_region = pc.equal(read["feature_class"], "A")
    return Features(_towns(read.filter(pc.invert(is_region))), _regions(read.filter(is_region)))


def _of_features(rows: pa.Table) -> pa.Table:
    populated = pc.and_(pc.equal(rows["feature_class"], "P"), pc.invert(pc.is_in(rows["feature_code"], _GONE)))
    return rows.filter(pc.or_(populated, pc.is_in(rows["feature_code"], _REGIONS)))


def _towns(read: pa.Table) -> pa.Table:
    country_code, admin1, admin2 = (flat(read[name]) for name in ("country_code", "admin1", "admin2"))
    first = admin_code(country_code, admin1)
    second = pc.if_else(pc.or_(pc.equal(admin2, ""), pc.is_null(first)), None, joined(pc.fill_null(first, ""), admin2, separator="."))
    return pa.table(
        {
            "geonames_id": read["geonames_id"],
            "name": read["name"],
            "country_code": country_code,
            "admin1_code": first,
            "admin2_code": second,
            "lat": read["lat"],
            "lon": read["lon"],
            "population": null_when_zero(flat(read["population"])),
            "names": pc.split_pattern(read["names"], ","),
        },
        schema=TOWNS,
    ).combine_chunks()


def _regions(read: pa.Table) -> pa.Table:
    second = pc.equal(read["feature_code"], "ADM2")
    code = pc.if_else(second, joined(*(flat(read[name]) for name in ("country_code", "admin1", "admin2")), separator="."), None)
    code = pc.coalesce(code, joined(flat(read["country_code"]), flat(read["admin1"]), separator="."))
    return pa.table([code, read["name"], pa.nulls(len(read), pa.string()), pc.split_pattern(read["names"], ","), read["lat"], read["lon"]], schema=REGIONS)


def dump_region_names(path: Path) -> pa.Table:
    """admin1CodesASCII.txt or admin2Codes.txt as REGIONS, without points."""
    read = _rows(path, _ADMIN)
    none = pa.nulls(len(read), pa.string())
    return pa.table([read["code"], read["name"], none, pc.split_pattern(read["ascii_name"], "|"), *[none.cast(pa.float64())] * 2], schema=REGIONS)


def dump_names(path: Path, geonames_ids: pa.Array) -> pa.Table:
    """(town, name) of alternateNamesV2.txt, without what is no name in a language; `town` is the position of its place in `geonames_ids`."""
    ids = np.asarray(geonames_ids)
    order = np.argsort(ids, kind="stable")
    rising = ids[order]

    def kept(rows: pa.Table) -> pa.Table:
        rows = rows.filter(pc.invert(pc.is_in(rows["language"], _NO_LANGUAGE)))
        asked = np.asarray(rows["geonames_id"])
        at = np.minimum(np.searchsorted(rising, asked), max(len(rising) - 1, 0))
        known = rising[at] == asked if len(rising) else np.zeros(len(asked), np.bool_)
        return pa.table({"town": pa.array(order[at[known]]), "name": rows["name"].filter(pa.array(known))})

    return _typed_rows(path, _NAMES, {"geonames_id": pa.int64(), "language": pa.string(), "name": pa.string()}, kept)


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


def _typed_rows(path: Path, columns: list[str], kinds: dict[str, pa.DataType], kept: Callable[[pa.Table], pa.Table]) -> pa.Table:
    """Some columns of a file without comments, each of its kind, none empty but for texts and populations, read in pieces of which `kept` chooses."""
    options = pc_csv.ConvertOptions(column_types=kinds, include_columns=list(kinds), strings_can_be_null=False)
    read = _pieces(path, columns, options, lambda rows: kept(_without_holes(path, rows)))
    return read.combine_chunks()


def _without_holes(path: Path, rows: pa.Table) -> pa.Table:
    """Rows without a population are not known to have one; another number that is missing is refused."""
    if holes := [name for name in rows.column_names if name != "population" and rows[name].null_count]:
        raise SourceError(f"{path}: expected numbers as {', '.join(holes)}, found rows without. Download the dump again, or correct its path in conf.")
    return rows


def _rows(path: Path, columns: list[str]) -> pa.Table:
    """The file's rows as strings, comments left out."""
    options = pc_csv.ConvertOptions(column_types=dict.fromkeys(columns, pa.string()), strings_can_be_null=False)
    read = _pieces(path, columns, options, lambda rows: rows)
    return read.filter(pc.invert(pc.starts_with(read[0], "#"))).combine_chunks()


def _pieces(path: Path, columns: list[str], options: pc_csv.ConvertOptions, kept: Callable[[pa.Table], pa.Table]) -> pa.Table:
    try:
        with _opened(path) as file:
            reader = pc_csv.open_csv(
                file,
                read_options=pc_csv.ReadOptions(column_names=columns, block_size=_BLOCK),
                parse_options=pc_csv.ParseOptions(delimiter="\t", quote_char=False, invalid_row_handler=_skip_comment),
                convert_options=options,
            )
            return pa.concat_tables([kept(pa.table(batch)) for batch in reader])
    except (pa.ArrowInvalid, OSError, EOFError, zipfile.BadZipFile, StopIteration) as error:
        raise SourceError(
            f"{path}: expected {len(columns)} tab-separated columns, found {error}. Download the dump again, or correct its path in conf."
        ) from error


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
