"""The gazetteer as a folder of memory-mapped arrays: built once per gazetteer version, opened in milliseconds, shared by all workers.

It reaches a worker as a folder, never as a pickle. `index.json` names the layout and the digest of what it was built from.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from innoatlas.errors import GeocoderError
from innoatlas.geocoding.cut_names import BEGINNING_OF, beginnings, parts_of_names
from innoatlas.geocoding.fuzzy import FuzzyTable
from innoatlas.geocoding.mapped import mapped
from innoatlas.geocoding.marks import WordMarks
from innoatlas.geocoding.names import NameTable
from innoatlas.geocoding.organisations import Information, bag_of_rows, bags_without_a_word, core_of_names, ordered_keys, word_values
from innoatlas.tables import PRECISION_KM
from innoatlas.text.arrays import Hashes, Ints
from innoatlas.text.scan import Words, hash_names, scan

LAYOUT = 3
PRECISIONS = tuple(PRECISION_KM)
POSTCODE, CITY, ORGANISATION, ADMIN2, ADMIN1, COUNTRY, NONE = range(len(PRECISIONS))
NAME_KINDS = ("main", "alternate", "derived", "code", "acronym")
MAIN, ALTERNATE, DERIVED, CODE, ACRONYM = range(len(NAME_KINDS))

#: Latin town names shorter than this are never matched by similarity, nor longer ones.
_FUZZY_LETTERS = (4, 24)


@dataclass(frozen=True)
class Places:
    """One entry per place; regions are numbers into the sorted codes of the gazetteer, -1 when not known."""

    country: NDArray[np.uint8]  #: number into Index.countries
    admin1: NDArray[np.int32]
    admin2: NDArray[np.int32]
    precision: NDArray[np.uint8]  #: number into PRECISIONS
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    cell: Ints
    inhabitants: Ints  #: 0 when not known
    town: NDArray[np.int32]  #: row of the town it lies in, -1 when not known
    radius: NDArray[np.float32]  #: km, 0 when not known


@dataclass(frozen=True)
class Index:
    """Everything that geocoding needs, and nothing that a worker must keep to itself."""

    countries: tuple[str, ...]  #: ISO codes; a country's number is its position
    parents: NDArray[np.int16]  #: (countries,) the country that also claims an economy, -1 for none
    places: Places
    strings: pa.Table  #: place_id, place_name, admin1_code of every place
    code_letters: Mapping[int, int]  #: country -> leading letters of a code that are looked up; negative: all but so many
    areas: NameTable  #: countries and regions
    towns: NameTable
    beginnings: NameTable  #: of long town names, and their first and last words, for registers that cut them
    codes: NameTable  #: postal codes
    organisations: NameTable  #: by bag of words
    information: Information  #: how much a word of organisations' names tells
    fuzzy: FuzzyTable
    marks: WordMarks
    digest: str


def build_index(
    places: pa.Table, names: pa.Table, marks: WordMarks, parents: Mapping[str, str], code_letters: Mapping[str, int], digest: str, folder: Path
) -> None:
    """Writes the index of a gazetteer (tables `places` and `place_names`) to an empty folder."""
    folder.mkdir(parents=True, exist_ok=True)
    places = places.sort_by("place_id")
    countries = tuple(sorted(set(places["country_code"].to_pylist())))
    if len(countries) > 255:
        raise GeocoderError(f"the gazetteer has {len(countries)} countries; at most 255 were expected. Check the column country_code of places.")
    columns = _place_columns(places, countries)
    for field in fields(Places):
        np.save(folder / f"places.{field.name}.npy", getattr(columns, field.name))
    _write_strings(places, folder)
    _write_names(names, places, columns, marks, folder)
    marks.save(folder)
    known_parents = {child: parent for child, parent in parents.items() if child in countries and parent in countries}
    about = {"layout": LAYOUT, "digest": digest, "countries": countries, "parents": known_parents, "code_letters": dict(code_letters)}
    (folder / "index.json").write_text(json.dumps(about))


def open_index(folder: Path) -> Index:
    """Maps an index; GeocoderError when there is none or it has another layout."""
    about_file = folder / "index.json"
    if not about_file.is_file():
        raise GeocoderError(f"{folder} holds no gazetteer index. Expected index.json and its arrays; run `innoatlas run --until geocodes`.")
    about = json.loads(about_file.read_text())
    if about["layout"] != LAYOUT:
        raise GeocoderError(f"{folder} has index layout {about['layout']}, this version reads {LAYOUT}. Remove the folder; the next run builds it anew.")
    countries = tuple(about["countries"])
    parents = np.full(len(countries), -1, np.int16)
    for child, parent in about["parents"].items():
        parents[countries.index(child)] = countries.index(parent)
    return Index(
        countries=countries,
        parents=parents,
        code_letters={countries.index(c): n for c, n in about["code_letters"].items() if c in countries},
        places=Places(*(mapped(folder / f"places.{field.name}.npy") for field in fields(Places))),
        strings=pa.ipc.open_file(pa.memory_map(str(folder / "strings.arrow"))).read_all(),
        areas=NameTable.open(folder, "areas"),
        towns=NameTable.open(folder, "towns"),
        beginnings=NameTable.open(folder, "beginnings"),
        codes=NameTable.open(folder, "codes"),
        organisations=NameTable.open(folder, "organisations"),
        information=Information.open(folder),
        fuzzy=FuzzyTable.open(folder),
        marks=WordMarks.open(folder),
        digest=about["digest"],
    )


def _place_columns(places: pa.Table, countries: tuple[str, ...]) -> Places:
    def number(column: str, values: pa.Array) -> NDArray[np.int32]:
        return pc.fill_null(pc.index_in(places[column].combine_chunks(), values), -1).to_numpy(zero_copy_only=False).astype(np.int32)

    def distinct(column: str) -> pa.Array:
        return pc.drop_null(pc.unique(places[column])).sort()

    def numeric(column: str, kind: type, missing: float) -> NDArray[Any]:
        return pc.fill_null(places[column].combine_chunks(), missing).to_numpy(zero_copy_only=False).astype(kind)

    return Places(
        country=number("country_code", pa.array(countries)).astype(np.uint8),
        admin1=number("admin1_code", distinct("admin1_code")),
        admin2=number("admin2_code", distinct("admin2_code")),
        precision=number("precision", pa.array(PRECISIONS)).astype(np.uint8),
        lat=numeric("lat", np.float64, 0.0),
        lon=numeric("lon", np.float64, 0.0),
        cell=numeric("cell", np.int64, 0),
        inhabitants=numeric("population", np.int64, 0),
        town=number("town_id", places["place_id"].combine_chunks()),
        radius=numeric("radius_km", np.float32, 0.0),
    )


def _write_strings(places: pa.Table, folder: Path) -> None:
    strings = places.select(["place_id", "place_name", "admin1_code"]).combine_chunks()
    with pa.OSFile(str(folder / "strings.arrow"), "wb") as sink, pa.ipc.new_file(sink, strings.schema) as writer:
        writer.write_table(strings)


def _write_names(names: pa.Table, places: pa.Table, columns: Places, marks: WordMarks, folder: Path) -> None:
    place = pc.index_in(names["place_id"].combine_chunks(), places["place_id"].combine_chunks())
    if place.null_count:
        strange = names["place_id"].combine_chunks().filter(pc.is_null(place))[0]
        raise GeocoderError(f"place_names holds {strange}, which is no row of places. Run the jobs places and place_names together.")
    place_row = place.to_numpy().astype(np.int64)
    kind = pc.index_in(names["name_kind"].combine_chunks(), pa.array(NAME_KINDS)).to_numpy().astype(np.uint8)
    folded = names["folded_name"].combine_chunks()
    precision = columns.precision[place_row]
    hashes = hash_names(folded)
    letters = pc.utf8_length(folded).to_numpy()

    inhabitants = columns.inhabitants[np.where(columns.town >= 0, columns.town, np.arange(len(columns.town)))]

    def table(chosen: NDArray[np.bool_], keys: NDArray[np.uint64]) -> NameTable:
        row = place_row[chosen]
        return NameTable.build(keys, row, kind[chosen], columns.country[row].astype(np.int64), inhabitants[row])

    area = precision >= ADMIN2
    town = (precision == CITY) & _worth_a_name(folded, letters, kind)
    code = precision == POSTCODE
    for prefix, chosen in (("areas", area), ("towns", town), ("codes", code)):
        table(chosen, hashes[chosen]).save(folder, prefix)
    organisation = precision == ORGANISATION
    written = scan(names["name"].combine_chunks().filter(pa.array(organisation)))
    _write_organisations(written, place_row[organisation], kind[organisation], columns.country, _known(place_row[organisation], inhabitants), marks, folder)

    # Villages that only postal files know are too many and too much alike to be met by similarity.
    known = ~pc.starts_with(names["place_id"].combine_chunks(), "postal").to_numpy(zero_copy_only=False)
    latin = pc.string_is_ascii(folded).to_numpy(zero_copy_only=False)
    similar = town & known & latin & (letters >= _FUZZY_LETTERS[0]) & (letters <= _FUZZY_LETTERS[1]) & (kind <= DERIVED)
    FuzzyTable.build(folded.filter(pa.array(similar)), columns.country[place_row[similar]].astype(np.int64)).save(folder)
    lived_in = similar & (inhabitants[place_row] > 0)
    long = lived_in & (letters >= BEGINNING_OF)
    of, keys = beginnings(folded.filter(pa.array(long)))
    of_words, keys_of_words = parts_of_names(names["name"].combine_chunks().filter(pa.array(lived_in)))
    row = np.concatenate((place_row[long][of], place_row[lived_in][of_words]))
    keys = np.concatenate((keys, keys_of_words))
    NameTable.build(keys, row, np.full(len(row), DERIVED, np.uint8), columns.country[row].astype(np.int64), inhabitants[row]).save(folder, "beginnings")


def _known(place: Ints, inhabitants: Ints) -> Ints:
    """How well known each place is among organisations of one name: by how many names it has, then by its town's inhabitants."""
    return (np.bincount(place, minlength=len(inhabitants)) << 28) + inhabitants


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


def _of_one_place(keys: Hashes, place: Ints) -> NDArray[np.bool_]:
    """Keys that only one place has."""
    order = np.lexsort((place, keys))
    first = np.append(True, keys[order][1:] != keys[order][:-1]) if len(order) else np.zeros(0, np.bool_)
    other = np.append(False, place[order][1:] != place[order][:-1]) & ~first if len(order) else first
    shared = np.isin(keys, keys[order][other])
    return ~shared


def _worth_a_name(folded: pa.Array, letters: Ints, kind: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """One Latin letter is no town; two or three are one only as a main name, for as alternates they are codes of airports and stations."""
    latin = pc.string_is_ascii(folded).to_numpy(zero_copy_only=False)
    return ~latin | (letters > 3) | ((letters > 1) & (kind == MAIN))
