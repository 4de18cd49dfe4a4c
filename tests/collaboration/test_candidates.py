"""Whom a cluster might work with: alike or complementary, and little shared so far."""

import math
from dataclasses import replace

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from innoatlas.collaboration.candidates import Rule, candidates_of_areas, candidates_of_clusters
from innoatlas.tables import AREA_CANDIDATES, PARTNER_CANDIDATES, UNMAPPED_FIELD

RULE = Rule(most=5, min_count=10.0, max_affinity=1.0)


def fields(profiles: dict[str, dict[str, float]], count: float = 50.0, kind: str = "paper") -> pa.Table:
    rows = [
        {"cluster_id": cluster, "kind": kind, "field_code": code, "fractional_count": count / len(held), "specialisation": strength}
        for cluster, held in profiles.items()
        for code, strength in held.items()
    ]
    names = {"cluster_id": pa.string(), "kind": pa.string(), "field_code": pa.string(), "fractional_count": pa.float64(), "specialisation": pa.float64()}
    return pa.Table.from_pylist(rows, pa.schema(names.items()))


def partners(shared: dict[tuple[str, str], int], kind: str = "paper") -> pa.Table:
    rows = [
        {"cluster_id": one, "partner_cluster_id": other, "kind": kind, "documents_count": count}
        for (a, b), count in shared.items()
        for one, other in ((a, b), (b, a))
    ]
    names = {"cluster_id": pa.string(), "partner_cluster_id": pa.string(), "kind": pa.string(), "documents_count": pa.int64()}
    return pa.Table.from_pylist(rows, pa.schema(names.items()))


#: a and b are strong in chips, c in drugs; d is a little of both.
PROFILES = {"a": {"chips": 3.0, "drugs": 1 / 3}, "b": {"chips": 4.0, "drugs": 0.5}, "c": {"chips": 1 / 3, "drugs": 3.0}, "d": {"chips": 1.5, "drugs": 1.2}}


def found(made: pa.Table, cluster: str) -> list[tuple[str, int, str]]:
    return sorted((row["relation"], row["candidate_rank"], row["partner_cluster_id"]) for row in made.to_pylist() if row["cluster_id"] == cluster)


def test_the_alike_are_similar_and_opposites_complement_each_other() -> None:
    made = candidates_of_clusters(fields(PROFILES), partners({}), RULE)
    assert found(made, "a") == [("complementary", 1, "c"), ("similar", 1, "b"), ("similar", 2, "d")]
    (pair,) = [row for row in made.to_pylist() if (row["cluster_id"], row["partner_cluster_id"]) == ("a", "c")]
    assert (pair["similarity"], pair["documents_count"], pair["affinity"]) == (-1.0, 0, 0.0)


def test_the_similarity_is_the_cosine_of_symmetric_specialisation() -> None:
    made = candidates_of_clusters(fields(PROFILES), partners({}), RULE)
    (pair,) = [row for row in made.to_pylist() if (row["cluster_id"], row["partner_cluster_id"]) == ("a", "b")]
    one, other = (0.5, -0.5), (0.6, -1 / 3)  # (3 - 1) / (3 + 1), ...
    assert pair["similarity"] == pytest.approx((0.3 + 1 / 6) / (math.hypot(*one) * math.hypot(*other)), abs=1e-6)


def test_who_shares_as_much_as_expected_is_no_candidate() -> None:
    """Of the 50 ends of links a has 13, b 11 and d 14: a and b share 10 where 13 x 11 / 50 are expected, a and d 2 where 3.6 are."""
    made = candidates_of_clusters(fields(PROFILES), partners({("a", "b"): 10, ("a", "d"): 2, ("a", "c"): 1, ("b", "d"): 1, ("c", "d"): 11}), RULE)
    assert found(made, "a") == [("complementary", 1, "c"), ("similar", 1, "d")]
    (pair,) = [row for row in made.to_pylist() if (row["cluster_id"], row["partner_cluster_id"]) == ("a", "d")]
    assert (pair["documents_count"], pair["affinity"]) == (2, pytest.approx(2 / (13 * 14 / 50), abs=1e-6))


def test_ties_go_to_those_that_share_less_then_to_the_smaller_id() -> None:
    same = {name: {"chips": 3.0, "drugs": 0.5} for name in "dcba"}
    made = candidates_of_clusters(fields(same), partners({("a", "b"): 1, ("b", "c"): 9, ("c", "d"): 9, ("b", "d"): 9}), replace(RULE, max_affinity=9.0))
    assert found(made, "a") == [("similar", 1, "c"), ("similar", 2, "d"), ("similar", 3, "b")]


def test_a_small_cluster_has_no_profile_and_what_has_no_field_is_none() -> None:
    small = pa.concat_tables([fields({"a": {"chips": 2.0, UNMAPPED_FIELD: 9.0}, "b": {"chips": 2.0}}), fields({"c": {"chips": 2.0}}, count=9.0)])
    made = candidates_of_clusters(small, partners({}), RULE)
    assert found(made, "a") == [("similar", 1, "b")]
    assert found(made, "c") == []


