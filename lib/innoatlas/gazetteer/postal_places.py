"""Postal rows as places: the villages and districts that the towns lack, and one area per code."""

from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from innoatlas.gazetteer.groups import majority, median_middles, numbered
from innoatlas.gazetteer.near import NamedPoints, gathered, nearest_namesake
from innoatlas.gazetteer.parts import Part, flat, joined, name_table, place_table
from innoatlas.gazetteer.postal_spelling import CITY_STATES, entries
from innoatlas.gazetteer.towns import weights
from innoatlas.text.fold import compact

_Ints = NDArray[np.int64]


#: km; farther than any point of a city state from its centre.
_CITY_STATE_KM = 50.0


class NamedPlaces(NamedTuple):
    """Places of postal names that no town has, and for each postal row the id of the place it names, town or new; null when it names none."""

    part: Part
    row_place_id: pa.Array
    spellings: pa.Array  #: names of all new places so far, in the order in which they came: of two as frequent, a place has the earlier


def named_places(postal: pa.Table, towns: Part, admin1_code: pa.Array, reach_km: float, spellings: pa.Array) -> NamedPlaces:
    """A town of the same name within `reach_km` is the place that a POSTAL row names; the rows of other names make new places.

    The names of `towns` are folded; `admin1_code` gives each row's first-level region, null when not known; `spellings` came in rows before these.
    """
    read = entries(postal)
    row = read["row"].combine_chunks()
    at = postal.select(["country_code", "lat", "lon"]).append_column("admin1_code", admin1_code).take(row)
    read = pa.table({"row": row, "name": flat(read["name"]), "alias": flat(read["alias"])} | {name: flat(at[name]) for name in at.column_names})
    key, town = _towns_meant(read, towns, reach_km)
    new = pa.array(town < 0)
    fresh = read.filter(new).combine_chunks()
    place = gathered(NamedPoints(key[town < 0], np.asarray(fresh["lat"]), np.asarray(fresh["lon"])), reach_km)
    encoded = pc.dictionary_encode(pa.concat_arrays([spellings, flat(fresh["name"])]))
    part = _new_places(fresh, encoded.slice(len(spellings)), place)
    meant = flat(towns.places["place_id"]).take(pa.array(town, mask=town < 0))
    meant = pc.replace_with_mask(meant, new, flat(part.places["place_id"]).take(pa.array(place)))
    return NamedPlaces(part, _first_of_row(np.asarray(row), town < 0, meant, postal.num_rows), encoded.dictionary)


def _towns_meant(read: pa.Table, towns: Part, reach_km: float) -> tuple[_Ints, _Ints]:
    """(key of each entry's name, row of the town it means or -1); an alias is tried where the name means none."""
    known = towns.names.filter(pc.is_in(towns.names["name_kind"], pa.array(["main", "alternate"])))
    texts = [_in_country(read["country_code"], read[column]) for column in ("name", "alias")]
    codes, _ = numbered(pa.concat_arrays([*texts, joined(flat(known["country_code"]), flat(known["folded_name"]))]))
    key, alias_key, town_key = codes[: len(read)], codes[len(read) : 2 * len(read)], codes[2 * len(read) :]
    town_row = np.asarray(pc.index_in(flat(known["place_id"]), flat(towns.places["place_id"])), dtype=np.int64)
    named = NamedPoints(town_key, np.asarray(towns.places["lat"])[town_row], np.asarray(towns.places["lon"])[town_row])
    lat, lon = np.asarray(read["lat"]), np.asarray(read["lon"])
    city_state = np.asarray(pc.is_in(read["country_code"], pa.array(list(CITY_STATES))))
    found = nearest_namesake(NamedPoints(key, lat, lon), named, np.where(city_state, _CITY_STATE_KM, reach_km))
    second = np.flatnonzero((found < 0) & np.asarray(pc.not_equal(read["alias"], "")))
    found[second] = nearest_namesake(NamedPoints(alias_key[second], lat[second], lon[second]), named, reach_km)
    return key, np.append(town_row, -1)[found]  # -1, none, is the last


def _in_country(country_code: pa.ChunkedArray, names: pa.ChunkedArray) -> pa.Array:
    return joined(flat(country_code), compact(flat(names)))


