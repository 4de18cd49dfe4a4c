"""What the fit of the weights is given."""

import numpy as np

from innoatlas.geocoding.choice import FEATURE_NAMES
from scripts.fitting.labelled import Labelled, with_closed_world

ORGANISATION = FEATURE_NAMES.index("organisation")


def labelled(*candidates: tuple[int, bool, bool], rows: int) -> Labelled:
    """From (row, is an organisation, is right), sorted by row."""
    features = np.zeros((len(candidates), len(FEATURE_NAMES)), np.int8)
    features[:, ORGANISATION] = [organisation for _, organisation, _ in candidates]
    row, right = np.array([row for row, _, _ in candidates]), np.array([right for _, _, right in candidates])
    return Labelled(features, row, right, np.zeros(rows, np.bool_), np.ones(rows))


def test_a_row_that_only_its_organisation_answers_comes_once_more_without_it() -> None:
    given = labelled((0, True, True), (0, True, False), (0, False, False), rows=1)
    made = with_closed_world(given, 0.5)
    assert made.row.tolist() == [0, 0, 0, 1, 1]
    assert made.right.tolist() == [True, False, False, False, False]
    assert made.features[:, ORGANISATION].tolist() == [1, 1, 0, 1, 0]
    assert (made.none_is_right.tolist(), made.weight.tolist()) == ([False, True], [1.0, 0.5])


def test_a_row_that_a_town_answers_too_comes_once() -> None:
    given = labelled((0, True, True), (0, False, True), (1, False, True), (1, True, False), rows=2)
    made = with_closed_world(given, 0.5)
    assert made.row.tolist() == given.row.tolist()
    assert len(made.weight) == 2
