"""What the likeliest candidates of one address say about one another: second features, over pairs.

The pairs are a dense grid (addresses, MOST, MOST) of the best candidates, so every sentence is one array expression.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from innoatlas.geo.sphere import EARTH_KM, unit_vectors
from innoatlas.geocoding.case import Case
from innoatlas.text.scan import Bools, Ints

#: Candidates of an address that are compared with one another.
MOST = 8
#: Two places this near are one place for our purpose; places beyond FAR_KM contradict each other.
NEAR_KM, FAR_KM = 15.0, 60.0

Grid = NDArray[np.bool_]


@dataclass(frozen=True)
class Neighbours:
    """The best candidates of each address in a grid; `at` is -1 where an address has fewer."""

    case: Case
    rows: Ints  #: (g,) addresses that have any candidate
    at: Ints  #: (g, MOST) number of the candidate
    score: Ints  #: (candidates,) first score, in tenths

    @cached_property
    def present(self) -> Grid:
        return self.at >= 0

    def of(self, column: NDArray[np.generic]) -> NDArray[np.generic]:
        """A column over candidates in the shape of the grid."""
        return column[np.maximum(self.at, 0)]

    @cached_property
    def cosine(self) -> NDArray[np.float32]:
        """Cosine of the angle between every two candidates, (g, MOST, MOST)."""
        places = self.case.index.places
        place = np.asarray(self.of(self.case.candidates.place))
        vectors = unit_vectors(places.lat[place], places.lon[place]).astype(np.float32)
        return np.einsum("gik,gjk->gij", vectors, vectors)

    def within(self, kilometres: float) -> Grid:
        """Which two candidates are within a distance; single precision, good to some 3 km, enough for support."""
        return (self.cosine >= np.float32(np.cos(kilometres / EARTH_KM))) & self.both

    @cached_property
    def both(self) -> Grid:
        return self.present[:, :, None] & self.present[:, None, :]

    @cached_property
    def apart(self) -> Grid:
        """Their windows share no word."""
        first, end = self.of(self.case.first), self.of(self.case.end)
        return (first[:, :, None] >= end[:, None, :]) | (end[:, :, None] <= first[:, None, :])

    @cached_property
    def near(self) -> Grid:
        return self.within(NEAR_KM)

    @cached_property
    def far(self) -> Grid:
        return ~self.within(FAR_KM) & self.both

    def column(self, values: Bools) -> Grid:
        """Whether the other one of a pair is so."""
        return np.asarray(self.of(values), np.bool_)[:, None, :]

    def any_other(self, pairs: Grid) -> Bools:
        """Back to candidates: true where the pair holds with any other."""
        out = np.zeros(len(self.case.candidates), np.bool_)
        found = pairs.any(axis=2) & self.present
        out[self.at[found]] = True
        return out


PairFeature = Callable[[Neighbours], Bools]


def near_another_name(n: Neighbours) -> Bools:
    """Another town named in other words lies within 15 km."""
    return n.any_other(n.near & n.apart & n.column(n.case.is_town)) & n.case.is_town


def near_a_segment_name(n: Neighbours) -> Bools:
    """Another town that is a segment of its own lies within 15 km."""
    return n.any_other(n.near & n.apart & n.column(n.case.is_town & n.case.whole))


def near_postcode(n: Neighbours) -> Bools:
    """A postal code in the address lies within 15 km."""
    return n.any_other(n.near & n.apart & n.column(n.case.is_postcode)) & ~n.case.is_postcode


def far_from_postcode(n: Neighbours) -> Bools:
    """There is a postal code in the address, and every reading of it lies beyond 60 km."""
    postcode = n.column(n.case.is_postcode) & n.apart
    return n.any_other(n.far & postcode) & ~n.any_other(n.within(FAR_KM) & postcode) & ~n.case.is_postcode


def postcode_near_name(n: Neighbours) -> Bools:
    """A postal code within 15 km of a town that is named."""
    return n.any_other(n.near & n.apart & n.column(n.case.is_town)) & n.case.is_postcode


def near_organisation(n: Neighbours) -> Bools:
    """A town within 15 km of an organisation that is named."""
    return n.any_other(n.near & n.column(n.case.is_organisation)) & n.case.is_town


def far_from_organisation(n: Neighbours) -> Bools:
    """A town beyond 60 km of every reading of the organisations that are named."""
    organisation = n.column(n.case.is_organisation & (n.case.candidates.size > 1))
    return n.any_other(n.far & organisation) & ~n.any_other(n.within(FAR_KM) & organisation) & n.case.is_town


def organisation_near_name(n: Neighbours) -> Bools:
    """An organisation within 15 km of a town that is named in other words."""
    return n.any_other(n.near & n.apart & n.column(n.case.is_town)) & n.case.is_organisation


def organisation_near_segment(n: Neighbours) -> Bools:
    """An organisation within 15 km of a town that is a segment of its own."""
    return n.any_other(n.near & n.apart & n.column(n.case.is_town & n.case.whole)) & n.case.is_organisation


def organisation_far_from_segment(n: Neighbours) -> Bools:
    """An organisation while a town of its country is a segment of its own, beyond 15 km: the town in the text wins."""
    segment = n.column(n.case.is_town & n.case.whole & ~n.case.is_country_name) & n.apart
    same_country = np.asarray(n.of(n.case.country))
    pairs = ~n.near & n.both & segment & (same_country[:, :, None] == same_country[:, None, :])
    return n.any_other(pairs) & ~organisation_near_segment(n) & n.case.is_organisation


def organisation_near_organisation(n: Neighbours) -> Bools:
    """An organisation within 15 km of another one, named in other words."""
    return n.any_other(n.near & n.apart & n.column(n.case.is_organisation)) & n.case.is_organisation


def beside_a_better_segment(n: Neighbours) -> Bools:
    """A town that is no segment of its own, while another beyond 60 km is one."""
    segment = n.column(n.case.is_town & n.case.whole & (n.case.candidates.distance == 0))
    return n.any_other(n.far & n.apart & segment) & n.case.is_town & ~n.case.whole


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
    """The best candidates of each address; ties by size of the place, then its row."""
    candidates = case.candidates
    order = np.lexsort((candidates.first, candidates.place, -case.inhabitants, -score, candidates.row))
    row = candidates.row[order]
    position = np.arange(len(row)) - np.searchsorted(row, row)
    kept = position < MOST
    rows, number = np.unique(row[kept], return_inverse=True)
    at = np.full((len(rows), MOST), -1, np.int64)
    at[number, position[kept]] = order[kept]
    return Neighbours(case, rows, at, score)


def compare_neighbours(neighbours: Neighbours) -> NDArray[np.int8]:
    """All pair features of all candidates, shape (candidates, pair features); candidates outside the grid have none."""
    out = np.zeros((len(neighbours.case.candidates), len(PAIR_FEATURES)), np.int8, order="F")
    for column, feature in enumerate(PAIR_FEATURES):
        out[:, column] = feature(neighbours)
    return out

