"""Documents, their persons and the town that each person sits in: exact quotas, for a ranking that knows no chance."""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from .figures import Quota
from .towns import Town

#: First year of the windows of edition 2023; the year before it is drawn as well, so that the previous window exists.
PATENT_WINDOW, PAPER_WINDOW = 2018, 2017

#: Years after those windows: what the editions of 2024 and 2025 read beside them.
LATER_YEARS = 2

PATENT, PAPER = 0, 1

_Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Documents:
    """Documents as columns of shape (documents,), their persons as columns of shape (persons,) in the order of the documents."""

    kind: _Ints  #: PATENT or PAPER
    group: _Ints  #: number of the town group that holds the whole document
    year: _Ints
    persons: _Ints  #: number of persons, at least 1
    shared: NDArray[np.bool_]  #: written together with a document of another group
    document: _Ints  #: per person: the document
    position: _Ints  #: per person: order on the document, from 1
    town: _Ints  #: per person: number of the town, over all groups


def draw_documents(quotas: list[Quota], groups: list[list[Town]], rng: Generator) -> Documents:
    """All documents of all groups. A group's towns hold their weights' shares of its persons exactly, in each stratum of years.

    A document lies wholly within its group, but for pairs of papers of two groups that lend each other as many persons:
    whoever counts fractionally finds each group's quota to the unit.
    """
    kind, group, year = _listed(quotas)
    persons = np.where(kind == PATENT, 1 + rng.poisson(1.9, len(kind)), 1 + rng.negative_binomial(2, 0.31, len(kind)))
    # In a world this small one lone inventor's lost address could swap two clusters: most documents have company.
    alone = (persons == 1) & ((kind == PATENT) | (rng.random(len(kind)) < 0.8))
    persons = np.clip(persons, np.where(alone, 2, 1), 28)
    before = year < np.where(kind == PATENT, PATENT_WINDOW, PAPER_WINDOW)
    order = np.lexsort((_spread(kind, before, group, rng), before, group))
    kind, group, year, persons, before = kind[order], group[order], year[order], persons[order], before[order]
    document = np.repeat(np.arange(len(kind)), persons)
    position = np.arange(len(document)) - np.repeat(np.cumsum(persons) - persons, persons) + 1
    town = _settle(group[document], before[document], groups, rng)
    shared = _lend(kind, group, year, persons, before, town, rng)
    return Documents(kind, group, year, persons, shared, document, position, town)


def draw_later(quotas: list[Quota], groups: list[list[Town]], rng: Generator) -> Documents:
    """The years after the windows: each has as many documents as their last, but papers have one person, one in four of them two.

    In full they would make the world a third larger for everyone who reads it; so they add a tenth to its listings, and clusters have as many documents
    as before, on fewer persons.
    """
    kind, group, year = _listed_later(quotas)
    order = np.lexsort((_spread(kind, np.zeros(len(kind), dtype=bool), group, rng), group))
    kind, group, year = kind[order], group[order], year[order]
    persons = np.where(kind == PATENT, np.clip(1 + rng.poisson(1.9, len(kind)), 2, 28), 1 + (rng.random(len(kind)) < 0.25))
    document = np.repeat(np.arange(len(kind)), persons)
    position = np.arange(len(document)) - np.repeat(np.cumsum(persons) - persons, persons) + 1
    town = _settle(group[document], np.zeros(len(document), dtype=bool), groups, rng)
    return Documents(kind, group, year, persons, np.zeros(len(kind), dtype=bool), document, position, town)


def shares(weights: NDArray[np.float64], total: int) -> _Ints:
    """`total` whole things by weight: largest remainder, ties to the first; each gets two where there are enough for that.

    >>> shares(np.array([50.0, 48.0, 2.0]), 100).tolist(), shares(np.array([50.0, 48.0, 2.0]), 20).tolist()
    ([50, 48, 2], [9, 9, 2])
    """
    least = 2 if total >= 4 * len(weights) else 0
    ideal = weights / weights.sum() * total
    ideal = np.maximum(ideal, least)
    spare = ideal - least
    ideal = least + spare / max(spare.sum(), 1e-9) * (total - least * len(weights))
    whole = np.floor(ideal + 1e-9).astype(np.int64)
    rest = np.argsort(-(ideal - whole), kind="stable")[: total - int(whole.sum())]
    whole[rest] += 1
    return np.asarray(whole)


