"""Points in circles and polygons, against slow oracles and by hand where the map is awkward."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from innoatlas.geo import polygons
from innoatlas.geo.polygons import Floats, Points, centre_of, within_circle, within_polygon
from innoatlas.geo.sphere import EARTH_KM

LAT, LON = st.floats(-90, 90).map(lambda x: round(x, 5)), st.floats(-180, 180).map(lambda x: round(x, 5))
SCATTERED = st.lists(st.tuples(LAT, LON), min_size=1, max_size=30)
WORLD = np.array([(-90.0, -180.0), (-90.0, 180.0), (90.0, 180.0), (90.0, -180.0)])


def box(south: float, west: float, north: float, east: float) -> Floats:
    return np.array([(south, west), (south, east), (north, east), (north, west)])


def inside(points: list[tuple[float, float]], *rings: Floats) -> list[int]:
    return within_polygon(Points.of(*zip(*points, strict=True)), rings).tolist()


def great_circle_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """By the tangent formula, which is no haversine."""
    a, b, turn = math.radians(lat), math.radians(other_lat), math.radians(other_lon - lon)
    across = math.hypot(math.cos(b) * math.sin(turn), math.cos(a) * math.sin(b) - math.sin(a) * math.cos(b) * math.cos(turn))
    return EARTH_KM * math.atan2(across, math.sin(a) * math.sin(b) + math.cos(a) * math.cos(b) * math.cos(turn))


@given(SCATTERED, LAT, LON, st.floats(0.1, 20_015))
@settings(max_examples=200, deadline=None)
def test_a_circle_holds_what_the_great_circle_says(points: list[tuple[float, float]], lat: float, lon: float, radius_km: float) -> None:
    away = [great_circle_km(lat, lon, *point) for point in points]
    clear = {row for row, km in enumerate(away) if abs(km - radius_km) > 1e-3}
    found = set(within_circle(Points.of(*zip(*points, strict=True)), lat, lon, radius_km).tolist())
    assert found & clear == {row for row in clear if away[row] <= radius_km}


@given(SCATTERED)
@settings(max_examples=100, deadline=None)
def test_the_whole_world_holds_every_point(points: list[tuple[float, float]]) -> None:
    assert inside(points, WORLD) == list(range(len(points)))


@given(SCATTERED, st.lists(st.tuples(LAT, LON), min_size=3, max_size=9))
@settings(max_examples=200, deadline=None)
def test_a_polygon_holds_the_points_from_which_an_odd_number_of_edges_lies_east(points: list[tuple[float, float]], corners: list[tuple[float, float]]) -> None:
    half = np.array([(lat, lon / 2.01) for lat, lon in corners])  # so that no edge is longer than half a turn
    edges = list(zip(half.tolist(), np.roll(half, -1, axis=0).tolist(), strict=True))
    expected = [row for row, (lat, lon) in enumerate(points) if sum(_lies_east(lat, lon, *edge) for edge in edges) % 2]
    assert inside(points, half) == expected


def _lies_east(lat: float, lon: float, one: list[float], other: list[float]) -> bool:
    (south, west), (north, east) = sorted((one, other), key=lambda end: end[0])
    return south <= min(lat, 90 - 1e-9) < north and lon < west + (min(lat, 90 - 1e-9) - south) * (east - west) / (north - south)


@given(SCATTERED, st.lists(st.tuples(LAT, LON.map(lambda x: x / 2)), max_size=5))
@settings(max_examples=100, deadline=None)
def test_a_point_on_a_shared_border_is_on_one_side_of_it(points: list[tuple[float, float]], bends: list[tuple[float, float]]) -> None:
    """A line from pole to pole divides the world; the points, the line's own among them, are divided with it."""
    line = [(-90.0, 0.0), *sorted(bends), (90.0, 0.0)]
    all_points = [*points, *bends]
    west, east = (inside(all_points, np.array([(-90.0, edge), *line, (90.0, edge)])) for edge in (-180.0, 180.0))
    assert sorted(west + east) == list(range(len(all_points)))


def test_a_polygon_across_the_180th_meridian_goes_the_short_way() -> None:
    fiji = box(-20, 177, -16, -179)
    assert inside([(-18, 178), (-18, -179.5), (-18, 180), (-18, -180), (-18, 0), (-18, -178)], fiji) == [0, 1, 2, 3]
    beyond = np.array([(-20.0, 177.0), (-20.0, 181.0), (-16.0, 181.0), (-16.0, 177.0)])
    assert inside([(-18, 178), (-18, -179.5), (-18, -178)], beyond) == [0, 1]


def test_a_hole_is_outside_and_an_island_in_it_is_another_polygon() -> None:
    points = [(0, 0), (3, 3), (8, 8), (20, 20)]
    assert inside(points, box(-10, -10, 10, 10), box(-5, -5, 5, 5)) == [2]
    assert inside(points, box(-1, -1, 1, 1)) == [0]


@pytest.mark.parametrize("pole", [90, -90])
def test_a_ring_around_the_earth_holds_the_nearer_pole(pole: int) -> None:
    ring = np.array([(pole * 2 / 3, lon) for lon in (-150.0, -30.0, 90.0)])
    assert inside([(pole, 0), (pole * 0.8, 170), (pole * 0.5, 10), (-pole, 0)], ring) == [0, 1]


def test_antarctica_as_maps_draw_it() -> None:
    ring = np.array([(-90.0, -180.0), (-90.0, 180.0), (-75.0, 180.0), (-65.0, 60.0), (-70.0, -60.0), (-75.0, -180.0)])
    assert inside([(-89, 0), (-80, -179), (-80, 179), (-60, 0), (80, 0)], ring) == [0, 1, 2]


def test_long_outlines_are_worked_off_in_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    turn = np.linspace(0, 2 * np.pi, 1000, endpoint=False)
    disc = np.column_stack((10 * np.sin(turn), 10 * np.cos(turn)))
    grid = [(float(lat), float(lon)) for lat in np.arange(-12, 12.5, 0.7) for lon in np.arange(-12, 12.5, 0.7)]
    whole = inside(grid, disc)
    monkeypatch.setattr(polygons, "_PAIRS", 50)
    assert inside(grid, disc) == whole == [row for row, point in enumerate(grid) if math.hypot(*point) < 9.999]


def test_the_centre_of_a_triangle_is_that_of_its_corners() -> None:
    assert centre_of(np.array([(0.0, 0.0), (0.0, 6.0), (3.0, 0.0)])) == (1.0, 2.0)
    assert centre_of(np.array([(0.0, 0.0), (0.0, 2.0), (0.0, 4.0)])) == (0.0, 2.0), "a line encloses nothing, so its points tell"
