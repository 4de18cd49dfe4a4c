"""The country always before the name: which countries and regions an address speaks of, and how strongly.

Strength is a small whole number, from 1 (a word inside something else) to 9 (given as its own field); the sentences are
in the functions `country_strength` and `region_strength`.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from innoatlas.geocoding.area_names import Hits, look_up
from innoatlas.geocoding.index import ADMIN2, COUNTRY, Index
from innoatlas.geocoding.marks import ORGANISATION, UNIT
from innoatlas.geocoding.reading import IN_CITY, IN_COUNTRY, IN_POSTCODE, IN_REGION, LONGEST_WINDOW, Reading
from innoatlas.text.arrays import Bools, Ints

#: A country read at least this strongly is believed; below, the whole world is searched too.
BELIEVED = 4
#: Countries kept per address.
MOST_COUNTRIES = 3

#: More than any country of old has successors.
_MOST_RANKS = 99
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
        return np.max(np.where(self.countries[row] == country[:, None], self.strengths[row], 0), axis=1, initial=0)

    def writes_region(self, row: Ints, admin1: NDArray[np.int32]) -> Bools:
        """Whether the address writes the first-level region clearly."""
        if not len(self.regions):
            return np.zeros(len(row), np.bool_)
        wanted = row * _MOST_REGIONS + admin1
        return self.regions[np.minimum(np.searchsorted(self.regions, wanted), len(self.regions) - 1)] == wanted


def find_areas(reading: Reading, index: Index) -> Areas:
    """Looks every window up among the names of countries and regions: countries first, then regions beside them."""
    hits = look_up(reading, index)
    is_country = index.places.precision[hits.place] == COUNTRY
    contested = _contested_codes(hits, is_country, len(reading.marks), index)
    strength = np.where(is_country, country_strength(reading, hits.first, hits.size, hits.is_code, contested), 0)
    strength = np.where(hits.spelt, spelt_strength(reading, hits.first, strength, hits.only_in_field), strength)
    strength = np.where(_inside_longer(hits.first, hits.size, strength, len(reading.marks)), 0, strength)
    strength = np.where(_inside_foreign_region(hits, is_country, len(reading.marks), index), 0, strength)
    countries = is_country & (strength >= BELIEVED)
    beside = without(reading, cover(hits.first[countries], hits.size[countries], len(reading.marks)))
    second_level = index.places.precision[hits.place] == ADMIN2
    inside_country = longest_cover(hits.first[countries], hits.size[countries], len(reading.marks))[hits.first] > hits.size
    of_regions = np.where(is_country | inside_country, 0, region_strength(beside, hits.first, hits.size, hits.is_code, second_level))
    strength = np.where(_inside_longer(hits.first, hits.size, of_regions, len(reading.marks)), strength * is_country, strength + of_regions)
    kept = strength > 0
    found = hits.take(kept)
    strength, is_country, second_level, row = strength[kept], is_country[kept], second_level[kept], reading.words.row[found.first]
    country = index.places.country[found.place].astype(np.int64)
    implied = np.where(is_country, strength, implied_by_region(strength, second_level, found.is_code, country, index))
    weak = found.one_of_several & (strength > _ONE_OF_SEVERAL)
    best, strengths = _strongest(row, country, np.where(weak, _ONE_OF_SEVERAL, implied), found.rank, reading.rows, index.parents)
    believed = (best[row] == country[:, None]).any(axis=1) & (strength >= BELIEVED)
    # The field for the town may name a town by a name that a district bears as well, or by half of its name.
    covering = believed & ~(second_level & (reading.words.field[found.first] == IN_CITY))
    longest = longest_cover(found.first[covering], found.size[covering], len(reading.marks))
    clear = ~is_country & ~second_level & (strength >= _CLEAR)
    regions = np.unique(row[clear] * _MOST_REGIONS + index.places.admin1[found.place[clear]])
    country_end, read_country_end = (
        end_of_cover(found.first[is_country & (strength >= weakest)], found.size[is_country & (strength >= weakest)], len(longest))
        for weakest in (1, _LAST_OF_TEXT)
    )
    strength = np.where(weak, _ONE_OF_SEVERAL, strength)
    return Areas(found.first, found.size, row, found.place, strength, is_country, best, strengths, longest > 0, longest, country_end, read_country_end, regions)


def _contested_codes(hits: Hits, is_country: Bools, words: int, index: Index) -> Bools:
    """A country's code that is also the code of a state: CA, MD, IN, IL, DE, GA at the end of a text."""
    state = hits.is_code & ~is_country & in_states(index, index.places.country[hits.place])
    window = hits.first * (LONGEST_WINDOW + 1) + hits.size
    of_state = np.zeros(words * (LONGEST_WINDOW + 1) + 1, np.bool_)
    of_state[window[state]] = True
    return hits.is_code & is_country & of_state[window]


