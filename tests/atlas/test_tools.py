"""What the tools of the page are given, and that the page holds the tools."""

import json
import re

import pytest

from innoatlas import tables
from innoatlas.atlas import located
from innoatlas.atlas.domains import domains_of, unused_of
from innoatlas.atlas.given import Given
from innoatlas.atlas.organisations import concentration_of, links_of
from innoatlas.atlas.page import choices, render
from innoatlas.atlas.sections import certainty, collaboration, compare, economy, fields
from tests.atlas.invented import arrow, nothing, world
from tests.atlas.test_page import HOSTILE, Page


@pytest.fixture(scope="module")
def made():
    return world(clusters=6, points_per_cluster=3, hermits=5, economies=12)


@pytest.fixture(scope="module")
def given(made):
    return Given(made, 2024, ())


@pytest.fixture(scope="module")
def page(made):
    return render(made, edition=2024, attributions=())


def test_a_cluster_is_told_its_partners_most_documents_first_whatever_the_window(made, given):
    links = [("FR", False, "current", 4), ("US", True, "current", 9), ("GB", True, "current", 9), ("JP", True, "previous", 99)]
    partners = [("c001", 2, 3), ("elsewhere", 1, 7)]
    figures = {"partner_documents_count": 15, "domestic_documents_count": 4, "foreign_documents_count": 12, "foreign_links_count": 18, "foreign_rank": 2}
    own = {"cluster_id": "c000", "period": "current", "kind": "paper"}
    rows = {
        "cluster_links": [own | {"economy_code": a, "is_foreign": b, "period": c, "documents_count": d} for a, b, c, d in links],
        "cluster_partners": [own | {"partner_cluster_id": a, "partner_rank": b, "documents_count": c, "document_share": 0.1} for a, b, c in partners],
        "cluster_collaboration": [own | figures | {"documents_count": 40, "domestic_links_count": 4, "mean_economies_count": 1.23456}],
    }
    told = collaboration.collaboration_of(made | {name: arrow(tables.TABLES[name], found) for name, found in rows.items()}, given.clusters[:2], "paper")
    at = [cluster.cluster_id for cluster in given.clusters[:2]].index("c000")
    assert {name: values[at] for name, values in told.items()} == figures | {
        "documents_count": 40,
        "domestic_links_count": 4,
        "mean_economies_count": 1.235,
        "links": [["GB", 1, 9], ["US", 1, 9], ["FR", 0, 4]],
        "partners": [["elsewhere", 7], [1 - at, 3]],
    }
    assert told["documents_count"][1 - at] is None
    assert told["links"][1 - at] == []


def test_fields_are_told_by_their_place_in_the_world_largest_share_first(given):
    def world_field(code, share):
        return {
            "period": "current",
            "kind": "patent",
            "field_code": code,
            "field_name": f"Field {code}",
            "units": 1,
            "fractional_count": 1.0,
            "share_percent": share,
        }

    def own_field(cluster, code, share, degree):
        counts = {"units": 1, "fractional_count": share / 2, "documents_count": 1, "share_percent": share, "specialisation": degree, "specialisation_rank": 1}
        return {"cluster_id": cluster, "period": "current", "kind": "patent", "field_code": code, "field_name": f"Field {code}"} | counts

    of_world = arrow(tables.WORLD_FIELDS, [world_field("unmapped", 50.0), world_field("01", 20.0), world_field("02", 30.0)])
    of_clusters = arrow(
        tables.CLUSTER_FIELDS, [own_field("c000", "01", 25.0, 1.25), own_field("c000", "02", 75.004, 2.5), own_field("other", "01", 100.0, 5.0)]
    )
    first = next(cluster for cluster in given.clusters if cluster.cluster_id == "c000")
    told = fields.fields_of({"world_fields": of_world, "cluster_fields": of_clusters}, [first], "patent")
    assert told["world"] == [["02", "Field 02", 30.0], ["01", "Field 01", 20.0], ["unmapped", "Field unmapped", 50.0]]
    assert told["clusters"] == [[[0, 75.0, 2.5, 37.5], [1, 25.0, 1.25, 12.5]]]


