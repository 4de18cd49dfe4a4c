"""Windows of an address that bear the name or code of a country or region."""

from typing import NamedTuple

import numpy as np

from innoatlas.geocoding.country_names import IN_FIELD
from innoatlas.geocoding.index import CODE, Index
from innoatlas.geocoding.reading import Reading
from innoatlas.text.arrays import Bools, Ints

#: Regions and countries of one name that are looked at.
MOST_NAMESAKES = 64


class Hits(NamedTuple):
    """One entry per window and area that bears its name, the window as a number into `first` and `size` of Named."""

    window: Ints
    place: Ints
    is_code: Bools
    spelt: Bools  #: a name that no gazetteer holds
    only_in_field: Bools  #: of those, one that counts in a country field only
    one_of_several: Bools  #: the name is several countries
    rank: Ints  #: 0 for the likeliest of them

    def take(self, chosen: Ints) -> "Hits":
        """The entries at some positions."""
        return Hits(*(column[chosen] for column in self))  # type: ignore[arg-type]


class Named(NamedTuple):
    """Windows that bear the name or code of an area, and what they may mean."""

    first: Ints
    size: Ints
    hits: Hits


def look_up(reading: Reading, index: Index) -> Named:
    """Every window, among the names of the gazetteer and among those that only the tables of conf/reference hold."""
    of, parts, before = [], [], 0
    for table in (index.areas, index.spelt):
        asked, name = table.find(reading.windows.hash)
        found = table.places_anywhere(np.arange(len(asked)), name, most=MOST_NAMESAKES)
        spelt = np.full(len(found), table is index.spelt)
        several = spelt & (found.namesakes > 1)
        is_code, only = ~spelt & (found.kind == CODE), spelt & (found.kind == IN_FIELD)
        parts.append(Hits(found.asked + before, found.place.astype(np.int64), is_code, spelt, only, several, found.rank * several))
        of.append(asked)
        before += len(asked)
    at = np.concatenate(of)
    return Named(reading.windows.first[at], reading.windows.size[at], Hits(*(np.concatenate(columns) for columns in zip(*parts, strict=True))))