def test_each_kind_is_by_itself_and_nothing_gives_nothing() -> None:
    assert candidates_of_clusters(fields({}), partners({}), RULE).num_rows == 0
    both = pa.concat_tables([fields({"a": {"x": 2.0}}, kind="patent"), fields({"b": {"x": 2.0}})])
    assert candidates_of_clusters(both, partners({}), RULE).num_rows == 0


STRENGTHS = st.dictionaries(st.sampled_from("vwxyz"), st.floats(0.01, 20), min_size=1)
PAIRS = st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde")).filter(lambda pair: pair[0] < pair[1])


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(st.sampled_from("abcde"), STRENGTHS), st.dictionaries(PAIRS, st.integers(1, 30)))
def test_both_of_a_pair_are_told_the_same_and_ranks_run_from_one(profiles: dict[str, dict[str, float]], shared: dict[tuple[str, str], int]) -> None:
    made = candidates_of_clusters(fields(profiles), partners(shared), Rule(most=9, min_count=0.0, max_affinity=1.0)).to_pylist()
    measures = {(row["cluster_id"], row["partner_cluster_id"]): (row["relation"], row["similarity"], row["documents_count"], row["affinity"]) for row in made}
    assert all(measures[other, one] == told for (one, other), told in measures.items())
    ranks: dict[tuple[str, str], list[int]] = {}
    for row in made:
        ranks.setdefault((row["cluster_id"], row["relation"]), []).append(row["candidate_rank"])
        assert row["affinity"] < 1
        assert (row["similarity"] > 0) == (row["relation"] == "similar")
    assert all(sorted(taken) == list(range(1, len(taken) + 1)) for taken in ranks.values())
    assert made == sorted(made, key=lambda row: tuple(row[name] for name in PARTNER_CANDIDATES.key))


def of_areas(profiles: dict[str, dict[str, float]], shared: dict[tuple[str, str], int], own: dict[str, set[str]], count: float = 50.0) -> pa.Table:
    """Candidates of areas among the clusters of PROFILES, of which a and b share 10 papers and every other pair none."""
    held = fields(profiles, count).rename_columns({"cluster_id": "area_id"})
    rows = [{"area_id": area, "partner_cluster_id": cluster, "kind": "paper", "documents_count": papers} for (area, cluster), papers in shared.items()]
    names = {"area_id": pa.string(), "partner_cluster_id": pa.string(), "kind": pa.string(), "documents_count": pa.int64()}
    return candidates_of_areas(held, pa.Table.from_pylist(rows, pa.schema(names.items())), own, fields(PROFILES), partners({("a", "b"): 10}), RULE)


def test_a_site_finds_clusters_outside_that_are_alike_or_its_complement() -> None:
    made = of_areas({"park": {"chips": 3.0, "drugs": 1 / 3}}, {}, {"park": {"a"}})
    assert made.column_names == list(AREA_CANDIDATES.column_names)
    assert [(row["relation"], row["candidate_rank"], row["partner_cluster_id"]) for row in made.to_pylist()] == [
        ("complementary", 1, "c"),
        ("similar", 1, "b"),
        ("similar", 2, "d"),
    ], "a, in which the park lies, is as alike as can be, and no partner"


def test_what_a_site_shares_with_its_own_cluster_is_no_link() -> None:
    """Of 20 ends of links a and b have 10 each. The park's 4 links outside are with b: 2 are expected there; its 90 papers in a are its own."""
    made = of_areas({"park": {"chips": 3.0, "drugs": 1 / 3}}, {("park", "a"): 90, ("park", "b"): 4}, {"park": {"a"}})
    assert "b" not in made["partner_cluster_id"].to_pylist()
    alone = of_areas({"park": {"chips": 3.0, "drugs": 1 / 3}}, {("park", "a"): 90, ("park", "b"): 4}, {})
    (pair,) = [row for row in alone.to_pylist() if row["partner_cluster_id"] == "b"]
    assert (pair["documents_count"], pair["affinity"]) == (4, pytest.approx(4 / (94 * 10 / 20), abs=1e-6))


def test_a_field_that_no_area_has_counts_among_a_clusters_strengths() -> None:
    """The park has chips alone; to the drugs that the clusters have it holds -1, so d, with little of both, is less alike than a."""
    made = of_areas({"park": {"chips": 2.0}}, {}, {})
    similar = [row["partner_cluster_id"] for row in made.to_pylist() if row["relation"] == "similar"]
    ranks = {row["partner_cluster_id"]: row["candidate_rank"] for row in made.to_pylist() if row["relation"] == "similar"}
    assert {"a", "b"} <= set(similar)
    assert ranks["a"] < ranks.get("d", 9)


def test_a_small_area_has_no_profile_and_without_areas_there_are_no_candidates() -> None:
    assert of_areas({"park": {"chips": 3.0}}, {}, {}, count=9.0).num_rows == 0
    assert of_areas({}, {}, {}).num_rows == 0
