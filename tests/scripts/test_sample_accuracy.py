"""The comparison with the truth, on tables small enough to read."""

import pandas as pd
from sampleworld.accuracy import by_group, compared, ranking_faults, summary, within

TRUTH = pd.DataFrame(
    [
        ("openalex:W1", 1, 1, 48.85, 2.35, "FR", "full", True),
        ("openalex:W1", 2, 1, 48.85, 2.35, "FR", "wos", True),
        ("openalex:W1", 3, 1, 48.85, 2.35, "FR", "wos", True),
        ("openalex:W1", 4, 0, 48.85, 2.35, "FR", "none", False),
        ("patstat:2", 1, 1, 35.68, 139.69, "JP", "full", True),
    ],
    columns=["document_id", "person_position", "address_position", "lat", "lon", "country_code", "style", "locatable"],
)
PLACED = pd.DataFrame(
    [
        ("openalex:W1", 1, 1, 48.90, 2.40),  # 6.7 km off
        ("openalex:W1", 2, 1, 45.75, 4.85),  # Lyon
        ("openalex:W1", 3, 1, None, None),
        ("patstat:2", 1, 1, 35.68, 139.69),
    ],
    columns=["document_id", "person_position", "address_position", "lat", "lon"],
)
PUBLISHED = [
    {"rank": "1", "cluster": "Tokyo–Yokohama", "economies": "JP"},
    {"rank": "2", "cluster": "Singapore", "economies": "SG/MY"},
    {"rank": "3", "cluster": "Paris", "economies": "FR"},
]


def _rankings(*rows: tuple[int, str, str]) -> pd.DataFrame:
    return pd.DataFrame([("current", *row, 1.0) for row in rows], columns=["period", "rank", "cluster_name", "economy_codes", "score"])


def test_only_the_listings_of_the_editions_windows_are_compared() -> None:
    truth = pd.DataFrame([("paper", 2016), ("paper", 2022), ("patent", 2022), ("deal", 2020)], columns=["kind", "year"])
    section = {"windows": {"paper": [2017, 2021], "patent": [2018, 2022]}, "previous_shift_years": 1}
    assert within(truth, section).tolist() == [True, False, True, False]


def test_a_point_is_right_within_15_km_and_a_missing_row_is_not_located() -> None:
    found = compared(TRUTH, PLACED)
    assert found["located"].tolist() == [True, True, False, False, True]
    assert found["right"].tolist() == [True, False, False, False, True]


def test_the_summary_counts_only_what_can_be_located() -> None:
    assert list(summary(compared(TRUTH, PLACED)).values()) == [3 / 5, 3 / 4, 2 / 4, 2 / 3, 0.0]


def test_groups_stand_worst_first() -> None:
    table = by_group(compared(TRUTH, PLACED), "style")
    assert table.to_dict("list") == {"style": ["wos", "full"], "listings": [2, 2], "located": [0.5, 1.0], "right": [0.0, 1.0]}


def test_the_published_ranking_has_no_faults() -> None:
    assert ranking_faults(_rankings((1, "Tokyo–Yokohama", "JP"), (2, "Singapore", "SG/MY"), (3, "Paris", "FR"), (4, "Lyon", "FR")), PUBLISHED) == []


def test_every_difference_is_told_with_what_stands_there() -> None:
    faults = ranking_faults(_rankings((1, "Singapore", "SG"), (2, "Tokyo–Yokohama", "JP")), PUBLISHED)
    assert faults == [
        "rank 1: expected Tokyo–Yokohama, which stands at rank 2; found Singapore with score 1.0000",
        "rank 2: expected Singapore, which stands at rank 1; found Tokyo–Yokohama with score 1.0000",
        "rank 3: expected Paris, found no cluster of that rank",
    ]
    assert ranking_faults(_rankings((1, "Tokyo–Yokohama", "JP"), (2, "Singapore", "SG"), (3, "Paris", "FR")), PUBLISHED) == [
        "rank 2, Singapore: expected the economies SG/MY, found SG"
    ]
