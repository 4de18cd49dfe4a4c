"""The reviewed weights of conf/reference/weights.tsv: one row per feature, one decimal, fitted or set as a rule."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from innoatlas.errors import SettingsError
from innoatlas.geocoding.choice import FEATURE_NAMES, Weights
from innoatlas.text.reference import read_table

#: Least and greatest weight of each direction.
SIGNS = {"for": (0.0, np.inf), "against": (-np.inf, 0.0), "open": (-np.inf, np.inf)}


@dataclass(frozen=True)
class WeightRow:
    """Weight of one feature; `basis` says whether the fit may change it, `direction` which signs it may have."""

    feature: str
    weight: str
    basis: Literal["fitted", "rule"]
    direction: Literal["for", "against", "open"]


def read_weights(reference: Path, slope: float, intercept: float) -> Weights:
    """Weights in the order of FEATURE_NAMES. SettingsError that lists the features without a row and the rows without a feature."""
    file = reference / "weights.tsv"
    rows = {row.feature: row for row in read_table(file, WeightRow)}
    missing, unknown = sorted(set(FEATURE_NAMES) - set(rows)), sorted(set(rows) - set(FEATURE_NAMES))
    if missing or unknown:
        wrong = f"missing: {missing or 'none'}; unknown: {unknown or 'none'}"
        raise SettingsError(f"{file}: expected one row per feature; {wrong}. Refit with scripts/fit_weights.py.")
    return Weights(np.array([_tenths(file, rows[name]) for name in FEATURE_NAMES], np.int32), slope, intercept)


def _tenths(file: Path, row: WeightRow) -> int:
    try:
        value = float(row.weight) * 10
    except ValueError:
        value = float("nan")
    if value != round(value, 6) or abs(value - round(value)) > 1e-6:
        raise SettingsError(f"{file}: the weight of {row.feature} must be a number of one decimal, found {row.weight!r}.")
    least, most = SIGNS[row.direction]
    if not least <= value <= most:
        raise SettingsError(
            f"{file}: {row.feature} speaks {row.direction} a place, so its weight may not be {row.weight}. Correct the weight or the direction."
        )
    return round(value)
