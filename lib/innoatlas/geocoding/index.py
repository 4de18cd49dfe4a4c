"""The gazetteer as a folder of memory-mapped arrays: built once per gazetteer version, opened in milliseconds, shared by all workers.

It reaches a worker as a folder, never as a pickle. `index.json` names the layout and the digest of what it was built from.
"""

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
from innoatlas.geocoding.country_names import CountryNames
from innoatlas.geocoding.fuzzy import FuzzyTable
from innoatlas.geocoding.mapped import mapped
from innoatlas.geocoding.marks import WordMarks
from innoatlas.geocoding.names import NameTable
from innoatlas.geocoding.organisations import Information, bag_of_rows, core_of_names, word_values
from innoatlas.tables import PRECISION_KM
from innoatlas.text.arrays import Bools, Hashes, Ints
from innoatlas.text.scan import Words, hash_names, scan

LAYOUT = 3
PRECISIONS = tuple(PRECISION_KM)
POSTCODE, CITY, ORGANISATION, ADMIN2, ADMIN1, COUNTRY, NONE = range(len(PRECISIONS))
NAME_KINDS = ("main", "alternate", "derived", "code", "acronym")
MAIN, ALTERNATE, DERIVED, CODE, ACRONYM = range(len(NAME_KINDS))

#: A cut name keeps at least so many letters, and only names of _BEGINNING_OF letters are looked for by their beginning.
FEWEST_LETTERS, _BEGINNING_OF = 7, 10

#: Names of towns that are met by similarity: each has some fifty keys, so so many take a gigabyte. The packages have half of them.
MOST_SIMILAR = 1_000_000

#: Numbers of countries are bytes.
_MOST_COUNTRIES = 255

#: Rows of texts that are written at once.
_PART = 500_000

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
    spelt: NameTable  #: names of countries that no gazetteer holds; kinds are those of `country_names`
    towns: NameTable
    beginnings: NameTable  #: of long town names, for registers that cut them
    codes: NameTable  #: postal codes
    organisations: NameTable  #: by bag of words
    information: Information  #: how much a word of organisations' names tells
    fuzzy: FuzzyTable
    marks: WordMarks
    digest: str


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
        raise GeocoderError(
            f"the gazetteer has {len(countries)} countries; at most {_MOST_COUNTRIES} were expected. Check the column country_code of places."
        )
    order = pc.sort_indices(places, sort_keys=[("place_id", "ascending")])
    ids = places["place_id"].combine_chunks().take(order)
    columns = _place_columns(places, order, ids, countries)
    for field in fields(Places):
        np.save(folder / f"places.{field.name}.npy", getattr(columns, field.name))
    _write_strings(places, order, folder)
    del places
    _write_names(names, _hashes(ids), columns, countries, given, folder)
    given.marks.save(folder)
    parents = {child: parent for child, parent in given.parents.items() if child in countries and parent in countries}
    about = {"layout": LAYOUT, "digest": digest, "countries": countries, "parents": parents, "code_letters": dict(given.code_letters)}
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
        spelt=NameTable.open(folder, "spelt"),
        towns=NameTable.open(folder, "towns"),
        beginnings=NameTable.open(folder, "beginnings"),
        codes=NameTable.open(folder, "codes"),
        organisations=NameTable.open(folder, "organisations"),
        information=Information.open(folder),
        fuzzy=FuzzyTable.open(folder),
        marks=WordMarks.open(folder),
        digest=about["digest"],
    )


