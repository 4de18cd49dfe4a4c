"""Answers held against the truth: the table of every tier, as the scoring program prints it, and one row per question to group by."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from scipy.stats import binomtest

from innoatlas.geo.sphere import distance_km
from scripts.accuracy_report.questions import Questions, has_truth

#: Rows whose truth the set itself doubts.
DOUBTFUL = "doubtful truth"


def wilson(hits: int, rows: int) -> tuple[float, float]:
    """95 % interval of a share, without continuity correction (Wilson 1927); all of 0 to 1 where there are no rows.

    >>> [round(end, 3) for end in wilson(96, 100)]
    [0.902, 0.984]
    """
    if not rows:
        return 0.0, 1.0
    ends = binomtest(hits, rows).proportion_ci(0.95, "wilson")
    return float(ends.low), float(ends.high)


def answers_of(questions: Questions, found: pa.Table) -> list[Any]:
    """`Answer` of the scoring program for each row of `geocodes`."""
    columns = (found[name].to_pylist() for name in ("country_code", "lat", "lon", "precision"))
    return [questions.score.Answer(country or "", lat, lon, precision) for country, lat, lon, precision in zip(*columns, strict=True)]


def tiers(questions: Questions, answers: Sequence[Any]) -> list[dict[str, Any]]:
    """One record per set and tier: the numbers of the scoring program, by its own functions."""
    records = []
    for name in dict.fromkeys(questions.sets):
        here = [at for at, other in enumerate(questions.sets) if other == name]
        rows = [questions.rows[at] for at in here]
        by_id = {questions.rows[at].id: answers[at] for at in here}
        tallies = questions.score.measure(rows, by_id, coarse_counts=False, by_country=False)
        records += [questions.score.record(name, tier, tally) for tier, tally in tallies.items()]
    return records


def outcomes(questions: Questions, answers: Sequence[Any]) -> list[str]:
    """right, wrong, coarse or blank, as the scoring program judges each row."""
    tally = questions.score.Tally()
    return [tally.add(row, answer, coarse_counts=False) for row, answer in zip(questions.rows, answers, strict=True)]


def judged(questions: Questions, found: pa.Table) -> pd.DataFrame:
    """One row per question with what was answered, what became of it, and `km` to the nearest true point (null without one of either)."""
    rows, score = questions.rows, questions.score
    table = found.select(["place_id", "place_name", "country_code", "lat", "lon", "precision", "method", "score", "flags"]).to_pandas()
    table["set"], table["tier"] = questions.sets, [row.tiers[0] for row in rows]
    table["kind"], table["checked"] = [row.kind for row in rows], questions.checked
    table["has_truth"] = [has_truth(row) for row in rows]
    table["true_country"] = [min((truth.country for truth in row.truths), default="") for row in rows]
    table["outcome"] = outcomes(questions, answers_of(questions, found))
    table["right"] = table["outcome"] == "right"
    table["answered"] = table["outcome"].isin(["right", "wrong"])
    codes = table["country_code"].fillna("")
    table["right_country"] = [any(score.same_country(code, truth.country) for truth in row.truths) for code, row in zip(codes, rows, strict=True)]
    table["km"] = [_nearest(row, lat, lon) for row, lat, lon in zip(rows, table["lat"], table["lon"], strict=True)]
    return table


def groups(rows: pd.DataFrame, column: str, least: int) -> pd.DataFrame:
    """Answered, right and precise per value of a column, the largest first; values of fewer rows than `least` are one group, `others`."""
    count = rows.groupby(column)[column].transform("size")
    named = rows.assign(**{column: rows[column].where(count >= least, "others")})
    found = named.groupby(column).agg(rows=("right", "size"), answered=("answered", "sum"), right=("right", "sum")).reset_index()
    ends = [wilson(right, size) for right, size in zip(found["right"], found["rows"], strict=True)]
    found["low"], found["high"] = [low for low, _ in ends], [high for _, high in ends]
    found["last"] = found[column] == "others"
    return found.sort_values(["last", "rows", column], ascending=[True, False, True]).drop(columns="last").reset_index(drop=True)


def _nearest(row: Any, lat: float, lon: float) -> float:
    points = [(truth.lat, truth.lon) for truth in row.truths if truth.lat is not None]
    return float(np.min(distance_km(lat, lon, *np.transpose(points)))) if points and not np.isnan(lat) else float("nan")
