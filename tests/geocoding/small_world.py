"""A gazetteer that fits a page: some seventy towns of twenty countries with their namesakes, regions, a few postal codes, a dozen organisations.

Ids say what they are: `town:Springfield.US.IL`, `admin1:US.CA`, `country:FR`, `postal:FR:75005`, `ror:ox`. Spellings of countries and
regions, and all word lists, are those of conf/reference; the points are facts, rounded to two decimals.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa

from innoatlas.geo.cells import cells_of
from innoatlas.geocoding.building import Given, build_index
from innoatlas.geocoding.choice import Weights
from innoatlas.geocoding.country_names import country_names
from innoatlas.geocoding.engine import Thresholds, geocode
from innoatlas.geocoding.index import Index, open_index
from innoatlas.geocoding.knowledge import Knowledge, read_knowledge
from innoatlas.geocoding.marks import WordMarks
from innoatlas.geocoding.reading import FIELDS
from innoatlas.geocoding.weights import read_weights
from innoatlas.geocoding.wordlists import code_letters, parent_economies, word_marks
from innoatlas.text.fold import compact

REFERENCE = Path(__file__).parents[2] / "conf" / "reference"
THRESHOLDS = Thresholds(min_score=0.5, min_score_organisation=0.6)

COUNTRIES = {
    "CA": "Canada", "CH": "Switzerland", "CN": "China", "DE": "Germany", "DK": "Denmark", "FR": "France", "GB": "United Kingdom", "GE": "Georgia",
    "HK": "Hong Kong", "IT": "Italy", "JO": "Jordan", "JP": "Japan", "KR": "South Korea", "NL": "Netherlands", "NO": "Norway", "RU": "Russia",
    "SE": "Sweden", "SG": "Singapore", "TW": "Taiwan", "US": "United States",
}  # fmt: skip

#: name, region (country and GeoNames code), lat, lon, inhabitants, other names
TOWNS: tuple[tuple[str, str, float, float, int, str], ...] = (
    ("Boston", "US.MA", 42.36, -71.06, 675647, ""),
    ("Cambridge", "US.MA", 42.38, -71.11, 118403, ""),
    ("Springfield", "US.MA", 42.10, -72.59, 155929, ""),
    ("Springfield", "US.IL", 39.80, -89.64, 114394, ""),
    ("Chicago", "US.IL", 41.85, -87.65, 2720546, ""),
    ("Albany", "US.NY", 42.65, -73.76, 101228, ""),
    ("Albany", "US.GA", 31.58, -84.16, 69647, ""),
    ("Atlanta", "US.GA", 33.75, -84.39, 498715, ""),
    ("New York City", "US.NY", 40.71, -74.01, 8804190, "New York|NYC|Nueva York"),
    ("Rochester", "US.NY", 43.15, -77.62, 211328, ""),
    ("Rochester", "US.MN", 44.02, -92.46, 121395, ""),
    ("Los Angeles", "US.CA", 34.05, -118.24, 3898747, "L.A."),
    ("Mountain View", "US.CA", 37.39, -122.08, 82376, ""),
    ("Berkeley", "US.CA", 37.87, -122.27, 124321, ""),
    ("Paris", "US.TX", 33.66, -95.56, 24171, ""),
    ("Austin", "US.TX", 30.27, -97.74, 961855, ""),
    ("Philadelphia", "US.PA", 39.95, -75.16, 1603797, ""),
    ("Poughkeepsie", "US.NY", 41.70, -73.92, 30341, ""),
    ("Toronto", "CA.08", 43.70, -79.42, 2794356, ""),
    ("Montréal", "CA.10", 45.51, -73.59, 1762949, "Montreal"),
    ("Québec", "CA.10", 46.81, -71.21, 549459, "Quebec City|Quebec"),
    ("London", "GB.ENG", 51.51, -0.13, 8961989, "Londres|Londra"),
    ("London", "CA.08", 42.98, -81.23, 422324, ""),
    ("Cambridge", "GB.ENG", 52.20, 0.12, 145700, ""),
    ("Oxford", "GB.ENG", 51.75, -1.26, 162100, ""),
    ("Edinburgh", "GB.SCT", 55.95, -3.20, 506520, ""),
    ("Paris", "FR.11", 48.85, 2.35, 2138551, "Lutetia|Parigi|巴黎"),
    ("Lyon", "FR.84", 45.75, 4.85, 522969, "Lyons"),
    ("Grenoble", "FR.84", 45.18, 5.72, 158552, ""),
    ("Munich", "DE.02", 48.14, 11.58, 1488202, "München|Muenchen|Monaco di Baviera"),
    ("Heidelberg", "DE.01", 49.41, 8.69, 143345, ""),
    ("Halle", "DE.14", 51.48, 11.97, 237865, "Halle (Saale)"),
    ("Eggenstein-Leopoldshafen", "DE.01", 49.08, 8.40, 16700, ""),
    ("Göttingen", "DE.06", 51.54, 9.92, 116845, "Goettingen"),
    ("Milan", "IT.09", 45.46, 9.19, 1371498, "Milano|Mailand"),
    ("Turin", "IT.12", 45.07, 7.69, 841600, "Torino"),
    ("Zürich", "CH.ZH", 47.37, 8.55, 402762, "Zurich|Zuerich"),
    ("Copenhagen", "DK.17", 55.68, 12.57, 1153615, "København|Kobenhavn"),
    ("Odense", "DK.21", 55.40, 10.39, 145931, ""),
    ("Malmö", "SE.27", 55.61, 13.00, 301706, "Malmo"),
    ("Göteborg", "SE.28", 57.71, 11.97, 572799, "Gothenburg|Goteborg"),
    ("Oslo", "NO.12", 59.91, 10.75, 580000, ""),
    ("Amsterdam", "NL.07", 52.37, 4.89, 741636, ""),
    ("Eindhoven", "NL.06", 51.44, 5.48, 209620, ""),
    ("Tbilisi", "GE.51", 41.69, 44.83, 1049498, "Tiflis|თბილისი"),
    ("Amman", "JO.16", 31.96, 35.95, 1275857, "عمان"),
    ("Moscow", "RU.48", 55.75, 37.62, 10381222, "Москва|Moskva|Moscou"),
    ("Novosibirsk", "RU.53", 55.04, 82.93, 1419007, "Новосибирск"),
    ("Tokyo", "JP.40", 35.69, 139.69, 8336599, "東京|Tōkyō"),
    ("Chiba", "JP.04", 35.60, 140.12, 919729, "千葉|千葉市"),
    ("Yokohama", "JP.19", 35.44, 139.64, 3574443, "横浜|横浜市"),
    ("Kawasaki", "JP.19", 35.52, 139.72, 1306785, "川崎市"),
    ("Kyoto", "JP.22", 35.02, 135.75, 1459640, "京都|京都市"),
    ("Nanjing", "CN.04", 32.06, 118.78, 7165292, "南京|Nanking|南京市"),
    ("Suzhou", "CN.04", 31.30, 120.60, 5345961, "苏州|苏州市"),
    ("Zhengzhou", "CN.09", 34.76, 113.65, 4253913, "郑州|郑州市"),
    ("Beijing", "CN.22", 39.91, 116.40, 18960744, "北京|Peking|北京市"),
    ("Shenzhen", "CN.30", 22.55, 114.07, 17494398, "深圳|深圳市"),
    ("Hong Kong", "HK.HCW", 22.28, 114.17, 7491609, "香港"),
    ("Kowloon", "HK.KKC", 22.32, 114.18, 2019533, "九龍"),
    ("Taipei", "TW.03", 25.05, 121.53, 7871900, "臺北|台北|台北市"),
    ("Hsinchu", "TW.04", 24.80, 120.97, 404109, "新竹"),
    ("Singapore", "SG.01", 1.29, 103.85, 5638700, "Singapour"),
    ("Seoul", "KR.11", 37.57, 126.98, 10349312, "서울|서울특별시"),
    ("Daejeon", "KR.19", 36.35, 127.38, 1475221, "대전|Taejon|Taejŏn"),
)

#: country, code, lat, lon, town, radius in km
CODES = (
    ("FR", "75005", 48.84, 2.35, "town:Paris.FR.11", 1.2),
    ("FR", "38000", 45.19, 5.73, "town:Grenoble.FR.84", 2.5),
    ("US", "02139", 42.36, -71.10, "town:Cambridge.US.MA", 1.5),
    ("US", "19104", 39.96, -75.20, "town:Philadelphia.US.PA", 2.0),
    ("JP", "1130033", 35.71, 139.76, "town:Tokyo.JP.40", 0.5),
    ("GB", "CB2", 52.19, 0.12, "town:Cambridge.GB.ENG", 4.0),
    ("IT", "20129", 45.47, 9.21, "town:Milan.IT.09", 1.0),
)

#: id, town, names: the main one, other ones, =ACRONYMS
ORGANISATIONS = (
    ("ox", "town:Oxford.GB.ENG", "University of Oxford"),
    ("cam", "town:Cambridge.GB.ENG", "University of Cambridge"),
    ("mit", "town:Cambridge.US.MA", "Massachusetts Institute of Technology|=MIT"),
    ("mayo", "town:Rochester.US.MN", "Mayo Clinic"),
    ("kaist", "town:Daejeon.KR.19", "Korea Advanced Institute of Science and Technology|=KAIST"),
    ("todai", "town:Tokyo.JP.40", "University of Tokyo|東京大学|Todai"),
    ("columbia", "town:New York City.US.NY", "Columbia University"),
    ("chalmers", "town:Göteborg.SE.28", "Chalmers University of Technology|Chalmers tekniska högskola"),
    ("sharif", "town:Amman.JO.16", "Princess Sumaya University for Technology"),
    ("drexel", "town:Philadelphia.US.PA", "Drexel University"),
    ("uga", "town:Grenoble.FR.84", "Université Grenoble Alpes"),
    ("cnrs", "town:Paris.FR.11", "Centre National de la Recherche Scientifique|CNRS|=CNRS"),
)

Row = dict[str, object]


@cache
def knowledge() -> Knowledge:
    """The tables of conf/reference, read once."""
    return read_knowledge(REFERENCE)


@cache
def tables() -> tuple[pa.Table, pa.Table]:
    """The gazetteer's `places` and `place_names`, with the columns and types of the contract."""
    made = [*_countries(), *_regions(), *_towns(), *_codes(), *_organisations()]
    places = pa.Table.from_pylist([place for place, _ in made], _PLACES)
    names = [(place, name, kind) for place, written in made for name, kind in written]
    folded = compact(pa.array([name for _, name, _ in names])).to_pylist()
    unique = {}
    for (place, name, kind), letters in zip(names, folded, strict=True):
        row = {"country_code": place["country_code"], "folded_name": letters, "name": name, "place_id": place["place_id"], "name_kind": kind}
        unique.setdefault((place["country_code"], letters, place["place_id"]), row)
    return places, pa.Table.from_pylist(list(unique.values()), _NAMES)


