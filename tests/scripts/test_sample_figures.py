"""Published counts become whole documents without losing the published order."""

from itertools import pairwise
from pathlib import Path

import pytest
from sampleworld.figures import WORLD_PAPERS, WORLD_PATENTS, Quota, over_countries, quotas, reference_rows


def _read(reference: Path, scale: int) -> tuple[list[dict[str, str]], list[Quota], Quota]:
    published = reference_rows(reference / "published_gii_2023.tsv")
    found, rest = quotas(published, reference_rows(reference / "sample_background.tsv"), scale)
    return published, found, rest


def _score(quota: Quota, scale: int) -> float:
    return 100 * quota.patents / round(WORLD_PATENTS / scale) + 100 * quota.papers / round(WORLD_PAPERS / scale)


def test_the_retyped_table_has_34_ranks_and_gives_its_own_totals(reference: Path) -> None:
    rows = reference_rows(reference / "published_gii_2023.tsv")
    assert [int(row["rank"]) for row in rows] == list(range(1, 35))
    for row in rows:
        total = 100 * int(row["pct_count"]) / WORLD_PATENTS + 100 * int(row["publication_count"]) / WORLD_PAPERS
        assert round(total, 1) == float(row["total_percent"]), row["cluster"]


def test_the_retyped_table_is_the_shared_one(reference: Path) -> None:
    given = reference.parents[2] / "shared" / "data" / "gii" / "gii2023_table3.tsv"
    if not given.exists():
        pytest.skip(f"{given} is absent: the table cannot be compared with its source")
    assert reference_rows(reference / "published_gii_2023.tsv") == reference_rows(given)


@pytest.mark.parametrize("scale", [100, 200, 1000, 5000])
def test_scores_fall_from_the_first_published_cluster_to_the_last_background_one(reference: Path, scale: int) -> None:
    published, found, _ = _read(reference, scale)
    scores = [_score(quota, scale) for quota in found]
    firsts, others = scores[: len(published)], scores[len(published) :]
    assert [quota.name for quota in found[: len(published)]] == [row["cluster"] for row in published]
    assert all(higher >= lower * 1.0149 for higher, lower in pairwise(firsts))
    assert max(others) < 0.95 * firsts[-1]


def test_at_the_default_scale_no_score_is_moved_by_more_than_a_fortieth(reference: Path) -> None:
    published, found, _ = _read(reference, 200)
    for row, quota in zip(published, found, strict=False):
        score = 100 * int(row["pct_count"]) / WORLD_PATENTS + 100 * int(row["publication_count"]) / WORLD_PAPERS
        assert abs(_score(quota, 200) / score - 1) < 0.025, row["cluster"]


def test_clusters_and_the_rest_are_the_whole_world(reference: Path) -> None:
    _, found, rest = _read(reference, 200)
    assert sum(quota.patents for quota in found) + rest.patents == round(WORLD_PATENTS / 200)
    assert sum(quota.papers for quota in found) + rest.papers == round(WORLD_PAPERS / 200)


def test_a_scale_without_room_for_other_towns_is_refused(reference: Path) -> None:
    with pytest.raises(SystemExit, match="Give a smaller number"):
        _read(reference, 100_000)


def test_no_document_is_lost_when_the_rest_is_dealt_to_countries() -> None:
    rest = Quota("", 11, 103, 3, 21, 2, 19)
    dealt = over_countries(rest, [3.0, 1.0, 1.0, 0.2])
    assert sum(quota.patents for quota in dealt) == 11
    assert sum(quota.papers for quota in dealt) == 103
    assert sum(quota.papers_before for quota in dealt) == 19
