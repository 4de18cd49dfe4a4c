"""The country always before the name: which countries and regions an address speaks of, and how strongly.

Strength is a small whole number, from 1 (a word inside something else) to 9 (given as its own field); the sentences are
in the functions `country_strength` and `region_strength`.
"""

from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from innoatlas.geocoding.area_names import Named, look_up
from innoatlas.geocoding.covering import end_of_cover, longest_cover
from innoatlas.geocoding.index import ADMIN2, COUNTRY, Index
from innoatlas.geocoding.marks import ORGANISATION, UNIT
from innoatlas.geocoding.reading import IN_CITY, IN_COUNTRY, IN_POSTCODE, IN_REGION, Reading
from innoatlas.text.arrays import Bools, Ints, distinct, found_in_grid, ragged, running_count

#: A country read at least this strongly is believed; below, the whole world is searched too.
BELIEVED = 4
#: Countries kept per address.
MOST_COUNTRIES = 3

#: More than there are countries: numbers of countries are bytes.
_COUNTRIES = 256
#: A country's name this strong is the end of the text.
_LAST_OF_TEXT = 7
#: A region written this strongly narrows the search among namesakes.
_CLEAR = 3
_MOST_REGIONS = 1 << 20
#: Each of the countries that a country of old may be today: believed, but no two of them are two countries of one text.
_ONE_OF_SEVERAL = 5
#: Beside a believed country, others as weak as this are chance: codes that many regions share.
_CHANCE = 1

_STATES_BY_CODE = ("US", "CA", "AU")


@dataclass(frozen=True)
class Areas:
    """Countries and regions found; one entry per window and area that bears its name."""

    first: Ints
    size: Ints
    row: Ints
    place: Ints
    strength: Ints
    named_country: Bools  #: the area is a country, not a region
    countries: Ints  #: (rows, MOST_COUNTRIES or as many as a country of old has successors) strongest first, -1 for none
    strengths: Ints  #: (rows, as many) 0 for none
    covered: Bools  #: (words,) inside a believed country or region
    longest: Ints  #: (words,) words of the longest believed country or region that covers it
    country_end: Ints  #: (words,) word after the country's name that covers it, 0 for none
    read_country_end: Ints  #: (words,) the same of names at the end of the text, by which the country is read
    regions: Ints  #: rising; address and first-level region, written clearly, as one number

    def strength_of(self, row: Ints, country: Ints) -> Ints:
        """How strongly the address speaks for a country, 0 for not at all."""
        return found_in_grid(self.countries, self.strengths, row, country)

    def writes_region(self, row: Ints, admin1: NDArray[np.int32]) -> Bools:
        """Whether the address writes the first-level region clearly."""
        if not len(self.regions):
            return np.zeros(len(row), np.bool_)
        wanted = row * _MOST_REGIONS + admin1
        return self.regions[np.minimum(np.searchsorted(self.regions, wanted), len(self.regions) - 1)] == wanted


def find_areas(reading: Reading, index: Index) -> Areas:
    """Looks every window up among the names of countries and regions: countries first, then regions beside them."""
    named = look_up(reading, index)
    precision = index.places.precision[named.hits.place]
    countries, regions = np.flatnonzero(precision == COUNTRY), np.flatnonzero(precision != COUNTRY)
    strength = np.zeros(len(precision), np.int64)
    strength[countries] = _of_countries(reading, named, countries, regions, index)
    strength[regions] = _of_regions(reading, named, countries[strength[countries] >= BELIEVED], regions, precision[regions] == ADMIN2)
    kept = np.flatnonzero(strength)
    found, strength, precision = named.hits.take(kept), strength[kept], precision[kept]
    first, size = named.first[found.window], named.size[found.window]
    is_country, second_level, row = precision == COUNTRY, precision == ADMIN2, reading.words.row[first]
    country = index.places.country[found.place].astype(np.int64)
    implied = np.where(is_country, strength, implied_by_region(strength, second_level, found.is_code, country, index))
    weak = found.one_of_several & (strength > _ONE_OF_SEVERAL)
    best, strengths = _strongest(row, country, np.where(weak, _ONE_OF_SEVERAL, implied), found.rank, reading.rows, index.parents)
    spoken = reduce(np.logical_or, (best[row, place] == country for place in range(best.shape[1])))
    believed = spoken & (strength >= BELIEVED)
    # The field for the town may name a town by a name that a district bears as well, or by half of its name.
    covering = np.flatnonzero(believed & ~(second_level & (reading.words.field[first] == IN_CITY)))
    longest = longest_cover(first[covering], size[covering], len(reading.marks))
    clear = np.flatnonzero(~is_country & ~second_level & (strength >= _CLEAR))
    written = distinct(row[clear] * _MOST_REGIONS + index.places.admin1[found.place[clear]])
    country_end, read_country_end = (
        end_of_cover(first[of_countries], size[of_countries], len(longest))
        for of_countries in (np.flatnonzero(is_country & (strength >= weakest)) for weakest in (1, _LAST_OF_TEXT))
    )
    strength = np.where(weak, _ONE_OF_SEVERAL, strength)
    # Beside a believed country, areas of others say nothing: "Via Columbia" in Rome is no county.
    kept = np.flatnonzero(spoken | (strengths[row, 0] < BELIEVED))
    first, size, row, place, strength = (column[kept] for column in (first, size, row, found.place, strength))
    return Areas(first, size, row, place, strength, is_country[kept], best, strengths, longest > 0, longest, country_end, read_country_end, written)


