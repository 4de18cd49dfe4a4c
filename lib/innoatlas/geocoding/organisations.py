"""Organisations by their bag of words: "Univ Tokyo", "The University of Tokyo" and "Tokyo University" are one key.

Each word counts by the hash of its stem ("university", "universidad" and "univ" share one), words such as "of" and "the" by
nothing, and a window by the sum: so any window's bag is the difference of two running sums, whatever the order of its words.
"""

import numpy as np

from innoatlas.geocoding.marks import WordMarks
from innoatlas.text.scan import Hashes, Words, mix


def word_values(words: Words, marks: WordMarks) -> Hashes:
    """What each word adds to a bag, uint64 (words,): 0 for words that say nothing."""
    return marks.stems(words.hash(np.arange(len(words.row)), 1))


def bag_sums(values: Hashes) -> Hashes:
    """Running sums (words + 1,); the bag of words a..b is mix(sums[b] - sums[a])."""
    return np.concatenate((np.zeros(1, np.uint64), np.cumsum(mix(values) * (values != 0), dtype=np.uint64)))


def bag_hashes(words: Words, marks: WordMarks) -> Hashes:
    """The bag of each whole text, uint64 (rows,)."""
    sums = bag_sums(word_values(words, marks))
    first = np.searchsorted(words.row, np.arange(words.rows + 1))
    return mix(sums[first[1:]] - sums[first[:-1]])