def _new_places(read: pa.Table, names: pa.DictionaryArray, place: _Ints) -> Part:
    places = int(place.max(initial=-1)) + 1
    first = np.unique(place, return_index=True)[1]
    middles = median_middles(place, places, np.asarray(read["lat"]), np.asarray(read["lon"]))
    country_code = flat(read["country_code"]).take(pa.array(first))
    name = most_frequent(names, place, places)
    point = [pc.cast(pa.array(np.round(degrees, 2)), pa.string()) for degrees in (middles.lat, middles.lon)]
    place_id = joined("postal-place", country_code, compact(name), *point, separator=":")
    columns = {
        "place_id": place_id,
        "place_name": name,
        "precision": "city",
        "country_code": country_code,
        "admin1_code": most_frequent(flat(read["admin1_code"]), place, places),
        "lat": middles.lat,
        "lon": middles.lon,
        "radius_km": where_several(place, middles.radius_km),
    }
    own = place_id.take(pa.array(place))
    alternates = pa.concat_tables([name_table(own, flat(read["country_code"]), flat(read[column]), "alternate") for column in ("name", "alias")])
    return Part(place_table(columns), pa.concat_tables([name_table(place_id, country_code, name, "main"), alternates]))


def most_frequent(values: pa.Array, group: _Ints, groups: int) -> pa.Array:
    """Each group's most frequent value, of equally frequent ones the earlier (of encoded ones, in their dictionary); null where all are."""
    encoded = values if isinstance(values, pa.DictionaryArray) else pc.dictionary_encode(values)
    codes = np.asarray(pc.fill_null(encoded.indices, -1), dtype=np.int64)
    best, _ = majority(group, groups, codes)
    return encoded.dictionary.take(pa.array(best, mask=best < 0))


def where_several(group: _Ints, radius_km: NDArray[np.float64]) -> pa.Array:
    """The spread of groups of several rows: a single row does not tell how far a place reaches."""
    return pa.array(radius_km, mask=np.bincount(group, minlength=len(radius_km)) < 2)


def _first_of_row(row: _Ints, new: NDArray[np.bool_], place_id: pa.Array, rows: int) -> pa.Array:
    """The place that each postal row means: a town before a new place, a district before its city."""
    order = np.lexsort((np.arange(len(row)), new, row))
    named, first = np.unique(row[order], return_index=True)
    entry = np.zeros(rows, dtype=np.int64)
    entry[named] = order[first]
    absent = np.ones(rows, dtype=np.bool_)
    absent[named] = False
    return place_id.take(pa.array(entry, mask=absent))


def regions_of_rows(postal: pa.Table, towns: pa.Table, regions: pa.Table, least_share: float) -> pa.Array:
    """First-level region of each POSTAL row, null when not known: the one of REGIONS that its state is called like, else what most rows of
    the state lie in (if at least `least_share` of them agree), else what most people of TOWNS near by live in (a square of a quarter degree).
    """
    codes = pc.dictionary_encode(flat(towns["admin1_code"]))
    squares = [_squares(flat(table["country_code"]), table) for table in (towns, postal)]
    group, first = numbered(pa.concat_arrays(squares))
    near, _ = majority(group[: len(towns)], len(first), np.asarray(pc.fill_null(codes.indices, -1), dtype=np.int64), weights(towns))
    region = near[group[len(towns) :]]
    state, states = numbered(flat(postal["country_code"]), flat(postal["state"]))
    best, share = majority(state, len(states), region)
    of_states = postal.take(pa.array(states))
    agreed = (share >= least_share) & np.asarray(pc.not_equal(of_states["state"], ""))
    called = pc.fill_null(pc.index_in(_called(of_states, regions), codes.dictionary), -1)
    known = np.where(np.asarray(called) >= 0, np.asarray(called), np.where(agreed, best, -1))[state]
    region = np.where(known >= 0, known, region)
    return codes.dictionary.take(pa.array(region, mask=region < 0))


def _called(states: pa.Table, regions: pa.Table) -> pa.Array:
    """Code of the first-level region that bears each state's name, null where none does; of several the first."""
    first_level = regions.filter(pc.equal(pc.count_substring(regions["code"], "."), 1)).combine_chunks()
    code, parent = flat(first_level["code"]), pc.list_parent_indices(flat(first_level["names"]))
    codes = pa.concat_arrays([code, code.take(parent)])
    names = pa.concat_arrays([flat(first_level["name"]), pc.list_flatten(flat(first_level["names"]))])
    key = joined(pc.utf8_slice_codeunits(codes, 0, 2), compact(names))
    return codes.take(pc.index_in(_in_country(states["country_code"], states["state"]), key))


def _squares(country_code: pa.Array, points: pa.Table) -> pa.Array:
    steps = [pc.cast(pa.array(np.floor(np.asarray(points[name]) * 4).astype(np.int64)), pa.string()) for name in ("lat", "lon")]
    return joined(country_code, *steps, separator=" ")
