"""Names for clusters that do not depend on the order of anything, and that clusters of several windows and editions share where they are one."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TypeVar

import numpy as np

from innoatlas.clustering.cubes import Booleans, Integers

#: The mark of clusters of the earlier window, see `inherit`.
EARLIER = "earlier"

#: What own clusters are called: by their ids, or by their numbers.
Own = TypeVar("Own", str, int)


def cluster_ids(label: Integers, is_core: Booleans, weight: Integers, point: Integers, place: Sequence[str]) -> list[str]:
    """The id of each cluster 0 ... : the place of its heaviest core point, ties to the smaller point id.

    Where two clusters would share a place, all but the heaviest add the point's id: `geonames:2988507@59...`. Arrays have one entry per point; label -1
    belongs to none.
    """
    core = np.flatnonzero(is_core & (label >= 0))
    ranked = core[np.lexsort((point[core], -weight[core]))]
    _, first = np.unique(label[ranked], return_index=True)
    ids: dict[int, str] = {}
    taken: set[str] = set()
    for row in ranked[np.sort(first)].tolist():
        name = place[row] if place[row] not in taken else f"{place[row]}@{point[row]}"
        taken.add(name)
        ids[int(label[row])] = name
    return [ids[cluster] for cluster in range(len(ids))]


def inherit(own: Mapping[int, tuple[str, int]], others: Mapping[int, str], mark: str) -> dict[str, str]:
    """The id that each own cluster takes: that of the other one with which it shares most weight, each of the others' given once.

    `own` is point id -> (cluster id, weight) and `others` point id -> cluster id, noise left out. Shared weight is the own weight of common points; the
    pair that shares most chooses first, ties to the smaller ids. A cluster that gets none keeps its own id, followed by `~` and `mark` where one of
    the others bears it.

    >>> inherit({1: ("a", 5), 2: ("a", 1), 3: ("b", 9), 4: ("y", 1)}, {1: "x", 2: "y"}, "new")
    {'a': 'x', 'b': 'b', 'y': 'y~new'}
    """
    shared: Counter[tuple[str, str]] = Counter()
    for point, (mine, weight) in own.items():
        if point in others:
            shared[mine, others[point]] += weight
    found = heirs(shared)
    borne = set(others.values())
    for mine in {mine for mine, _ in own.values()} - set(found):
        found[mine] = f"{mine}~{mark}" if mine in borne else mine
    return dict(sorted(found.items()))


def heirs(shared: Mapping[tuple[Own, str], int]) -> dict[Own, str]:
    """Own cluster -> the other one whose heir it is, from the weight that each pair shares; each of the others has one heir at most.

    The pair that shares most chooses first, ties to the smaller ids; an own cluster that finds none left is absent.

    >>> heirs({(0, "x"): 5, (1, "x"): 7, (0, "y"): 1, (2, "y"): 1})
    {1: 'x', 0: 'y'}
    """
    found: dict[Own, str] = {}
    given: set[str] = set()
    for (mine, other), _ in sorted(shared.items(), key=lambda pair: (-pair[1], pair[0])):
        if mine not in found and other not in given:
            found[mine] = other
            given.add(other)
    return found