def _place_columns(places: pa.Table, order: pa.Array, ids: pa.Array, countries: tuple[str, ...]) -> Places:
    def column(name: str) -> pa.Array:
        return places[name].combine_chunks().take(order)

    def number(name: str, values: pa.Array) -> NDArray[np.int32]:
        return pc.fill_null(pc.index_in(column(name), values), -1).to_numpy(zero_copy_only=False).astype(np.int32)

    def distinct(name: str) -> pa.Array:
        return pc.drop_null(pc.unique(places[name])).sort()

    def numeric(name: str, kind: type, missing: float) -> NDArray[Any]:
        return pc.fill_null(column(name), missing).to_numpy(zero_copy_only=False).astype(kind)

    return Places(
        country=number("country_code", pa.array(countries)).astype(np.uint8),
        admin1=number("admin1_code", distinct("admin1_code")),
        admin2=number("admin2_code", distinct("admin2_code")),
        precision=number("precision", pa.array(PRECISIONS)).astype(np.uint8),
        lat=numeric("lat", np.float64, 0.0),
        lon=numeric("lon", np.float64, 0.0),
        cell=numeric("cell", np.int64, 0),
        inhabitants=numeric("population", np.int64, 0),
        town=number("town_id", ids),
        radius=numeric("radius_km", np.float32, 0.0),
    )


def _write_strings(places: pa.Table, order: pa.Array, folder: Path) -> None:
    names = ["place_id", "place_name", "admin1_code"]
    with pa.OSFile(str(folder / "strings.arrow"), "wb") as sink, pa.ipc.new_file(sink, places.select(names).schema) as writer:
        for start in range(0, len(order), _PART):
            writer.write_table(places.select(names).take(order.slice(start, _PART)).combine_chunks())


@dataclass
class _Names:
    """Names as numbers, one entry a name, and as texts where those are needed."""

    hash: Hashes
    place: NDArray[np.int32]
    kind: NDArray[np.uint8]
    worth: Bools  #: long enough to name a town
    similar: Bools  #: a town's, to be met by similarity
    texts: pa.Array  #: folded, of the similar ones
    written: pa.Array  #: names of organisations as they are written


def _hashes(ids: pa.Array) -> Hashes:
    """By parts, for the running sums over all letters are many times as large."""
    return np.concatenate([hash_names(ids.slice(start, _PART)) for start in range(0, max(len(ids), 1), _PART)])


def _read_names(batches: Iterable[pa.RecordBatch], id_hashes: Hashes, columns: Places) -> _Names:
    """One pass over the names: texts are left behind, but for those that are needed."""
    by_hash = np.argsort(id_hashes, kind="stable")
    ordered = id_hashes[by_hash]
    if len(ordered) and (ordered[1:] == ordered[:-1]).any():
        raise GeocoderError("places holds a place twice, or two ids of one hash. Run the job places again.")
    parts = [_numbered_names(batch, ordered, by_hash, columns) for batch in batches if batch.num_rows]
    if not parts:
        raise GeocoderError("place_names holds no name. Run the jobs places and place_names together.")
    numbers = (np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(_Names)[:-2])
    return _Names(*numbers, *(pa.concat_arrays([getattr(part, field.name) for part in parts]) for field in fields(_Names)[-2:]))


def _numbered_names(batch: pa.RecordBatch, ordered: Hashes, by_hash: Ints, columns: Places) -> _Names:
    asked = hash_names(batch["place_id"])
    at = np.minimum(np.searchsorted(ordered, asked), max(len(ordered) - 1, 0))
    known = ordered[at] == asked if len(ordered) else np.zeros(len(asked), np.bool_)
    if not known.all():
        strange = batch["place_id"][int(np.argmin(known))]
        raise GeocoderError(f"place_names holds {strange}, which is no row of places. Run the jobs places and place_names together.")
    place = by_hash[at].astype(np.int32)
    kind = pc.index_in(batch["name_kind"], pa.array(NAME_KINDS)).to_numpy(zero_copy_only=False).astype(np.uint8)
    folded, precision = batch["folded_name"], columns.precision[place]
    letters = pc.utf8_length(folded).to_numpy()
    latin = pc.string_is_ascii(folded).to_numpy(zero_copy_only=False)
    # One Latin letter is no town; two or three are one only as a main name, for as alternates they are codes of airports and stations.
    worth = ~latin | (letters > 3) | ((letters > 1) & (kind == MAIN))
    # Villages that only postal files know are too many and too much alike to be met by similarity.
    known_town = (precision == CITY) & worth & ~pc.starts_with(batch["place_id"], "postal").to_numpy(zero_copy_only=False)
    similar = known_town & latin & (letters >= _FUZZY_LETTERS[0]) & (letters <= _FUZZY_LETTERS[1]) & (kind <= DERIVED)
    organisations = batch["name"].filter(pa.array(precision == ORGANISATION))
    return _Names(hash_names(folded), place, kind, worth, similar, folded.filter(pa.array(similar)), organisations)


