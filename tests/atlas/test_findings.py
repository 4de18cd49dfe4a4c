"""Findings: each rule on a small table, in the words that a release would print."""

import json

import pyarrow as pa
import pytest

from innoatlas.atlas.findings.changes import clusters_with_falling_output, economies_with_a_first_cluster, newly_listed_clusters, no_longer_listed_clusters
from innoatlas.atlas.findings.comparisons import highest_foreign_share_of_papers, highest_foreign_share_of_patents, most_intensive_clusters
from innoatlas.atlas.findings.finding import WithheldError
from innoatlas.atlas.findings.groups import (
    clusters_by_income_group,
    clusters_by_region,
    fastest_growth_by_income_group,
    first_clusters_of_each_list,
    first_clusters_of_each_region,
)
from innoatlas.atlas.findings.standing import clusters_by_economy, first_clusters, share_of_the_first_10
from innoatlas.atlas.findings.telling import READ, RULES, as_json, as_report, findings_of
from innoatlas.atlas.report import as_markdown
from innoatlas.tables import TABLES
from tests.atlas.invented import arrow, world

GROUPS = pa.Table.from_pylist(
    [
        {"economy_code": code, "economy_name": name, "un_region": region, "income_group": income}
        for code, name, region, income in (
            ("JP", "Japan", "Asia", "high"),
            ("CN", "China", "Asia", "upper middle"),
            ("HK", "Hong Kong", "Asia", "high"),
            ("DE", "Germany", "Europe", "high"),
            ("EG", "Egypt", "Africa", "lower middle"),
        )
    ]
)


def ranking(*current, previous=()):
    """rankings of clusters in their order, each `id, name, economies` and, where it has one, its previous rank."""
    rows = []
    for period, clusters in (("current", current), ("previous", previous)):
        for rank, (cluster, name, economies, *before) in enumerate(clusters, 1):
            told = {"cluster_id": cluster, "cluster_name": name, "economy_codes": economies, "previous_rank": before[0] if before else None}
            rows.append(told | {"period": period, "rank": rank, "score": 10.0 / rank})
    return arrow(TABLES["rankings"], rows)


def table(name, *rows):
    return {name: arrow(TABLES[name], rows)}


TOKYO, DELTA, MUNICH, CAIRO = ("t", "Tokyo", "JP", 1), ("d", "Shenzhen–Hong Kong", "CN/HK", 2), ("m", "Munich", "DE"), ("c", "Cairo", "EG")
FOUR = {"rankings": ranking(TOKYO, DELTA, MUNICH, CAIRO, previous=[TOKYO, DELTA, ("n", "Nuremberg", "DE")]), "economy_groups": GROUPS}
ONE = {"rankings": ranking(TOKYO, previous=[TOKYO]), "economy_groups": GROUPS}


def test_the_first_clusters_are_named_in_their_order_with_their_economies():
    found = first_clusters(FOUR)
    assert found.sentence == ("The first 4 clusters by score are Tokyo (Japan), Shenzhen–Hong Kong (China/Hong Kong), Munich (Germany) and Cairo (Egypt).")
    assert found.figures[1] == {"rank": 2, "cluster": "Shenzhen–Hong Kong", "economies": "CN/HK", "score": 5.0}
    assert found.tables == ("rankings",)


def test_no_more_than_fifteen_are_named():
    many = {"rankings": ranking(*((f"c{n}", f"Town {n}", "JP") for n in range(20)))}
    assert first_clusters(many).sentence.startswith("The first 15 clusters by score are Town 0 (JP), ")
    assert "Town 14 (JP)." in first_clusters(many).sentence