@cache
def marks() -> WordMarks:
    """What the word lists of conf/reference say of words, made once."""
    return word_marks(knowledge())


def small_index(folder: Path, places: pa.Table | None = None, names: pa.Table | None = None) -> Index:
    """The index of the small world, or of other rows of its tables, built in `folder` as the geocodes job builds one."""
    own_places, own_names = tables()
    given = Given(marks(), parent_economies(REFERENCE), code_letters(knowledge()), country_names(knowledge()))
    build_index(own_places if places is None else places, (own_names if names is None else names).to_batches(), given, "small world", folder)
    return open_index(folder)


def reviewed_weights() -> Weights:
    """The weights of conf/reference, with the calibration of conf/base.toml."""
    return read_weights(REFERENCE, 0.76, 0.74)


def addresses(*rows: str | Mapping[str, str | None] | None) -> pa.Table:
    """A table of addresses: a text is free text, a mapping gives fields by name, None gives nothing at all."""
    given = [{"address_text": row} if not isinstance(row, Mapping) else row for row in rows]
    return pa.table({name: pa.array([row.get(name) for row in given], pa.string()) for name in FIELDS})


def locate(index: Index, *rows: str | Mapping[str, str | None] | None) -> list[Row]:
    """The answers to addresses, in their order."""
    return geocode(addresses(*rows), index, reviewed_weights(), THRESHOLDS).to_pylist()


