"""The published GII 2023 table comes out of its own counts, as the method says, and of no other rule."""

from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow.csv as pacsv
import pytest
from builders import rows, table
from pyspark.sql import SparkSession

from innoatlas.ranking.intensity import intensity_by_kind
from innoatlas.ranking.ranks import ranked_clusters

#: Derived from the published shares: PCT applications of 2018-2022 and publications of 2017-2021 that could be located in the world.
WORLD = {"patent": 1_255_450, "paper": 7_456_000}

FILE = Path(__file__).resolve().parents[2] / "conf" / "reference" / "published_gii_2023.tsv"
PUBLISHED: list[dict[str, Any]] = pacsv.read_csv(FILE, pacsv.ReadOptions(skip_rows=1), pacsv.ParseOptions(delimiter="\t", quote_char=False)).to_pylist()


def shares(row: dict[str, Any]) -> dict[str, float]:
    return {"patent": 100 * row["pct_count"] / WORLD["patent"], "paper": 100 * row["publication_count"] / WORLD["paper"]}


def one_decimal(value: float) -> str:
    return str(Decimal(value).quantize(Decimal("0.1")))


def test_shares_scores_and_order_are_the_published_ones(spark: SparkSession) -> None:
    counts = table(
        spark,
        "cluster_counts",
        *({"cluster_id": f"c{row['rank']}", "kind": kind, "share_percent": share} for row in PUBLISHED for kind, share in shares(row).items()),
    )
    clusters = table(
        spark, "clusters", *({"cluster_id": f"c{row['rank']}", "cluster_name": row["cluster"], "economy_codes": row["economies"]} for row in PUBLISHED)
    )
    ranked = ranked_clusters(counts, clusters).orderBy("rank").collect()
    assert [(row.rank, row.cluster_name, row.economy_codes) for row in ranked] == [(row["rank"], row["cluster"], row["economies"]) for row in PUBLISHED]
    assert [one_decimal(row.score) for row in ranked] == [str(row["total_percent"]) for row in PUBLISHED]
    assert [tuple(map(one_decimal, shares(row).values())) for row in PUBLISHED] == [
        (str(row["pct_share_percent"]), str(row["publication_share_percent"])) for row in PUBLISHED
    ]


@pytest.mark.parametrize(("weight", "inversions"), [(0.8, 11), (0.9, 7), (1.0, 0), (1.1, 5), (1.25, 9)])
def test_only_the_plain_sum_gives_the_published_order(weight: float, inversions: int) -> None:
    scores = [weight * shares(row)["patent"] + shares(row)["paper"] for row in PUBLISHED]
    assert sum(below > above for above, below in pairwise(scores)) == inversions


def test_patents_and_papers_per_million_are_of_the_same_people(spark: SparkSession) -> None:
    """Shenzhen–Hong Kong–Guangzhou, GII 2023: 2,291 patents and 3,092 papers per million inhabitants are 49.5 million people by either."""
    shenzhen = next(row for row in PUBLISHED if row["rank"] == 2)
    kinds = (("patent", shenzhen["pct_count"]), ("paper", shenzhen["publication_count"]))
    counts = table(spark, "cluster_counts", *({"cluster_id": "c", "kind": kind, "fractional_count": float(count)} for kind, count in kinds))
    people = table(spark, "cluster_intensity", {"cluster_id": "c", "population": 49_540_000})
    got = dict(rows(intensity_by_kind(people, counts), "kind", "count_per_million"))
    assert got == {"patent": pytest.approx(2291, abs=1), "paper": pytest.approx(3092, abs=1)}
    assert [1e6 * count / printed for (_, count), printed in zip(kinds, (2291, 3092), strict=True)] == pytest.approx([49.54e6] * 2, rel=1e-3)


def test_nobody_has_no_intensity(spark: SparkSession) -> None:
    counts = table(spark, "cluster_counts", *({"cluster_id": name, "fractional_count": 1.0} for name in "ab"))
    people = table(spark, "cluster_intensity", {"cluster_id": "a", "population": 0}, {"cluster_id": "b"})
    assert rows(intensity_by_kind(people, counts), "count_per_million", "intensity_rank") == [(None, None)] * 2
