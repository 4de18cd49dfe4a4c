"""Which windows of an address are worth a look for names nearly like them, and the candidates that they give."""

import numpy as np

from innoatlas.geocoding.areas import BELIEVED, Areas
from innoatlas.geocoding.candidates import CUT, FUZZY, Candidates, concatenate, expand
from innoatlas.geocoding.index import Index
from innoatlas.geocoding.marks import ORGANISATION, STREET, UNIT
from innoatlas.geocoding.reading import IN_CITY, IN_TEXT, Reading
from innoatlas.text.arrays import Bools, Ints

#: Words of a window that is looked up, and its letters.
MOST_WORDS, MOST_LETTERS = 4, 24
_FEWEST = 4


def find_misspelt(reading: Reading, areas: Areas, index: Index, wanted: Bools) -> Candidates:
    """Towns within two edits of a window, in the believed countries of the addresses where `wanted` (rows,) holds."""
    first, size = _windows(reading, areas, wanted)
    row = reading.words.row[first]
    parts = []
    for column in range(2):
        country = areas.countries[row, column]
        asked = np.flatnonzero((country >= 0) & (areas.strengths[row, column] >= (BELIEVED if column == 0 else 6)))
        begin, end = reading.words.begin[first[asked]], reading.words.end[first[asked] + size[asked] - 1]
        parts.append((asked, index.fuzzy.similar(reading.words, begin, end, country[asked])))
    at = np.concatenate([asked[found.asked] for asked, found in parts])
    names = np.concatenate([found.hash for _, found in parts])
    distance = np.concatenate([found.distance for _, found in parts])
    missing = np.concatenate([found.missing for _, found in parts])
    nearest_first = np.argsort(distance, kind="stable")
    at, names, distance, missing = (column[nearest_first] for column in (at, names, distance, missing))
    hit, name = index.towns.find(names)
    like = expand(reading, areas, index, index.towns, first[at], size[at], hit, name, FUZZY, distance=distance, missing=missing)
    # A name that is only cut is nearer than one with two wrong letters.
    return concatenate([like.take(like.distance == 1), _cut_names(reading, areas, index, first, size), like.take(like.distance == 2)])


def _cut_names(reading: Reading, areas: Areas, index: Index, first: Ints, size: Ints) -> Candidates:
    """Towns of whose name all that the field for the town says is the beginning, or the last words."""
    words = reading.words
    whole = (words.field[first] == IN_CITY) & reading.is_whole_segment(first, size)
    first, size = first[whole], size[whole]
    hit, name = index.beginnings.find(words.hash(first, size))
    return expand(reading, areas, index, index.beginnings, first, size, hit, name, FUZZY, distance=np.full(len(first), CUT))


def _windows(reading: Reading, areas: Areas, wanted: Bools) -> tuple[Ints, Ints]:
    """The telling words of each short segment that names no organisation, street or area; in the field for the town any words of it."""
    words, asked_windows = reading.words, reading.windows.up_to(MOST_WORDS)
    asked = np.flatnonzero((wanted[words.row] & ~areas.covered)[asked_windows.first])
    first, size = asked_windows.first[asked], asked_windows.size[asked]
    field, end = words.field[first], first + size
    letters = words.end[end - 1] - words.begin[first]
    plain = (reading.marks & (ORGANISATION | UNIT | STREET)) == 0
    tells_all = reading.tells(first, end) == size
    own_segment = reading.is_whole_segment(first, size) & plain[first] & plain[end - 1]
    in_field = ((field == IN_CITY) & tells_all) | ((field == IN_TEXT) & tells_all & own_segment)
    good = in_field & (letters >= _FEWEST) & (letters <= MOST_LETTERS)
    return first[good], size[good]