def test_each_list_of_conf_is_told_with_its_first_three():
    def row(name, rank, cluster, economies):
        return {"list_name": name, "rank": rank, "cluster_id": f"{name} {rank}", "cluster_name": cluster, "economy_codes": economies, "score": 1.0 / rank}

    africa = [row("Africa", rank, name, "EG") for rank, name in enumerate(("Cairo", "Giza", "Tanta", "Aswan"), 1)]
    found = first_clusters_of_each_list(FOUR | table("list_rankings", *africa[::-1], row("Medicine", 1, "Tokyo", "JP")))
    assert found.sentence == (
        "By lists with weights of their own, the first are, of the 4 clusters of Africa, Cairo (Egypt), Giza (Egypt) and Tanta (Egypt); "
        "of Medicine, Tokyo (Japan) alone."
    )
    assert [figure["rank"] for figure in found.figures] == [1, 2, 3, 4, 1]
    with pytest.raises(WithheldError):
        first_clusters_of_each_list(FOUR)


def test_a_cluster_across_a_border_counts_once_for_each_of_its_economies():
    found = clusters_by_economy(FOUR)
    assert found.sentence == (
        "The 4 clusters lie in 5 economies: China (1), Germany (1), Egypt (1), Hong Kong (1) and Japan (1). "
        "A cluster across a border counts once for each of its economies."
    )
    assert sum(row["clusters"] for row in found.figures) == 5


def test_one_cluster_is_spoken_of_in_the_singular():
    assert first_clusters(ONE).sentence == "The first cluster by score is Tokyo (Japan)."
    assert clusters_by_economy(ONE).sentence == "The one cluster lies in 1 economy: Japan (1)."
    assert clusters_by_region(ONE).sentence == "The one cluster lies in 1 region of the United Nations: Asia (1)."
    assert clusters_by_income_group(ONE).sentence == "By income group of the World Bank, the one cluster lies in economies that are high-income (1)."


def test_a_cluster_of_two_income_groups_counts_once_in_each_and_once_in_its_region():
    assert clusters_by_region(FOUR).sentence == "The 4 clusters lie in 3 regions of the United Nations: Asia (2), Africa (1) and Europe (1)."
    assert clusters_by_income_group(FOUR).sentence == (
        "By income group of the World Bank, the 4 clusters lie in economies that are high-income (3), upper-middle-income (1) and lower-middle-income (1). "
        "A cluster with economies of several groups counts once in each."
    )


def test_an_economy_that_no_group_lists_is_unclassified():
    assert "unclassified (1)" in clusters_by_income_group({"rankings": ranking(("x", "Nowhere", "ZZ")), "economy_groups": GROUPS}).sentence


def test_each_region_has_its_first_clusters():
    assert first_clusters_of_each_region(FOUR).sentence == (
        "The first clusters are, in Asia, Tokyo (Japan) at rank 1 and Shenzhen–Hong Kong (China/Hong Kong) at rank 2; "
        "in Europe, Munich (Germany) at rank 3; in Africa, Cairo (Egypt) at rank 4."
    )


def test_what_the_first_ten_hold_is_the_sum_of_their_shares():
    clusters = [(f"c{n}", f"Town {n}", "JP") for n in range(11)]
    counts = [
        {"cluster_id": cluster, "period": "current", "kind": kind, "share_percent": share}
        for cluster, *_ in clusters
        for kind, share in (("patent", 3.0), ("paper", 1.5))
    ]
    found = share_of_the_first_10({"rankings": ranking(*clusters)} | table("cluster_counts", *counts))
    assert found.sentence == "The first 10 clusters hold 30.0 % of the world's patent applications and 15.0 % of the world's scientific papers."
    assert found.figures == [{"kind": "patent", "share_percent": 30.0}, {"kind": "paper", "share_percent": 15.0}]


def test_newly_listed_clusters_are_those_that_were_not_in_the_list_before():
    assert newly_listed_clusters(FOUR).sentence == (
        "2 clusters of the list were not in that of the window before: Munich (Germany) at rank 3 and Cairo (Egypt) at rank 4."
    )
    one = newly_listed_clusters({"rankings": ranking(TOKYO, CAIRO, previous=[TOKYO])})
    assert one.sentence == "1 cluster of the list was not in that of the window before: Cairo (EG) at rank 2."
    assert newly_listed_clusters(ONE).sentence == "Every cluster of the list was in that of the window before."


