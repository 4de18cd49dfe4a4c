"""One place for each address, how sure, and why: softmax over scores against "none of them", summed over places that are near.

Scores are whole tenths, so order and ties are the same on every machine: ties go to the larger place, then the smaller id.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from innoatlas.geocoding.case import Case
from innoatlas.geocoding.features import FEATURES, compare
from innoatlas.geocoding.neighbours import PAIR_FEATURES, Neighbours, compare_neighbours, gather
from innoatlas.text.scan import Ints

FEATURE_NAMES = tuple(feature.__name__ for feature in FEATURES) + tuple(feature.__name__ for feature in PAIR_FEATURES)


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
    margin: NDArray[np.float64]  #: (rows,) score minus the best one beyond 15 km
    runner_up: Ints  #: (rows,) the best candidate beyond 15 km, -1 where there is none


@dataclass(frozen=True)
class Scored:
    """Candidates with their features and scores."""

    case: Case
    features: NDArray[np.int8]  #: (candidates, FEATURE_NAMES)
    tenths: Ints  #: (candidates,) whole score
    neighbours: Neighbours


def score(case: Case, weights: Weights) -> Scored:
    """Features times weights; pairs are compared among the best by the first features."""
    single = compare(case)
    first = single.astype(np.int32) @ weights.tenths[: len(FEATURES)]
    neighbours = gather(case, first)
    pairs = compare_neighbours(neighbours)
    total = first + pairs.astype(np.int32) @ weights.tenths[len(FEATURES) :]
    return Scored(case, np.concatenate((single, pairs), axis=1), total.astype(np.int64), neighbours)


def choose(scored: Scored, weights: Weights) -> Choice:
    """The place with the greatest chance, its near neighbours' chances included."""
    n, rows = scored.neighbours, scored.case.reading.rows
    candidate, runner_up = np.full(rows, -1, np.int64), np.full(rows, -1, np.int64)
    confidence, margin = np.zeros(rows), np.zeros(rows)
    if not len(n.rows):
        return Choice(candidate, confidence, margin, runner_up)
    tenths = np.where(n.present, n.of(scored.tenths), -10_000)
    chance = np.exp(np.minimum(tenths, 500) / 10.0)
    chance = chance / (1.0 + chance.sum(axis=1, keepdims=True))
    near_sum = (chance[:, None, :] * n.near).sum(axis=2)
    key = np.round(near_sum, 9)
    best = np.lexsort((np.arange(n.at.size).reshape(n.at.shape), -tenths, -key), axis=1)[:, 0]
    grid = np.arange(len(n.rows))
    elsewhere = np.where(n.near[grid, best] | ~n.present, -1.0, near_sum)
    second = np.argmax(elsewhere, axis=1)
    candidate[n.rows] = n.at[grid, best]
    confidence[n.rows] = calibrated(near_sum[grid, best], weights)
    other = elsewhere[grid, second]
    runner_up[n.rows] = np.where(other >= 0, n.at[grid, second], -1)
    margin[n.rows] = confidence[n.rows] - np.where(other > 0, calibrated(np.maximum(other, 0.0), weights), 0.0)
    return Choice(candidate, confidence, np.maximum(margin, 0.0), runner_up)


def calibrated(chance: NDArray[np.float64], weights: Weights) -> NDArray[np.float64]:
    """Confidence from a sum of chances: a logistic curve over its log odds, fitted to how often such answers are right.

    >>> calibrated(np.array([0.5]), Weights(np.zeros(0, np.int32), 1.0, 0.0)).round(3).tolist()
    [0.5]
    """
    inside = np.clip(chance, 1e-9, 1 - 1e-9)
    return 1.0 / (1.0 + np.exp(-(weights.slope * np.log(inside / (1 - inside)) + weights.intercept)))