def _write_names(batches: Iterable[pa.RecordBatch], id_hashes: Hashes, columns: Places, countries: tuple[str, ...], given: Given, folder: Path) -> None:
    names = _read_names(batches, id_hashes, columns)
    precision = columns.precision[names.place]
    inhabitants = columns.inhabitants[np.where(columns.town >= 0, columns.town, np.arange(len(columns.town)))]

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
    _write_organisations(scan(names.written), place, kind, columns.country, inhabitants, given.marks, folder)
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


def _write_similar(names: _Names, columns: Places, inhabitants: Ints, folder: Path) -> None:
    """Names of towns to be met by similarity, at most MOST_SIMILAR, those of the largest towns; and the beginnings of the long ones."""
    number = np.flatnonzero(names.similar)
    kept = np.ones(len(number), np.bool_)
    if len(number) > MOST_SIMILAR:
        kept[np.lexsort((names.place[number], -inhabitants[names.place[number]]))[MOST_SIMILAR:]] = False
    place, texts = names.place[number[kept]].astype(np.int64), names.texts.filter(pa.array(kept))
    FuzzyTable.build(texts, columns.country[place].astype(np.int64)).save(folder)
    long = (pc.utf8_length(texts).to_numpy() >= _BEGINNING_OF) & (inhabitants[place] > 0)
    of, keys = beginnings(texts.filter(pa.array(long)))
    row = place[long][of]
    NameTable.build(keys, row, np.full(len(row), DERIVED, np.uint8), columns.country[row].astype(np.int64), inhabitants[row]).save(folder, "beginnings")


def beginnings(folded: pa.Array) -> tuple[Ints, Hashes]:
    """(number of the name, hash) of each beginning of each name, from FEWEST_LETTERS letters to all but the last.

    >>> of, keys = beginnings(pa.array(["leopoldshafen"]))
    >>> len(of), bool(hash_names(pa.array(["leopolds"]))[0] in keys)
    (6, True)
    """
    words = scan(folded)
    first, last = np.searchsorted(words.row, np.arange(words.rows)), np.searchsorted(words.row, np.arange(words.rows), side="right") - 1
    a, e = words.begin[first], words.end[last]
    count = np.maximum(e - a - FEWEST_LETTERS, 0)
    of = np.repeat(np.arange(words.rows), count)
    cut = np.arange(len(of)) - np.repeat(np.cumsum(count) - count, count) + FEWEST_LETTERS
    return of, words.hash_letters(a[of], a[of] + cut)


def _write_organisations(
    written: Words, place: Ints, kind: NDArray[np.uint8], country: NDArray[np.uint8], inhabitants: Ints, marks: WordMarks, folder: Path
) -> None:
    """Names as bags of words, and once more without the word for their kind: "Johns Hopkins" for Johns Hopkins University."""
    values = word_values(written, marks)
    whole = bag_of_rows(written, values)
    core_values, worthy = core_of_names(written, values, marks)
    core = bag_of_rows(written, core_values)
    place, kind = np.concatenate((place, place[worthy])), np.concatenate((kind, np.full(int(worthy.sum()), DERIVED, np.uint8)))
    NameTable.build(np.concatenate((whole, core[worthy])), place, kind, country[place].astype(np.int64), inhabitants[place]).save(folder, "organisations")
    Information.build(written, values).save(folder)
