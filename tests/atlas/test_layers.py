"""What is drawn: places, cells and their colours."""

import h3.api.numpy_int as h3
import numpy as np
import pytest

from innoatlas import tables
from innoatlas.atlas.colours import GRID, balance_colour, grid_bounds, grid_colours
from innoatlas.atlas.extract import HEIGHT, WIDTH, extract, surroundings
from innoatlas.atlas.facts import clusters_of, kinds_of, totals_of
from innoatlas.atlas.layers import cells_of, points_of
from innoatlas.atlas.manifest import last_runs
from innoatlas.atlas.world_map import map_json
from tests.atlas.invented import arrow, nothing, world


@pytest.fixture(scope="module")
def made():
    return world(clusters=6, points_per_cluster=8, hermits=30, economies=20)


def test_too_many_cells_are_drawn_coarser_without_losing_any_share(made):
    fine = cells_of(made, ["patent", "paper"])
    coarse = cells_of(made, ["patent", "paper"], limit=40)
    assert fine.resolution == fine.given_resolution == 5
    assert coarse.resolution < 5
    assert len(coarse.rows) <= 40
    assert coarse.rows["score"].sum() == pytest.approx(fine.rows["score"].sum()) == pytest.approx(200)


def test_cells_of_the_previous_window_are_not_drawn(made):
    before = [row | {"period": "previous"} for row in made["cells"].to_pylist() if row["period"] == "current"]
    assert cells_of(made | {"cells": arrow(tables.CELLS, before)}, ["patent"]).rows.empty


def test_a_place_is_drawn_once_whatever_it_counts(made):
    points = points_of(made)
    assert points["point_id"].is_unique
    assert len(points) == 6 * 8 + 30
    assert points["cluster_id"].isna().sum() == 30


def test_a_place_that_no_gazetteer_row_names_goes_by_its_id(made):
    assert set(points_of(made | {"places": nothing()["places"]})["place_name"]) == {f"geonames:{n}" for n in range(6 * 8 + 30)}


def test_the_colour_of_a_grid_cell_grows_with_its_score():
    scores = np.array([1e-4, 1e-2, 1.0, 10.0])
    chosen = [GRID.index(colour) for colour in grid_colours(scores, grid_bounds(scores))]
    assert chosen == sorted(chosen)
    assert chosen[0] == 0
    assert chosen[-1] == len(GRID) - 1


@pytest.mark.parametrize("scores", [[], [0.0], [2.0], [2.0, 2.0]])
def test_a_grid_with_few_scores_still_has_colours(scores):
    assert len(grid_colours(np.array(scores), grid_bounds(np.array(scores)))) == len(scores)


def test_balance_ends_at_all_patents():
    assert balance_colour(0.999) == balance_colour(1.0) != balance_colour(0.5) != balance_colour(0.0)


def test_an_extract_shows_every_member_inside_its_frame(made):
    points = points_of(made)
    for cluster in clusters_of(made):
        drawn = extract(cluster, surroundings(points))
        dots = [tuple(map(float, dot.split())) for _, path in drawn.members for dot in path.replace("M", "").split("h0") if dot]
        assert len(dots) == cluster.points_count
        assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in dots)


def test_the_scale_bar_is_as_long_as_it_says(made):
    cluster = clusters_of(made)[0]
    drawn = extract(cluster, surroundings(points_of(made)))
    assert drawn.scale_length / drawn.scale_km == pytest.approx(HEIGHT / 2 / max(1.25 * cluster.radius_km, 20.0), rel=0.01)


def test_clusters_hold_part_of_the_world_and_the_rest_is_noise(made):
    for total in totals_of(made, clusters_of(made)):
        assert 0 < total.clusters_percent < 100
        assert total.located_count <= total.documents_count


def test_kinds_keep_the_order_of_the_contract():
    assert kinds_of(world(clusters=2, points_per_cluster=2, hermits=1, economies=5, kinds=("deal", "patent"))) == ["patent", "deal"]


def test_the_map_is_numbered_alike_however_many_were_drawn_before(made):
    drawn = [map_json(clusters_of(made), points_of(made), cells_of(made, ["patent", "paper"]), ["patent", "paper"], {}) for _ in range(2)]
    assert drawn[0] == drawn[1]


def test_the_newest_run_of_each_table_is_shown_in_the_order_of_the_line(made):
    row = made["job_runs"].to_pylist()[0]
    runs = [
        row | {"table_name": name, "run_id": f"r{day}", "started_at": f"2024-01-0{day}T00:00:00Z"}
        for name, day in (("rankings", 1), ("documents", 1), ("documents", 3), ("documents", 2))
    ]
    shown = last_runs(arrow(tables.JOB_RUNS, runs))
    assert [(run["table_name"], run["run_id"]) for run in shown] == [("documents", "r3"), ("rankings", "r1")]


def test_cells_are_named_as_h3_writes_them(made):
    item = map_json([], points_of(nothing()), cells_of(made, ["patent", "paper"]), ["patent", "paper"], {})
    cell = cells_of(made, ["patent", "paper"]).rows["cell"].iloc[-1]
    assert h3.int_to_str(int(cell)) in str(item)
