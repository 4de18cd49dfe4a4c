"""Which town speaks for a place when a cluster is named: its own town, and for a suburb the city that it belongs to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from innoatlas.clustering.cubes import TOLERANCE_KM, Booleans, Cubes, Floats, Integers, chord_to_km, cubes_of, neighbouring_cubes, subset
from innoatlas.clustering.pairs import Slice, point_pairs, squared_chords
from innoatlas.geo.sphere import unit_vectors

_NONE = np.iinfo(np.int64).max


@dataclass(frozen=True)
class SuburbRule:
    """When a town is its city's suburb."""

    suburb_km: float  #: at most this far from the city; also how far the nearest town of a place that is none may lie
    suburb_ratio: float  #: the city has at least this many times the town's inhabitants


@dataclass(frozen=True)
class Naming:
    """Per place id, the town and the city that speak for it; places that have none speak for themselves."""

    town: Mapping[str, str]
    city: Mapping[str, str]  #: of the town; the town itself where it is no suburb


def naming_towns(places: pa.Table, wanted: pa.Array, districts: Mapping[str, str], rule: SuburbRule) -> Naming:
    """Find town and city of the `wanted` place ids among `places` (columns of the table; each id once).

    A place that is no town goes to its `town_id`, else to the nearest town of its economy within reach. A town goes to the city that `districts` gives,
    else to the most populous town of its economy within reach that has `suburb_ratio` times its inhabitants (an unknown number counts as none),
    ties to the smaller id; and so on from there, for the city may be a suburb itself.
    """
    places = places.sort_by("place_id")
    ids = places.column("place_id").to_pylist()
    row = {place: number for number, place in enumerate(ids)}
    near = _Near(places, rule)
    start = np.array([row[place] for place in wanted.to_pylist() if place in row], dtype=np.int64)
    given = [row.get(town or "", -1) for town in places.column("town_id").to_pylist()]
    town = near.towns(start, np.array(given, dtype=np.int64))
    by_hand = {row[place]: row[city] for place, city in districts.items() if place in row and city in row}
    city: dict[int, int] = {}
    left = np.unique(town)
    while len(left):
        city |= dict(zip(left.tolist(), near.cities(left).tolist(), strict=True))
        city |= {place: target for place, target in by_hand.items() if place in city}
        left = np.setdiff1d(list(city.values()), list(city))
    return Naming(
        {ids[place]: ids[named] for place, named in zip(start.tolist(), town.tolist(), strict=True)},
        {ids[named]: ids[_end(city, named)] for named in np.unique(town).tolist()},
    )


def _end(next_one: Mapping[int, int], place: int) -> int:
    seen = {place}
    while (place := next_one[place]) not in seen:
        seen.add(place)
    return place


class _Near:
    """Searches among places within `suburb_km`; places are their row numbers, in the order of their ids."""

    def __init__(self, places: pa.Table, rule: SuburbRule) -> None:
        self.ratio = rule.suburb_ratio
        self.economy = np.asarray(places.column("country_code").combine_chunks().dictionary_encode().indices.to_numpy())
        self.population = np.nan_to_num(places.column("population").to_numpy().astype(np.float64)).astype(np.int64)
        self.is_town = places.column("precision").to_numpy(zero_copy_only=False) == "city"
        self.by_population = np.empty(len(places), dtype=np.int64)  # rank: the most populous is 0, ties to the smaller id
        self.by_population[np.argsort(-self.population, kind="stable")] = np.arange(len(places))
        xyz = unit_vectors(places.column("lat").to_numpy(), places.column("lon").to_numpy())
        self.cubes = cubes_of(xyz, rule.suburb_km)
        self.pairs = neighbouring_cubes(self.cubes)

    def towns(self, rows: Integers, given: Integers) -> Integers:
        """The town of each place: itself, the one given (-1 for none), or the nearest; itself again where none is near."""
        town = np.where(self.is_town[rows], rows, given[rows])
        lost = np.unique(rows[town < 0])
        nearest = self._best(lost, self.is_town, self._distance)
        return np.where(town < 0, nearest[rows], town)

    def cities(self, towns: Integers) -> Integers:
        """The city of each town; itself when it is no suburb."""
        return self._best(towns, self.is_town & (self.population > 0), self._size)[towns]

    def _distance(self, one: Integers, other: Integers, squared: Floats) -> Integers:
        steps = np.rint(chord_to_km(squared) / (TOLERANCE_KM * 1e3)).astype(np.int64)  # millimetres
        return steps * len(self.by_population) + other

    def _size(self, one: Integers, other: Integers, squared: Floats) -> Integers:
        populous = (self.population[other] > self.population[one]) & (self.population[other] >= self.ratio * self.population[one])
        return np.where(populous, self.by_population[other] * len(self.by_population) + other, _NONE)

    def _best(self, rows: Integers, among: Booleans, cost: Callable[[Integers, Integers, Floats], Integers]) -> Integers:
        """(places,) for each of `rows` the place of its economy within reach that costs least; every other place itself. Costs end in the place."""
        order = self.cubes.order
        one = subset(self.cubes, np.isin(order, rows))
        other = subset(self.cubes, among[order])
        here = np.arange(len(self.cubes.number))
        a, b = np.concatenate((*self.pairs, here)), np.concatenate((*self.pairs[::-1], here))
        least = np.full(len(order), _NONE)
        for pairs in point_pairs(one, other, a, b):
            asked, found, costs = self._costs(one, other, pairs, cost)
            np.minimum.at(least, asked, np.minimum.reduceat(np.where(found, costs, _NONE), pairs[1]))
        return np.where(least < _NONE, least % len(order), np.arange(len(order)))

    def _costs(self, one: Cubes, other: Cubes, pairs: Slice, cost: Callable[[Integers, Integers, Floats], Integers]) -> tuple[Integers, Booleans, Integers]:
        """The place that asks in each run, and per pair whether it is within reach in the same economy, and its cost."""
        point, begins, partners = pairs
        asked = self.cubes.order[one.order[point]]
        asks = np.repeat(asked, np.diff(np.append(begins, len(partners))))
        offered = self.cubes.order[other.order[partners]]
        squared = squared_chords(one, other, pairs)
        near = (squared <= self.cubes.reach) & (self.economy[asks] == self.economy[offered])
        return asked, near, cost(asks, offered, squared)
