"""What the regions that an address speaks of say about each of its candidates."""

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from innoatlas.geocoding.areas import Areas
from innoatlas.geocoding.candidates import Candidates
from innoatlas.geocoding.index import ADMIN1, Places
from innoatlas.text.arrays import Bools, Ints

#: What one region says of one candidate, as bits: it is written elsewhere and holds the place, or holds it not; or the
#: candidate's own words are its name, and it holds the place, or holds it not.
_AGREES, _AGAINST, _ITS_NAME, _ANOTHER_NAME = 1, 2, 4, 8

#: Where the bits of each level stand, and how strongly its regions must be written.
FIRST_WEAK, FIRST, FIRST_STRONG, SECOND = 0, 4, 8, 12
_WRITTEN = {FIRST_WEAK: 1, FIRST: 3, FIRST_STRONG: 5, SECOND: 2}

#: What is said, by whether the region is written apart from the candidate, is its own, and its own is known: one bit each.
_SAYS = np.array(
    [(_AGREES if same else _AGAINST * known) if apart else (_ITS_NAME if same else _ANOTHER_NAME) for apart, same, known in product((False, True), repeat=3)],
    np.uint16,
)
#: Times what is said, it stands at every level that counts a region, by whether it is of the first level and how strongly it is written (0 to 9).
_LEVELS = np.array(
    [
        [sum((1 << level) * (strength >= weakest and first_level == (level != SECOND)) for level, weakest in _WRITTEN.items()) for strength in range(10)]
        for first_level in (False, True)
    ],
    np.uint16,
)


@dataclass(frozen=True)
class Regions:
    """Per candidate, what the regions of one level say."""

    said: NDArray[np.uint16]
    level: int

    def _has(self, bit: int) -> Bools:
        return (self.said & (bit << self.level)) != 0

    @property
    def agrees(self) -> Bools:
        """A region written elsewhere in the address holds the place."""
        return self._has(_AGREES)

    @property
    def against(self) -> Bools:
        """Regions of its country are written elsewhere, and none holds it."""
        return self._has(_AGAINST) & ~self.agrees

    @property
    def is_its_name(self) -> Bools:
        """The window itself is the name of the place's own region."""
        return self._has(_ITS_NAME)

    @property
    def is_another_name(self) -> Bools:
        """The window itself is the name of another region of its country."""
        return self._has(_ANOTHER_NAME)


def said_by_regions(candidates: Candidates, areas: Areas, places: Places) -> NDArray[np.uint16]:
    """Bits of all levels, one entry per candidate: every region of its country that its address speaks of is asked."""
    candidate, area = _pairs(candidates, areas, places)
    # Once for each candidate and area, not for each pair of them: the places of the world do not stay in the processor's cache.
    first_level = (places.precision[areas.place] == ADMIN1)[area]
    own = np.where(first_level, *(code[candidates.place][candidate] for code in (places.admin1, places.admin2)))
    known = own >= 0
    same = known & (own == np.where(first_level, *(code[areas.place][area] for code in (places.admin1, places.admin2))))
    first, end = candidates.first[candidate], candidates.first[candidate] + candidates.size[candidate]
    apart = (areas.first[area] >= end) | (areas.first[area] + areas.size[area] <= first)
    says = _SAYS[apart.view(np.uint8) * 4 + same.view(np.uint8) * 2 + known.view(np.uint8)]
    bits = says * _LEVELS[first_level.view(np.uint8), areas.strength[area]]
    out = np.zeros(len(candidates), np.uint16)
    begins = np.flatnonzero(np.diff(candidate, prepend=-1))
    out[candidate[begins]] = np.bitwise_or.reduceat(bits, begins) if len(begins) else bits
    return out


def _pairs(candidates: Candidates, areas: Areas, places: Places) -> tuple[Ints, Ints]:
    """(candidate, area) for every region of the candidate's country in its address; candidates rise."""
    regions = np.flatnonzero(~areas.named_country)
    key = areas.row[regions] * 256 + places.country[areas.place[regions]]
    order = np.argsort(key)
    key = key[order]
    begins = np.flatnonzero(np.diff(key, prepend=-1))
    key, counts = key[begins], np.diff(begins, append=len(key))
    wanted = candidates.row * 256 + places.country[candidates.place]
    at = np.minimum(np.searchsorted(key, wanted), max(len(key) - 1, 0))
    count = np.where(key[at] == wanted, counts[at], 0) if len(key) else np.zeros(len(wanted), np.int64)
    start = begins[at] if len(key) else count
    candidate = np.repeat(np.arange(len(candidates)), count)
    return candidate, regions[order][np.arange(len(candidate)) + np.repeat(start - (np.cumsum(count) - count), count)]
