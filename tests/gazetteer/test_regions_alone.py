"""Which names of towns are a region's alone, in countries whose addresses give regions alone."""

from pathlib import Path

import pyarrow as pa
import pytest

from innoatlas.gazetteer.names import folded
from innoatlas.gazetteer.parts import name_table, place_table
from innoatlas.gazetteer.regions_alone import countries_with_regions_alone, without_names_of_regions

REFERENCE = Path(__file__).resolve().parents[2] / "conf" / "reference"

#: (why, country, the town's main name, its inhabitants, the name asked for, of which kind, whether the town keeps it); regions: Aichi, Kanagawa, Nara, Tokyo
EXAMPLES = [
    ("another town, once called as the prefecture", "JP", "Okazaki", 386_000, "Aichi", "alternate", False),
    ("a hamlet in another prefecture", "JP", "Kanagawa", None, "Kanagawa", "main", False),
    ("a ward that a rule cut to the prefecture's name", "JP", "Kanagawa Ku", None, "Kanagawa", "derived", False),
    ("the capital, spelt with what it is", "JP", "Nara-shi", 367_000, "Nara", "alternate", True),
    ("the capital of the prefecture", "JP", "Tokyo", 8_000_000, "Tokyo", "main", True),
    ("no region's name", "JP", "Okazaki", 386_000, "Okazaki", "main", True),
    ("a region of another country", "FR", "Aichi", None, "Aichi", "main", True),
]


@pytest.mark.parametrize(("why", "country", "main", "inhabitants", "name", "kind", "is_kept"), EXAMPLES)
def test_a_name_of_a_region_is_a_towns_only_where_the_town_is_known_by_it(
    why: str, country: str, main: str, inhabitants: int | None, name: str, kind: str, is_kept: bool
) -> None:
    given = [("town", country, main, "main"), ("town", country, name, kind)]
    towns = place_table({"place_id": pa.array(["town"]), "country_code": country, "population": pa.array([inhabitants], pa.int64())})
    regions = [(f"admin1:JP.{number}", "JP", region, "main") for number, region in enumerate(("Aichi", "Kanagawa", "Nara", "Tokyo"))]
    left = without_names_of_regions(names(given), towns, names(regions), {"JP", "KR"})
    assert (name in left["name"].to_pylist()) == is_kept, why
    assert left.column_names == names(given).column_names


def names(rows: list[tuple[str, str, str, str]]) -> pa.Table:
    tables = [name_table(pa.array([place]), pa.array([country]), pa.array([name]), kind) for place, country, name, kind in rows]
    return folded(pa.concat_tables(tables))


def test_the_reviewed_list_names_countries() -> None:
    assert {"JP", "KR"} <= countries_with_regions_alone(REFERENCE)
    assert "US" not in countries_with_regions_alone(REFERENCE)
