"""Today's clusters held fixed, and the window before inside them."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from innoatlas.clustering.holding import held_fixed
from innoatlas.geo.sphere import coordinates, distance_km, point_ids

#: (longitude on the equator, cluster or None, role); a hundredth of a degree is 1.1 km.
Point = tuple[float, str | None, str]


def held(today: list[Point], before: list[float], radius_km: float = 15.0) -> dict[float, str]:
    """Longitude -> cluster of the earlier coordinates that lie in one."""
    rows = [{"point_id": int(point_ids(0.0, lon)), "period": "current", "cluster_id": cluster, "role": role} for lon, cluster, role in today]
    rows += [{"point_id": int(point_ids(0.0, lon)), "period": "previous", "cluster_id": None, "role": "noise"} for lon in before]
    types = pa.schema([("point_id", pa.int64()), ("period", pa.string()), ("cluster_id", pa.string()), ("role", pa.string())])
    found = held_fixed(pa.Table.from_pylist(rows, schema=types), radius_km).to_pylist()
    return {round(float(coordinates(row["point_id"])[1]), 5): row["cluster_id"] for row in found}


def test_what_is_known_today_is_what_it_is_today_and_the_rest_joins_the_nearest_core_within_the_radius() -> None:
    today: list[Point] = [(0.0, "a", "core"), (0.13, "a", "border"), (0.26, None, "noise"), (0.5, "b", "core")]
    assert held(today, [0.0, 0.05, 0.13, 0.134, 0.2, 0.26, 0.4, 0.9]) == {0.0: "a", 0.05: "a", 0.13: "a", 0.134: "a", 0.4: "b"}


def test_between_two_clusters_the_nearer_wins_and_then_the_smaller_id() -> None:
    today: list[Point] = [(0.0, "z", "core"), (0.2, "y", "core")]
    assert held(today, [0.09, 0.1, 0.11]) == {0.09: "z", 0.1: "y", 0.11: "y"}


@pytest.mark.parametrize(("today", "before"), [([], [0.0]), ([(0.0, "a", "core")], []), ([(0.0, None, "noise")], [0.001]), ([(0.0, "a", "core")], [0.0])])
def test_a_window_may_be_empty_or_without_clusters(today: list[Point], before: list[float]) -> None:
    assert set(held(today, before)) <= set(before) & {point[0] for point in today}


STEPS = st.integers(0, 60).map(lambda step: step / 100)


@settings(max_examples=60, deadline=None)
@given(cores=st.dictionaries(STEPS, st.sampled_from("abc"), min_size=1), before=st.lists(STEPS, unique=True))
def test_the_nearest_core_as_plain_loops_find_it(cores: dict[float, str], before: list[float]) -> None:
    expected = {}
    for lon in before:
        near = [(round(float(distance_km(0.0, lon, 0.0, core)), 6), name) for core, name in cores.items()]
        distance, name = min(near) if lon not in cores else (0.0, cores[lon])
        if distance <= 15.0:
            expected[lon] = name
    assert held([(lon, name, "core") for lon, name in cores.items()], before) == expected


def test_the_order_of_rows_changes_nothing() -> None:
    today: list[Point] = [(number / 50, "ab"[number % 2], "core") for number in range(20)]
    before = np.linspace(0, 0.5, 40).round(3).tolist()
    assert held(today, before) == held(today[::-1], before[::-1])
