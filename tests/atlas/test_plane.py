"""The flat map: projection, clipping, hexagons."""

import h3.api.numpy_int as h3
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from innoatlas.atlas.plane import clip, hexagon, outline, project, unwrap

_COORDINATES = st.floats(-50, 50).map(lambda value: round(value, 3))
_TRIANGLES = st.lists(st.tuples(_COORDINATES, _COORDINATES), min_size=3, max_size=3, unique=True).map(np.array)


@given(_TRIANGLES)
@settings(max_examples=50, deadline=None)
def test_what_is_clipped_lies_inside_and_both_sides_make_up_the_whole(triangle):
    left, right = clip(triangle, (-99.0, -99.0), (7.0, 99.0)), clip(triangle, (7.0, -99.0), (99.0, 99.0))
    assert all((part[:, 0] <= 7.0 + 1e-9).all() for part in (left,) if len(part))
    assert np.isclose(_area(left) + _area(right), _area(triangle), atol=1e-6)


def test_a_ring_wholly_inside_is_untouched_and_one_outside_is_gone():
    square = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])
    assert clip(square, (-1.0, -1.0), (2.0, 2.0)).tolist() == square.tolist()
    assert len(clip(square, (5.0, 5.0), (6.0, 6.0))) == 0


def test_a_degree_of_latitude_is_twice_as_tall_at_sixty_degrees():
    _, (south, north, low, high) = project([59.5, 60.5, -0.5, 0.5], [0.0] * 4)
    assert np.isclose((north - south) / (high - low), 2.0, rtol=1e-3)


def test_the_poles_stay_on_the_map():
    assert np.isfinite(project([90.0, -90.0], [0.0, 0.0])[1]).all()


def test_a_hexagon_across_the_180th_meridian_stays_whole():
    ring = hexagon(h3.latlng_to_cell(52.0, 179.99, 4))
    assert ring[:, 1].max() > 180
    assert np.ptp(ring[:, 1]) < 5


def test_seven_neighbouring_cells_have_one_outline_of_eighteen_corners():
    (ring,) = outline(h3.grid_disk(h3.latlng_to_cell(48.85, 2.35, 5), 1).tolist())
    assert ring.shape == (18, 2)


def test_cells_far_apart_have_an_outline_each_and_none_has_none():
    cells = [h3.latlng_to_cell(48.85, 2.35, 5), h3.latlng_to_cell(35.6, 139.7, 5)]
    assert len(outline(cells)) == 2
    assert outline([]) == []


def test_a_ring_that_starts_east_of_the_meridian_goes_on_above_180():
    assert unwrap(np.array([[0.0, -175.0], [0.0, 175.0], [1.0, 170.0]]))[:, 1].tolist() == [185.0, 175.0, 170.0]


def _area(ring: np.ndarray) -> float:
    return float(abs(np.dot(ring[:, 0], np.roll(ring[:, 1], -1)) - np.dot(ring[:, 1], np.roll(ring[:, 0], -1))) / 2) if len(ring) else 0.0