def test_concentration_and_breadth_are_one_record_of_a_cluster_and_kind():
    held = {"organisations_count": 4, "largest_percent": 48.0, "five_largest_percent": 100.0, "few_documents_percent": 2.5, "joint_share": 0.125}
    counts = {"known_documents_count": 200, "joint_count": 25}
    broad = {"fields_count": 6, "entropy": 1.5, "largest_field_percent": 40.0}
    own, earlier = {"cluster_id": "c000", "period": "current", "kind": "paper"}, {"cluster_id": "c000", "period": "previous", "kind": "deal"}
    of_fields = [
        own | broad | {"largest_field_code": "17", "unmapped_percent": 0.0},
        own | {"kind": "patent", "fields_count": 0, "entropy": 0.0, "unmapped_percent": 100.0},
    ]
    told = concentration_of(
        {
            "cluster_concentration": arrow(tables.CLUSTER_CONCENTRATION, [row | held | counts for row in (own, earlier)]),
            "cluster_diversity": arrow(tables.CLUSTER_DIVERSITY, of_fields),
        }
    )
    assert told == {"c000": {"paper": held | broad}}


def test_universities_and_companies_are_told_by_the_place_of_their_cluster_most_documents_first(given, made):
    def link(rank, university, company, documents):
        pair = {"university_cluster_id": university, "company_cluster_id": company, "documents_count": documents, "link_rank": rank}
        return pair | {"period": "current", "kind": "paper"}

    first, second, third = (cluster.cluster_id for cluster in given.clusters[:3])
    rows = [link(3, second, first, 1), link(1, first, second, 9), link(2, first, third, 5), link(4, "gone", first, 1)]
    told = links_of(made | {"academia_industry_links": arrow(tables.ACADEMIA_INDUSTRY_LINKS, rows)}, given.clusters[:2], "paper")
    assert told == {"companies": [[[1, 9], [given.clusters[2].name, 5]], [[0, 1]]], "universities": [[[1, 1], ["gone", 1]], [[0, 9]]]}


def test_domains_are_told_of_each_cluster_and_the_foremost_of_each_domain(given, made):
    told = domains_of(made, given.clusters)
    assert told["names"] == ["Energy", "Materials"]
    assert told["clusters"][0] == [[60.0, 25.0, 1.5, 0.5, 1], [40.0, 75.0, 0.7, 1.6, 0]]
    assert told["clusters"][1][0] == [60.0, 25.0, 1.5, 1.2, 0]
    assert told["clusters"][-1] == [], "it has no patents"
    ((name, count, foremost),) = unused_of(made, given.clusters)
    assert (name, count) == ("Energy", 3)
    assert [(cluster.rank, row["unused_rank"]) for cluster, row in foremost] == [(1, 1), (3, 2), (5, 3)]


def test_where_nothing_joins_or_compares_the_page_says_so(made):
    without = made | {name: made[name].slice(0, 0) for name in ("cluster_domains", "academia_industry_links")}
    text = Page(render(without, edition=2024, attributions=())).text
    assert "No document is known that joins a university in one cluster with a company in another" in text
    assert "No cluster has both papers and patents whose fields can be compared" in text


def test_where_clusters_are_found_anew_the_page_says_how_often_each_is(made):
    assert "Found in" not in Page(render(made, edition=2024, attributions=())).text
    again = [row | {"found_share": 0.4321} for row in made["rank_intervals"].to_pylist()]
    page = render(made | {"rank_intervals": arrow(tables.RANK_INTERVALS, again)}, edition=2024, attributions=())
    assert "clusters found anew in each" in Page(page).text
    assert page.count('data-order="0.4321"') == 6


def test_a_cluster_fares_in_one_of_five_ways_under_another_rule():
    def row(cluster, radius, found, kept, overlap):
        return {"cluster_id": cluster, "radius_km": radius, "min_weight": 20, "found_id": found, "kept_share": kept, "overlap": overlap, "clusters_count": 7}

    rows = [row("a", 13.0, "x", 1.0, 0.5), row("b", 13.0, "x", 1.0, 0.5), row("c", 13.0, "y", 0.6, 0.6), row("d", 13.0, None, 0.0, 0.0)]
    rows += [row(name, 15.0, name, 1.0, 1.0) for name in "abd"] + [row("c", 15.0, "c", 1.0, 0.8)]
    ranks = [("whole", 4), ("patent x 0.8", 2), ("patent x 1.25", 3)]
    other = [
        {"cluster_id": "a", "period": "current", "alternative": name, "rank": rank, "score": 1.0, "published_rank": 2, "rank_change": 2 - rank}
        for name, rank in ranks
    ]
    given = {"stability": arrow(tables.STABILITY, rows), "rank_sensitivity": arrow(tables.RANK_SENSITIVITY, other)}
    sure = certainty.sureness_of(given)
    assert {name: own.standings for name, own in sure.items()} == {
        "a": ("joined", "whole"),
        "b": ("joined", "whole"),
        "c": ("reduced", "grown"),
        "d": ("lost", "whole"),
    }
    assert (sure["a"].whole_rank, sure["a"].best_rank, sure["a"].worst_rank) == (4, 2, 3)
    assert sure["b"].whole_rank is None
    assert (sure["a"].joined, sure["d"].joined) == ((("b",), ()), ((), ()))
    assert [(rule["radius_km"], rule["min_weight"], rule["clusters_count"]) for rule in certainty.rules_of(given)] == [(13.0, 20, 7), (15.0, 20, 7)]