def crowd(*first):
    """The given clusters, then others up to the hundredth rank."""
    return [*first, *((f"c{n}", f"Town {n}", "JP") for n in range(100 - len(first)))]


def test_a_cluster_behind_the_hundredth_is_not_listed():
    risen = {"rankings": ranking(*crowd(CAIRO), TOKYO, previous=[*crowd(TOKYO), CAIRO]), "economy_groups": GROUPS}
    lineage = table("cluster_lineage", {"previous_cluster_id": "t", "cluster_id": "t", "event": "continued", "since": "window", "shared_listings_count": 9})
    assert newly_listed_clusters(risen).sentence == "1 cluster of the list was not in that of the window before: Cairo (Egypt) at rank 1."
    assert no_longer_listed_clusters(risen | lineage).sentence == (
        "1 cluster of the list of the window before is no longer listed: Tokyo (Japan), now at rank 101."
    )
    assert clusters_by_economy(risen).sentence == "The first 100 clusters lie in 2 economies: Japan (99) and Egypt (1)."


def test_clusters_that_are_gone_are_named_with_what_took_them_in():
    gone = {"rankings": ranking(TOKYO, previous=[TOKYO, ("k", "Kobe", "JP"), CAIRO]), "economy_groups": GROUPS}
    lineage = [("t", "t", "continued", 90), ("k", "t", "merged", 20), ("c", "", "died", 0)]
    rows = [{"previous_cluster_id": a, "cluster_id": b, "event": event, "since": "window", "shared_listings_count": shared} for a, b, event, shared in lineage]
    rows.append(rows[0] | {"previous_cluster_id": "c", "since": "edition"})  # of last edition, which is another question
    found = no_longer_listed_clusters(gone | table("cluster_lineage", *rows))
    assert found.sentence == ("2 clusters of the list of the window before are no longer listed: Kobe (Japan), now in Tokyo; Cairo (Egypt), no longer found.")
    assert [row["now"] for row in found.figures] == ["now in Tokyo", "no longer found"]
    assert no_longer_listed_clusters(ONE).sentence == "Every cluster of the list of the window before is still listed."


def test_an_economy_has_a_first_cluster_when_it_had_none_before():
    found = economies_with_a_first_cluster(FOUR)
    assert found.sentence == "1 economy has a cluster in the list and had none in that of the window before: Egypt (Cairo)."
    assert economies_with_a_first_cluster(ONE).sentence == "Every economy that has a cluster in the list had one in that of the window before."


def growth(*rows):
    return table("cluster_growth", *({"cluster_id": cluster, "geometry": "fixed", "growth_percent": percent} for cluster, percent in rows))


def test_the_fastest_growth_is_told_for_each_income_group():
    found = fastest_growth_by_income_group(FOUR | growth(("t", 1.0), ("d", 4.25), ("m", -2.0), ("c", -0.5)))
    assert found.sentence == (
        "Since the window before the score grew most in Shenzhen–Hong Kong (China/Hong Kong) of the high-income economies (4.2 %) "
        "and in Shenzhen–Hong Kong (China/Hong Kong) of the upper-middle-income economies (4.2 %). "
        "In lower-middle-income economies the score of no cluster grew."
    )
    assert found.figures[0]["clusters_growing"] == 2
    with pytest.raises(WithheldError, match="no cluster has a score in the window before"):
        fastest_growth_by_income_group(FOUR | growth(("t", None)))


def test_falling_output_is_counted_by_kind_and_for_all_kinds_together():
    changes = [("t", "patent", -1.0), ("t", "paper", -2.0), ("d", "patent", -1.0), ("d", "paper", 3.0), ("m", "patent", 0.0), ("m", "paper", 1.0)]
    rows = [{"cluster_id": cluster, "geometry": "fixed", "kind": kind, "count_change": change} for cluster, kind, change in changes]
    three = {"rankings": ranking(TOKYO, DELTA, MUNICH)}
    found = clusters_with_falling_output(three | table("count_growth", *rows))
    assert found.sentence == (
        "Of the 3 clusters, held as they are today, 2 have fewer patent applications, 1 has fewer scientific papers "
        "and 1 has fewer of both than in the window before."
    )
    none = clusters_with_falling_output(ONE | table("count_growth", *({**row, "count_change": 1.0} for row in rows[:1])))
    assert none.sentence == "Of the one cluster, held as it is today, none has fewer patent applications than in the window before."


