"""What the regions that an address speaks of say about each of its candidates."""

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from innoatlas.geocoding.areas import Areas
from innoatlas.geocoding.candidates import Candidates
from innoatlas.geocoding.index import ADMIN1, Places
from innoatlas.text.arrays import Bools, Ints
from innoatlas.text.compiled import BYTES, COUNTS, NUMBERS, compiled

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
    regions = np.flatnonzero(~areas.named_country)
    order = regions[np.argsort(areas.row[regions], kind="stable")]
    place, mine = areas.place[order], candidates.place
    return _said(
        candidates.row, candidates.first, candidates.size, places.country[mine], places.admin1[mine], places.admin2[mine],
        areas.row[order], areas.first[order], areas.size[order], areas.strength[order],
        places.country[place], places.precision[place], places.admin1[place], places.admin2[place],
    )  # fmt: skip


@compiled(NUMBERS, NUMBERS, NUMBERS, BYTES, COUNTS, COUNTS, NUMBERS, NUMBERS, NUMBERS, NUMBERS, BYTES, BYTES, COUNTS, COUNTS)
def _said(
    row: Ints,
    first: Ints,
    size: Ints,
    country: NDArray[np.uint8],
    admin1: NDArray[np.int32],
    admin2: NDArray[np.int32],
    region_row: Ints,
    region_first: Ints,
    region_size: Ints,
    region_strength: Ints,
    region_country: NDArray[np.uint8],
    region_precision: NDArray[np.uint8],
    region_admin1: NDArray[np.int32],
    region_admin2: NDArray[np.int32],
) -> NDArray[np.uint16]:
    """Candidates and regions are sorted by address."""
    out = np.zeros(len(row), np.uint16)
    begins = 0
    for at in range(len(row)):
        while begins < len(region_row) and region_row[begins] < row[at]:
            begins += 1
        region = begins
        while region < len(region_row) and region_row[region] == row[at]:
            if region_country[region] == country[at]:
                first_level = region_precision[region] == ADMIN1
                own, its = (admin1[at], region_admin1[region]) if first_level else (admin2[at], region_admin2[region])
                apart = region_first[region] >= first[at] + size[at] or region_first[region] + region_size[region] <= first[at]
                says = _SAYS[apart * 4 + (own >= 0 and own == its) * 2 + (own >= 0)]
                out[at] |= says * _LEVELS[int(first_level), region_strength[region]]
            region += 1
    return out
