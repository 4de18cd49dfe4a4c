"""Refits the weights of geocoding on the tune part of the located test sets and shows what would change.

    fit_weights.py INDEX [--shared ../shared] [--write]

Conditional logistic regression: within an address, the right candidates against all others and "none of them". Weights are
rounded to one decimal and keep the sign of their direction; those marked `rule` in conf/reference/weights.tsv stay as they are. Then the two numbers of the
confidence curve are fitted on answers of the same rows. With --write the table is replaced.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
from fitting.confidence import fit_confidence
from fitting.labelled import Labelled, labelled, rows_of, with_closed_world
from numpy.typing import NDArray
from scipy.optimize import minimize

from innoatlas.geocoding.choice import FEATURE_NAMES, Weights
from innoatlas.geocoding.index import open_index
from innoatlas.geocoding.weights import SIGNS, WeightRow
from innoatlas.text.reference import read_table

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "conf" / "reference" / "weights.tsv"
_PENALTY = 0.5
_ROUNDS = 3
#: Weight of a row without its own organisation, beside the row with it.
_CLOSED_WORLD = 0.5


def fit(data: Labelled, start: NDArray[np.float64], fixed: NDArray[np.bool_], signs: list[tuple[float, float]]) -> NDArray[np.float64]:
    """Weights that make the right candidates likeliest, each within its `signs`; ridge penalty, fixed ones untouched."""
    x, row, right = data.features.astype(np.float64), data.row, data.right
    rows = len(data.weight)
    some_right = np.bincount(row, right, minlength=rows) > 0
    none = (~some_right | data.none_is_right).astype(np.float64)

    def loss(free: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        w = start.copy()
        w[~fixed] = free
        e = np.exp(np.clip(x @ w, -50, 50))
        everything = 1 + np.bincount(row, e, minlength=rows)
        good = np.maximum(none + np.bincount(row, e * right, minlength=rows), 1e-12)
        value = -(data.weight * (np.log(good) - np.log(everything))).sum() + _PENALTY * (free @ free)
        slope = x.T @ (data.weight[row] * (e / everything[row] - e * right / good[row]))
        return float(value), slope[~fixed] + 2 * _PENALTY * free

    out = start.copy()
    bounds = [signs[i] for i in np.flatnonzero(~fixed)]
    out[~fixed] = minimize(loss, start[~fixed], jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 300}).x
    return out


def main() -> None:
    """Fit, print what would change, and write it when asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", type=Path, help="folder of a gazetteer index")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="folder with data/ and score/")
    parser.add_argument("--write", action="store_true", help="replace conf/reference/weights.tsv")
    options = parser.parse_args()
    if not (options.shared / "data").is_dir():
        sys.exit(f"{options.shared / 'data'} is absent: the weights are fitted on the located test sets, which are kept outside the project.")
    index, rows = open_index(options.index), rows_of(options.shared, "tune")
    old = {row.feature: row for row in read_table(TABLE, WeightRow)}
    weights = np.array([float(old[name].weight) if name in old else 0.0 for name in FEATURE_NAMES])
    fixed = np.array([name in old and old[name].basis == "rule" for name in FEATURE_NAMES])
    direction = {name: old[name].direction if name in old else "open" for name in FEATURE_NAMES}
    signs = [SIGNS[direction[name]] for name in FEATURE_NAMES]
    for _ in range(_ROUNDS):
        rounded = Weights(np.rint(weights * 10).astype(np.int32), 1.0, 0.0)
        weights = fit(with_closed_world(labelled(rows, index, rounded), _CLOSED_WORLD), weights, fixed, signs)
    tenths = np.rint(weights * 10).astype(np.int32)
    for name, value in zip(FEATURE_NAMES, tenths, strict=True):
        before = old[name].weight if name in old else "new"
        print(f"{name:<34}{before:>7} -> {value / 10:+.1f}")
    slope, intercept = fit_confidence(rows, index, Weights(tenths, 1.0, 0.0))
    print(f"calibration_slope = {slope:.2f}\ncalibration_intercept = {intercept:.2f}")
    if options.write:
        lines = TABLE.read_text(encoding="utf-8").split("\n")[:2]
        basis = {name: "rule" if is_fixed else "fitted" for name, is_fixed in zip(FEATURE_NAMES, fixed, strict=True)}
        lines += [f"{name}\t{value / 10:.1f}\t{basis[name]}\t{direction[name]}" for name, value in sorted(zip(FEATURE_NAMES, tenths.tolist(), strict=True))]
        TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
