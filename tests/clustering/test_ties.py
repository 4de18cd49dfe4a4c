"""Near clusters that are each other's strongest partner, and near ones that are not."""

from functools import partial

import numpy as np
import pyarrow as pa
import pytest
from builders import table
from pyspark.sql import DataFrame, SparkSession

from innoatlas.clustering.members import DISTANCE, DISTANCE_AND_TIE, Rule, cluster_points, no_documents
from innoatlas.clustering.ties import documents_shared, tied_pairs
from tests.clustering.maps import points_on_map

#: a and b lie across a river, c and d too; e is far from all.
MAP = """
aa...bb..........................e
aa...bb..........................e
..................................
.....................cc...dd......
.....................cc...dd......
"""

#: Letters of the clusters that have a person on each document. a is b's strongest partner and b is a's; d is c's, but e is d's.
DOCUMENTS = {"1": "ab", "2": "ab", "3": "abc", "4": "cd", "5": "cd", "6": "de", "7": "de", "8": "de", "9": "e", "10": "ac"}

POINTS = points_on_map(MAP, km_per_step=4)
RULE = Rule(point_weight="listings", radius_km=6.0, min_weight=10, merge_km=17.0, merge_rule=DISTANCE)


@pytest.fixture(scope="module")
def placed(spark: SparkSession) -> DataFrame:
    """Every document at the first coordinate of each of its letters, and one of the window before that would turn everything."""
    first = {letter: int(POINTS.key[POINTS.letters.index(letter)]) for letter in "abcde"}
    now = [{"document_id": document, "point_id": first[letter]} for document, letters in DOCUMENTS.items() for letter in letters]
    before = [{"document_id": f"old{number}", "point_id": first[letter], "periods": ["previous"]} for number in range(9) for letter in "bc"]
    return table(spark, "document_places", *now, *before)


def letters_by_cluster(rule: Rule, placed: DataFrame) -> set[str]:
    """Each cluster as the letters that it holds."""
    weight = np.full(len(POINTS.letters), 10)
    given = {"point_id": POINTS.key, "lat": POINTS.lat, "lon": POINTS.lon, "weight": weight, "place_id": [str(key) for key in POINTS.key]}
    shared = partial(documents_shared, placed, "current") if rule.merge_rule == DISTANCE_AND_TIE else no_documents
    found = cluster_points(pa.table(given), rule, shared)["cluster_id"].to_pylist()
    assert None not in found
    return {"".join(sorted({letter for letter, of in zip(POINTS.letters, found, strict=True) if of == cluster})) for cluster in set(found)}


def test_by_distance_alone_both_pairs_across_a_river_are_one(placed: DataFrame) -> None:
    assert letters_by_cluster(RULE, placed) == {"ab", "cd", "e"}


def test_near_clusters_that_are_not_each_others_strongest_partner_stay_apart(placed: DataFrame) -> None:
    rule = Rule(RULE.point_weight, RULE.radius_km, RULE.min_weight, RULE.merge_km, DISTANCE_AND_TIE)
    assert letters_by_cluster(rule, placed) == {"ab", "c", "d", "e"}


def test_documents_of_two_clusters_are_counted_once_and_both_ways_round(placed: DataFrame) -> None:
    label = np.array(["abcde".index(letter) for letter in POINTS.letters])
    got = {tuple(row.values()) for row in documents_shared(placed, "current", POINTS.key, label).to_pylist()}
    once = {(0, 1, 3), (0, 2, 2), (1, 2, 1), (2, 3, 2), (3, 4, 3)}
    assert got == once | {(other, one, count) for one, other, count in once}


def test_of_equal_partners_the_one_of_the_smaller_label_is_the_stronger_and_who_shares_nothing_has_none() -> None:
    shared = pa.table({"cluster": [0, 1, 0, 2], "partner": [1, 0, 2, 0], "documents_count": [4, 4, 4, 4]})
    one, other = tied_pairs((np.array([0, 0, 1, 3]), np.array([1, 2, 2, 4])), shared)
    assert list(zip(one.tolist(), other.tolist(), strict=True)) == [(0, 1)]
