"""One place for each address, how sure, and why: softmax over scores against "none of them", summed over places that are near.

Scores are whole tenths, so order and ties are the same on every machine: ties go to the larger place, then the earlier words, then the smaller id.
"""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from innoatlas.geocoding.bits import MOST, Bits
from innoatlas.geocoding.candidates import Candidates
from innoatlas.geocoding.case import Case
from innoatlas.geocoding.features import FEATURES, compare
from innoatlas.geocoding.neighbours import PAIR_FEATURES, Neighbours, compare_neighbours, gather
from innoatlas.text.arrays import Bools, Ints
from innoatlas.text.compiled import BITS, CHANCES, CHANGING, COUNTS, GRID, SMALL_GRID, compiled

FEATURE_NAMES = tuple(feature.__name__ for feature in FEATURES) + tuple(feature.__name__ for feature in PAIR_FEATURES)

#: Tenths of a candidate that is not there, whose chance is nothing, and the most that make a difference; e to the power of each score between them.
_ABSENT, _MOST_TENTHS = -10_000, 500
_ODDS = np.exp(np.arange(_ABSENT, _MOST_TENTHS + 1) / 10.0)


@dataclass(frozen=True)
class Weights:
    """Whole tenths per feature, in the order of FEATURE_NAMES, and the two numbers that make a sum of chances a confidence."""

    tenths: NDArray[np.int32]
    slope: float  #: of the logistic curve over the log odds
    intercept: float


@dataclass(frozen=True)
class Choice:
    """The best candidate of each address; one entry per address of the batch."""

    candidate: Ints  #: (rows,) number of the candidate, -1 where there is none
    score: NDArray[np.float64]  #: (rows,) confidence, 0 without a candidate
    margin: NDArray[np.float64]  #: (rows,) score minus that of the best one beyond 15 km


@dataclass(frozen=True)
class Best:
    """What is known of the best candidate of each address; one entry per address, zeros where there is none."""

    found: Bools
    score: NDArray[np.float64]
    margin: NDArray[np.float64]
    place: Ints
    source: NDArray[np.uint8]  #: number into SOURCES
    distance: Ints
    namesakes: Ints
    country_strength: Ints
    region_against: Bools
    far_from_postcode: Bools
    is_its_region: Bools
    umbrella_speaks: Bools  #: an organisation of many sites is among all its candidates


@dataclass(frozen=True)
class Scored:
    """Candidates with their features and scores."""

    candidates: Candidates
    features: NDArray[np.int8]  #: (candidates, FEATURE_NAMES)
    tenths: Ints  #: (candidates,) whole score
    country_strength: Ints  #: (candidates,) how strongly the address speaks for the candidate's country


def settle(case: Case, weights: Weights) -> tuple[Scored, Choice]:
    """Scores all candidates and chooses one for each address; pairs are compared among the best by the first features."""
    features = np.zeros((len(case.candidates), len(FEATURE_NAMES)), np.int8, order="F")
    single, pairs = features[:, : len(FEATURES)], features[:, len(FEATURES) :]
    compare(case, single)
    first = _weighed(single.T, weights.tenths[: len(FEATURES)])
    neighbours = gather(case, first)
    compare_neighbours(neighbours, pairs)
    total = first + _weighed(pairs.T, weights.tenths[len(FEATURES) :])
    scored = Scored(case.candidates, features, total, case.country_strength)
    return scored, _choose(neighbours, total, case.reading.rows, weights)


@compiled(SMALL_GRID, COUNTS)
def _weighed(features: NDArray[np.int8], tenths: NDArray[np.int32]) -> Ints:
    """Sum of feature times weight, (candidates,), of (features, candidates)."""
    total = np.zeros(features.shape[1], np.int32)
    for feature in range(len(tenths)):
        if tenths[feature] != 0:
            for candidate in range(len(total)):
                total[candidate] += features[feature, candidate] * tenths[feature]
    return total.astype(np.int64)


def best(scored: Scored, choice: Choice, rows: Ints) -> Best:
    """What is known of the choice of some addresses."""
    candidate = choice.candidate[rows]
    found, at = candidate >= 0, np.maximum(candidate, 0)

    def column(values: NDArray[Any]) -> NDArray[Any]:
        return np.where(found, values[at], 0) if len(values) else np.zeros(len(at), values.dtype)

    def feature(name: str) -> NDArray[np.int8]:
        return scored.features[:, FEATURE_NAMES.index(name)]

    candidates, speaks = scored.candidates, np.zeros(len(choice.candidate), np.bool_)
    speaks[candidates.row[np.flatnonzero(feature("umbrella"))]] = True
    return Best(
        found=found,
        score=choice.score[rows],
        margin=choice.margin[rows],
        place=column(candidates.place),
        source=column(candidates.source),
        distance=column(candidates.distance),
        namesakes=column(candidates.namesakes),
        country_strength=column(scored.country_strength),
        region_against=column(feature("region_against")) != 0,
        far_from_postcode=column(feature("far_from_postcode")) != 0,
        is_its_region=column(feature("is_its_region")) != 0,
        umbrella_speaks=speaks[rows],
    )


