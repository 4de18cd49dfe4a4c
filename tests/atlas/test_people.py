"""What the page says of women, moves and lists."""

import csv

import pytest

from innoatlas.atlas.lists import lists_csv
from innoatlas.atlas.page import render
from innoatlas.atlas.people import followed_of, moves_of, women_of
from innoatlas.tables import CLUSTER_MOBILITY
from tests.atlas.invented import arrow, nothing, world


@pytest.fixture(scope="module")
def made():
    return world(clusters=4, points_per_cluster=3, hermits=2, economies=8)


@pytest.fixture(scope="module")
def page(made):
    return render(made, edition=2024, attributions=())


def test_who_came_and_went_is_told_by_where_they_were_or_are():
    def move(begin, end, persons, is_foreign=False):
        (from_cluster, from_codes), (to_cluster, to_codes) = begin, end
        ends = {"from_cluster_id": from_cluster, "from_economy_codes": from_codes, "to_cluster_id": to_cluster, "to_economy_codes": to_codes}
        return {"kind": "paper", "is_foreign": is_foreign, "persons_count": persons} | ends

    basel, lyon = ("basel", "CH/FR"), ("lyon", "FR")
    moves = [
        move(basel, basel, 9),
        move(basel, lyon, 5),
        move(lyon, basel, 2),
        move(("", "NO"), basel, 3, True),
        move(basel, ("", "FR"), 4),
        move(("", "ZZ"), basel, 7),
        move(("", "NO"), ("", "ZZ"), 1),
    ]
    tables = nothing() | {"cluster_mobility": arrow(CLUSTER_MOBILITY, moves)}
    own = moves_of(tables)["basel"]["paper"]
    assert (own.stayed, dict(own.came), dict(own.went)) == (9, {"clusters": 2, "abroad": 3, "unlisted": 7}, {"clusters": 5, "home": 4})
    assert own.largest == {"from": [("lyon", 2)], "to": [("lyon", 5)]}
    assert followed_of(tables) == {"paper": 31}


def test_the_page_tells_shares_moves_and_lists(page):
    words = " ".join(page.split())
    assert "patents 31.0 % women, 80.0 % of the names attributed" in words
    assert "25.0 % of those whose name tells (80.0 % of the listed)" in words
    assert "Patents: no source whose ids follow a person; Papers:" in words
    assert "<b>Moves, papers</b> from" in words
    assert "<h3>Somewhere</h3>" in words


def test_an_edition_without_dictionary_ids_or_lists_says_so():
    page = render(nothing(), edition=2024, attributions=())
    assert "No dictionary of given names was given" in page
    assert "No list has a cluster" in page


def test_of_women_the_page_takes_the_editions_own_window(made):
    assert women_of(made)["world"]["paper"]["women_share"] == 0.31
    assert {row["period"] for kinds in women_of(made).values() for row in kinds.values()} == {"current"}


def test_a_list_is_exported_with_a_column_for_each_count(made):
    rows = list(csv.DictReader(lists_csv(made).splitlines()))
    assert [row["rank"] for row in rows] == ["1", "2", "3"]
    first, second, _ = rows
    assert (first["list_name"], first["patent_fractional_count"], first["paper_share_percent"]) == ("Somewhere", "12.5", "0.25")
    assert (bool(first["world_cluster_id"]), second["world_cluster_id"]) == (True, "")