def test_the_most_intensive_say_when_inhabitants_are_a_proxy():
    rows = [
        {"cluster_id": cluster, "period": "current", "population": 1_000_000, "is_proxy": proxy, "score_per_million": score, "intensity_rank": rank}
        for cluster, score, rank, proxy in (("m", 2.5, 1, True), ("t", 1.25, 2, True), ("d", None, None, False))
    ]
    assert most_intensive_clusters(FOUR | table("cluster_intensity", *rows)).sentence == (
        "For their inhabitants these clusters have the highest score, in percent of the world per million: "
        "Munich (Germany) with 2.50 and Tokyo (Japan) with 1.25. "
        "The inhabitants are those of the gazetteer's towns, a proxy."
    )
    with pytest.raises(WithheldError, match="the inhabitants of no cluster are known"):
        most_intensive_clusters(FOUR | table("cluster_intensity", rows[2]))


def test_the_highest_foreign_share_is_told_by_kind():
    rows = [
        {"cluster_id": cluster, "period": "current", "kind": "patent", "foreign_share": share, "foreign_rank": rank}
        for cluster, share, rank in (("m", 0.354, 1), ("t", 0.1, 2), ("d", None, None))
    ]
    tables = FOUR | table("cluster_collaboration", *rows)
    assert highest_foreign_share_of_patents(tables).sentence == (
        "35.4 % of the patent applications of Munich (Germany) have a person in another economy, the highest share; next come Tokyo (Japan) with 10.0 %."
    )
    none = FOUR | table("cluster_collaboration", rows[0] | {"foreign_share": 0.0})
    assert highest_foreign_share_of_patents(none).sentence == "None of the patent applications of any cluster has a person in another economy."
    with pytest.raises(WithheldError, match="the table cluster_collaboration holds no row of this edition, period current, kind paper"):
        highest_foreign_share_of_papers(tables)


def test_without_any_table_every_finding_is_withheld_with_its_reason():
    found = findings_of({})
    assert not found.told
    assert len(found.withheld) == len(RULES)
    assert found.withheld["First clusters"] == "the table rankings has not been made for this edition"
    assert "- First clusters: the table rankings has not been made for this edition." in as_markdown(as_report(found, 2023)).splitlines()


def test_without_the_window_before_what_needs_it_is_withheld():
    found = findings_of({"rankings": ranking(TOKYO), "economy_groups": GROUPS})
    assert found.withheld["Newly listed clusters"] == "the table rankings holds no row of this edition, period previous"
    assert "Clusters by economy" in found.told


def test_each_finding_names_tables_that_are_read_and_its_figures_have_one_shape():
    found = findings_of(world(clusters=12, points_per_cluster=3, hermits=2, economies=10) | {"economy_groups": GROUPS})
    assert set(found.withheld) == {"Share of the first 100"}
    for one in found.told.values():
        assert set(one.tables) <= {*READ, "economy_groups"}
        assert len({tuple(row) for row in one.figures}) <= 1
        assert one.sentence[0].isupper() or one.sentence[0].isdigit()
        assert one.sentence.endswith(".")


def test_json_holds_the_unrounded_figures_and_the_reasons():
    told = json.loads(as_json(findings_of(ONE), 2023))
    assert told["edition"] == 2023
    assert told["findings"][0]["figures"] == [{"rank": 1, "cluster": "Tokyo", "economies": "JP", "score": 10.0}]
    assert {"title": "Share of the first 10", "reason": "the ranking holds 1 cluster, fewer than 10"} in told["withheld"]