# ---------------------------------------------------------------- the rows

_PLACES = pa.schema(
    [(name, pa.string()) for name in ("place_id", "place_name", "precision", "country_code", "admin1_code", "admin2_code")]
    + [("lat", pa.float64()), ("lon", pa.float64()), ("cell", pa.int64()), ("population", pa.int64()), ("radius_km", pa.float64()), ("town_id", pa.string())]
)
_NAMES = pa.schema([(name, pa.string()) for name in ("country_code", "folded_name", "name", "place_id", "name_kind")])

Made = list[tuple[Row, list[tuple[str, str]]]]


def place_row(place_id: str, name: str, precision: str, country: str, lat: float, lon: float, **more: object) -> Row:
    """A row of `places`; what is not given is null."""
    return {"place_id": place_id, "place_name": name, "precision": precision, "country_code": country, "lat": lat, "lon": lon} | {
        "cell": int(cells_of([lat], [lon], 8)[0]), **more
    }  # fmt: skip


def _towns() -> Made:
    made: Made = []
    for name, region, lat, lon, inhabitants, others in TOWNS:
        names = [(name, "main"), *((other, "alternate") for other in others.split("|") if other)]
        made.append((place_row(f"town:{name}.{region}", name, "city", region[:2], lat, lon, admin1_code=region, population=inhabitants), names))
    return made


