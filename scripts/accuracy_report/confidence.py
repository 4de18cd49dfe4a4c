"""Whether confidence means what it says: bins of a reliability diagram, and how precise the answers are at each coverage."""

import numpy as np
import pandas as pd
from fitting.confidence import calibration_error

from scripts.accuracy_report.judging import DOUBTFUL, wilson

#: Bins of equal width, as calibration_error has them.
BINS = 15

#: Least confidences at which coverage and precision are told.
LEVELS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 0.99)


def candidates(best: pd.DataFrame) -> pd.DataFrame:
    """Rows with a true point whose best candidate was answered whatever its confidence: what confidence speaks of."""
    return best[(best["kind"] == "point") & best["has_truth"] & best["answered"]]


def reliability(rows: pd.DataFrame) -> pd.DataFrame:
    """Per bin of confidence that has any rows: rows, mean confidence, share right with its interval."""
    which = np.minimum((rows["score"].to_numpy() * BINS).astype(np.int64), BINS - 1)
    found = rows.groupby(which).agg(rows=("right", "size"), confidence=("score", "mean"), hits=("right", "sum"))
    ends = [wilson(hits, size) for hits, size in zip(found["hits"], found["rows"], strict=True)]
    found["from"], found["to"] = found.index / BINS, (found.index + 1) / BINS
    found["right"], found["low"], found["high"] = found["hits"] / found["rows"], [low for low, _ in ends], [high for _, high in ends]
    return found.reset_index(drop=True)


def expected_error(rows: pd.DataFrame) -> float:
    """The expected calibration error over the bins of `reliability`."""
    return float(calibration_error(rows["score"].to_numpy(), rows["right"].to_numpy(np.bool_), BINS))


def coverage(best: pd.DataFrame) -> pd.DataFrame:
    """Per least confidence: share of the rows with a true point that are answered (covered), and the share of these that is right."""
    asked = best[(best["kind"] == "point") & best["has_truth"]]
    rows = candidates(best)
    found = [(level, len(kept := rows[rows["score"] >= level]) / max(len(asked), 1), len(kept), int(kept["right"].sum())) for level in LEVELS]
    table = pd.DataFrame(found, columns=["level", "covered", "answers", "hits"])
    ends = [wilson(hits, size) for hits, size in zip(table["hits"], table["answers"], strict=True)]
    table["precise"], table["low"], table["high"] = table["hits"] / table["answers"], [low for low, _ in ends], [high for _, high in ends]
    return table


def by_set(rows: pd.DataFrame) -> pd.DataFrame:
    """Mean confidence against the share right, per set; rows whose truth the set doubts stand by themselves."""
    names = rows["set"].where(rows["tier"] != DOUBTFUL, rows["set"] + ", " + DOUBTFUL)
    found = rows.groupby(names.rename("set")).agg(rows=("right", "size"), confidence=("score", "mean"), right=("right", "mean"))
    found["error"] = [expected_error(rows[names == name]) for name in found.index]
    return found.reset_index()
