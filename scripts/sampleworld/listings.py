"""Each person's listing on a document: which address is written, or none. The truth and the files are written from the same listings."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from .dirt import Text, Writer
from .documents import PAPER_WINDOW, PATENT, Documents
from .names import person
from .towns import Town

#: Of a thousand persons whose place nobody needs: without any address, with one that tells no place.
_WITHOUT_ADDRESS, _UNLOCATABLE = 14, 52

#: Of a thousand authors with an address: with a second one in the same town or, rarely, both in one string.
_SECOND_ADDRESS, _TWO_IN_ONE = 60, 3


#: Persons of a town.
_NAMES = 300

#: One person in 25 of a town came there in this year, the middle one of the window of papers, from the town so many before it in the list.
_MOVERS, _MOVED_IN, _TOWNS_AWAY = 25, PAPER_WINDOW + 2, 37


@dataclass(frozen=True)
class Listing:
    """One person on one document with every address listed, each with its own text; the town is the truth about all of them."""

    document: int
    position: int
    town: Town
    home: Town  #: whose people the person is of: another town before the move of those who moved
    given_name: str
    family_name: str
    number: int  #: a large number of its own, for further choices
    texts: tuple[Text, ...]


@dataclass(frozen=True)
class Lot:
    """The chances of every person, drawn at once: shape (persons,)."""

    written: NDArray[np.int64]
    fate: NDArray[np.int64]
    who: NDArray[np.int64]


def draw_lots(persons: int, rng: Generator) -> Lot:
    """Independent whole numbers for what is written (62 bits), what befalls it (0 to 999) and who it is."""
    return Lot(rng.integers(2**62, size=persons), rng.integers(1000, size=persons), rng.integers(2**31, size=persons))


def listings(documents: Documents, towns: list[Town], writer: Writer, lot: Lot, kind: int, first: int) -> Iterator[list[Listing]]:
    """All listings of the documents of one kind, document by document, in order; the first document of all kinds has the number `first`.

    The first person, and everyone on a document that two groups share, is written clearly: losing any other address moves no whole document.
    """
    needed = (documents.position == 1) | documents.shared[documents.document]
    start = 0
    columns = (lot.written.tolist(), lot.fate.tolist(), lot.who.tolist(), needed.tolist(), documents.town.tolist())
    documents_drawn = zip(documents.persons.tolist(), documents.kind.tolist(), documents.year.tolist(), strict=True)
    for document, (count, of_kind, year) in enumerate(documents_drawn, first):
        if of_kind == kind:
            rows = zip(*(column[start : start + count] for column in columns), strict=True)
            yield [
                _listing(document, position, (towns[town], _home(towns, town, who, year)), writer, written, fate, who, kind, clear=clear)
                for position, (written, fate, who, clear, town) in enumerate(rows, start=1)
            ]
        start += count


def _home(towns: list[Town], town: int, who: int, year: int) -> Town:
    """Where a person who is listed in a town in a year is at home from the year of moves on."""
    moves = year < _MOVED_IN and who % _NAMES % _MOVERS == 0
    return towns[(town + _TOWNS_AWAY) % len(towns)] if moves else towns[town]


def _listing(document: int, position: int, where: tuple[Town, Town], writer: Writer, written: int, fate: int, who: int, kind: int, *, clear: bool) -> Listing:
    town, home = where
    # A town's people come back: so many of them write most of its documents.
    given, family = person(home.country_code, who % _NAMES)
    write = writer.address if kind == PATENT else writer.affiliation
    texts: tuple[Text, ...] = (write(town, written, clear=clear),)
    if not clear and fate < _WITHOUT_ADDRESS:
        texts = ()
    elif not clear and fate < _UNLOCATABLE:
        texts = (writer.unlocatable(town, written),)
    elif kind != PATENT and fate > 999 - _SECOND_ADDRESS:
        second = writer.affiliation(town, written // 7 + 1, clear=True)
        texts = (*texts, second)
        if fate > 999 - _TWO_IN_ONE and not clear:
            texts = (Text(f"{texts[0].text}; {second.text}", texts[0].style, (*texts[0].dirt, "several_in_one")),)
    return Listing(document, position, town, home, given, family, who, texts)