def _of_countries(reading: Reading, named: Named, countries: Ints, regions: Ints, index: Index) -> Ints:
    """Strength of the hits that are countries, (countries,)."""
    hits, words = named.hits.take(countries), len(reading.marks)
    by_name, by_code = country_strength(reading, named.first, named.size, _contested_codes(named, countries, regions, index))
    strength = np.where(hits.is_code, by_code[hits.window], by_name[hits.window])
    first, size = named.first[hits.window], named.size[hits.window]
    strength = np.where(hits.spelt, spelt_strength(reading, first, strength, hits.only_in_field), strength)
    strength[_inside_longer(first, size, strength, words)] = 0
    strength[_inside_foreign_region(named, countries, regions, words, index)] = 0
    return strength


def _of_regions(reading: Reading, named: Named, believed: Ints, regions: Ints, second_level: Bools) -> Ints:
    """Strength of the hits that are regions, beside those that are believed countries, (regions,)."""
    hits, words = named.hits.take(regions), len(reading.marks)
    windows = named.hits.window[believed]
    longest = longest_cover(named.first[windows], named.size[windows], words)
    by_name, by_code = region_strength(without(reading, longest > 0), named.first, named.size)
    inside_country = longest[named.first] > named.size
    strength = np.where(hits.is_code, by_code[hits.window], by_name[hits.window])
    strength = np.maximum(strength - second_level, 0) * ~inside_country[hits.window]
    strength[_inside_longer(named.first[hits.window], named.size[hits.window], strength, words)] = 0
    return strength


def _contested_codes(named: Named, countries: Ints, regions: Ints, index: Index) -> Bools:
    """Windows that are a country's code and the code of a state too: CA, MD, IN, IL, DE, GA at the end of a text."""
    codes, code_of_state = regions[named.hits.is_code[regions]], np.zeros(len(named.first), np.bool_)
    code_of_state[named.hits.window[codes[in_states(index, index.places.country[named.hits.place[codes]])]]] = True
    return code_of_state


def in_states(index: Index, country: NDArray[Any]) -> Bools:
    """Countries whose addresses end in the code of a state or province, without the country."""
    return np.asarray(np.isin(index.countries, _STATES_BY_CODE)[country])


def without(reading: Reading, covered: Bools) -> Reading:
    """The same words, where the covered ones tell nothing of a town any more."""
    telling = reading.telling & ~covered
    return replace(reading, telling=telling, telling_sum=running_count(telling))


def country_strength(reading: Reading, first: Ints, size: Ints, contested: Bools) -> tuple[Ints, Ints]:
    """9 as a given field · 8 the whole last segment · 7 the end of the last segment · 6 a whole segment ·
    4 the end of a segment that is no organisation · 1 elsewhere. A code (ISO 3166) counts 9 as a given field,
    5 as the whole last segment (4 if it is a state's code too), and nowhere else. The strength as a name, and as a code.
    """
    field = reading.words.field[first]
    whole, ends = reading.is_whole_segment(first, size), reading.ends_segment(first, size)
    last = reading.segments_after[first] == 0
    in_organisation = (reading.segment_marks[first] & (ORGANISATION | UNIT)) != 0
    name = np.select([last & whole, last & ends, whole, ends & ~in_organisation], [8, 7, 6, 4], 1)
    code = np.where(last & whole, 5 - contested, 0)
    name, code = (np.where((field == IN_CITY) | (field == IN_REGION), within, strength) for strength, within in ((name, 3 * whole), (code, 0)))
    name, code = (np.where(field == IN_COUNTRY, np.where(whole, 9, 2), strength) for strength in (name, code))
    return np.where(field == IN_POSTCODE, 0, name), np.where(field == IN_POSTCODE, 0, code)


def spelt_strength(reading: Reading, first: Ints, strength: Ints, only_in_field: Bools) -> Ints:
    """Names that no gazetteer holds count as countries do in a country field, and at the end of a text if they are more than codes; nowhere else."""
    at_the_end = (strength >= _LAST_OF_TEXT) & ~only_in_field
    return np.where(at_the_end | (reading.words.field[first] == IN_COUNTRY), strength, 0)


