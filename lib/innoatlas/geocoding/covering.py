"""Which words lie in windows, and in which."""

import numpy as np

from innoatlas.text.arrays import Bools, Ints


def cover(first: Ints, size: Ints, words: int) -> Bools:
    """Which words lie in any of the windows."""
    steps = np.zeros(words + 1, np.int64)
    np.add.at(steps, first, 1)
    np.add.at(steps, first + size, -1)
    return np.cumsum(steps)[:-1] > 0


def longest_cover(first: Ints, size: Ints, words: int) -> Ints:
    """For every word the number of words of the longest window that covers it, 0 for none."""
    longest = np.zeros(words, np.int64)
    for n in range(1, int(size.max(initial=0)) + 1):
        of_size = first[np.flatnonzero(size == n)]
        for step in range(n):
            longest[of_size + step] = n
    return longest


def end_of_cover(first: Ints, size: Ints, words: int) -> Ints:
    """For every word the word after the window that covers it and ends last, 0 for none."""
    end = np.zeros(words, np.int64)
    for n in range(1, int(size.max(initial=0)) + 1):
        of_size = first[np.flatnonzero(size == n)]
        for step in range(n):
            end[of_size + step] = np.maximum(end[of_size + step], of_size + n)
    return end
