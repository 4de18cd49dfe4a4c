"""Names and economies of clusters: rules one by one, and the 34 published names from real gazetteer places."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest

from innoatlas.clustering.describe import SCORE, NamingRule, Spelling, describe_clusters
from innoatlas.clustering.members import DISTANCE, Rule, cluster_points, no_documents
from innoatlas.clustering.naming import Town, cluster_name, contributions, economy_codes, english_name
from innoatlas.clustering.towns import Naming, SuburbRule, naming_towns
from innoatlas.geo.sphere import point_ids

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "conf" / "reference"
GAZETTEER = ROOT / "build" / "gazetteer" / "arrays" / "places.parquet"

SUBURBS = SuburbRule(suburb_km=30.0, suburb_ratio=6.0)
RULE = NamingRule(naming_weight=SCORE, name_share=0.12, economy_share=0.02, footprint_resolution=6)

#: place id, name, precision, economy, region, latitude, longitude, inhabitants, town
PLACES: list[tuple[str, str, str, str, str | None, float, float, int | None, str | None]] = [
    ("boston", "Boston", "city", "US", "US.MA", 42.358, -71.060, 653_833, None),
    ("cambridge", "Cambridge", "city", "US", "US.MA", 42.375, -71.106, 110_402, None),
    ("newton", "Newton", "city", "US", "US.MA", 42.337, -71.209, 88_000, None),
    ("mit", "MIT", "organisation", "US", "US.MA", 42.360, -71.092, None, "cambridge"),
    ("02459", "02459", "postcode", "US", "US.MA", 42.315, -71.194, None, None),
    ("singapore", "Singapore", "city", "SG", None, 1.290, 103.850, 5_638_700, None),
    ("skudai", "Skudai", "city", "MY", "MY.01", 1.537, 103.658, 159_733, None),
    ("pudong", "Pudong", "city", "CN", "CN.23", 31.222, 121.544, 5_187_200, None),
    ("shanghai", "Shanghai", "city", "CN", "CN.23", 31.222, 121.458, 24_874_500, None),
    ("hamlet", "Hamlet", "city", "CN", "CN.23", 31.300, 121.600, None, None),
    ("nowhere", "Nowhere", "postcode", "CN", None, 20.0, 90.0, None, None),
]


def drawn() -> pa.Table:
    names = ("place_id", "place_name", "precision", "country_code", "admin1_code", "lat", "lon", "population", "town_id")
    return pa.table({name: pa.array(column) for name, column in zip(names, zip(*PLACES, strict=True), strict=True)})


def city_of(place: str, districts: Mapping[str, str] | None = None) -> str:
    naming = naming_towns(drawn(), pa.array([place]), districts or {}, SUBURBS)
    return naming.city[naming.town[place]]


@pytest.mark.parametrize(
    ("place", "city"),
    [
        ("cambridge", "cambridge"),  # Boston has 5.9 times its inhabitants
        ("newton", "boston"),  # 7.4 times
        ("mit", "cambridge"),  # the town that it lies in
        ("02459", "boston"),  # no town is known: by Newton, the nearest
        ("skudai", "skudai"),  # Singapore is another economy
        ("pudong", "pudong"),
        ("hamlet", "shanghai"),  # nobody knows how many live there
        ("nowhere", "nowhere"),
    ],
)
def test_which_city_speaks_for_a_place(place: str, city: str) -> None:
    assert city_of(place) == city


def test_a_district_goes_to_its_city_however_many_live_there() -> None:
    assert city_of("pudong", {"pudong": "shanghai"}) == "shanghai"


def test_a_suburb_counts_for_its_city_only_where_the_city_contributes() -> None:
    naming = Naming(town={"s": "s", "c": "c"}, city={"s": "c", "c": "c"})
    assert contributions({"s": 3}, naming)[1] == {"s": 3}
    assert contributions({"s": 3, "c": 1}, naming)[1] == {"c": 4}


TOWNS = {
    "sj": Town("San Jose", "CA"),
    "sf": Town("San Francisco", "CA"),
    "w": Town("Windsor", "ON"),
    "d": Town("Detroit", "MI"),
    "t": Town("Tokyo", None),
    "y": Town("Yokohama", None),
    "k": Town("Tijuana", None),
}


@pytest.mark.parametrize(
    ("cities", "name"),
    [
        ({"sj": 40, "sf": 22, "d": 5}, "San Jose–San Francisco, CA"),
        ({"d": 60, "w": 40}, "Detroit, MI–Windsor, ON"),
        ({"sj": 60, "k": 40}, "San Jose, CA–Tijuana"),
        ({"t": 50, "y": 24}, "Tokyo–Yokohama"),
        ({"t": 4, "y": 4}, "Tokyo–Yokohama"),
        ({"t": 89, "y": 11}, "Tokyo"),
        ({"t": 4, "y": 3, "k": 2, "d": 2}, "Tokyo–Yokohama–Detroit, MI"),
    ],
)
def test_names(cities: dict[str, int], name: str) -> None:
    assert cluster_name(cities, TOWNS, 0.12) == name


def test_economies_are_named_from_their_share_on_the_largest_first() -> None:
    assert economy_codes({"MY": 2, "SG": 97, "ID": 1}, 0.02) == "SG/MY"


def test_english_drops_transliteration_marks() -> None:
    assert [english_name("", name, {}) for name in ("Petaẖ Tiqva", "Ghāziābād", "Zürich", "Łódź")] == ["Petah Tiqva", "Ghaziabad", "Zürich", "Łódź"]


def test_a_town_of_patents_counts_as_in_the_score() -> None:
    members = [_member("boston", "paper", 90, 1), _member("cambridge", "patent", 10, 1)]
    scales = {("current", "paper"): 1, ("current", "patent"): 100}  # the world has 100 times as many papers
    (row,) = describe_clusters(pa.Table.from_pylist(members), drawn(), scales, Spelling({}, {}, {}), SUBURBS, RULE).to_pylist()
    assert (row["cluster_name"], row["member_names"]) == ("Cambridge, MA", ["Cambridge", "Boston"])


def _member(place: str, kind: str, units: int, point: int) -> dict[str, Any]:
    _, _, _, economy, _, lat, lon, _, _ = next(row for row in PLACES if row[0] == place)
    located = {"place_id": place, "country_code": economy, "lat": lat, "lon": lon, "cell": 1 << 59, "point_id": point}
    return {"cluster_id": "c", "period": "current", "kind": kind, "units": units, "listings_count": units, **located}


def _reference(name: str) -> pa.Table:
    return pacsv.read_csv(REFERENCE / f"{name}.tsv", pacsv.ReadOptions(skip_rows=1), pacsv.ParseOptions(delimiter="\t", quote_char=False))


def _pairs(name: str) -> dict[str, str]:
    table = _reference(name)
    return dict(zip(table.column(0).to_pylist(), table.column(1).to_pylist(), strict=True))


@pytest.mark.skipif(not GAZETTEER.exists(), reason="build/gazetteer/arrays/places.parquet: the default gazetteer is not built")
def test_towns_of_the_published_clusters_cluster_and_are_named_as_published() -> None:
    published = {row["cluster"]: row for row in _reference("published_gii_2023").to_pylist()}
    places = pq.read_table(GAZETTEER)
    by_id = {row["place_id"]: row for row in places.filter(pc.equal(places.column("precision"), "city")).to_pylist()}
    towns = [(row, by_id[_place_id(row["place"])]) for row in _reference("sample_clusters").to_pylist()]
    points = [_point(town, place, published[town["cluster"]]) for town, place in towns]
    given = pa.Table.from_pylist([{name: point[name] for name in ("point_id", "lat", "lon", "weight", "place_id")} for point in points])
    clustered = cluster_points(given, _AS_SMALL, no_documents)
    cluster_of = {row["point_id"]: row["cluster_id"] for row in clustered.to_pylist()}
    members = [
        point | {"cluster_id": cluster_of[point["point_id"]], "kind": "paper", "units": point["weight"], "listings_count": point["weight"]} for point in points
    ]
    spelling = Spelling(_pairs("exonyms"), _pairs("ca_provinces"), _pairs("city_districts"))
    kept = pa.Table.from_pylist([member for member in members if member["cluster_id"]])
    got = describe_clusters(kept, _inhabited(places), {("current", "paper"): 1}, spelling, SUBURBS, RULE).to_pylist()
    assert {row["cluster_name"]: row["economy_codes"] for row in got} == {name: row["economies"] for name, row in published.items()}
    assert len(got) == len(published) == 34


#: The listings of a world a hundredth of the real one.
_AS_SMALL = Rule(point_weight="listings", radius_km=15.0, min_weight=45, merge_km=5.0, merge_rule=DISTANCE)


def _place_id(place: Any) -> str:
    return str(place) if ":" in str(place) else f"geonames:{place}"


def _point(town: dict[str, Any], place: dict[str, Any], published: dict[str, Any]) -> dict[str, Any]:
    """A town's listings: its share of the cluster, at three listings a patent and five a paper, a hundredth of them."""
    listings = (3 * published["pct_count"] + 5 * published["publication_count"]) / 100
    where = {name: place[name] for name in ("place_id", "country_code", "lat", "lon", "cell")}
    return {"period": "current", "point_id": int(point_ids(place["lat"], place["lon"])), "weight": round(float(town["weight"]) / 100 * listings), **where}


def _inhabited(places: pa.Table) -> pa.Table:
    wanted = [precision == "city" for precision in places.column("precision").to_pylist()]
    return places.filter(pa.array(wanted))