def in_states(index: Index, country: NDArray[Any]) -> Bools:
    """Countries whose addresses end in the code of a state or province, without the country."""
    of_country = np.array([code in _STATES_BY_CODE for code in index.countries], np.bool_)
    return np.asarray(of_country[country])


def without(reading: Reading, covered: Bools) -> Reading:
    """The same words, where the covered ones tell nothing of a town any more."""
    telling = reading.telling & ~covered
    return replace(reading, telling=telling, telling_sum=np.concatenate((np.zeros(1, np.int64), np.cumsum(telling))))


def country_strength(reading: Reading, first: Ints, size: Ints, is_code: Bools, contested: Bools) -> Ints:
    """9 as a given field · 8 the whole last segment · 7 the end of the last segment · 6 a whole segment ·
    4 the end of a segment that is no organisation · 1 elsewhere. A code (ISO 3166) counts 9 as a given field,
    5 as the whole last segment (4 if it is a state's code too), and nowhere else.
    """
    field = reading.words.field[first]
    whole, ends = reading.is_whole_segment(first, size), reading.ends_segment(first, size)
    last = reading.segments_after[first] == 0
    in_organisation = (reading.segment_marks[first] & (ORGANISATION | UNIT)) != 0
    name = np.select([last & whole, last & ends, whole, ends & ~in_organisation], [8, 7, 6, 4], 1)
    code = np.where(last & whole, 5 - contested, 0)
    strength = np.where(is_code, code, name)
    strength = np.where((field == IN_CITY) | (field == IN_REGION), np.where(whole & ~is_code, 3, 0), strength)
    strength = np.where(field == IN_COUNTRY, np.where(whole, 9, 2), strength)
    return np.where(field == IN_POSTCODE, 0, strength)


def spelt_strength(reading: Reading, first: Ints, strength: Ints, only_in_field: Bools) -> Ints:
    """Names that no gazetteer holds count as countries do in a country field, and at the end of a text if they are more than codes; nowhere else."""
    at_the_end = (strength >= _LAST_OF_TEXT) & ~only_in_field
    return np.where(at_the_end | (reading.words.field[first] == IN_COUNTRY), strength, 0)


def region_strength(reading: Reading, first: Ints, size: Ints, is_code: Bools, is_second_level: Bools) -> Ints:
    """8 as a given field · 6 a whole segment · 4 the end of a segment that is no organisation · 3 in a segment that is no
    organisation · 1 elsewhere. A code (CA, NSW) counts 8 as a given field, 5 as a whole segment beside its postal code,
    4 at a segment's end, and nowhere else. A second-level region counts one less.
    """
    field = reading.words.field[first]
    whole, ends = reading.is_whole_segment(first, size), reading.ends_segment(first, size)
    in_organisation = (reading.segment_marks[first] & (ORGANISATION | UNIT)) != 0
    name = np.select([whole, ends & ~in_organisation, ~in_organisation], [6, 4, 3], 1)
    code = np.select([whole, ends & ~in_organisation], [5, 4], 0)
    strength = np.where(is_code, code, name)
    strength = np.where((field == IN_CITY) & is_code, 0, strength)
    strength = np.where(field == IN_REGION, np.where(whole, 8, 3), strength)
    strength = np.where((field == IN_COUNTRY) | (field == IN_POSTCODE), 0, strength)
    return np.maximum(strength - is_second_level, 0)


