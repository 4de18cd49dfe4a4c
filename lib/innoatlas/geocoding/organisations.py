"""Organisations by their bag of words: "Univ Tokyo", "The University of Tokyo" and "Tokyo University" are one key.

Each word counts by the hash of its stem ("university", "universidad" and "univ" share one), words such as "of" and "the" by
nothing, and a window by the sum: so any window's bag is the difference of two running sums, whatever the order of its words.
"""

from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from innoatlas.geocoding.mapped import mapped
from innoatlas.geocoding.marks import ORGANISATION, UNIT, WordMarks, sparse_keys
from innoatlas.text.arrays import Bools, Hashes, Ints
from innoatlas.text.scan import Words, mix, powers_of_base
from innoatlas.text.sieve import Keys

#: A name's core stands for it only if it has two telling words or one this rare, in natural logarithms of its rarity.
_RARE = 9
#: A word may be left out of a name of so many that count, if it tells no more than this and the others at least that much.
_LONG, _UNTOLD, _ENOUGH = 4, 7, 16
#: Sets keys in order apart from bags, which for a single word would be the same.
_IN_ORDER = np.uint64(0xA5A5A5A5A5A5A5A5)
#: A word that no organisation's name holds tells this much.
_UNHEARD = 12


@dataclass(frozen=True)
class Information:
    """How much each word of organisations' names tells: the natural logarithm of names per name that holds it, 0 to 12."""

    keys: Hashes
    values: NDArray[np.int8]

    @classmethod
    def build(cls, written: Words, values: Hashes) -> "Information":
        """From the words of all names and their values (see `word_values`)."""
        pair = np.unique(np.stack((values, written.row.astype(np.uint64))), axis=1)
        keys, count = np.unique(pair[0], return_counts=True)
        told = np.clip(np.rint(np.log(max(written.rows, 1) / count)), 0, _UNHEARD).astype(np.int8)
        told[keys == 0] = 0
        return cls(keys, told)

    def of(self, values: Hashes) -> Ints:
        """What each word tells, 0 for those that say nothing."""
        told = np.full(len(values), _UNHEARD, np.int64)
        told[np.flatnonzero(values == 0)] = 0
        asked, at = self._keys.find(values)
        told[asked] = self.values[at]
        return told

    @cached_property
    def _keys(self) -> Keys:
        return sparse_keys(self.keys)

    def save(self, folder: Path) -> None:
        """Writes each array as FOLDER/information.ARRAY.npy."""
        for field in fields(self):
            np.save(folder / f"information.{field.name}.npy", getattr(self, field.name))

    @classmethod
    def open(cls, folder: Path) -> "Information":
        """Maps what `save` wrote."""
        return cls(*(mapped(folder / f"information.{field.name}.npy") for field in fields(cls)))


def word_values(words: Words, marks: WordMarks) -> Hashes:
    """What each word adds to a bag, uint64 (words,): 0 for words that say nothing."""
    return marks.stems(words.hash_words())


def bag_sums(values: Hashes) -> Hashes:
    """Running sums (words + 1,); the bag of words a..b is mix(sums[b] - sums[a])."""
    return np.concatenate((np.zeros(1, np.uint64), np.cumsum(mix(values) * (values != 0), dtype=np.uint64)))


def ordered_keys(values: Hashes, first: Ints, size: Ints) -> Hashes:
    """The key of windows of words whose order counts: "Miami University" is not the University of Miami.

    A running sum of hashes times BASE to the number of words before that say something, so that words which say nothing change no key.
    """
    telling = values != 0
    before = np.concatenate((np.zeros(1, np.int64), np.cumsum(telling)))
    powers, inverse = powers_of_base(int(before[-1]) + 1)
    sums = np.concatenate((np.zeros(1, np.uint64), np.cumsum(mix(values) * telling * powers[before[:-1]], dtype=np.uint64)))
    return mix(((sums[first + size] - sums[first]) * inverse[before[first]]) ^ _IN_ORDER)


def bag_of_rows(words: Words, values: Hashes) -> Hashes:
    """The bag of each whole text, uint64 (rows,)."""
    sums = bag_sums(values)
    first = np.searchsorted(words.row, np.arange(words.rows + 1))
    return mix(sums[first[1:]] - sums[first[:-1]])


def bags_without_a_word(words: Words, values: Hashes) -> tuple[Ints, Hashes]:
    """(number of the name, bag) of each long name with each of its words left out, where what is left still tells enough:
    "Max Planck Institute for Cell Biology and Genetics" for the Max Planck Institute of Molecular Cell Biology and Genetics.
    """
    counted = values != 0
    told = Information.build(words, values).of(values)
    tells = np.bincount(words.row, told, minlength=words.rows).astype(np.int64)
    number = np.bincount(words.row, counted, minlength=words.rows)
    left_out = np.flatnonzero(counted & (number[words.row] >= _LONG) & (tells[words.row] - told >= _ENOUGH) & (told <= _UNTOLD))
    sums = bag_sums(values)
    first = np.searchsorted(words.row, np.arange(words.rows + 1))
    row = words.row[left_out]
    whole = sums[first[row + 1]] - sums[first[row]]
    return row, mix(whole - (sums[left_out + 1] - sums[left_out]))


def core_of_names(words: Words, values: Hashes, marks: WordMarks) -> tuple[Hashes, Bools]:
    """Word values without those that say what kind of organisation it is, and which names' cores are worth keeping (rows,)."""
    bits = marks.of(words.hash_words())
    kind = (bits & (ORGANISATION | UNIT)) != 0
    core = np.where(kind, np.uint64(0), values)
    told = Information.build(words, values).of(core)
    telling = np.bincount(words.row, core != 0, minlength=words.rows)
    most = np.zeros(words.rows, np.int64)
    np.maximum.at(most, words.row, told)
    has_kind = np.bincount(words.row, kind, minlength=words.rows) > 0
    return core, has_kind & ((telling >= 2) | ((telling == 1) & (most >= _RARE)))
