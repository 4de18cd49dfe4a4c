"""Candidates of the test sets' rows, each labelled right or not by the set's own truth."""

import importlib.util
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from innoatlas.geo.sphere import distance_km
from innoatlas.geocoding.areas import find_areas, without
from innoatlas.geocoding.candidates import ORGANISATION, concatenate, find_candidates
from innoatlas.geocoding.case import Case
from innoatlas.geocoding.choice import FEATURE_NAMES, Weights
from innoatlas.geocoding.features import FEATURES, compare
from innoatlas.geocoding.index import Index
from innoatlas.geocoding.misspelt import find_misspelt
from innoatlas.geocoding.neighbours import compare_neighbours, gather
from innoatlas.geocoding.reading import FIELDS, join_fields, read

#: Rows that say more about a rule than their number: the text names another town than the head office; no organisation is known.
WEIGHT_OF_KIND = {"away": 5.0, "no_org": 1.5}
#: Half of the rows of the misspelt towns, for they are the hard tail and not the everyday mix.
WEIGHT_OF_SET = {"us_inventor_city_variants": 0.5}
_BATCH = 5000


@dataclass(frozen=True)
class Labelled:
    """One entry per candidate; `row` counts through all addresses."""

    features: NDArray[np.int8]
    row: NDArray[np.int64]
    right: NDArray[np.bool_]
    none_is_right: NDArray[np.bool_]  #: (rows,) also when nothing is answered
    weight: NDArray[np.float64]  #: (rows,) 0 for rows that teach nothing


def score_module(shared: Path) -> ModuleType:
    """The scoring program beside the data, as a module."""
    spec = importlib.util.spec_from_file_location("score", shared / "score" / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(shared / "score" / "score.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["score"] = module
    spec.loader.exec_module(module)
    return module


def rows_of(shared: Path, part: str) -> list[tuple[str, Any]]:
    """(set, row) of every located row of one part of the development halves."""
    score = score_module(shared)
    out = []
    for name in score.SETS:
        folder = shared / "data" / name
        try:
            rows = score.rows_of(folder, "dev", part)
        except FileNotFoundError:
            continue
        out += [(name, row) for row in rows if row.kind in ("away", "no_org") or (row.kind == "point" and row.truths)]
    return out


def address_table(rows: list[tuple[str, Any]]) -> pa.Table:
    """What the geocoder may see of the rows."""
    return pa.table({name: pa.array([row.given.get(name) or None for _, row in rows], pa.string()) for name in FIELDS})


def labelled(rows: list[tuple[str, Any]], index: Index, weights: Weights) -> Labelled:
    """All candidates that the engine would compare, with their labels."""
    addresses = address_table(rows)
    parts = [_labelled_batch(rows[at : at + _BATCH], addresses.slice(at, _BATCH), index, weights, at) for at in range(0, len(rows), _BATCH)]
    return Labelled(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def with_closed_world(data: Labelled, weight: float) -> Labelled:
    """The same rows, and once more those that only an organisation answers rightly, without it: then nothing is right, as for an unknown organisation."""
    is_organisation = data.features[:, FEATURE_NAMES.index("organisation")] != 0
    rows = len(data.weight)
    by_organisation = np.bincount(data.row, data.right & is_organisation, minlength=rows) > 0
    otherwise = np.bincount(data.row, data.right & ~is_organisation, minlength=rows) > 0
    copied = by_organisation & ~otherwise
    number = np.cumsum(copied) - 1 + rows
    kept = copied[data.row] & ~data.right
    return Labelled(
        features=np.concatenate((data.features, data.features[kept])),
        row=np.concatenate((data.row, number[data.row[kept]])),
        right=np.concatenate((data.right, np.zeros(int(kept.sum()), np.bool_))),
        none_is_right=np.concatenate((data.none_is_right, np.ones(int(copied.sum()), np.bool_))),
        weight=np.concatenate((data.weight, data.weight[copied] * weight)),
    )


def _labelled_batch(rows: list[tuple[str, Any]], addresses: pa.Table, index: Index, weights: Weights, at: int) -> tuple[NDArray[Any], ...]:
    reading = read(join_fields(addresses), index.marks, index.information)
    areas = find_areas(reading, index)
    exact = find_candidates(reading, areas, index)
    reading = without(reading, areas.covered)
    case = Case(reading, areas, exact, index)
    named = np.zeros(reading.rows, np.bool_)
    named[exact.row[case.whole & case.is_name]] = True
    case = Case(reading, areas, concatenate([exact, find_misspelt(reading, areas, index, ~named)]), index)
    features = np.zeros((len(case.candidates), len(FEATURE_NAMES)), np.int8)
    compare(case, features[:, : len(FEATURES)])
    neighbours = gather(case, (features[:, : len(FEATURES)].astype(np.int64) @ weights.tenths[: len(FEATURES)].astype(np.int64)))
    compare_neighbours(neighbours, features[:, len(FEATURES) :])
    kept = np.sort(neighbours.at[neighbours.present])
    right, none_is_right, weight = _labels(rows, case)
    return features[kept], case.row[kept] + at, right[kept], none_is_right, weight


def _labels(rows: list[tuple[str, Any]], case: Case) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.float64]]:
    places, place = case.index.places, case.candidates.place
    lat, lon, source = places.lat[place], places.lon[place], case.candidates.source
    country = np.array(case.index.countries)[places.country[place]]
    bounds = np.searchsorted(case.row, np.arange(len(rows) + 1))
    right = np.zeros(len(place), np.bool_)
    none_is_right = np.zeros(len(rows), np.bool_)
    weight = np.ones(len(rows))
    for k, (name, row) in enumerate(rows):
        here = slice(bounds[k], bounds[k + 1])
        near = np.zeros(bounds[k + 1] - bounds[k], np.bool_)
        for truth in row.truths:
            if truth.lat is not None:
                close = distance_km(lat[here], lon[here], truth.lat, truth.lon) <= truth.tolerance_km
                near |= close & ((country[here] == truth.country) | (row.kind == "away"))
        right[here] = {"point": near, "away": ~near & (source[here] != ORGANISATION), "no_org": source[here] != ORGANISATION}[row.kind]
        none_is_right[k] = row.kind == "no_org" or (row.kind == "point" and not near.any())
        weight[k] = WEIGHT_OF_SET.get(name, 1.0) * WEIGHT_OF_KIND.get(row.kind, 1.0) * (row.kind != "away" or right[here].any())
    return right, none_is_right, weight
