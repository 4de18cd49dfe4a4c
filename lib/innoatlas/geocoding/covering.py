"""Which words lie in windows, and in which."""

import numpy as np

from innoatlas.text.arrays import Bools, Ints
from innoatlas.text.compiled import NUMBER, NUMBERS, compiled


def cover(first: Ints, size: Ints, words: int) -> Bools:
    """Which words lie in any of the windows."""
    return longest_cover(first, size, words) > 0


@compiled(NUMBERS, NUMBERS, NUMBER)
def longest_cover(first: Ints, size: Ints, words: int) -> Ints:
    """For every word the number of words of the longest window that covers it, 0 for none."""
    longest = np.zeros(words, np.int64)
    for window in range(len(first)):
        for word in range(first[window], first[window] + size[window]):
            longest[word] = max(longest[word], size[window])
    return longest


@compiled(NUMBERS, NUMBERS, NUMBER)
def end_of_cover(first: Ints, size: Ints, words: int) -> Ints:
    """For every word the word after the window that covers it and ends last, 0 for none."""
    end = np.zeros(words, np.int64)
    for window in range(len(first)):
        for word in range(first[window], first[window] + size[window]):
            end[word] = max(end[word], first[window] + size[window])
    return end
