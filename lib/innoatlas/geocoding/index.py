"""The gazetteer as a folder of memory-mapped arrays: built once per gazetteer version, opened in milliseconds, shared by all workers.

It reaches a worker as a folder, never as a pickle. `index.json` names the layout and the digest of what it was built from.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from innoatlas.errors import GeocoderError
from innoatlas.geocoding.fuzzy import FuzzyTable
from innoatlas.geocoding.mapped import mapped
from innoatlas.geocoding.marks import WordMarks
from innoatlas.geocoding.names import NameTable
from innoatlas.geocoding.organisations import Information
from innoatlas.tables import PRECISION_KM
from innoatlas.text.arrays import Ints

LAYOUT = 5
PRECISIONS = tuple(PRECISION_KM)
POSTCODE, CITY, ORGANISATION, ADMIN2, ADMIN1, COUNTRY, NONE = range(len(PRECISIONS))
NAME_KINDS = ("main", "alternate", "derived", "code", "acronym")
MAIN, ALTERNATE, DERIVED, CODE, ACRONYM = range(len(NAME_KINDS))


@dataclass(frozen=True)
class Places:
    """One entry per place; regions are numbers into the sorted codes of the gazetteer, -1 when not known."""

    country: NDArray[np.uint8]  #: number into Index.countries
    admin1: NDArray[np.int32]
    admin2: NDArray[np.int32]
    precision: NDArray[np.uint8]  #: number into PRECISIONS
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    vector: NDArray[np.float32]  #: (places, 3) the point on the unit sphere
    cell: Ints
    inhabitants: Ints  #: of the place, or of the town that it lies in; 0 when not known
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
    beginnings: NameTable  #: of long town names, and their first and last words, for registers that cut them
    codes: NameTable  #: postal codes
    organisations: NameTable  #: by bag of words
    information: Information  #: how much a word of organisations' names tells
    fuzzy: FuzzyTable
    marks: WordMarks
    digest: str


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