def replaced(first: Best, rows: Ints, second: Best) -> Best:
    """`first`, but for some addresses `second`."""
    columns = {field.name: getattr(first, field.name).copy() for field in fields(Best)}
    for name, column in columns.items():
        column[rows] = getattr(second, name)
    return Best(**columns)


def all_compared(exact: Scored, again: Scored | None) -> Scored:
    """All candidates that the choices were made among: those of `again` for its addresses, those of `exact` for the others."""
    if again is None:
        return exact
    kept = np.flatnonzero(~np.isin(exact.candidates.row, again.candidates.row))
    both = Candidates(*(np.concatenate((getattr(exact.candidates, f.name)[kept], getattr(again.candidates, f.name))) for f in fields(Candidates)))
    return Scored(
        both,
        np.concatenate((exact.features[kept], again.features)),
        np.concatenate((exact.tenths[kept], again.tenths)),
        np.concatenate((exact.country_strength[kept], again.country_strength)),
    )


def _choose(n: Neighbours, score: Ints, rows: int, weights: Weights) -> Choice:
    """The place with the greatest chance, its near neighbours' chances included."""
    candidate, confidence, margin = np.full(rows, -1, np.int64), np.zeros(rows), np.zeros(rows)
    if not len(n.rows):
        return Choice(candidate, confidence, margin)
    tenths = np.where(n.present, n.of(score), _ABSENT)
    best, chance, other = _likeliest(tenths, _ODDS[np.clip(tenths, _ABSENT, _MOST_TENTHS) - _ABSENT], n.near)
    candidate[n.rows] = n.at[np.arange(len(n.rows)), best]
    confidence[n.rows] = calibrated(chance, weights)
    margin[n.rows] = confidence[n.rows] - np.where(other > 0, calibrated(np.maximum(other, 0.0), weights), 0.0)
    return Choice(candidate, confidence, np.maximum(margin, 0.0))


@compiled(CHANGING)
def _by_halves(parts: NDArray[np.float64]) -> float:
    """The sum of MOST numbers, always in the same order; nothing of them is left."""
    count = MOST
    while count > 1:
        count //= 2
        for pair in range(count):
            parts[pair] = parts[2 * pair] + parts[2 * pair + 1]
    return float(parts[0])


@compiled(GRID, CHANCES, BITS)
def _likeliest(tenths: Ints, odds: NDArray[np.float64], near: Bits) -> tuple[Ints, NDArray[np.float64], NDArray[np.float64]]:
    """Of each address the candidate with the greatest chance, those near it included; that chance; and the greatest of those that are not near it, -1 for none.

    `tenths` and `odds` are (addresses, MOST); `tenths` is _ABSENT where there is no candidate. Of chances that are equal to nine digits the higher
    score wins, then the earlier.
    """
    best, greatest, other = np.zeros(len(odds), np.int64), np.zeros(len(odds)), np.full(len(odds), -1.0)
    chance, parts, near_sum = np.empty(MOST), np.empty(MOST), np.empty(MOST)
    for address in range(len(odds)):
        parts[:] = odds[address]
        total = 1.0 + _by_halves(parts)
        chance[:] = odds[address] / total
        highest = -1.0
        for mine in range(MOST):
            if tenths[address, mine] == _ABSENT:
                break
            for its in range(MOST):
                parts[its] = chance[its] * ((near[address, mine] >> np.uint8(its)) & np.uint8(1))
            near_sum[mine] = _by_halves(parts)
            rounded = np.rint(near_sum[mine] * 1e9)
            if rounded > highest or (rounded == highest and tenths[address, mine] > tenths[address, best[address]]):
                highest, best[address], greatest[address] = rounded, mine, near_sum[mine]
        for its in range(MOST):
            if tenths[address, its] == _ABSENT:
                break
            if not (near[address, best[address]] >> np.uint8(its)) & np.uint8(1):
                other[address] = max(other[address], near_sum[its])
    return best, greatest, other


def calibrated(chance: NDArray[np.float64], weights: Weights) -> NDArray[np.float64]:
    """Confidence from a sum of chances: a logistic curve over its log odds, fitted to how often such answers are right.

    >>> calibrated(np.array([0.5]), Weights(np.zeros(0, np.int32), 1.0, 0.0)).round(3).tolist()
    [0.5]
    """
    inside = np.clip(chance, 1e-9, 1 - 1e-9)
    return 1.0 / (1.0 + np.exp(-(weights.slope * np.log(inside / (1 - inside)) + weights.intercept)))
