"""The world in stretches of countries, in the order of their codes, so that the memory of a build does not grow with the world.

Nothing that makes places and names looks from one country into another, so each stretch is made by itself and the whole is all of them, one after the other.
"""

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from innoatlas.gazetteer.parts import flat


class Stretches(NamedTuple):
    """Country codes in their order, and where each stretch of them begins; one entry more than stretches."""

    codes: pa.Array
    start: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.start) - 1

    def countries(self, number: int) -> pa.Array:
        """Codes of the countries of a stretch."""
        return self.codes.slice(self.start[number], self.start[number + 1] - self.start[number])

    def rows(self, country_code: pa.Array | pa.ChunkedArray) -> list[NDArray[np.int64]]:
        """For each stretch the rows of its countries, in their order; every code must be known.

        >>> [rows.tolist() for rows in stretches([pa.array(["FR", "DE", "FR", "US"])], 2).rows(pa.array(["US", "DE", "US", "FR"]))]
        [[1], [3], [0, 2]]
        """
        number = np.repeat(np.arange(len(self), dtype=np.int16), np.diff(self.start))[np.asarray(flat(pc.index_in(country_code, self.codes)))]
        order = np.argsort(number, kind="stable")
        bounds = np.searchsorted(number[order], np.arange(len(self) + 1))
        return [order[a:b] for a, b in pairwise(bounds.tolist())]


def stretches(country_codes: Iterable[pa.Array | pa.ChunkedArray], most: int) -> Stretches:
    """Stretches of at most `most` rows of the columns together; a country of more rows is one by itself.

    >>> stretches([pa.array(["FR", "DE", "FR"]), pa.array(["AT"])], 2).start
    (0, 2, 3)
    """
    counts: dict[str, int] = {}
    for column in country_codes:
        for row in pc.value_counts(column).to_pylist():
            counts[row["values"]] = counts.get(row["values"], 0) + row["counts"]
    codes = sorted(counts)
    start, rows = [0], 0
    for number, code in enumerate(codes):
        if rows and rows + counts[code] > most:
            start, rows = [*start, number], 0
        rows += counts[code]
    return Stretches(pa.array(codes, pa.string()), (*start, len(codes)))
