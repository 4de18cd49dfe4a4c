"""The engine's own functions timed one by one in one process, by wrapping them where `engine` finds them: no second implementation."""

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from innoatlas.geo.sphere import distance_km
from innoatlas.geocoding import engine
from innoatlas.geocoding.candidates import LONGEST_NAME, LONGEST_ORGANISATION
from innoatlas.geocoding.choice import Weights
from innoatlas.geocoding.index import Index, open_index
from innoatlas.geocoding.reading import FIELDS, Reading
from innoatlas.tables import LOCATED
from innoatlas.text.scan import windows
from scripts.benchmark.clock import own_peak_mb

#: Step -> functions of `engine` that make it. What comes after the search for misspelt names is told apart below.
STEPS = {
    "read": ("join_fields", "read"),
    "areas": ("find_areas", "without"),
    "candidates": ("find_candidates",),
    "settle": ("settle", "best"),
    "misspelt": ("find_misspelt",),
    "settle again": ("concatenate", "replaced"),
    "answer": ("answer",),
}

#: Stages as a geocoder is usually cut: look-up of exact names, of similar ones, and the choice.
PARTS = {"exact": ("read", "areas", "candidates"), "fuzzy": ("misspelt", "settle again"), "choose": ("settle", "answer")}

Callback = Callable[[str, float, tuple[Any, ...], Any], None]


@dataclass(frozen=True)
class Steps:
    """What the engine did with some addresses, in one process on one core."""

    rows: int
    cpu_seconds: float  #: of the whole
    seconds: dict[str, float]  #: cpu by step
    per_address: dict[str, float]  #: windows looked up, candidates, addresses searched for misspelt names, addresses with some
    located_share: float  #: share of the addresses that got a point
    right_share: float  #: share of those whose town is known that are within 15 km of it; synthetic, so only a sign that the engine works
    peak_mb: float  #: memory of the process, mapped index included


def time_steps(addresses: Path, most_rows: int, index_folder: Path, weights: Weights, thresholds: engine.Thresholds) -> Steps:
    """The first `most_rows` addresses: once to warm up and count, once to time."""
    index = open_index(index_folder)
    table = pq.read_table(addresses).slice(0, most_rows).combine_chunks()
    counts, answers = _counted(table, index, weights, thresholds)
    seconds: dict[str, float] = defaultdict(float)
    searched = False

    def add(name: str, spent: float, _: tuple[Any, ...], __: Any) -> None:
        nonlocal searched
        step = next(step for step, functions in STEPS.items() if name in functions)
        searched = (searched or name == "find_misspelt") and name != "answer"
        seconds["settle again" if searched and step == "settle" else step] += spent

    start = time.process_time()
    with _watched(add):
        engine.geocode(table, index, weights, thresholds)
    whole = time.process_time() - start
    seconds["rest"] = max(whole - sum(seconds.values()), 0.0)
    located, right = _shares(table, answers)
    return Steps(table.num_rows, whole, dict(seconds), {name: count / table.num_rows for name, count in counts.items()}, located, right, own_peak_mb())


def _counted(table: pa.Table, index: Index, weights: Weights, thresholds: engine.Thresholds) -> tuple[Counter[str], pa.Table]:
    counts: Counter[str] = Counter()

    def count(name: str, _: float, arguments: tuple[Any, ...], result: Any) -> None:
        if name == "read":
            counts["words"] += len(result.words.row)
            counts["windows"] += _windows(result)
        elif name == "find_candidates":
            counts["candidates"] += len(result)
        elif name == "find_misspelt":
            counts["searched for misspelt names"] += int(arguments[3].sum())
            counts["with similar names"] += len(np.unique(result.row))

    with _watched(count):
        return counts, engine.geocode(table, index, weights, thresholds)


def _windows(reading: Reading) -> int:
    """Windows of the names of towns, within segments, and of organisations, across them."""
    words = reading.words
    names, _ = windows(words.segment, LONGEST_NAME)
    organisations, _ = windows(words.row * len(FIELDS) + words.field, LONGEST_ORGANISATION)
    return len(names) + len(organisations)


@contextmanager
def _watched(callback: Callback) -> Iterator[None]:
    """Call back after each function of STEPS with its name, cpu seconds, arguments and result."""
    names = [name for functions in STEPS.values() for name in functions]
    before = {name: getattr(engine, name) for name in names}

    def wrapped(name: str) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            start = time.process_time()
            result = before[name](*arguments)
            callback(name, time.process_time() - start, arguments, result)
            return result

        return call

    try:
        for name in names:
            setattr(engine, name, wrapped(name))
        yield
    finally:
        for name, function in before.items():
            setattr(engine, name, function)


def _shares(table: pa.Table, answers: pa.Table) -> tuple[float, float]:
    located = pc.is_in(answers["precision"], pa.array(LOCATED)).to_numpy()
    known = located & pc.is_valid(table["true_lat"]).to_numpy()
    at = [column.to_numpy()[known] for column in (answers["lat"], answers["lon"], table["true_lat"], table["true_lon"])]
    right = distance_km(*at) <= 15.0
    return float(located.mean()), float(right.mean()) if known.any() else 0.0
