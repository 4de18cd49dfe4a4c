"""Centres and reach on the sphere."""

import h3.api.numpy_int as h3
import numpy as np
import pytest

from innoatlas.clustering.shape import centroid, footprint, reach_km
from innoatlas.geo.cells import cells_of


def test_the_centre_of_one_point_is_the_point() -> None:
    assert centroid(np.array([48.85341]), np.array([2.3488]), np.array([7])) == pytest.approx((48.85341, 2.3488), abs=1e-5)


def test_the_centre_leans_to_the_heavier_point() -> None:
    lat, lon = centroid(np.array([0.0, 0.0]), np.array([0.0, 1.0]), np.array([3, 1]))
    assert (lat, lon) == (0.0, pytest.approx(0.25, abs=1e-4))


def test_the_reach_is_the_distance_to_the_farthest_point() -> None:
    assert reach_km(np.array([0.0, 0.0]), np.array([0.1, 1.0]), (0.0, 0.0)) == pytest.approx(111.195, abs=0.001)


def test_the_footprint_is_each_cell_once() -> None:
    cells = cells_of([48.85, 48.8501, 45.75], [2.35, 2.3501, 4.85], 8)
    assert footprint(cells, 5) == sorted({int(h3.latlng_to_cell(48.85, 2.35, 5)), int(h3.latlng_to_cell(45.75, 4.85, 5))})
