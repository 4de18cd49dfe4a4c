"""Regions and income groups of economies, as the United Nations and the World Bank draw them: lists and findings read the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from innoatlas.errors import SettingsError
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


def economies_named(groups: Mapping[str, EconomyGroups], regions: Sequence[str], economies: Sequence[str], where: str) -> frozenset[str]:
    """Codes of the `economies`, and of those in the `regions`, which are regions or sub-regions of the United Nations.

    SettingsError for any that is unknown; `where` is the part of conf that names them.
    """
    known = {name for row in groups.values() for name in (row.un_region, row.un_sub_region)} - {"none"}
    if unknown := sorted(set(regions) - known):
        raise SettingsError(f"{where}.regions: expected some of {', '.join(sorted(known))}, found {', '.join(unknown)}. Correct conf.")
    if unknown := sorted(set(economies) - set(groups)):
        raise SettingsError(f"{where}.economies: expected codes of economy_groups.tsv, such as FR or HK, found {', '.join(unknown)}. Correct conf.")
    return frozenset(economies) | {code for code, row in groups.items() if {row.un_region, row.un_sub_region} & set(regions)}
