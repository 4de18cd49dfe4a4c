"""Universities and companies from cluster to cluster: who counts as sitting apart."""

import pytest
from builders import rows, table
from pyspark.sql import DataFrame, SparkSession

from innoatlas.runtime.conform import conform
from innoatlas.tables import ACADEMIA_INDUSTRY_LINKS
from jobs import academia_industry_links

A, B, C, NOWHERE = 1, 2, 3, 4

#: Document, organisation, its kind, and the coordinate that it has on the document.
SEATS = [
    ("apart", "u", "university", A),
    ("apart", "f", "company", B),
    ("again", "v", "university", A),
    ("again", "f", "company", B),
    ("again", "v", "university", C),  # the same university in a second cluster, which counts too
    ("together", "u", "university", A),
    ("together", "f", "company", A),
    ("together", "f", "company", B),  # a company with a site beside the university sits with it
    ("mixed", "u", "university", A),
    ("mixed", "f", "company", A),
    ("mixed", "g", "company", B),  # … and another that does not
    ("patent", "u", "university", A),  # applicants are at every place of their patent
    ("patent", "u", "university", B),
    ("patent", "f", "company", A),
    ("patent", "f", "company", B),
    ("inventors", "u", "university", B),
    ("inventors", "f", "company", A),
    ("outside", "u", "university", A),
    ("outside", "f", "company", NOWHERE),
    ("public", "u", "university", A),
    ("public", "n", "government", B),
    ("unknown", "u", "university", A),
    ("unknown", "", "other", B),
]


def made(spark: SparkSession) -> DataFrame:
    held = table(
        spark,
        "document_organisations",
        *(
            {
                "document_id": document,
                "kind": "patent" if document in ("patent", "inventors") else "paper",
                "periods": ["current", "previous"] if document == "apart" else ["current"],
                "organisation_key": key,
                "organisation_kind": kind,
                "point_id": point,
            }
            for document, key, kind, point in SEATS
        ),
    )
    clusters = {A: "a", B: "b", C: "c", NOWHERE: None}
    members = ({"point_id": point, "cluster_id": name, "period": period} for point, name in clusters.items() for period in ("current", "previous"))
    return academia_industry_links.academia_industry_links(held, table(spark, "cluster_members", *members))


def test_documents_join_a_university_here_with_a_company_there(spark: SparkSession) -> None:
    assert rows(made(spark), "period", "kind", "university_cluster_id", "company_cluster_id", "documents_count", "link_rank") == [
        ("current", "paper", "a", "b", 3, 1),  # apart, again, mixed
        ("current", "paper", "c", "b", 1, 2),
        ("current", "patent", "b", "a", 1, 1),
        ("previous", "paper", "a", "b", 1, 1),
    ]


def test_the_job_gives_its_table_as_the_contract_says(spark: SparkSession) -> None:
    frame = made(spark)
    assert conform(frame, ACADEMIA_INDUSTRY_LINKS).columns == list(ACADEMIA_INDUSTRY_LINKS.column_names)
    assert frame.where(" or ".join(f"not ({check})" for check in ACADEMIA_INDUSTRY_LINKS.checks.values())).collect() == []


@pytest.mark.parametrize("kind", ["university", "company"])
def test_one_side_alone_joins_nothing(spark: SparkSession, kind: str) -> None:
    alone = table(
        spark, "document_organisations", *({"organisation_kind": kind, "organisation_key": key, "point_id": point} for key, point in (("u", A), ("v", B)))
    )
    members = table(spark, "cluster_members", {"point_id": A, "cluster_id": "a"}, {"point_id": B, "cluster_id": "b"})
    assert rows(academia_industry_links.academia_industry_links(alone, members)) == []
