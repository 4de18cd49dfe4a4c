"""Connected components of a graph given as pairs, with array operations alone."""

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]


def components(count: int, a: Integers, b: Integers) -> Integers:
    """(count,) for each node 0 ... count - 1 the smallest node that it is connected with through the edges a[i]-b[i].

    Each round hooks every root onto the smallest root next to it, then halves all paths; rounds grow with the logarithm of the longest path.

    >>> components(5, np.array([3, 1]), np.array([4, 3])).tolist()
    [0, 1, 2, 1, 1]
    """
    root = np.arange(count, dtype=np.int64)
    while len(a):
        low, high = np.minimum(root[a], root[b]), np.maximum(root[a], root[b])
        apart = low != high
        a, b = a[apart], b[apart]
        np.minimum.at(root, high[apart], low[apart])
        while not np.array_equal(shorter := root[root], root):
            root = shorter
    return root
