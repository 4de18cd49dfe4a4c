"""What each rule adds: the whole engine once more without it, on the same rows."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from typing import Any
from unittest.mock import patch

import numpy as np
import pandas as pd

from innoatlas.cli.geocoder import Geocoder
from innoatlas.geocoding import answer, areas, candidates, engine
from innoatlas.geocoding.choice import FEATURE_NAMES, Weights
from innoatlas.geocoding.engine import Thresholds, geocode
from scripts.accuracy_report.judging import answers_of, outcomes
from scripts.accuracy_report.questions import Questions

#: Half width of a 95 % interval in standard errors.
_Z95 = 1.959964


@dataclass(frozen=True)
class Without:
    """The geocoder with one rule left out: `rule` is the name of the feature, of the function that says it, or of the threshold."""

    rule: str
    kind: str  #: feature, step or threshold
    weight: float | None  #: null for what has none
    weights: Weights
    thresholds: Thresholds
    change: Callable[[], AbstractContextManager[object]]


def effects(questions: Questions, geocoder: Geocoder) -> pd.DataFrame:
    """One row per rule that could matter, the most helpful first: rows that are right only with it (`only_with`) and only without it, the share right
    that it `adds` with the half width of its 95 % interval (paired shares, as McNemar 1947), and the wrong answers that it prevents.

    Weights are not fitted again and confidence is not calibrated again, so a rule whose work another could do looks a little more useful than it is.
    """
    whole = _outcomes(questions, geocoder, geocoder.weights, geocoder.thresholds)
    rows = []
    for left in everything_once(geocoder):
        with left.change():
            others = _outcomes(questions, geocoder, left.weights, left.thresholds)
        lost, gained = int(((whole == "right") & (others != "right")).sum()), int(((others == "right") & (whole != "right")).sum())
        adds = (lost - gained) / len(questions)
        half_width = _Z95 * ((lost + gained) / len(questions) - adds**2) ** 0.5 / len(questions) ** 0.5
        rows.append((left.rule, left.kind, left.weight, lost, gained, adds, half_width, int((others == "wrong").sum() - (whole == "wrong").sum())))
    found = pd.DataFrame(rows, columns=["rule", "kind", "weight", "only_with", "only_without", "adds", "half_width", "wrong_prevented"])
    return found.sort_values(["adds", "rule"], ascending=[False, True]).reset_index(drop=True)


def everything_once(geocoder: Geocoder) -> Iterator[Without]:
    """Each feature that has a weight, then each step that is a function of its own, then the organisations' own threshold."""
    weights, thresholds = geocoder.weights, geocoder.thresholds
    for at, name in enumerate(FEATURE_NAMES):
        if weights.tenths[at]:
            tenths = weights.tenths.copy()
            tenths[at] = 0
            yield Without(name, "feature", float(weights.tenths[at]) / 10, replace(weights, tenths=tenths), thresholds, nullcontext)
    for rule, change in _STEPS.items():
        yield Without(rule, "step", None, weights, thresholds, change)
    yield Without("min_score_organisation", "threshold", None, weights, replace(thresholds, min_score_organisation=thresholds.min_score), nullcontext)


def _outcomes(questions: Questions, geocoder: Geocoder, weights: Weights, thresholds: Thresholds) -> np.ndarray[Any, np.dtype[np.object_]]:
    found = geocode(questions.addresses, geocoder.index, weights, thresholds)
    return np.array(outcomes(questions, answers_of(questions, found)), np.object_)


def _found_nothing(module: Any, name: str) -> Callable[[], AbstractContextManager[object]]:
    """The function still looks, and none of what it finds is a candidate."""
    original = getattr(module, name)
    return lambda: patch.object(module, name, lambda *given: original(*given).take(np.zeros(0, np.int64)))


def _all_zero(module: Any, name: str) -> Callable[[], AbstractContextManager[object]]:
    """The function says 0 or false of everything."""
    original = getattr(module, name)
    return lambda: patch.object(module, name, lambda *given: np.zeros_like(original(*given)))


#: Steps of the engine that are functions of their own, and what stands in their place.
_STEPS: dict[str, Callable[[], AbstractContextManager[object]]] = {
    "candidates.find_names": _found_nothing(candidates, "find_names"),
    "candidates.find_postcodes": _found_nothing(candidates, "find_postcodes"),
    "candidates.find_organisations": _found_nothing(candidates, "find_organisations"),
    "misspelt.find_misspelt": _found_nothing(engine, "find_misspelt"),
    "areas.region_strength": _all_zero(areas, "region_strength"),
    "areas.implied_by_region": _all_zero(areas, "implied_by_region"),
    "areas.in_states": _all_zero(areas, "in_states"),
    "answer.says_no_affiliation": _all_zero(answer, "says_no_affiliation"),
    "areas.without": lambda: patch.object(engine, "without", lambda reading, covered: reading),
}
