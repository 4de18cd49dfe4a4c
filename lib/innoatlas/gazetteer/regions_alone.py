"""Names of towns that are a region's, where addresses give regions alone: "Aichi, Japan" is the prefecture, and not Okazaki, which was called so once."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from innoatlas.text.reference import read_table

_FIRST_LEVEL = "admin1:"

#: A shorter name, a code, is not looked for at the beginning of a town's.
_TELLING = 3


@dataclass(frozen=True)
class RegionsAlone:
    """One row of reference/regions_alone.tsv."""

    country_code: str
    note: str


def countries_with_regions_alone(reference: Path) -> frozenset[str]:
    """Codes of the countries that the reviewed list names."""
    return frozenset(row.country_code for row in read_table(reference / "regions_alone.tsv", RegionsAlone))


def without_names_of_regions(names: pa.Table, places: pa.Table, region_names: pa.Table, countries: Collection[str]) -> pa.Table:
    """Folded names of towns without those that are also a first-level region's in one of `countries`.

    A town keeps such a name when its inhabitants are known and its main name is one of that region's, or begins with one: Seoul, Nara-shi.
    `places` and `region_names`: all towns with these names, and the folded names of all regions.
    """
    regions = _in_countries(region_names.filter(pc.starts_with(region_names["place_id"], _FIRST_LEVEL)), countries)
    called, names_of = _grouped(regions, "folded_name", "place_id"), _grouped(regions, "place_id", "folded_name")
    numbered = names.append_column("row", pa.array(range(len(names)), pa.int64()))
    asked = _in_countries(numbered.filter(pc.is_in(names["folded_name"], _strings({name for _, name in called}))), countries).to_pylist()
    shared = [row for row in asked if (row["country_code"], row["folded_name"]) in called]
    whose = _strings({row["place_id"] for row in shared})
    inhabited = set(places.filter(pc.and_(pc.is_in(places["place_id"], whose), pc.greater(places["population"], 0)))["place_id"].to_pylist())
    mains = names.filter(pc.and_(pc.is_in(names["place_id"], whose), pc.equal(names["name_kind"], "main")))
    main = dict(zip(mains["place_id"].to_pylist(), mains["folded_name"].to_pylist(), strict=True))

    def is_kept(row: dict[str, str]) -> bool:
        country, own = row["country_code"], main.get(row["place_id"], "")
        of_region = {name for region in called[country, row["folded_name"]] for name in names_of[country, region] if len(name) >= _TELLING}
        return row["place_id"] in inhabited and any(own.startswith(name) for name in of_region)

    lost = pa.array([row["row"] for row in shared if not is_kept(row)], pa.int64())
    return names.filter(pc.invert(pc.is_in(numbered["row"], lost)))


def _in_countries(names: pa.Table, countries: Collection[str]) -> pa.Table:
    return names.filter(pc.is_in(names["country_code"], _strings(countries)))


def _grouped(names: pa.Table, key: str, value: str) -> dict[tuple[str, str], set[str]]:
    """By country and `key` the values that come with it."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for country, one, other in zip(names["country_code"].to_pylist(), names[key].to_pylist(), names[value].to_pylist(), strict=True):
        found[country, one].add(other)
    return dict(found)


def _strings(values: Collection[str]) -> pa.Array:
    return pa.array(sorted(values), pa.string())