def _listed(quotas: list[Quota]) -> tuple[_Ints, _Ints, _Ints]:
    """Kind, group and year of every document: the last year and the year before the window as the quota says, the rest evenly between."""
    kinds, groups, years = [], [], []
    for number, quota in enumerate(quotas):
        for kind, first, total, last, before in (
            (PATENT, PATENT_WINDOW, quota.patents, quota.patents_last, quota.patents_before),
            (PAPER, PAPER_WINDOW, quota.papers, quota.papers_last, quota.papers_before),
        ):
            last = min(last, total)
            middle = first + np.arange(total - last) % 4
            year = np.concatenate((np.full(before, first - 1), middle, np.full(last, first + 4)))
            kinds.append(np.full(len(year), kind))
            groups.append(np.full(len(year), number))
            years.append(year)
    return (np.concatenate(kinds), np.concatenate(groups), np.concatenate(years).astype(np.int64))


def _listed_later(quotas: list[Quota]) -> tuple[_Ints, _Ints, _Ints]:
    """Kind, group and year of every document of the later years."""
    rows = [
        (kind, number, first + 5 + later, count)
        for number, quota in enumerate(quotas)
        for kind, first, count in ((PATENT, PATENT_WINDOW, quota.patents_last), (PAPER, PAPER_WINDOW, quota.papers_last))
        for later in range(LATER_YEARS)
    ]
    kinds, groups, years, counts = np.array(rows, dtype=np.int64).T
    return (np.repeat(kinds, counts), np.repeat(groups, counts), np.repeat(years, counts))


def _spread(kind: _Ints, before: NDArray[np.bool_], group: _Ints, rng: Generator) -> NDArray[np.float64]:
    """Keys that shuffle each group's documents and spread its patents evenly among its papers, so that its towns get their share of both."""
    chance = rng.random(len(kind))
    order = np.lexsort((chance, kind, before, group))
    stratum = ((group * 2 + before) * 2 + kind)[order]
    starts = np.flatnonzero(np.diff(stratum, prepend=-1))
    sizes = np.diff(np.append(starts, len(kind)))
    keys = np.empty(len(kind))
    keys[order] = (np.arange(len(kind)) - np.repeat(starts, sizes) + chance[order]) / np.repeat(sizes, sizes)
    return keys


def _settle(group: _Ints, before: NDArray[np.bool_], groups: list[list[Town]], rng: Generator) -> _Ints:
    """The town of each person: neighbours in the list mostly share one, as colleagues do; one in four changes places with another of the group."""
    first_town = np.cumsum([0] + [len(towns) for towns in groups])
    town = np.empty(len(group), dtype=np.int64)
    stratum = group * 2 + before
    starts = np.flatnonzero(np.diff(stratum, prepend=-1))
    for start, end in zip(starts, [*starts[1:], len(group)], strict=True):
        number = int(group[start])
        weights = np.array([place.weight for place in groups[number]])
        order = rng.permutation(len(weights))
        settled = np.repeat(order, shares(weights[order], int(end - start)))
        movers = np.flatnonzero(rng.random(len(settled)) < 0.25)
        settled[movers] = settled[rng.permutation(movers)]
        town[start:end] = first_town[number] + settled
    return town


def _lend(kind: _Ints, group: _Ints, year: _Ints, persons: _Ints, before: NDArray[np.bool_], town: _Ints, rng: Generator) -> NDArray[np.bool_]:
    """Exchange the last person (of six or more, the last two) between papers of two groups with equally many persons; True where done."""
    first = np.cumsum(persons) - persons
    willing = np.flatnonzero((kind == PAPER) & (persons >= 3) & (rng.random(len(kind)) < 0.16))
    alike = np.lexsort((rng.random(len(willing)), persons[willing], before[willing]))
    willing = willing[alike]
    one, other = willing[:-1], willing[1:]
    same = (before[one] == before[other]) & (persons[one] == persons[other]) & (group[one] != group[other])
    shared = np.zeros(len(kind), dtype=bool)
    for a, b in zip(one[same].tolist(), other[same].tolist(), strict=True):
        if not (shared[a] or shared[b]):
            for back in range(1, 3 if persons[a] >= 6 else 2):
                here, there = first[a] + persons[a] - back, first[b] + persons[b] - back
                town[here], town[there] = town[there], town[here]
            shared[a] = shared[b] = True
    return shared
