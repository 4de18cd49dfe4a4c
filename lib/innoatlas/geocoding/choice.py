"""One place for each address, how sure, and why: softmax over scores against "none of them", summed over places that are near.

Scores are whole tenths, so order and ties are the same on every machine: ties go to the larger place, then the earlier words, then the smaller id.
"""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from innoatlas.geocoding.candidates import Candidates
from innoatlas.geocoding.case import Case
from innoatlas.geocoding.features import FEATURES, compare
from innoatlas.geocoding.neighbours import MOST, PAIR_FEATURES, Neighbours, compare_neighbours, gather
from innoatlas.text.arrays import Bools, Ints

FEATURE_NAMES = tuple(feature.__name__ for feature in FEATURES) + tuple(feature.__name__ for feature in PAIR_FEATURES)


@dataclass(frozen=True)
class Weights:
    """Whole tenths per feature, in the order of FEATURE_NAMES, and the two numbers that make a sum of chances a confidence."""

    tenths: NDArray[np.int32]
    slope: float  #: of the logistic curve over the log odds
    intercept: float

    @property
    def columns(self) -> NDArray[np.float32]:
        """The weights as floats: whole numbers this small are exact in single precision, and the product is fast."""
        return self.tenths.astype(np.float32)


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

    candidates: Candidates
    features: NDArray[np.int8]  #: (candidates, FEATURE_NAMES)
    tenths: Ints  #: (candidates,) whole score
    country_strength: Ints  #: (candidates,) how strongly the address speaks for the candidate's country


def settle(case: Case, weights: Weights) -> tuple[Scored, Choice]:
    """Scores all candidates and chooses one for each address; pairs are compared among the best by the first features."""
    features = np.zeros((len(case.candidates), len(FEATURE_NAMES)), np.int8, order="F")
    single, pairs = features[:, : len(FEATURES)], features[:, len(FEATURES) :]
    compare(case, single)
    first = (single.astype(np.float32) @ weights.columns[: len(FEATURES)]).astype(np.int64)
    neighbours = gather(case, first)
    compare_neighbours(neighbours, pairs)
    total = first + (pairs.astype(np.float32) @ weights.columns[len(FEATURES) :]).astype(np.int64)
    scored = Scored(case.candidates, features, total, case.country_strength)
    return scored, _choose(neighbours, total, case.reading.rows, weights)


def settle_again(before: tuple[Scored, Choice], after: tuple[Scored, Choice], again: Bools) -> tuple[Scored, Choice]:
    """`before` for most addresses, `after` for those where `again` (rows,) holds; candidates are numbered anew."""
    old, new = before[0], after[0]
    kept = ~again[old.candidates.row]
    number = np.cumsum(kept) - 1
    scored = Scored(
        Candidates(*(np.concatenate((getattr(old.candidates, f.name)[kept], getattr(new.candidates, f.name))) for f in fields(Candidates))),
        np.concatenate((old.features[kept], new.features)),
        np.concatenate((old.tenths[kept], new.tenths)),
        np.concatenate((old.country_strength[kept], new.country_strength)),
    )

    def merged(name: str) -> Ints:
        first, second = getattr(before[1], name), getattr(after[1], name)
        renumbered = np.where(first >= 0, number[np.maximum(first, 0)], -1) if len(number) else first
        return np.where(again, np.where(second >= 0, second + int(kept.sum()), -1), renumbered)

    return scored, Choice(
        candidate=merged("candidate"),
        score=np.where(again, after[1].score, before[1].score),
        margin=np.where(again, after[1].margin, before[1].margin),
        runner_up=merged("runner_up"),
    )


def _choose(n: Neighbours, score: Ints, rows: int, weights: Weights) -> Choice:
    """The place with the greatest chance, its near neighbours' chances included."""
    candidate, runner_up = np.full(rows, -1, np.int64), np.full(rows, -1, np.int64)
    confidence, margin = np.zeros(rows), np.zeros(rows)
    if not len(n.rows):
        return Choice(candidate, confidence, margin, runner_up)
    tenths = np.where(n.present, n.of(score), -10_000)
    chance = np.exp(np.minimum(tenths, 500) / 10.0)
    chance = chance / (1.0 + chance.sum(axis=1, keepdims=True))
    near = np.unpackbits(n.near[:, :, None], axis=2, bitorder="little").astype(np.bool_)
    near_sum = (chance[:, None, :] * near).sum(axis=2)
    key = np.where(n.present, np.round(near_sum, 9), -1.0)
    best = np.lexsort((np.broadcast_to(np.arange(MOST), n.at.shape), -tenths, -key), axis=1)[:, 0]
    grid = np.arange(len(n.rows))
    elsewhere = np.where(near[grid, best] | ~n.present, -1.0, near_sum)
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
