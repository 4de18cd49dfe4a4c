"""How often answers of some chance are right: the curve that turns the first into the second."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from fitting.labelled import address_table
from innoatlas.geo.sphere import distance_km
from innoatlas.geocoding.choice import Weights
from innoatlas.geocoding.engine import BATCH, work
from innoatlas.geocoding.index import Index


def chances(rows: list[tuple[str, Any]], index: Index, weights: Weights) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.bool_]]:
    """(confidence, right, counts) of the best candidate of each row; a row counts when it has one and a truth to hold it against."""
    table, confidence, right, counts = address_table(rows), [], [], []
    for at in range(0, len(rows), BATCH):
        worked = work(table.slice(at, BATCH), index, weights)
        best = worked.best
        confidence.append(best.score)
        counts.append(np.array([row.kind == "point" for _, row in rows[at : at + BATCH]]) & best.found)
        right.append(np.array([_right(row, index, int(p)) for (_, row), p in zip(rows[at : at + BATCH], best.place, strict=True)]))
    return np.concatenate(confidence), np.concatenate(right), np.concatenate(counts)


def fit_confidence(rows: list[tuple[str, Any]], index: Index, weights: Weights) -> tuple[float, float]:
    """Slope and intercept of the logistic curve over the log odds of the chance (Platt 1999)."""
    chance, right, counts = chances(rows, index, weights)
    odds = np.log(np.clip(chance[counts], 1e-9, 1 - 1e-9)) - np.log1p(-np.clip(chance[counts], 1e-9, 1 - 1e-9))
    truth = right[counts].astype(np.float64)

    def loss(line: NDArray[np.float64]) -> float:
        z = line[0] * odds + line[1]
        return float((np.logaddexp(0, z) - truth * z).sum())

    found = minimize(loss, np.array([1.0, 0.0]), method="Nelder-Mead").x
    return float(found[0]), float(found[1])


def calibration_error(chance: NDArray[np.float64], right: NDArray[np.bool_], bins: int = 15) -> float:
    """Expected calibration error: mean over equal-width bins of |share right - mean confidence|, weighted by rows (Naeini et al. 2015)."""
    which = np.minimum((chance * bins).astype(np.int64), bins - 1)
    rows = np.bincount(which, minlength=bins)
    gap = np.abs(np.bincount(which, right, minlength=bins) - np.bincount(which, chance, minlength=bins))
    return float(gap.sum() / max(rows.sum(), 1))


def _right(row: Any, index: Index, place: int) -> bool:
    country = index.countries[index.places.country[place]]
    lat, lon = index.places.lat[place], index.places.lon[place]
    return any(t.lat is not None and t.country == country and float(distance_km(lat, lon, t.lat, t.lon)) <= t.tolerance_km for t in row.truths)
