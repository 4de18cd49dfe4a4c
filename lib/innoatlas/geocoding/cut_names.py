"""What registers leave of a town's name when they cut it: its beginning, its first words, all but its first word."""

import numpy as np
import pyarrow as pa

from innoatlas.text.arrays import Hashes, Ints
from innoatlas.text.scan import scan

#: A cut name keeps at least so many letters, and only names of BEGINNING_OF letters are looked for by their beginning.
FEWEST_LETTERS, BEGINNING_OF = 7, 10

#: Whole words of a name, first ones or last ones, stand for it from so many letters: "Creve" and "Coeur".
_PART = 4


def beginnings(folded: pa.Array) -> tuple[Ints, Hashes]:
    """(number of the name, hash) of each beginning of each name, from FEWEST_LETTERS letters to all but the last.

    >>> from innoatlas.text.scan import hash_names
    >>> of, keys = beginnings(pa.array(["leopoldshafen"]))
    >>> len(of), bool(hash_names(pa.array(["leopolds"]))[0] in keys)
    (6, True)
    """
    words = scan(folded)
    first, last = np.searchsorted(words.row, np.arange(words.rows)), np.searchsorted(words.row, np.arange(words.rows), side="right") - 1
    a, e = words.begin[first], words.end[last]
    count = np.maximum(e - a - FEWEST_LETTERS, 0)
    of = np.repeat(np.arange(words.rows), count)
    cut = np.arange(len(of)) - np.repeat(np.cumsum(count) - count, count) + FEWEST_LETTERS
    return of, words.hash_letters(a[of], a[of] + cut)


def parts_of_names(names: pa.Array) -> tuple[Ints, Hashes]:
    """(number of the name, hash) of each name without its last words, and without its first word, where _PART letters or more are left.

    >>> from innoatlas.text.scan import hash_names
    >>> of, keys = parts_of_names(pa.array(["Creve Coeur", "Lyon"]))
    >>> of.tolist(), hash_names(pa.array(["creve", "coeur"])).tolist() == keys.tolist()
    ([0, 0], True)
    """
    words = scan(names)
    first, last = np.searchsorted(words.row, np.arange(words.rows)), np.searchsorted(words.row, np.arange(words.rows), side="right") - 1
    inner = np.flatnonzero(np.append(words.row[1:] == words.row[:-1], False)) if len(words.row) else np.zeros(0, np.int64)
    row = words.row[inner]
    begin = (words.begin[first[row]], words.end[inner])
    second = inner == first[row]
    rest = (words.begin[inner[second] + 1], words.end[last[row[second]]])
    of = np.concatenate((row, row[second]))
    a, e = np.concatenate((begin[0], rest[0])), np.concatenate((begin[1], rest[1]))
    kept = e - a >= _PART
    return of[kept], words.hash_letters(a[kept], e[kept])
