"""What a section says of fields and organisations."""

from innoatlas.atlas.page import render
from innoatlas.atlas.strengths import strengths_of
from innoatlas.tables import CLUSTER_FIELDS, CLUSTER_ORGANISATIONS, UNMAPPED_FIELD
from tests.atlas.invented import arrow, nothing, world


def field(code, share, specialisation, kind="paper", period="current"):
    key = {"cluster_id": "c", "period": period, "kind": kind, "field_code": code, "field_name": f"Field {code}"}
    return key | {"units": 1, "fractional_count": 1.0, "documents_count": 1, "share_percent": share, "specialisation": specialisation, "specialisation_rank": 1}


def test_fields_come_by_share_strengths_by_specialisation_and_what_is_unknown_or_small_is_no_strength():
    rows = [
        field("01", 50.0, 1.1),
        field("02", 30.0, 4.0),
        field("03", 15.0, 0.5),
        field("04", 0.9, 50.0),
        field(UNMAPPED_FIELD, 4.1, 9.0),
        field("01", 99.0, 7.0, period="previous"),
    ]
    (kinds,) = strengths_of(nothing() | {"cluster_fields": arrow(CLUSTER_FIELDS, rows)}).values()
    assert [row["field_code"] for row in kinds["paper"].fields] == ["01", "02", "03", "04"]
    assert [row["field_code"] for row in kinds["paper"].special] == ["02", "01"]
    assert kinds["paper"].organisations == []


def test_the_section_names_fields_applicants_and_the_reach_of_the_rank():
    page = render(world(clusters=9, points_per_cluster=3, hermits=2, economies=8), edition=2024, attributions=())
    assert "Patents, fields" in page
    assert "Computer technology 40.0\u00a0%" in page
    assert "2.4× the world's share" in page or "2.4× the world&#39;s share" in page
    assert "Novatherix &amp; Söhne GmbH" in page
    assert "<dt>Rank within</dt><dd>7–9</dd>" in page


def test_a_name_of_an_organisation_cannot_write_on_the_page():
    small = world(clusters=1, points_per_cluster=3, hermits=2, economies=8)
    rows = [row | {"organisation_name": "<script>alert(1)</script>"} for row in small["cluster_organisations"].to_pylist()]
    page = render(small | {"cluster_organisations": arrow(CLUSTER_ORGANISATIONS, rows)}, edition=2024, attributions=())
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_without_fields_organisations_and_intervals_the_page_is_drawn_without_them():
    small = world(clusters=2, points_per_cluster=3, hermits=2, economies=8)
    bare = {name: small[name].slice(0, 0) for name in ("cluster_fields", "cluster_organisations", "rank_intervals")}
    page = render(small | bare, edition=2024, attributions=())
    assert "Strong in" not in page
    assert "<dt>Rank within</dt><dd>" not in page.split('id="notes"')[0]
