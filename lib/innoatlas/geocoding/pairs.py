"""The best candidates of each address in a grid, and every two of them beside one another: the loops beneath the features over pairs."""

import numpy as np
from numpy.typing import NDArray

from innoatlas.geocoding.bits import MOST, Bits
from innoatlas.text.arrays import Ints
from innoatlas.text.compiled import FRACTION, GRID, NUMBER, NUMBERS, POINTS, compiled


@compiled(NUMBERS, NUMBERS, NUMBERS, NUMBER)
def best_of_each(row: Ints, score: Ints, inhabitants: Ints, rows: int) -> tuple[Ints, Ints]:
    """Addresses with any candidate, and (addresses, MOST) their best ones, -1 where there are fewer; candidates are sorted by address."""
    found, at = np.empty(rows, np.int64), np.full((rows, MOST), -1, np.int64)
    number, begins = 0, 0
    while begins < len(row):
        end = begins
        while end < len(row) and row[end] == row[begins]:
            place = min(end - begins, MOST)  # sorted into those before it, the last one falls out
            while place > 0:
                before = at[number, place - 1]
                if score[before] > score[end] or (score[before] == score[end] and inhabitants[before] >= inhabitants[end]):
                    break
                if place < MOST:
                    at[number, place] = before
                place -= 1
            if place < MOST:
                at[number, place] = end
            end += 1
        found[number] = row[begins]
        number += 1
        begins = end
    return found[:number].copy(), at[:number].copy()


@compiled(GRID, POINTS, NUMBERS, NUMBERS, NUMBERS, FRACTION, FRACTION)
def bits_of_pairs(
    at: Ints, vector: NDArray[np.float32], first: Ints, end: Ints, country: Ints, near_chord: np.float32, far_chord: np.float32
) -> tuple[Bits, Bits, Bits, Bits]:
    """For each candidate of the grid the others that are near, reachable, apart and of its country.

    Two places on the unit sphere are compared by the square of the straight line between them, which single precision gives to a few metres.
    """
    near, reachable, apart, same = np.zeros(at.shape, np.uint8), np.zeros(at.shape, np.uint8), np.zeros(at.shape, np.uint8), np.zeros(at.shape, np.uint8)
    for address in range(len(at)):
        for mine in range(MOST):
            one = at[address, mine]
            if one < 0:
                break
            for its in range(MOST):
                other = at[address, its]
                if other < 0:
                    break
                bit = np.uint8(1 << its)
                x, y, z = vector[one, 0] - vector[other, 0], vector[one, 1] - vector[other, 1], vector[one, 2] - vector[other, 2]
                chord = x * x + y * y + z * z
                if chord <= near_chord:
                    near[address, mine] |= bit
                if chord <= far_chord:
                    reachable[address, mine] |= bit
                if first[one] >= end[other] or end[one] <= first[other]:
                    apart[address, mine] |= bit
                if country[one] == country[other]:
                    same[address, mine] |= bit
    return near, reachable, apart, same
