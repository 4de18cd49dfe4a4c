"""Countries that are no more, and codes of old: which country of today is meant, and that none of several is shut out."""

import pyarrow as pa
import pytest

from innoatlas.geocoding.explain import explain
from innoatlas.geocoding.index import Index
from innoatlas.text.fold import compact
from tests.geocoding.small_world import THRESHOLDS, Row, locate, place_row, reviewed_weights, small_index, tables

TOWNS = (
    ("Moscow", "RU", 55.75, 37.62, 10_381_222), ("Kiev", "UA", 50.45, 30.52, 2_797_553), ("Odessa", "UA", 46.48, 30.73, 1_015_826),
    ("Odessa", "US", 31.85, -102.37, 114_428), ("Alma-Ata", "KZ", 43.25, 76.93, 1_977_011), ("Tallinn", "EE", 59.44, 24.75, 394_024),
    ("Prague", "CZ", 50.09, 14.42, 1_165_581), ("Bratislava", "SK", 48.15, 17.11, 423_737), ("Belgrade", "RS", 44.80, 20.47, 1_273_651),
    ("Zagreb", "HR", 45.81, 15.98, 663_592), ("Ljubljana", "SI", 46.05, 14.51, 272_220), ("Leipzig", "DE", 51.34, 12.37, 504_971),
    ("King of Prussia", "US", 40.09, -75.40, 19_936), ("Kyoto", "JP", 35.02, 135.75, 1_459_640), ("Utrecht", "NL", 52.09, 5.12, 290_529),
)  # fmt: skip
COUNTRIES = {
    "RU": "Russia", "UA": "Ukraine", "KZ": "Kazakhstan", "EE": "Estonia", "CZ": "Czechia", "SK": "Slovakia", "RS": "Serbia", "HR": "Croatia",
    "SI": "Slovenia", "DE": "Germany", "US": "United States", "JP": "Japan", "NL": "Netherlands",
}  # fmt: skip


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    places, names = [], []

    def add(row: Row, *written: tuple[str, str]) -> None:
        places.append(row)
        keys = compact(pa.array([name for name, _ in written])).to_pylist()
        same = {"country_code": row["country_code"], "place_id": row["place_id"]}
        names.extend(same | {"folded_name": key, "name": name, "name_kind": kind} for key, (name, kind) in zip(keys, written, strict=True))

    for code, name in COUNTRIES.items():
        lat, lon = next((lat, lon) for _, country, lat, lon, _ in TOWNS if country == code)
        add(place_row(f"country:{code}", name, "country", code, lat, lon), (name, "main"), (code, "code"))
    for name, code, lat, lon, inhabitants in TOWNS:
        add(place_row(f"{name}.{code}", name, "city", code, lat, lon, population=inhabitants), (name, "main"))
    own_places, own_names = tables()
    folder = tmp_path_factory.mktemp("old") / "index"
    return small_index(folder, pa.Table.from_pylist(places, own_places.schema), pa.Table.from_pylist(names, own_names.schema))


