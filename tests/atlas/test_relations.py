"""Links, partners, growth, people and past: as records, on the page, and as CSV."""

import csv
import io

import pytest

from innoatlas.atlas.page import render
from innoatlas.atlas.relations import relations_of
from innoatlas.atlas.table_exports import EXPORTED, table_csv
from innoatlas.tables import NO_CLUSTER, TABLES, WORLD
from tests.atlas.invented import arrow, nothing, world
from tests.atlas.test_page import HOSTILE, Page


@pytest.fixture(scope="module")
def made():
    return world(clusters=7, points_per_cluster=4, hermits=5, economies=20)


def test_a_cluster_lists_the_foreign_economies_and_the_clusters_that_it_shares_most_with(made):
    links = [("CH", False, 99), ("US", True, 5), ("GB", True, 9), ("DE", True, 9), ("FR", True, 1), ("IT", True, 2), ("JP", True, 3)]
    rows = [
        {"cluster_id": "c000", "period": "current", "kind": "paper", "economy_code": code, "is_foreign": foreign, "documents_count": count}
        for code, foreign, count in links
    ]
    found = relations_of(made | {"cluster_links": arrow(TABLES["cluster_links"], rows)})["c000"]
    assert found.economies["paper"] == [("DE", 9), ("GB", 9), ("US", 5), ("JP", 3), ("IT", 2)]
    assert len(found.partners["paper"]) == 5
    assert {name for name, _ in found.partners["paper"]} <= set(made["clusters"]["cluster_name"].to_pylist())


def test_what_became_of_clusters_is_said_of_those_that_are_still_there(made):
    pairs = [("", "c000", "born"), ("c001", "c001", "continued"), ("c001", "c002", "split"), ("c009", "c001", "merged"), ("c008", "", "died")]
    names = dict(zip(made["clusters"]["cluster_id"].to_pylist(), made["clusters"]["cluster_name"].to_pylist(), strict=True))
    rows = [
        {
            "since": "window",
            "previous_cluster_name": names.get(a),
            "previous_cluster_id": a,
            "cluster_id": b,
            "event": event,
            "shared_listings_count": 1,
            "previous_listings_count": 1,
            "listings_count": 1,
        }
        for a, b, event in pairs
    ]
    rows += [row | {"since": "edition"} for row in rows[:1]]
    found = relations_of(made | {"cluster_lineage": arrow(TABLES["cluster_lineage"], rows)})
    assert found["c000"].past == {"window": ["new"], "edition": ["new"]}
    assert found["c001"].past["window"] == [f"part of it became {names['c002']}", "took in c009"]
    assert found["c002"].past["window"] == [f"split off from {names['c001']}"]
    assert "c008" not in found or not found["c008"].past


def test_the_page_shows_links_growth_and_inhabitants_of_each_cluster(made):
    text = Page(render(made, edition=2024, attributions=())).text
    assert text.count("Foreign partners Patents: ") == 7
    assert text.count("Partner clusters Patents: ") == 7
    assert text.count("Inhabitants ") == 6  # of the fourth none are known
    assert text.count("a proxy: the gazetteer's towns in the footprint") == 4
    assert "33.3" in text


def test_the_ranking_shows_the_ranks_by_last_method_where_they_differ(made):
    assert "Rank by last method" in Page(render(made, edition=2025, attributions=())).text
    same = [row | {"last_method_rank": row["rank"], "rank_change": 0} for row in made["bridge_rankings"].to_pylist()]
    assert "Rank by last method" not in Page(render(made | {"bridge_rankings": arrow(TABLES["bridge_rankings"], same)}, edition=2024, attributions=())).text


def test_a_page_without_these_tables_rows_has_dashes(made):
    empty = {name: table for name, table in nothing().items() if name in EXPORTED}
    text = Page(render(made | empty, edition=2024, attributions=())).text
    assert "Foreign partners" not in text
    assert "Inhabitants" not in text


def test_names_of_partners_are_escaped(made):
    hostile = [row | {"cluster_name": HOSTILE} for row in made["clusters"].to_pylist()]
    text = render(made | {"clusters": arrow(TABLES["clusters"], hostile)}, edition=2024, attributions=())
    assert "<script>alert(1)" not in text
    assert "<img src=http" not in text


@pytest.mark.parametrize("name", [name for name in EXPORTED if not name.startswith("area")])
def test_a_table_is_exported_whole_with_the_names_of_its_clusters(made, name):
    rows = list(csv.DictReader(io.StringIO(table_csv(made, name))))
    assert len(rows) == made[name].num_rows
    assert set(TABLES[name].column_names) < set(rows[0])
    names = set(made["clusters"]["cluster_name"].to_pylist())
    own = {column for column in rows[0] if column.endswith("cluster_name")} - set(TABLES[name].column_names)
    named = [(row[column.removesuffix("_name") + "_id"], row[column]) for row in rows for column in row if column in own]
    assert all(written in names for cluster, written in named if cluster not in (NO_CLUSTER, WORLD))
    assert named
    assert table_csv(made, name) == table_csv(made | {name: made[name].take(list(range(made[name].num_rows))[::-1])}, name)


def test_null_is_empty_and_a_flag_is_a_word_in_the_csv(made):
    rows = list(csv.DictReader(io.StringIO(table_csv(made, "cluster_intensity"))))
    assert {row["is_proxy"] for row in rows} == {"true", "false"}
    assert "" in {row["population"] for row in rows}
