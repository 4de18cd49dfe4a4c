"""What a reply says: kind, extent, country and name, by the reviewed tables."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from online_server import NOMINATIM_LYON, PHOTON_MIT

from innoatlas.errors import SettingsError
from innoatlas.fallback.services import Found, found_in, read_services
from innoatlas.geocoding.wordlists import parent_economies
from innoatlas.tables import LOCATED, PRECISION_KM

REFERENCE = Path(__file__).resolve().parents[2] / "conf" / "reference"
SERVICES = read_services(REFERENCE)


def nominatim(**changes: Any) -> Found:
    place = deepcopy(NOMINATIM_LYON[0])
    place["address"] |= changes.pop("address", {})
    return found_in(json.dumps([place | changes]), SERVICES["nominatim"])


def photon(**changes: Any) -> Found:
    reply = deepcopy(PHOTON_MIT)
    reply["features"][0]["properties"] |= changes
    return found_in(json.dumps(reply), SERVICES["photon"])


def test_a_reply_says_kind_country_and_name() -> None:
    assert nominatim() == Found("city", "FR", "Lyon")
    assert photon() == Found("postcode", "US", "Massachusetts Institute of Technology")


def test_an_older_nominatim_tells_the_kind_by_its_type() -> None:
    assert nominatim(addresstype=None, type="village").precision == "city"


def box(half_degrees: float) -> list[str]:
    """Of Nominatim, on a meridian at the equator: its half diagonal is `half_degrees` of 111.2 km."""
    return [str(-half_degrees), str(half_degrees), "4.0", "4.0"]


@pytest.mark.parametrize(
    ("kind", "half_degrees", "precision"),
    [
        ("road", 0.01, "postcode"),
        ("road", 0.05, "city"),  # 5.6 km
        ("road", 0.2, "admin2"),  # 22 km
        ("city", 0.5, "city"),  # 56 km: Beijing is a city
        ("city", 0.6, "admin1"),  # 67 km
        ("state", 5.0, "admin1"),
        ("road", 40.0, "country"),  # an impossible box makes nothing finer
        ("country", 0.1, "country"),
        ("postcode", 0.08, "postcode"),  # 8.9 km
        ("postcode", 0.1, "admin2"),  # 11.1 km: a postal area of the outback
    ],
)
def test_no_answer_is_finer_than_it_is_large(kind: str, half_degrees: float, precision: str) -> None:
    assert nominatim(addresstype=kind, boundingbox=box(half_degrees)).precision == precision


@pytest.mark.parametrize("broken", [None, [], ["1", "2"], ["a", "b", "c", "d"], "box", {"south": 1}])
def test_a_box_that_is_none_is_passed_over(broken: Any) -> None:
    assert nominatim(boundingbox=broken).precision == "city"


@pytest.mark.parametrize("kind", ["river", "", None, 7, {"a": 1}])
def test_an_unknown_kind_is_no_point(kind: Any) -> None:
    assert nominatim(addresstype=kind, type=kind).precision == "none"


@pytest.mark.parametrize(
    ("address", "economy"),
    [
        ({"country_code": "cn", "ISO3166-2-lvl3": "CN-HK"}, "HK"),
        ({"country_code": "us", "ISO3166-2-lvl4": "US-PR"}, "PR"),
        ({"country_code": "us", "ISO3166-2-lvl4": "US-MA"}, "US"),
        ({"country_code": "tw"}, "TW"),
        ({"country_code": "xyz"}, None),
        ({"country_code": 3}, None),
    ],
)
def test_economies_of_their_own_are_told_from_their_country(address: dict[str, Any], economy: str | None) -> None:
    assert nominatim(address=address).country_code == economy


def test_photon_tells_them_by_the_state() -> None:
    assert photon(countrycode="CN", state="Hong Kong").country_code == "HK"


@pytest.mark.parametrize("rubbish", ["", "<html>", "[", "[]", "{}", "null", "3", '"x"', "[[]]", '{"features": []}', "[" * 100_000])
@pytest.mark.parametrize("service", sorted(SERVICES))
def test_rubbish_says_nothing(service: str, rubbish: str) -> None:
    assert found_in(rubbish, SERVICES[service]) == Found("none", None, None)


def test_half_a_character_does_no_harm() -> None:
    (name,) = {nominatim(name="Ly\ud800on").name}
    assert name == "Ly?on"


def test_the_reviewed_tables_agree_with_the_contract() -> None:
    worth = {kind.precision for service in SERVICES.values() for kind in service.kinds.values()}
    assert worth <= set(PRECISION_KM) - {"organisation", "none"}
    assert {"nominatim", "photon"} <= set(SERVICES)
    for service in SERVICES.values():
        assert sorted(service.sides) == ["east", "north", "south", "west"]
        assert {kind.precision for kind in service.kinds.values()} & set(LOCATED)
    economies = {economy: country for service in SERVICES.values() for (country, _), economy in service.economies.items()}
    assert economies.items() <= parent_economies(REFERENCE).items()


def test_a_reference_table_of_another_shape_is_refused(tmp_path: Path) -> None:
    for file in REFERENCE.glob("online_*.tsv"):
        (tmp_path / file.name).write_text(file.read_text("utf-8"), "utf-8")
    (tmp_path / "online_kinds.tsv").write_text("# kinds\nkinds\tkind\tprecision\tmost_km\nphoton\thouse\tpostcode\n", "utf-8")
    with pytest.raises(SettingsError, match=r"online_kinds\.tsv:3: expected 4 cells parted by tabs, found 3"):
        read_services(tmp_path)
