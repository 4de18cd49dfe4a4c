"""Sites and regions on the page, on its map and in the files that it gives away."""

import csv
import io
import json
from typing import Any

import pyarrow as pa
import pytest

from innoatlas.atlas.area_exports import areas_geojson
from innoatlas.atlas.areas import areas_of, candidates_of, sites_within
from innoatlas.atlas.facts import clusters_of
from innoatlas.atlas.page import render
from innoatlas.atlas.table_exports import table_csv
from innoatlas.tables import TABLES
from tests.atlas.invented import nothing, world


@pytest.fixture(scope="module")
def made() -> dict[str, pa.Table]:
    return world(clusters=3, points_per_cluster=5, hermits=5, economies=5)


@pytest.fixture(scope="module")
def page(made: dict[str, pa.Table]) -> str:
    return " ".join(render(made, edition=2024, attributions=()).split())


def test_areas_come_by_layer_those_with_most_documents_first(made: dict[str, pa.Table]) -> None:
    found = areas_of(made, clusters_of(made))
    assert {layer: [area.row["area_id"] for area in rows] for layer, rows in found.items()} == {
        "site": ["site:1", "site:2", "site:3"],
        "region": ["region:CH", "region:X"],
    }
    park, far = found["site"][0], found["site"][2]
    assert park.cluster is not None
    assert (park.cluster.rank, far.cluster) == (1, None)
    assert park.counts["paper"]["year"] == 0, "of the whole window"
    assert park.fields["paper"]["field_code"] == "01", "the largest"
    assert (far.counts, far.main_kind, park.main_kind) == ({}, None, "patent")
    assert (park.women["paper"]["women_share"], found["site"][1].women["paper"]["women_share"]) == (0.4375, None)
    assert (park.candidates["similar", "patent"].rank, far.candidates) == (2, {})


def test_a_cluster_names_the_sites_in_it_and_its_candidates(made: dict[str, pa.Table]) -> None:
    first, second, _ = clusters_of(made)
    assert sites_within(made)[first.cluster_id] == {"science park": ["Quantum Park"], "cluster organisation": ["Network <b>North</b>"]}
    ((partner, row),) = candidates_of(made, clusters_of(made))[first.cluster_id]["similar", "patent"]
    assert (partner.cluster_id, row["documents_count"]) == (second.cluster_id, 2)


def test_womens_share_of_sites_and_regions_is_shown_where_it_is_known(made: dict[str, pa.Table], page: str) -> None:
    table = page.split('id="area-women-table"')[1].split("</table>")[0]
    assert table.count('data-order="0.4375">43.8</td>') == 4, "of a site and a region, patents and papers"
    assert table.count("<tr>") == 3, "the head and these two: of the second site too few persons are known"
    assert "area-women-table" not in render(made | {"area_women": made["area_women"].slice(0, 0)}, edition=2024, attributions=())


def test_the_page_shows_them_and_escapes_their_names(page: str) -> None:
    assert "Network &lt;b&gt;North&lt;/b&gt;" in page
    assert "812 km to" in page
    assert "<b>Sites in it</b> cluster organisation: Network" in page
    assert "<b>Alike, and little shared</b> Patents:" in page
    assert "<b>Complementary, and little shared</b>" in page
    assert 'value="areas"' in page


def test_without_areas_the_page_says_so_and_offers_no_layer() -> None:
    empty = render(nothing(), edition=2024, attributions=())
    assert "No file of sites or regions was given to this run" in empty
    assert 'value="areas"' not in empty


def test_the_map_has_circles_and_outlines_of_which_none_runs_round_the_earth(page: str) -> None:
    _, item = page.split('<script type="application/json" id="map-item">')
    lines = _source_of(json.loads(item.split("</script>")[0]), "area_outlines")
    assert len(lines["xs"]) == 5
    assert max(max(x) - min(x) for x in lines["xs"]) < 4e6, "the shape across the 180th meridian is ten degrees wide"
    assert all((x[0], y[0]) == (x[-1], y[-1]) for x, y in zip(lines["xs"], lines["ys"], strict=True))


def _source_of(node: Any, layer: str) -> dict[str, list[list[int]]]:
    found = [part for part in _objects(node) if part.get("name") == "GlyphRenderer" and part["attributes"].get("name") == layer]
    (entries,) = [part["attributes"]["data"]["entries"] for part in _objects(found) if part.get("name") == "ColumnDataSource"]
    return dict(entries)


def _objects(node: Any) -> list[dict[str, Any]]:
    inner = list(node.values()) if isinstance(node, dict) else node if isinstance(node, list) else []
    return [*([node] if isinstance(node, dict) else []), *(part for each in inner for part in _objects(each))]


def test_the_geojson_gives_shapes_as_they_came_and_figures_by_kind(made: dict[str, pa.Table]) -> None:
    features = json.loads(areas_geojson(made))["features"]
    assert [feature["geometry"]["type"] for feature in features] == ["Point", "Point", "Point", "Polygon", "Polygon"]
    told = features[0]["properties"]
    assert (told["area_id"], told["patent_fractional_count"], told["paper_foreign_share"]) == ("site:1", 40.0, 0.25)
    assert (features[2]["properties"]["patent_fractional_count"], features[2]["properties"]["patent_foreign_share"]) == (0, None)
    assert json.loads(areas_geojson(nothing()))["features"] == []


@pytest.mark.parametrize("name", ["areas", "area_counts", "area_fields", "area_organisations", "area_candidates", "partner_candidates"])
def test_the_tables_are_given_away_with_names(made: dict[str, pa.Table], name: str) -> None:
    rows = list(csv.DictReader(io.StringIO(table_csv(made, name))))
    assert len(rows) == made[name].num_rows
    assert set(TABLES[name].column_names) - {"point_ids", "outline"} <= set(rows[0])
    assert rows[0]["cluster_name" if name == "partner_candidates" else "area_name"]
