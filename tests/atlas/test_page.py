"""The page: what it says, what it must not ask for, what hostile names may not do."""

import itertools
import re
import time
from html.parser import HTMLParser

import pyarrow as pa
import pytest

from innoatlas import tables
from innoatlas.atlas.page import render, write
from innoatlas.atlas.sections import SECTIONS
from tests.atlas.invented import arrow, nothing, world

HOSTILE = """</script><script>alert(1)</script><img src=http://evil.example/x onerror=alert(2)>"'&{{7*7}}"""


class Page(HTMLParser):
    """Every element of a page, and the text outside scripts and styles."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.words, self._raw = [], [], False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self._raw = tag in ("script", "style")

    def handle_endtag(self, tag):
        self._raw = False

    def handle_data(self, data):
        if not self._raw:
            self.words.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())

    def values(self, *attributes):
        return [attrs[name] for _, attrs in self.elements for name in attributes if attrs.get(name)]


@pytest.fixture(scope="module")
def made():
    return world(clusters=12, points_per_cluster=10, hermits=40, economies=30)


@pytest.fixture(scope="module")
def page(made):
    return Page(render(made, edition=2024, attributions=["Works: OpenAlex (CC0 1.0)."]))


def test_nothing_outside_the_file_is_asked_for(page):
    links = [value for value in page.values("src", "href", "xlink:href", "srcset", "data", "action", "poster") if not value.startswith(("#", "data:"))]
    assert links == []
    assert not [tag for tag, _ in page.elements if tag in ("link", "iframe", "object", "embed", "base")]


def test_the_browser_is_told_to_refuse_the_network(page):
    (policy,) = [attrs["content"] for tag, attrs in page.elements if attrs.get("http-equiv") == "Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "http" not in policy
    assert "connect-src" not in policy
    assert "unsafe-eval" not in policy


def test_no_style_fetches_anything(made):
    styles = re.findall(r"<style>(.*?)</style>", render(made, edition=2024, attributions=()), re.DOTALL)
    assert not [url for style in styles for url in re.findall(r"url\(\s*['\"]?([^)'\"]+)", style) if not url.startswith("data:")]
    assert not [style for style in styles if "@import" in style]


def test_every_link_leads_to_a_section_of_the_page(page):
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in page.values("href") if link.startswith("#")} <= set(ids)


def test_every_section_is_there_once_in_its_order_and_in_the_navigation(page):
    names = [section.name for section in SECTIONS]
    assert [name for name in page.values("id") if name in names] == names
    assert [link[1:] for link in page.values("href") if link[1:] in names][: len(names) + 1] == ["ranking", *names]  # the way past the navigation comes first


def test_each_cluster_has_a_row_and_a_section(page, made):
    sections = [attrs["id"] for tag, attrs in page.elements if tag == "article"]
    assert len(sections) == 12
    assert all(f"#{section}" in page.values("href") for section in sections)


def test_headings_descend_without_a_gap(page):
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(deeper - level <= 1 for level, deeper in itertools.pairwise(levels))


def test_every_control_and_drawing_has_a_name(page):
    assert all("aria-label" in attrs for tag, attrs in page.elements if tag == "svg" or attrs.get("role") == "img")


def test_the_page_says_edition_located_share_and_attributions(page):
    assert "2024 edition" in page.text
    assert "Works: OpenAlex (CC0 1.0)." in page.text
    assert "Natural Earth" in page.text
    assert re.search(r"Located share \d\d\.\d %", page.text)


def test_each_economy_is_told_what_its_numbers_are_worth(page, made):
    assert page.text.count("small towns, organisations, postal codes") == 2 * sum(number % 6 == 0 for number in range(30))
    assert "Expected right, % of located" in page.text
    assert "An inferred listing" not in page.text


def test_what_neighbours_placed_is_told_where_there_is_any():
    text = Page(render(world(clusters=2, points_per_cluster=3, hermits=2, economies=10, inferred_percent=2), edition=2024, attributions=())).text
    assert "An inferred listing gives no place itself" in text
    assert "4.0 % give no place themselves and took a neighbour's" in text


def test_the_same_tables_give_the_same_page(made):
    assert render(made, edition=2024, attributions=()) == render(made, edition=2024, attributions=())


def test_a_new_cluster_has_no_previous_rank():
    small = world(clusters=2, points_per_cluster=3, hermits=2, economies=10)
    rows = [row | {"previous_rank": None} for row in small["rankings"].to_pylist()]
    text = Page(render(small | {"rankings": arrow(tables.RANKINGS, rows)}, edition=2024, attributions=())).text
    assert "No cluster has a previous rank" in text


def test_one_cluster_is_spoken_of_in_the_singular():
    text = Page(render(world(clusters=1, points_per_cluster=3, hermits=2, economies=10), edition=2024, attributions=())).text
    assert "The one place where" in text
    assert "in 1 economy " in text


def test_nothing_at_all_still_makes_a_page():
    text = Page(render(nothing(), edition=2024, attributions=())).text
    assert "No cluster was found in this edition" in text
    assert "No listing was counted" in text
    assert "No run is recorded" in text


def test_an_edition_without_the_window_before_makes_a_page(made):
    current = {name: table.filter(pa.array(_current(table))) if "period" in table.column_names else table for name, table in made.items()}
    assert "Previous score –" in Page(render(current, edition=2024, attributions=())).text


def test_deals_are_a_third_column_where_they_are_counted():
    with_deals = world(clusters=2, points_per_cluster=3, hermits=2, economies=10, kinds=tables.KINDS)
    text = Page(render(with_deals, edition=2025, attributions=())).text
    assert "venture-capital deals" in text
    assert "not part of this edition" not in text


def test_names_with_markup_stay_text(made):
    hostile = {
        "rankings": arrow(tables.RANKINGS, [row | {"cluster_name": HOSTILE, "cluster_id": _bad(row)} for row in made["rankings"].to_pylist()]),
        "clusters": arrow(
            tables.CLUSTERS, [row | {"cluster_name": HOSTILE, "cluster_id": _bad(row), "member_names": [HOSTILE]} for row in made["clusters"].to_pylist()]
        ),
        "cluster_members": arrow(
            tables.CLUSTER_MEMBERS, [row | {"cluster_id": row["cluster_id"] and _bad(row)} for row in made["cluster_members"].to_pylist()]
        ),
        "job_runs": arrow(tables.JOB_RUNS, [row | {"message": HOSTILE, "inputs": [HOSTILE]} for row in made["job_runs"].to_pylist()]),
    }
    plain, bad = (Page(render(given, edition=2024, attributions=[HOSTILE])) for given in (made, made | hostile))
    assert HOSTILE in bad.text
    assert {tag for tag, _ in bad.elements} == {tag for tag, _ in plain.elements}
    assert not [value for value in bad.values("src", "onerror", "href") if "evil" in value or "alert" in value]
    assert _scripts(bad) == _scripts(plain)


def test_a_page_is_written_whole_and_nothing_else_is_left(tmp_path, made):
    path = write(tmp_path / "atlas" / "innoatlas-2024.html", made, edition=2024, attributions=())
    assert path.read_text(encoding="utf-8").rstrip().endswith("</html>")
    assert [file.name for file in path.parent.iterdir()] == ["innoatlas-2024.html"]


def test_a_world_of_the_expected_size_stays_under_eight_megabytes_and_twenty_seconds():
    tables_of_a_world = world()
    start = time.monotonic()
    text = render(tables_of_a_world, edition=2024, attributions=())
    assert len(text.encode()) < 8_000_000
    assert time.monotonic() - start < 20


def _current(table):
    return [value == "current" for value in table["period"].to_pylist()]


def _bad(row):
    return f'{row["cluster_id"]}"><script>'


def _scripts(page):
    return sum(tag == "script" for tag, _ in page.elements)
