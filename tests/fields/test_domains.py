"""Papers beside patents on one scale: the pairing of fields, and the figures of three clusters by hand."""

from pathlib import Path
from typing import Any

import pytest
from builders import rows, table
from pyspark.sql import DataFrame, SparkSession

from innoatlas.errors import SettingsError
from innoatlas.fields.concordance import read_domains, read_field_names
from innoatlas.runtime.conform import conform
from innoatlas.tables import CLUSTER_DOMAINS, NO_CLUSTER, UNIT
from jobs import cluster_domains

REFERENCE = Path(__file__).resolve().parents[2] / "conf" / "reference"


def test_each_domain_pairs_fields_of_science_with_fields_of_technology() -> None:
    domains = read_domains(REFERENCE)
    assert set(domains) <= set(read_field_names(REFERENCE))
    for name in set(domains.values()):
        assert {kind for (kind, _), domain in domains.items() if domain == name} == {"paper", "patent"}
    assert domains["paper", "30"] == domains["patent", "16"] == "Pharmaceuticals"
    assert domains["paper", "21"] == domains["patent", "27"] == "Energy"
    assert ("paper", "12") not in domains, "the arts feed no field of technology"


HEAD = "# Pairs.\nkind\tfield_code\tfield_name\tdomain_name\n"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("paper\t17\tComputing\tA\n", "expected the name 'Computer Science', found 'Computing'"),
        ("patent\t99\tMagic\tA\n", "expected the name None, found 'Magic'"),
        ("paper\t17\tComputer Science\tA\npaper\t17\tComputer Science\tB\n", "expected one domain, found 'A' and 'B'"),
        ("deal\t17\tComputer Science\tA\n", "kind"),
    ],
)
def test_a_pairing_that_cannot_be_is_refused(tmp_path: Path, row: str, said: str) -> None:
    for name in ("ipc_fields.tsv", "openalex_fields.tsv"):
        (tmp_path / name).write_bytes((REFERENCE / name).read_bytes())
    (tmp_path / "domains.tsv").write_text(HEAD + row, "utf-8")
    with pytest.raises(SettingsError, match=said):
        read_domains(tmp_path)


#: Cluster, kind, field and documents. Papers: 17 and 22 in two domains, 33 in none; patents: 06 and 32 in the same two.
COUNTS = [
    ("lab", "paper", "17", 30),
    ("lab", "paper", "22", 10),
    ("lab", "paper", "33", 500),
    ("lab", "patent", "06", 1),
    ("lab", "patent", "32", 9),
    ("works", "paper", "22", 40),
    ("works", "patent", "06", 30),
    ("works", "patent", "32", 30),
    ("campus", "paper", "17", 7),
    (NO_CLUSTER, "paper", "17", 3),
    (NO_CLUSTER, "paper", "22", 30),
    (NO_CLUSTER, "patent", "06", 19),
    (NO_CLUSTER, "patent", "32", 11),
    ("works", "patent", "13", 25),  # a domain that the world has no papers of
    (NO_CLUSTER, "patent", "13", 25),
]
COMPUTING, ENGINEERING = "Information and communication", "Engineering"


def made(spark: SparkSession, min_count: float) -> DataFrame:
    counts: list[dict[str, Any]] = [
        {"cluster_id": cluster, "kind": kind, "field_code": code, "units": count * UNIT, "documents_count": count} for cluster, kind, code, count in COUNTS
    ]
    return cluster_domains.cluster_domains(table(spark, "field_counts", *counts), settings=cluster_domains.Settings(min_count=min_count), reference=REFERENCE)


def test_shares_are_of_what_lies_in_domains_and_strengths_are_against_the_world(spark: SparkSession) -> None:
    """The world has 40 papers of 120 in computing and 80 in engineering, and 50 patents of 100 in each; medical technology is compared with nothing."""
    got = {row[:2]: row[2:] for row in rows(made(spark, 10.0), "cluster_id", "domain_name", *CLUSTER_DOMAINS.column_names[3:])}
    assert set(got) == {(cluster, domain) for cluster in ("lab", "works") for domain in (COMPUTING, ENGINEERING)}, "the campus has no patents"
    papers, patents = (30 / 40) / (40 / 120), (1 / 10) / (50 / 100)
    lead = (papers - 1) / (papers + 1) - (patents - 1) / (patents + 1)
    assert got["lab", COMPUTING] == pytest.approx((30.0, 1.0, 75.0, 10.0, papers, patents, lead, 1))
    assert got["works", COMPUTING][:2] == (0.0, 30.0)
    assert got["works", COMPUTING][4:6] == pytest.approx((0.0, (30 / 60) / (50 / 100)))
    assert got["works", COMPUTING][7] is None, "stronger in patents"
    papers, patents = 1.0 / (80 / 120), (30 / 60) / (50 / 100)
    assert got["works", ENGINEERING][4:6] == pytest.approx((papers, patents))
    assert got["works", ENGINEERING][7] is None, "above the world in papers, and like it in patents"
    for cluster in ("lab", "works"):
        for column in (2, 3):
            assert sum(got[cluster, domain][column] for domain in (COMPUTING, ENGINEERING)) == pytest.approx(100)


def test_of_few_documents_no_strength_is_called_unused(spark: SparkSession) -> None:
    assert [row for row in rows(made(spark, 11.0), "unused_rank") if row[0] is not None] == []


def test_the_job_gives_its_table_as_the_contract_says(spark: SparkSession) -> None:
    frame = made(spark, 10.0)
    assert conform(frame, CLUSTER_DOMAINS).columns == list(CLUSTER_DOMAINS.column_names)
    assert frame.where(" or ".join(f"not ({check})" for check in CLUSTER_DOMAINS.checks.values())).collect() == []
