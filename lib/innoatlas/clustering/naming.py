"""What a cluster is called, and whose it is: from how much each town and each economy contributes."""

import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from innoatlas.clustering.towns import Naming

#: A cluster bears at most so many towns in its name.
_MOST_TOWNS = 3

#: Combining marks of transliterations that English does not write: macron, line below.
_TRANSLITERATION_MARKS = {"\u0304", "\u0331"}


@dataclass(frozen=True)
class Town:
    """What is written of a town."""

    name: str  #: in English
    region: str | None  #: postal abbreviation of the US state or Canadian province; None elsewhere


def english_name(place_id: str, place_name: str, exonyms: Mapping[str, str]) -> str:
    """The name that English uses: the exonym by place id, else the gazetteer's without transliteration marks, with plain apostrophes.

    >>> english_name("geonames:1790630", "Xi’an", {}), english_name("geonames:2886242", "Köln", {"geonames:2886242": "Cologne"})
    ("Xi'an", 'Cologne')
    """
    letters = unicodedata.normalize("NFD", exonyms.get(place_id, place_name).replace("’", "'").replace("‘", "'"))
    return unicodedata.normalize("NFC", "".join(letter for letter in letters if letter not in _TRANSLITERATION_MARKS))


def region_after_name(country_code: str, admin1_code: str | None, provinces: Mapping[str, str]) -> str | None:
    """`CA` of `US.CA`, `ON` of `CA.08`; None outside the United States and Canada.

    >>> region_after_name("US", "US.CA", {}), region_after_name("CA", "CA.08", {"CA.08": "ON"}), region_after_name("FR", "FR.11", {})
    ('CA', 'ON', None)
    """
    if country_code == "US" and admin1_code:
        return admin1_code.removeprefix("US.")
    return provinces.get(admin1_code or "") if country_code == "CA" else None


def contributions(places: Mapping[str, int], naming: Naming) -> tuple[Counter[str], Counter[str]]:
    """What places contribute, summed by town and by naming town. A suburb counts for its city only where the city itself contributes."""
    towns: Counter[str] = Counter()
    for place, weight in places.items():
        towns[naming.town.get(place, place)] += weight
    cities: Counter[str] = Counter()
    for town, weight in towns.items():
        city = naming.city.get(town, town)
        cities[city if city in towns else town] += weight
    return towns, cities


def by_weight(weights: Mapping[str, int]) -> list[str]:
    """Keys by falling weight, ties by key."""
    return sorted(weights, key=lambda key: (-weights[key], key))


def holding(weights: Mapping[str, int], share: float) -> list[str]:
    """Keys by falling weight that hold at least `share` of the whole; the first always."""
    least = share * sum(weights.values())
    first, *rest = by_weight(weights)
    return [first, *(key for key in rest if weights[key] >= least)]


def cluster_name(cities: Mapping[str, int], towns: Mapping[str, Town], name_share: float) -> str:
    """One to three towns in the order of their weight, joined by an en dash; a state or province once when all share it, else after each.

    >>> cluster_name({"w": 5, "b": 4, "x": 1}, {"w": Town("Washington", "DC"), "b": Town("Baltimore", "MD")}, 0.12)
    'Washington, DC–Baltimore, MD'
    """
    named = [towns[city] for city in holding(cities, name_share)[:_MOST_TOWNS]]
    regions = {town.region for town in named}
    if len(regions) == 1:
        return "–".join(town.name for town in named) + "".join(f", {region}" for region in regions if region)
    return "–".join(f"{town.name}, {town.region}" if town.region else town.name for town in named)


def economy_codes(economies: Mapping[str, int], economy_share: float) -> str:
    """Economies that hold at least `economy_share` of the cluster, largest first.

    >>> economy_codes({"MY": 9, "SG": 90, "ID": 1}, 0.02)
    'SG/MY'
    """
    return "/".join(holding(economies, economy_share))