@pytest.mark.parametrize(
    ("town", "country", "place"),
    [
        ("Kyoto", "JPX", "Kyoto.JP"), ("Kyoto", "JA", "Kyoto.JP"), ("Leipzig", "DEX", "Leipzig.DE"), ("Leipzig", "DT", "Leipzig.DE"),
        ("Leipzig", "DTX", "Leipzig.DE"), ("Leipzig", "DDR", "Leipzig.DE"), ("Leipzig", "DD", "Leipzig.DE"), ("Leipzig", "DDX", "Leipzig.DE"),
        ("Leipzig", "German Democratic Republic", "Leipzig.DE"), ("Utrecht", "NLX", "Utrecht.NL"), ("Moscow", "SUX", "Moscow.RU"),
        ("Moscow", "SU", "Moscow.RU"), ("Kiev", "SU", "Kiev.UA"), ("Kiev", "SUX", "Kiev.UA"), ("Odessa", "SU", "Odessa.UA"),
        ("Alma-Ata", "U.S.S.R.", "Alma-Ata.KZ"), ("Tallinn", "Soviet Union", "Tallinn.EE"), ("Prague", "CSX", "Prague.CZ"),
        ("Bratislava", "CS", "Bratislava.SK"), ("Belgrade", "YU", "Belgrade.RS"), ("Zagreb", "YUX", "Zagreb.HR"), ("Ljubljana", "YUG", "Ljubljana.SI"),
    ],
)  # fmt: skip
def test_a_country_field_of_old_means_the_countries_of_today(index: Index, town: str, country: str, place: str) -> None:
    row = locate(index, {"city": town, "country": country})[0]
    assert (row["place_id"], row["flags"]) == (place, [])


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Inst Phys, Moscow, USSR", "Moscow.RU"), ("Inst Phys, Kiev, USSR", "Kiev.UA"), ("Odessa, Soviet Union", "Odessa.UA"),
        ("Acad Sci, Alma-Ata 480100, USSR", "Alma-Ata.KZ"), ("Kiev, Ukrainian SSR, USSR", "Kiev.UA"), ("Таллин, Tallinn, СССР", "Tallinn.EE"),
        ("Charles Univ, Prague, Czechoslovakia", "Prague.CZ"), ("Comenius Univ, Bratislava, Czechoslovakia", "Bratislava.SK"),
        ("Univ Zagreb, Zagreb, Yugoslavia", "Zagreb.HR"), ("Ljubljana, Jugoslavija", "Ljubljana.SI"), ("Karl Marx Univ, Leipzig, Ger Dem Rep", "Leipzig.DE"),
        ("Leipzig, GDR", "Leipzig.DE"), ("Kiev, USSR; Institute of Physics", "Kiev.UA"),
        ("Research Labs, King of Prussia", "King of Prussia.US"),
    ],
)  # fmt: skip
def test_a_country_of_old_at_the_end_of_a_text_leaves_the_place_to_decide(index: Index, text: str, place: str) -> None:
    row = locate(index, text)[0]
    assert row["place_id"] == place
    assert "several_addresses_in_one" not in str(row["flags"])


def test_no_successor_is_shut_out_and_the_likeliest_comes_first(index: Index) -> None:
    told = explain({"address_text": "Kiev, USSR"}, index, reviewed_weights(), THRESHOLDS)
    assert told.countries[0] == ("RU", 5)
    assert {code for code, strength in told.countries if strength == 5} == {"RU", "UA", "KZ", "EE"}


def test_a_country_of_old_without_a_place_is_the_likeliest_of_today_and_unsure(index: Index) -> None:
    row = locate(index, "Nowhere, USSR")[0]
    assert (row["place_id"], row["score"]) == ("country:RU", 0.5)


def test_a_country_of_today_beside_one_of_old_wins(index: Index) -> None:
    assert locate(index, {"city": "Odessa", "country": "US"}, "Odessa, USA")[0]["place_id"] == "Odessa.US"
    told = explain({"address_text": "Kiev, Ukraine", "country": "SU"}, index, reviewed_weights(), THRESHOLDS)
    assert told.countries[0][0] == "UA"


@pytest.mark.parametrize("text", ["Kyoto JPX", "Leipzig, DT", "Kyoto, JA"])
def test_a_code_of_a_field_is_no_country_in_a_text(index: Index, text: str) -> None:
    assert explain({"address_text": text}, index, reviewed_weights(), THRESHOLDS).countries == ()


def test_the_answers_of_a_batch_do_not_depend_on_what_else_is_in_it(index: Index) -> None:
    given = ["Kiev, USSR", "Kyoto, Japan", "Odessa", "Prague, Czechoslovakia"]
    assert locate(index, *given) == [row for text in given for row in locate(index, text)]
