"""Regions and income groups of economies, as the United Nations and the World Bank draw them: lists and findings read the same."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from innoatlas.text.reference import read_table


@dataclass(frozen=True)
class EconomyGroups:
    """The groups that an economy is in. `none`: in no region; `not classified`: in no income group."""

    economy_code: str  #: ISO 3166-1 alpha-2; HK, MO, TW, PR and XK are their own
    economy_name: str  #: in English
    un_region: Literal["Africa", "Americas", "Asia", "Europe", "Oceania", "none"]
    un_sub_region: str  #: M49's sub-region, for example Western Asia
    income_group: Literal["low", "lower middle", "upper middle", "high", "not classified"]
    world_bank_region: Literal[
        "East Asia and Pacific",
        "Europe and Central Asia",
        "Latin America and the Caribbean",
        "Middle East and North Africa",
        "North America",
        "South Asia",
        "Sub-Saharan Africa",
        "none",
    ]


def read_economy_groups(reference: Path) -> dict[str, EconomyGroups]:
    """Economy code -> its groups, from economy_groups.tsv of the folder `reference`; SettingsError for a malformed row."""
    return {row.economy_code: row for row in read_table(reference / "economy_groups.tsv", EconomyGroups)}
