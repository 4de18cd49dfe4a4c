"""What single words say about their surroundings: an organisation, a unit, a street, nothing at all. Data of conf/reference, as arrays."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from innoatlas.geocoding.mapped import mapped
from innoatlas.text.arrays import Hashes, Ints
from innoatlas.text.fold import compact
from innoatlas.text.scan import hash_names
from innoatlas.text.sieve import Keys

#: Marks of a word, as bits. A name of several words may be marked too (as never or rarely a place).
ORGANISATION, UNIT, STREET, STOP, NEVER, RARELY, POSTAL, UMBRELLA, NO_AFFILIATION, NO_AFFILIATION_WHOLE = (1 << bit for bit in range(10))
MARKS = {
    "organisation": ORGANISATION,
    "unit": UNIT,
    "street": STREET,
    "stop": STOP,
    "never": NEVER,
    "rarely": RARELY,
    "postal": POSTAL,
    "umbrella": UMBRELLA,
    "no_affiliation": NO_AFFILIATION,
    "no_affiliation_whole": NO_AFFILIATION_WHOLE,
}


@dataclass(frozen=True)
class WordMarks:
    """Rising hashes of folded words with their marks, and with the stems of organisation words."""

    keys: Hashes
    bits: NDArray[np.uint16]
    stem_keys: Hashes
    stem_values: Hashes  #: the stem's own hash, 0 for a word that says nothing about which organisation it is

    @classmethod
    def build(cls, marks: Mapping[str, Iterable[str]], stems: Mapping[str, str]) -> "WordMarks":
        """From words by mark, and from word to stem (an empty stem says nothing).

        >>> table = WordMarks.build({"stop": ["of"], "unit": ["of", "dept"]}, {"University": "univ"})
        >>> table.of(hash_names(pa.array(["of", "dept", "x"]))).tolist() == [STOP | UNIT, UNIT, 0]
        True
        >>> table.stems(hash_names(pa.array(["university", "univ"]))).tolist() == [hash_names(pa.array(["univ"]))[0]] * 2
        True
        """
        bits: dict[int, int] = {}
        for mark, words in marks.items():
            folded = compact(pa.array(list(words), pa.string()))
            for key in hash_names(folded.filter(pc.not_equal(folded, ""))).tolist():
                bits[key] = bits.get(key, 0) | MARKS[mark]
        keys = sorted(bits)
        stem_of = dict(zip(_hashes(list(stems)).tolist(), _hashes(list(stems.values())).tolist(), strict=True))
        empty = int(_hashes([""])[0])
        stem_keys = sorted(stem_of)
        return cls(
            np.array(keys, np.uint64),
            np.array([bits[key] for key in keys], np.uint16),
            np.array(stem_keys, np.uint64),
            np.array([0 if stem_of[key] == empty else stem_of[key] for key in stem_keys], np.uint64),
        )

    @cached_property
    def _marked(self) -> Keys:
        return sparse_keys(self.keys)

    @cached_property
    def _stemmed(self) -> Keys:
        return sparse_keys(self.stem_keys)

    @cached_property
    def silences(self) -> "WordMarks":
        """Only the phrases that say that there is no affiliation: few, so looking for them costs next to nothing."""
        kept = (self.bits & (NO_AFFILIATION | NO_AFFILIATION_WHOLE)) != 0
        return WordMarks(self.keys[kept], self.bits[kept], self.stem_keys[:0], self.stem_values[:0])

    def find(self, hashes: Hashes) -> tuple[Ints, NDArray[np.uint16]]:
        """(position among `hashes`, marks) of every hash that has any."""
        asked, at = self._marked.find(hashes)
        return asked, self.bits[at]

    def of(self, hashes: Hashes) -> NDArray[np.uint16]:
        """Marks of each hash, 0 for none."""
        asked, bits = self.find(hashes)
        out = np.zeros(len(hashes), np.uint16)
        out[asked] = bits
        return out

    def stems(self, hashes: Hashes) -> Hashes:
        """Each word's stem, itself where it has none, 0 where it says nothing."""
        asked, at = self._stemmed.find(hashes)
        out = hashes.copy()
        out[asked] = self.stem_values[at]
        return out

    def save(self, folder: Path) -> None:
        """Writes each array as FOLDER/marks.ARRAY.npy."""
        for field in fields(self):
            np.save(folder / f"marks.{field.name}.npy", getattr(self, field.name))

    @classmethod
    def open(cls, folder: Path) -> "WordMarks":
        """Maps what `save` wrote."""
        return cls(*(mapped(folder / f"marks.{field.name}.npy") for field in fields(cls)))


def _hashes(words: list[str]) -> Hashes:
    return hash_names(compact(pa.array(words, pa.string())))


def sparse_keys(keys: Hashes) -> Keys:
    """Keys that nearly always stand in a bucket of their own."""
    return Keys.build(keys, max(1, len(keys).bit_length() + 2))