def _middle(prefix: str) -> tuple[float, float]:
    inside = [(lat, lon) for _, region, lat, lon, _, _ in TOWNS if f"{region}.".startswith(f"{prefix}.")]
    lat, lon = np.mean(inside, axis=0).round(5)
    return float(lat), float(lon)


def _countries() -> Made:
    made: Made = []
    for code, name in COUNTRIES.items():
        spellings = [(row.spelling, "alternate") for row in knowledge().country_spellings if row.country_code == code and row.scope == "any"]
        made.append((place_row(f"country:{code}", name, "country", code, *_middle(code)), [(name, "main"), (code, "code"), *spellings]))
    for code, name, kind in (("US", "USA", "code"), ("GB", "UK", "alternate"), ("CN", "CHN", "code")):
        made[list(COUNTRIES).index(code)][1].append((name, kind))
    return made


def _regions() -> Made:
    made: Made = []
    for code in sorted({region for _, region, *_ in TOWNS}):
        rows = [row for row in knowledge().region_spellings if row.admin1_code == code and not row.admin2_code]
        names = [(row.spelling, "code" if row.kind != "name" and len(row.spelling) <= 3 else "alternate") for row in rows]
        main = next((row.spelling for row in rows if row.kind == "name"), code)
        made.append((place_row(f"admin1:{code}", main, "admin1", code[:2], *_middle(code), admin1_code=code, radius_km=100.0), [(main, "main"), *names]))
    return made


def _codes() -> Made:
    region = {f"town:{name}.{code}": code for name, code, *_ in TOWNS}
    return [
        (place_row(f"postal:{country}:{code}", code, "postcode", country, lat, lon, admin1_code=region[town], town_id=town, radius_km=radius), [(code, "code")])
        for country, code, lat, lon, town, radius in CODES
    ]


def _organisations() -> Made:
    town_of = {f"town:{name}.{region}": (region, lat, lon) for name, region, lat, lon, *_ in TOWNS}
    made: Made = []
    for short, town, listed in ORGANISATIONS:
        region, lat, lon = town_of[town]
        main, *others = listed.split("|")
        names = [(main, "main"), *((other.lstrip("="), "acronym" if other.startswith("=") else "alternate") for other in others)]
        made.append((place_row(f"ror:{short}", main, "organisation", region[:2], lat, lon, admin1_code=region, town_id=town), names))
    return made
