"""Groups of economies: each economy once, in the regions and income groups that the United Nations and the World Bank publish."""

from collections import Counter
from pathlib import Path

import pytest

from innoatlas.text.economy_groups import EconomyGroups, read_economy_groups
from innoatlas.text.reference import read_table

REFERENCE = Path(__file__).parents[2] / "conf" / "reference"

#: Economies that the World Bank counts as one: the Channel Islands.
_COUNTED_AS_ONE = "JE"


@pytest.fixture(scope="module")
def groups() -> dict[str, EconomyGroups]:
    return read_economy_groups(REFERENCE)


def test_an_economy_stands_once_in_the_order_of_codes() -> None:
    codes = [row.economy_code for row in read_table(REFERENCE / "economy_groups.tsv", EconomyGroups)]
    assert codes == sorted(set(codes))


def test_income_groups_are_as_large_as_published_for_the_fiscal_year_2024(groups: dict[str, EconomyGroups]) -> None:
    sizes = Counter(row.income_group for row in groups.values() if row.economy_code != _COUNTED_AS_ONE)
    assert {name: sizes[name] for name in ("low", "lower middle", "upper middle", "high")} == {
        "low": 26,
        "lower middle": 54,
        "upper middle": 54,
        "high": 83,
    }


def test_regions_of_the_world_bank_hold_its_218_economies(groups: dict[str, EconomyGroups]) -> None:
    assert sum(row.world_bank_region != "none" for code, row in groups.items() if code != _COUNTED_AS_ONE) == 218


def test_a_sub_region_lies_in_one_region(groups: dict[str, EconomyGroups]) -> None:
    pairs = {(row.un_sub_region, row.un_region) for row in groups.values()}
    assert len(pairs) == len({sub_region for sub_region, _ in pairs}) == 18


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("CN", ("Asia", "Eastern Asia", "upper middle", "East Asia and Pacific")),
        ("HK", ("Asia", "Eastern Asia", "high", "East Asia and Pacific")),
        ("TW", ("Asia", "Eastern Asia", "high", "East Asia and Pacific")),
        ("PR", ("Americas", "Latin America and the Caribbean", "high", "Latin America and the Caribbean")),
        ("XK", ("Europe", "Southern Europe", "upper middle", "Europe and Central Asia")),
        ("TR", ("Asia", "Western Asia", "upper middle", "Europe and Central Asia")),
        ("SD", ("Africa", "Northern Africa", "low", "Sub-Saharan Africa")),
        ("VE", ("Americas", "Latin America and the Caribbean", "not classified", "Latin America and the Caribbean")),
    ],
)
def test_groups_of_an_economy(groups: dict[str, EconomyGroups], code: str, expected: tuple[str, ...]) -> None:
    row = groups[code]
    assert (row.un_region, row.un_sub_region, row.income_group, row.world_bank_region) == expected
