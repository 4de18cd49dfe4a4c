"""The order of a list: shares of the whole world, summed and compared as fractions."""

import pyarrow as pa

from innoatlas.ranking.lists import ranked_list
from innoatlas.tables import UNIT


def ranked(rows: list[tuple[str, str, int]], worlds: dict[str, int], names: dict[str, str]) -> list[dict[str, object]]:
    members = pa.table(dict(zip(("cluster_id", "kind", "units"), map(list, zip(*rows, strict=True)), strict=True)))
    return ranked_list(members, worlds, names)


def test_the_score_is_the_sum_of_the_shares_of_the_world() -> None:
    """One of four patents and one of ten papers, in two places, are 25 + 10 percent; three papers are 30."""
    rows = [("a", "patent", UNIT), ("a", "paper", UNIT // 2), ("a", "paper", UNIT // 2), ("b", "paper", 3 * UNIT)]
    assert ranked(rows, {"patent": 4 * UNIT, "paper": 10 * UNIT, "deal": 0}, {"a": "Nairobi", "b": "Cairo"}) == [
        {
            "cluster_id": "a",
            "rank": 1,
            "score": 35.0,
            "counts": [{"kind": "paper", "fractional_count": 1.0, "share_percent": 10.0}, {"kind": "patent", "fractional_count": 1.0, "share_percent": 25.0}],
        },
        {
            "cluster_id": "b",
            "rank": 2,
            "score": 30.0,
            "counts": [{"kind": "paper", "fractional_count": 3.0, "share_percent": 30.0}, {"kind": "patent", "fractional_count": 0.0, "share_percent": 0.0}],
        },
    ]


def test_equal_scores_are_ordered_by_name_and_the_unrounded_score_decides() -> None:
    rows = [("a", "paper", 7), ("b", "paper", 7), ("c", "paper", 8)]
    got = ranked(rows, {"paper": 3 * 10**17}, {"a": "Tunis", "b": "Lagos", "c": "Zaria"})
    assert [row["cluster_id"] for row in got] == ["c", "b", "a"]
