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
    """One entry per window and area that bears its name."""

    first: Ints
    size: Ints
    place: Ints
    is_code: Bools
    spelt: Bools  #: a name that no gazetteer holds
    only_in_field: Bools  #: of those, one that counts in a country field only
    one_of_several: Bools  #: the name is several countries
    rank: Ints  #: 0 for the likeliest of them

    def take(self, chosen: Bools) -> "Hits":
        """The entries where a mask holds."""
        return Hits(*(column[chosen] for column in self))  # type: ignore[arg-type]


def look_up(reading: Reading, index: Index) -> Hits:
    """Every window, among the names of the gazetteer and among those that only the tables of conf/reference hold."""
    first, size = reading.windows.first, reading.windows.size
    parts = []
    for table in (index.areas, index.spelt):
        asked, name = table.find(reading.windows.hash)
        found = table.places_anywhere(asked, name, most=MOST_NAMESAKES)
        spelt = np.full(len(found), table is index.spelt)
        several = spelt & (found.namesakes > 1)
        place = found.place.astype(np.int64)
        is_code, only = ~spelt & (found.kind == CODE), spelt & (found.kind == IN_FIELD)
        parts.append(Hits(first[found.asked], size[found.asked], place, is_code, spelt, only, several, np.where(several, found.rank, 0)))
    return Hits(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))
