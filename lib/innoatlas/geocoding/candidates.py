"""Every place that a window of an address may mean, blocked by the countries that the address speaks of."""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from innoatlas.geocoding.areas import BELIEVED, Areas
from innoatlas.geocoding.index import Index
from innoatlas.geocoding.marks import NEVER
from innoatlas.geocoding.names import NameTable
from innoatlas.geocoding.organisations import bag_sums, ordered_keys
from innoatlas.geocoding.reading import FIELDS, IN_COUNTRY, IN_POSTCODE, IN_REGION, IN_TEXT, Reading, sum_within
from innoatlas.text.arrays import Bools, Ints, running_count
from innoatlas.text.compiled import GRID, NUMBERS, compiled
from innoatlas.text.scan import mix

SOURCES = ("name", "postcode", "organisation", "fuzzy")
NAME, POSTCODE, ORGANISATION, FUZZY = range(len(SOURCES))

#: In place of a number of edits: the name goes on after the window.
CUT = 3

LONGEST_NAME, LONGEST_ORGANISATION = 5, 10
#: Places tried per window: of one country, and of all the world when no country is believed.
MOST_IN_COUNTRY, MOST_ANYWHERE = 6, 5
#: Namesakes looked through where the address writes a region: those in it stay, whatever their size.
MOST_IN_REGION = 80


@dataclass(frozen=True)
class Candidates:
    """One entry per address, window and place; sorted by address."""

    row: Ints
    first: Ints  #: first word of the window
    size: Ints  #: its words
    place: Ints
    source: NDArray[np.uint8]  #: number into SOURCES
    kind: NDArray[np.uint8]  #: kind of the name
    rank: Ints  #: namesakes in the block with more inhabitants
    namesakes: Ints  #: places of that name in the block
    distance: Ints  #: edits between the window and the name, 0 when exact, CUT when the name goes on
    missing: Ints  #: letters that the name has more than the window, negative for fewer

    def __len__(self) -> int:
        return len(self.row)

    def take(self, chosen: Ints | Bools) -> "Candidates":
        """The candidates at some positions, or where a mask holds."""
        return Candidates(*(getattr(self, field.name)[chosen] for field in fields(self)))


def concatenate(parts: list[Candidates]) -> Candidates:
    """All parts, sorted by address, window and place; of a window and place found twice the first part's stays."""
    joined = _joined(parts)
    # One key to sort by: 28 bits are more than places, 4 more than words of a window, 31 more than words of a batch; a word tells its address.
    key = (joined.first << 32) | (joined.size << 28) | joined.place
    order = np.argsort(key)
    key = key[order]
    begins = np.flatnonzero(np.diff(key, prepend=-1))
    return joined.take(order[begins] if len(begins) == len(order) else np.minimum.reduceat(order, begins))


def _joined(parts: list[Candidates]) -> Candidates:
    parts = [part for part in parts if len(part)] or parts[:1]
    return parts[0] if len(parts) == 1 else Candidates(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Candidates)))


def find_candidates(reading: Reading, areas: Areas, index: Index) -> Candidates:
    """Towns by name, postal code areas, and organisations; fuzzy names come later, where these leave doubt."""
    return concatenate([find_names(reading, areas, index), find_postcodes(reading, areas, index), find_organisations(reading, areas, index)])


def find_names(reading: Reading, areas: Areas, index: Index) -> Candidates:
    """Windows of up to five words of a segment that are a town's name."""
    field = reading.words.field
    elsewhere = (field != IN_REGION) & (field != IN_POSTCODE) & (field != IN_COUNTRY)
    asked_windows = reading.windows.up_to(LONGEST_NAME)
    first, size = asked_windows.first, asked_windows.size
    possible = np.flatnonzero(sum_within(running_count(reading.telling & elsewhere), first, first + size))
    first, size = first[possible], size[possible]
    asked, name = index.towns.find(asked_windows.hash[possible])
    named = (reading.marks[first[asked]] & NEVER == 0) | (size[asked] > 1)
    inside = areas.longest[first[asked]] > size[asked]
    kept = np.flatnonzero(named & ~inside)
    asked, name = asked[kept], name[kept]
    return expand(reading, areas, index, index.towns, first, size, asked, name, NAME)


def find_postcodes(reading: Reading, areas: Areas, index: Index) -> Candidates:
    """Windows of one or two words with digits that are a postal code of a country the address speaks of; longer codes by their beginning."""
    words, asked_windows = reading.words, reading.windows.up_to(2)
    first, size = asked_windows.first, asked_windows.size
    digits = sum_within(running_count(words.digits), first, first + size)
    coded = np.flatnonzero(digits > 0)
    coded = coded[(digits[coded] >= 2) | (words.field[first[coded]] == IN_POSTCODE)]
    first, size = first[coded], size[coded]
    kept = np.array([index.code_letters.get(country, 0) for country in range(len(index.countries))], np.int64)
    of, begin, end, country = _cut_codes(first, size, areas.countries[words.row[first]], kept, words.begin, words.end)
    whose = np.concatenate([np.arange(len(first)), of])
    asked, name = index.codes.find(np.concatenate([asked_windows.hash[coded], words.hash_letters(begin, end)]))
    only_country = np.concatenate([np.full(len(first), -1, np.int64), country])
    return expand(reading, areas, index, index.codes, first[whose], size[whose], asked, name, POSTCODE, only_country=only_country)