def cover(first: Ints, size: Ints, words: int) -> Bools:
    """Which words lie in any of the windows."""
    steps = np.zeros(words + 1, np.int64)
    np.add.at(steps, first, 1)
    np.add.at(steps, first + size, -1)
    return np.cumsum(steps)[:-1] > 0


def _inside_longer(first: Ints, size: Ints, strength: Ints, words: int) -> Bools:
    """A window inside a longer one that counts: "Republic of China" in "People's Republic of China"."""
    longest = longest_cover(first[strength > 0], size[strength > 0], words)
    return longest[first] > size


def _inside_foreign_region(hits: Hits, is_country: Bools, words: int, index: Index) -> Bools:
    """A country's name inside a longer name of another country's region: "Mexico" in "New Mexico", "Wales" in "New South Wales"."""
    regions = np.flatnonzero(~is_country & ~hits.is_code & (hits.size > 1))
    longest = longest_cover(hits.first[regions], hits.size[regions], words)
    country = index.places.country[hits.place].astype(np.int64)
    own = [(hits.first[regions] + step) * 256 + country[regions] for step in range(int(hits.size[regions].max(initial=0)))]
    of_region = [keys[step < hits.size[regions]] for step, keys in enumerate(own)]
    inside_own = np.isin(hits.first * 256 + country, np.concatenate(of_region)) if of_region else np.zeros(len(country), np.bool_)
    return is_country & (longest[hits.first] > hits.size) & ~inside_own


def longest_cover(first: Ints, size: Ints, words: int) -> Ints:
    """For every word the number of words of the longest window that covers it, 0 for none."""
    longest = np.zeros(words, np.int64)
    for n in range(1, int(size.max(initial=0)) + 1):
        of_size = first[size == n]
        for step in range(n):
            longest[of_size + step] = n
    return longest


def end_of_cover(first: Ints, size: Ints, words: int) -> Ints:
    """For every word the word after the window that covers it and ends last, 0 for none."""
    end = np.zeros(words, np.int64)
    for n in range(1, int(size.max(initial=0)) + 1):
        of_size = first[size == n]
        for step in range(n):
            end[of_size + step] = np.maximum(end[of_size + step], of_size + n)
    return end


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
    pair, inverse = np.unique(row * 256 + country, return_inverse=True)
    best = np.zeros(len(pair), np.int64)
    np.maximum.at(best, inverse, strength)
    later = np.full(len(pair), _MOST_RANKS, np.int64)
    np.minimum.at(later, inverse, np.where(strength == best[inverse], rank, _MOST_RANKS))
    row, country = pair >> 8, pair & 255
    parent = parents[country].astype(np.int64)
    at = np.minimum(np.searchsorted(pair, row * 256 + np.maximum(parent, 0)), max(len(pair) - 1, 0))
    beaten = (parent >= 0) & (pair[at] == row * 256 + parent) & (best >= BELIEVED) if len(pair) else np.zeros(0, np.bool_)
    best[beaten] = np.maximum(best[beaten], best[at[beaten]])
    best[at[beaten]] = 2
    # "University of Hong Kong, China": named in passing, the economy is a second reading beside the country that claims it.
    passing = (parent >= 0) & (pair[at] == row * 256 + parent) & (best < BELIEVED) & (best[at] >= BELIEVED) if len(pair) else beaten
    best[passing] = np.maximum(best[passing], _CHANCE + 1)
    order = np.lexsort((country, later, -best, row))
    row, country, best, later = row[order], country[order], best[order], later[order]
    place = np.arange(len(row)) - np.searchsorted(row, row)
    strongest = best[np.searchsorted(row, row)]
    kept = ((place < MOST_COUNTRIES) | (later > 0)) & (best > 0) & ((strongest < BELIEVED) | (best > _CHANCE))
    row, country, best = row[kept], country[kept], best[kept]
    place = np.arange(len(row)) - np.searchsorted(row, row)
    width = max(MOST_COUNTRIES, int(place.max(initial=0)) + 1)
    countries, strengths = np.full((rows, width), -1, np.int64), np.zeros((rows, width), np.int64)
    countries[row, place], strengths[row, place] = country, best
    return countries, strengths
