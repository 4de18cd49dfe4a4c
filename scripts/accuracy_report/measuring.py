"""One run over all questions: what the page needs, as tables."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from innoatlas.cli.geocoder import Geocoder
from innoatlas.geocoding.engine import Thresholds, geocode
from scripts.accuracy_report import closed_world, confidence, left_out, mistakes
from scripts.accuracy_report.judging import DOUBTFUL, answers_of, groups, judged, tiers
from scripts.accuracy_report.peer import peer_answers
from scripts.accuracy_report.questions import Questions

#: Countries of fewer located rows are one group; kinds of error that are told; examples of each.
LEAST_ROWS, MOST_KINDS, MOST_EXAMPLES = 60, 10, 5

Records = list[dict[str, Any]]
Say = Callable[[str], object]


@dataclass(frozen=True)
class Measured:
    """Everything that was found; tables as their modules describe them."""

    gazetteer: str  #: version of the index with organisations
    packages_gazetteer: str  #: of the one without
    rows: int
    tiers: dict[tuple[str, str], Records]  #: (geocoder, part) -> records of the scoring program
    groups: dict[str, pd.DataFrame]  #: by true country, method and precision
    reliability: pd.DataFrame
    by_set: pd.DataFrame
    coverage: pd.DataFrame
    calibration_error: float  #: over best candidates of the check part, whatever their confidence
    calibration_error_of_answers: float  #: over the answers given there
    closed_world: pd.DataFrame
    errors: pd.DataFrame
    error_count: int
    examples: pd.DataFrame
    effects: pd.DataFrame
    effects_rows: int


def measure(questions: Questions, data: Path, geocoders: dict[str, Geocoder], reference: Path, home: Path, with_peer: bool, say: Say) -> Measured:
    """Everything with the first geocoder, the tiers alone with the others and with the peer; examples of errors go to HOME/errors.csv."""
    first, plain = geocoders.values()
    say(f"{len(questions):,} rows of {len(set(questions.sets))} sets")
    found = {name: geocode(questions.addresses, one.index, one.weights, one.thresholds) for name, one in geocoders.items()}
    check = questions.check_part()
    by_part: dict[tuple[str, str], Records] = {}
    for name, table in found.items():
        by_part[name, "all"] = tiers(questions, answers_of(questions, table))
        by_part[name, "check"] = tiers(check, answers_of(check, table.filter(list(questions.checked))))
    if with_peer:
        say("the peer")
        by_part["peer", "check"] = tiers(check, peer_answers(check, first.index, reference))
    rows = judged(questions, found[next(iter(geocoders))])
    best = judged(questions, geocode(questions.addresses, first.index, first.weights, Thresholds(0.0, 0.0)))
    wrong = mistakes.mistakes(rows, best, questions, first.index)
    say("each row's own organisation taken out")
    own = closed_world.own_organisations(data, check)
    closed = closed_world.closed_world(check, own, first)
    say("each rule left out")
    scored = check.scored()
    located = rows[rows["has_truth"] & (rows["kind"] == "point") & (rows["tier"] != DOUBTFUL)]
    likely, given = confidence.candidates(best[best["checked"]]), confidence.candidates(rows[rows["checked"]])
    return Measured(
        gazetteer=first.index.digest,
        packages_gazetteer=plain.index.digest,
        rows=len(questions),
        tiers=by_part,
        groups={column: groups(located, column, least) for column, least in (("true_country", LEAST_ROWS), ("method", 1), ("precision", 1))},
        reliability=confidence.reliability(likely),
        by_set=confidence.by_set(given),
        coverage=confidence.coverage(best[best["checked"]]),
        calibration_error=confidence.expected_error(likely),
        calibration_error_of_answers=confidence.expected_error(given),
        closed_world=closed,
        errors=mistakes.counts(wrong, rows, MOST_KINDS),
        error_count=len(wrong),
        examples=mistakes.write_examples(wrong, questions, MOST_EXAMPLES, home / "errors.csv"),
        effects=left_out.effects(scored, first),
        effects_rows=len(scored),
    )