def region_strength(reading: Reading, first: Ints, size: Ints) -> tuple[Ints, Ints]:
    """8 as a given field · 6 a whole segment · 4 the end of a segment that is no organisation · 3 in a segment that is no
    organisation · 1 elsewhere. A code (CA, NSW) counts 8 as a given field, 5 as a whole segment beside its postal code,
    4 at a segment's end, and nowhere else. A second-level region counts one less. The strength as a name, and as a code.
    """
    field = reading.words.field[first]
    whole, ends = reading.is_whole_segment(first, size), reading.ends_segment(first, size)
    in_organisation = (reading.segment_marks[first] & (ORGANISATION | UNIT)) != 0
    name = np.select([whole, ends & ~in_organisation, ~in_organisation], [6, 4, 3], 1)
    code = np.select([whole, ends & ~in_organisation], [5, 4], 0) * (field != IN_CITY)
    name, code = (np.where(field == IN_REGION, np.where(whole, 8, 3), strength) for strength in (name, code))
    elsewhere = (field != IN_COUNTRY) & (field != IN_POSTCODE)
    return name * elsewhere, code * elsewhere


def _inside_longer(first: Ints, size: Ints, strength: Ints, words: int) -> Bools:
    """A window inside a longer one that counts: "Republic of China" in "People's Republic of China"."""
    longest = longest_cover(first[strength > 0], size[strength > 0], words)
    return longest[first] > size


def _inside_foreign_region(named: Named, countries: Ints, regions: Ints, words: int, index: Index) -> Bools:
    """A country's name inside a longer name of another country's region: "Mexico" in "New Mexico", "Wales" in "New South Wales"."""
    hits = named.hits
    long = regions[~hits.is_code[regions] & (named.size[hits.window[regions]] > 1)]
    first, size = named.first[hits.window[long]], named.size[hits.window[long]]
    longest = longest_cover(first, size, words)
    inside = longest[named.first[hits.window[countries]]] > named.size[hits.window[countries]]
    at = np.flatnonzero(inside)
    country = countries[at]
    begins = np.zeros(words, np.bool_)  # of regions only those that lie over one of these countries are asked
    begins[named.first[hits.window[country]]] = True
    of, step = ragged(size)
    beside = np.flatnonzero(begins[first[of] + step])
    of, step = of[beside], step[beside]
    of_region = (first[of] + step) * _COUNTRIES + index.places.country[hits.place[long[of]]]
    inside[at] = ~np.isin(named.first[hits.window[country]] * _COUNTRIES + index.places.country[hits.place[country]], of_region)
    return inside


def implied_by_region(strength: Ints, second_level: Bools, is_code: Bools, country: Ints, index: Index) -> Ints:
    """A region implies its country as 1 to 3, a state's code at the end as 5 or 4, other codes as 1; a second-level region
    only by a whole segment, as 1.
    """
    named = np.clip(strength - 2, 1, 3)
    coded = np.where(in_states(index, country), np.minimum(strength, 5), 1)
    return np.where(second_level, (strength >= 5) & ~is_code, np.where(is_code, coded, named))


def _strongest(row: Ints, country: Ints, strength: Ints, rank: Ints, rows: int, parents: NDArray[np.int16]) -> tuple[Ints, Ints]:
    """The strongest countries of each address; an economy of its own beats the country that also claims it.

    Of equally strong ones the one of lower rank comes first, and those after the first of one name are kept however many they are.
    """
    # One number to sort by: the strongest of an address and country comes first, and of those the one of the lowest rank.
    key = np.sort((((row * _COUNTRIES + country) * 16 + (15 - strength)) << 8) + rank)
    key = key[np.flatnonzero(np.diff(key >> 12, prepend=-1))]
    pair, best, later = key >> 12, 15 - ((key >> 8) & 15), key & 255
    parent = parents[pair & 255].astype(np.int64)
    child = np.flatnonzero(parent >= 0)
    claimed = (pair[child] & ~255) + parent[child]
    at = np.minimum(np.searchsorted(pair, claimed), max(len(pair) - 1, 0))
    child, at = child[pair[at] == claimed], at[pair[at] == claimed]
    beaten = best[child] >= BELIEVED
    best[child[beaten]] = np.maximum(best[child[beaten]], best[at[beaten]])
    best[at[beaten]] = 2
    # "University of Hong Kong, China": named in passing, the economy is a second reading beside the country that claims it.
    passing = child[(best[child] < BELIEVED) & (best[at] >= BELIEVED)]
    best[passing] = np.maximum(best[passing], _CHANCE + 1)
    key = np.sort((((pair >> 8) * 16 + (15 - best)) * 256 + later) * _COUNTRIES + (pair & 255))
    row, best, later, country = key >> 20, 15 - ((key >> 16) & 15), (key >> 8) & 255, key & 255
    begins = np.flatnonzero(np.diff(row, prepend=-1))
    run, place = ragged(np.diff(begins, append=len(row)))
    strongest = best[begins][run]
    kept = np.flatnonzero(((place < MOST_COUNTRIES) | (later > 0)) & (best > 0) & ((strongest < BELIEVED) | (best > _CHANCE)))
    row, country, best = row[kept], country[kept], best[kept]
    place = np.arange(len(row)) - np.searchsorted(row, row)
    width = max(MOST_COUNTRIES, int(place.max(initial=0)) + 1)
    countries, strengths = np.full((rows, width), -1, np.int64), np.zeros((rows, width), np.int64)
    countries[row, place], strengths[row, place] = country, best
    return countries, strengths
