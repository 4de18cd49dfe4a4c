"""A table of names that answers a whole batch of hashes at once: name -> places, blocked by country."""

from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from innoatlas.geocoding.mapped import mapped
from innoatlas.text.arrays import Bools, Hashes, Ints, ragged
from innoatlas.text.compiled import BYTES, COUNTS, NUMBERS, compiled
from innoatlas.text.sieve import Keys

_COUNTRIES = 256


@dataclass(frozen=True)
class Postings:
    """For each hit: which of the asked hashes, and the place that bears the name."""

    asked: Ints  #: (hits,) position in the array that was asked
    place: NDArray[np.int32]  #: (hits,) row of the place
    kind: NDArray[np.uint8]  #: (hits,) kind of the name
    rank: Ints  #: (hits,) how many places of that name and block have more inhabitants
    namesakes: Ints  #: (hits,) places of that name in the block

    def __len__(self) -> int:
        return len(self.asked)

    def take(self, chosen: Bools) -> "Postings":
        """The hits where a mask holds."""
        at = np.flatnonzero(chosen)
        return Postings(self.asked[at], self.place[at], self.kind[at], self.rank[at], self.namesakes[at])


@dataclass(frozen=True)
class NameTable:
    """Names sorted by hash, each with its places sorted by country, then inhabitants. All arrays may be memory-mapped."""

    filter: NDArray[np.uint8]  #: bitmap over the low bits of the hashes
    buckets: NDArray[np.int32]  #: (2**b + 1,) first name whose high bits are at least the bucket's
    keys: Hashes  #: (names,) rising
    start: NDArray[np.int32]  #: (names + 1,) first posting of each name
    place: NDArray[np.int32]  #: (postings,)
    kind: NDArray[np.uint8]  #: (postings,)
    by_size: NDArray[np.int32]  #: (postings,) the same postings of a name, most inhabitants first
    first_block: NDArray[np.int32]  #: (names + 1,) first block of each name; a block is its places in one country
    block_country: NDArray[np.uint8]  #: (blocks,) rising within a name
    block_start: NDArray[np.int32]  #: (blocks + 1,) first posting of each block

    @classmethod
    def build(cls, hashes: Hashes, place: Ints, kind: NDArray[np.uint8], country: Ints, inhabitants: Ints) -> "NameTable":
        """From one row per (name, place); ties between places of equal size go to the smaller row."""
        order = np.lexsort((place, -inhabitants, country, hashes))
        hashes, place, kind = hashes[order], place[order], kind[order]
        country, inhabitants = country[order], inhabitants[order]
        keys, start = np.unique(hashes, return_index=True)
        name = np.repeat(np.arange(len(keys)), np.diff(np.append(start, len(hashes))))
        block, block_start = np.unique(name * _COUNTRIES + country, return_index=True)
        sought = Keys.build(keys, max(1, len(keys).bit_length() - 1))
        return cls(
            filter=sought.filter,
            buckets=sought.buckets,
            keys=keys,
            start=np.append(start, len(hashes)).astype(np.int32),
            place=place.astype(np.int32),
            kind=kind.astype(np.uint8),
            by_size=np.lexsort((place, -inhabitants, name)).astype(np.int32),
            first_block=np.searchsorted(block, np.arange(len(keys) + 1) * _COUNTRIES).astype(np.int32),
            block_country=(block % _COUNTRIES).astype(np.uint8),
            block_start=np.append(block_start, len(hashes)).astype(np.int32),
        )

    def find(self, hashes: Hashes) -> tuple[Ints, Ints]:
        """(position among `hashes`, name) of every hash that is a name."""
        return Keys(self.filter, self.buckets, self.keys).find(hashes)

    def places_in(self, asked: Ints, name: Ints, country: Ints, most: int) -> Postings:
        """The places of each name in a country, at most `most`, in the order of inhabitants."""
        block = _blocks(self.first_block, self.block_country, name, country)
        hit = np.flatnonzero(block >= 0)
        first = self.block_start[block[hit]].astype(np.int64)
        return self._expand(asked[hit], first, self.block_start[block[hit] + 1] - first, most, None)

    def places_anywhere(self, asked: Ints, name: Ints, most: int) -> Postings:
        """The places of each name in all the world, at most `most`, in the order of inhabitants."""
        first = self.start[name].astype(np.int64)
        return self._expand(asked, first, self.start[name + 1] - first, most, self.by_size)

    def _expand(self, asked: Ints, first: Ints, count: Ints, most: int, order: NDArray[np.int32] | None) -> Postings:
        of, rank = ragged(np.minimum(count, most))
        at = first[of] + rank
        if order is not None:
            at = order[at]
        return Postings(asked[of], self.place[at], self.kind[at], rank, count[of])

    def save(self, folder: Path, prefix: str) -> None:
        """Writes each array as FOLDER/PREFIX.ARRAY.npy."""
        for field in fields(self):
            np.save(folder / f"{prefix}.{field.name}.npy", getattr(self, field.name))

    @classmethod
    def open(cls, folder: Path, prefix: str) -> "NameTable":
        """Maps what `save` wrote; nothing is read until it is asked for."""
        return cls(*(mapped(folder / f"{prefix}.{field.name}.npy") for field in fields(cls)))


@compiled(COUNTS, BYTES, NUMBERS, NUMBERS)
def _blocks(first_block: NDArray[np.int32], block_country: NDArray[np.uint8], name: Ints, country: Ints) -> Ints:
    """The block of each name that holds its places in a country, -1 for none."""
    begin, end = np.empty(len(name), np.int64), np.empty(len(name), np.int64)
    for at in range(len(name)):  # without a branch, so that the processor waits for many names at once
        begin[at], end[at] = first_block[name[at]], first_block[name[at] + 1]
    blocks = np.full(len(name), -1, np.int64)
    for at in range(len(name)):
        for block in range(begin[at], end[at]):
            if block_country[block] >= country[at]:
                if block_country[block] == country[at]:
                    blocks[at] = block
                break
    return blocks
