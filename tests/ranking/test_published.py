"""The published GII 2023 table comes out of its own counts, as the method says, and of no other rule."""

from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow.csv as pacsv
import pytest
from builders import table
from pyspark.sql import SparkSession

from innoatlas.ranking.intensity import per_million
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


def test_patents_and_papers_per_million_are_of_the_same_people() -> None:
    inhabitants = 49.54e6
    shenzhen = next(row for row in PUBLISHED if row["rank"] == 2)
    assert per_million(shenzhen["pct_count"], inhabitants) == pytest.approx(2291, abs=1)
    assert per_million(shenzhen["publication_count"], inhabitants) == pytest.approx(3092, abs=1)


def test_nobody_has_no_intensity() -> None:
    with pytest.raises(ValueError, match="more than 0"):
        per_million(1, 0)
