"""Briefs: which cluster a name means, what the page of one cluster says, as HTML and as Markdown."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from innoatlas.atlas.briefs.choosing import cluster_called
from innoatlas.atlas.briefs.origin import SectionOfConf, located, made_by
from innoatlas.atlas.briefs.standing import growth, intensity, rank
from innoatlas.atlas.briefs.strong_points import fields, organisations, partners
from innoatlas.atlas.briefs.subject import subject_of
from innoatlas.atlas.briefs.telling import brief_of
from innoatlas.atlas.facts import Count
from innoatlas.atlas.given import Given
from innoatlas.atlas.relations import Relations
from innoatlas.atlas.report import as_html, as_markdown, as_svg
from innoatlas.errors import SettingsError
from tests.atlas.invented import world
from tests.atlas.test_page import HOSTILE, Page

RULE = {"point_weight": "listings", "radius_km": 15.0, "min_weight": 4500, "merge_km": 5.0}


@pytest.fixture(scope="module")
def given():
    return Given(world(clusters=12, points_per_cluster=6, hermits=20, economies=20), 2024, ())


@pytest.fixture(scope="module")
def delta(given):
    """Shenzhen–Hong Kong–Guangzhou, a cluster across a border."""
    return subject_of(given, cluster_called("Shenzhen–Hong Kong–Guangzhou", given.clusters))


@pytest.mark.parametrize("name", ["San Diego, CA", "c008", "san diego ca", "SAN-DIEGO,CA", "San D"])
def test_a_cluster_is_found_by_its_name_its_id_or_a_beginning_that_only_it_has(given, name):
    assert cluster_called(name, given.clusters).name == "San Diego, CA"


def test_a_beginning_of_several_names_lists_them(given):
    with pytest.raises(SettingsError, match=re.escape("cluster 'san': expected one cluster, found 2: San Jose–San Francisco, CA (c005), San Diego, CA (c008)")):
        cluster_called("san", given.clusters)


@pytest.mark.parametrize("name", ["Oska", "Osaka Kobe Kyoto and more"])
def test_no_such_name_lists_the_nearest(given, name):
    with pytest.raises(SettingsError, match=r"expected the name of a cluster of this edition, found none. The nearest are .*Osaka"):
        cluster_called(name, given.clusters)


def test_no_name_at_all_is_no_beginning(given):
    with pytest.raises(SettingsError, match="found none"):
        cluster_called("", given.clusters)


def test_the_nearest_of_no_cluster_at_all_is_said_to_be_none():
    with pytest.raises(SettingsError, match="found that it has none"):
        cluster_called("Paris", [])


def test_rank_interval_and_rank_before_are_sentences(delta):
    share = replace(delta.cluster, score=11.25, counts={"patent": Count(1, 1, 1, 9.0), "paper": Count(1, 1, 1, 2.25)}, rank=2)
    moved = replace(delta, cluster=replace(share, rank_low=1, rank_high=3, previous_rank=3))
    assert rank(moved).sentences == [
        "Its score is 11.25: its share of the world's patent applications (9.00 %) and scientific papers (2.25 %), added up.",
        "If as many documents were drawn anew by chance, it would almost always be at a rank from 1 to 3.",
        "In the window before, computed with today's data and method, it was at rank 3; it has risen by 1 place since.",
    ]
    fixed = replace(delta, cluster=replace(share, rank_low=2, rank_high=2, previous_rank=None))
    assert rank(fixed).sentences[1:] == [
        "If as many documents were drawn anew by chance, it would almost always be at this rank, too.",
        "It is new: in the window before, computed with today's data and method, there was no such cluster.",
    ]


def test_growth_is_told_by_both_geometries_and_a_figure_that_is_not_there_is_a_dash(delta):
    own = Relations(growth={("refound", "patent"): None, ("fixed", "patent"): 4.26}, past=["took in Dongguan"])
    told = growth(replace(delta, relations=own, kinds=["patent"]))
    assert told.grid.rows == [["Patent applications", "–", "4.3"], ["Score", "–", "–"]]
    assert told.sentences[1] == "Since then: took in Dongguan."


def test_inhabitants_that_are_a_proxy_are_called_one(delta):
    own = Relations(population=49_500_000, is_proxy=True, intensity_rank=7, per_million={"patent": 2291.4, "score": 0.5})
    told = intensity(replace(delta, relations=own, kinds=["patent"]))
    assert told.sentences == [
        "49,500,000 people live in its footprint, as the gazetteer's towns tell, a proxy. For its inhabitants its score is at rank 7 of 12."
    ]
    assert told.grid.rows == [["Patent applications", "2,291"], ["Score", "0.500"]]
    assert intensity(replace(delta, relations=Relations())).sentences == ["How many people live there is not known."]


def test_fields_organisations_and_partners_are_listed_patents_first(delta):
    assert fields(delta).sentences[0].startswith("The largest fields of its patent applications: Analysis of biological materials (40.0 %), ")
    assert organisations(delta).sentences[:2] == [
        "The largest applicants of its patent applications, with their part of all it has: Quantrelix Corporation (30.0 %), "
        "University of the Invented North (15.0 %), Institute of Polymerixa (10.0 %) and Novatherix & Söhne GmbH (7.5 %).",
        "Of what the 4 known organisations have of its patent applications, the largest holds 48.0 %, the five largest 100.0 % and "
        "those with few documents 2.5 %; 12.5 % of these documents join a university and a company.",
    ]
    assert partners(delta).sentences[0] == (
        "33.3 % of its patent applications (666 of 2,000) have a person in another economy, rank 2 of 12 by this share; "
        "50.0 % have one outside the cluster, at home or abroad."
    )


def test_universities_companies_and_little_used_research_are_told_where_there_are_any(given, delta):
    assert organisations(delta).sentences[2:4] == [
        f"By patent applications that join both, its universities work most with companies in {given.clusters[2].name} (40) and {given.clusters[3].name} (39).",
        f"By patent applications that join both, its companies work most with universities in {given.clusters[0].name} (42).",
    ]
    first = subject_of(given, given.clusters[0])
    told = "Research that is strong, but little used in its own patents: Energy (1.5 times the world's share in papers, 0.5 times in patents)."
    assert told in fields(first).sentences
    assert not [sentence for sentence in fields(delta).sentences if "little used" in sentence]
    assert not [sentence for sentence in organisations(first).sentences if "whose universities" in sentence]


def test_what_is_not_known_is_said(delta):
    empty = replace(delta, relations=Relations(), strengths={}, concentration={}, located=[], runs={})
    assert fields(empty).sentences == ["The fields of its documents are not known."]
    assert organisations(empty).sentences == ["The organisations of its documents are not known."]
    assert partners(empty).sentences == ["With whom it works is not known."]
    assert located(empty).sentences == ["It is not known how much of its economies was located."]
    assert made_by(empty, {}).sentences == ["No run is recorded for this edition, so its figures cannot be traced."]


def test_located_shares_are_those_of_its_economies(delta):
    told = located(delta)
    assert [row[0] for row in told.grid.rows] == ["China", "Hong Kong"]
    assert told.sentences[0].endswith("person listings of China were located.")
    assert all(sum(map(float, row[1:7])) == pytest.approx(100, abs=0.4) for row in told.grid.rows)


def test_settings_are_shown_where_they_are_those_of_the_run(delta):
    digest = delta.runs["cluster_members"]["conf_digest"]
    told = made_by(delta, {"cluster_members": SectionOfConf(digest, RULE), "clusters": SectionOfConf("another", {"name_share": 0.5})})
    assert told.sentences[0] == "A cluster is where at least 4,500 person listings lie within 15 km of a place; two at most 5 km apart are one."
    assert told.sentences[1].startswith("Run 20240901T100000Z-3f9a of innoatlas 0.1.0+9c1e77aa made documents, document_places, cluster_members, ")
    assert f"Settings {digest} of cluster_members: point_weight = listings, radius_km = 15.0, min_weight = 4500, merge_km = 5.0" in told.items
    assert f"Settings {digest} of clusters" in told.items
    assert told.note == "The settings of clusters have changed since, so their values are not shown."


def test_html_and_markdown_say_the_same(given, delta):
    report = brief_of(given, delta.cluster, {})
    page, text = Page(as_html(report)), as_markdown(report, "map.svg")
    for section in report.sections:
        assert section.title in page.text
        assert f"\n## {section.title}\n" in text
        assert all(sentence in text and sentence in page.text for sentence in section.sentences)
    assert "(<map.svg>)" in text
    assert not re.search(r"\n\n\n", text)


def test_the_page_asks_for_nothing(given, delta):
    page = Page(as_html(brief_of(given, delta.cluster, {})))
    assert page.values("src", "href", "xlink:href", "srcset", "data", "action") == []
    assert "default-src 'none'" in page.values("content")[-1]


def test_the_drawing_is_a_file_of_its_own(given, delta):
    root = ET.fromstring(as_svg(brief_of(given, delta.cluster, {}).drawing))
    assert root.tag.endswith("svg")
    assert "Shenzhen" in root.attrib["aria-label"]


def test_a_hostile_name_stays_text_in_both(given, delta):
    bad = brief_of(given, replace(delta.cluster, name=HOSTILE), {})
    plain = Page(as_html(brief_of(given, delta.cluster, {})))
    assert {tag for tag, _ in Page(as_html(bad)).elements} == {tag for tag, _ in plain.elements}
    assert "<script>" not in as_markdown(bad, "map.svg").replace("\\<script\\>", "")
    ET.fromstring(as_svg(bad.drawing))
