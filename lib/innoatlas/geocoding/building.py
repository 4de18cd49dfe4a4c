"""Writes the index of a gazetteer: its places as columns, its names as tables of hashes, in memory that holds no text that is not looked at twice."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from innoatlas.errors import GeocoderError
from innoatlas.geo.sphere import unit_vectors
from innoatlas.geocoding.country_names import CountryNames
from innoatlas.geocoding.cut_names import BEGINNING_OF, beginnings, parts_of_names
from innoatlas.geocoding.fuzzy import FuzzyTable
from innoatlas.geocoding.index import ACRONYM, ADMIN2, CITY, COUNTRY, DERIVED, LAYOUT, ORGANISATION, POSTCODE, PRECISIONS, Places
from innoatlas.geocoding.indexed_names import IndexedNames, hashes_of, read_names
from innoatlas.geocoding.marks import WordMarks
from innoatlas.geocoding.names import NameTable
from innoatlas.geocoding.organisations import Information, bag_of_rows, bags_without_a_word, core_of_names, ordered_keys, word_values
from innoatlas.text.arrays import Bools, Hashes, Ints
from innoatlas.text.scan import Words, hash_names, scan

#: Names of towns that are met by similarity: each has some fifty keys, so so many take a gigabyte. The packages have half of them.
MOST_SIMILAR = 1_000_000

#: Numbers of countries are bytes.
_MOST_COUNTRIES = 255


@dataclass(frozen=True)
class Given:
    """What an index holds beside the gazetteer's tables: what the tables of conf/reference say."""

    marks: WordMarks
    parents: Mapping[str, str]  #: economy -> the country that also claims it
    code_letters: Mapping[str, int]  #: country -> leading letters of a code that are looked up; negative: all but so many
    countries: CountryNames  #: names of countries that are in no gazetteer


def build_index(places: pa.Table, names: Iterable[pa.RecordBatch], given: Given, digest: str, folder: Path) -> None:
    """Writes the index of a gazetteer (tables `places` and `place_names`, the names in any pieces) to an empty folder."""
    folder.mkdir(parents=True, exist_ok=True)
    countries = tuple(sorted(pc.unique(places["country_code"]).to_pylist()))
    if len(countries) > _MOST_COUNTRIES:
        raise GeocoderError(f"the gazetteer has {len(countries)} countries; at most {_MOST_COUNTRIES} were expected. Check the column country_code of places.")
    order = pc.sort_indices(places, sort_keys=[("place_id", "ascending")])
    ids = places["place_id"].combine_chunks().take(order)
    columns = _place_columns(places, order, ids, countries)
    for field in fields(Places):
        np.save(folder / f"places.{field.name}.npy", getattr(columns, field.name))
    _write_strings(places, order, folder)
    del places
    _write_names(names, hashes_of(ids), columns, countries, given, folder)
    given.marks.save(folder)
    parents = {child: parent for child, parent in given.parents.items() if child in countries and parent in countries}
    about = {"layout": LAYOUT, "digest": digest, "countries": countries, "parents": parents, "code_letters": dict(given.code_letters)}
    (folder / "index.json").write_text(json.dumps(about))


def _place_columns(places: pa.Table, order: pa.Array, ids: pa.Array, countries: tuple[str, ...]) -> Places:
    def column(name: str) -> pa.Array:
        return places[name].combine_chunks().take(order)

    def number(name: str, values: pa.Array) -> NDArray[np.int32]:
        return pc.fill_null(pc.index_in(column(name), values), -1).to_numpy(zero_copy_only=False).astype(np.int32)

    def distinct(name: str) -> pa.Array:
        return pc.drop_null(pc.unique(places[name])).sort()

    def numeric(name: str, kind: type, missing: float) -> NDArray[Any]:
        return pc.fill_null(column(name), missing).to_numpy(zero_copy_only=False).astype(kind)

    lat, lon, town = numeric("lat", np.float64, 0.0), numeric("lon", np.float64, 0.0), number("town_id", ids)
    return Places(
        country=number("country_code", pa.array(countries)).astype(np.uint8),
        admin1=number("admin1_code", distinct("admin1_code")),
        admin2=number("admin2_code", distinct("admin2_code")),
        precision=number("precision", pa.array(PRECISIONS)).astype(np.uint8),
        lat=lat,
        lon=lon,
        vector=unit_vectors(lat, lon).astype(np.float32),
        cell=numeric("cell", np.int64, 0),
        inhabitants=numeric("population", np.int64, 0)[np.where(town >= 0, town, np.arange(len(town)))],
        town=town,
        radius=numeric("radius_km", np.float32, 0.0),
    )


def _write_strings(places: pa.Table, order: pa.Array, folder: Path) -> None:
    """As one piece: picking from several joins them first, each time."""
    names = ["place_id", "place_name", "admin1_code"]
    columns = [places[name].combine_chunks().take(order) for name in names]
    with pa.OSFile(str(folder / "strings.arrow"), "wb") as sink, pa.ipc.new_file(sink, places.select(names).schema) as writer:
        writer.write_batch(pa.record_batch(columns, schema=places.select(names).schema))


