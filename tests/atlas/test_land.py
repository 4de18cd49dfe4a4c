"""The bundled outlines, and TopoJSON read into rings."""

import numpy as np

from innoatlas.atlas.land import outer_rings, rings


def test_every_ring_is_closed():
    assert all((ring[0] == ring[-1]).all() for ring in outer_rings())


def test_the_outlines_cover_the_world():
    corners = np.concatenate(outer_rings())
    assert corners[:, 0].min() == -90
    assert corners[:, 0].max() > 83
    assert len(outer_rings()) > 1000


def test_no_outline_jumps_across_the_map_but_along_the_pole():
    for ring in outer_rings():
        steps = np.abs(np.diff(ring[:, 1]))
        assert steps[ring[1:, 0] > -90].max() < 30


def test_paris_lies_in_one_country():
    assert sum(_holds(ring, 48.85, 2.35) for ring in outer_rings()) == 1
    assert sum(_holds(ring, 45.0, -30.0) for ring in outer_rings()) == 0


def test_a_polygon_made_of_two_arcs_and_a_multipolygon_are_read_alike():
    arcs = [[[0, 0], [2, 0], [0, 2]], [[2, 2], [-2, 0], [0, -2]]]
    geometries = [{"type": "Polygon", "arcs": [[0, 1]]}, {"type": "MultiPolygon", "arcs": [[[0, 1]], [[0, 1]]]}]
    topology = {"transform": {"scale": [0.5, 2.0], "translate": [1.0, -1.0]}, "arcs": arcs, "objects": {"o": {"geometries": geometries}}}
    square = [[-1.0, 1.0], [-1.0, 2.0], [3.0, 2.0], [3.0, 1.0], [-1.0, 1.0]]
    assert [ring.tolist() for ring in rings(topology, "o")] == [square] * 3


def _holds(ring: np.ndarray, lat: float, lon: float) -> bool:
    """Even-odd rule: how often a ray to the east crosses the ring."""
    (y, x), (y2, x2) = ring[:-1].T, ring[1:].T
    crosses = (y > lat) != (y2 > lat)
    at = x + (lat - y) / np.where(crosses, y2 - y, 1) * (x2 - x)
    return bool(np.sum(crosses & (at > lon)) % 2)
