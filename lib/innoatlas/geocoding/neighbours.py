"""What the likeliest candidates of one address say about one another: second features, over pairs.

The best MOST candidates of an address stand in a row of a grid; whether two of them are near, far or apart is one bit of a
byte per candidate, so each sentence below is a few operations on bytes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from innoatlas.geo.sphere import EARTH_KM
from innoatlas.geocoding.bits import Bits, packed
from innoatlas.geocoding.case import Case
from innoatlas.geocoding.pairs import best_of_each, bits_of_pairs
from innoatlas.text.arrays import Bools, Ints

#: Two places this near are one place for our purpose; places beyond FAR_KM contradict each other.
NEAR_KM, FAR_KM = 15.0, 60.0

#: The same as squares of straight lines between points of the unit sphere.
_LIMITS = tuple(np.float32((2 * np.sin(kilometres / EARTH_KM / 2)) ** 2) for kilometres in (NEAR_KM, FAR_KM))

Grid = NDArray[np.bool_]  # (addresses, MOST)


@dataclass(frozen=True)
class Neighbours:
    """The best candidates of each address in a grid; `at` is -1 where an address has fewer."""

    case: Case
    rows: Ints  #: (addresses,) those that have any candidate
    at: Ints  #: (addresses, MOST) number of the candidate

    @cached_property
    def present(self) -> Grid:
        """Where a candidate stands at all."""
        return self.at >= 0

    @cached_property
    def _somewhere(self) -> Ints:
        return np.maximum(self.at, 0)

    def of(self, column: NDArray[Any]) -> NDArray[Any]:
        """A column over candidates in the shape of the grid; what stands where nothing is present has no meaning."""
        return column[self._somewhere]

    def grid(self, column: Bools) -> Grid:
        """A true or false column in the shape of the grid, false where nothing is present."""
        return np.asarray(self.of(column), np.bool_) & self.present

    def bits(self, column: Bools) -> Bits:
        """Which candidates of the address are so, in one byte per address."""
        return packed(self.grid(column))[:, None]

    @cached_property
    def _pairs(self) -> tuple[Bits, Bits, Bits, Bits]:
        case = self.case
        return bits_of_pairs(self.at, case.index.places.vector[case.candidates.place], case.first, case.end, case.country, *_LIMITS)

    @property
    def near(self) -> Bits:
        """Which others lie within NEAR_KM, itself included."""
        return self._pairs[0]

    @property
    def reachable(self) -> Bits:
        """Which others lie within FAR_KM, itself included."""
        return self._pairs[1]

    @cached_property
    def far(self) -> Bits:
        """Which others lie beyond FAR_KM."""
        return ~self.reachable & packed(self.present)[:, None]

    @property
    def apart(self) -> Bits:
        """Which others share no word with it."""
        return self._pairs[2]

    @property
    def same_country(self) -> Bits:
        """Which others lie in the same country."""
        return self._pairs[3]

    @cached_property
    def towns(self) -> Bits:
        """Which others are towns."""
        return self.bits(self.case.is_town)

    @cached_property
    def segments(self) -> Bits:
        """Towns that are a segment of their own."""
        return self.bits(self.case.is_town & self.case.whole)

    @cached_property
    def postcodes(self) -> Bits:
        """Which others are postal codes."""
        return self.bits(self.case.is_postcode)

    @cached_property
    def organisations(self) -> Bits:
        """Which others are organisations."""
        return self.bits(self.case.is_organisation)

    @cached_property
    def is_town(self) -> Grid:
        """Whether it is a town."""
        return self.grid(self.case.is_town)

    @cached_property
    def is_postcode(self) -> Grid:
        """Whether it is a postal code."""
        return self.grid(self.case.is_postcode)

    @cached_property
    def is_organisation(self) -> Grid:
        """Whether it is an organisation."""
        return self.grid(self.case.is_organisation)


PairFeature = Callable[[Neighbours], Grid]


def near_another_name(n: Neighbours) -> Grid:
    """Another town named in other words lies within 15 km."""
    return (n.near & n.apart & n.towns != 0) & n.is_town


def near_a_segment_name(n: Neighbours) -> Grid:
    """Another town that is a segment of its own lies within 15 km."""
    return n.near & n.apart & n.segments != 0


def near_postcode(n: Neighbours) -> Grid:
    """A postal code in the address lies within 15 km."""
    return (n.near & n.apart & n.postcodes != 0) & ~n.is_postcode


def far_from_postcode(n: Neighbours) -> Grid:
    """There is a postal code in the address, and every reading of it lies beyond 60 km."""
    others = n.apart & n.postcodes
    return (n.far & others != 0) & (n.reachable & others == 0) & ~n.is_postcode


def postcode_near_name(n: Neighbours) -> Grid:
    """A postal code within 15 km of a town that is named."""
    return (n.near & n.apart & n.towns != 0) & n.is_postcode


def near_organisation(n: Neighbours) -> Grid:
    """A town within 15 km of an organisation that is named."""
    return (n.near & n.organisations != 0) & n.is_town


def far_from_organisation(n: Neighbours) -> Grid:
    """A town beyond 60 km of every reading of the organisations that are named."""
    others = n.bits(n.case.is_organisation & (n.case.candidates.size > 1))
    return (n.far & others != 0) & (n.reachable & others == 0) & n.is_town


def organisation_near_name(n: Neighbours) -> Grid:
    """An organisation within 15 km of a town that is named in other words."""
    return (n.near & n.apart & n.towns != 0) & n.is_organisation


def organisation_near_segment(n: Neighbours) -> Grid:
    """An organisation within 15 km of a town that is a segment of its own."""
    return (n.near & n.apart & n.segments != 0) & n.is_organisation


def organisation_far_from_segment(n: Neighbours) -> Grid:
    """An organisation while a town of its country is a segment of its own, beyond 15 km: the town in the text wins."""
    segments = n.bits(n.case.is_town & n.case.whole & ~n.case.is_country_name)
    elsewhere = ~n.near & n.apart & n.same_country & segments
    return (elsewhere != 0) & ~organisation_near_segment(n) & n.is_organisation


def organisation_near_organisation(n: Neighbours) -> Grid:
    """An organisation within 15 km of another one, named in other words."""
    return (n.near & n.apart & n.organisations != 0) & n.is_organisation


def beside_a_better_segment(n: Neighbours) -> Grid:
    """A town that is no segment of its own, while another beyond 60 km is one."""
    exact = n.bits(n.case.is_town & n.case.whole & (n.case.candidates.distance == 0))
    return (n.far & n.apart & exact != 0) & n.grid(n.case.is_town & ~n.case.whole)


PAIR_FEATURES: tuple[PairFeature, ...] = (
    near_another_name,
    near_a_segment_name,
    near_postcode,
    far_from_postcode,
    postcode_near_name,
    near_organisation,
    far_from_organisation,
    organisation_near_name,
    organisation_near_segment,
    organisation_far_from_segment,
    organisation_near_organisation,
    beside_a_better_segment,
)


def gather(case: Case, score: Ints) -> Neighbours:
    """The best candidates of each address by a first score; ties by inhabitants, then earlier words, then the place's row."""
    rows, at = best_of_each(case.row, score, case.inhabitants, case.reading.rows)
    return Neighbours(case, rows, at)


def compare_neighbours(neighbours: Neighbours, out: NDArray[np.int8]) -> None:
    """All pair features of all candidates into `out`, shape (candidates, pair features), zeros; candidates outside the grid keep them."""
    place_in_grid = np.full(len(out), neighbours.at.size)
    present = np.flatnonzero(neighbours.present)
    place_in_grid[neighbours.at.reshape(-1)[present]] = present
    for column, feature in enumerate(PAIR_FEATURES):
        out[:, column] = np.append(feature(neighbours).reshape(-1), False)[place_in_grid]