def _write_names(batches: Iterable[pa.RecordBatch], id_hashes: Hashes, columns: Places, countries: tuple[str, ...], given: Given, folder: Path) -> None:
    names = read_names(batches, id_hashes, columns)
    precision = columns.precision[names.place]
    inhabitants = columns.inhabitants

    def table(chosen: Bools) -> NameTable:
        row = names.place[chosen].astype(np.int64)
        return NameTable.build(names.hash[chosen], row, names.kind[chosen], columns.country[row].astype(np.int64), inhabitants[row])

    is_country = precision == COUNTRY
    held = set(zip(names.hash[is_country].tolist(), names.place[is_country].tolist(), strict=True))
    spelt = _country_names(given.countries, held, columns, countries)
    plain = (precision >= ADMIN2) & ~(is_country & np.isin(names.hash, spelt.keys[np.diff(spelt.start) > 1]))
    for prefix, chosen in (("areas", plain), ("towns", (precision == CITY) & names.worth), ("codes", precision == POSTCODE)):
        table(chosen).save(folder, prefix)
    spelt.save(folder, "spelt")
    organisation = precision == ORGANISATION
    place, kind = names.place[organisation].astype(np.int64), names.kind[organisation]
    _write_organisations(scan(names.written), place, kind, columns.country, _known(place, inhabitants), given.marks, folder)
    _write_similar(names, columns, inhabitants, folder)


def _country_names(given: CountryNames, held: set[tuple[int, int]], columns: Places, countries: tuple[str, ...]) -> NameTable:
    """Names of countries that the gazetteer does not hold (hash, row of the place), the likeliest country of a name first."""
    number = {code: number for number, code in enumerate(countries)}
    known = np.flatnonzero(columns.precision == COUNTRY)
    row_of = dict(zip(columns.country[known].tolist(), known.tolist(), strict=True))
    hashes = hash_names(given.folded)
    place = np.array([row_of.get(number.get(code, -1), -1) for code in given.country_code], np.int64)
    keys, count = np.unique(hashes[place >= 0], return_counts=True)
    several = np.isin(hashes, keys[count > 1])
    new = np.array([key not in held for key in zip(hashes.tolist(), place.tolist(), strict=True)], np.bool_)
    kept = (place >= 0) & (several | new)
    place = place[kept]
    return NameTable.build(hashes[kept], place, given.kind[kept], columns.country[place].astype(np.int64), -given.rank[kept])


def _write_similar(names: IndexedNames, columns: Places, inhabitants: Ints, folder: Path) -> None:
    """Names of towns to be met by similarity, at most MOST_SIMILAR, those of the largest towns; the beginnings of the long ones, and their words."""
    number = np.flatnonzero(names.similar)
    kept = np.ones(len(number), np.bool_)
    if len(number) > MOST_SIMILAR:
        kept[np.lexsort((names.place[number], -inhabitants[names.place[number]]))[MOST_SIMILAR:]] = False
    place, texts = names.place[number[kept]].astype(np.int64), names.texts.filter(pa.array(kept))
    FuzzyTable.build(texts, columns.country[place].astype(np.int64)).save(folder)
    lived_in = inhabitants[place] > 0
    long = (pc.utf8_length(texts).to_numpy() >= BEGINNING_OF) & lived_in
    of, keys = beginnings(texts.filter(pa.array(long)))
    of_words, keys_of_words = parts_of_names(names.town_names.filter(pa.array(kept)).filter(pa.array(lived_in)))
    row, keys = np.concatenate((place[long][of], place[lived_in][of_words])), np.concatenate((keys, keys_of_words))
    NameTable.build(keys, row, np.full(len(row), DERIVED, np.uint8), columns.country[row].astype(np.int64), inhabitants[row]).save(folder, "beginnings")


def _write_organisations(written: Words, place: Ints, kind: NDArray[np.uint8], country: NDArray[np.uint8], known: Ints, marks: WordMarks, folder: Path) -> None:
    """Names by their words in order; and as bags of words, whole, without the word for their kind ("Johns Hopkins"), long ones without any one word."""
    values = word_values(written, marks)
    first = np.searchsorted(written.row, np.arange(written.rows + 1))
    ordered, whole = ordered_keys(values, first[:-1], np.diff(first)), bag_of_rows(written, values)
    core_values, worthy = core_of_names(written, values, marks)
    core = bag_of_rows(written, core_values)
    of, shorter = bags_without_a_word(written, values)
    alone = _of_one_place(shorter, place[of]) & ~np.isin(shorter, whole)
    keys = np.concatenate((ordered, whole, core[worthy], shorter[alone]))
    derived = np.full(len(keys) - 2 * len(whole), DERIVED, np.uint8)
    other_order = np.where(kind == ACRONYM, kind, np.uint8(DERIVED))
    place, kind = np.concatenate((place, place, place[worthy], place[of[alone]])), np.concatenate((kind, other_order, derived))
    NameTable.build(keys, place, kind, country[place].astype(np.int64), known[place]).save(folder, "organisations")
    Information.build(written, values).save(folder)


def _known(place: Ints, inhabitants: Ints) -> Ints:
    """How well known each place is among organisations of one name: by how many names it has, then by its town's inhabitants."""
    return (np.bincount(place, minlength=len(inhabitants)) << 28) + inhabitants


def _of_one_place(keys: Hashes, place: Ints) -> NDArray[np.bool_]:
    """Keys that only one place has."""
    order = np.lexsort((place, keys))
    first = np.append(True, keys[order][1:] != keys[order][:-1]) if len(order) else np.zeros(0, np.bool_)
    other = np.append(False, place[order][1:] != place[order][:-1]) & ~first if len(order) else first
    shared = np.isin(keys, keys[order][other])
    return ~shared
