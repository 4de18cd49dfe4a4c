"""Inhabitants of clusters, from tables of any resolution or from the gazetteer's towns."""

from pathlib import Path

import h3.api.numpy_int as h3
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from builders import rows, table
from pyspark.sql import DataFrame, SparkSession

from innoatlas.errors import SourceError
from innoatlas.frames import frame_of
from innoatlas.ranking.intensity import intensity_by_cluster
from innoatlas.ranking.population import population_cells, population_of_clusters, town_population

HOME = h3.latlng_to_cell(47.56, 7.59, 6)
NEXT = next(int(cell) for cell in h3.grid_disk(HOME, 1) if cell != HOME and h3.cell_to_parent(cell, 5) == h3.cell_to_parent(HOME, 5))
FAR = h3.latlng_to_cell(-33.0, 151.0, 6)


def basel(spark: SparkSession) -> DataFrame:
    return table(spark, "clusters", {"cluster_id": "basel", "footprint_cells": sorted([HOME, NEXT])}, {"cluster_id": "sydney", "footprint_cells": [FAR]})


def population_file(folder: Path, people: dict[int, object], suffix: str = "csv") -> list[str]:
    file = folder / f"population.{suffix}"
    if suffix == "parquet":
        pq.write_table(pa.table({"h3": [h3.int_to_str(cell) for cell in people], "population": list(people.values())}), file)
    else:
        file.write_text("h3,population\n" + "".join(f"{h3.int_to_str(cell)},{count}\n" for cell, count in people.items()))
    return [str(file)]


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_finer_cells_are_summed_where_they_lie_in_the_footprint(spark: SparkSession, tmp_path: Path, suffix: str) -> None:
    fine = [int(cell) for cell in h3.cell_to_children(HOME, 8)]
    elsewhere = int(h3.cell_to_center_child(h3.latlng_to_cell(10.0, 10.0, 6), 8))
    people = {**dict.fromkeys(fine, 10.5), int(h3.cell_to_center_child(NEXT, 8)): 7.0, elsewhere: 1000.0}
    cells = population_cells(spark, population_file(tmp_path, people, suffix))
    got = rows(population_of_clusters(basel(spark), cells), "cluster_id", "population")
    assert got == [("basel", round(49 * 10.5 + 7)), ("sydney", None)]


def test_cells_of_the_footprints_own_size_count_whole(spark: SparkSession, tmp_path: Path) -> None:
    cells = population_cells(spark, population_file(tmp_path, {HOME: 5, FAR: 2}))
    assert rows(population_of_clusters(basel(spark), cells), "cluster_id", "population") == [("basel", 5), ("sydney", 2)]


def test_a_coarser_cell_gives_each_of_its_parts_a_seventh(spark: SparkSession, tmp_path: Path) -> None:
    cells = population_cells(spark, population_file(tmp_path, {int(h3.cell_to_parent(HOME, 5)): 700, int(h3.cell_to_parent(FAR, 5)): 7}))
    assert rows(population_of_clusters(basel(spark), cells), "cluster_id", "population") == [("basel", 200), ("sydney", 1)]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("cell,population\n86,1\n", "h3"),
        (f"h3,population\n{h3.int_to_str(HOME)},-1\n", "1 other rows, for example"),
        ("h3,population\nBasel,5\n", "Basel"),
        (f"h3,population\n{h3.int_to_str(HOME)},many\n", "many"),
        (f"h3,population\n{h3.int_to_str(HOME)},1\n{h3.int_to_str(HOME)},1\n", "1 repeated"),
        (f"h3,population\n{h3.int_to_str(HOME)},1\n{h3.int_to_str(h3.cell_to_parent(FAR, 5))},1\n", "resolutions 5 to 6"),
    ],
)
def test_a_table_that_is_none_is_refused(spark: SparkSession, tmp_path: Path, lines: str, message: str) -> None:
    file = tmp_path / "people.csv"
    file.write_text(lines)
    with pytest.raises(SourceError, match=message):
        population_cells(spark, [str(file)])


def test_the_towns_of_the_footprint_are_a_proxy_without_those_that_their_city_counts(spark: SparkSession) -> None:
    fine = [int(cell) for cell in h3.cell_to_children(HOME, 8)][:2]
    towns = [("city", 170_000, fine[0], "precise"), ("city", 9_000, fine[0], "district"), ("admin1", 200_000, fine[1], "region"), ("city", None, fine[1], "?")]
    places = table(spark, "places", *({"precision": p, "population": n, "cell": cell, "place_id": name} for p, n, cell, name in towns))
    got = population_of_clusters(basel(spark), town_population(places, ["district"]))
    assert rows(got, "cluster_id", "population") == [("basel", 170_000), ("sydney", None)]


def test_the_score_per_million_ranks_clusters_and_says_that_it_is_a_proxy(spark: SparkSession) -> None:
    ranked = table(spark, "rankings", *({"cluster_id": name, "cluster_name": name, "score": score} for name, score in (("a", 4.0), ("b", 1.0), ("c", 9.0))))
    columns = "cluster_id string, period string, population bigint"
    people = frame_of(spark, [("a", "current", 8_000_000), ("b", "current", 1_000_000), ("c", "current", None)], columns)
    got = rows(intensity_by_cluster(ranked, people, is_proxy=True), "cluster_id", "score_per_million", "intensity_rank", "is_proxy")
    assert got == [("a", 0.5, 2, True), ("b", 1.0, 1, True), ("c", None, None, True)]


def test_no_cluster_has_no_inhabitants(spark: SparkSession) -> None:
    assert population_of_clusters(table(spark, "clusters"), town_population(table(spark, "places"), [])).collect() == []