@compiled(NUMBERS, NUMBERS, GRID, NUMBERS, NUMBERS, NUMBERS)
def _cut_codes(first: Ints, size: Ints, spoken: Ints, kept: Ints, begin: Ints, end: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """(window, first letter, letter after the last, country) of each single word cut as the codes of a country that its address speaks of are:
    to its first letters, or, where the number is negative, all but so many of the last.
    """
    of, starts = np.empty(spoken.size, np.int64), np.empty(spoken.size, np.int64)
    ends, countries = np.empty(spoken.size, np.int64), np.empty(spoken.size, np.int64)
    cut = 0
    for window in range(len(first)):
        for country in spoken[window]:
            if size[window] == 1 and country >= 0 and kept[country] != 0:
                start, whole = begin[first[window]], end[first[window]]
                stop = min(start + kept[country], whole) if kept[country] > 0 else whole + kept[country]
                if start + 1 < stop < whole:
                    of[cut], starts[cut], ends[cut], countries[cut] = window, start, stop, country
                    cut += 1
    return of[:cut].copy(), starts[:cut].copy(), ends[:cut].copy(), countries[:cut].copy()


def find_organisations(reading: Reading, areas: Areas, index: Index) -> Candidates:
    """Windows of up to ten words, across commas, that are an organisation's name, or its bag of words; "United States" alone is a country."""
    if not len(index.organisations.keys):
        return _nothing()
    values = reading.stems
    sums = bag_sums(values)
    first, size = _windows_of_organisations(reading, values != 0, areas.covered)
    parts = []
    for keys in (ordered_keys(values, first, size), mix(sums[first + size] - sums[first])):
        asked, name = index.organisations.find(keys)
        parts.append(expand(reading, areas, index, index.organisations, first, size, asked, name, ORGANISATION))
    return concatenate(parts)


def _windows_of_organisations(reading: Reading, counts: Bools, covered: Bools) -> tuple[Ints, Ints]:
    """Windows of a field that begin and end with words that count, one of them outside of countries and regions."""
    words = reading.words
    unit = (words.row * len(FIELDS) + words.field).astype(np.int32)
    bound, fresh = counts & (words.field <= IN_TEXT), running_count(counts & ~covered).astype(np.int32)
    firsts = []
    for n in range(1, min(LONGEST_ORGANISATION, len(unit)) + 1):
        begin, end = slice(0, len(unit) - n + 1), slice(n - 1, None)
        firsts.append(np.flatnonzero(bound[begin] & bound[end] & (unit[begin] == unit[end]) & (fresh[n:] > fresh[begin])))
    size = np.repeat(np.arange(1, len(firsts) + 1), [len(first) for first in firsts])
    return np.concatenate([np.zeros(0, np.int64), *firsts]), size


def expand(
    reading: Reading,
    areas: Areas,
    index: Index,
    table: NameTable,
    first: Ints,
    size: Ints,
    asked: Ints,
    name: Ints,
    source: int,
    only_country: Ints | None = None,
    distance: Ints | None = None,
    missing: Ints | None = None,
) -> Candidates:
    """The places of each found name: in the countries of its address, and in all the world when none is believed; in no order.

    `asked` are positions in `first`, `size`, `distance` and `missing`, `name` the names found there.
    """
    exact = np.zeros(len(first), np.int64)
    edits, missing = (exact if column is None else column for column in (distance, missing))
    row = reading.words.row[first[asked]]
    spoken = areas.countries[row]
    only = np.full(len(asked), -1, np.int64) if only_country is None else only_country[asked]
    found = table.places_in(*_in_countries(asked, name, only, spoken), MOST_IN_REGION)
    large = found.rank < MOST_IN_COUNTRY
    small = np.flatnonzero(~large)
    large[small] = areas.writes_region(reading.words.row[first[found.asked[small]]], index.places.admin1[found.place[small]])
    hits = [found.take(large)]
    if source != POSTCODE:
        doubtful = np.flatnonzero(areas.strengths[row, 0] < BELIEVED)
        hits.append(table.places_anywhere(asked[doubtful], name[doubtful], MOST_ANYWHERE))
    parts = []
    for found in hits:
        at = found.asked
        source_column = np.full(len(found), source, np.uint8)
        place = found.place.astype(np.int64)
        parts.append(
            Candidates(reading.words.row[first[at]], first[at], size[at], place, source_column, found.kind, found.rank, found.namesakes, edits[at], missing[at])
        )
    return _joined(parts)


@compiled(NUMBERS, NUMBERS, NUMBERS, GRID)
def _in_countries(asked: Ints, name: Ints, only: Ints, spoken: Ints) -> tuple[Ints, Ints, Ints]:
    """(asked, name, country) for each country that the address of a name speaks of; for codes that are cut in one country's way, for that one alone."""
    of, names, countries = np.empty(spoken.size, np.int64), np.empty(spoken.size, np.int64), np.empty(spoken.size, np.int64)
    pairs = 0
    for at in range(len(asked)):
        for country in spoken[at]:
            if country >= 0 and (only[at] < 0 or only[at] == country):
                of[pairs], names[pairs], countries[pairs] = asked[at], name[at], country
                pairs += 1
    return of[:pairs].copy(), names[:pairs].copy(), countries[:pairs].copy()


def _nothing() -> Candidates:
    empty = np.zeros(0, np.int64)
    return Candidates(empty, empty, empty, empty, empty.astype(np.uint8), empty.astype(np.uint8), empty, empty, empty, empty)