def test_an_economy_is_told_by_source_and_year(made):
    rows = located.by(made["coverage"], "economy_code", "source", "year")
    told = economy.coverage_of(rows, ["city", "none"])
    given = [row for row in made["coverage"].to_pylist() if row["economy_code"] == "CN"]
    given.sort(key=lambda row: (row["source"], row["year"]))
    assert told["CN"] == [
        [row[name] for name in ("source", "year", "listings_count", "located_count", "mean_score", "city_count", "none_count")] for row in given
    ]


def test_a_cluster_across_a_border_is_one_of_each_economy(given):
    told = economy.clusters_by_economy(given.clusters)
    assert told["CN"]["first"][0] == told["HK"]["first"][0]
    assert told["CN"]["count"] == 3
    assert "FR" not in told


def test_compared_figures_are_lists_over_the_same_clusters(given):
    told = compare.facts(given)["compared"]
    assert told["score"] == [round(cluster.score, 3) for cluster in given.clusters]
    assert told["kinds"]["paper"]["share_percent"] == [round(cluster.share("paper"), 3) for cluster in given.clusters]
    assert {len(values) for values in (*told["kinds"]["patent"].values(), *(values for name, values in told.items() if name != "kinds"))} == {6}


def test_the_tools_know_the_first_of_the_ranking_by_the_ids_of_their_addresses(given):
    told = choices(given)
    assert told["clusters"][0] == [given.clusters[0].anchor.removeprefix("cluster-"), given.clusters[0].name, given.clusters[0].economies]
    assert told["kinds"] == {"patent": "Patents", "paper": "Papers"}


def test_every_tool_has_its_form_its_data_and_names_for_its_selects(page):
    drawn = Page(page)
    forms = [attrs["id"] for tag, attrs in drawn.elements if tag == "form"]
    assert {f"{name}-form" for name in ("compare", "fields", "field", "domains", "organisations", "collaboration", "certainty", "stability", "economy")} <= set(
        forms
    )
    data = dict(re.findall(r'<script type="application/json" id="([a-z-]+)">(.*?)</script>', page, re.DOTALL))
    assert {
        "choices",
        "compare-data",
        "fields-data",
        "domains-data",
        "organisations-data",
        "collaboration-data",
        "certainty-data",
        "economy-data",
        "whiskers-item",
    } <= set(data)
    assert all(json.loads(text) for text in data.values())
    assert len(re.findall(r"<label>[^<]+<select", re.sub(r"\s+", " ", page).replace("> <", "><"))) == page.count("<select name")


def test_an_edition_without_clusters_or_rules_has_no_tools_and_says_so():
    text = Page(render(nothing(), edition=2024, attributions=())).text
    assert "There is no cluster to compare" in text
    assert "No field is known" in text
    assert "No organisation and no field is known" in text
    assert "nothing can be said of any economy" in text


def test_an_edition_without_other_rules_still_has_intervals(made):
    empty = {name: arrow(tables.TABLES[name], ()) for name in ("stability", "rank_sensitivity", "rank_intervals")}
    text = Page(render(made | empty, edition=2024, attributions=())).text
    assert "No other rule was tried in this edition" in text


def test_names_with_markup_stay_text_in_the_data_of_the_tools(made):
    hostile = {name: arrow(tables.TABLES[name], [row | {"cluster_name": HOSTILE} for row in made[name].to_pylist()]) for name in ("rankings", "clusters")}
    hostile["world_fields"] = arrow(tables.WORLD_FIELDS, [row | {"field_name": HOSTILE} for row in made["world_fields"].to_pylist()])
    bad = Page(render(made | hostile, edition=2024, attributions=()))
    assert not [value for value in bad.values("src", "onerror", "href") if "evil" in value or "alert" in value]
