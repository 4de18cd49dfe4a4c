"""Names for clusters that do not depend on the order of anything, and that the earlier window's clusters share with what they became."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from innoatlas.clustering.cubes import Booleans, Integers

#: Appended to the id of an earlier cluster that became none of today's, where a cluster of today bears that id.
_EARLIER = "~earlier"


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


def inherit(earlier: Mapping[int, tuple[str, int]], today: Mapping[int, str]) -> dict[str, str]:
    """The id that each earlier cluster takes: that of today's cluster with which it shares most weight, each of today's given once.

    `earlier` is point id -> (cluster id, weight) and `today` point id -> cluster id, noise left out. Shared weight is the earlier weight of common
    points; the pair that shares most chooses first, ties to the smaller ids. An earlier cluster that gets none keeps its own id, marked where a
    cluster of today bears it.

    >>> inherit({1: ("a", 5), 2: ("a", 1), 3: ("b", 9)}, {1: "x", 2: "y"})
    {'a': 'x', 'b': 'b'}
    """
    shared: Counter[tuple[str, str]] = Counter()
    for point, (own, weight) in earlier.items():
        if point in today:
            shared[own, today[point]] += weight
    heirs: dict[str, str] = {}
    given: set[str] = set()
    for (own, current), _ in sorted(shared.items(), key=lambda pair: (-pair[1], pair[0])):
        if own not in heirs and current not in given:
            heirs[own] = current
            given.add(current)
    borne = set(today.values())
    for own in {own for own, _ in earlier.values()} - set(heirs):
        heirs[own] = f"{own}{_EARLIER}" if own in borne else own
    return dict(sorted(heirs.items()))
